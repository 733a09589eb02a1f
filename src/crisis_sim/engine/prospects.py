"""What may come of each order, as the seat has reason to think: its outcomes with their chances.

The rules weigh outcomes by how things really stand. A seat does not know that, so the weights are taken over states
that it imagines, as its own score is: what it cannot see does not enter.
"""

from typing import NamedTuple

from crisis_sim.compiler.deeds import DISOBEYED, OVERSHOOT
from crisis_sim.engine.course import Course
from crisis_sim.rules.formula import evaluate
from crisis_sim.rules.imagine import imagine

TRIALS = 3
"""Imagined states over which the chances are taken."""
WORTH_A_WORD = 0.02
"""Chances below are left out, and what is nearly certain has no alternative worth telling."""

CALLED = {DISOBEYED: "not obeyed", OVERSHOOT: "more than was asked"}


class Prospect(NamedTuple):
    """One way in which an order may turn out. `chance`: 0 to 1."""

    outcome: str
    chance: float


def prospects(course: Course, seat: int) -> dict[str, tuple[Prospect, ...]]:
    """For each action of the seat (a row) that can turn out in several ways: those ways, the likeliest first."""
    first, end = course.program.seats.first_action[seat], course.program.seats.first_action[seat + 1]
    outcomes = course.program.happenings.first_outcome
    several = [action for action in range(first, end) if outcomes[action + 1] - outcomes[action] > 1]
    sums = {action: [0.0] * (outcomes[action + 1] - outcomes[action]) for action in several}
    imagined = course.imagined()
    for trial in range(TRIALS if several else 0):
        imagine(course.program, course.state, imagined, seat, 0, trial)
        for action in several:
            weights = [
                max(0.0, evaluate(course.program, imagined, course.program.outcomes.weight[outcome]))
                for outcome in range(outcomes[action], outcomes[action + 1])
            ]
            total = sum(weights)
            if total > 0.0:
                for at, weight in enumerate(weights):
                    sums[action][at] += weight / total
    names = course.compiled.names.actions
    return {names[action]: told for action in several if (told := _told(course, action, sums[action]))}


def _told(course: Course, action: int, sums: list[float]) -> tuple[Prospect, ...]:
    known = course.compiled.told[action].outcomes
    whole = sum(sums)
    found = [
        Prospect(CALLED.get(outcome.id, outcome.id.replace("_", " ")), round(share / whole, 2))
        for outcome, share in zip(known, sums, strict=True)
        if share > WORTH_A_WORD * whole
    ]
    return tuple(sorted(found, key=lambda one: -one.chance)) if len(found) > 1 else ()
