"""The engines that play runs of a batch: compiled, a loop in Python, and real games on SimPy's clock.

Each gives the very same rows. They differ in how long they take, and in what they need.
"""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import NamedTuple, Protocol

from crisis_sim.batch.keep import keep_floats, keep_integers
from crisis_sim.batch.measures import Measures, Noted, begin_notes, note_event
from crisis_sim.batch.playing import play_run
from crisis_sim.batch.runs import Layout, Runs, blank_runs, layout_of
from crisis_sim.batch.weighing import blank_notes, measures_of
from crisis_sim.compiler import Compiled, blank_state
from crisis_sim.engine.clock import Clock
from crisis_sim.engine.course import Course
from crisis_sim.engine.seats import Seated, seat_all
from crisis_sim.scenario.errors import did_you_mean, one_of, printable
from crisis_sim.terms.codes import EXTERNAL, NONE
from crisis_sim.terms.records import Agent, WrongUse

COMPILED, PYTHON, SIMPY, AUTO = "compiled", "python", "simpy", "auto"
ENGINES = (AUTO, COMPILED, PYTHON, SIMPY)
MOST_SEED, MOST_RUN = 2**63, 2**40

Agents = Mapping[str, str | Agent] | str | None
"""Who plays: by seat, `hawk` for all, or `us=hawk,ir=random`. A seat that is left out is played by its doctrine."""


class Engine(Protocol):
    """Plays runs. What it gives depends on how it was made and on the runs that are asked for, on nothing else.

    It may be asked from several threads at once.
    """

    name: str
    notice: str | None  # what somebody should be told of it, in one line

    def __init__(self, compiled: Compiled, seated: Sequence[Seated], seed: int) -> None: ...

    def play(self, first: int, count: int) -> Runs:
        """Runs first, first + 1, ..., first + count - 1, a row for each."""
        ...


class Choice(NamedTuple):
    """The engine that is taken, and in one line why it is not the fastest, if somebody should be told."""

    name: str
    notice: str | None = None


def choose(wanted: str = AUTO) -> Choice:
    """Which engine will play. WrongUse, if there is none of that name, or it needs what is not installed."""
    if wanted not in ENGINES:
        shown = printable(wanted[:60])
        raise WrongUse(f"there is no engine '{shown}'{did_you_mean(shown, ENGINES)}: {one_of(ENGINES)}")
    if wanted not in (AUTO, COMPILED):
        return Choice(wanted)
    if find_spec("numba") is not None:
        return Choice(COMPILED)
    install = 'pip install "crisis-sim[batch]"'
    if wanted == COMPILED:
        raise WrongUse(f"the compiled engine needs numba: {install}")
    return Choice(PYTHON, f"numba is not installed, so the runs are played in plain Python, slowly: {install}")


def bots(compiled: Compiled, agents: Agents) -> list[Seated]:
    """Who sits where, in the order of the seats. WrongUse for a person or a Python agent: a batch has neither."""
    seated = seat_all(compiled.names, agents)
    for seat, one in zip(compiled.names.seats, seated, strict=True):
        if one.code == EXTERNAL:
            who = "a person" if one.agent is None else "an agent written in Python"
            raise WrongUse(f"{seat} cannot be played by {who} in a batch: name a persona or another bot")
    return seated


def engine_for(compiled: Compiled, agents: Agents, seed: int, wanted: str = AUTO, *, among: int = 0) -> Engine:
    """An engine for the runs of this seed. WrongUse for an agent, seed or engine that cannot be.

    `among`: how many runs of these formulas will be played in all, if more than this engine will be asked for: what
    repays for them is done at once.
    """
    if not 0 <= seed < MOST_SEED:
        raise WrongUse("a seed lies between 0 and 2**63 - 1")
    seated, name = bots(compiled, agents), choose(wanted).name
    kinds: dict[str, type[Engine]] = {COMPILED: CompiledEngine, PYTHON: PythonEngine, SIMPY: SimpyEngine}
    engine = kinds[name](compiled, seated, seed)
    if isinstance(engine, CompiledEngine):
        engine.expect(among)
    return engine


class _Ours:
    """What the engines share: who plays, and how it is weighed what they do."""

    def __init__(self, compiled: Compiled, seated: Sequence[Seated], seed: int) -> None:
        self.compiled, self.seed = compiled, seed
        self.agents, self.personas = [one.code for one in seated], [one.persona for one in seated]
        self.notice: str | None = None
        self.measures: Measures = measures_of(compiled)
        self.layout: Layout = layout_of(compiled.program.sizes, self.measures)


class CompiledEngine(_Ours):
    """The rules as machine code. Making it loads that, or makes it the first time, which takes seconds."""

    name = COMPILED

    def __init__(self, compiled: Compiled, seated: Sequence[Seated], seed: int) -> None:
        from crisis_sim.batch.kernel import Kernel

        super().__init__(compiled, seated, seed)
        self._kernel = Kernel(compiled)
        self.notice = self._kernel.notice

    def expect(self, runs: int) -> None:
        """Makes machine code of the formulas now, if so many runs of them repay it."""
        from crisis_sim.batch.kernel import LARGE

        if runs >= LARGE:
            self._kernel.use_machine_code()

    @property
    def uses_machine_code(self) -> bool:
        """Whether the formulas are machine code by now."""
        return self._kernel.uses_machine_code

    def play(self, first: int, count: int) -> Runs:
        """See `Engine`."""
        return self._kernel.play(first, count, self.seed, self.agents, self.personas)


class PythonEngine(_Ours):
    """The rules as they are, in a loop."""

    name = PYTHON

    def play(self, first: int, count: int) -> Runs:
        """See `Engine`."""
        program, measures = self.compiled.program, self.measures
        runs, noted = blank_runs(self.layout, first, count), blank_notes(self.compiled, measures)
        state, imagined = blank_state(program), blank_state(program)
        for n in range(count):
            play_run(program, state, imagined, measures, noted, self.seed, first + n, self.agents[:], self.personas[:])
            keep_integers(program, state, measures, noted, runs.integers[n], 0)
            keep_floats(program, state, runs.floats[n], 0)
        return runs


class SimpyEngine(_Ours):
    """Games as people play them, event by event on SimPy's clock; what happened is noted when a game is over."""

    name = SIMPY

    def play(self, first: int, count: int) -> Runs:
        """See `Engine`."""
        program, measures = self.compiled.program, self.measures
        runs, noted = blank_runs(self.layout, first, count), blank_notes(self.compiled, measures)
        for n in range(count):
            course = Course(self.compiled, self.seed, first + n, self.agents, self.personas)
            begin_notes(program, course.state, measures, noted)
            Clock(course, lambda asked, expired: {}, lambda kind: None).run()
            note_course(course, measures, noted)
            keep_integers(program, course.state, measures, noted, runs.integers[n], 0)
            keep_floats(program, course.state, runs.floats[n], 0)
        return runs


def note_course(course: Course, measures: Measures, noted: Noted) -> None:
    """Notes everything that happened in a game."""
    for event in course.happened:
        note_event(
            course.program, measures, noted, event.minute, event.kind, event.actor, event.target, event.row,
            event.outcome,
        )  # fmt: skip
        for n, gauge in enumerate(measures.watch):
            if noted.changed[n] == NONE and event.after[gauge] != noted.initial[n]:
                noted.changed[n] = event.minute
