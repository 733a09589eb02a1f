"""How long the first key press waits, and what one game costs. Prints medians with their spread; judges nothing.

Start-up is measured as a ratio to a Typer program of two empty commands, in turns, so that a busy machine slows both.
A game's cost is CPU time in this process after loading, by bots, in the Python engine.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

BARE = '''
import typer

app = typer.Typer()


@app.command()
def one() -> None:
    "One."


@app.command()
def two() -> None:
    "Two."


app()
'''


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


def row(figures: list[float], unit: str) -> tuple[str, str, str]:
    """Median, middle half and number of measurements, as text."""
    low, median, high = statistics.quantiles(figures, n=4)
    return f"{median:.3g} {unit}", f"{low:.3g} – {high:.3g}", str(len(figures))


def start_up(table: Table, times: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        commands = ([sys.executable, str(bare), "--help"], [sys.executable, "-m", "crisis_sim", "--help"])
        for command in commands:
            cpu_of_child(command)
        pairs = [(cpu_of_child(commands[0]), cpu_of_child(commands[1])) for _ in range(times)]
    table.add_row("a bare Typer program --help", *row([bare * 1000 for bare, _ in pairs], "ms"))
    table.add_row("crisis-sim --help", *row([ours * 1000 for _, ours in pairs], "ms"))
    table.add_row("ratio (bound: 1.25)", *row([ours / bare for bare, ours in pairs], "×"))


def games(table: Table, times: int) -> None:
    import crisis_sim

    loading = [cpu_of(lambda: crisis_sim.load("new_years_eve")) * 1000 for _ in range(3)]
    table.add_row("loading new_years_eve", *row(loading, "ms"))
    scenario = crisis_sim.load("new_years_eve")
    scenario.run(seed=0)
    figures = [cpu_of(partial(scenario.run, seed=seed)) * 1000 for seed in range(1, times + 1)]
    table.add_row("one game by bots, Python engine (bound: 100 ms)", *row(figures, "ms"))


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--times", type=int, default=20, help="measurements of each kind, at least 2 (20)")
    times = max(2, arguments.parse_args().times)
    table = Table("CPU time of", "median", "middle half", "n")
    start_up(table, times)
    games(table, times)
    Console().print(table)


if __name__ == "__main__":
    main()
