"""A whole run, from its start or from the middle of a game, with what is noted of it on the way.

In the subset of Python that the rules keep to: the kernel compiles these very functions (all but `copy_state`, which it
does in one stroke), and where there is no compiler they are called as they are.
"""

from typing import Any, NamedTuple

from crisis_sim.batch.measures import Measures, Noted, begin_notes, note_step
from crisis_sim.rules import game
from crisis_sim.rules.agenda import KIND_SHIFT, ROW_MASK, next_due
from crisis_sim.rules.imagine import imagine
from crisis_sim.rules.look_ahead import look_ahead
from crisis_sim.rules.orders import submit, withdraw
from crisis_sim.rules.pulse import new_threshold
from crisis_sim.rules.sight import fill_slots
from crisis_sim.terms.codes import BY_HAZARD, DECIDE, EXTERNAL, LOOK_AHEAD, NONE
from crisis_sim.terms.rows import PINNED, Ints, Program, State


class Answers(NamedTuple):
    """What seats do at the decisions that are due at the very moment at which a continuation begins."""

    seats: int  # mask of those that answer; the others do as their agent does
    orders: int  # how many
    seat: Ints  # per order
    action: Ints
    cancel: Ints  # 1: it is withdrawn


def play_run(
    program: Program,
    state: State,
    imagined: State,
    measures: Measures,
    noted: Noted,
    seed: int,
    run: int,
    agents: Ints,
    personas: Ints,
) -> None:
    """One run of a batch, from its first minute to its end. `imagined`: rows for the bots that look ahead."""
    game.start(program, state, seed, run, agents, personas)
    begin_notes(program, state, measures, noted)
    note_step(program, state, measures, noted)
    play_out(program, state, imagined, measures, noted)


def play_out(program: Program, state: State, imagined: State, measures: Measures, noted: Noted) -> None:
    """From where a game stands to its end."""
    while not game.over(state):
        take_step(program, state, imagined, measures, noted)


def take_step(program: Program, state: State, imagined: State, measures: Measures, noted: Noted) -> None:
    """The next thing; a seat that looks ahead does so before its decision is taken."""
    next_due(state)
    what = state.agenda.what[0]
    seat = what & ROW_MASK
    if what >> KIND_SHIFT == DECIDE and state.agents[seat] == LOOK_AHEAD:
        game.come_to(program, state)
        look_ahead(program, state, imagined, seat)
        note_step(program, state, measures, noted)
    game.advance(program, state)
    note_step(program, state, measures, noted)


def play_on(
    program: Program,
    origin: State,
    state: State,
    imagined: State,
    measures: Measures,
    noted: Noted,
    seed: int,
    run: int,
    believer: int,
    agents: Ints,
    personas: Ints,
    answers: Answers,
) -> None:
    """One continuation: from the moment of `origin`, which is left as it is, to the end of the game.

    Luck is that of (seed, run) from here on, the recorded one no longer applies, and hazards start afresh: they have no
    memory. What stands on the agenda already (orders under way, what comes at a set hour) keeps its minute: it is part
    of the truth of that moment. `believer`: the seat from whose beliefs it goes on, by a state that it thinks possible
    now; NONE: from the truth.
    """
    if believer == NONE:
        copy_state(origin, state)
        game.set_key(state, seed, run)
        hand_over(program, state, agents, personas)
        for happening in range(program.sizes.actions, program.sizes.happenings):
            if program.happenings.mode[happening] == BY_HAZARD:
                state.accrued[happening] = 0.0
                state.threshold[happening] = new_threshold(program, state, happening)
    else:
        imagine(program, origin, state, believer, seed, run)
        hand_over(program, state, agents, personas)
    begin_notes(program, state, measures, noted)
    if believer == NONE:
        take_answers(program, state, imagined, measures, noted, answers)
    else:  # in what it imagines, the decisions of this moment have been taken
        give(program, state, answers, believer)
        note_step(program, state, measures, noted)
    play_out(program, state, imagined, measures, noted)


def hand_over(program: Program, state: State, agents: Ints, personas: Ints) -> None:
    """From here on these agents play, with these temperaments, and nothing that was recorded."""
    sizes = program.sizes
    state.clock[PINNED] = 0
    for seat in range(sizes.seats):
        state.agents[seat] = agents[seat]
        state.personas[seat] = personas[seat]
        for trait in range(sizes.traits):
            at = (personas[seat] * sizes.seats + seat) * sizes.traits + trait
            state.values[program.places.traits + seat * sizes.traits + trait] = program.traits[at]


def take_answers(
    program: Program, state: State, imagined: State, measures: Measures, noted: Noted, answers: Answers
) -> None:
    """Does the decisions of this minute, those that are answered as they are answered."""
    waiting = answers.seats
    minute = next_due(state)
    while waiting != 0 and not game.over(state) and next_due(state) == minute:
        what = state.agenda.what[0]
        seat = what & ROW_MASK
        answered = what >> KIND_SHIFT == DECIDE and (waiting >> seat) & 1 == 1
        agent = state.agents[seat] if answered else NONE
        if answered:
            waiting &= ~(1 << seat)
            game.come_to(program, state)
            give(program, state, answers, seat)
            note_step(program, state, measures, noted)
            state.agents[seat] = EXTERNAL
        take_step(program, state, imagined, measures, noted)
        if answered:
            state.agents[seat] = agent


def give(program: Program, state: State, answers: Answers, seat: int) -> None:
    """The orders of a seat. One that is not legal is left out: in a state that is only imagined it may not be."""
    for order in range(answers.orders):
        if answers.seat[order] == seat:
            fill_slots(program, state, seat)
            if answers.cancel[order] == 1:
                withdraw(program, state, seat, answers.action[order])
            else:
                submit(program, state, seat, answers.action[order])


def copy_state(origin: Any, target: Any) -> None:
    """Writes every row of a state over another's."""
    for row, other in zip(origin, target, strict=True):
        if hasattr(row, "_fields"):
            copy_state(row, other)
        else:
            other[:] = row
