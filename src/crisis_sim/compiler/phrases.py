"""The English of single rows: an effect, an amount, a span of time, who sees something."""

from crisis_sim.compiler.program import Compiled
from crisis_sim.language import Amount, Number, Tree, Truth, amount_english, english, settle
from crisis_sim.language.english import joined, show
from crisis_sim.terms import codes
from crisis_sim.terms.codes import NONE


def short(compiled: Compiled, actor: str) -> str:
    """An actor's name in a headline."""
    there = compiled.scenario.actors[actor]
    return there.short or there.name


def settled(compiled: Compiled, formula: int) -> Tree:
    """A formula with the parameters in force put in: a reader wants the number; `explain PARAMETER` tells the rest."""
    found = compiled.settled.get(formula)
    if found is None:
        places, start = compiled.program.places, compiled.program.start
        known = {place: start[place] for place in range(places.parameters, places.traits)}
        found = compiled.settled[formula] = settle(compiled.trees[formula], known)
    return found


def amount(compiled: Compiled, row: int) -> Amount:
    """An amount as the language has it, from its row."""
    rows = compiled.program.amounts
    kind = rows.kind[row]
    if kind == codes.CHOICE:
        choices = range(rows.more[row], rows.more[row] + rows.pairs[row])
        pairs = [(compiled.program.choices.value[at], compiled.program.choices.weight[at]) for at in choices]
        formulas = [formula for pair in pairs for formula in pair]
    else:
        formulas = [one for one in (rows.first[row], rows.second[row], rows.third[row]) if one != NONE]
    return Amount(kind, tuple(settled(compiled, formula) for formula in formulas), 0.0, 0.0)


def amount_phrase(compiled: Compiled, row: int) -> str:
    """An amount: "24 to 72, most often 44"."""
    return amount_english(amount(compiled, row))


def hours(compiled: Compiled, row: int) -> str | None:
    """A span of time: "24 to 72, most often 44, hours"; None for no time at all."""
    span = amount(compiled, row)
    if span.kind == codes.CONSTANT and isinstance(span.arguments[0], Number):
        value = span.arguments[0].value
        return None if value <= 0.0 else "1 hour" if value == 1.0 else f"{show(value)} hours"
    told = amount_english(span)
    return f"{told}, hours" if "," in told else f"{told} hours"


def formula(compiled: Compiled, row: int) -> str:
    """What a formula means."""
    return english(settled(compiled, row))


def chance(compiled: Compiled, row: int) -> str:
    """A chance: "30 %", or what it is made of."""
    tree = settled(compiled, row)
    return percent(tree.value) if isinstance(tree, Number) else english(tree)


def percent(share: float) -> str:
    return f"{show(round(100.0 * share, 1))} %"


def seats(compiled: Compiled, mask: int) -> str:
    """The seats of a mask: "Arland and Borland"; "everybody"."""
    names = compiled.names.seats
    if mask == (1 << len(names)) - 1:
        return "everybody"
    found = [short(compiled, seat) for row, seat in enumerate(names) if (mask >> row) & 1]
    return joined(found, "and") if found else "nobody"


def effect(compiled: Compiled, row: int) -> str:
    """What one line of effects does."""
    told = _deed(compiled, row)
    condition = compiled.program.effects.condition[row]
    if condition == NONE or settled(compiled, condition) == Truth(True):
        return told
    return f"if {formula(compiled, condition)}: {told}"


def _deed(compiled: Compiled, row: int) -> str:
    names, scenario, rows = compiled.names, compiled.scenario, compiled.program.effects
    op, subject, other = rows.op[row], rows.subject[row], rows.object[row]
    match op:
        case codes.SET | codes.ADD | codes.SCALE:
            return _change(compiled, row)
        case codes.DEPLOY | codes.RECALL:
            force = scenario.forces[names.units[subject]].name
            return f"{force} is {'sent out' if op == codes.DEPLOY else 'called back'}"
        case codes.EVIDENCE | codes.REPORTED | codes.TEACH:
            return _belief(compiled, row)
        case codes.BEGIN:
            told = compiled.told[subject]
            wait = rows.amount[row] if rows.amount[row] != NONE else compiled.program.happenings.delay[subject]
            span = hours(compiled, wait)
            verb = "is heard" if told.kind == "claim" else "comes"
            return f"“{told.name}” {verb}{f' after {span}' if span else ''}"
        case codes.CANCEL:
            what = "orders" if other == NONE else f"orders of the kind “{names.categories[other]}”"
            return f"the waiting {what} of {short(compiled, names.seats[subject])} are called off"
        case codes.ALERT_SEAT:
            span = None if rows.amount[row] == NONE else hours(compiled, rows.amount[row])
            return f"{short(compiled, names.seats[subject])} decides out of turn{f' after {span}' if span else ''}"
        case codes.COMMIT | codes.RELEASE:
            what = scenario.commitments[names.commitments[subject]].what
            return f"the commitment that {what} is {'made' if op == codes.COMMIT else 'lifted'}"
        case codes.PROPOSE | codes.ACCEPT | codes.REJECT:
            verb = {codes.PROPOSE: "proposes", codes.ACCEPT: "accepts", codes.REJECT: "rejects"}[op]
            name = scenario.agreements[names.agreements[subject]].name
            return f"{short(compiled, names.seats[other])} {verb} “{name}”"
        case codes.INSTRUCT:
            link = scenario.links[names.links[subject]]
            what = {1: "to escalate", 0: "for nothing any more", -1: "for restraint"}[other]
            return f"{short(compiled, link.principal)} asks {short(compiled, link.proxy)} {what}"
        case _:
            return f"“{compiled.told[subject].name}” ends"


def _change(compiled: Compiled, row: int) -> str:
    rows = compiled.program.effects
    gauge = compiled.names.gauges[rows.subject[row]]
    known = compiled.scenario.gauges.get(gauge)
    what = known.what if known is not None else "the figure it gives"
    told = amount_phrase(compiled, rows.amount[row])
    if rows.op[row] == codes.SET:
        return f"{what} becomes {told}"
    if rows.op[row] == codes.SCALE:
        return f"{what} is multiplied by {told}"
    only = amount(compiled, rows.amount[row])
    down = rows.object[row] < 0
    if only.kind == codes.CONSTANT and isinstance(only.arguments[0], Number) and only.arguments[0].value < 0.0:
        down, told = not down, show(-only.arguments[0].value)
    return f"{what} {'falls' if down else 'rises'} by {told}"


def _belief(compiled: Compiled, row: int) -> str:
    rows = compiled.program.effects
    what = compiled.scenario.facts[compiled.names.facts[rows.subject[row]]].what
    whose = seats(compiled, rows.object[row])
    if rows.op[row] == codes.TEACH:
        return f"{whose} learns whether {what}"
    odds = amount_phrase(compiled, rows.amount[row])
    if rows.op[row] == codes.REPORTED:
        return f"a report on whether {what}, right with odds of {odds} to 1, reaches {whose}"
    return f"the odds that {what} are multiplied by {odds} in the eyes of {whose}"
