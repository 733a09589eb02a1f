"""The folder of an experiment: like a batch's, with its design beside it.

DIR/manifest.json     the plan with its design, and what made it
DIR/design.json       the design alone: kind, size, seed, factors
DIR/points.parquet    point, the value of every factor, and its place from 0 to 1 as `at.FACTOR`
DIR/runs/part-*       rows as in a batch; row `run` is run `run % n` of point `run // n`
DIR/responses.parquet the mean of every response at every point, when the experiment is finished
DIR/summary.json      when it is finished
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from crisis_sim.analysis.designs import Design
from crisis_sim.analysis.experiment import ExperimentPlan
from crisis_sim.analysis.factors import Factor
from crisis_sim.batch.columns import rows_in
from crisis_sim.batch.parts import (
    FINISHED,
    MANIFEST,
    RUNS,
    SUMMARY,
    UNFINISHED,
    Part,
    alone_in,
    as_text,
    let_go,
    made_by,
    part_name,
    write_whole,
)
from crisis_sim.batch.plan import Chunk, Plan
from crisis_sim.batch.tally import Tally
from crisis_sim.journal import NotSaved
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.records import WrongUse

KIND, FORMAT = "crisis_sim experiment", 1
DESIGN, POINTS, RESPONSES = "design.json", "points.parquet", "responses.parquet"
AT = "at."
_WHOLE = (SUMMARY, RESPONSES, POINTS, DESIGN, MANIFEST)  # in the order in which they are removed
_MADE = {*_WHOLE, *(f".{name}.tmp" for name in _WHOLE)}


class ExperimentFolder:
    """An experiment on disk. Parts are whole or not there, and count when their sidecar agrees with them.

    Whoever writes into it has it alone, until `close`.
    """

    def __init__(self, path: Path, manifest: dict[str, Any], plan: ExperimentPlan, lock: int | None = None) -> None:
        self.path, self.manifest, self.plan, self._lock = path, manifest, plan, lock

    @classmethod
    def begin(
        cls, path: Path, plan: ExperimentPlan, made: Mapping[str, Any], *, resume: bool, force: bool
    ) -> "ExperimentFolder":
        """A folder to play this plan into: a new one; with `resume`, also one that holds a part of it, or all.

        `force`: what another experiment left there is removed; nothing else ever is. WrongUse, if it is another's, or
        if another sweep is at work in it.
        """
        shown = printable(str(path))
        try:
            if path.exists() and not path.is_dir():
                raise WrongUse(f"{shown} is a file: name a folder")
            path.mkdir(parents=True, exist_ok=True)
            lock = _alone(path)
            try:
                return cls(path, *_begun(path, plan, made, resume=resume, force=force), lock)
            except BaseException:
                let_go(lock)
                raise
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "this is no path"
            raise NotSaved(f"cannot write into {shown}: {reason}") from None

    @classmethod
    def open(cls, path: Path) -> "ExperimentFolder":
        """An experiment to look at, with its points as they were written. WrongUse, if there is none."""
        manifest = _manifest(path)
        try:
            base, kept = Plan.from_json(manifest["plan"]), manifest["plan"]["design"]
            factors = tuple(Factor.from_dict(one) for one in kept["factors"])
            design = Design(kept["kind"], kept["size"], kept["seed"], factors, _places(path, factors))
        except (KeyError, TypeError, ValueError, duckdb.Error):
            raise WrongUse(f"{printable(str(path))} holds no plan of an experiment that can be read") from None
        return cls(path, manifest, ExperimentPlan(base, design))

    @property
    def finished(self) -> bool:
        """Whether all of it was played, and its summary is there."""
        return self.manifest.get("state") == FINISHED and (self.path / SUMMARY).is_file()

    @property
    def summary(self) -> dict[str, Any]:
        """Of a finished experiment."""
        return _json(self.path / SUMMARY)

    @property
    def files(self) -> list[Path]:
        """The Parquet files of the plan's own parts that are sealed by a sidecar, in the order of their rows."""
        parts = (self.path / RUNS / f"{part_name(chunk.first)}.parquet" for chunk in self.plan.chunks())
        return [rows for rows in parts if rows.is_file() and rows.with_suffix(".json").is_file()]

    def done(self, chunk: Chunk) -> Tally | None:
        """The tally of a chunk whose part is there, whole and of this plan; None: it is to be played."""
        try:
            file = self.path / RUNS / f"{part_name(chunk.first)}.parquet"
            sidecar, rows = json.loads(file.with_suffix(".json").read_bytes()), file.read_bytes()
            if sidecar["of"] != _of(self.plan, chunk.first, chunk.count, rows) or rows_in(file) != chunk.count:
                return None
            return Tally.from_json(sidecar["tally"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, part: Part) -> None:
        """Writes a part, and returns when it is on the disk. NotSaved, if it is not."""
        file = self.path / RUNS / f"{part_name(part.first)}.parquet"
        of = _of(self.plan, part.first, part.count, part.rows)
        try:
            file.parent.mkdir(exist_ok=True)
            write_whole(file, part.rows)
            sidecar = {"of": of, "made_by": made_by(), "tally": json.loads(part.tally)}
            write_whole(file.with_suffix(".json"), as_text(sidecar, None))
        except OSError as error:
            raise self._not_saved(error) from None

    def finish(self, summary: Mapping[str, Any], responses: Mapping[str, NDArray[Any]]) -> None:
        """Writes the means at the points, and the summary. After that nothing changes any more."""
        try:
            write_whole(self.path / RESPONSES, parquet({**points_table(self.plan.design, places=False), **responses}))
            write_whole(self.path / SUMMARY, as_text(summary))
            self.manifest = {**self.manifest, "state": FINISHED}
            write_whole(self.path / MANIFEST, as_text(self.manifest))
        except OSError as error:
            raise self._not_saved(error) from None

    def close(self) -> None:
        """Lets others write into it."""
        let_go(self._lock)
        self._lock = None

    def _not_saved(self, error: OSError) -> NotSaved:
        why = f"{printable(str(self.path))}: {error.strerror or error}"
        return NotSaved(f"cannot write any more into {why}. What is done is kept: make room, then --resume")


def points_table(design: Design, *, places: bool = True) -> dict[str, NDArray[Any]]:
    """The points of a design as columns: their number, the value of each factor, and its place."""
    values = [design.values(point) for point in range(len(design))]
    table: dict[str, NDArray[Any]] = {"point": np.arange(len(design))}
    for n, factor in enumerate(design.factors):
        table[factor.name] = np.array([row[n] for row in values], object if factor.seat else np.float64)
    if places:
        table |= {f"{AT}{factor.name}": design.places[:, n] for n, factor in enumerate(design.factors)}
    return table


def parquet(table: Mapping[str, NDArray[Any]]) -> bytes:
    """A table as a Parquet file. WrongUse, in one line, if it cannot be written."""
    # Names of scenarios stay out of the table that DuckDB reads: it does not tell capital letters from small ones.
    chosen = ", ".join(f'c{n} AS "{name}"' for n, name in enumerate(table))
    columns = {f"c{n}": np.ascontiguousarray(column) for n, column in enumerate(table.values())}
    try:
        with TemporaryDirectory(prefix="crisis-sim-") as folder, duckdb.connect(config={"threads": 1}) as database:
            path = Path(folder) / "table.parquet"
            quoted = str(path).replace("'", "''")
            database.register("kept", columns)
            database.execute(f"COPY (SELECT {chosen} FROM kept) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")
            return path.read_bytes()
    except (duckdb.Error, OSError) as error:
        told = " ".join(str(error).split())[:200]
        raise WrongUse(f"the points of the experiment could not be written: {told}") from None


def _places(path: Path, factors: tuple[Factor, ...]) -> NDArray[np.float64]:
    names = ", ".join(f'"{AT}{factor.name}"' for factor in factors)
    with duckdb.connect(config={"threads": 1}) as database:
        rows = database.execute(
            f"SELECT {names} FROM read_parquet(?, hive_partitioning = false) ORDER BY point", [str(path / POINTS)]
        ).fetchall()
    return np.array(rows, np.float64)


def _alone(path: Path) -> int | None:
    """The folder for this process alone. WrongUse, if another one is at work in it."""
    try:
        return alone_in(path)
    except WrongUse:
        raise WrongUse(f"{printable(str(path))}: another sweep is at work in this folder") from None


def _begun(
    path: Path, plan: ExperimentPlan, made: Mapping[str, Any], *, resume: bool, force: bool
) -> tuple[dict[str, Any], ExperimentPlan]:
    """The manifest of a folder to play into, and the plan as it is cut there."""
    shown = printable(str(path))
    if (path / MANIFEST).exists():
        kept = _manifest(path)
        if not force:
            _check_same(shown, kept, plan, resume=resume)
            _write_design(path, plan)  # a --force that was interrupted removed them before the manifest
            chunk = int(kept["plan"]["chunk"])  # as it was cut
            return kept, replace(plan, base=replace(plan.base, chunk=chunk))
        _remove(path)
    elif any(found.name not in _MADE for found in path.iterdir()):
        raise WrongUse(f"{shown} holds other things than an experiment, and is left alone: name a new folder")
    manifest = {
        "kind": KIND,
        "format": FORMAT,
        "state": UNFINISHED,
        "identity": plan.identity,
        "made_by": made_by(),
        "written": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        **made,
        "plan": plan.to_json(),
    }
    _write_design(path, plan)
    write_whole(path / MANIFEST, as_text(manifest))
    return manifest, plan


def _write_design(path: Path, plan: ExperimentPlan) -> None:
    """Design and points, where they are missing or differ."""
    for name, content in (
        (DESIGN, as_text(plan.design.to_dict())),
        (POINTS, parquet(points_table(plan.design))),
    ):
        file = path / name
        if not file.is_file() or file.read_bytes() != content:
            write_whole(file, content)


def _of(plan: ExperimentPlan, first: int, count: int, rows: bytes) -> list[Any]:
    """What a part is, as its sidecar tells it."""
    return [plan.identity, first, count, len(rows), hashlib.sha256(rows).hexdigest()]


def _check_same(shown: str, kept: Mapping[str, Any], plan: ExperimentPlan, *, resume: bool) -> None:
    if not resume:
        state = "a finished experiment:" if kept.get("state") == FINISHED else "an unfinished one: --resume goes on;"
        raise WrongUse(f"{shown} holds {state} --force begins anew and removes it, or name another folder")
    wanted, there = plan.to_json(), kept["plan"]
    said = {"rules_version": "version of the rules", "scenario_hash": "scenario", "settings": "parameters",
            "agents": "agents", "seed": "seed", "n": "number of runs", "design": "design"}  # fmt: skip
    for name, called in said.items():
        if there.get(name) != json.loads(json.dumps(wanted[name])):
            raise WrongUse(f"{shown} holds an experiment with another {called}: it cannot be gone on with so")
    if kept["identity"] != plan.identity:
        raise WrongUse(f"{shown}: its points come out otherwise with the versions of scipy and SALib installed here")


def _manifest(path: Path) -> dict[str, Any]:
    shown = printable(str(path))
    if not (path / MANIFEST).is_file():
        raise WrongUse(f"there is no experiment in {shown}: it has no {MANIFEST}")
    manifest = _json(path / MANIFEST)
    if manifest.get("kind") != KIND:
        raise WrongUse(f"{shown} is not the folder of an experiment: `crisis-sim sweep` makes one")
    if manifest.get("format") != FORMAT:
        raise WrongUse(f"{shown} was written by a later version of crisis-sim: use that one")
    return manifest


def _json(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise WrongUse(f"{printable(str(path))} cannot be read: {printable(str(error))[:100]}") from None
    if not isinstance(kept, dict):
        raise WrongUse(f"{printable(str(path))} cannot be read: it is no object")
    return kept


def _remove(path: Path) -> None:
    """What an experiment made, and nothing else; the manifest last."""
    for name in _WHOLE[:-1]:
        (path / name).unlink(missing_ok=True)
    for part in (path / RUNS).glob("part-*"):
        part.unlink()
    for unfinished in [*path.glob(".*.tmp"), *(path / RUNS).glob(".part-*.tmp")]:
        unfinished.unlink()
    with suppress(OSError):
        (path / RUNS).rmdir()
    (path / MANIFEST).unlink(missing_ok=True)
