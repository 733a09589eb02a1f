"""Batches of the small scenario, for the tests of this room; as a script, one batch that prints its digest."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from platformdirs import user_cache_path

import crisis_sim.api as cs
from crisis_sim.batch.compile_cache import FOLDER
from crisis_sim.batch.executors import crew_of
from crisis_sim.batch.parts import Folder
from crisis_sim.batch.plan import Plan, plan_of
from crisis_sim.batch.running import How, Played, carry_out, play_plan
from crisis_sim.compiler import Compiled

COMPILED_ALREADY = {FOLDER: os.environ.get(FOLDER) or str(user_cache_path("crisis_sim") / "kernel")}
"""For the environment of a user who is not the first to compile the rules: that takes its time."""


@cache
def standoff() -> cs.Crisis:
    return cs.load("standoff")


def planned(n=40, **how) -> tuple[Plan, Compiled]:
    crisis = standoff()
    return plan_of(crisis.name, crisis.compiled, crisis.texts, n, **{"seed": 5, "engine": "python", **how})


def played(n=40, *, engine="python", workers=1, cluster=None, folder=None, resume=False, watch=None, **how) -> Played:
    plan, compiled = planned(n, **how)
    return play_plan(plan, compiled, How(engine, workers, cluster, folder, resume), watch)


def begin(path: Path, plan: Plan, *, resume=False, force=False) -> Folder:
    return Folder.begin(path, plan, {"command": "a test", "engine": "python"}, resume=resume, force=force)


def play_into(folder: Folder, *, watch=None) -> Played:
    with crew_of("python", 1) as crew:
        return carry_out(folder.plan, "python", crew, folder=folder, watch=watch)


def rows_of(folder: Path) -> list[tuple[Any, ...]]:
    """Every row of a batch, in order, from all of its Parquet files."""
    files = str(folder / "runs" / "part-*.parquet")
    with duckdb.connect() as database:
        return database.execute("SELECT * FROM read_parquet(?) ORDER BY run", [files]).fetchall()


def without_speed(summary) -> str:
    """What a batch came to, without how fast, and by which engine."""
    return json.dumps({name: one for name, one in summary.items() if name not in {"runs_per_second", "engine"}})


class Assassin:
    """Kills a worker process after each of the first chunks."""

    def __init__(self, victims: int) -> None:
        self.left = victims

    def __call__(self, progress) -> None:
        workers = multiprocessing.active_children()
        if self.left and workers:
            self.left -= 1
            assert workers[0].pid is not None
            os.kill(workers[0].pid, signal.SIGKILL)


if __name__ == "__main__":
    engine, workers, chunk = sys.argv[1:]
    summary = played(30, engine=engine, workers=int(workers), chunk=int(chunk)).summary
    sys.stdout.write(without_speed(summary) + "\n")
