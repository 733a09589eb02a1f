"""What stands rather than happens, in English: facts, forces, links, commitments, agreements, personas, sources."""

from collections.abc import Iterator, Mapping, Sequence

from crisis_sim.compiler import phrases
from crisis_sim.compiler.phrases import formula, hours, short
from crisis_sim.compiler.program import Compiled
from crisis_sim.language.english import joined, show
from crisis_sim.scenario.constructs import Expression, Parameter, Sourced
from crisis_sim.terms.codes import NONE

GRADES = {"A": "measured", "B": "estimated from data", "C": "from the literature", "D": "a judgement"}
_STARTS = {"home": "at home", "alert": "on alert at home", "theatre": "in the theatre"}


def explain_standing(compiled: Compiled, name: str) -> Iterator[str]:
    """The English of a fact, force, link, commitment, agreement, persona or source; nothing, if none is called so."""
    scenario = compiled.scenario
    for known, told in (
        (scenario.facts, _fact),
        (scenario.forces, _force),
        (scenario.links, _link),
        (scenario.commitments, _commitment),
        (scenario.agreements, _agreement),
        (scenario.personas, _persona),
        (scenario.sources, _source),
    ):
        if name in known:
            yield from told(compiled, name)


def standing(compiled: Compiled) -> Iterator[tuple[str, dict[str, str]]]:
    """What there is of it: a title, and what each name stands for."""
    scenario = compiled.scenario
    yield "Facts that not everybody knows", {name: fact.what for name, fact in scenario.facts.items()}
    yield "Forces", {name: force.name for name, force in scenario.forces.items()}
    yield "Links to proxies", {name: _between(compiled, name) for name in scenario.links}
    yield "Commitments", {name: commitment.what for name, commitment in scenario.commitments.items()}
    yield "Agreements", {name: agreement.name for name, agreement in scenario.agreements.items()}
    yield "Personas", {name: persona.what for name, persona in scenario.personas.items()}
    yield "Sources", scenario.sources


def sources(compiled: Compiled, source: str | None, grade: str | None, note: str | None) -> Iterator[str]:
    """Where numbers come from, and what a reader should know about them."""
    if source is not None or grade is not None:
        told = compiled.scenario.sources.get(source, source) if source is not None else "not given"
        told = told.rstrip(".")
        yield f"  Source: {told}{f' (grade {grade}: {GRADES[grade]})' if grade else ''}."
    if note:
        yield f"  Note: {' '.join(note.split())}"


def written(rule: Expression) -> str:
    """A rule as it stands in the scenario's file, on one line."""
    return str(rule).lower() if isinstance(rule, bool) else " ".join(str(rule).split())


def effects_of(compiled: Compiled, happening: int) -> list[str]:
    """What a happening does whose outcome is not drawn, a line for each effect."""
    outcome = compiled.program.happenings.first_outcome[happening]
    first = compiled.program.outcomes.first_effect
    return [phrases.effect(compiled, at) for at in range(first[outcome], first[outcome + 1])]


def _fact(compiled: Compiled, name: str) -> Iterator[str]:
    fact, rows, names = compiled.scenario.facts[name], compiled.program.facts, compiled.names
    row = names.facts.row(name)
    yield f"{name}: whether {fact.what}"
    yield f"  It is so with a chance of {phrases.chance(compiled, rows.chance[row])}; drawn before the first minute."
    beliefs = {seat: rows.belief[row * len(names.seats) + at] for at, seat in enumerate(names.seats)}
    knowing = [short(compiled, seat) for seat, belief in beliefs.items() if belief == NONE]
    for seat, belief in beliefs.items():
        if belief != NONE:
            yield f"  As likely as {short(compiled, seat)} holds it at first: {phrases.chance(compiled, belief)}."
    if knowing:
        yield f"  Known to {joined(knowing, 'and')}."
    yield from sources(compiled, fact.source, fact.grade, fact.note)


def _force(compiled: Compiled, name: str) -> Iterator[str]:
    force, rows = compiled.scenario.forces[name], compiled.program.units
    row = compiled.names.units.row(name)
    yield f"{name}: {force.name}"
    yield f"  {force.size:,} persons of {short(compiled, force.of)}, {_STARTS[force.starts]} at the first minute."
    alert, transit = hours(compiled, rows.alert[row]), hours(compiled, rows.transit[row])
    yield f"  Leaves {f'{alert} after' if alert else 'upon'} the order, and is under way for {transit or 'no time'}."
    yield f"  {'Its moves are public' if force.announced else 'Its own side alone knows of its moves'}."
    yield from _following(compiled, "When it arrives", rows.arrival[row])
    yield from _following(compiled, "When it leaves the theatre", rows.departure[row])
    yield from sources(compiled, force.source, force.grade, force.note)


def _between(compiled: Compiled, name: str) -> str:
    link = compiled.scenario.links[name]
    return f"{short(compiled, link.principal)} over {short(compiled, link.proxy)}"


def _link(compiled: Compiled, name: str) -> Iterator[str]:
    link, rows = compiled.scenario.links[name], compiled.program.links
    yield f"{name}: {_between(compiled, name)}"
    yield f"  It rests on {link.basis.rstrip('.')}."
    span = formula(compiled, rows.lasts[compiled.names.links.row(name)])
    yield f"  An instruction through it stands for {span} hours."
    through = [action for action, body in compiled.scenario.actions.items() if body.through == name]
    if through:
        yield f"  Orders that go through it: {joined(through, 'and')}."
    yield from sources(compiled, link.source, link.grade, link.note)


