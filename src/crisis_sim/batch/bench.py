"""Engine beside engine: how fast each plays on this machine.

They play in turns, round after round, so that what disturbs one disturbs all; what is compared is compared within a
round. Therefore ratios hold on a busy machine too, and runs a second do not.
"""

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from crisis_sim.batch.engines import COMPILED, PYTHON, SIMPY, Engine, engine_for
from crisis_sim.compiler import Compiled
from crisis_sim.terms.codes import RULES_VERSION

Play = Callable[[int, int], int]
"""Plays runs first, first + 1, ..., so many of them, and gives how many events there were."""
MOST_RUNS = 2**20
AT_ONCE = 1_000
"""Runs that are held in memory; a batch writes them away and does not hold more either."""
SEED = 1
LIBRARIES = ("numpy", "numba", "duckdb", "simpy")


class Spread(NamedTuple):
    """What several rounds measured."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> "Spread":
        return cls(statistics.median(figures), min(figures), max(figures))


class Speed(NamedTuple):
    """How fast one of them was, round by round."""

    name: str
    runs: int  # in each round
    seconds: list[float]  # of each round
    events: list[int]  # of each round

    @property
    def runs_per_second(self) -> Spread:
        return Spread.of([self.runs / seconds for seconds in self.seconds])

    @property
    def events_per_second(self) -> Spread:
        return Spread.of([events / seconds for events, seconds in zip(self.events, self.seconds, strict=True)])

    def times(self, other: "Speed") -> Spread:
        """How many times as fast as another that was measured in the same rounds."""
        pairs = zip(self.seconds, other.seconds, strict=True)
        return Spread.of([(self.runs / own) / (other.runs / others) for own, others in pairs])

    def to_json(self) -> dict[str, Any]:
        """As `bench --json` prints it."""
        return {
            "runs_a_round": self.runs,
            "runs_per_second": self.runs_per_second._asdict(),
            "events_per_second": self.events_per_second._asdict(),
        }


def side_by_side(
    players: Mapping[str, Play],
    seconds: float = 1.0,
    rounds: int = 7,
    clock: Callable[[], float] = time.thread_time,
    runs: int | None = None,
) -> list[Speed]:
    """The speed of each, measured in turns.

    `seconds`: how long each plays in a round, about; or `runs`: how many runs, the same for all. `clock`: by itself the
    CPU time of this thread, which leaves out whatever else the machine does; for players with threads of their own,
    `time.perf_counter`.
    """
    speeds = [Speed(name, runs or enough(play, seconds, clock), [], []) for name, play in players.items()]
    if runs is not None:
        for play in players.values():
            play(0, 1)  # whatever is compiled or opened at the first call
    for number in range(rounds):
        for speed in speeds if number % 2 == 0 else reversed(speeds):
            began = clock()
            events = players[speed.name](number * speed.runs, speed.runs)
            speed.seconds.append(clock() - began)
            speed.events.append(events)
    return speeds


def enough(play: Play, seconds: float, clock: Callable[[], float]) -> int:
    """How many runs take about so long. The first of them warm it up, and do not count."""
    play(0, 1)
    runs = 1
    while True:
        began = clock()
        play(0, runs)
        took = clock() - began
        if took >= seconds / 8 or runs >= MOST_RUNS:
            return max(1, min(MOST_RUNS, round(runs * seconds / max(took, 1e-6))))
        runs *= 4


def player(engine: Engine, threads: int = 1) -> Play:
    """Has an engine play, in so many threads; with one, in the thread that asks."""

    def chunk(first: int, count: int) -> int:
        return int(engine.play(first, count)["events"].sum())

    def play(first: int, count: int) -> int:
        firsts = range(first, first + count, AT_ONCE)
        counts = [min(AT_ONCE, first + count - at) for at in firsts]
        if threads == 1:
            return sum(map(chunk, firsts, counts))
        with ThreadPoolExecutor(threads) as pool:
            return sum(pool.map(chunk, firsts, counts))

    return play


def engines_here(compiled: Compiled) -> dict[str, Play]:
    """Every engine that works on this machine, ready to play the scenario with each seat's own doctrine."""
    names = (COMPILED, PYTHON, SIMPY) if find_spec("numba") else (PYTHON, SIMPY)
    return {name: player(engine_for(compiled, None, SEED, name)) for name in names}


def threads_here(compiled: Compiled, seconds: float, rounds: int) -> list[Speed]:
    """The compiled engine in one thread and in two, by the clock on the wall; nothing where two have no room."""
    if not find_spec("numba") or _cores() < 2:
        return []
    engine = engine_for(compiled, None, SEED, COMPILED)
    one, two = player(engine), player(engine, threads=2)
    runs = max(enough(one, seconds, time.perf_counter) // (2 * AT_ONCE), 1) * 2 * AT_ONCE  # as many for either thread
    return side_by_side({"1": one, "2": two}, rounds=rounds, clock=time.perf_counter, runs=runs)


def bench(name: str, compiled: Compiled, *, quick: bool = False) -> dict[str, Any]:
    """What `crisis-sim bench --json` prints: the engines beside one another, and two threads beside one."""
    seconds, rounds = (0.1, 3) if quick else (1.0, 7)
    speeds = side_by_side(engines_here(compiled), seconds, rounds)
    threads = threads_here(compiled, seconds, rounds)
    return {
        "scenario": name,
        "scenario_hash": compiled.hash,
        "rules_version": RULES_VERSION,
        "machine": machine(),
        "rounds": rounds,
        "engines": {speed.name: speed.to_json() | {"times_simpy": _spread(speed, speeds[-1])} for speed in speeds},
        "threads": {speed.name: speed.to_json() | {"times_one": _spread(speed, threads[0])} for speed in threads},
    }


def _spread(one: Speed, other: Speed) -> dict[str, float]:
    return one.times(other)._asdict()


def machine() -> dict[str, str | int]:
    """On what was measured, for whoever reads the figures: processor, cores, system, versions."""
    return {
        "processor": _processor(),
        "cores": _cores(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **dict(_versions(LIBRARIES)),
    }


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _versions(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    for name in names:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue
