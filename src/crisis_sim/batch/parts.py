"""The folder of a batch: a manifest, the runs in parts, and at the end the summary.

    DIR/manifest.json                   the plan, and what made it
    DIR/runs/part-0000000010000.parquet the runs from the 10,000th on, a row each
    DIR/runs/part-0000000010000.json    its sidecar: checksum, rows, and their tally
    DIR/summary.json                    when the batch is finished

A part counts when its sidecar is there and agrees with it. Every file is written whole under another name first.
"""

import hashlib
import json
import os
import platform
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import crisis_sim
from crisis_sim.batch.plan import Chunk, Plan
from crisis_sim.batch.tally import Tally
from crisis_sim.journal import NotSaved
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.records import WrongUse

try:
    import fcntl
except ImportError:  # Windows: two batches at work in one folder are not noticed
    fcntl = None  # type: ignore[assignment]

KIND, FORMAT = "crisis_sim batch", 1
MANIFEST, SUMMARY, RUNS = "manifest.json", "summary.json", "runs"
LIBRARIES = ("numpy", "numba", "duckdb", "simpy")
UNFINISHED, FINISHED = "unfinished", "finished"
UNFINISHED_FILE = ".tmp"
_OURS = re.compile(r"part-\d{13}\.(parquet|json)|\.(part-\d{13}\.(parquet|json)|manifest\.json|summary\.json)\.tmp")


@dataclass(frozen=True, slots=True)
class Part:
    """What came of a chunk: its tally and its rows as Parquet, as they go to a file; `seconds` of playing."""

    first: int
    count: int
    tally: str
    rows: bytes  # none, if they are not to be kept
    seconds: float


