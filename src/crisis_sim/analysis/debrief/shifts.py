"""What a choice changes: chances and scores with it and without it, from pairs of continuations with the same luck.

Intervals of differences of shares are Wald's with half a pair added to each of the four cells (Agresti and Min 2005),
those of means the normal ones of the mean of the differences; p-values are McNemar's exact test, and normal. All of it
needs the standard library alone. Many comparisons at once are judged after Holm (1979).
"""

from collections.abc import Sequence
from math import comb, sqrt
from statistics import NormalDist, fmean, stdev
from typing import NamedTuple

from crisis_sim.analysis.debrief.futures import Ends
from crisis_sim.batch.shares import CONFIDENCE, wilson
from crisis_sim.compiler import Compiled

WHOLE = 100.0
Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


class Measure(NamedTuple):
    """Something that a continuation ends with: whether it is of an outcome class, or what a seat scores.

    `row`: of the class or of the seat.
    """

    kind: str  # outcome, score
    name: str
    row: int

    def of(self, ends: Ends) -> list[float]:
        """Per continuation, on a scale of 0 to 100."""
        if self.kind == "outcome":
            return [WHOLE * (outcome == self.row) for outcome in ends.outcomes]
        return [scores[self.row] for scores in ends.scores]


class Level(NamedTuple):
    """A chance in per cent, or a mean score, with its interval."""

    mean: float
    low: float
    high: float


class Shift(NamedTuple):
    """From `before` to `after`, in percentage points or in points of a score, with the interval of the difference."""

    measure: Measure
    n: int
    before: Level
    after: Level
    difference: float
    low: float
    high: float
    p: float  # if nothing changed, a difference as large as this would be as rare as this

    @property
    def half_width(self) -> float:
        """Half of the length of the interval of the difference."""
        return (self.high - self.low) / 2

    @property
    def clear(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def weight(self) -> float:
        """What it changed, less a standard error of it: so what is merely noisy does not come first, nor what is small
        and sure."""
        return abs(self.difference) - self.half_width / Z

    @property
    def back(self) -> "Shift":
        """The same, the other way round."""
        return self._replace(
            before=self.after, after=self.before, difference=-self.difference, low=-self.high, high=-self.low
        )

    def __str__(self) -> str:
        unit = " %" if self.measure.kind == "outcome" else ""
        return (
            f"{self.measure.name}: {self.before.mean:.0f}{unit} → {self.after.mean:.0f}{unit} ± {self.half_width:.0f}"
        )


def measures_of(compiled: Compiled) -> list[Measure]:
    """The classes in their order, then the scores of the seats that have objectives."""
    classes = [Measure("outcome", name, row) for row, name in enumerate(compiled.names.classes)]
    first = compiled.program.seats.first_objective
    return classes + [
        Measure("score", name, row) for row, name in enumerate(compiled.names.seats) if first[row] < first[row + 1]
    ]


def level(measure: Measure, ends: Ends) -> Level:
    """How a measure comes out."""
    values = measure.of(ends)
    if measure.kind == "outcome":
        share = wilson(round(sum(values) / WHOLE), len(values))
        return Level(WHOLE * share.p, WHOLE * share.low, WHOLE * share.high)
    return mean_of(values, 0.0, WHOLE)


def mean_of(values: Sequence[float], least: float = -WHOLE, most: float = WHOLE) -> Level:
    """A mean with its interval, which ends at what is possible at all. Of one value nothing is known."""
    mean = fmean(values)
    if len(values) < 2:
        return Level(mean, least, most)
    reach = Z * stdev(values) / sqrt(len(values))
    return Level(mean, max(least, mean - reach), min(most, mean + reach))


def shift(measure: Measure, without: Ends, with_: Ends) -> Shift:
    """What changes from `without` to `with_`, pair by pair."""
    before, after = measure.of(without), measure.of(with_)
    found = _of_shares(before, after) if measure.kind == "outcome" else _of_means(before, after)
    difference = fmean(after) - fmean(before)
    return Shift(measure, len(before), level(measure, without), level(measure, with_), difference, *found)


def _of_shares(before: Sequence[float], after: Sequence[float]) -> tuple[float, float, float]:
    n = len(before)
    fewer = sum(one > other for one, other in zip(before, after, strict=True))
    more = sum(one < other for one, other in zip(before, after, strict=True))
    apart = fewer + more
    p = min(1.0, 2 * sum(comb(apart, k) for k in range(min(fewer, more) + 1)) / 2**apart)
    middle = (more - fewer) / (n + 2)
    reach = Z * sqrt((apart + 1) / (n + 2) - middle * middle) / sqrt(n + 2)
    low, high = WHOLE * max(-1.0, middle - reach), WHOLE * min(1.0, middle + reach)
    return (low, high, p) if apart else (low, high, 1.0)


def _of_means(before: Sequence[float], after: Sequence[float]) -> tuple[float, float, float]:
    differences = [other - one for one, other in zip(before, after, strict=True)]
    found = mean_of(differences)
    spread = stdev(differences) if len(differences) > 1 else 0.0
    if spread == 0.0:
        return found.low, found.high, 1.0 if found.mean == 0.0 or len(differences) < 2 else 0.0
    z = abs(found.mean) * sqrt(len(differences)) / spread
    return found.low, found.high, 2 * NormalDist().cdf(-z)


def largest(shifts: Sequence[Shift]) -> Shift:
    """The one that changes most; of equals the first."""
    return max(shifts, key=lambda one: abs(one.difference))


def weightiest(shifts: Sequence[Shift]) -> Shift:
    """The one that changes most, less a standard error; of equals the first."""
    return max(shifts, key=lambda one: one.weight)


def rejected(p_values: Sequence[float], level_: float) -> list[bool]:
    """Which of these stand, if at most `level_` of all such lists may hold one that does not: Holm's step-down."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    stands = [False] * len(p_values)
    for rank, at in enumerate(order):
        if p_values[at] > level_ / (len(p_values) - rank):
            break
        stands[at] = True
    return stands
