"""Advisers at the table: temperaments of the scenario that differ most, each with an order and an argument for it.

They see what the seat sees, and argue from the formulas of its doctrine. None of them knows the odds; `preview` does.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from crisis_sim.compiler import Compiled
from crisis_sim.compiler.names import UTILITY
from crisis_sim.engine import Game
from crisis_sim.engine.counsel import Counsel
from crisis_sim.terminal.lines import Line
from crisis_sim.terms.records import Option

MOST = 3
MOST_REASONS = 2
OPPOSED = 6.0
"""How much more than its own appeal it counts that others find less in an order."""
TOO_LITTLE = 1.0
"""Points by which an order may appeal less than holding, and still be advised."""
INCLINED = "this temper leans to it, whatever the situation"


class Adviser(NamedTuple):
    """One of them: its advice (None: hold), what speaks for that and against it, and what it says of the draft."""

    name: str
    what: str
    advice: Option | None
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]
    on_draft: str


def personas(compiled: Compiled, seat: str) -> list[str]:
    """Two temperaments as far apart as there are, and the ordinary one between them."""
    others = [name for name in compiled.scenario.personas if name != UTILITY]
    if len(others) < 2:
        return [*others, UTILITY]
    apart = max(combinations(others, 2), key=lambda pair: _distance(compiled, seat, *pair))
    return [*apart, UTILITY][:MOST]


def advisers(game: Game, seat: str) -> list[Adviser]:
    """What each of them says now."""
    options = {option.action: option for option in game.legal(seat)}
    weighed = {name: game.counsel(seat, name) for name in personas(game.compiled, seat)}
    return [
        _adviser(_leaning(weighed, name), name, game.compiled.scenario.personas[name].what, options) for name in weighed
    ]


def _leaning(weighed: Mapping[str, list[Counsel]], name: str) -> list[Counsel]:
    """What a temperament weighs, first what it leans to more than the others do: what all want needs no adviser."""
    if name == UTILITY:
        return weighed[name]
    hold = next(one.appeal for one in weighed[name] if one.action is None)
    means: dict[str | None, float] = {}
    for other, theirs in weighed.items():
        if other != name:
            for one in theirs:
                means[one.action] = means.get(one.action, 0.0) + one.appeal / (len(weighed) - 1)

    def lean(one: Counsel) -> float:
        if one.appeal < hold - TOO_LITTLE:
            return one.appeal - 100.0  # it would hardly ever do this
        return one.appeal - hold + OPPOSED * (one.appeal - means.get(one.action, one.appeal))

    return sorted(weighed[name], key=lambda one: -lean(one))


def _adviser(weighed: list[Counsel], name: str, what: str, options: dict[str, Option]) -> Adviser:
    best = next(one for one in weighed if not one.drafted)
    hold = next(one for one in weighed if one.action is None)
    if best.action is None:  # what tempted it most, and why it would rather not
        best_action = next((one for one in weighed if one.action is not None and not one.drafted), None)
        doubts = [reason.text for reason in best_action.reasons if reason.weight < 0.0] if best_action else []
        drawn = options[str(best_action.action)].name if best_action else ""
        reasons = [f"nothing weighs enough yet; nearest is “{drawn}”"] if drawn else ["there is nothing to be ordered"]
        advice = None
    else:
        reasons = [reason.text for reason in best.reasons if reason.weight > 0.0] or [INCLINED]
        doubts = [reason.text for reason in best.reasons if reason.weight < 0.0]
        advice = options[best.action]
    drafted = [_on_draft(one, hold, options) for one in weighed if one.drafted]
    return Adviser(name, what, advice, tuple(reasons[:MOST_REASONS]), tuple(doubts[:MOST_REASONS]), " ".join(drafted))


def _on_draft(one: Counsel, hold: Counsel, options: dict[str, Option]) -> str:
    name = options[str(one.action)].name
    if one.appeal > hold.appeal:
        return f"I would give “{name}” too."
    against = next((reason.text for reason in one.reasons if reason.weight < 0.0), "")
    return f"I would not give “{name}”{f': {against}' if against else ''}."


def told(said: list[Adviser]) -> Iterator[Line]:
    """All of them, one after the other."""
    for number, one in enumerate(said):
        if number:
            yield Line()
        yield Line(f"{one.name.replace('_', ' ').capitalize()} ({one.what})", style="bold")
        yield Line(one.advice.name if one.advice else "Hold.", "  advises   ")
        yield from (Line(reason, "  because   ") for reason in one.reasons)
        yield from (Line(doubt, "  although  ") for doubt in one.doubts)
        if one.on_draft:
            yield Line(one.on_draft, "  the draft ")


def _distance(compiled: Compiled, seat: str, one: str, other: str) -> float:
    """How far two temperaments are from each other, each trait measured by how far it goes among all of them."""
    program, names = compiled.program, compiled.names
    row, count = names.seats.row(seat), program.sizes.traits

    def trait(persona: int, number: int) -> float:
        return program.traits[(persona * program.sizes.seats + row) * count + number]

    total = 0.0
    for number in range(count):
        known = [trait(persona, number) for persona in range(len(names.personas))]
        span = max(known) - min(known)
        if span > 0.0:
            total += abs(trait(names.personas.row(one), number) - trait(names.personas.row(other), number)) / span
    return total
