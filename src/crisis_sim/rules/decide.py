"""How a bot chooses: softmax over what its doctrine makes of what it sees; or at random."""

from math import exp

from crisis_sim.rules.chance import uniforms
from crisis_sim.rules.formula import evaluate
from crisis_sim.rules.legality import refusal
from crisis_sim.rules.orders import submit
from crisis_sim.rules.sight import fill_slots
from crisis_sim.terms.codes import DOCTRINE, FOR_CHOICE, LEGAL, NONE, RANDOM
from crisis_sim.terms.rows import NOW, Program, State

COLDEST = 1e-3
STEPS_A_DECISION = 8
NOT_AN_OPTION = -1e300  # no appeal is as low


def decide(program: Program, state: State, seat: int, out_of_turn: int) -> None:
    """A seat's decision point. Seats that are played from outside have given their orders before. (Rulebook 4.14.)"""
    state.decisions[seat] += 1
    agent = state.agents[seat]
    if agent == DOCTRINE or agent == RANDOM:
        choose_orders(program, state, seat, agent, out_of_turn)


def choose_orders(program: Program, state: State, seat: int, agent: int, out_of_turn: int) -> None:
    """Gives orders, one after the other, until it would rather hold. (Rulebook 13.3.)"""
    for order in range(program.seats.orders[seat]):
        fill_slots(program, state, seat)
        step = STEPS_A_DECISION * out_of_turn + order
        action = choose(program, state, seat, agent, step)
        if action == NONE:
            break
        submit(program, state, seat, action)


def choose(program: Program, state: State, seat: int, agent: int, step: int) -> int:
    """The action chosen among the legal ones, or NONE: hold. The seat's slots are filled.

    Doctrine: P(action) is proportional to exp(appeal / temperature) (Luce 1959; McFadden 1974); holding has an appeal
    too.
    (Rulebook 13.1, 13.2, 13.4, 13.6.)
    """
    first = program.seats.first_action[seat]
    end = program.seats.first_action[seat + 1]
    temperature = max(COLDEST, evaluate(program, state, program.seats.temperature[seat]))
    hold = evaluate(program, state, program.seats.hold[seat])
    best = hold
    for action in range(first, end):
        state.weights[action - first] = NOT_AN_OPTION
        appeal = program.actions.appeal[action]
        if (appeal != NONE or agent == RANDOM) and refusal(program, state, seat, action) == LEGAL:
            value = hold if agent == RANDOM else evaluate(program, state, appeal)
            state.weights[action - first] = value
            best = max(best, value)
    total = exp((hold - best) / temperature)
    left = -total
    for action in range(first, end):
        value = state.weights[action - first]
        if value != NOT_AN_OPTION:
            value = exp((value - best) / temperature)
            state.weights[action - first] = value
            total += value
    luck, _ = uniforms(state, 1 + seat, FOR_CHOICE, seat, state.clock[NOW], step)
    left += luck * total
    chosen = NONE
    if left >= 0.0:
        for action in range(first, end):
            value = state.weights[action - first]
            if value != NOT_AN_OPTION and value > 0.0:
                chosen = action
                left -= value
                if left < 0.0:
                    break
    return chosen
