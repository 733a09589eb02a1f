"""The log of what a seat saw, filtered, and the way from a line to what brought it about."""

from collections.abc import Sequence

from crisis_sim.compiler import Compiled
from crisis_sim.compiler.entries import seat_of
from crisis_sim.terms.codes import COVERT, PRIVATE
from crisis_sim.terms.records import Event

VIOLENT = ("VI", "WAR")
MINE, AGAINST, VIOLENCE, TALK, CLAIMS, PUBLIC = FILTERS = ("mine", "against", "violence", "talk", "claims", "public")
MEANING = {
    MINE: "what your own side does",
    AGAINST: "what is done to your side",
    VIOLENCE: "blows, by anybody",
    TALK: "messages, proposals, promises, threats",
    CLAIMS: "what is merely claimed",
    PUBLIC: "what the whole world can see",
}
NEVER_PUBLIC = ("order", "cancel", "message", "override", "pin")


def filtered(events: Sequence[Event], asked: str, compiled: Compiled, seat: str) -> list[Event]:
    """The events of a filter of FILTERS; with other words, those whose text has them in it."""
    if asked in FILTERS:
        return [event for event in events if belongs(event, asked, compiled, seat)]
    return [event for event in events if asked.casefold() in event.text.casefold()]


def belongs(event: Event, kind: str, compiled: Compiled, seat: str) -> bool:
    """Whether an event, as the seat saw it, is of this kind."""
    if kind == MINE:
        return _side(compiled, event.actor) == seat
    if kind == AGAINST:
        done = event.kind in ("outcome", "process", "reveal") and _side(compiled, event.actor) != seat
        return done and _side(compiled, event.target) == seat
    if kind == VIOLENCE:
        return event.severity in VIOLENT
    if kind == TALK:
        return event.kind in ("message", "commitment", "agreement") or _is_proposal(event)
    if kind == CLAIMS:
        return event.claim
    return event.kind not in NEVER_PUBLIC and not _secret(compiled, event)


def cause_of(event: Event, events: Sequence[Event]) -> Event | None:
    """What brought it about, as far as the viewer knows."""
    return None if event.cause is None else events[event.cause]


def _side(compiled: Compiled, actor: str | None) -> str | None:
    return seat_of(compiled.scenario, actor)


def _is_proposal(event: Event) -> bool:
    name = (event.action or "").partition(".")[2]
    return event.kind != "order" and name.startswith(("propose_", "accept_", "reject_"))


def _secret(compiled: Compiled, event: Event) -> bool:
    """Whether not everybody sees such a thing. Of a deed without a known doer, everybody sees the deed."""
    names = compiled.names.happenings
    if event.action is None or event.action not in names:
        return False
    row, everybody = names.row(event.action), (1 << compiled.program.sizes.seats) - 1
    rows = compiled.program.happenings
    return rows.visibility[row] in (PRIVATE, COVERT) or rows.audience[row] != everybody
