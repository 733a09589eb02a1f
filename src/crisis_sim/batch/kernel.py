"""Compiles the rules from outside. The only room that knows numba.

The functions of `rules` are taken as they are; nothing is written twice. The kernel does not depend on a scenario: the
program's rows are arguments, so an edited scenario needs no compiling.

Rules get bare pointers in the place of arrays: numba counts references to an array at every call, which makes this many
small functions about twenty times slower. Wrong indices then go unnoticed, so tests also run the kernel with
NUMBA_BOUNDSCHECK=1, which keeps arrays.
"""

import inspect
from types import ModuleType
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils, config
from numba.core.imputils import impl_ret_borrowed
from numba.extending import intrinsic, overload, register_jitable

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

CHECKED = bool(config.BOUNDSCHECK)
RULES = (
    chance, record, agenda, draw, sight, legality, orders, forces, promises, effects, adjudicate, pulse, decide, scoring,
    game, control, imagine, look_ahead,
)  # fmt: skip


def compilable(module: ModuleType) -> None:
    """Lets numba compile the functions of a module where the kernel calls them."""
    for function in list(vars(module).values()):
        if inspect.isfunction(function) and function.__module__ == module.__name__:
            register_jitable(forceinline=not CHECKED)(function)


for room in RULES:
    compilable(room)
register_jitable(forceinline=not CHECKED)(formula.holds)
interpret = njit(interpreter.interpret)


@overload(formula.evaluate)  # type: ignore[untyped-decorator]
def compiled_evaluate(program: Any, state: Any, formula: Any) -> Any:
    """The seam: table code in the place of a Python closure."""
    return lambda program, state, formula: interpret(program.formulas, formula, state.values)


@intrinsic  # type: ignore[untyped-decorator]
def bare(typing: Any, rows: Any) -> Any:
    """The same NamedTuple with a bare pointer in the place of every array: one word each, no reference counts."""
    if CHECKED:
        return rows(rows), lambda context, builder, signature, arguments: impl_ret_borrowed(
            context, builder, rows, arguments[0]
        )

    def kind(t: Any) -> Any:
        if isinstance(t, types.Array):
            return types.CPointer(t.dtype)
        if isinstance(t, types.BaseTuple):
            return types.BaseTuple.from_types([kind(u) for u in t], t.instance_class)
        return t

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        def convert(t: Any, value: Any) -> Any:
            if isinstance(t, types.Array):
                return context.make_array(t)(context, builder, value).data
            if isinstance(t, types.BaseTuple):
                members = [convert(u, v) for u, v in zip(t, cgutils.unpack_tuple(builder, value), strict=True)]
                return context.make_tuple(builder, kind(t), members)
            return value

        return convert(rows, arguments[0])

    return kind(rows)(rows), generate


@njit(nogil=True)
def play_one(program: Any, state: Any, seed: int, run: int, agents: Any, personas: Any) -> int:
    """Plays one game from its start to its end and returns the number of steps."""
    bare_program = bare(program)
    bare_state = bare(state)
    game.start(bare_program, bare_state, seed, run, agents, personas)
    steps = 0
    while not game.over(bare_state):
        game.advance(bare_program, bare_state)
        steps += 1
    return steps


@njit(nogil=True)
def play_many(
    program: Any, state: Any, seed: int, first_run: int, agents: Any, personas: Any, totals: Any, finals: Any
) -> None:
    """Plays `len(totals)` games; writes digest, events, last minute and outcome of each, and its final values."""
    bare_program = bare(program)
    bare_state = bare(state)
    for i in range(len(totals)):
        game.start(bare_program, bare_state, seed, first_run + i, agents, personas)
        while not game.over(bare_state):
            game.advance(bare_program, bare_state)
        clock = state.clock
        totals[i, 0] = clock[DIGEST_LOW]
        totals[i, 1] = clock[DIGEST_HIGH]
        totals[i, 2] = clock[EVENTS]
        totals[i, 3] = clock[NOW]
        totals[i, 4] = clock[OUTCOME_CLASS]
        for j in range(finals.shape[1]):
            finals[i, j] = state.values[j]
