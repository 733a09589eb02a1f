"""Orders in one line: `us.strike_militia`; `- us.strike_militia` takes it back."""

import re
from collections.abc import Iterable

from crisis_sim.scenario.errors import did_you_mean, one_of, quoted
from crisis_sim.terms.records import Order, WrongUse

_ORDER = re.compile(r"(-?)\s*([a-z][a-z0-9_]{0,31}\.[a-z][a-z0-9_]{0,63})")
MOST_SHOWN = 8


class NotationError(WrongUse):
    """A line that is no order."""


def parse(line: str) -> Order:
    """The order that a line notes. NotationError otherwise."""
    found = _ORDER.fullmatch(line.strip())
    if found is None:
        raise NotationError(f"{quoted(line)} is no order: write seat.action, or - seat.action to take it back")
    return Order(found[2], found[1] == "-")


def write(order: Order) -> str:
    """The line that notes an order."""
    return f"- {order.action}" if order.cancel else order.action


def resolve(word: str, actions: Iterable[str]) -> str:
    """The one action that is meant by its id, or by the beginning of its id or of what follows the dot.

    NotationError, if none or several begin so.
    """
    known = list(actions)
    asked = word.strip()
    if asked in known:
        return asked
    found = [action for action in known if asked and _begins(action, asked)]
    exact = [action for action in found if action.partition(".")[2] == asked]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    if not found:
        raise NotationError(f"there is no action {quoted(asked)}{did_you_mean(asked, known)}")
    shown = found if len(found) <= MOST_SHOWN else [*found[:MOST_SHOWN], f"{len(found) - MOST_SHOWN} others"]
    raise NotationError(f"{quoted(asked)} can be {one_of(shown)}")


def _begins(action: str, beginning: str) -> bool:
    return action.startswith(beginning) or action.partition(".")[2].startswith(beginning)
