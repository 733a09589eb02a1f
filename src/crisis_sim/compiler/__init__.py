"""From a checked scenario to a program of rows, one way; and from rows back to names and to English.

    compiled = compile_scenario(load("new_years_eve"), {"crowd_arrivals": 0.5})
    state = blank_state(compiled.program)

Start reading at `program`; `entries` brings all that can happen to one shape, `scope` says what names mean, `draft`
collects rows and mistakes.
"""

from crisis_sim.compiler.layout import blank_state, place_names
from crisis_sim.compiler.names import Index, Names
from crisis_sim.compiler.program import Compiled, compile_scenario, with_parameters
from crisis_sim.compiler.soundness import check_program
from crisis_sim.compiler.told import Told, ToldOutcome

__all__ = [
    "Compiled",
    "Index",
    "Names",
    "Told",
    "ToldOutcome",
    "blank_state",
    "check_program",
    "compile_scenario",
    "place_names",
    "with_parameters",
]
