"""Giving an order and taking it back. What an order sets going touches only its own rows until it is carried out."""

from crisis_sim.rules.agenda import drop, schedule
from crisis_sim.rules.chance import uniforms
from crisis_sim.rules.draw import draw_minutes, happens
from crisis_sim.rules.formula import evaluate
from crisis_sim.rules.legality import refusal, refusal_to_cancel
from crisis_sim.rules.record import record
from crisis_sim.rules.sight import everybody, side_of
from crisis_sim.terms.codes import (
    EVENT_CANCEL,
    EVENT_ORDER,
    EVENT_REVEAL,
    EXECUTE,
    FOR_APPROVAL,
    FOR_LEAK,
    FOR_PREPARATION,
    LEAK,
    LEGAL,
    NONE,
    NOT_YOURS,
)
from crisis_sim.terms.rows import CAUSE, NOW, Program, State


def submit(program: Program, state: State, seat: int, action: int) -> int:
    """Takes an order of a seat, if it is legal (slots filled), and returns LEGAL or why not.

    Approval and preparation are drawn now, at the address of this order of this action; it takes at least a minute,
    so that whoever decides at the same minute decides first. (Rulebook 4.5, 4.7, 4.8, 4.9.)
    """
    why_not = refusal(program, state, seat, action)
    if why_not != LEGAL:
        return why_not
    item = program.happenings.luck[action]
    nth = state.orders.nth[action]
    now = state.clock[NOW]
    approval = draw_minutes(program, state, program.actions.approval[action], item, FOR_APPROVAL, seat, nth)
    preparation = draw_minutes(program, state, program.actions.preparation[action], item, FOR_PREPARATION, seat, nth)
    wait = max(1, approval + preparation)
    event = record(
        state, EVENT_ORDER, program.happenings.owner[action], program.happenings.target[action], action, NONE,
        side_of(program, seat), side_of(program, seat), state.clock[CAUSE], 0.0, 1.0, 0.0,
    )  # fmt: skip
    leak = 0.0
    if program.actions.leak[action] != NONE:
        leak = evaluate(program, state, program.actions.leak[action])
    if happens(program, state, leak, item, FOR_LEAK, seat, nth):
        _, when = uniforms(state, item, FOR_LEAK, seat, nth, 0)
        schedule(state, now + 1 + int(when * (wait - 1)), LEAK, action, 0, event)
    orders = state.orders
    orders.nth[action] = nth + 1
    orders.given[action] = now
    orders.approved[action] = now + approval
    orders.due[action] = now + wait
    orders.event[action] = event
    orders.leaked[action] = 0
    orders.serial[action] = schedule(state, now + wait, EXECUTE, action, 0, event)
    state.effort[seat] -= program.actions.effort[action]
    return LEGAL


def withdraw(program: Program, state: State, seat: int, action: int) -> int:
    """Takes back an order that waits, and returns LEGAL or why not."""
    if program.happenings.seat[action] != seat:
        return NOT_YOURS
    why_not = refusal_to_cancel(program, state, action)
    if why_not == LEGAL:
        call_off(program, state, seat, action, state.orders.event[action])
    return why_not


def call_off(program: Program, state: State, seat: int, action: int, cause: int) -> None:
    """Removes a waiting order, whoever wants it; seen by its side and by those to whom it leaked. (Rulebook 4.11.)"""
    state.orders.serial[action] = 0
    drop(state, EXECUTE, action)
    drop(state, LEAK, action)
    seen = side_of(program, seat) | state.orders.leaked[action]
    record(
        state, EVENT_CANCEL, program.happenings.owner[action], program.happenings.target[action], action, NONE,
        seen, seen, cause, 0.0, 1.0, 0.0,
    )  # fmt: skip


def leak_out(program: Program, state: State, action: int, cause: int) -> None:
    """A waiting order becomes known to everybody. (Rulebook 4.13.)"""
    seen = everybody(program)
    state.orders.leaked[action] = seen
    record(
        state, EVENT_REVEAL, program.happenings.owner[action], program.happenings.target[action], action, NONE,
        seen, seen, cause, 0.0, 1.0, 0.0,
    )  # fmt: skip
