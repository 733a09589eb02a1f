"""The rules, compiled, play the very same games as the rules in plain Python."""

import os
import subprocess
import sys

import pytest

from crisis_sim.batch.rows_ref import fields
from crisis_sim.scenario.loading import shipped
from crisis_sim.terms.rows import Program, State
from tests.batch.games import differences


def test_every_shipped_scenario_plays_ten_games_alike_in_python_and_compiled():
    assert [each for name in shipped() for each in differences(name, 10)] == []


def test_ten_thousand_games_of_random_legal_orders_end_as_they_must_with_every_index_checked():
    """Random legal play finds no crash, no dead end and no unending game, and leaves every gauge within its bounds.

    In this build of the kernel, what would go wrong in silence in the other raises.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.batch.games", "3", "10000", *shipped()],
        env={**os.environ, "NUMBA_BOUNDSCHECK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    told = "checked: True; differences: []; gone wrong: []"
    assert (done.returncode, done.stdout.strip()) == (0, told), done.stderr[-2000:]


@pytest.mark.parametrize("layout", [Program, State])
def test_every_field_has_its_own_words(layout):
    ends = [at for at, _ in fields(layout).values()]
    assert ends == sorted(set(ends))


CHECKED_READ = """
from numba import njit
from crisis_sim.batch.rows_ref import state_at
from crisis_sim.batch.tables import Table
from crisis_sim.compiler import blank_state, compile_scenario
from crisis_sim.scenario.loading import load

@njit
def read(address, index):
    return state_at(address).clock[index]

state = Table(blank_state(compile_scenario(load("standoff")).program))
read(state.address, 3)
for index in (-1, 10_000):
    try:
        read(state.address, index)
    except IndexError:
        continue
    raise SystemExit(f"index {index} went unnoticed")
"""


def test_the_checked_build_does_notice_a_wrong_index():
    done = subprocess.run(
        [sys.executable, "-c", CHECKED_READ],
        env={**os.environ, "NUMBA_BOUNDSCHECK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
