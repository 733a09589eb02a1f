"""Runs the program as a person does: another process, its own folders, its output and its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

COMMAND = [sys.executable, "-m", "crisis_sim"]


class Answer(NamedTuple):
    code: int
    out: str
    error: str


def surroundings(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a fresh user whose home is this folder."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT", "LANG", "VIRTUAL_ENV"}}
    return {
        **kept,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")]),  # so that hints are short
        "HOME": str(home),
        "USERPROFILE": str(home),
        "CRISIS_SIM_HOME": str(home / "crisis-sim"),
        "COLUMNS": "80",
        **(more or {}),
    }


def crisis_sim(*words: str | Path, home: Path, typed: str = "", **more: str) -> Answer:
    """Type a command, and then these lines. `home` is also where it runs."""
    done = subprocess.run(
        [*COMMAND, *map(str, words)],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=home,
        env=surroundings(home, more),
        check=False,
        timeout=300,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def refuses(answer: Answer, *words: str) -> None:
    """Exit 2, nothing on stdout, and one line on stderr that says these words."""
    assert answer.code == 2, answer
    assert answer.out == ""
    assert len(answer.error.splitlines()) == 1, answer.error
    assert "Traceback" not in answer.error
    for word in words:
        assert word in answer.error, answer.error
