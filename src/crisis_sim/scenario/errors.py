"""What is wrong with a scenario, said to a person: one line for each fault, at its file, line and column."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from crisis_sim.language.errors import did_you_mean

__all__ = ["SHOWN", "Problem", "ScenarioError", "did_you_mean", "one_of", "printable", "quoted"]

SHOWN = 50
"""How many problems are printed; the others are counted."""


class Problem(NamedTuple):
    """One fault and its place. Line and column count from 1; without a `file` the fault is not in a file."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}" if self.file else self.message


class ScenarioError(Exception):
    """A scenario that cannot be used. Its text is every problem, one a line, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"... and {len(self.problems) - SHOWN} more")
        return "\n".join(lines)


def printable(text: str) -> str:
    """The text without control characters, line breaks or marks that change the direction of writing."""
    return "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text)


def quoted(value: object) -> str:
    """A value from a scenario as it may stand in a message: short, on one line."""
    if isinstance(value, str):
        words = " ".join(value[:200].split())
        return f"'{printable(words if len(words) <= 60 else words[:57] + '...')}'"
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    return "nothing" if value is None else json.dumps(value)


def one_of(options: Iterable[str]) -> str:
    """`a, b or c`."""
    *first, last = options
    return f"{', '.join(first)} or {last}" if first else last
