"""The compiled rules: what they are called with, what they share, and what the checked build notices."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from crisis_sim.batch.engines import CompiledEngine, bots
from crisis_sim.batch.kernel import LARGE, Kernel, machine_code
from crisis_sim.batch.many import Asked
from crisis_sim.batch.measures import Measures, Noted
from crisis_sim.batch.rows_ref import fields
from crisis_sim.batch.same import Same
from crisis_sim.batch.tables import coded
from crisis_sim.engine.seats import played_with
from crisis_sim.scenario.loading import shipped
from crisis_sim.terms.rows import Program, State
from tests.batch.games import compiled, differing, in_kernel, kernel


@pytest.mark.parametrize("layout", [Program, State, Measures, Noted, Asked])
def test_every_field_has_its_own_words(layout):
    ends = [at for at, _ in fields(layout).values()]
    assert ends == sorted(set(ends))


def test_a_run_is_the_same_whichever_runs_were_played_before_it_and_in_whatever_company():
    whole = in_kernel(kernel("standoff"), None, 40)
    for first, count in ((0, 1), (17, 1), (5, 20), (39, 1)):
        part = in_kernel(kernel("standoff"), None, count, first)
        assert part.integers.tobytes() == whole.integers[first : first + count].tobytes()
        assert part.floats.tobytes() == whole.floats[first : first + count].tobytes()


def test_no_runs_are_an_empty_table():
    assert len(in_kernel(kernel("standoff"), None, 0)) == 0


def test_threads_that_play_at_once_do_not_disturb_each_other():
    alone = in_kernel(kernel("standoff"), None, 400)
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(lambda first: in_kernel(kernel("standoff"), None, 20, first), range(0, 400, 20)))
    assert b"".join(part.integers.tobytes() for part in parts) == alone.integers.tobytes()
    assert b"".join(part.floats.tobytes() for part in parts) == alone.floats.tobytes()


def test_machine_code_is_taken_when_there_are_many_runs_and_changes_nothing():
    ready = Kernel(compiled("standoff"))
    many = in_kernel(ready, None, 3000)
    assert ready.uses_machine_code
    assert not kernel("standoff").uses_machine_code
    assert differing(in_kernel(kernel("standoff"), None, 200), in_kernel(ready, None, 200)) == []
    assert len(many) == 3000


def in_the_checked_build(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "NUMBA_BOUNDSCHECK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_ten_thousand_games_of_random_legal_orders_end_as_they_must_with_every_index_checked():
    """Random legal play finds no crash, no dead end and no unending game, and leaves every gauge within its bounds.

    In this build of the kernel, what would go wrong in silence in the other raises.
    """
    done = in_the_checked_build("-m", "tests.batch.games", "3", "10000", *shipped())
    told = "checked: True; different: {}; gone wrong: {}"
    assert (done.returncode, done.stdout.strip()) == (0, told), done.stderr[-2000:]


WRONG_INDEX = """
from crisis_sim.batch.kernel import Kernel
from tests.batch.games import compiled

ready = Kernel(compiled("standoff"))
ready.play(0, 1, 7, [1, 1], [0, 0])
for persona in (-1_000_000, 1_000_000):
    try:
        ready.play(0, 1, 7, [1, 1], [0, persona])
    except IndexError:
        continue
    raise SystemExit(f"persona {persona} went unnoticed")
"""


def test_the_checked_build_does_notice_a_wrong_index():
    done = in_the_checked_build("-c", WRONG_INDEX)
    assert (done.returncode, done.stderr) == (0, "")


MIXED = """
from crisis_sim.batch import compiling
from crisis_sim.terms.rows import State

def stored(state: State) -> None:
    state.clock[0] = 0.5

def taken(number: int) -> int:
    return number

def handed_on() -> int:
    return taken(0.5)

def largest(number: int) -> float:
    return max(0.5, number)

for function in (stored, handed_on, largest):
    function.__module__ = taken.__module__ = "crisis_sim.rules"
    compiling.ENTRIES = (function,)
    try:
        compiling.object_code()
    except compiling.TypingError:
        continue
    raise SystemExit(f"{function.__name__} was compiled")
"""


def test_what_would_be_a_float_in_python_and_an_int_in_the_kernel_is_not_compiled():
    done = subprocess.run([sys.executable, "-c", MIXED], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_formulas_are_turned_into_code_once_for_all_values_of_their_parameters():
    plain = compiled("standoff")
    other = played_with(plain, None, {"skirmish_rate": 1.0})
    assert coded(Same(plain.trees), plain.program.sizes.values) is coded(Same(other.trees), other.program.sizes.values)
    assert machine_code(Same(plain.trees)) is machine_code(Same(other.trees))


def test_an_engine_that_plays_a_few_of_many_runs_takes_machine_code_at_once_and_comes_to_the_same():
    seated = bots(compiled("standoff"), None)
    few, among_many = (CompiledEngine(compiled("standoff"), seated, 1) for _ in range(2))
    among_many.expect(LARGE)
    assert [one.uses_machine_code for one in (few, among_many)] == [False, True]
    assert differing(few.play(0, 20), among_many.play(0, 20)) == []
