"""Carrying out an experiment: its rows in parts to workers and into the folder, and at the end what they come to."""

import json
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from os import PathLike
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from crisis_sim.analysis.designs import GRID, KINDS, make
from crisis_sim.analysis.experiment import ExperimentPlan, experiment_plan, play_rows, ready
from crisis_sim.analysis.factors import factors_of
from crisis_sim.analysis.findings import Experiment
from crisis_sim.analysis.folder import ExperimentFolder
from crisis_sim.analysis.responses import responses
from crisis_sim.analysis.rows import Rows
from crisis_sim.batch.engines import AUTO, Agents, choose
from crisis_sim.batch.executors import crew_of
from crisis_sim.batch.parts import Part
from crisis_sim.batch.plan import Chunk
from crisis_sim.batch.running import Progress, Watcher
from crisis_sim.batch.shares import wilson
from crisis_sim.batch.shift import Shift
from crisis_sim.batch.tally import Tally, merged
from crisis_sim.compiler import Compiled
from crisis_sim.scenario.errors import one_of
from crisis_sim.terms.records import WrongUse


def sweep(
    name: str,
    compiled: Compiled,
    texts: Mapping[str, str],
    factors: Iterable[str],
    *,
    n: int,
    design: str | None = None,
    size: int = 0,
    grades: str = "",
    seed: int = 0,
    agents: Agents = None,
    settings: Mapping[str, float] | None = None,
    folder: str | PathLike[str] | None = None,
    engine: str = AUTO,
    workers: int | None = None,
    cluster: str | None = None,
    resume: bool = False,
    force: bool = False,
    command: str = "",
    watch: Watcher | None = None,
) -> Experiment:
    """Plays a design over these factors, n runs at each point, and opens what came of it.

    `factors`: as they are written for `sweep -p`; `grades`: and all parameters of these. `design`: grid (by itself),
    lhs, sequence, sobol or morris, of this `size`. `folder`: by itself a temporary one, which goes with the experiment.
    The others as for a batch. WrongUse or ScenarioError, one line, for what cannot be.
    """
    playing = choose(engine)
    if playing.notice:
        warnings.warn(playing.notice, stacklevel=2)
    varied = factors_of(compiled, factors, grades)
    if design is None and any(not factor.values for factor in varied):
        raise WrongUse(f"which points? Choose one of {one_of(f'--{kind} N' for kind in KINDS)}")
    made = make(design or GRID, varied, size, seed)
    plan = experiment_plan(
        name, compiled, texts, made, n, agents=agents, settings=settings, seed=seed, engine=playing.name
    )
    path = Path(folder) if folder is not None else Path(mkdtemp(prefix="crisis-sim-"))
    try:
        conduct(
            plan, path, playing.name,
            workers=workers, cluster=cluster, resume=resume, force=force, command=command, watch=watch,
        )  # fmt: skip
        return Experiment(path, temporary=folder is None)
    except BaseException:
        if folder is None:
            rmtree(path, ignore_errors=True)
        raise


def conduct(
    plan: ExperimentPlan,
    path: Path,
    engine: str,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    resume: bool = False,
    force: bool = False,
    command: str = "",
    watch: Watcher | None = None,
) -> None:
    """Plays what of an experiment is not in its folder yet. Interrupted, it keeps what is done.

    WrongUse, in one line, for a folder that cannot be used, or in which another sweep is at work.
    """
    made = {"command": command, "engine": engine}
    with closing(ExperimentFolder.begin(path, plan, made, resume=resume, force=force)) as folder:
        if folder.finished:
            return
        count = _Count(folder, watch)
        if cluster is None:
            ready(folder.plan.to_text())  # once, before the threads
        with crew_of(engine, workers, cluster) as crew:
            play = partial(play_rows, folder.plan.to_text(), engine)
            with Shift(crew, play, count.take) as shift:
                shift.play(count.missing())
        _finish(folder, count.tally, engine, count.runs_per_second)


class _Count:
    """What has been played so far, and how fast."""

    def __init__(self, folder: ExperimentFolder, watch: Watcher | None) -> None:
        self._folder, self._watch = folder, watch
        self._tally: Tally | None = None
        self._here, self._began = 0, 0.0

    @property
    def tally(self) -> Tally:
        assert self._tally is not None  # an experiment has at least one run
        return self._tally

    @property
    def runs_per_second(self) -> float | None:
        return self._here / max(time.perf_counter() - self._began, 1e-9) if self._here else None

    def missing(self) -> Iterator[Chunk]:
        """The chunks that are not there yet; those that are, are counted."""
        for chunk in self._folder.plan.chunks():
            tally = self._folder.done(chunk)
            if tally is None:
                yield chunk
            else:
                self._add(tally)

    def take(self, part: Part) -> None:
        """Keeps a part, and counts it."""
        if not self._here:
            self._began = time.perf_counter() - part.seconds
        self._folder.keep(part)
        self._here += part.count
        self._add(Tally.from_json(json.loads(part.tally)))

    def _add(self, tally: Tally) -> None:
        self._tally = merged(one for one in (self._tally, tally) if one is not None)
        if self._watch is not None:
            rows, rate = self._folder.plan.rows, self.runs_per_second
            left = (rows - self.tally.n) / rate if rate else None
            self._watch(Progress(self.tally, rows, rate, left))


def _finish(folder: ExperimentFolder, tally: Tally, engine: str, runs_per_second: float | None) -> None:
    plan, base = folder.plan, folder.plan.base
    rows = Rows(folder.files, plan.n)
    asked = [one for one in responses(rows.columns, tally.outcomes) if not one.detail]
    means = rows.means(asked)
    summary: dict[str, Any] = {
        "scenario": base.scenario,
        "scenario_hash": base.scenario_hash,
        "rules_version": base.rules_version,
        "seed": base.seed,
        "points": len(plan.design),
        "n": plan.n,
        "runs": plan.rows,
        "engine": engine,
        "runs_per_second": runs_per_second,
        "agents": dict(base.agents),
        "settings": dict(base.settings),
        "design": plan.design.to_dict(),
        "outcomes": {name: wilson(count, tally.n)._asdict() for name, count in tally.outcomes.items()},
        "responses": {one.name: split._asdict() for one, split in zip(asked, rows.splits(asked), strict=True)},
        "digest": tally.digest,
    }
    folder.finish(summary, {one.name: means[:, n] for n, one in enumerate(asked)})
