"""How long the first key press waits, and what one game costs, in CPU time.

Start-up is measured as a ratio to a Typer program of two empty commands, in turns, so that a busy machine slows both.
A game's cost is CPU time in this process after loading, by bots, in the Python engine.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.figures import Figure, figure

TITLE = "Start-up, and one game (CPU time)"
BARE = """
import typer

app = typer.Typer()


@app.command()
def one() -> None:
    "One."


@app.command()
def two() -> None:
    "Two."


app()
"""


def cpu_of_child(command: list[str]) -> float:
    """CPU seconds (user and system) of one child process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def cpu_of(work: Callable[[], object]) -> float:
    """CPU seconds of one call in this process."""
    before = time.process_time()
    work()
    return time.process_time() - before


def start_up(times: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        commands = ([sys.executable, str(bare), "--help"], [sys.executable, "-m", "crisis_sim", "--help"])
        for command in commands:
            cpu_of_child(command)
        pairs = [(cpu_of_child(commands[0]), cpu_of_child(commands[1])) for _ in range(times)]
    yield figure("a bare Typer program, `--help`", [bare * 1000 for bare, _ in pairs], "ms")
    yield figure("`crisis-sim --help`", [ours * 1000 for _, ours in pairs], "ms")
    yield figure("the second, as times the first", [ours / bare for bare, ours in pairs], "×", "≤ 1.25")


def games(times: int) -> Iterator[Figure]:
    import crisis_sim

    loading = [cpu_of(lambda: crisis_sim.load("new_years_eve")) * 1000 for _ in range(3)]
    yield figure("loading new_years_eve", loading, "ms")
    scenario = crisis_sim.load("new_years_eve")
    scenario.run(seed=0)
    measured = [cpu_of(partial(scenario.run, seed=seed)) * 1000 for seed in range(1, times + 1)]
    yield figure("one game by bots, with everybody's observations and the story", measured, "ms", "≤ 100 ms")


def figures(quick: bool) -> Iterator[Figure]:
    times = 3 if quick else 20
    yield from start_up(times)
    yield from games(times)