def _commitment(compiled: Compiled, name: str) -> Iterator[str]:
    made, rows = compiled.scenario.commitments[name], compiled.program.commitments
    row = compiled.names.commitments.row(name)
    kind = "An ultimatum" if made.kind == "ultimatum" else f"A {made.kind.replace('_', ' ')}"
    yield f"{name}: {made.what}"
    known = phrases.seats(compiled, rows.seen[row])
    yield f"  {kind} of {short(compiled, made.by)} to {short(compiled, made.to)}, known to {known}."
    if rows.demand[row] != NONE:
        yield f"  It is complied with when {formula(compiled, rows.demand[row])}."
    if rows.trigger[row] != NONE:
        yield f"  It is called when {formula(compiled, rows.trigger[row])}."
    stands, grace = hours(compiled, rows.deadline[row]), hours(compiled, rows.grace[row])
    yield f"  It stands for {stands or 'no time'}; once called, there are {grace or 'no hours'} to act."
    if made.promised:
        yield f"  Kept by any of: {joined(_titles(compiled, made.promised), 'and')}."
    if made.abstain:
        yield f"  Broken by any of: {joined(_titles(compiled, made.abstain), 'and')}."
    yield from _following(compiled, "When it is complied with", rows.complied[row])
    yield from _following(compiled, "When it is kept", rows.kept[row])
    yield from _following(compiled, "When it is broken", rows.broken[row])
    yield from sources(compiled, made.source, None, made.note)


def _agreement(compiled: Compiled, name: str) -> Iterator[str]:
    offered, rows = compiled.scenario.agreements[name], compiled.program.agreements
    row = compiled.names.agreements.row(name)
    yield f"{name}: {offered.name}"
    yield f"  {' '.join(offered.what.split())}"
    parties = joined([short(compiled, party) for party in offered.parties], "and")
    yield f"  {short(compiled, offered.sponsor)} can propose it; {parties} must agree."
    yield f"  Known to {phrases.seats(compiled, rows.seen[row])}."
    yield f"  A proposal lapses after {hours(compiled, rows.lapses[row]) or 'no time'}."
    for clause in offered.commitments:
        made = compiled.scenario.commitments[clause]
        yield f"  {short(compiled, made.by)} to {short(compiled, made.to)}: {made.what} ({clause})."
    yield from _following(compiled, "When all have agreed", rows.agreed[row])
    yield from _following(compiled, "When one rejects it", rows.rejected[row])
    yield from _following(compiled, "When a clause is broken", rows.breached[row])
    yield from sources(compiled, None, None, offered.note)


def _persona(compiled: Compiled, name: str) -> Iterator[str]:
    persona = compiled.scenario.personas[name]
    yield f"{name}: {persona.what}"
    yield f"  {_traits(persona.traits)}"
    for seat, traits in persona.seats.items():
        yield f"  As {short(compiled, seat)}: {_traits(traits)}"
    reading = [seat for seat, doctrine in compiled.scenario.doctrines.items() if "persona." in str(doctrine)]
    if reading:
        yield f"  Read by the doctrines of {joined([short(compiled, seat) for seat in reading], 'and')}."


def _traits(traits: dict[str, float]) -> str:
    return f"{'; '.join(f'{trait} {show(value)}' for trait, value in traits.items())}."


def _source(compiled: Compiled, name: str) -> Iterator[str]:
    yield f"{name}: {compiled.scenario.sources[name]}"
    resting = {kind: found for kind, found in _resting(compiled, name) if found}
    yield f"  A source of the scenario. Entries that name it: {sum(map(len, resting.values()))}."
    yield from (f"  {kind}: {joined(found, 'and')}." for kind, found in resting.items())
    grades = sorted({one[-2] for found in resting.values() for one in found if one.endswith(")")})
    if grades:
        yield f"  Grades: {'; '.join(f'{grade}, {GRADES[grade]}' for grade in grades)}."


def _resting(compiled: Compiled, source: str) -> Iterator[tuple[str, list[str]]]:
    """What rests on a source, with the grade of each where there is one."""
    scenario = compiled.scenario
    graded: tuple[tuple[str, Mapping[str, Parameter | Sourced]], ...] = (
        ("Parameters", scenario.parameters),
        ("Gauges", scenario.gauges),
        ("Facts", scenario.facts),
        ("Forces", scenario.forces),
        ("Links", scenario.links),
        ("Actions", scenario.actions),
        ("Processes", scenario.processes),
        ("Injects", scenario.injects),
    )
    for kind, known in graded:
        mine = [(name, one.grade) for name, one in known.items() if one.source == source]
        yield kind, [f"{name} ({grade})" if grade else name for name, grade in mine]
    yield "Commitments", [name for name, one in scenario.commitments.items() if one.source == source]
    yield "Targets", [name for name, one in scenario.targets.items() if one.source == source]
    if scenario.hindcast is not None:
        yield "Events of the hindcast", [it for it, one in scenario.hindcast.events.items() if one.source == source]
    if scenario.history is not None:
        yield "Recorded orders", [f"{one.order} at {one.at}" for one in scenario.history.orders if one.source == source]
        draws = [one for one in scenario.history.draws if one.source == source]
        yield "Recorded draws", [f"{one.what} of {one.of}" for one in draws]


def _titles(compiled: Compiled, happenings: Sequence[str]) -> list[str]:
    return [f"“{compiled.told[compiled.names.happenings.row(name)].name}”" for name in happenings]


def _following(compiled: Compiled, when: str, happening: int) -> Iterator[str]:
    """What follows, a line for each effect; nothing, where nothing does."""
    effects = [] if happening == NONE else effects_of(compiled, happening)
    if effects:
        yield f"  {when}:"
        yield from (f"    {effect}" for effect in effects)
