"""What `import crisis_sim as cs` offers.

crisis = cs.load("new_years_eve")
print(crisis.run(seed=1))
game = crisis.play(seed=7, seats={"us": "human"})
results = crisis.batch(10_000, seed=1)
"""

import os
import shutil
import warnings
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crisis_sim.compiler import Compiled, check_program, compile_scenario, with_parameters
from crisis_sim.compiler.explain import explain, overview
from crisis_sim.engine import HUMAN, Game, Origin, agent_names
from crisis_sim.engine import replay as replay_journal
from crisis_sim.engine import resume as resume_journal
from crisis_sim.engine.finished import Result
from crisis_sim.engine.rounds import failures
from crisis_sim.engine.seats import ANSWER_SECONDS, played_with
from crisis_sim.journal import Journal, read
from crisis_sim.scenario import loading
from crisis_sim.terms.records import Agent, Order, WrongUse

if TYPE_CHECKING:
    from crisis_sim.analysis.credibility.checking import Validation
    from crisis_sim.analysis.debrief import Debrief
    from crisis_sim.analysis.findings import Experiment
    from crisis_sim.analysis.pairing import Comparison
    from crisis_sim.batch.results import Results
    from crisis_sim.batch.running import Watcher

__all__ = [
    "Crisis", "Game", "Order", "Result", "compare", "debrief", "experiment", "load", "play", "replay", "results",
    "resume", "run",
]  # fmt: skip

Settings = Mapping[str, float]
Agents = Mapping[str, str | Agent] | str
Place = str | os.PathLike[str]


