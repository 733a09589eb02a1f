"""Many runs in one call: the two entries of the compiled kernel. In the subset of Python that the rules keep to."""

from typing import NamedTuple

from crisis_sim.batch.keep import keep_floats, keep_integers
from crisis_sim.batch.measures import Measures, Noted
from crisis_sim.batch.playing import Answers, play_on, play_run
from crisis_sim.terms.rows import Floats, Ints, Program, State


class Asked(NamedTuple):
    """Which runs, by whom, and the two tables to write them to: a row a run, one behind the other."""

    seed: int
    first: int
    runs: int  # how many
    believer: int  # of continuations: a seat, or NONE
    integers_a_run: int
    floats_a_run: int
    agents: Ints  # per seat
    personas: Ints  # per seat
    integers: Ints
    floats: Floats


def play_many(program: Program, state: State, imagined: State, measures: Measures, noted: Noted, asked: Asked) -> None:
    """Plays runs from their first minute."""
    for n in range(asked.runs):
        play_run(
            program, state, imagined, measures, noted, asked.seed, asked.first + n, asked.agents, asked.personas
        )  # fmt: skip
        keep_integers(program, state, measures, noted, asked.integers, n * asked.integers_a_run)
        keep_floats(program, state, asked.floats, n * asked.floats_a_run)


def continue_many(
    program: Program,
    origin: State,
    state: State,
    imagined: State,
    measures: Measures,
    noted: Noted,
    answers: Answers,
    asked: Asked,
) -> None:
    """Plays on from the moment of `origin`, as often as asked."""
    for n in range(asked.runs):
        play_on(
            program, origin, state, imagined, measures, noted, asked.seed, asked.first + n, asked.believer,
            asked.agents, asked.personas, answers,
        )  # fmt: skip
        keep_integers(program, state, measures, noted, asked.integers, n * asked.integers_a_run)
        keep_floats(program, state, asked.floats, n * asked.floats_a_run)
