"""Games played on from a moment, and how each of them ended: by the compiled rules where they are, else in Python."""

import hashlib
import os
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from importlib.util import find_spec
from typing import Any, NamedTuple

from crisis_sim.analysis.debrief.walking import Choice
from crisis_sim.batch.playing import Answers, play_on
from crisis_sim.batch.weighing import blank_notes, measures_of
from crisis_sim.compiler import Compiled, blank_state
from crisis_sim.engine.seats import seat_all
from crisis_sim.rules.scoring import score
from crisis_sim.terms.codes import NONE
from crisis_sim.terms.records import WrongUse
from crisis_sim.terms.rows import OUTCOME_CLASS, State

COMPILED, PYTHON, AUTO = "compiled", "python", "auto"
SLICE = 250
"""Continuations in one call: a call is what one worker does, and after each the progress is told."""


class Ends(NamedTuple):
    """How continuations ended, one by one: the class's row, and every seat's score."""

    outcomes: tuple[int, ...]
    scores: tuple[tuple[float, ...], ...]


class Ask(NamedTuple):
    """Continuations first, first + 1, ..., so many, of a moment. `believer`: the row of a seat, or NONE."""

    state: State
    answers: Answers
    n: int
    seed: int
    first: int = 0
    believer: int = NONE
    agents: Mapping[str, str] | None = None


Played = Callable[[int], None]
"""Hears how many more continuations have been played."""


class Futures:
    """A scenario, ready to be played on. `notice`: one line that somebody should be told, or None.

    `workers`: threads for the compiled rules; nothing that comes out depends on them.
    """

    def __init__(self, compiled: Compiled, engine: str = AUTO, workers: int | None = None) -> None:
        if engine not in (AUTO, COMPILED, PYTHON):
            raise WrongUse(f"a debrief is played by {AUTO}, {COMPILED} or {PYTHON}, not by {engine[:40]!r}")
        self.compiled, self.notice, self._ready = compiled, None, None
        there = find_spec("numba") is not None and find_spec("numpy") is not None
        self.engine = PYTHON if engine == PYTHON or (engine == AUTO and not there) else COMPILED
        if self.engine == COMPILED:
            from crisis_sim.batch.continuing import Continuations

            ready = Continuations(compiled, COMPILED)
            self._ready, self.notice = ready, ready.notice
        elif engine == AUTO:
            self.notice = (
                "numba is not installed, so the continuations are played in plain Python, and there are fewer of them: "
                'pip install "crisis-sim[batch]"'
            )
        self._workers = workers or len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else [0])

    def play(self, asks: Mapping[Hashable, Ask], played: Played = lambda count: None) -> dict[Hashable, Ends]:
        """Plays all that is asked for, under the same names."""
        parts = [(name, part) for name, ask in asks.items() for part in _slices(ask)]
        found: dict[tuple[Hashable, int], Ends] = {}
        if self._ready is None:
            for name, part in parts:
                found[name, part.first] = self._in_python(part, played)
        else:
            with ThreadPoolExecutor(self._workers) as pool:
                waiting = {pool.submit(self._compiled, part): (name, part) for name, part in parts}
                try:
                    for done in as_completed(waiting):
                        name, part = waiting[done]
                        found[name, part.first] = done.result()
                        played(part.n)
                except BaseException:
                    pool.shutdown(cancel_futures=True)
                    raise
        return {name: _joined([found[name, part.first] for part in _slices(ask)]) for name, ask in asks.items()}

    def _compiled(self, ask: Ask) -> Ends:
        ready: Any = self._ready
        runs = ready.play(
            ask.state, ask.n, seed=ask.seed, first=ask.first, agents=ask.agents, answers=ask.answers,
            believer=ask.believer, threads=1,
        )  # fmt: skip
        return Ends(tuple(runs["outcome"].tolist()), tuple(map(tuple, runs["scores"].tolist())))

    def _in_python(self, ask: Ask, played: Played) -> Ends:
        compiled, program = self.compiled, self.compiled.program
        measures, seats = measures_of(compiled), range(program.sizes.seats)
        noted, state, scratch = blank_notes(compiled, measures), blank_state(program), blank_state(program)
        seated = seat_all(compiled.names, ask.agents)
        outcomes, scores = [], []
        for run in range(ask.first, ask.first + ask.n):
            play_on(
                program, ask.state, state, scratch, measures, noted, ask.seed, run, ask.believer,
                [one.code for one in seated], [one.persona for one in seated], ask.answers,
            )  # fmt: skip
            outcomes.append(state.clock[OUTCOME_CLASS])
            scores.append(tuple(score(program, state, seat) for seat in seats))
            played(1)
        return Ends(tuple(outcomes), tuple(scores))


def _slices(ask: Ask) -> Iterator[Ask]:
    for first in range(ask.first, ask.first + ask.n, SLICE):
        yield ask._replace(first=first, n=min(SLICE, ask.first + ask.n - first))


def _joined(parts: Sequence[Ends]) -> Ends:
    return Ends(sum((part.outcomes for part in parts), ()), sum((part.scores for part in parts), ()))


def answers_of(choices: Sequence[Choice]) -> Answers:
    """What these seats chose, in rows; seats that are left out do what their agents do."""
    moves = [(choice.seat, move) for choice in choices for move in choice.moves]
    return Answers(
        sum(1 << choice.seat for choice in choices),
        len(moves),
        [seat for seat, _ in moves],
        [move.action for _, move in moves],
        [int(move.cancel) for _, move in moves],
    )


def luck_of(compiled: Compiled, *words: object) -> int:
    """A seed for a purpose: other words, other luck. It is never that of the game itself."""
    told = " ".join(map(str, ("debrief", compiled.hash, *words)))
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:7], "big")
