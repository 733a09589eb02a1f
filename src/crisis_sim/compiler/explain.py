"""What a scenario's rules say, in English: of an action, a gauge, a parameter, or of anything else that has a name.

Here is what happens and what is counted; `explain_standing` tells what stands between the sides, `explain_sides` who
they are and how they decide, `explain_ends` how a game ends and is judged.
"""

from collections.abc import Iterator, Sequence

from crisis_sim.compiler import phrases
from crisis_sim.compiler.deeds import DISOBEYED
from crisis_sim.compiler.explain_ends import ends, explain_ends
from crisis_sim.compiler.explain_sides import explain_sides, sides
from crisis_sim.compiler.explain_standing import explain_standing, sources, standing
from crisis_sim.compiler.phrases import formula, hours, settled, short
from crisis_sim.compiler.program import Compiled
from crisis_sim.language import Number, because
from crisis_sim.language.english import joined, show
from crisis_sim.scenario.constructs import Gauge, Shown
from crisis_sim.scenario.errors import Problem, ScenarioError, did_you_mean, quoted
from crisis_sim.terms.codes import (
    ADD,
    AT_TIME,
    BY_HAZARD,
    COVERT,
    DENIABLE,
    NONE,
    ON_CONDITION,
    PERIODIC,
    PRIVATE,
    SCALE,
    SET,
)


def explain(compiled: Compiled, name: str) -> list[str]:
    """The English of whatever has this name in the scenario, one after the other where several things have it.

    ScenarioError: there is no such thing.
    """
    names = compiled.names
    lines: list[str] = []
    if name in names.parameters:
        lines += _parameter(compiled, name)
    if name in compiled.scenario.gauges:
        lines += _gauge(compiled, name)
    if name in names.happenings:
        lines += _happening(compiled, names.happenings.row(name))
    for told in (explain_standing, explain_sides, explain_ends):
        lines += told(compiled, name)
    if not lines:
        known = [*names.parameters, *compiled.scenario.gauges, *names.happenings[: names.named]]
        known += [other for _, theirs in _others(compiled) for other in theirs]
        message = f"nothing in the scenario is called {quoted(name)}{did_you_mean(name, known)}"
        raise ScenarioError([Problem("", 0, 0, message)])
    return lines


def overview(compiled: Compiled) -> list[str]:
    """What there is to explain: each name with its title, by section."""
    names, scenario = compiled.names, compiled.scenario
    lines = [f"{scenario.title}: {scenario.horizon} hours, turns of {scenario.turn}"]
    for seat in names.seats:
        lines.append(f"Actions of {short(compiled, seat)}")
        theirs = [row for row, action in enumerate(names.actions) if action.partition(".")[0] == seat]
        lines += [f"  {names.actions[row]}: {compiled.told[row].name}" for row in theirs]
    lines.append("What comes by itself")
    lines += [f"  {names.happenings[row]}: {compiled.told[row].name}" for row in range(len(names.actions), names.named)]
    for title, known in _others(compiled):
        if known:
            lines.append(title)
            lines += [f"  {name}: {what}" for name, what in known.items()]
    lines.append("Gauges")
    lines += [f"  {name}: {gauge.what}" for name, gauge in scenario.gauges.items()]
    lines.append("Parameters")
    lines += [f"  {name} = {show(compiled.parameters[name])}: {it.what}" for name, it in scenario.parameters.items()]
    return lines


def _others(compiled: Compiled) -> Iterator[tuple[str, dict[str, str]]]:
    """What has a name beside happenings and numbers: a title, and what each name stands for."""
    for listed in (sides, standing, ends):
        yield from listed(compiled)


def requirement(compiled: Compiled, action: str) -> str:
    """When an action can be ordered, in English; "always"."""
    row = compiled.program.actions.requires[compiled.names.actions.row(action)]
    return "always" if row == NONE else formula(compiled, row)


