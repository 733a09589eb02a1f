"""What a temperament would do in a seat's place, on what that seat sees: each order with its appeal and its reasons."""

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from crisis_sim.engine.argument import Reason, reasons
from crisis_sim.engine.course import Course, Move
from crisis_sim.language import settle
from crisis_sim.rules.decide import COLDEST
from crisis_sim.rules.formula import evaluate
from crisis_sim.rules.sight import fill_slots
from crisis_sim.terms.codes import LEGAL, NONE


class Counsel(NamedTuple):
    """One order (or holding: `action` is None), as a temperament weighs it.

    `share`: how often a bot of this temperament would choose it now; 0 for what is in draft already.
    """

    action: str | None
    appeal: float
    share: float
    drafted: bool
    reasons: tuple[Reason, ...]


def counsel(course: Course, seat: int, persona: int, draft: Sequence[Move]) -> list[Counsel]:
    """What this seat (a row) can order, and holding, and what is in its draft; what appeals most comes first."""
    program, sizes, places = course.program, course.program.sizes, course.program.places
    drafted = {move.action for move in draft if not move.cancel}
    first, end = program.seats.first_action[seat], program.seats.first_action[seat + 1]
    rows = [
        row
        for row in range(first, end)
        if program.actions.appeal[row] != NONE and (row in drafted or course.would_refuse(seat, row, draft) == LEGAL)
    ]
    values = course.state.values[:]
    state = course.state._replace(values=values)
    begin = places.traits + seat * sizes.traits
    traits = (persona * sizes.seats + seat) * sizes.traits
    values[begin : begin + sizes.traits] = program.traits[traits : traits + sizes.traits]
    fill_slots(program, state, seat)
    known = {place: values[place] for place in (*range(places.traits), *range(begin, begin + sizes.traits))}
    temperature = max(COLDEST, evaluate(program, state, program.seats.temperature[seat]))
    hold = evaluate(program, state, program.seats.hold[seat])
    appeals = {row: evaluate(program, state, program.actions.appeal[row]) for row in rows}
    open_ = [appeal for row, appeal in appeals.items() if row not in drafted]
    best = max([hold, *open_])
    total = sum(exp((appeal - best) / temperature) for appeal in [hold, *open_])
    found = [Counsel(None, hold, exp((hold - best) / temperature) / total, False, ())]
    for row, appeal in appeals.items():
        share = 0.0 if row in drafted else exp((appeal - best) / temperature) / total
        tree = settle(course.compiled.trees[program.actions.appeal[row]], known)
        why = tuple(reasons(tree, values))
        found.append(Counsel(course.compiled.names.actions[row], appeal, share, row in drafted, why))
    return sorted(found, key=lambda one: -one.appeal)
