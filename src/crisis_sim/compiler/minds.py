"""Doctrines, reactions, personas, objectives, outcome classes and ends: sections -> rows."""

from crisis_sim.compiler.deeds import Path, Written
from crisis_sim.compiler.draft import Draft
from crisis_sim.compiler.names import UTILITY
from crisis_sim.compiler.scope import ScenarioScope
from crisis_sim.language import Number, Truth
from crisis_sim.scenario.minds import Doctrine
from crisis_sim.terms.rows import Actions, Happenings, Ints, Reactions, Seats

TOLERANCE = 0.001
"""How far the weights of a seat's objectives may be from 1 together."""


def seat_rows(draft: Draft, actions: Actions) -> Seats:
    """How each seat decides and what it wants. Writes the appeals of its actions, too."""
    known = draft.known
    names, scenario = known.names, known.scenario
    rows = Seats(*([] for _ in Seats._fields))
    rows.first_objective.append(0)
    for name in scenario.doctrines:
        if name not in names.seats:
            draft.wrong(("doctrines", name), f"{name} is no seat: only seats have a doctrine", key=True)
    for name in scenario.objectives:
        if name not in names.seats:
            draft.wrong(("objectives", name), f"{name} is no seat: only seats have objectives", key=True)
    first = 0
    for seat in names.seats:
        rows.first_action.append(first)
        first += sum(1 for entry in known.entries if entry.deed is not None and entry.deed.seat == seat)
        _add_doctrine(draft, seat, rows, actions)
        _add_objectives(draft, seat, rows)
    rows.first_action.append(first)
    return rows


def _add_doctrine(draft: Draft, seat: str, rows: Seats, actions: Actions) -> None:
    names = draft.known.names
    doctrine = draft.known.scenario.doctrines.get(seat)
    view = ScenarioScope(draft.known, seat, traits=True)
    path: Path = ("doctrines", seat)
    if doctrine is None:
        message = f"{seat} has no doctrine: every seat needs one, so that a bot can play it"
        draft.wrong(("doctrines",), message, key=True)
        doctrine = Doctrine(what="-", temperature=1, appeal={})
    rows.temperature.append(draft.formula(draft.number(Written(doctrine.temperature, (*path, "temperature")), view)))
    rows.hold.append(draft.formula(draft.number(Written(doctrine.hold, (*path, "hold")), view)))
    rows.orders.append(doctrine.orders)
    for action, appeal in doctrine.appeal.items():
        at: Path = (*path, "appeal", action)
        if action not in names.actions:
            guess = [name for name in names.actions if name.startswith(f"{seat}.")]
            draft.unknown(at, "action", action, guess, key=True)
        elif action.partition(".")[0] != seat:
            draft.wrong(at, f"{action} is not an action of {seat}", key=True)
        else:
            actions.appeal[names.actions.row(action)] = draft.formula(draft.number(Written(appeal, at), view))


def _add_objectives(draft: Draft, seat: str, rows: Seats) -> None:
    objectives = draft.known.scenario.objectives.get(seat, {})
    for name, objective in objectives.items():
        rows.weight.append(objective.weight)
        written = Written(objective.value, ("objectives", seat, name, "value"))
        rows.value.append(draft.formula(draft.number(written)))
    total = sum(objective.weight for objective in objectives.values())
    if objectives and abs(total - 1.0) > TOLERANCE:
        draft.wrong(("objectives", seat), f"the weights of {seat}'s objectives add up to {total:g}, not to 1", key=True)
    rows.first_objective.append(len(rows.weight))


