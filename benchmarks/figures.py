"""What a benchmark found: a figure with its spread, and tables of them. Nothing here judges."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from crisis_sim.batch.bench import Spread

COLUMNS = ("what", "median", "lowest – highest", "wanted")


class Figure(NamedTuple):
    """A thing that was measured, how it came out, and what is wanted of it, if anything is."""

    what: str
    spread: Spread
    unit: str
    wanted: str = ""

    def cells(self) -> tuple[str, str, str, str]:
        """As a row of a table."""
        median, low, high = map(short, self.spread)
        unit = f" {self.unit}" if self.unit else ""
        return self.what, f"{median}{unit}", "" if low == high else f"{low} – {high}", self.wanted


def figure(what: str, measured: Sequence[float], unit: str, wanted: str = "") -> Figure:
    return Figure(what, Spread.of(measured), unit, wanted)


def short(number: float) -> str:
    """Three digits that count, in full."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def show(title: str, figures: Iterable[Figure]) -> None:
    """Prints a table."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for column in COLUMNS:
        table.add_column(column)
    for one in figures:
        table.add_row(*one.cells())
    Console().print(table)


def markdown(figures: Iterable[Figure]) -> str:
    """The same for a page."""
    lines = [COLUMNS, ("---",) * len(COLUMNS), *(one.cells() for one in figures)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes, by the clock on the wall."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_a_fresh_process(program: str, *words: str, **surroundings: str) -> dict[str, Any]:
    """What a program prints as its last line, a JSON object; `took`: its whole life in seconds."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, **surroundings},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    took = time.perf_counter() - began
    told: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**told, "took": took}
