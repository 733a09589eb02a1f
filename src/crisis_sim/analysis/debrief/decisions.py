"""Decisions by name, as readers meet them: who decided when, what was ordered, and what else could have been."""

from collections.abc import Sequence
from typing import NamedTuple

from crisis_sim.analysis.debrief.walking import Choice, Round, Story, course_at
from crisis_sim.engine.counsel import Counsel, counsel
from crisis_sim.engine.course import Course, Move
from crisis_sim.engine.options import judge
from crisis_sim.journal import parse, resolve, write
from crisis_sim.terms.codes import LEGAL
from crisis_sim.terms.records import Order, Refusal, WrongUse

NOTHING = "do nothing"
PLAUSIBLE = 6
"""Actions that are tried in the place of what was chosen: those that appeal most to its doctrine."""


class Decision(NamedTuple):
    """One decision of one seat. `number`: in the order of time, from 1. `orders`: none of them: it held.

    `round`: the row of its round. `asked`: see `walking.Choice`.
    """

    number: int
    seat: str
    minute: int
    orders: tuple[Order, ...]
    round: int
    asked: bool

    @property
    def told(self) -> str:
        """`us.condemn, us.strike_militia`."""
        return ", ".join(map(write, self.orders)) or NOTHING


def decisions_of(story: Story) -> list[Decision]:
    """Every decision of every seat."""
    names, found = story.compiled.names, list[Decision]()
    for row, moment in enumerate(story.rounds):
        for choice in moment.choices:
            orders = tuple(Order(names.actions[move.action], move.cancel) for move in choice.moves)
            decision = Decision(len(found) + 1, names.seats[choice.seat], moment.minute, orders, row, choice.asked)
            found.append(decision)
    return found


def choice_of(story: Story, decision: Decision) -> Choice:
    """In rows."""
    seat = story.compiled.names.seats.row(decision.seat)
    return next(choice for choice in story.rounds[decision.round].choices if choice.seat == seat)


def as_moves(story: Story, decision: Decision, orders: Sequence[Order | str] | str) -> tuple[Move, ...]:
    """Other orders for a decision, in rows: a list, `us.condemn, us.call_iraq_pm`, or `do nothing`.

    WrongUse, if they could not have been given there.
    """
    if isinstance(orders, str):
        orders = [part for part in orders.split(",") if part.strip()] if orders.strip() not in ("", NOTHING) else []
    course = course_at(story, story.rounds[decision.round])
    names, moves = story.compiled.names, list[Move]()
    seat = names.seats.row(decision.seat)
    first, end = story.compiled.program.seats.first_action[seat : seat + 2]
    for given in orders:
        order = _read(given, names.actions[first:end])
        judged = judge(course, seat, order, moves)
        if isinstance(judged, Refusal):
            raise WrongUse(f"{write(order)} could not have been ordered there: {judged.reason}")
        moves.append(judged)
    return tuple(moves)


def _read(given: Order | str, own: Sequence[str]) -> Order:
    if isinstance(given, Order):
        return given
    word = given.strip()
    if word.startswith("-"):
        return parse(word)
    return Order(resolve(word, own))


class Appeal(NamedTuple):
    """What its doctrine makes of the moment, the best first; and how often it would have ordered what was chosen first
    (None: it does not rate that, or was not asked)."""

    ranked: tuple[Counsel, ...]
    share: float | None


def appeal_of(course: Course, choice: Choice) -> Appeal:
    """By the ordinary temperament, on what the seat saw."""
    ranked = tuple(counsel(course, choice.seat, 0, ()))
    names = course.compiled.names.actions
    first = names[choice.moves[0].action] if choice.moves and not choice.moves[0].cancel else None
    if not choice.asked or (first is None and choice.moves):
        return Appeal(ranked, None)
    return Appeal(ranked, next((one.share for one in ranked if one.action == first), None))


def plausible(course: Course, choice: Choice, ranked: Sequence[Counsel]) -> list[tuple[Move, ...]]:
    """What else it could have done: nothing; all but one of its orders; one thing that appeals to its doctrine."""
    found: list[tuple[Move, ...]] = [()]
    if len(choice.moves) > 1:
        found += [tuple(other for other in choice.moves if other != move) for move in choice.moves]
    names = course.compiled.names.actions
    liked = [names.row(one.action) for one in ranked if one.action is not None][:PLAUSIBLE]
    found += [(Move(row, False),) for row in liked if course.would_refuse(choice.seat, row, ()) == LEGAL]
    return [moves for moves in dict.fromkeys(found) if set(moves) != set(choice.moves)]


def instead_of(choice: Choice, others: Sequence[tuple[Move, ...]]) -> tuple[Move, ...] | None:
    """The one alternative that every decision is compared with: doing nothing; for a seat that did nothing, what its
    doctrine would most likely have ordered. None: there was nothing else to do."""
    return next((moves for moves in others if set(moves) != set(choice.moves)), None)


def given_others(moment: Round, choice: Choice, moves: Sequence[Move]) -> list[Choice]:
    """What the others chose, and this in the place of what the seat chose."""
    others = [other for other in moment.choices if other.seat != choice.seat]
    return [*others, Choice(choice.seat, tuple(moves), choice.asked)]
