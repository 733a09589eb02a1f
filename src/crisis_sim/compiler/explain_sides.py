"""Who is in a scenario and how they decide, in English: actors, what they want, and traits of temperament."""

from collections.abc import Iterator

from crisis_sim.compiler.explain_standing import written
from crisis_sim.compiler.names import UTILITY
from crisis_sim.compiler.phrases import formula, settled, short
from crisis_sim.compiler.program import Compiled
from crisis_sim.language import Tree, english
from crisis_sim.language.english import joined, show
from crisis_sim.language.opcodes import ADD, SUBTRACT
from crisis_sim.language.tree import Calculation, places
from crisis_sim.terms.codes import NONE

_PERSONA = "persona."


def explain_sides(compiled: Compiled, name: str) -> Iterator[str]:
    """The English of an actor, an objective or a trait; nothing, if none is called so. `persona.force` is `force`."""
    if name in compiled.names.actors:
        yield from _actor(compiled, name)
    yield from _objective(compiled, name)
    trait = name.removeprefix(_PERSONA)
    if trait in compiled.names.traits:
        yield from _trait(compiled, trait)


def sides(compiled: Compiled) -> Iterator[tuple[str, dict[str, str]]]:
    """What there is of it: a title, and what each name stands for."""
    yield "Actors", {name: compiled.scenario.actors[name].name for name in compiled.names.actors}
    wanted: dict[str, list[str]] = {}
    for seat, objectives in compiled.scenario.objectives.items():
        for name, objective in objectives.items():
            wanted.setdefault(name, []).append(f"{objective.what} ({short(compiled, seat)})")
    yield "Objectives", {name: "; ".join(whats) for name, whats in wanted.items()}
    yield "Traits of temperament", {name: _span(compiled, name) for name in compiled.names.traits}


# Actors


def _actor(compiled: Compiled, name: str) -> Iterator[str]:
    actor = compiled.scenario.actors[name]
    yield f"{name}: {actor.name}"
    if actor.seat:
        yield f"  A seat that can be played{f'; difficulty {actor.difficulty}' if actor.difficulty else ''}."
    else:
        side = f"the side of {short(compiled, actor.side)}" if actor.side else "no side"
        yield f"  An actor of {side}; nobody plays it."
    if actor.what:
        yield f"  {' '.join(actor.what.split())}"
    yield from _deeds(compiled, name)
    yield from _objectives(compiled, name)


def _deeds(compiled: Compiled, name: str) -> Iterator[str]:
    """What it can order, and what comes of itself by it."""
    names, owner = compiled.names, compiled.program.happenings.owner
    mine = compiled.names.actors.row(name)
    orders = [action for action in names.actions if action.partition(".")[0] == name]
    if orders:
        yield f"  Its orders: {joined(orders, 'and')}."
    others = [
        one for row, one in enumerate(names.happenings[: names.named]) if owner[row] == mine and one not in orders
    ]
    if others:
        yield f"  {'What else is' if orders else 'What is'} done by it: {joined(others, 'and')}."


def _objectives(compiled: Compiled, name: str) -> Iterator[str]:
    wanted = compiled.scenario.objectives.get(name, {})
    if wanted:
        yield "  Its score is the sum of these, each cut to between 0 and 100 and times its weight (rulebook 17.5):"
    for id_, objective in wanted.items():
        yield f"    {id_}, {objective.what} (weight {show(objective.weight)}): {_value_of(compiled, name, id_)}"


def _objective(compiled: Compiled, name: str) -> Iterator[str]:
    for seat, wanted in compiled.scenario.objectives.items():
        if name in wanted:
            yield f"{name}: {wanted[name].what}"
            weight = show(wanted[name].weight)
            yield f"  An objective of {short(compiled, seat)}, of weight {weight} in its score (rulebook 17.5)."
            yield f"  How well it is met at the end, cut to between 0 and 100: {_value_of(compiled, seat, name)}."
            yield f"  As written: {written(wanted[name].value)}"