def requirement_english(compiled: Compiled, action: str, values: Sequence[float]) -> str:
    """Why an action can or cannot be ordered, as things stand. `values`: State.values, with the seat's slots filled."""
    row = compiled.program.actions.requires[compiled.names.actions.row(action)]
    return "always" if row == NONE else because(settled(compiled, row), values)


# Numbers


def _parameter(compiled: Compiled, name: str) -> Iterator[str]:
    parameter = compiled.scenario.parameters[name]
    unit = f" ({parameter.unit})" if parameter.unit else ""
    (low, high), (least, most) = parameter.range, parameter.bounds
    value = compiled.parameters[name]
    set_ = f" (by default {show(parameter.value)})" if value != parameter.value else ""
    yield f"{name}: {parameter.what}"
    yield f"  It is {show(value)}{set_}{unit}."
    yield f"  Plausible: {show(low)} to {show(high)}; possible: {show(least)} to {show(most)}."
    yield from (f"  As of {date}: {show(at)}{unit}." for date, at in sorted(parameter.as_of.items()))
    yield from sources(compiled, parameter.source, parameter.grade, parameter.note)


def _gauge(compiled: Compiled, name: str) -> Iterator[str]:
    gauge, rows = compiled.scenario.gauges[name], compiled.program.gauges
    row = compiled.names.gauges.row(name)
    unit = f" {gauge.unit}" if gauge.unit else ""
    kind = "It counts whole things" if gauge.whole else "It lies"
    rises = " and can only rise" if gauge.monotone else ""
    yield f"{name}: {gauge.what}"
    yield f"  {kind} between {show(gauge.bounds[0])} and {show(gauge.bounds[1])}{unit}{rises}."
    yield f"  It starts at {phrases.amount_phrase(compiled, rows.start[row])}."
    if rows.relax_to[row] != NONE:
        to, half_life = formula(compiled, rows.relax_to[row]), formula(compiled, rows.relax_share[row])
        yield f"  It is drawn back to {to}; half of the distance is gone after {half_life} hours."
    if rows.drift[row] != NONE:
        yield f"  It drifts by {formula(compiled, rows.drift[row])} a day."
    yield from (f"  {line}" for line in _sight(compiled, name, gauge))
    changes = [compiled.told[at].name for at in _changed_by(compiled, row)]
    if changes:
        yield f"  Changed by: {joined(list(dict.fromkeys(changes)), 'and')}."
    yield from sources(compiled, gauge.source, gauge.grade, gauge.note)


def _sight(compiled: Compiled, name: str, gauge: Gauge) -> Iterator[str]:
    if not gauge.sight:
        yield "Everybody sees it exactly."
        return
    for seat_row, seat in enumerate(compiled.names.seats):
        at = seat_row * len(compiled.names.gauges) + compiled.names.gauges.row(name)
        shown = next((gauge.sight[whose] for whose in (seat, "others", "all") if whose in gauge.sight), "exact")
        if not isinstance(shown, Shown):
            yield f"{short(compiled, seat)} {'sees it exactly' if shown == 'exact' else 'cannot see it'}."
            continue
        rows, parts = compiled.program.sights, []
        if rows.noise[at] != NONE:
            parts.append(f"give or take {formula(compiled, rows.noise[at])}")
        if rows.bias[at] != NONE:
            parts.append(f"off by {formula(compiled, rows.bias[at])}")
        if shown.late is not None:
            parts.append(f"as reported every {shown.late} hours")
        yield f"{short(compiled, seat)} sees it {joined(parts, 'and') if parts else 'exactly'}."


def _changed_by(compiled: Compiled, gauge: int) -> Iterator[int]:
    rows = compiled.program.effects
    for happening in range(compiled.program.sizes.happenings):
        if any(
            rows.op[at] in (SET, ADD, SCALE) and rows.subject[at] == gauge
            for outcome in _outcomes(compiled, happening)
            for at in _effects(compiled, outcome)
        ):
            yield happening


# What happens


