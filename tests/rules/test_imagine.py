"""A seat imagines only from what it was shown: two games that show it the same give it the same imagined states."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim.compiler import blank_state
from crisis_sim.rules.game import advance, over
from crisis_sim.rules.imagine import imagine
from crisis_sim.rules.orders import submit
from crisis_sim.rules.sight import fill_slots, seen_gauge
from crisis_sim.terms.codes import DOCTRINE, EXTERNAL, HIDDEN
from crisis_sim.terms.rows import NOW
from tests.rules.games import started

NAME = "new_years_eve"


def frozen(rows):
    """All rows of a state, as something that can be compared."""
    return [frozen(row) if hasattr(row, "_fields") else list(row) for row in rows]


def imagined_by(program, state, seat, seed=1, run=2):
    """What a seat imagines, without the scratch rows that no rule reads before it writes them."""
    other = blank_state(program)
    imagine(program, state, other, seat, seed, run)
    kept = other._replace(values=other.values[: program.places.slots], weights=[])
    return [row for name, row in zip(kept._fields, frozen(kept), strict=True) if name != "log"]


def play_until(program, state, minute):
    while not over(state) and state.clock[NOW] < minute:
        advance(program, state)


@settings(max_examples=12)
@given(st.integers(0, 1000), st.integers(0, 10), st.integers(0, 3), st.data())
def test_what_a_seat_cannot_see_does_not_enter_what_it_imagines(seed, days, seat, data):
    program, state = started(NAME, seed, 0, [DOCTRINE] * 4)
    play_until(program, state, days * 1440)
    if over(state):
        return
    first = imagined_by(program, state, seat)
    sizes, places = program.sizes, program.places
    # Everything that is hidden from the seat is changed; nothing that it sees is touched.
    for gauge in range(sizes.gauges):
        if program.sights.kind[seat * sizes.gauges + gauge] == HIDDEN:
            state.values[places.gauges + gauge] = data.draw(
                st.floats(program.gauges.low[gauge], program.gauges.high[gauge]), label=f"gauge {gauge}"
            )
    for fact in range(sizes.facts):
        state.values[places.facts + fact] = 1.0 - state.values[places.facts + fact]
        for other in range(sizes.seats):
            if other != seat:
                state.values[places.beliefs + fact * sizes.seats + other] = data.draw(st.floats(-5, 5))
    for other in range(sizes.seats):
        if other != seat:
            state.agents[other] = EXTERNAL
            state.personas[other] = 1
            state.effort[other] = sizes.effort
            fill_slots(program, state, other)
            for action in range(program.seats.first_action[other], program.seats.first_action[other + 1]):
                submit(program, state, other, action)
    assert imagined_by(program, state, seat) == first


@pytest.mark.parametrize("seat", range(4))
def test_imagining_touches_nothing_of_the_game_itself(seat):
    program, state = started(NAME, 3, 0, [DOCTRINE] * 4)
    play_until(program, state, 3000)
    before = frozen(state._replace(values=state.values[: program.places.slots]))
    imagined_by(program, state, seat)
    assert frozen(state._replace(values=state.values[: program.places.slots])) == before


def test_other_luck_gives_other_states_and_the_same_luck_the_same():
    program, state = started(NAME, 3, 0, [DOCTRINE] * 4)
    play_until(program, state, 3000)
    assert imagined_by(program, state, 0, 1, 2) == imagined_by(program, state, 0, 1, 2)
    assert imagined_by(program, state, 0, 1, 2) != imagined_by(program, state, 0, 1, 3)


@pytest.mark.parametrize("seat", range(4))
def test_an_imagined_state_shows_the_seat_what_it_sees_and_plays_to_its_end(seat):
    program, state = started(NAME, 8, 0, [DOCTRINE] * 4)
    play_until(program, state, 5000)
    other = blank_state(program)
    imagine(program, state, other, seat, 9, 9)
    for gauge in range(program.sizes.gauges):
        sight = seat * program.sizes.gauges + gauge
        if program.sights.kind[sight] != HIDDEN:
            assert other.values[program.places.gauges + gauge] == seen_gauge(program, state, seat, gauge)
    while not over(other):
        advance(program, other)
    assert other.clock[NOW] <= program.sizes.horizon
