"""What a seat can do now, what it cannot and why, and what it has in draft. Numbers stay the same through a game."""

import re
from collections.abc import Iterator

from crisis_sim.terminal.lines import Line
from crisis_sim.terms.records import Observation, Option, Order

_HOURS = re.compile(r"([\d.]+(?: to [\d.]+)?)(?:, most often [\d.]+,)? hours?")


def legal(seen: Observation) -> Iterator[Line]:
    """What can be ordered now, a line each."""
    options = [(number, option) for number, option in enumerate(seen.options, 1) if option.legal]
    if not options:
        yield Line("There is nothing that you can order now; Enter goes on.")
        return
    yield Line(f"You can order (effort left: {seen.effort}):", style="bold")
    for number, option in options:
        yield Line(cost(option), f"{number:>4}  ", lead_style="bold")


def numbers(seen: Observation) -> tuple[int, ...]:
    """The numbers of what can be ordered now."""
    return tuple(number for number, option in enumerate(seen.options, 1) if option.legal)


def everything(seen: Observation) -> Iterator[Line]:
    """What can be ordered now, and why the rest cannot."""
    yield from legal(seen)
    refused = [(number, option) for number, option in enumerate(seen.options, 1) if not option.legal]
    if refused:
        yield Line()
        yield Line("You cannot order now:", style="bold")
    for number, option in refused:
        yield Line(f"{option.name}: {option.reason}", f"{number:>4}  ")


def drafted(seen: Observation) -> Iterator[Line]:
    """The draft, in order."""
    if not seen.draft:
        yield Line("Nothing is in draft; Enter holds, and goes on.")
    for number, order in enumerate(seen.draft, 1):
        yield Line(in_words(order, seen), f"{number:>4}  ")


def in_words(order: Order, seen: Observation) -> str:
    """`Dive to the wreck`, or `cancel: Dive to the wreck`."""
    name = next((option.name for option in seen.options if option.action == order.action), order.action)
    return f"cancel: {name}" if order.cancel else name


def cost(option: Option) -> str:
    """`Raid the guard posts (effort 1, takes 2 to 12 + 6 to 18 h, grave)`."""
    parts = [f"effort {option.effort}"]
    waits = [_short(span) for span in (option.approval, option.preparation) if span]
    if waits and all(waits):
        parts.append(f"takes {' + '.join(waits)} h")
    if option.uses_left is not None:
        parts.append(f"{option.uses_left} left")
    if option.visibility != "overt":
        parts.append(option.visibility)
    if option.grave:
        parts.append("grave")
    return f"{option.name} ({', '.join(parts)})"


def _short(span: str) -> str:
    """`4 to 16` of `4 to 16, most often 8, hours`; nothing where it takes more words: `explain` has them."""
    found = _HOURS.fullmatch(span)
    return found[1] if found else ""
