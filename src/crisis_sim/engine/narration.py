"""How events are told: as a wire service would, and to a seat no more than it may know."""

import re
from collections.abc import Callable

from crisis_sim.compiler import Compiled, Told
from crisis_sim.compiler.deeds import DISOBEYED, called, capital
from crisis_sim.compiler.phrases import short
from crisis_sim.engine.course import Happened
from crisis_sim.language.english import joined
from crisis_sim.terms.codes import (
    DENIABLE,
    EVENT_CANCEL,
    EVENT_END,
    EVENT_MESSAGE,
    EVENT_ORDER,
    EVENT_OVERRIDE,
    EVENT_PIN,
    NONE,
)

UNKNOWN = "an unknown number of"
NOBODY = "Something is done that nobody owns up to."
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.]*)\}")

Seen = frozenset[int]
"""Rows of gauges."""


def number(value: float) -> str:
    """For reading: 1,200 or 3.5 or 0.25."""
    if abs(value) >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2g}"


class Narrator:
    """Tells the events of one scenario."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._names = compiled.names
        self._scenario = compiled.scenario

    def tell(
        self, event: Happened, origin: Happened | None, seen: Seen, knows_doer: bool, note: str | None, to: int
    ) -> str:
        """One or two sentences. `origin`: for a reveal, the event that is revealed. `seen`: the rows of the gauges that
        the reader sees exactly. `note`: the words of a message, or the reason of an override. `to`: the mask of the
        seats that the reader knows a message to have gone to."""
        match event.kind:
            case k if k == EVENT_END:
                return self._end(event)
            case k if k == EVENT_MESSAGE:
                sender = "control" if event.actor == NONE else short(self._compiled, self._names.actors[event.actor])
                return f"Message from {sender} to {self._seats(to)}: “{note}”"
            case k if k == EVENT_OVERRIDE:
                return f"Control sets {self._gauge(event.row)} to {number(event.amount)}: {note}"
            case k if k == EVENT_PIN:
                return f"Chance as recorded: {number(event.amount)}."
            case _:
                return self._deed(event, origin, seen, knows_doer)

    def _deed(self, event: Happened, origin: Happened | None, seen: Seen, knows_doer: bool) -> str:
        program, told = self._compiled.program, self._compiled.told[event.row]
        side = program.happenings.seat[event.row]
        who = "Somebody" if side == NONE else short(self._compiled, self._names.actors[side])
        if event.kind == EVENT_ORDER:
            return f"{who} gave an order: {told.name}."
        if event.kind == EVENT_CANCEL:
            return f"{who} called off an order: {told.name}."
        shown = event if origin is None else origin
        if shown.kind == EVENT_ORDER:
            return f"Preparations by {who} became known: {told.name}."
        if shown.outcome == NONE:
            return f"“{told.name}” comes to nothing."
        outcome = told.outcomes[shown.outcome - program.happenings.first_outcome[shown.row]]
        hidden = program.happenings.visibility[event.row] == DENIABLE and not knows_doer
        if outcome.id == DISOBEYED:
            return NOBODY if hidden else self._disobeyed(told, who)
        says = outcome.says or told.says
        if says is None:
            if hidden:
                return NOBODY
            doer = program.happenings.owner[event.row]
            by = "" if doer == NONE else f"{short(self._compiled, self._names.actors[doer])}: "
            return f"{capital(by)}{told.name}."
        return self._filled(says, shown, seen)

    def _disobeyed(self, told: Told, by: str) -> str:
        link = self._scenario.actions[told.id].through
        proxy = "a proxy" if link is None else called(self._scenario, self._scenario.links[link].proxy)
        return f"{capital(proxy)} did not carry out an order of {by}: “{told.name}”."

    def _seats(self, mask: int) -> str:
        seats = [seat for row, seat in enumerate(self._names.seats) if (mask >> row) & 1]
        return joined([short(self._compiled, seat) for seat in seats], "and")

    def _filled(self, says: str, event: Happened, seen: Seen) -> str:
        """The author's words with the numbers of this time."""

        def figure(found: re.Match[str]) -> str:
            name = found[1]
            if name == "figure":
                claim = self._names.happenings[event.row]
                return number(event.after[self._names.claim_gauge(claim)]) if claim in self._names.claims else UNKNOWN
            if name not in self._names.gauges or self._names.gauges.row(name) not in seen:
                return UNKNOWN
            row = self._names.gauges.row(name)
            change = abs(event.after[row] - event.before[row])
            return number(change) if change > 0.0 else "no"

        told = _PLACEHOLDER.sub(figure, says)
        return capital(told)

    def _gauge(self, row: int) -> str:
        name = self._names.gauges[row]
        return self._scenario.gauges[name].what if name in self._scenario.gauges else name

    def _end(self, event: Happened) -> str:
        name = self._names.classes[event.outcome]
        result = self._scenario.outcomes[name]
        if event.row != NONE:
            why = self._scenario.ends[self._names.ends[event.row]].what
        else:
            why = "more happened at once than there is room for" if event.amount else "time is up"
        return f"The game ends: {why}. {result.name}: {result.what}"


def line(place: str, spoken: Callable[[int], str], minute: int, text: str) -> str:
    """One line of the wire: `29 Dec 2019, 11:00 · Baghdad · …`."""
    return f"{spoken(minute)} · {place} · {text}"
