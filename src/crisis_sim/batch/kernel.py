"""Compiles the rules from outside. With `rows_ref`, the only room that knows numba.

The functions of `rules` are taken as they are; nothing is written twice. The kernel does not depend on a scenario:
programs and states are handed to it by address, so an edited scenario needs no compiling.
"""

import inspect
from types import ModuleType
from typing import Any

from numba import njit
from numba.extending import overload, register_jitable

from crisis_sim.batch.rows_ref import program_at, state_at
from crisis_sim.language import interpreter
from crisis_sim.rules import (
    adjudicate,
    agenda,
    chance,
    control,
    decide,
    draw,
    effects,
    forces,
    formula,
    game,
    imagine,
    legality,
    look_ahead,
    orders,
    promises,
    pulse,
    record,
    scoring,
    sight,
)
from crisis_sim.terms.rows import DIGEST_HIGH, DIGEST_LOW, EVENTS, NOW, OUTCOME_CLASS

RULES = (
    chance, record, agenda, draw, sight, legality, orders, forces, promises, effects, adjudicate, pulse, decide,
    scoring, game, control, imagine, look_ahead,
)  # fmt: skip


def compilable(module: ModuleType) -> None:
    """Lets numba compile the functions of a module where the kernel calls them."""
    for function in list(vars(module).values()):
        if inspect.isfunction(function) and function.__module__ == module.__name__:
            register_jitable(function)


for room in RULES:
    compilable(room)
register_jitable(formula.holds)
interpret = njit(interpreter.interpret)


@overload(formula.evaluate)
def compiled_evaluate(program, state, formula):  # type: ignore[no-untyped-def]  # numba compares it with the lambda
    """The seam: table code in the place of a Python closure."""
    return lambda program, state, formula: interpret(program.formulas, formula, state.values)


@njit(nogil=True)
def play_many(
    program_address: int,
    state_address: int,
    seed: int,
    first_run: int,
    agents: Any,
    personas: Any,
    totals: Any,
    finals: Any,
) -> None:
    """Plays `len(totals)` games; writes digest, events, last minute and outcome of each, and its final values."""
    program = program_at(program_address)
    state = state_at(state_address)
    for i in range(len(totals)):
        game.start(program, state, seed, first_run + i, agents, personas)
        while not game.over(state):
            game.advance(program, state)
        totals[i, 0] = state.clock[DIGEST_LOW]
        totals[i, 1] = state.clock[DIGEST_HIGH]
        totals[i, 2] = state.clock[EVENTS]
        totals[i, 3] = state.clock[NOW]
        totals[i, 4] = state.clock[OUTCOME_CLASS]
        for j in range(finals.shape[1]):
            finals[i, j] = state.values[j]
