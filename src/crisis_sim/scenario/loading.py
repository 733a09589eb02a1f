"""From the name of a scenario, or the path of one, to its checked model."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from crisis_sim.scenario.checking import parse
from crisis_sim.scenario.errors import Problem, ScenarioError, did_you_mean, printable
from crisis_sim.scenario.models import Scenario
from crisis_sim.scenario.reading import MAIN, Document, read_folder, read_texts


class Loaded(NamedTuple):
    """A scenario and the document it was read from, with its texts, briefs, hash, and the place of every value."""

    scenario: Scenario
    document: Document


def load(name_or_path: str | os.PathLike[str]) -> Loaded:
    """Find, read and check a scenario. ScenarioError holds everything that is wrong with it."""
    document = read_folder(find(name_or_path))
    return Loaded(parse(document), document)


def load_texts(texts: Mapping[str, object]) -> Loaded:
    """Read and check a scenario from the texts of its files, by name, as a journal keeps them."""
    document = read_texts(texts)
    return Loaded(parse(document), document)


def shipped_folder() -> Path:
    """Where the scenarios that come with the program are: inside the package, or at the top of a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parent.parent / "scenarios"


def shipped() -> list[str]:
    """The names of the scenarios that come with the program."""
    return sorted(path.parent.name for path in shipped_folder().glob(f"*/{MAIN}"))


def find(name_or_path: str | os.PathLike[str]) -> Path:
    """The folder of a scenario, given its shipped name, its folder, or the path of its `scenario.yaml`.

    A shipped name goes before a folder of that name, which is `./NAME`. ScenarioError, if there is no such scenario.
    """
    asked = os.fspath(name_or_path)
    names = shipped()
    if asked in names:
        return shipped_folder() / asked
    path = Path(asked)
    if _is_file(path) and path.name == MAIN:
        return path.parent
    if _is_file(path / MAIN):
        return path
    shown = printable(asked[:200])
    if _is_file(path):
        message = f"{shown} is not a scenario: give its folder, or the path of its {MAIN}"
    elif _is_folder(path):
        message = f"{shown} is not a scenario: there is no {MAIN} in it"
    else:
        guess = did_you_mean(path.name, names)
        message = (
            f"there is no scenario '{shown}'{guess}: give a folder, or one of {', '.join(names) or '(none shipped)'}"
        )
    raise ScenarioError([Problem("", 0, 0, message)])


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long, or forbidden
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