class Folder:
    """A batch on disk. Whoever writes into it has it alone, until `close`."""

    def __init__(self, path: Path, manifest: dict[str, Any], lock: int | None = None, *, lasting: bool = True) -> None:
        if set(str(path.resolve())) & set("*?["):
            let_go(lock)
            raise WrongUse(f"{printable(str(path))}: give the results a folder without *, ? and [ in its path")
        self.path, self.manifest, self._lock, self._lasting = path, manifest, lock, lasting
        self.plan: Plan = _plan_in(path, manifest)

    @classmethod
    def begin(
        cls, path: Path, plan: Plan, made: Mapping[str, Any], *, resume: bool, force: bool, lasting: bool = True
    ) -> "Folder":
        """A folder to play this plan into: a new one; with `resume`, also one that holds a part of it, or all.

        `force`: what another batch left there is removed; nothing else ever is. `lasting`: it is to outlive a loss of
        power, so that writing waits for the disk. WrongUse, if the folder is another's.
        """
        shown = printable(str(path))
        try:
            if path.exists() and not path.is_dir():
                raise WrongUse(f"{shown} is a file: name a folder")
            (path / RUNS).parent.mkdir(parents=True, exist_ok=True)
            lock = alone_in(path)
            try:
                manifest = _manifest_for(path, plan, made, resume=resume, force=force, lasting=lasting)
                return cls(path, manifest, lock, lasting=lasting)
            except BaseException:
                let_go(lock)
                raise
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "this is no path"
            raise NotSaved(f"cannot write into {shown}: {reason}") from None

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """A batch to look at. WrongUse, if there is none."""
        return cls(path, _read_manifest(path))

    @property
    def finished(self) -> bool:
        """Whether all of it was played, and its summary is there."""
        return self.manifest.get("state") == FINISHED and (self.path / SUMMARY).is_file()

    @property
    def summary(self) -> dict[str, Any]:
        """Of a finished batch. WrongUse, if it cannot be read."""
        return _read_json(self.path / SUMMARY)

    def done(self, chunk: Chunk) -> Tally | None:
        """The tally of a chunk whose part is there, whole and of this plan; None: it is to be played."""
        name = part_name(chunk.first)
        try:
            sidecar = json.loads((self._runs / f"{name}.json").read_bytes())
            rows = (self._runs / f"{name}.parquet").read_bytes()
            told = sidecar["plan"], sidecar["first"], sidecar["count"], sidecar["bytes"], sidecar["sha256"]
            if told != (self.plan.identity, chunk.first, chunk.count, len(rows), hashlib.sha256(rows).hexdigest()):
                return None
            from crisis_sim.batch.columns import rows_in

            tally = Tally.from_json(sidecar["tally"])
            agreed = tally.n == chunk.count == rows_in(self._runs / f"{name}.parquet")
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return tally if agreed else None

    def keep(self, part: Part) -> None:
        """Writes a part, and returns when it is on the disk (if the folder is a lasting one).

        NotSaved, if it is not. Where it is already, it must come to the same: otherwise WrongUse.
        """
        already = self.done(Chunk(part.first, part.count))
        tally = json.loads(part.tally)
        if already is not None:
            if already != Tally.from_json(tally):
                runs = f"runs {part.first} to {part.first + part.count - 1}"
                raise WrongUse(f"{printable(str(self.path))}: {runs} came out otherwise the second time")
            return
        name = part_name(part.first)
        sidecar = {
            "plan": self.plan.identity,
            "first": part.first,
            "count": part.count,
            "bytes": len(part.rows),
            "sha256": hashlib.sha256(part.rows).hexdigest(),
            "made_by": made_by(),
            "tally": tally,
        }
        try:
            self._runs.mkdir(exist_ok=True)
            write_whole(self._runs / f"{name}.parquet", part.rows, lasting=self._lasting)
            write_whole(self._runs / f"{name}.json", as_text(sidecar, None), lasting=self._lasting)
        except OSError as error:
            raise self._not_saved(error) from None

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Writes the summary. After that nothing changes any more."""
        try:
            write_whole(self.path / SUMMARY, as_text(summary), lasting=self._lasting)
            self.manifest = {**self.manifest, "state": FINISHED, "n": summary["n"]}
            write_whole(self.path / MANIFEST, as_text(self.manifest), lasting=self._lasting)
        except OSError as error:
            raise self._not_saved(error) from None

    def files(self) -> list[Path]:
        """The Parquet files of the parts that are there whole, in the order of their runs."""
        found = sorted(self._runs.glob("part-*.json")) if self._runs.is_dir() else []
        return [rows for path in found if (rows := path.with_suffix(".parquet")).is_file()]

    def close(self) -> None:
        """Lets others write into it."""
        let_go(self._lock)
        self._lock = None

    @property
    def _runs(self) -> Path:
        return self.path / RUNS

    def _not_saved(self, error: OSError) -> NotSaved:
        why = f"{printable(str(self.path))}: {error.strerror or error}"
        return NotSaved(f"cannot write any more into {why}. What is done is kept: make room, then --resume")


def made_by() -> dict[str, str]:
    """The versions of everything that has a hand in a result."""
    return dict(_software())


@cache
def _software() -> dict[str, str]:
    software = {"crisis_sim": crisis_sim.__version__, "python": platform.python_version()}
    for library in LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            software[library] = metadata.version(library)
    return software


def write_whole(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """The file is there whole, or not at all, or as it was; if `lasting`, it is on the disk on return. OSError, if that
    fails."""
    unfinished = path.with_name(f".{path.name}{UNFINISHED_FILE}")
    try:
        with open(unfinished, "wb") as file:
            file.write(content)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    if lasting and os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def as_text(kept: Mapping[str, Any], indent: int | None = 1) -> bytes:
    """JSON as it stands in the files of a batch."""
    return (json.dumps(kept, allow_nan=False, indent=indent) + "\n").encode()


def part_name(first: int) -> str:
    """What the files of a part are called, by the number of its first run."""
    return f"part-{first:013d}"


def _manifest_for(
    path: Path, plan: Plan, made: Mapping[str, Any], *, resume: bool, force: bool, lasting: bool
) -> dict[str, Any]:
    shown = printable(str(path))
    if (path / MANIFEST).exists():
        if not force:
            kept = _read_manifest(path)
            _check_same(shown, _plan_in(path, kept), plan, kept, resume=resume)
            for found in _ours(path):
                if found.suffix == UNFINISHED_FILE:
                    found.unlink()
            return kept
        _read_manifest(path)  # what is no batch is not touched
        _remove_all(path)
    elif any(not _OURS.fullmatch(found.name) for found in path.iterdir()):
        raise WrongUse(f"{shown} holds other things than a batch, and is left alone: name a new folder")
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
    write_whole(path / MANIFEST, as_text(manifest), lasting=lasting)
    return manifest


def _check_same(shown: str, kept: Plan, wanted: Plan, manifest: Mapping[str, Any], *, resume: bool) -> None:
    if not resume:
        state = "a finished batch" if manifest.get("state") == FINISHED else "an unfinished batch: --resume goes on"
        state += ";" if state.endswith("on") else ":"
        raise WrongUse(f"{shown} holds {state} --force begins anew and removes it, or name another folder")
    said = {
        "rules_version": "another version of the rules",
        "scenario_hash": "another scenario",
        "settings": "other parameters",
        "agents": "other agents",
        "seed": "another seed",
        "n": "another number of runs",
        "until_ci": "another --until-ci",
    }
    for name, called in said.items():
        one, other = getattr(kept, name), getattr(wanted, name)
        if one != other:
            told = f" ({_brief(one)}, and not {_brief(other)})" if not isinstance(one, dict) else ""
            raise WrongUse(f"{shown} holds a batch of {called}{told}: it cannot be gone on with so")


def _brief(value: object) -> str:
    return "none" if value is None else str(value)[:20]


def _plan_in(path: Path, manifest: Mapping[str, Any]) -> Plan:
    try:
        return Plan.from_json(manifest["plan"])
    except (KeyError, TypeError, ValueError):
        raise WrongUse(f"{printable(str(path / MANIFEST))} holds no plan of a batch") from None


def _read_manifest(path: Path) -> dict[str, Any]:
    shown = printable(str(path))
    if not (path / MANIFEST).is_file():
        raise WrongUse(f"there is no batch in {shown}: it has no {MANIFEST}")
    manifest = _read_json(path / MANIFEST)
    if manifest.get("kind") != KIND:
        raise WrongUse(f"{shown} is not the folder of a batch: its {MANIFEST} is of something else")
    if manifest.get("format") != FORMAT:
        raise WrongUse(f"{shown} was written by a later version of crisis-sim: use that one")
    return manifest


def _read_json(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise WrongUse(f"{printable(str(path))} cannot be read: {printable(str(error))[:100]}") from None
    if not isinstance(kept, dict):
        raise WrongUse(f"{printable(str(path))} cannot be read: it is no object")
    return kept


def _remove_all(path: Path) -> None:
    """What a batch made, and nothing else. The summary first and the manifest last: at no moment it seems finished."""
    (path / SUMMARY).unlink(missing_ok=True)
    for found in _ours(path):
        found.unlink()
    with suppress(OSError):  # somebody else's files are in it
        (path / RUNS).rmdir()
    (path / MANIFEST).unlink(missing_ok=True)


def _ours(path: Path) -> Iterator[Path]:
    """The files in the folder that a batch made, by their names; all but manifest and summary."""
    for folder in (path, path / RUNS):
        if folder.is_dir() and not folder.is_symlink():
            yield from (found for found in list(folder.iterdir()) if _OURS.fullmatch(found.name))


def alone_in(path: Path) -> int | None:
    """The folder for this process alone, until `let_go`. WrongUse, if another one is at work in it."""
    if os.name != "posix":
        return None
    lock = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise WrongUse(f"{printable(str(path))}: another batch is at work in this folder") from None
    except OSError:
        pass  # a file system without locks
    return lock


def let_go(lock: int | None) -> None:
    """Lets others into a folder again; of none, nothing."""
    if lock is not None:
        os.close(lock)
