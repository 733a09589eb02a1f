"""What a seat can order, what each order takes, and in plain words why one cannot be given now."""

from collections.abc import Sequence

from crisis_sim.compiler.explain import requirement_english
from crisis_sim.compiler.phrases import hours
from crisis_sim.engine.course import Course, Move
from crisis_sim.rules.draw import minutes
from crisis_sim.rules.formula import evaluate
from crisis_sim.rules.legality import refusal_to_cancel
from crisis_sim.rules.sight import fill_slots
from crisis_sim.scenario.errors import did_you_mean, printable
from crisis_sim.terms.codes import (
    GAME_OVER,
    LEGAL,
    MINUTES_AN_HOUR,
    NO_EFFORT_LEFT,
    NONE,
    NOT_ORDERED,
    REQUIREMENT,
    TOO_LATE,
    UNDER_WAY,
    USED_UP,
)
from crisis_sim.terms.records import REFUSALS, Option, Order, Refusal

VISIBILITY = ("overt", "private", "covert", "deniable")


def options(course: Course, seat: int, draft: Sequence[Move]) -> tuple[Option, ...]:
    """Every action of the seat (a row), in the scenario's order, on top of what it has in draft."""
    first, end = course.program.seats.first_action[seat], course.program.seats.first_action[seat + 1]
    return tuple(option(course, seat, action, draft) for action in range(first, end))


def option(course: Course, seat: int, action: int, draft: Sequence[Move]) -> Option:
    """One action (a row) of the seat."""
    compiled, rows = course.compiled, course.program.actions
    told = compiled.told[action]
    target = course.program.happenings.target[action]
    written = compiled.scenario.actions.get(told.id)
    code = course.would_refuse(seat, action, draft)
    uses = rows.uses[action]
    drafted = sum(move.action == action and not move.cancel for move in draft)
    return Option(
        action=told.id,
        name=told.name,
        what=told.what or "",
        category=compiled.names.categories[rows.category[action]],
        target=compiled.names.actors[target] if target != NONE else None,
        rung=told.rung,
        severity=told.severity,
        visibility=VISIBILITY[course.program.happenings.visibility[action]],
        grave=written is not None and written.grave,
        effort=rows.effort[action],
        uses_left=uses - course.state.orders.nth[action] - drafted if uses else None,
        approval=hours(compiled, rows.approval[action]) or "",
        preparation=hours(compiled, rows.preparation[action]) or "",
        duration=hours(compiled, rows.duration[action]) or "",
        legal=code == LEGAL,
        code=REFUSALS[code],
        reason=why_not(course, seat, action, code, draft),
    )


def why_not(course: Course, seat: int, action: int, code: int, draft: Sequence[Move]) -> str:
    """In plain words why the order is refused; nothing if it is legal."""
    program, state = course.program, course.state
    match code:
        case c if c == LEGAL:
            return ""
        case c if c == GAME_OVER:
            return "the game is over"
        case c if c == UNDER_WAY:
            return _under_way(course, action, draft)
        case c if c == NO_EFFORT_LEFT:
            cost = program.actions.effort[action]
            left = effort_left(course, seat, draft)
            return f"it takes {cost} of this turn's effort, and {left} of {program.sizes.effort} is left"
        case c if c == USED_UP:
            uses = program.actions.uses[action]
            return f"it can be ordered {'once' if uses == 1 else f'{uses} times'} in a game, and was"
        case c if c == REQUIREMENT:
            fill_slots(program, state, seat)
            return requirement_english(course.compiled, course.compiled.names.actions[action], state.values)
        case c if c == NOT_ORDERED:
            return "no order of it waits"
        case c if c == TOO_LATE:
            until = minutes(evaluate(program, state, program.actions.cancel_until[action])) / MINUTES_AN_HOUR
            return f"it is carried out in less than {until:g} hours"
        case _:
            raise ValueError(f"no refusal has the code {code}")


def why_no_cancel(course: Course, seat: int, action: int) -> tuple[int, str]:
    """LEGAL or the code, and the reason why the order of this action cannot be taken back."""
    code = refusal_to_cancel(course.program, course.state, action)
    return code, why_not(course, seat, action, code, ())


def effort_left(course: Course, seat: int, draft: Sequence[Move]) -> int:
    """What is left of this turn's effort, beyond the draft."""
    costs = course.program.actions.effort
    return course.state.effort[seat] - sum(costs[move.action] for move in draft if not move.cancel)


def judge(course: Course, seat: int, order: Order, draft: Sequence[Move]) -> Move | Refusal:
    """An order of the seat (a row) as the rules take it, on top of its draft; or why it is refused."""
    names, first = course.compiled.names, course.program.seats.first_action
    if order.action not in names.actions:
        own = names.actions[first[seat] : first[seat + 1]]
        shown = printable(order.action[:100])
        return Refusal(order, "unknown", f"there is no action '{shown}'{did_you_mean(shown, own)}")
    action = names.actions.row(order.action)
    if not first[seat] <= action < first[seat + 1]:
        return Refusal(order, "not_yours", f"{order.action} is for another seat to order")
    if order.cancel:
        taken_back = any(move.action == action and move.cancel for move in draft)
        code, reason = (NOT_ORDERED, "it is taken back already") if taken_back else why_no_cancel(course, seat, action)
    else:
        code = course.would_refuse(seat, action, draft)
        reason = why_not(course, seat, action, code, draft)
    return Move(action, order.cancel) if code == LEGAL else Refusal(order, REFUSALS[code], reason)


def _under_way(course: Course, action: int, draft: Sequence[Move]) -> str:
    if any(move.action == action and not move.cancel for move in draft):
        return "it is among your orders already"
    if course.state.orders.serial[action] != 0:
        return "an order of it is on its way already"
    return "it goes on already"
