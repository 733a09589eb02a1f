"""Games of shipped scenarios, for tests that look at every step of one."""

import math
from functools import cache

from crisis_sim.compiler import Compiled, blank_state, compile_scenario
from crisis_sim.rules import game
from crisis_sim.rules.agenda import KIND_SHIFT, ROW_MASK, next_due
from crisis_sim.rules.look_ahead import look_ahead
from crisis_sim.scenario.loading import load
from crisis_sim.terms.codes import DECIDE, HOME, LOOK_AHEAD, THEATRE
from crisis_sim.terms.rows import ENTRIES, EVENTS, NOW, OVER, State
from crisis_sim.testing.strict_rows import strict


@cache
def compiled(name: str) -> Compiled:
    """A shipped scenario, compiled once."""
    return compile_scenario(load(name))


def started(name: str, seed: int, run: int, agents: list[int], *, checked: bool = False):
    """A program and the state of a game at its first minute; with strict rows if wanted."""
    program = compiled(name).program
    state = blank_state(program)
    personas = [(seed + seat) % program.sizes.personas for seat in range(program.sizes.seats)]
    if checked:
        program, state = strict(program), strict(state)
    game.start(program, state, seed, run, agents, personas)
    return program, state


def step(program, state: State, imagined: State | None = None) -> int:
    """The next thing, with the look-ahead of seats that are played so."""
    next_due(state)
    what = state.agenda.what[0]
    if what >> KIND_SHIFT == DECIDE and state.agents[what & ROW_MASK] == LOOK_AHEAD and imagined is not None:
        game.come_to(program, state)
        look_ahead(program, state, imagined, what & ROW_MASK)
    return game.advance(program, state)


def check_always_true(program, state, before: dict[str, list[float]]) -> dict[str, list[float]]:
    """What holds at every moment of every game; returns what the next moment is compared with."""
    sizes, places = program.sizes, program.places
    gauges = [state.values[places.gauges + gauge] for gauge in range(sizes.gauges)]
    for gauge, value in enumerate(gauges):
        assert math.isfinite(value)
        assert program.gauges.low[gauge] <= value <= program.gauges.high[gauge]
        if program.gauges.whole[gauge]:
            assert value == int(value)
        if program.gauges.monotone[gauge] and before:
            assert value >= before["gauges"][gauge]
    for unit in range(sizes.units):
        assert HOME <= state.values[places.units + unit] <= THEATRE
        assert state.values[places.units + unit] == int(state.values[places.units + unit])
    for fact in range(sizes.facts):
        assert state.values[places.facts + fact] in (0.0, 1.0)
        if before:
            assert state.values[places.facts + fact] == before["facts"][fact]
    for seat in range(sizes.seats):
        assert 0 <= state.effort[seat] <= sizes.effort
    if before:
        assert state.clock[NOW] >= before["clock"][0]
        assert state.clock[EVENTS] >= before["clock"][1]
    assert state.clock[NOW] <= sizes.horizon
    if not state.clock[OVER]:
        assert 0 < state.clock[ENTRIES] < sizes.agenda
        assert next_due(state) >= state.clock[NOW]
    facts = [state.values[places.facts + fact] for fact in range(sizes.facts)]
    return {"gauges": gauges, "facts": facts, "clock": [state.clock[NOW], state.clock[EVENTS]]}
