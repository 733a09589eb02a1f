"""Keeping a game's journal: what is written when."""

import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import crisis_sim
from crisis_sim.compiler import Compiled
from crisis_sim.engine.course import Course, Turn
from crisis_sim.journal import Header, Input, Place, Writer
from crisis_sim.journal.lines import draft_line, input_line
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.codes import RULES_VERSION
from crisis_sim.terms.records import Event, Order, plain
from crisis_sim.terms.rows import STEP


class Origin(NamedTuple):
    """Where a game's scenario came from: the name to call it by, its texts by file name, and the command that asked."""

    name: str
    texts: Mapping[str, str]
    command: str = ""


def header(compiled: Compiled, origin: Origin, seed: int, run: int, agents: Mapping[str, str]) -> Header:
    """What made this game."""
    parameters = compiled.scenario.parameters
    return Header(
        scenario=printable(origin.name),
        scenario_hash=compiled.hash,
        texts=origin.texts,
        settings={name: value for name, value in compiled.parameters.items() if value != parameters[name].value},
        seed=seed,
        run=run,
        agents=agents,
        rules_version=RULES_VERSION,
        software={
            "crisis_sim": crisis_sim.__version__,
            "python": platform.python_version(),
            "simpy": metadata.version("simpy"),
        },
        command=printable(origin.command),
        written=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


class Keeper:
    """Writes what happens to a game into its journal, if it has one. Inputs and drafts are on the disk on return."""

    def __init__(self, writer: Writer | None = None, events: int = 0, turns: int = 0) -> None:
        self._writer = writer
        self._events, self._turns = events, turns

    @property
    def is_open(self) -> bool:
        """Whether there is a journal to write into."""
        return self._writer is not None and self._writer.is_open

    @property
    def path(self) -> Path | None:
        """Where the journal is."""
        return self._writer.path if self._writer is not None else None

    @property
    def trouble(self) -> str | None:
        """Why what happened since could not be written; it will be, with the next input."""
        return self._writer.trouble if self._writer is not None else None

    def begin(
        self, path: Path, header: Header, inputs: Sequence[Input], course: Course, events: Sequence[Event]
    ) -> None:
        """Makes the journal, and writes down all that was until now. NotSaved, if that fails."""
        self._writer = Writer.create(path, header, _in_order(inputs, events, course.turns))
        self._events, self._turns = len(events), len(course.turns)

    def input(self, given: Input, course: Course, events: Sequence[Event]) -> None:
        """Writes an input after the events that went before it. NotSaved, if that fails."""
        if self._writer is not None and self._writer.is_open:
            self._hold(self._writer, course, events)
            self._writer.save([input_line(given)])

    def draft(self, seat: str, place: Place, orders: Sequence[Order]) -> None:
        """NotSaved, if it could not be written."""
        if self._writer is not None and self._writer.is_open:
            self._writer.save([draft_line(seat, place, tuple(orders))])

    def tell(self, course: Course, events: Sequence[Event]) -> None:
        """Writes the events and turns since last time."""
        if self._writer is not None and self._writer.is_open:
            self._hold(self._writer, course, events)
            self._writer.tell()

    def end(self, result: Mapping[str, Any]) -> None:
        """Writes how it ended, and closes the journal. NotSaved, if that fails: it can be tried again."""
        if self._writer is not None and self._writer.is_open:
            self._writer.save([end_line(result)])
            self._writer.close()

    def close(self) -> None:
        """Closes the journal: nothing more is written into it."""
        if self._writer is not None:
            self._writer.close()

    def _hold(self, writer: Writer, course: Course, events: Sequence[Event]) -> None:
        writer.hold(_in_order((), events[self._events :], course.turns[self._turns :]))
        self._events, self._turns = len(events), len(course.turns)


def event_line(event: Event) -> dict[str, Any]:
    """An event as control sees it."""
    return {"line": "event", **plain(event)}


def turn_line(turn: Turn) -> dict[str, Any]:
    """The digest at the beginning of a turn."""
    return {"line": "turn", "minute": turn.minute, "events": turn.events, "digest": turn.digest}


def end_line(result: Mapping[str, Any]) -> dict[str, Any]:
    """How the game ended; its events stand above."""
    return {"line": "end", **{key: value for key, value in result.items() if key != "events"}}


def _in_order(inputs: Sequence[Input], events: Sequence[Event], turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """Lines as they would have been written one by one: turns and inputs before the event that came next."""
    lines = [((turn.events, 0, turn.clock[STEP], 0), turn_line(turn)) for turn in turns]
    lines += [((given.place.events, 0, given.place.steps, 1), input_line(given)) for given in inputs]
    lines += [((event.number, 1, 0, 0), event_line(event)) for event in events]
    return [line for _, line in sorted(lines, key=lambda one: one[0])]