def _outcomes(compiled: Compiled, happening: int) -> range:
    first = compiled.program.happenings.first_outcome
    return range(first[happening], first[happening + 1])


def _effects(compiled: Compiled, outcome: int) -> range:
    first = compiled.program.outcomes.first_effect
    return range(first[outcome], first[outcome + 1])


def _happening(compiled: Compiled, row: int) -> Iterator[str]:
    told, names = compiled.told[row], compiled.names
    yield f"{told.id}: {told.name}"
    if told.what:
        yield f"  {' '.join(told.what.split())}"
    yield f"  {_coding(compiled, row)}"
    if row < len(names.actions):
        yield from (f"  {line}" for line in _ordered(compiled, row))
    else:
        yield from (f"  {line}" for line in _by_itself(compiled, row))
    rows = compiled.program.happenings
    if rows.possible[row] != NONE:
        yield f"  It comes to something only if {formula(compiled, rows.possible[row])}."
    yield from (f"  {line}" for line in _seen(compiled, row))
    yield from (f"  {line}" for line in _turns(compiled, row))
    body = _body(compiled, told.id)
    if body is not None:
        yield from sources(compiled, *body)


def _body(compiled: Compiled, id_: str) -> tuple[str | None, str | None, str | None] | None:
    """Where the numbers of a happening come from."""
    scenario = compiled.scenario
    found = scenario.actions.get(id_) or scenario.processes.get(id_) or scenario.injects.get(id_)
    return None if found is None else (found.source, found.grade, found.note)


def _coding(compiled: Compiled, row: int) -> str:
    told, rows = compiled.told[row], compiled.program.happenings
    who = compiled.names.actors[rows.owner[row]] if rows.owner[row] != NONE else None
    whom = compiled.names.actors[rows.target[row]] if rows.target[row] != NONE else None
    parts = [f"By {short(compiled, who)}" if who else "By nobody in particular"]
    if whom:
        parts[0] += f", aimed at {short(compiled, whom)}"
    if told.cameo:
        type_ = f" {told.plover}" if told.plover else ""
        parts.append(f"CAMEO {told.cameo}{type_}, Goldstein {told.goldstein:+.1f}")
    parts.append(f"rung {told.rung}, severity {told.severity}")
    return f"{'; '.join(parts)}."


def _ordered(compiled: Compiled, row: int) -> Iterator[str]:
    rows = compiled.program.actions
    uses = f", at most {rows.uses[row]} time{'s' * (rows.uses[row] > 1)} in a game" if rows.uses[row] else ""
    yield f"Costs {rows.effort[row]} of the {compiled.scenario.effort} effort of a turn{uses}."
    yield f"Can be ordered: {requirement(compiled, compiled.names.actions[row])}."
    waits = [("approval", hours(compiled, rows.approval[row])), ("preparation", hours(compiled, rows.preparation[row]))]
    told = [f"{what} {span}" for what, span in waits if span]
    yield f"Takes {'; '.join(told)}." if told else "Is carried out at once."
    if span := hours(compiled, rows.duration[row]):
        yield f"Goes on for {span}."
    if rows.cancel_until[row] != NONE:
        yield f"Can be cancelled until {formula(compiled, rows.cancel_until[row])} hours before."
    if rows.leak[row] != NONE:
        yield f"May leak meanwhile: {phrases.chance(compiled, rows.leak[row])}."
    if rows.link[row] != NONE:
        link = compiled.scenario.links[compiled.names.links[rows.link[row]]]
        yield f"Goes through {short(compiled, link.proxy)}, which may not obey ({link.basis.rstrip('.')})."
    if rows.afterwards[row] != NONE:
        outcome = _outcomes(compiled, rows.afterwards[row])[0]
        effects = [phrases.effect(compiled, at) for at in _effects(compiled, outcome)]
        yield f"Afterwards: {'; '.join(effects)}."


