"""The one seam between the two worlds: how a formula of the scenario gets its value."""

from crisis_sim.terms.codes import NONE
from crisis_sim.terms.rows import Program, State


def evaluate(program: Program, state: State, formula: int) -> float:
    """Here a Python closure. The kernel puts table code or machine code in its place, under this name."""
    value: float = program.formulas[formula](state.values)
    return value


def holds(program: Program, state: State, formula: int) -> bool:
    """A condition; one that is not there holds."""
    if formula == NONE:
        return True
    return evaluate(program, state, formula) != 0.0