def _value_of(compiled: Compiled, seat: str, objective: str) -> str:
    row, rows = compiled.names.seats.row(seat), compiled.program.seats
    return formula(compiled, rows.value[rows.first_objective[row] + compiled.names.objectives[row].row(objective)])


# Traits


def _trait(compiled: Compiled, name: str) -> Iterator[str]:
    yield f"{name}: {_span(compiled, name)}"
    yield f"  A trait of temperament: doctrines read it as {_PERSONA}{name}, and each persona gives it a value."
    yield f"  Its values: {'; '.join(_values(compiled, name))}."
    seats = compiled.program.seats
    yield from _terms(compiled, name, "The temperature of a choice (0 always takes the best) is", seats.temperature)
    yield from _terms(compiled, name, "What doing nothing is worth holds", seats.hold)
    appeals: dict[str, list[str]] = {}
    for row, action in enumerate(compiled.names.actions):
        if (appeal := compiled.program.actions.appeal[row]) != NONE:
            for term in _with(compiled, name, appeal):
                appeals.setdefault(term, []).append(action)
    if appeals:
        yield "  Terms of appeals that hold it:"
        yield from (f"    {term}: {joined(actions, 'and')}" for term, actions in sorted(appeals.items(), key=_length))


def _length(term: tuple[str, list[str]]) -> int:
    """What is added as it is comes before what hangs on conditions."""
    return len(term[0])


def _span(compiled: Compiled, name: str) -> str:
    found = {
        persona: value for persona in compiled.names.personas if (value := _value(compiled, name, persona)) is not None
    }
    if not found:
        return "said of single seats alone"
    least, most = min(found, key=found.__getitem__), max(found, key=found.__getitem__)
    if found[least] == found[most]:
        return f"{show(found[most])} in every persona"
    return f"from {show(found[least])} ({least}) to {show(found[most])} ({most})"


def _value(compiled: Compiled, name: str, persona: str) -> float | None:
    """What a persona says of it; what it does not say is as in `utility`."""
    personas = compiled.scenario.personas
    return personas[persona].traits.get(name, personas[UTILITY].traits.get(name))


def _values(compiled: Compiled, name: str) -> Iterator[str]:
    for id_ in compiled.names.personas:
        if (value := _value(compiled, name, id_)) is not None:
            yield f"{id_} {show(value)}"
        for seat, traits in compiled.scenario.personas[id_].seats.items():
            if name in traits:
                yield f"{id_} as {short(compiled, seat)} {show(traits[name])}"


def _terms(compiled: Compiled, name: str, what: str, rows: list[int]) -> Iterator[str]:
    """What is read of it in one formula of each seat: a line for all seats that have the same."""
    found: dict[str, list[str]] = {}
    for seat, row in zip(compiled.names.seats, rows, strict=True):
        for term in _with(compiled, name, row):
            found.setdefault(term, []).append(short(compiled, seat))
    yield from (f"  {what} {term}, for {joined(whose, 'and')}." for term, whose in found.items())


def _with(compiled: Compiled, name: str, row: int) -> Iterator[str]:
    """Those terms of the formula's sum that hold the trait."""
    names, first = compiled.names, compiled.program.places.traits
    theirs = {first + seat * len(names.traits) + names.traits.row(name) for seat in range(len(names.seats))}
    for plus, term in _summands(settled(compiled, row), True):
        if places(term) & theirs:
            yield english(term) if plus else f"minus {english(term)}"


def _summands(tree: Tree, plus: bool) -> Iterator[tuple[bool, Tree]]:
    """What is added in a sum, and what is taken away."""
    if isinstance(tree, Calculation) and tree.op in (ADD, SUBTRACT):
        yield from _summands(tree.parts[0], plus)
        yield from _summands(tree.parts[1], plus == (tree.op == ADD))
    else:
        yield plus, tree