class Crisis:
    """A scenario, ready to be run and played."""

    def __init__(self, name: str, compiled: Compiled, texts: Mapping[str, str]) -> None:
        self.name = name
        self.compiled = compiled
        self.texts = texts

    @property
    def title(self) -> str:
        return self.compiled.scenario.title

    @property
    def seats(self) -> list[str]:
        """Whom one can play."""
        return list(self.compiled.names.seats)

    @property
    def agents(self) -> list[str]:
        """Who can play a seat, by name."""
        return agent_names(self.compiled.names)

    def run(
        self,
        seed: int = 0,
        *,
        run: int = 0,
        agents: Agents | None = None,
        settings: Settings | None = None,
        timeout: float | None = ANSWER_SECONDS,
        strict: bool = False,
        journal: Place | None = None,
        command: str = "",
    ) -> Result:
        """One whole game by bots. `agents`: a name for all seats, `us=hawk,ir=random`, or names and agents by seat.

        `settings`: values of parameters. `timeout`: seconds for an answer of a Python agent, which is
        asked in a thread of its own; after that its doctrine decides. None: as long as it likes, in this thread.
        `strict`: WrongUse at the first decision at which a Python agent fails. Without it the game goes on, one warning
        tells it, and so does `instead` of the result. `journal`: a file for it.
        """
        game = self._game(seed, run, agents, settings, command, timeout=timeout)
        people = [seat for seat, agent in game.seats.items() if agent == HUMAN]
        if people:
            raise WrongUse(f"{people[0]} is to be played by a person, and a run has none: play it instead")
        game.play_out(strict)
        if journal is not None:
            game.save(Path(journal))
        result = Result(game)
        if result.instead:
            told = f"{failures(seed, run, result.instead)}; the seat's doctrine decided instead"
            warnings.warn(told, RuntimeWarning, stacklevel=2)
        return result

    def play(
        self,
        seed: int = 0,
        *,
        run: int = 0,
        seats: Agents | None = None,
        settings: Settings | None = None,
        pace: float | None = None,
        deadline: float | None = None,
        timeout: float | None = ANSWER_SECONDS,
        journal: Place | None = None,
        command: str = "",
    ) -> Game:
        """A game to take part in. `seats`: `human` for those who are asked; the others as in `run`.

        `pace`: real seconds for a minute of the game. `deadline`: minutes for a decision, by the table's clock.
        `timeout`: as in `run`.
        """
        game = self._game(seed, run, seats, settings, command, pace=pace, deadline=deadline, timeout=timeout)
        if journal is not None:
            game.save(Path(journal))
        return game

    def batch(
        self,
        n: int,
        *,
        seed: int = 0,
        agents: Mapping[str, str] | str | None = None,
        settings: Settings | None = None,
        folder: Place | None = None,
        engine: str = "auto",
        workers: int | None = None,
        cluster: str | None = None,
        until_ci: float | None = None,
        resume: bool = False,
        force: bool = False,
        progress: "Watcher | None" = None,
        chunk: int | None = None,
        command: str = "",
    ) -> "Results":
        """Runs 0 to n - 1 of a seed, by bots, as results that can be asked. `agents`, `settings`: as in `run`.

        `folder`: where they are kept; by itself in a temporary one, which goes with the results. `resume`: goes on with
        what is there, `force`: begins anew. `until_ci`: ends as soon as every outcome's share is known to within this,
        and n at the latest. `engine`: auto, compiled, python or simpy. `workers`: threads or processes, by itself one
        for each core. `cluster`: `local`, or the address of a Dask scheduler. `progress` hears of every `chunk` of
        runs. Nothing of `engine`, `workers`, `cluster`, `chunk`, `resume` changes what comes out.
        """
        needs_batch()
        import tempfile

        from crisis_sim.batch.engines import choose
        from crisis_sim.batch.plan import plan_of
        from crisis_sim.batch.results import Results
        from crisis_sim.batch.running import How, play_plan

        if folder is None and resume:
            raise WrongUse("a batch that is to go on has a folder: name it")
        chosen = choose(engine)
        if chosen.notice:
            warnings.warn(chosen.notice, stacklevel=2)
        plan, compiled = plan_of(
            self.name, self.compiled, self.texts, n,
            seed=seed, agents=agents, settings=settings, until_ci=until_ci, chunk=chunk, engine=chosen.name,
        )  # fmt: skip
        place = Path(folder) if folder is not None else Path(tempfile.mkdtemp(prefix="crisis-sim-"))
        try:
            how = How(chosen.name, workers, cluster, place, resume, force, command, lasting=folder is not None)
            notice = play_plan(plan, compiled, how, progress).notice
            if notice:
                warnings.warn(notice, stacklevel=2)
            return Results(place, temporary=folder is None)
        except BaseException:
            if folder is None:
                shutil.rmtree(place, ignore_errors=True)
            raise

    def sweep(self, factors: Iterable[str], *, n: int, **how: Any) -> "Experiment":
        """The points of a design over these factors, n runs at each with the same luck, as an experiment to be asked.

        `factors`: as after `sweep -p`: `offramp`, `offramp=0:2`, `us=hawk,dove`. `how`: see `analysis.conducting.sweep`
        (`design`, `size`, `grades`, and whatever else `batch` takes).
        """
        needs_analysis()
        from crisis_sim.analysis.conducting import sweep

        return sweep(self.name, self.compiled, self.texts, factors, n=n, **how)

    def validate(
        self,
        n: int = 20_000,
        *,
        seed: int = 1,
        engine: str = "auto",
        workers: int | None = None,
        told: "Callable[[str], None] | None" = None,
    ) -> "Validation":
        """How far it can be believed: its targets on n games by bots, its hindcast, and each mechanism taken out.

        WrongUse, if it has no targets. `told` hears what is under way.
        """
        needs_analysis()
        from crisis_sim.analysis.credibility.checking import validate
        from crisis_sim.analysis.credibility.finished import Play

        return validate(self.name, self.compiled, self.texts, n, Play(seed, engine, workers), told)

    def explain(self, name: str | None = None) -> str:
        """The English of an action, a gauge, a parameter; without a name, what there is to explain."""
        return "\n".join(overview(self.compiled) if name is None else explain(self.compiled, name))

    def check(self) -> list[str]:
        """What is wrong with the program that was made of it, a line each: nothing, unless there is a mistake in here.

        What is wrong with a scenario itself is told by `load`.
        """
        return check_program(self.compiled.program, self.compiled.trees)

    def with_settings(self, settings: Settings) -> "Crisis":
        """The same crisis with other values of some parameters."""
        return Crisis(self.name, with_parameters(self.compiled, settings), self.texts)

    def _game(
        self,
        seed: int,
        run: int,
        agents: Agents | None,
        settings: Settings | None,
        command: str,
        **timing: float | None,
    ) -> Game:
        compiled, origin = played_with(self.compiled, agents, settings), Origin(self.name, self.texts, command)
        return Game(compiled, seed=seed, run=run, seats=agents, origin=origin, **timing)

    def __repr__(self) -> str:
        return f"Crisis({self.name!r}, seats {', '.join(self.seats)})"


