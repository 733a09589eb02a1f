"""Continuations from the middle of a game: what the adviser and the debrief are made of."""

from __future__ import annotations

from collections.abc import Iterator

import crisis_sim as cs
from benchmarks.figures import Figure, figure, seconds
from crisis_sim.batch.continuing import continue_from
from crisis_sim.compiler import Compiled, blank_state
from crisis_sim.rules import game
from crisis_sim.terms.codes import DOCTRINE
from crisis_sim.terms.rows import NOW, State

TITLE = "1,000 continuations from the middle of a game (warm)"


def half_way(compiled: Compiled) -> State:
    """A game by doctrines, stopped when half of its time is over."""
    program, state = compiled.program, blank_state(compiled.program)
    seats = program.sizes.seats
    game.start(program, state, 1, 0, [DOCTRINE] * seats, [0] * seats)
    while not game.over(state) and state.clock[NOW] < program.sizes.horizon // 2:
        game.advance(program, state)
    return state


def figures(quick: bool) -> Iterator[Figure]:
    for name in ("new_years_eve", "standoff"):
        compiled = cs.load(name).compiled
        state = half_way(compiled)
        continue_from(compiled, state, 10, seed=1)
        rounds = 3 if quick else 15
        took = [seconds(lambda: continue_from(compiled, state, 1000, seed=seed)) for seed in range(rounds)]  # noqa: B023
        yield figure(name, [1000 * one for one in took], "ms", "≤ 250 ms")
