"""A scenario's files, from a folder or from memory, as one document.

A scenario is a folder with `scenario.yaml`, other `*.yaml` files beside it that hold sections of their own, and
`briefs/*.md`. Files whose names begin with `_` or `.` are left out. A mapping section may be spread over several files,
each key in one of them; lists are put one after the other, in the order of the files' names.
"""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from crisis_sim.scenario.errors import Problem, ScenarioError, printable, quoted
from crisis_sim.scenario.text import NODES, forbidden_characters, read
from crisis_sim.scenario.tree import Node, Place, locate
from crisis_sim.scenario.tree import Path as ValuePath

MAIN = "scenario.yaml"
FILE_BYTES = 256 * 1024
FOLDER_BYTES = 1024 * 1024
FILES = 100

_ENDINGS = {".yaml", ".yml"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.yaml|briefs/[A-Za-z0-9][A-Za-z0-9_.-]*\.md")


@dataclass(frozen=True, slots=True)
class Document:
    """A scenario as it was written: its texts by file name, and one tree of values with the place of each.

    `problems` are faults that did not keep the rest from being read.
    """

    texts: Mapping[str, str]
    root: Node
    problems: tuple[Problem, ...] = ()

    def place(self, path: ValuePath, *, key: bool = False, offset: int | None = None) -> Place:
        """Where the value at `path` is written, or its key, or the character `offset` (from 0) of its text.

        Where the path leads nowhere, the place of the key of the innermost thing on it that exists.
        """
        return locate(self.root, path, key=key, offset=offset)

    @property
    def briefs(self) -> dict[str, str]:
        """The texts of `briefs/NAME.md`, by NAME."""
        return {Path(name).stem: text for name, text in self.texts.items() if name.endswith(".md")}

    @property
    def hash(self) -> str:
        """16 hexadecimal digits that change when any text does; how lines end makes no difference."""
        digest = hashlib.sha256()
        for name in sorted(self.texts):
            digest.update(f"{name}\0{self.texts[name]}\0".encode())
        return digest.hexdigest()[:16]


def read_folder(folder: Path) -> Document:
    """The scenario in a folder; messages call its files by their paths.

    ScenarioError, if one of them cannot be read to its end.
    """
    files, problems = [], []
    try:
        names = _names(folder)
    except OSError as error:
        raise ScenarioError([Problem(printable(str(folder)), 1, 1, error.strerror or str(error))]) from None
    for name in names[: FILES + 1]:
        shown = printable(str(folder / name))
        try:
            files.append(_File(name, shown, _bytes(folder, name)))
        except OSError as error:
            problems.append(Problem(shown, 1, 1, error.strerror or str(error)))
    if problems:
        raise ScenarioError(problems)
    return _document(files)


def read_texts(texts: Mapping[str, object]) -> Document:
    """The scenario whose texts were kept elsewhere, as in a journal, by file name: `scenario.yaml`, `briefs/us.md`.

    ScenarioError as for a folder, and for a name that no file of a scenario can have.
    """
    files = []
    for name, text in texts.items():
        if not isinstance(text, str):
            raise ScenarioError([Problem(printable(name), 1, 1, "should be text")])
        files.append(_File(name, name, text.encode("utf-8", "surrogatepass")))
    return _document(files)


class _File(NamedTuple):
    """A file's name within the scenario, what messages call it, and what it holds."""

    name: str
    shown: str
    content: bytes


def _names(folder: Path) -> list[str]:
    """What belongs to the scenario, in the order of names."""
    briefs = os.listdir(folder / "briefs") if (folder / "briefs").is_dir() else []
    names = [name for name in os.listdir(folder) if Path(name).suffix.lower() in _ENDINGS]
    names += [f"briefs/{name}" for name in briefs if name.endswith(".md")]
    return sorted(name for name in names if Path(name).name[0] not in "_.")


def _bytes(folder: Path, name: str) -> bytes:
    """A file's content, up to one byte more than a file may hold; OSError with the reason, if there is none to read."""
    path = folder / name
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise OSError("a link that leads out of the scenario's folder")
    if not path.is_file():
        raise OSError("not a file")
    with path.open("rb") as file:
        return file.read(FILE_BYTES + 1)


def _document(files: list[_File]) -> Document:
    """Every file checked and read; what lies in several is put together."""
    _check_names_and_sizes(files)
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    nodes: list[Node] = []
    room = NODES
    whole = True
    for name, shown, content in sorted(files):
        try:
            texts[name] = text = content.decode().replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode().split("\n")
            problems.append(Problem(shown, len(before), len(before[-1]) + 1, "not UTF-8 text: save the file as UTF-8"))
            whole = False
            continue
        if name.endswith(".md"):
            faults = forbidden_characters(shown, text)
            whole = whole and not faults
        else:
            node, faults, size = read(shown, text, room)
            room -= size
            whole = whole and node is not None
            nodes += [node] if node is not None else []
        problems += faults
    root = _merged(nodes, problems, Place(next(file.shown for file in files if file.name == MAIN), 1, 1))
    if not whole:
        raise ScenarioError(problems)
    return Document(texts, root, tuple(problems))


def _check_names_and_sizes(files: list[_File]) -> None:
    problems = [problem for file in files for problem in _name_and_size(file)]
    if len(files) > FILES:
        problems.append(Problem("", 0, 0, f"a scenario may have at most {FILES} files"))
    elif sum(len(file.content) for file in files) > FOLDER_BYTES:
        problems.append(Problem("", 0, 0, f"a scenario's files may hold {FOLDER_BYTES // 1024:,} KiB together"))
    elif all(file.name != MAIN for file in files):
        problems.append(Problem("", 0, 0, f"a scenario needs a file `{MAIN}`"))
    if problems:
        raise ScenarioError(problems)


def _name_and_size(file: _File) -> Iterator[Problem]:
    shown = printable(file.shown)
    if len(file.name) > 100 or not _NAME.fullmatch(file.name):
        ending = Path(file.name).suffix
        better = file.name.removesuffix(ending) + ".yaml"
        if ending.lower() in _ENDINGS and len(better) <= 100 and _NAME.fullmatch(better):
            yield Problem(shown, 1, 1, f"rename it to {quoted(better)}")
        else:
            allowed = "at most 100 letters, digits, '_', '-', '.'"
            yield Problem("", 0, 0, f"a file cannot be called {quoted(file.name)}: {allowed}")
    elif len(file.content) > FILE_BYTES:
        yield Problem(shown, 1, 1, f"a file may hold {FILE_BYTES // 1024} KiB: spread its sections over several")


def _merged(nodes: list[Node], problems: list[Problem], start: Place) -> Node:
    """One mapping of sections. What stands in two files and cannot be put together becomes a problem."""
    entries: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for node in nodes:
        assert isinstance(node.content, dict)
        for name, section in node.content.items():
            if name in entries:
                entries[name] = _joined(name, entries[name], section, (keys[name], node.keys[name]), problems)
            else:
                entries[name], keys[name] = section, node.keys[name]
    return Node(entries, start, keys=keys)


def _joined(name: str, one: Node, other: Node, keys: tuple[Place, Place], problems: list[Problem]) -> Node:
    if isinstance(one.content, list) and isinstance(other.content, list):
        return Node(one.content + other.content, one.place)
    if not isinstance(one.content, dict) or not isinstance(other.content, dict):
        problems.append(_twice(name, *keys))
        return one
    entries, places = dict(one.content), dict(one.keys)
    for key, node in other.content.items():
        if key in entries:
            problems.append(_twice(key, places[key], other.keys[key]))
        else:
            entries[key], places[key] = node, other.keys[key]
    return Node(entries, one.place, keys=places)


def _twice(name: str, first: Place, second: Place) -> Problem:
    return Problem(*second, f"{quoted(name)} is already given in {first.file}, line {first.line}")
