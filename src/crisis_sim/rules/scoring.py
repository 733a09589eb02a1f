"""How a game ends, what it is called, and how well each seat did."""

from crisis_sim.rules.formula import evaluate
from crisis_sim.rules.record import mix_state, record
from crisis_sim.rules.sight import everybody
from crisis_sim.terms.codes import EVENT_END, FAULTED, NONE
from crisis_sim.terms.rows import END_REASON, OUTCOME_CLASS, OVER, Program, State

MOST = 100.0


def score(program: Program, state: State, seat: int) -> float:
    """How well a seat's objectives are met as things stand: 0 to 100. (Rulebook 17.5.)"""
    total = 0.0
    for objective in range(program.seats.first_objective[seat], program.seats.first_objective[seat + 1]):
        met = evaluate(program, state, program.seats.value[objective])
        total += program.seats.weight[objective] * min(MOST, max(0.0, met))
    return total


def outcome_class(program: Program, state: State) -> int:
    """The first class that holds; the last one always does. (Rulebook 17.3.)"""
    for row in range(program.sizes.classes - 1):
        if evaluate(program, state, program.classes[row]) != 0.0:
            return row
    return program.sizes.classes - 1


def check_ends(program: Program, state: State) -> None:
    """Ends the game where one of its end conditions holds. (Rulebook 17.1.)"""
    for row in range(program.sizes.ends):
        if state.clock[OVER] == 0 and evaluate(program, state, program.ends[row]) != 0.0:
            finish(program, state, row)


def finish(program: Program, state: State, reason: int) -> None:
    """The game is over: at its horizon, or for the end condition of row `reason`. (Rulebook 17.4.)"""
    state.clock[OVER] = 1
    state.clock[END_REASON] = reason
    outcome = outcome_class(program, state)
    state.clock[OUTCOME_CLASS] = outcome
    seen = everybody(program)
    record(
        state,
        EVENT_END,
        NONE,
        NONE,
        max(NONE, reason),
        outcome,
        seen,
        seen,
        NONE,
        1.0 if reason == FAULTED else 0.0,
        1.0,
        0.0,
    )
    mix_state(program, state)