def _by_itself(compiled: Compiled, row: int) -> Iterator[str]:
    rows = compiled.program.happenings
    mode, delay = rows.mode[row], hours(compiled, rows.delay[row])
    if mode == BY_HAZARD:
        yield f"Times a day: {formula(compiled, rows.rate[row])}."
    elif mode == PERIODIC:
        yield f"Every {delay}, first after {hours(compiled, rows.first[row]) or 'no time'}."
    elif mode == AT_TIME:
        yield f"After {delay or 'no time'} from the beginning."
    elif row >= compiled.names.named:
        yield "Follows from something else."
    elif mode == ON_CONDITION:
        yield f"When {formula(compiled, rows.rate[row])}{f', after {delay}' if delay else ''}."
    else:
        yield f"By hand, or begun by something else{f'; after {delay}' if delay else ''}."
    if rows.running[row] != NONE:
        yield f"{'While' if mode in (BY_HAZARD, PERIODIC) else 'Unless'} {formula(compiled, rows.running[row])}."
    if rows.chance[row] != NONE:
        yield f"Comes with a chance: {phrases.chance(compiled, rows.chance[row])}."
    if rows.times[row] > 1:
        yield f"At most {rows.times[row]} times."


def _seen(compiled: Compiled, row: int) -> Iterator[str]:
    rows, body = compiled.program.happenings, compiled.told[row]
    if body.silent:
        yield "Nobody is told of it."
        return
    deniable = " (who did it, its own side alone knows)" if rows.visibility[row] == DENIABLE else ""
    yield f"Seen by {phrases.seats(compiled, rows.audience[row])}{deniable}."
    noticed = settled(compiled, rows.noticed[row])
    if rows.visibility[row] in (PRIVATE, COVERT) and noticed != Number(0.0):
        yield f"Each of the others notices it with a chance: {phrases.chance(compiled, rows.noticed[row])}."
    if span := hours(compiled, rows.publication[row]):
        yield f"Others learn of it after {span}."


def _turns(compiled: Compiled, row: int) -> Iterator[str]:
    """What it does, a line for each effect: first what it does whatever comes of it, then outcome by outcome."""
    told, outcomes = compiled.told[row], _outcomes(compiled, row)
    effects = [[phrases.effect(compiled, at) for at in _effects(compiled, outcome)] for outcome in outcomes]
    if len(effects) == 1:
        yield "What it does:" if effects[0] else "It changes nothing by itself."
        yield from (f"  {effect}" for effect in effects[0])
        return
    obeyed = [each for each, outcome in zip(effects, told.outcomes, strict=True) if outcome.id != DISOBEYED]
    common = _shared_beginning(obeyed)
    if common:
        yield "Whatever comes of it:"
        yield from (f"  {effect}" for effect in common)
    shares = _shares(compiled, outcomes)
    for outcome, share, each in zip(told.outcomes, shares, effects, strict=True):
        own = each if outcome.id == DISOBEYED else each[len(common) :]
        yield f"{outcome.id} ({share}, severity {outcome.severity}){':' if own else ': nothing more.'}"
        yield from (f"  {effect}" for effect in own)


def _shared_beginning(lists: Sequence[Sequence[str]]) -> Sequence[str]:
    """What all of them begin with."""
    length = 0
    for together in zip(*lists, strict=False):
        if len(set(together)) > 1:
            break
        length += 1
    return lists[0][:length]


def _shares(compiled: Compiled, outcomes: range) -> list[str]:
    """Chances, where they are known; otherwise what each one's weight is made of."""
    trees = [settled(compiled, compiled.program.outcomes.weight[outcome]) for outcome in outcomes]
    fixed = [max(0.0, tree.value) for tree in trees if isinstance(tree, Number)]
    if len(fixed) == len(trees) and sum(fixed) > 0.0:
        return [f"chance {phrases.percent(weight / sum(fixed))}" for weight in fixed]
    return [f"weight {formula(compiled, compiled.program.outcomes.weight[outcome])}" for outcome in outcomes]