def load(name_or_path: Place, *, settings: Settings | None = None, as_of: str | None = None) -> Crisis:
    """A scenario: its shipped name, its folder, or the path of its `scenario.yaml`. ScenarioError, if it is wrong.

    `as_of`: a date, YYYY-MM-DD: parameters then take the values that are free of all later knowledge.
    """
    loaded = loading.load(name_or_path)
    name = loading.find(name_or_path).resolve().name
    return Crisis(name, compile_scenario(loaded, settings, as_of), loaded.document.texts)


def run(name_or_path: Place, seed: int = 0, **how: Any) -> Result:
    """`load(...).run(...)`."""
    return load(name_or_path).run(seed, **how)


def play(name_or_path: Place, seed: int = 0, **how: Any) -> Game:
    """`load(...).play(...)`."""
    return load(name_or_path).play(seed, **how)


def results(folder: Place) -> "Results":
    """What a batch left in a folder, to be asked. WrongUse for one that is not finished, or damaged."""
    needs_batch()
    from crisis_sim.batch.results import Results

    return Results.open(folder)


def needs_batch() -> None:
    """WrongUse, if what a batch is kept and asked with is not installed."""
    from crisis_sim.batch.installed import need

    need("a batch", "batch", "numpy", "duckdb")


def experiment(folder: Place) -> "Experiment":
    """What a sweep left in a folder, to be asked. WrongUse for one that is not finished, or damaged."""
    needs_analysis()
    from crisis_sim.analysis.findings import Experiment

    return Experiment(folder)


def compare(first: Place, second: Place, of: Iterable[str] | None = None) -> "Comparison":
    """Two batches in folders, run by run where they had the same luck. WrongUse for what is no finished batch."""
    needs_analysis()
    from crisis_sim.analysis.pairing import compare as compared

    return compared(first, second, of)


def debrief(game: Journal | Place | Game | Result, **how: Any) -> "Debrief":
    """What a game turned on: turning points, counterfactuals, who knew what. A journal, a game, or a finished run.

    `how`: `n` continuations of each of the largest changes, `engine`, `workers`, `watch` for the progress, `control` to
    see a game that goes on. WrongUse for any other that goes on.
    """
    from crisis_sim.analysis.debrief import debrief as of_game

    played = game.game if isinstance(game, Result) else game if isinstance(game, Game) else replay(game)
    return of_game(played, **how)


def needs_analysis() -> None:
    """WrongUse, if what experiments are made and measured with is not installed."""
    from crisis_sim.batch.installed import need

    need("an experiment", "batch,analysis", "numpy", "duckdb", "scipy", "SALib")


def replay(journal: Journal | Place, *, until: int | str | None = None, verify: bool = True) -> Game:
    """The game of a journal, up to a minute or a local time, or as far as it goes; the file is left alone.

    `verify`: Mismatch, if anything comes out otherwise than the journal says.
    """
    opened = journal if isinstance(journal, Journal) else read(journal)
    if isinstance(until, str):
        until = replay_journal(opened, until=0, verify=False).dates.minute(until)
    return replay_journal(opened, until=until, verify=verify)


def resume(journal: Journal | Place, seats: Mapping[str, Agent] | None = None) -> Game:
    """The game of a journal, to go on with in the same file."""
    return resume_journal(journal if isinstance(journal, Journal) else read(journal), seats)
