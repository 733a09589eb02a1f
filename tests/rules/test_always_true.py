"""What is always true of a game, whoever plays it: looked at after every step, on rows as strict as machine code.

A dead end would show as a step that cannot be taken, an unending game as one that passes its horizon.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim.compiler import blank_state
from crisis_sim.rules.game import over
from crisis_sim.terms.codes import DOCTRINE, HISTORICAL, LOOK_AHEAD, RANDOM
from crisis_sim.testing.strict_rows import strict
from tests.rules.games import check_always_true, compiled, started, step

SEEDS = st.integers(0, 2**63 - 1)
RUNS = st.integers(0, 2**40 - 1)


def play_and_look(name, seed, run, agents):
    program, state = started(name, seed, run, agents, checked=True)
    imagined = strict(blank_state(compiled(name).program)) if LOOK_AHEAD in agents else None
    seen = check_always_true(program, state, {})
    while not over(state):
        step(program, state, imagined)
        seen = check_always_true(program, state, seen)


@settings(max_examples=25)
@given(SEEDS, RUNS, st.lists(st.sampled_from([DOCTRINE, RANDOM, HISTORICAL]), min_size=2, max_size=2))
def test_a_small_game_keeps_its_promises_at_every_step(seed, run, agents):
    play_and_look("standoff", seed, run, agents)


@settings(max_examples=4)
@given(SEEDS, RUNS, st.lists(st.sampled_from([DOCTRINE, RANDOM, HISTORICAL]), min_size=4, max_size=4))
def test_the_crisis_keeps_its_promises_at_every_step(seed, run, agents):
    play_and_look("new_years_eve", seed, run, agents)


def test_a_seat_that_looks_ahead_keeps_them_too():
    play_and_look("standoff", 5, 1, [LOOK_AHEAD, DOCTRINE])
