"""What a report on many runs is made of, read from the folder of a batch."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.analysis.findings import Experiment
from crisis_sim.analysis.folder import KIND as EXPERIMENT
from crisis_sim.analysis.report.gathering import Batch
from crisis_sim.analysis.report.words import counted
from crisis_sim.batch.parts import MANIFEST, Folder
from crisis_sim.batch.plan import Chunk, Plan
from crisis_sim.batch.results import Results
from crisis_sim.batch.tally import Tally, merged
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.records import WrongUse

NEVER = -1


class ParquetRows:
    """The runs of a folder, a column at a time."""

    def __init__(self, results: Results) -> None:
        self._results = results

    def column(self, name: str, most: int | None = None) -> NDArray[Any]:
        """See `gathering.Rows`."""
        limit = "" if most is None else f" limit {most}"
        asked = self._results.sql(f"select {_quoted(name)} as asked from runs order by run{limit}")
        found = asked.fetchnumpy()["asked"]
        if isinstance(found, np.ma.MaskedArray):
            return np.asarray(found.filled(NEVER))
        return np.asarray(found)

    def of(self, runs: Sequence[int]) -> list[dict[str, Any]]:
        """See `gathering.Rows`."""
        asked = ", ".join(str(int(run)) for run in runs)
        found = self._results.sql(f"select * from runs where run in ({asked})")
        names = found.columns
        by_run = {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}
        return [by_run[run] for run in runs]


def is_experiment(path: Path) -> bool:
    """Whether the folder says that it holds an experiment."""
    try:
        kept = json.loads((path / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(kept, dict) and kept.get("kind") == EXPERIMENT


def experiment_in(path: Path, sweep: Path | None) -> Experiment:
    """A finished experiment. WrongUse, in one line, for a folder that is not one."""
    if sweep is not None:
        raise WrongUse(f"{printable(str(path))} is a sweep itself: --sweep belongs to the report on a batch")
    return Experiment.open(path)


def gather(path: Path, sweep: Path | None = None) -> Batch:
    """A finished batch. WrongUse, in one line, for a folder that is not one, or is damaged; or for a sweep of another
    scenario."""
    results = Results.open(path)
    folder = Folder.open(path)
    tally = merged(_tallies(folder))
    if tally is None or tally.n != results.n:
        raise WrongUse(f"{printable(str(path))} does not hold all the runs of its summary: crisis-sim batch --resume")
    experiment = None if sweep is None else Experiment.open(sweep)
    if experiment is not None and experiment.plan.base.scenario_hash != results.plan.scenario_hash:
        raise WrongUse(f"{printable(str(sweep))} is a sweep of another scenario than {printable(str(path))}")
    if experiment is not None and (differing := _differing(experiment.plan.base, results.plan)):
        raise WrongUse(
            f"{printable(str(sweep))} was played with other {differing} than {printable(str(path))}: what moves its "
            "results need not move these"
        )
    return Batch(
        compiled=results.plan.compile(),
        plan=results.plan,
        tally=tally,
        rows=ParquetRows(results),
        engine=str(folder.summary["engine"]),
        versions=folder.manifest["made_by"],
        sensitivities=[] if experiment is None else experiment.sensitivity(),
        sweep="" if experiment is None else _told(experiment),
    )


def _differing(one: Plan, other: Plan) -> str:
    """What two plans of one scenario do not have in common, of that which every game of theirs has."""
    return "agents" if one.agents != other.agents else "settings" if one.settings != other.settings else ""


def _told(experiment: Experiment) -> str:
    base, design = experiment.plan.base, experiment.design
    return (
        f"a sweep of {counted(len(design.factors), 'factor')} over {counted(len(design), 'point')}, with "
        f"{counted(experiment.n, 'run')} at each, seed {base.seed}, digest {experiment.digest}. "
        "Its shares are those over its own points."
    )


def _tallies(folder: Folder) -> Iterator[Tally]:
    """Of all parts that are whole."""
    for rows in folder.files():
        sidecar = json.loads(rows.with_suffix(".json").read_bytes())
        tally = folder.done(Chunk(sidecar["first"], sidecar["count"]))
        if tally is not None:
            yield tally


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
