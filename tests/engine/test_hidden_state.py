"""Whatever is hidden from a seat can be changed under its eyes: what it is shown stays the same, to the byte."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crisis_sim.api as cs
from crisis_sim.terms.codes import HIDDEN, HOME, THEATRE
from tests.engine.tables import look


@cache
def new_years_eve() -> cs.Crisis:
    return cs.load("new_years_eve")


def change_what_is_hidden(game: cs.Game, seat: int, data: st.DataObject) -> None:
    """Every gauge, fact, belief, secret force and stock of effort that the seat does not see gets another value."""
    program, state = game._course.program, game._course.state
    sizes, places = program.sizes, program.places
    for gauge in range(sizes.gauges):
        if program.sights.kind[seat * sizes.gauges + gauge] == HIDDEN:
            low, high = program.gauges.low[gauge], program.gauges.high[gauge]
            state.values[places.gauges + gauge] = data.draw(st.floats(low, high))
    for fact in range(sizes.facts):
        if program.facts.belief[fact * sizes.seats + seat] >= 0:
            state.values[places.facts + fact] = float(data.draw(st.booleans()))
    for other in set(range(sizes.seats)) - {seat}:
        state.effort[other] = data.draw(st.integers(0, sizes.effort))
        for fact in range(sizes.facts):
            state.values[places.beliefs + fact * sizes.seats + other] = data.draw(st.floats(-9, 9))
    for unit in range(sizes.units):
        if program.units.announced[unit] == 0 and program.units.seat[unit] != seat:
            state.values[places.units + unit] = float(data.draw(st.integers(HOME, THEATRE)))
    for promise in range(sizes.commitments):
        if not (program.commitments.seen[promise] >> seat) & 1:
            state.values[places.standings + promise] = float(data.draw(st.integers(0, 7)))


@settings(max_examples=16)
@given(seed=st.integers(0, 2**31), turns=st.integers(0, 40), seat=st.integers(0, 3), data=st.data())
def test_a_seat_is_shown_the_same_whatever_is_hidden_from_it(
    seed: int, turns: int, seat: int, data: st.DataObject
) -> None:
    crisis = new_years_eve()
    name = crisis.seats[seat]
    game = crisis.play(seed, seats={name: "human"})
    for _ in range(turns):
        game.advance("turn")
    before = look(game, name)
    change_what_is_hidden(game, seat, data)
    assert look(game, name) == before


@pytest.mark.parametrize("name", ["us", "ir", "iq", "mi"])
def test_there_is_something_hidden_from_every_seat(name: str) -> None:
    program = new_years_eve().compiled.program
    seat = new_years_eve().seats.index(name)
    kinds = program.sights.kind[seat * program.sizes.gauges : (seat + 1) * program.sizes.gauges]
    assert kinds.count(HIDDEN) >= 3
