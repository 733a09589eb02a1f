"""Formulas as machine code give the same bits as their closures and their table code."""

import ctypes
import struct

import numpy as np
from hypothesis import HealthCheck, given, reject, settings

from crisis_sim.batch.kernel import Kernel
from crisis_sim.batch.machine_code import FIRST_ADDRESS, MachineCode
from crisis_sim.compiler import blank_state
from crisis_sim.language import LanguageError, check, closure, parse_expression
from crisis_sim.rules import game
from crisis_sim.scenario.loading import shipped
from crisis_sim.terms.codes import DOCTRINE
from tests.batch.games import compiled
from tests.language.scope import interpreted
from tests.language.strategies import Case, cases

FORMULA = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_void_p)
searching = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def bits(number: float) -> bytes:
    return struct.pack("<d", number)


def called(address: int, row: list[float]) -> float:
    values = np.array(row, np.float64)
    result = FORMULA(address)(values.ctypes.data)
    assert isinstance(result, float)
    return result


@searching
@given(cases())
def test_random_expressions_give_the_same_bits_in_closures_table_code_and_machine_code(case: Case) -> None:
    try:
        tree = check(parse_expression(case.text), case.scope)
    except LanguageError:
        reject()
    result = closure(tree)(case.row)
    code = MachineCode([tree])
    assert bits(called(code.addresses[0], case.row)) == bits(result)
    assert bits(interpreted(tree, case.row)) == bits(result)


def test_every_formula_of_every_shipped_scenario_gives_the_same_bits_at_moments_of_a_game():
    for name in shipped():
        program, trees = compiled(name).program, compiled(name).trees
        code = MachineCode(trees)
        state, seats = blank_state(program), program.sizes.seats
        game.start(program, state, 3, 0, [DOCTRINE] * seats, [0] * seats)
        for step in range(400):
            if game.over(state):
                break
            game.advance(program, state)
            if step % 80 == 0:
                for formula, address in zip(program.formulas, code.addresses, strict=True):
                    assert bits(called(address, state.values)) == bits(float(formula(state.values)))


def test_addresses_are_told_from_lines_of_table_code():
    ready = Kernel(compiled("standoff"))
    ready.use_machine_code()
    assert min(MachineCode(compiled("standoff").trees).addresses) >= FIRST_ADDRESS
    assert len(compiled("new_years_eve").trees) < FIRST_ADDRESS


def test_the_same_formulas_with_other_parameters_share_their_machine_code():
    from crisis_sim.batch.kernel import machine_code
    from crisis_sim.batch.same import Same
    from crisis_sim.compiler import with_parameters

    one, other = compiled("standoff"), with_parameters(compiled("standoff"), {"guard_control": 0.5})
    assert machine_code(Same(one.trees)) is machine_code(Same(other.trees))