def reaction_rows(draft: Draft, happenings: Happenings) -> Reactions:
    """Decisions out of turn, in the order of what brings them about. Writes where each happening's begin."""
    known = draft.known
    names = known.names
    found: list[list[tuple[int, int, int]]] = [[] for _ in names.happenings]
    for seat, doctrine in known.scenario.doctrines.items():
        if seat not in names.seats:
            continue
        row = names.seats.row(seat)
        view = ScenarioScope(known, seat, traits=True)
        for number, reaction in enumerate(doctrine.reactions):
            path: Path = ("doctrines", seat, "reactions", number)
            chance = draft.chance(Written(reaction.chance, (*path, "chance")), view)
            within = draft.amount(Written(reaction.within, (*path, "within")))
            for place, name in enumerate(reaction.to):
                if name not in names.happenings or names.happenings.row(name) >= names.named:
                    what = "action, process, inject or claim"
                    draft.unknown((*path, "to", place), what, name, names.happenings[: names.named])
                    continue
                to = names.happenings.row(name)
                if not known.entries[to].can_be_seen(row):
                    draft.wrong((*path, "to", place), f"{seat} never sees {name}, and cannot react to it")
                if any(row == other for other, _, _ in found[to]):
                    draft.wrong((*path, "to", place), f"{seat} reacts to {name} twice: put the two together")
                found[to].append((row, chance, within))
    rows = Reactions([], [], [])
    for reactions in found:
        happenings.first_reaction.append(len(rows.seat))
        for row, chance, within in sorted(reactions, key=lambda reaction: reaction[0]):
            rows.seat.append(row)
            rows.chance.append(chance)
            rows.within.append(within)
    happenings.first_reaction.append(len(rows.seat))
    return rows


def trait_values(draft: Draft) -> list[float]:
    """(persona * seats + seat) * traits + trait. What a persona does not say is as in `utility`."""
    known = draft.known
    names, personas = known.names, known.scenario.personas
    if UTILITY not in personas:
        draft.wrong(("personas",), f"a persona `{UTILITY}` is needed: it plays unless another is asked for", key=True)
    values = []
    for name in names.personas:
        for seat in personas[name].seats:
            if seat not in names.seats:
                draft.unknown(("personas", name, "seats", seat), "seat", seat, names.seats, key=True)
        for seat in names.seats:
            for trait in names.traits:
                value = _trait(draft, name, seat, trait)
                if value is None and (seat, trait) in known.traits_used:
                    message = f"persona {name} says nothing of `{trait}`, which the doctrine of {seat} names"
                    draft.wrong(("personas", name), message, key=True)
                values.append(0.0 if value is None else value)
    return values


def _trait(draft: Draft, persona: str, seat: str, trait: str) -> float | None:
    personas = draft.known.scenario.personas
    for name in (persona, UTILITY):
        if name in personas:
            for traits in (personas[name].seats.get(seat, {}), personas[name].traits):
                if trait in traits:
                    return traits[trait]
    return None


def class_rows(draft: Draft) -> Ints:
    """The conditions of the outcome classes; the last is always true, and no other."""
    scenario = draft.known.scenario
    rows = []
    for number, (name, outcome) in enumerate(scenario.outcomes.items()):
        path: Path = ("outcomes", name, "when")
        tree = draft.truth(Written(outcome.when, path))
        last = number == len(scenario.outcomes) - 1
        if last and tree != Truth(True):
            draft.wrong(path, f"the last outcome must always hold: write `when: true`, or add one after {name}")
        if not last and tree == Truth(True):
            draft.wrong(path, f"{name} always holds, so that no outcome after it is ever reached")
        rows.append(draft.formula(tree))
    if not rows:
        draft.wrong(("outcomes",), "a game needs at least one outcome", key=True)
        rows.append(draft.formula(Number(1.0)))
    return rows


def end_rows(draft: Draft) -> Ints:
    """The conditions that end a game early."""
    ends = draft.known.scenario.ends
    return [draft.formula(draft.truth(Written(end.when, ("ends", name, "when")))) for name, end in ends.items()]


def flag_rows(draft: Draft) -> Ints:
    """What is worth knowing about a finished game. The rules do not read them; whoever tells results does."""
    flags = draft.known.scenario.flags
    return [draft.formula(draft.truth(Written(flag.when, ("flags", name, "when")))) for name, flag in flags.items()]
