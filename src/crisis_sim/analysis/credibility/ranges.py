"""What the targets come to where parameters are not at their values, but anywhere within their plausible ranges.

Two questions. Does one parameter, moved to an end of its range, turn a conclusion round? And if none of the uncertain
ones is known, in how much of what they may be does each conclusion hold? (One by one they may all look harmless.)
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import numpy as np

from crisis_sim.analysis.credibility.ablations import outcomes
from crisis_sim.analysis.credibility.finished import Array, Play
from crisis_sim.analysis.credibility.targets import Measured, measured, reader_of
from crisis_sim.analysis.designs import LATIN, make
from crisis_sim.analysis.factors import factors_of
from crisis_sim.batch.runs import Runs
from crisis_sim.compiler import Compiled

UNCERTAIN = "BCD"
"""Grades: whatever is not measured has a range in which it may lie."""
SPAN = (0.05, 0.5, 0.95)


class Here(NamedTuple):
    """What some values of parameters come to."""

    settings: Mapping[str, float]
    targets: list[Measured]
    outcomes: dict[str, float]  # shares

    @property
    def missed(self) -> list[str]:
        return [one.id for one in self.targets if not one.met]

    @property
    def commonest(self) -> str:
        """The class in which most games end."""
        return max(self.outcomes, key=lambda name: self.outcomes[name])


class Spread(NamedTuple):
    """Over points that fill all ranges at once. Quantiles: 0.05, 0.5, 0.95."""

    points: int
    n: int
    inside: dict[str, float]  # per target with a band: share of the points at which its value lies within
    targets: dict[str, tuple[float, ...]]  # quantiles of its value
    outcomes: dict[str, tuple[float, ...]]  # of the share of each class
    commonest: dict[str, float]  # share of the points at which a class is the commonest


def at(compiled: Compiled, settings: Mapping[str, float], n: int, play: Play) -> Here:
    """n games with these values."""
    reader, classes = reader_of(compiled), list(compiled.names.classes)

    def read(runs: Runs) -> Array:
        return np.column_stack([outcomes(compiled, runs), reader(runs)])

    answers = play.runs(compiled, n, read, settings=dict(settings))
    shares = answers[:, : len(classes)].mean(axis=0)
    targets = measured(compiled.scenario.targets, answers[:, len(classes) :], play.seed)
    return Here(settings, targets, dict(zip(classes, map(float, shares), strict=True)))


def ends(compiled: Compiled, n: int, play: Play, told: Callable[[str], None] | None = None) -> Iterable[Here]:
    """Each parameter that is not measured at each end of its range, all others as they are."""
    for factor in factors_of(compiled, [], UNCERTAIN):
        if told is not None:
            told(factor.name)
        for value in (factor.low, factor.high):
            yield at(compiled, {factor.name: value}, n, play)


def spread(compiled: Compiled, points: int, n: int, play: Play) -> Spread:
    """All parameters that are not measured at once: a Latin hypercube of so many points."""
    design = make(LATIN, factors_of(compiled, [], UNCERTAIN), points, play.seed)
    found = []
    for point in range(len(design)):
        values = zip(design.factors, design.values(point), strict=True)
        found.append(at(compiled, {factor.name: float(value) for factor, value in values}, n, play))
    targets = {one.id: number for number, one in enumerate(found[0].targets)}
    banded = {name: number for name, number in targets.items() if found[0].targets[number].target.band is not None}
    return Spread(
        points=len(found),
        n=n,
        inside={name: _share(_inside(here.targets[number]) for here in found) for name, number in banded.items()},
        targets={
            name: _quantiles(here.targets[number].found.value for here in found) for name, number in targets.items()
        },
        outcomes={name: _quantiles(here.outcomes[name] for here in found) for name in found[0].outcomes},
        commonest={name: _share(here.commonest == name for here in found) for name in found[0].outcomes},
    )


def _inside(one: Measured) -> bool:
    """By the value itself: so few games leave too wide an interval to judge by."""
    band, value = one.target.band, one.found.value
    return band is not None and value is not None and band[0] <= value <= band[1]


def _share(so: Iterable[bool]) -> float:
    return float(np.mean(list(so)))


def _quantiles(values: Iterable[float | None]) -> tuple[float, ...]:
    known = [value for value in values if value is not None]
    return tuple(float(value) for value in np.quantile(known, SPAN)) if known else (float("nan"),) * len(SPAN)
