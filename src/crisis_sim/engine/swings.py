"""Where a game turned, for a seat: the spans between turns in which its score changed most, and what happened there.

In truth, so for those who may see it: control, and everybody when the game is over.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from crisis_sim.engine.course import Course, Happened
from crisis_sim.rules.scoring import score
from crisis_sim.terms.records import Event

SEVERITIES = ("DE", "SQ", "PO", "NV", "VI", "WAR")
NO_DEEDS = ("order", "cancel", "message", "pin", "end")
LEAST = 0.5
"""Points that a span must have moved to be worth a word."""


class Swing(NamedTuple):
    """A span in which the score went from `before` to `after`, and the event that moved it, if one is known."""

    minute: int
    before: float
    after: float
    event: Event | None

    @property
    def change(self) -> float:
        """Points, gained or lost."""
        return self.after - self.before


def swings(course: Course, seat: int, told: Sequence[Event], most: int) -> list[Swing]:
    """The largest, in the order of time. `told`: all events, as control sees them."""
    program, state = course.program, course.state
    stands = [(turn.minute, turn.events, score(program, state._replace(values=turn.values), seat), turn.values)
              for turn in course.turns]  # fmt: skip
    stands.append((course.minute, len(course.happened), score(program, state, seat), state.values))
    found = []
    for (_, first, before, values), (minute, last, after, _) in pairwise(stands):
        if abs(after - before) >= LEAST:
            event = _moved(course, seat, told[first:last], course.happened[first:last], values, after > before)
            found.append(Swing(minute if event is None else event.minute, before, after, event))
    largest = sorted(found, key=lambda swing: -abs(swing.change))[:most]
    return sorted(largest, key=lambda swing: swing.minute)


def _moved(
    course: Course, seat: int, told: Sequence[Event], happened: Sequence[Happened], values: Sequence[float], up: bool
) -> Event | None:
    """The event whose own changes of gauges moved the score most that way; else the gravest; else the first."""
    program, places = course.program, course.program.places
    row = list(values)
    gauges = slice(places.gauges, places.gauges + program.sizes.gauges)
    best, most = None, 0.0
    for event, rows in zip(told, happened, strict=True):
        if rows.before is rows.after or event.kind in NO_DEEDS:
            continue
        stands = []
        for stand in (rows.before, rows.after):
            row[gauges] = stand
            stands.append(score(program, course.state._replace(values=row), seat))
        moved = (stands[1] - stands[0]) * (1.0 if up else -1.0)
        if moved > most:
            best, most = event, moved
    deeds = [event for event in told if event.kind not in NO_DEEDS]
    return best or max(deeds, key=lambda event: SEVERITIES.index(event.severity), default=None)
