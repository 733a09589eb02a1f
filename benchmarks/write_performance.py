"""Measures everything, and writes the tables of docs/performance.md: `python -m benchmarks.write_performance`.

To be run on a quiet machine. What stands in the page outside the two marks is left as it is. `--million` measures the
batch of a million runs too, for some minutes more; `--classroom` a school at one server, for twenty minutes more.
Without them the tables that are there stay. `--only` leaves out all else.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from benchmarks import classroom_load, memory
from benchmarks.__main__ import TOPICS
from benchmarks.figures import Figure, markdown
from crisis_sim.batch.bench import LIBRARIES, machine

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
MARKS = ("<!-- measured -->", "<!-- end of what was measured -->")
MILLION_MARKS = ("<!-- measured: a million -->", "<!-- end of the million -->")
CLASSROOM_MARKS = ("<!-- measured: classroom -->", "<!-- end of the classroom -->")


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--quick", action="store_true", help="rougher, in a minute")
    arguments.add_argument("--million", action="store_true", help="the batch of a million too")
    arguments.add_argument("--classroom", action="store_true", help="a school at one server too")
    arguments.add_argument("--only", action="store_true", help="nothing but what is asked for besides")
    asked = arguments.parse_args()
    if not asked.only:
        put(MARKS, "\n\n".join(sections(asked.quick)))
    if asked.classroom:
        put(CLASSROOM_MARKS, "\n\n".join([where(), markdown(classroom_load.figures(asked.quick))]))
    if asked.million:
        put(MILLION_MARKS, "\n\n".join([where(), markdown(memory.million())]))


def put(marks: tuple[str, str], text: str) -> None:
    """Into the page as it is now: to measure takes long, and others write too."""
    PAGE.write_text(replaced(PAGE.read_text(encoding="utf-8"), marks, text), encoding="utf-8")


def sections(quick: bool) -> Iterator[str]:
    """The machine, then a table for each topic."""
    yield where()
    for topic in TOPICS:
        module = import_module(f"benchmarks.{topic}")
        figures: list[Figure] = list(module.figures(quick))
        yield f"### {module.TITLE}\n\n{markdown(figures)}"


def where() -> str:
    """On which machine, when, and how busy it was."""
    here = machine()
    versions = ", ".join(f"{name} {here[name]}" for name in ("python", *LIBRARIES) if name in here)
    busy = os.getloadavg()[0]
    beside = "nothing else ran" if busy < 0.3 else f"other work ran beside it: {busy:.1f} processes busy when it began"
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return f"{here['processor']}, {here['cores']} cores, {here['system']}; {versions}; {today}; {beside}."


def replaced(page: str, marks: tuple[str, str], text: str) -> str:
    """The page with this between the two marks."""
    begin, end = map(re.escape, marks)
    written, times = re.subn(f"{begin}.*?{end}", lambda _: f"{marks[0]}\n{text}\n\n{marks[1]}", page, flags=re.DOTALL)
    if times != 1:
        raise ValueError(f"{PAGE} needs the marks {marks[0]} and {marks[1]}, once")
    return written


if __name__ == "__main__":
    main()
