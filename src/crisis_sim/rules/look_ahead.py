"""A bot that looks one decision ahead: it tries its best few options on imagined games, and takes the one that leaves
it best.

It sees no more than its seat does: what it tries, it tries on `imagine`d states, with the same luck for every option.
"""

from crisis_sim.rules.agenda import next_due
from crisis_sim.rules.chance import uniforms
from crisis_sim.rules.formula import evaluate
from crisis_sim.rules.game import advance, over
from crisis_sim.rules.imagine import imagine
from crisis_sim.rules.legality import refusal
from crisis_sim.rules.orders import submit
from crisis_sim.rules.scoring import score
from crisis_sim.rules.sight import fill_slots
from crisis_sim.terms.codes import FOR_IMAGINED, LEGAL, MINUTES_AN_HOUR, NONE
from crisis_sim.terms.rows import NOW, Program, State

OPTIONS = 4  # the doctrine's best ones, beside holding
TRIES = 3  # imagined games for each
HOURS = 48  # how far each is played
LOWEST = -1e300


def look_ahead(program: Program, state: State, imagined: State, seat: int) -> int:
    """Gives the order that did best on average, if any did better than holding; returns it, or NONE.

    Called at a decision point of the seat, before `advance` takes it off the agenda.
    (Rulebook 14.1.)
    """
    now = state.clock[NOW]
    best = NONE
    best_score = mean_score(program, state, imagined, seat, NONE, now)
    ceiling = -LOWEST
    ceiling_row = NONE
    for _ in range(OPTIONS):
        fill_slots(program, state, seat)
        option = next_option(program, state, seat, ceiling, ceiling_row)
        if option == NONE:
            break
        ceiling = evaluate(program, state, program.actions.appeal[option])
        ceiling_row = option
        reached = mean_score(program, state, imagined, seat, option, now)
        if reached > best_score:
            best_score = reached
            best = option
    if best != NONE:
        fill_slots(program, state, seat)
        submit(program, state, seat, best)
    return best


def next_option(program: Program, state: State, seat: int, ceiling: float, ceiling_row: int) -> int:
    """The legal action that appeals most among those that come after (ceiling, ceiling_row); slots are filled."""
    found = NONE
    highest = LOWEST
    for action in range(program.seats.first_action[seat], program.seats.first_action[seat + 1]):
        appeal = program.actions.appeal[action]
        if appeal == NONE or refusal(program, state, seat, action) != LEGAL:
            continue
        value = evaluate(program, state, appeal)
        comes_after = value < ceiling or (value == ceiling and action > ceiling_row)
        if comes_after and value > highest:
            highest = value
            found = action
    return found


def mean_score(program: Program, state: State, imagined: State, seat: int, action: int, now: int) -> float:
    """The seat's mean score after HOURS of imagined games that begin with this order, or with holding.

    (Rulebook 14.2.)
    """
    total = 0.0
    for trial in range(TRIES):
        one, two = uniforms(state, 1 + seat, FOR_IMAGINED, seat, now, trial)
        imagine(program, state, imagined, seat, int(one * 4294967296.0), int(two * 4294967296.0))
        if action != NONE:
            fill_slots(program, imagined, seat)
            submit(program, imagined, seat, action)
        until = now + HOURS * MINUTES_AN_HOUR
        while not over(imagined) and next_due(imagined) <= until:
            advance(program, imagined)
        total += score(program, imagined, seat)
    return total / TRIES
