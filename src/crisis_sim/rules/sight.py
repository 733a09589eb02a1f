"""What a seat sees: gauges exactly, with an error or late; deeds as far as they were shown to it.

The error lies at the address (gauge, seat, staff cycle) and is never stored: looking changes nothing, and looking
twice does not help.
"""

from math import floor

from crisis_sim.rules.chance import normal_quantile, uniform
from crisis_sim.rules.formula import evaluate
from crisis_sim.terms.codes import (
    FOR_SIGHT,
    HIDDEN,
    MINUTES_AN_HOUR,
    NOISY,
    NONE,
    SLOT_ACTIVE,
    SLOT_COUNT,
    SLOT_FORCE,
    SLOT_GAUGE,
)
from crisis_sim.terms.rows import NOW, Program, State

NEVER = -1000000.0  # hours


def seen_gauge(program: Program, state: State, seat: int, gauge: int) -> float:
    """A gauge as a seat sees it, in the gauge's unit and within its bounds. A hidden one: its lower bound.

    (Rulebook 3.1, 3.2, 3.4.)
    """
    at = seat * program.sizes.gauges + gauge
    kind = program.sights.kind[at]
    low = program.gauges.low[gauge]
    if kind == HIDDEN:
        return low
    value = state.values[program.sights.source[at]]
    if kind == NOISY:
        if program.sights.noise[at] != NONE:
            cycle = state.clock[NOW] // program.sizes.turn
            luck = uniform(state, program.gauges.luck[gauge], FOR_SIGHT, seat, cycle)
            value += state.blur[at] * normal_quantile(luck)
        if program.sights.bias[at] != NONE:
            value += evaluate(program, state, program.sights.bias[at])
        if program.gauges.whole[gauge] != 0:
            value = float(floor(value + 0.5))
        value = min(program.gauges.high[gauge], max(low, value))
    return value


def set_blur(program: Program, state: State) -> None:
    """How large the errors are for this staff cycle. (Rulebook 3.13.)

    Kept for the cycle: if an error grew or shrank with its luck unchanged, two looks would tell the truth.
    """
    for at in range(program.sizes.seats * program.sizes.gauges):
        noise = program.sights.noise[at]
        state.blur[at] = 0.0 if noise == NONE else evaluate(program, state, noise)


def fill_slots(program: Program, state: State, seat: int) -> None:
    """Writes what the seat sees where its formulas read it. Before any formula of a seat is evaluated.

    (Rulebook 3.9.)
    """
    slots = program.slots
    for slot in range(slots.first[seat], slots.first[seat + 1]):
        kind = slots.kind[slot]
        source = slots.source[slot]
        value = 0.0
        if kind == SLOT_GAUGE:
            value = seen_gauge(program, state, seat, source)
        elif kind == SLOT_FORCE:
            value = float(state.unit_seen[seat * program.sizes.units + source])
        else:
            at = seat * program.sizes.happenings + source
            if kind == SLOT_COUNT:
                value = float(state.seen_count[at])
            elif kind == SLOT_ACTIVE:
                value = 1.0 if sees_going_on(program, state, seat, source) else 0.0
            else:
                value = NEVER if state.seen_count[at] == 0 else state.seen_minute[at] / MINUTES_AN_HOUR
        state.values[slots.place[slot]] = value


def sees_going_on(program: Program, state: State, seat: int, action: int) -> bool:
    """Whether an action goes on and the seat saw it begin, this time and not only an earlier one."""
    at = seat * program.sizes.happenings + action
    began = state.values[program.places.last + action]
    saw_it = state.seen_count[at] > 0 and state.seen_minute[at] / MINUTES_AN_HOUR >= began
    return saw_it and state.values[program.places.active + action] != 0.0


def side_of(program: Program, seat: int) -> int:
    """The mask of a seat alone; nobody's for NONE."""
    if seat == NONE:
        return 0
    return 1 << seat


def everybody(program: Program) -> int:
    """The mask of all seats."""
    return (1 << program.sizes.seats) - 1
