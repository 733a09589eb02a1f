"""Where games are saved, and what their files may be called."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import platformdirs

from crisis_sim.journal.lines import JournalError
from crisis_sim.journal.reading import Journal, read
from crisis_sim.scenario.errors import quoted

HOME = "CRISIS_SIM_HOME"
ENDING = ".journal"
MOST_LETTERS = 100
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


class Save(NamedTuple):
    """A saved game. `journal` is None where it cannot be read, and `problem` says why."""

    name: str
    path: Path
    changed: datetime
    journal: Journal | None
    problem: str | None


def folder() -> Path:
    """Where games are saved: `saves` in $CRISIS_SIM_HOME, or where this system keeps files. It need not exist."""
    home = os.environ.get(HOME)
    return (Path(home) if home else Path(platformdirs.user_data_path("crisis-sim", False))) / "saves"


def path_of(name: str) -> Path:
    """The file of a saved game. JournalError for a name that could mean a place outside the folder, and for a link."""
    plain = name.removesuffix(ENDING)
    if len(name) > MOST_LETTERS or not _NAME.fullmatch(plain):
        raise JournalError(f"{quoted(name)} cannot name a saved game: at most 100 letters, digits, '_', '-', '.'")
    path = folder() / f"{plain}{ENDING}"
    if path.is_symlink():
        raise JournalError(f"{path} is a link, and a saved game must be a file of its own")
    return path


def new_path(scenario: str) -> Path:
    """A file for a new game, whose folder is there: the scenario's name, today's date, and a number."""
    folder().mkdir(parents=True, exist_ok=True)
    base = re.sub(r"[^a-z0-9_]", "_", scenario.lower())[:60].strip("_") or "game"
    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    number = 1
    while (path := path_of(f"{base}-{today}-{number}")).exists():
        number += 1
    return path


def saves() -> list[Save]:
    """All saved games, the one that was played last first. Links and foreign files are left out."""
    found = []
    try:
        paths = list(folder().iterdir())
    except OSError:
        return []
    for path in paths:
        if path.suffix != ENDING or path.is_symlink() or not path.is_file():
            continue
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        journal, problem = None, None
        try:
            journal = read(path)
        except JournalError as error:
            problem = str(error)
        found.append(Save(path.name.removesuffix(ENDING), path, changed, journal, problem))
    return sorted(found, key=lambda save: (save.changed, save.name), reverse=True)
