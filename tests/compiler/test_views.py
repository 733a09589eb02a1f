"""A seat's formulas read what the seat knows, and nothing else: whatever they name, no hidden place is among it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crisis_sim.compiler import Compiled, compile_scenario
from crisis_sim.language import places
from crisis_sim.scenario.constructs import Shown
from crisis_sim.scenario.loading import load, shipped
from crisis_sim.terms import codes
from crisis_sim.terms.codes import NONE
from tests.compiler.standoff import Swap, compiled, standoff


def formulas_of(compiled: Compiled, seat: int) -> Iterator[int]:
    """The formulas that are evaluated as this seat sees things."""
    program = compiled.program
    actions = range(program.seats.first_action[seat], program.seats.first_action[seat + 1])
    yield program.seats.temperature[seat]
    yield program.seats.hold[seat]
    yield from (program.actions.requires[action] for action in actions)
    yield from (program.actions.appeal[action] for action in actions)
    for whose, chance in zip(program.reactions.seat, program.reactions.chance, strict=True):
        if whose == seat:
            yield chance


def open_places(compiled: Compiled, seat: int) -> set[int]:
    """What a seat knows as it is: worked out from the scenario, apart from the compiler."""
    program, names, scenario = compiled.program, compiled.names, compiled.scenario
    at, name = program.places, names.seats[seat]
    own = {row for row, whose in enumerate(program.happenings.seat) if whose == seat}
    known = {at.now, at.hour, *range(at.parameters, at.traits)}
    known |= {at.traits + seat * len(names.traits) + trait for trait in range(len(names.traits))}
    known |= {at.beliefs + fact * len(names.seats) + seat for fact in range(len(names.facts))}
    known |= {at.counts + row for row in own} | {at.last + row for row in own}
    known |= {at.active + row for row in own if row < len(names.actions)}
    known |= {at.gauges + names.claim_gauge(claim) for claim in names.claims}
    known |= {at.units + row for row, whose in enumerate(program.units.seat) if whose == seat}
    known |= {at.standings + row for row, seen in enumerate(program.commitments.seen) if (seen >> seat) & 1}
    known |= {at.agreed + row for row, seen in enumerate(program.agreements.seen) if (seen >> seat) & 1}
    known |= {at.slots + slot for slot in range(program.slots.first[seat + 1] - program.slots.first[seat])}
    for row, link in enumerate(scenario.links.values()):
        side = scenario.actors[link.principal].side or link.principal
        known |= {at.instructions + row} if side == name else set()
    for row, (gauge, it) in enumerate(scenario.gauges.items()):
        shown = it.sight.get(name, it.sight.get("others", it.sight.get("all", "exact")))
        if shown == "exact":
            known.add(at.gauges + row)
        elif isinstance(shown, Shown) and shown.late is not None and shown.noise is None and shown.bias is None:
            known.add(at.reports + names.reports.index((gauge, shown.late)))
    return known


def prying(name: str) -> Compiled:
    """A scenario whose seats ask for all that they may ask for."""
    if name != "standoff":
        return compile_scenario(load(name))
    asked = (
        "readiness + anger + dead + count(skirmish) + min(since(bo.hold_back), 9) + active(bo.hold_back)"
        " + at_home(brigade) + belief(shot) + standing(red_line) + in_force(pull_back)"
        " + claimed(old_mine) + hour + now + skirmish_rate"
        " + persona.boldness"
    )
    others = asked + " + cash + count(ar.raid) + obeys(guards_command) + instructed(guards_command)"
    return compiled(
        Swap("    hold: 0\n", f"    hold: {asked}\n"),
        Swap(
            "    what: It wants its face, and no war.\n",
            f"    what: It wants its face.\n    hold: {others} + since(ar.raid) + active(ar.raid)\n",
        ),
    )


@pytest.mark.parametrize("name", sorted({"standoff", *shipped()}))
def test_no_formula_of_a_seat_reads_what_is_hidden_from_it(name: str) -> None:
    compiled = prying(name)
    for seat in range(len(compiled.names.seats)):
        known = open_places(compiled, seat)
        for formula in formulas_of(compiled, seat):
            if formula != NONE:
                assert places(compiled.trees[formula]) <= known, compiled.trees[formula]


def test_what_differs_from_the_truth_is_read_through_slots_that_seats_share() -> None:
    compiled = prying("standoff")
    slots, names = compiled.program.slots, compiled.names
    what = [
        list(zip(slots.kind[first:end], slots.source[first:end], strict=True))
        for first, end in zip(slots.first[:-1], slots.first[1:], strict=True)
    ]
    shots = names.happenings.row("bo.hold_back")
    assert set(what[0]) >= {
        (codes.SLOT_GAUGE, names.gauges.row("readiness")),
        (codes.SLOT_COUNT, names.happenings.row("skirmish")),
        (codes.SLOT_SINCE, shots),
        (codes.SLOT_ACTIVE, shots),
    }
    assert (codes.SLOT_FORCE, 0) in what[1]
    assert (codes.SLOT_GAUGE, names.gauges.row("anger")) in what[1]
    assert slots.place[: slots.first[1]] == [compiled.program.places.slots + row for row in range(slots.first[1])]
    assert slots.place[slots.first[1]] == compiled.program.places.slots
    assert compiled.program.places.end == compiled.program.places.slots + max(len(seat) for seat in what)


def test_a_gauge_is_seen_exactly_with_an_error_late_or_not_at_all() -> None:
    program, names = standoff().program, standoff().names
    seen = {
        (seat, gauge): program.sights.kind[names.seats.row(seat) * len(names.gauges) + names.gauges.row(gauge)]
        for seat in names.seats
        for gauge in names.gauges
    }
    assert seen["ar", "readiness"] == seen["bo", "anger"] == codes.NOISY
    assert seen["ar", "cash"] == codes.HIDDEN
    assert seen["bo", "cash"] == seen["ar", "claim_old_mine"] == seen["bo", "tension"] == codes.EXACT
    late = names.seats.row("bo") * len(names.gauges) + names.gauges.row("anger")
    assert program.sights.source[late] == program.places.reports
    assert program.reports == ([names.gauges.row("anger")], [12 * 60])


def test_a_gauge_that_is_only_late_is_read_from_its_last_report() -> None:
    late = compiled(
        Swap("{bo: {noise: 8, late: 12}}", "{bo: {late: 12}}"),
        Swap("    what: It wants its face, and no war.\n", "    what: It wants its face.\n    hold: anger\n"),
    )
    assert places(late.trees[late.program.seats.hold[1]]) == {late.program.places.reports}


def test_a_seat_that_knows_a_fact_has_no_belief_to_start_with() -> None:
    formulas = standoff().program.facts.belief
    assert formulas[1] == NONE
    assert standoff().program.formulas[formulas[0]](standoff().program.start) == 0.7
