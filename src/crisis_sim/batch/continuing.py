"""Continuations: a game that stands somewhere in its middle, played on a thousand times.

The truth of that moment goes on, or a state that one seat thinks possible then (a believer's). What seats do at that
very decision can be given; from there on bots play all seats. Luck is new in each continuation, and the same for all
that are asked for with the same seed: so two answers are compared under the same luck. What was on the agenda already
keeps its minute; a believer's state has it drawn anew, since nobody could know it.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from crisis_sim.batch.engines import AUTO, COMPILED, MOST_RUN, MOST_SEED, SIMPY, Agents, bots, choose
from crisis_sim.batch.keep import keep_floats, keep_integers
from crisis_sim.batch.playing import Answers, play_on
from crisis_sim.batch.runs import Runs, blank_runs, layout_of
from crisis_sim.batch.same import Same
from crisis_sim.batch.weighing import blank_notes, measures_of
from crisis_sim.compiler import Compiled, blank_state
from crisis_sim.terms.codes import NONE
from crisis_sim.terms.records import WrongUse
from crisis_sim.terms.rows import State

HOLD = Answers(seats=0, orders=0, seat=[], action=[], cancel=[])
"""No seat's answer is given: all decide as their agents do."""
A_SHARE = 50
"""Fewer continuations are not worth a thread of their own."""


class Continuations:
    """A scenario, ready to be played on from any state of it. Any number of threads may ask at once.

    `engine`: "auto", "compiled" or "python". `notice`: one line that somebody should be told, or None.
    """

    def __init__(self, compiled: Compiled, engine: str = AUTO) -> None:
        if engine == SIMPY:
            raise WrongUse("continuations are played by the compiled engine or in plain Python, not by simpy")
        self.compiled = compiled
        self.engine, self.notice = choose(engine)
        self._kernel: Any = None
        if self.engine == COMPILED:
            from crisis_sim.batch.kernel import Kernel

            self._kernel = Kernel(compiled)
            self.notice = self._kernel.notice

    def play(
        self,
        state: State,
        n: int,
        *,
        seed: int,
        first: int = 0,
        agents: Agents = None,
        answers: Answers = HOLD,
        believer: int = NONE,
        threads: int | None = None,
    ) -> Runs:
        """Continuations first, first + 1, ..., first + n - 1, a row for each; `state` is left as it is.

        `state`: rows of lists, as `Course.state` holds them. `agents`: who plays from here on, as for a batch.
        `answers`: what seats do at the decision that is due at this very moment; orders that are not legal are left
        out. `believer`: the row of the seat from whose beliefs it goes on; NONE: from the truth. `threads`: how many at
        most; None: as many as there are processors. WrongUse: a seed, number, seat or agent that cannot be.
        """
        if n < 0 or first < 0 or first + n > MOST_RUN:
            raise WrongUse("continuations are numbered from 0 to 2**40 - 1")
        if not 0 <= seed < MOST_SEED:
            raise WrongUse("a seed lies between 0 and 2**63 - 1")
        if not (believer == NONE or 0 <= believer < self.compiled.program.sizes.seats):
            raise WrongUse(f"there is no seat in row {believer} to believe anything")
        seated = bots(self.compiled, agents)
        codes, personas = [one.code for one in seated], [one.persona for one in seated]
        if self._kernel is None:
            return self._in_python(state, n, seed, first, codes, personas, answers, believer)

        def share(start: int, count: int) -> Runs:
            runs: Runs = self._kernel.play_on(state, start, count, seed, codes, personas, answers, believer)
            return runs

        shares = shared(first, n, min(threads or processors(), n // A_SHARE))
        if len(shares) == 1:
            return share(first, n)
        with ThreadPoolExecutor(len(shares)) as pool:
            parts = list(pool.map(lambda part: share(*part), shares))
        integers, floats = ([getattr(part, name) for part in parts] for name in ("integers", "floats"))
        return Runs(parts[0].layout, first, np.concatenate(integers), np.concatenate(floats))

    def _in_python(
        self,
        origin: State,
        n: int,
        seed: int,
        first: int,
        codes: Sequence[int],
        personas: Sequence[int],
        answers: Answers,
        believer: int,
    ) -> Runs:
        compiled, program = self.compiled, self.compiled.program
        measures = measures_of(compiled)
        runs = blank_runs(layout_of(program.sizes, measures), first, n)
        noted, state, imagined = blank_notes(compiled, measures), blank_state(program), blank_state(program)
        for row in range(n):
            play_on(
                program, origin, state, imagined, measures, noted, seed, first + row, believer, list(codes),
                list(personas), answers,
            )  # fmt: skip
            keep_integers(program, state, measures, noted, runs.integers[row], 0)
            keep_floats(program, state, runs.floats[row], 0)
        return runs


def continue_from(
    compiled: Compiled,
    state: State,
    n: int,
    *,
    seed: int,
    first: int = 0,
    agents: Agents = None,
    answers: Answers = HOLD,
    believer: int = NONE,
    engine: str = AUTO,
) -> Runs:
    """`n` continuations of a game from a state of it: see `Continuations.play`."""
    ready = ready_for(Same(compiled), engine)
    return ready.play(state, n, seed=seed, first=first, agents=agents, answers=answers, believer=believer)


@lru_cache(maxsize=4)
def ready_for(compiled: Same[Compiled], engine: str) -> Continuations:
    """What is kept ready for whoever asks again for the same scenario."""
    return Continuations(compiled.thing, engine)


def shared(first: int, n: int, parts: int) -> list[tuple[int, int]]:
    """The runs in so many shares, or one, as (first, count): each as large as the others, but for one run."""
    parts = max(1, parts)
    ends = [first + n * part // parts for part in range(parts + 1)]
    return [(start, end - start) for start, end in pairwise(ends)]


def processors() -> int:
    """How many of them this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
