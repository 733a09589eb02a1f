"""What waits for a seat's attention, and by what the clock may be stopped: the player chooses."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crisis_sim.compiler import Compiled
from crisis_sim.terminal import wire
from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.situation import OPEN, Words, when
from crisis_sim.terms.records import Event, Observation

TURN, ASKED = "turn", "asked"
BY_EVENT = {
    "violence": (wire.VIOLENCE, "a blow struck by anybody"),
    "against": (wire.AGAINST, "something done to your side"),
    "mine": (wire.MINE, "something that your own side did, or that came of your orders"),
    "talk": (wire.TALK, "a message, a proposal, a promise or a threat"),
    "claims": (wire.CLAIMS, "a claim"),
    "news": ("", "anything at all that you see"),
}
PAUSES = {
    TURN: "each of your turns",
    ASKED: "a decision out of turn, because your side noticed something",
    **{kind: what for kind, (_, what) in BY_EVENT.items()},
}
"""What can stop the clock, and what that means."""
USUAL = frozenset((TURN, ASKED))
UNTIL_SOMETHING = frozenset((ASKED, "news"))
WHILE_AWAY = frozenset((ASKED, "violence", "against", "talk"))
"""While one goes on to a certain time, unless the player has chosen otherwise."""


class Item(NamedTuple):
    """One thing: `proposal`, `message`, `called` (a commitment that has come to the test) or `deadline`.

    `due`: the minute by which it is too late; None: never. `event`: the number of its line in the log, if it has one.
    """

    kind: str
    text: str
    due: int | None = None
    event: int | None = None


def inbox(seen: Observation, words: Words) -> list[Item]:
    """What waits, the most urgent first; then the messages, the newest first."""
    found = [
        Item("proposal", f"{one.name}: {one.what} `accept` or `reject` answers.", one.due)
        for one in seen.agreements
        if one.standing == "proposed" and seen.seat not in one.accepted_by and _can_answer(seen, one.id)
    ]
    for said in seen.commitments:
        if said.standing in OPEN and seen.seat in (said.by, said.to):
            kind = "called" if said.standing == "called" else "deadline"
            what = f"{words.actor(said.by)}'s {said.kind.replace('_', ' ')}: {said.what}"
            found.append(Item(kind, what, said.due))
    messages = [event for event in seen.events if event.kind == "message" and event.actor != seen.seat]
    waiting = sorted(found, key=lambda item: item.due or 0)
    return [*waiting, *(Item("message", event.text, None, event.number) for event in reversed(messages))]


def told(items: Sequence[Item], seen: Observation) -> Iterator[Line]:
    """A line each."""
    if not items:
        yield Line("Nothing waits for you.")
    for item in items:
        due = f" By {when(seen, item.due)}." if item.due is not None else ""
        number = f"[{item.event}] " if item.event is not None else ""
        text = item.text if item.text.endswith((".", "!", "?", "”")) else f"{item.text}."
        yield Line(f"{number}{text}{due}", f"  {item.kind:9} ", lead_style="bold")


def stops(kinds: frozenset[str], events: Sequence[Event], compiled: Compiled, seat: str) -> bool:
    """Whether anything among what was seen stops the clock, for somebody who wants to be stopped by these."""
    if "news" in kinds and events:
        return True
    wanted = [what for kind, (what, _) in BY_EVENT.items() if kind in kinds and what]
    return any(wire.belongs(event, what, compiled, seat) for event in events for what in wanted)


def _can_answer(seen: Observation, agreement: str) -> bool:
    return any(option.action == f"{seen.seat}.accept_{agreement}" for option in seen.options)
