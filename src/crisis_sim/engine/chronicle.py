"""What happened, as control sees it and as each seat sees it. Events are made when they are asked for, and kept.

A seat's events are built from what it may see, and numbered by themselves: nothing in them counts what it did not see.
"""

from crisis_sim.compiler import Compiled, Told, ToldOutcome
from crisis_sim.compiler.deeds import DISOBEYED, DONE
from crisis_sim.engine.course import Course, Happened
from crisis_sim.engine.dates import Dates
from crisis_sim.engine.narration import Narrator, Seen
from crisis_sim.terms.codes import (
    AT_HORIZON,
    EVENT_CANCEL,
    EVENT_CLAIM,
    EVENT_END,
    EVENT_KINDS,
    EVENT_MESSAGE,
    EVENT_ORDER,
    EVENT_OUTCOME,
    EVENT_OVERRIDE,
    EVENT_PIN,
    EVENT_PROCESS,
    EVENT_REVEAL,
    EXACT,
    NONE,
)
from crisis_sim.terms.records import Event

CONTROL = -1
CHANGE_NOTHING = frozenset((EVENT_PIN, EVENT_ORDER, EVENT_CANCEL, EVENT_MESSAGE, EVENT_END))
OF_HAPPENINGS = frozenset(range(len(EVENT_KINDS))) - {EVENT_MESSAGE, EVENT_OVERRIDE, EVENT_PIN, EVENT_END}


class Chronicle:
    """The events of one course, by viewer."""

    def __init__(self, compiled: Compiled, course: Course, dates: Dates, narrator: Narrator) -> None:
        self._compiled, self._course, self._dates, self._narrator = compiled, course, dates, narrator
        self._events: dict[int, list[Event]] = {}
        self._looked: dict[int, int] = {}
        self._numbers: dict[int, dict[int, int]] = {}
        self._seen: dict[int, Seen] = {}

    def of(self, viewer: int) -> list[Event]:
        """All events so far that this seat (a row) saw; CONTROL: all there are."""
        events = self._events.setdefault(viewer, [])
        numbers = self._numbers.setdefault(viewer, {})
        happened = self._course.happened
        for serial in range(self._looked.get(viewer, 0), len(happened)):
            if viewer == CONTROL or (happened[serial].seen >> viewer) & 1:
                numbers[serial] = len(events)
                events.append(self._event(viewer, serial))
        self._looked[viewer] = len(happened)
        return events

    def serial(self, viewer: int, number: int) -> int:
        """The number, among all events, of the event with this number among those of the viewer."""
        return next(serial for serial, own in self._numbers[viewer].items() if own == number)

    def _event(self, viewer: int, serial: int) -> Event:
        names, happened = self._compiled.names, self._course.happened
        event = happened[serial]
        control = viewer == CONTROL
        knows_doer = control or (event.doer >> viewer) & 1 == 1
        # A reveal shows what it is about: the order that leaked, or the deed with its outcome.
        origin = happened[event.cause] if event.kind == EVENT_REVEAL and event.cause != NONE else None
        shown = origin if origin is not None and not control else event
        changes = self._changes(viewer, event if origin is None else origin)
        told, outcome = self._deed(shown)
        return Event(
            number=self._numbers[viewer][serial],
            minute=event.minute,
            utc=self._dates.utc(event.minute),
            local_time=self._dates.local(event.minute),
            # Whether a deed was ordered or came by itself would tell who may have done it.
            kind=EVENT_KINDS[event.kind if knows_doer or event.kind != EVENT_OUTCOME else EVENT_PROCESS],
            actor=names.actors[event.actor] if event.actor != NONE and knows_doer else None,
            target=names.actors[event.target] if event.target != NONE else None,
            action=self._action(event) if knows_doer else None,
            outcome=self._outcome(shown) if knows_doer else None,
            cameo=told.cameo if told else None,
            plover=told.plover if told else None,
            goldstein=told.goldstein if told else None,
            rung=told.rung if told else 0,
            severity=outcome.severity if outcome else "SQ",
            claim=event.kind == EVENT_CLAIM,
            text=self._narrator.tell(
                event, origin, self.exact(viewer), knows_doer, self._course.texts.get(serial), _to(viewer, event)
            ),
            cause=self._numbers[viewer].get(event.cause),
            changes=changes,
            visible_to=self._seats(event.seen) if control else (),
            doer_known_to=self._seats(event.doer) if control else (),
            chance=event.chance if control else None,
            luck=event.luck if control else None,
        )

    def _changes(self, viewer: int, event: Happened) -> dict[str, tuple[float, float]]:
        """Gauges that this event changed, of those that the viewer sees exactly."""
        if event.before is event.after or event.kind in CHANGE_NOTHING:
            return {}
        exact = self.exact(viewer)
        return {
            name: (event.before[row], event.after[row])
            for row, name in enumerate(self._compiled.scenario.gauges)
            if event.before[row] != event.after[row] and row in exact
        }

    def exact(self, viewer: int) -> Seen:
        """The gauges that the viewer sees exactly, and at once."""
        if viewer not in self._seen:
            gauges = range(self._compiled.program.sizes.gauges)
            self._seen[viewer] = frozenset(row for row in gauges if self._sees_exactly(viewer, row))
        return self._seen[viewer]

    def _sees_exactly(self, viewer: int, gauge: int) -> bool:
        program = self._compiled.program
        if viewer == CONTROL:
            return True
        at = viewer * program.sizes.gauges + gauge
        return program.sights.kind[at] == EXACT and program.sights.source[at] == program.places.gauges + gauge

    def _action(self, event: Happened) -> str | None:
        names = self._compiled.names
        if event.kind in OF_HAPPENINGS:
            return names.happenings[event.row]
        if event.kind == EVENT_END:
            return "horizon" if event.row == AT_HORIZON else names.ends[event.row]
        return names.gauges[event.row] if event.kind == EVENT_OVERRIDE else None

    def _outcome(self, event: Happened) -> str | None:
        if event.outcome == NONE:
            return None
        if event.kind == EVENT_END:
            return self._compiled.names.classes[event.outcome]
        outcome = self._turned_out(event)
        return None if outcome.id == DONE else outcome.id

    def _turned_out(self, event: Happened) -> ToldOutcome:
        first = self._compiled.program.happenings.first_outcome[event.row]
        return self._compiled.told[event.row].outcomes[event.outcome - first]

    def _deed(self, event: Happened) -> tuple[Told, ToldOutcome] | tuple[None, None]:
        """What was done. What is merely ordered, revealed or not obeyed is no deed, and has no code or rung."""
        if event.kind not in OF_HAPPENINGS or event.kind == EVENT_REVEAL or event.outcome == NONE:
            return None, None
        outcome = self._turned_out(event)
        return (None, None) if outcome.id == DISOBEYED else (self._compiled.told[event.row], outcome)

    def _seats(self, mask: int) -> tuple[str, ...]:
        return tuple(seat for row, seat in enumerate(self._compiled.names.seats) if (mask >> row) & 1)


def _to(viewer: int, event: Happened) -> int:
    """The seats that the viewer knows a message to have gone to: a seat that got it is not told who else did."""
    if event.actor == NONE:
        return event.seen if viewer == CONTROL else 1 << viewer
    others = event.seen & ~(1 << event.actor) or event.seen
    return others if viewer in (CONTROL, event.actor) else 1 << viewer
