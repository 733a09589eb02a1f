"""What control, the white cell, can do to a game that runs: set a gauge, send an inject. Both are events."""

from crisis_sim.rules.agenda import schedule
from crisis_sim.rules.effects import set_gauge
from crisis_sim.rules.record import record
from crisis_sim.terms.codes import EVENT_OVERRIDE, HAPPEN, NONE
from crisis_sim.terms.rows import NOW, Program, State


def override(program: Program, state: State, gauge: int, value: float) -> None:
    """Sets a gauge, within its bounds. Control alone sees the event; the gauge is seen by those who see it anyway.

    (Rulebook 16.1.)
    """
    set_gauge(program, state, gauge, value)
    record(state, EVENT_OVERRIDE, NONE, NONE, gauge, NONE, 0, 0, NONE, value, 1.0, 0.0)


def send(program: Program, state: State, happening: int) -> None:
    """Sends an inject or claim within this minute, whatever its conditions. (Rulebook 16.2.)"""
    state.begun[happening] += 1
    schedule(state, state.clock[NOW], HAPPEN, happening, 1, NONE)
