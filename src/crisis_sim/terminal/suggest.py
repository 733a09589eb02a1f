"""At most seven orders that are worth a look, of all that a seat can give."""

from collections.abc import Iterator
from typing import NamedTuple

from crisis_sim.compiler.names import UTILITY
from crisis_sim.engine import Game
from crisis_sim.terminal.choices import cost
from crisis_sim.terminal.lines import Line
from crisis_sim.terms.records import Option

MOST = 7
ANSWERS = ("accept_", "reject_")


class Suggestion(NamedTuple):
    """An order that can be given now. `number`: under which it is ordered. `because`: what speaks for it most."""

    number: int
    option: Option
    because: str


def suggestions(game: Game, seat: str) -> list[Suggestion]:
    """What can be answered now, and then what the seat's doctrine finds most appealing, on what the seat sees."""
    options = list(enumerate(game.legal(seat), 1))
    legal = {option.action: Suggestion(number, option, "") for number, option in options if option.legal}
    ranked = [action for action in legal if action.partition(".")[2].startswith(ANSWERS)]
    why: dict[str, str] = {}
    for one in game.counsel(seat, UTILITY):
        if one.action in legal and one.action is not None:
            ranked.append(one.action)
            why[one.action] = next((reason.text for reason in one.reasons if reason.weight > 0.0), "")
    ranked = list(dict.fromkeys([*ranked, *legal]))[:MOST]
    return sorted(legal[action]._replace(because=why.get(action, "")) for action in ranked)


def listed(found: list[Suggestion], legal: int, effort: int) -> Iterator[Line]:
    """A line each. `legal`: how many orders there are."""
    if not found:
        yield Line("There is nothing that you can order now; Enter goes on.")
        return
    title = "You can order" if len(found) == legal else f"Worth a look, of {legal} orders that you can give (`?`: all)"
    yield Line(f"{title} (effort left: {effort}):", style="bold")
    for one in found:
        yield Line(cost(one.option), f"{one.number:>4}  ", lead_style="bold")


def again(found: list[Suggestion], legal: int, effort: int) -> Line:
    """The same, for somebody who has just been told."""
    title = "You can order" if len(found) == legal else "Worth a look"
    shown = ", ".join(str(one.number) for one in found)
    return Line(
        f"{title}, as before: {shown} (effort left: {effort}; `?` lists {'them' if len(found) == legal else 'all'})"
    )


def reasoned(found: list[Suggestion]) -> Iterator[Line]:
    """Each with what speaks for it."""
    if not found:
        yield Line("There is nothing that you can order now.")
    for one in found:
        yield Line(one.option.name, f"{one.number:>4}  ", lead_style="bold")
        if one.because:
            yield Line(f"for it: {one.because}", "        ", "dim")
