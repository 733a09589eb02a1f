"""Whether an order may be given now: one function, the same for offering it, taking it and for bots."""

from crisis_sim.rules.draw import minutes
from crisis_sim.rules.formula import evaluate, holds
from crisis_sim.rules.sight import fill_slots
from crisis_sim.terms.codes import (
    GAME_OVER,
    LEGAL,
    NO_EFFORT_LEFT,
    NONE,
    NOT_ORDERED,
    NOT_YOURS,
    REQUIREMENT,
    TOO_LATE,
    UNDER_WAY,
    USED_UP,
)
from crisis_sim.terms.rows import NOW, OVER, Program, State


def refusal(program: Program, state: State, seat: int, action: int) -> int:
    """LEGAL, or the code of the first thing in the way. The seat's slots must be filled (`sight.fill_slots`).

    (Rulebook 4.1, 4.2, 4.3, 4.4, 4.6.)
    """
    if program.happenings.seat[action] != seat:
        return NOT_YOURS
    if state.clock[OVER] != 0:
        return GAME_OVER
    if state.orders.serial[action] != 0 or state.orders.ongoing[action] != 0:
        return UNDER_WAY
    uses = program.actions.uses[action]
    if uses != 0 and state.orders.nth[action] >= uses:
        return USED_UP
    if program.actions.effort[action] > state.effort[seat]:
        return NO_EFFORT_LEFT
    if not holds(program, state, program.actions.requires[action]):
        return REQUIREMENT
    return LEGAL


def refusal_to_cancel(program: Program, state: State, action: int) -> int:
    """LEGAL, or why an order that was given cannot be taken back now. (Rulebook 4.10.)"""
    if state.orders.serial[action] == 0:
        return NOT_ORDERED
    until = program.actions.cancel_until[action]
    if until != NONE:
        fill_slots(program, state, program.happenings.seat[action])
    if until != NONE and state.orders.due[action] - state.clock[NOW] < minutes(evaluate(program, state, until)):
        return TOO_LATE
    return LEGAL
