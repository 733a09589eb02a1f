"""What moved the game from where it began to where it ended: decisions, others' decisions, control, and luck.

Seen from one seat. The value of a moment is what its continuations by doctrine come to on average. At each round it
moves from `doctrines` to `without` by what the others chose, and on to `chosen` by what the seat chose; between the
rounds it moves by chance. These steps follow one upon the other, so they add up to the whole, continuation by
continuation; and because continuation k has the same luck at every step, the spread of the sums gives their intervals.
"""

from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

from crisis_sim.analysis.debrief.futures import Ends
from crisis_sim.analysis.debrief.shifts import Level, Measure, level, mean_of
from crisis_sim.analysis.debrief.valuing import Screened, Stepped

MOST = float("inf")


class Split(NamedTuple):
    """`seat`: whose decisions are `own` (a row). Each part with its interval; the four add up to `end` less `start`."""

    measure: Measure
    seat: int
    start: Level
    end: float
    own: Level
    others: Level
    control: Level
    luck: Level

    @property
    def total(self) -> float:
        """What is split."""
        return self.end - self.start.mean


def split(screened: Screened, measure: Measure, seat: int) -> Split:
    """Of a game that is over."""
    if screened.end is None:
        raise ValueError("the game is not over")
    steps: dict[str, list[tuple[Ends, Ends]]] = {"own": [], "others": [], "control": [], "luck": []}
    last = screened.start
    for one in screened.moments:
        if isinstance(one, Stepped):
            steps["luck"].append((last, one.before))
            steps["control"].append((one.before, one.after))
            last = one.after
            continue
        steps["luck"].append((last, one.doctrines))
        between = one.without.get(seat, one.chosen)
        steps["others"].append((one.doctrines, between))
        steps["own"].append((between, one.chosen))
        last = one.chosen
    steps["luck"].append((last, screened.end))
    parts = {name: mean_of(_sums(measure, each, screened.n), -MOST, MOST) for name, each in steps.items()}
    return Split(measure, seat, level(measure, screened.start), fmean(measure.of(screened.end)), **parts)


def _sums(measure: Measure, steps: Sequence[tuple[Ends, Ends]], n: int) -> list[float]:
    """Per continuation, all that these steps change."""
    total = [0.0] * n
    for before, after in steps:
        if before is not after:
            for k, (one, other) in enumerate(zip(measure.of(before), measure.of(after), strict=True)):
                total[k] += other - one
    return total
