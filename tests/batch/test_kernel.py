"""The rules, compiled, play the very same games as the rules in plain Python."""

import os
import subprocess
import sys

import pytest

from crisis_sim.batch.rows_ref import fields
from crisis_sim.compiler import compile_scenario
from crisis_sim.scenario.loading import load, shipped
from crisis_sim.terms.codes import RANDOM
from crisis_sim.terms.rows import Program, State
from tests.batch.games import differences, in_kernel


def test_every_shipped_scenario_plays_ten_games_alike_in_python_and_compiled():
    assert [each for name in shipped() for each in differences(name, 10)] == []


def test_with_every_index_checked_no_rule_reads_or_writes_beyond_a_row():
    """R5: what would go wrong in silence in the kernel raises in this build of it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.batch.games", "3", *shipped()],
        env={**os.environ, "NUMBA_BOUNDSCHECK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "checked: True; differences: []"), done.stderr[-2000:]


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


@pytest.mark.parametrize("name", shipped())
def test_ten_thousand_games_of_random_legal_orders_all_end_within_their_horizon(name):
    """Random legal play finds no crash, no dead end and no unending game, and leaves every gauge within its bounds."""
    compiled = compile_scenario(load(name))
    program = compiled.program
    first = program.places.gauges
    for totals, finals in in_kernel(compiled, 11, 10_000, RANDOM):
        assert 0 < totals[3] <= program.sizes.horizon
        assert 0 <= totals[4] < program.sizes.classes
        for gauge in range(program.sizes.gauges):
            assert program.gauges.low[gauge] <= finals[first + gauge] <= program.gauges.high[gauge]
