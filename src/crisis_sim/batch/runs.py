"""The runs of a chunk as arrays, a row for each: what every engine gives, whichever it is."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crisis_sim.batch.measures import Measures
from crisis_sim.terms.rows import Sizes

HEAD = ("digest_low", "digest_high", "events", "ended", "outcome", "reason", "peak_rung", "escalation_score")


class Layout(NamedTuple):
    """Which columns of the two tables hold what: from and to."""

    integers: dict[str, slice]
    floats: dict[str, slice]

    @property
    def widths(self) -> tuple[int, int]:
        """How many columns of integers there are, and how many of floats."""
        return max(one.stop for one in self.integers.values()), max(one.stop for one in self.floats.values())


def layout_of(sizes: Sizes, measures: Measures) -> Layout:
    """The columns that `keep` fills for a scenario of this size."""
    pairs = sizes.seats * sizes.seats
    integers = {
        **dict.fromkeys(HEAD, 1),
        "first": sizes.happenings,  # minute at which it first took place, or -1
        "count": sizes.happenings,  # how often it took place
        "changed": measures.watched,  # minute at which the gauge first changed, or -1
        "flags": measures.flags,  # 1 where it holds at the end
        "rungs": measures.turns,  # highest rung of each staff cycle
        "points": measures.turns,  # escalation points of each staff cycle
        "dyads": pairs * measures.days,  # Goldstein's tenths by doer, target, day
        "blows": pairs,
        "answers": pairs,
        "waits": pairs,  # minutes, summed
        "cut": pairs,  # 1 where a blow stood unanswered when the game ended, and might still have been answered in time
    }
    floats = {"gauges": sizes.gauges, "facts": sizes.facts, "units": sizes.units, "scores": sizes.seats}
    return Layout(_placed(integers), _placed(floats))


def _placed(widths: dict[str, int]) -> dict[str, slice]:
    places, at = {}, 0
    for name, width in widths.items():
        places[name] = slice(at, at + width)
        at += width
    return places


class Runs:
    """Runs first, first + 1, ... of a batch. `integers`, `floats`: shapes (runs, columns), see `Layout`."""

    def __init__(self, layout: Layout, first: int, integers: NDArray[np.int64], floats: NDArray[np.float64]) -> None:
        self.layout, self.first = layout, first
        self.integers, self.floats = integers, floats

    def __len__(self) -> int:
        return len(self.integers)

    def __getitem__(self, name: str) -> NDArray[Any]:
        """A block of columns: shape (runs,) for a single one of the head, else (runs, width)."""
        if name in self.layout.floats:
            return self.floats[:, self.layout.floats[name]]
        block = self.integers[:, self.layout.integers[name]]
        return block[:, 0] if name in HEAD else block


def blank_runs(layout: Layout, first: int, count: int) -> Runs:
    """Room for so many runs."""
    integers, floats = layout.widths
    return Runs(layout, first, np.zeros((count, integers), np.int64), np.zeros((count, floats), np.float64))
