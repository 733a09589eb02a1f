"""Runs a second: engine beside engine, all in turns in one process, and beside a model written by hand in SimPy."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import crisis_sim as cs
from benchmarks import standoff_in_simpy
from benchmarks.figures import Figure
from crisis_sim.batch.bench import SEED, Play, Speed, engines_here, side_by_side, threads_here

TITLE = "Speed (engines: CPU seconds of one thread; threads: by the clock on the wall)"
BY_HAND = "by hand in SimPy"
WANTED: Mapping[tuple[str, str, str], str] = {("new_years_eve", "compiled", "simpy"): "≥ 100 ×"}

BATCHES = {True: (1_000, 3), False: (10_000, 5)}
"""Quick or not: runs in a whole batch, and rounds."""


def by_hand(first: int, count: int) -> int:
    """The hand-written model; what happened in it, counted."""
    return sum(run.happenings for run in standoff_in_simpy.play_runs(SEED, first, count))


def speeds(crisis: cs.Crisis, others: Mapping[str, Play], quick: bool) -> Iterator[Figure]:
    players = {**engines_here(crisis.compiled), **others}
    found = {speed.name: speed for speed in side_by_side(players, *((0.1, 3) if quick else (1.0, 7)))}
    name = crisis.name
    for speed in found.values():
        yield Figure(f"{name}, {speed.name}: runs", speed.runs_per_second, "/s")
        if speed.name not in others:  # theirs are other events
            yield Figure(f"{name}, {speed.name}: events", speed.events_per_second, "/s")
    for one, other in (("compiled", "python"), ("compiled", "simpy"), ("compiled", BY_HAND), ("simpy", BY_HAND)):
        if one in found and other in found:
            wanted = WANTED.get((name, one, other), "")
            yield ratio(f"{name}: runs, {one} as times {other}", found[one], found[other], wanted)


def ratio(what: str, one: Speed, other: Speed, wanted: str = "") -> Figure:
    return Figure(what, one.times(other), "×", wanted)


def threads(crisis: cs.Crisis, quick: bool) -> Iterator[Figure]:
    found = threads_here(crisis.compiled, *((0.2, 3) if quick else (2.0, 7)))
    if found:
        one, two = found
        yield ratio(f"{crisis.name}, kernel alone: two threads as times one", two, one, "≥ 1.9 ×")


def with_parquet(crisis: cs.Crisis, quick: bool) -> Iterator[Figure]:
    """Whole batches as anybody runs them: files written, sums made."""

    def batch(workers: int) -> Play:
        def play(first: int, count: int) -> int:
            with tempfile.TemporaryDirectory() as folder:
                crisis.batch(count, seed=first, workers=workers, folder=Path(folder) / "batch").close()
            return 0

        return play

    players, (runs, rounds) = {"one": batch(1), "two": batch(2)}, BATCHES[quick]
    one, two = side_by_side(players, rounds=rounds, clock=time.perf_counter, runs=runs)
    yield Figure(f"{crisis.name}, with Parquet, one thread: runs", one.runs_per_second, "/s")
    yield Figure(f"{crisis.name}, with Parquet, two threads: runs", two.runs_per_second, "/s")
    yield ratio(f"{crisis.name}, with Parquet: two threads as times one", two, one, "≥ 1.7 ×")


def figures(quick: bool) -> Iterator[Figure]:
    flagship, small = cs.load("new_years_eve"), cs.load("standoff")
    yield from speeds(flagship, {}, quick)
    yield from speeds(small, {BY_HAND: by_hand}, quick)
    yield from threads(flagship, quick)
    yield from with_parquet(flagship, quick)
