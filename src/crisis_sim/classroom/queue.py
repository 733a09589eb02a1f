"""What control has ready to send to a table: injects of the scenario and texts of its own, at a time or at a turn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from crisis_sim.classroom.entries import Refused
from crisis_sim.classroom.words import MOST_TEXT, plain_words

MOST_QUEUED = 200
MOST_DELAY = 3 * 3600


@dataclass(slots=True)
class Item:
    """One thing to be sent: an `inject` of the scenario, or a `text` `to` seats; when `turn` begins or at `due_at`."""

    id: int
    inject: str | None
    text: str
    to: tuple[str, ...]
    turn: int | None
    due_at: int | None
    reason: str
    state: Literal["queued", "sent", "cancelled"] = "queued"


class Queue:
    """The queue of one table."""

    def __init__(self) -> None:
        self.items: list[Item] = []

    def add(self, body: Mapping[str, Any], to: tuple[str, ...], now: int) -> Item:
        """Something more. Without a turn and a delay it is due at once."""
        if sum(item.state == "queued" for item in self.items) >= MOST_QUEUED:
            raise Refused("full", f"{MOST_QUEUED} injects wait already")
        inject = body.get("inject")
        text = "" if inject else plain_words(str(body.get("text") or ""), MOST_TEXT, "an inject needs some text")
        reason = plain_words(str(body.get("reason") or ""), MOST_TEXT, "an inject by hand needs a reason")
        item = Item(len(self.items) + 1, inject, text, to, *_when(body, now), reason)
        self.items.append(item)
        return item

    def edit(self, number: int, body: Mapping[str, Any], to: tuple[str, ...] | None, now: int) -> Item:
        """Other words, other receivers, another time."""
        item = self.waiting(number)
        if body.get("text") is not None and item.inject is None:
            item.text = plain_words(str(body["text"]), MOST_TEXT, "an inject needs some text")
        if to is not None:
            item.to = to
        if body.get("turn") is not None or body.get("delay") is not None:
            item.turn, item.due_at = _when(body, now)
        return item

    def waiting(self, number: int) -> Item:
        """Refused, if no item of that number waits."""
        if not 1 <= number <= len(self.items) or self.items[number - 1].state != "queued":
            raise Refused("unknown", "no inject of that number waits")
        return self.items[number - 1]

    def for_turn(self, turn: int) -> list[Item]:
        """What is due when this turn begins."""
        return [item for item in self.items if item.state == "queued" and item.turn is not None and item.turn <= turn]


def _when(body: Mapping[str, Any], now: int) -> tuple[int | None, int | None]:
    if body.get("turn") is not None:
        return int(body["turn"]), None
    return None, now + 1000 * int(body.get("delay") or 0)
