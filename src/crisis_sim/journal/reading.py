"""A journal read back: every line checked, a line that was not written to its end left out and said so."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from crisis_sim.journal.lines import (
    FORMAT,
    Decision,
    Header,
    Input,
    JournalError,
    Place,
    read_draft,
    read_header,
    read_input,
)
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.codes import RULES_VERSION
from crisis_sim.terms.records import Order

MOST_BYTES = 256 * 1024 * 1024
INPUTS = ("decision", "override", "sent", "message", "branch")


class Noted(NamedTuple):
    """A line that the game itself wrote, and its number in the file."""

    number: int
    line: Mapping[str, Any]


@dataclass(slots=True)
class Journal:
    """A journal as it was read. `lines`: all after the header. `places`: of inputs and drafts, by number of line.
    `notice`: what was left out. `length`: bytes up to the end of the last whole line."""

    path: Path
    header: Header
    lines: list[Noted] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    inputs: list[Input] = field(default_factory=list)
    events: list[Noted] = field(default_factory=list)
    turns: list[Noted] = field(default_factory=list)
    drafts: dict[str, tuple[int, tuple[Order, ...]]] = field(default_factory=dict)  # by seat: steps, orders
    result: Mapping[str, Any] | None = None
    notice: str | None = None
    length: int = 0

    def check_that_it_can_be_replayed(self) -> None:
        """JournalError with the reason, if these rules would make another game of it."""
        if self.header.rules_version != RULES_VERSION:
            theirs = self.header.rules_version
            raise JournalError(
                f"{printable(str(self.path))}: it was played by rules {theirs}, and these are rules {RULES_VERSION}: "
                "they would make another game of it. Its events can still be read in the file"
            )


def read(path: str | os.PathLike[str]) -> Journal:
    """The journal at a path. JournalError names the file and the line that cannot be used."""
    where = Path(path)
    shown = printable(str(where))
    try:
        with where.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise JournalError(f"{shown}: {getattr(error, 'strerror', None) or 'this is no path'}") from None
    if len(content) > MOST_BYTES:
        raise JournalError(f"{shown}: a journal holds at most {MOST_BYTES // 1024**2} MiB")
    return _journal(where, shown, content)


def _journal(path: Path, shown: str, content: bytes) -> Journal:
    journal: Journal | None = None
    ended = 0
    for number, line, end in _lines(shown, content):
        where = f"{shown}: line {number}"
        if line is None:
            if journal is None:
                raise JournalError(f"{where}: this is no journal of crisis-sim, or none of it was saved")
            journal.notice = f"{where} was not written to its end, and is left out"
            break
        if journal is None:
            _check_format(shown, line)
            journal = Journal(path, read_header(where, line))
        else:
            if ended:
                raise JournalError(f"{where}: nothing can follow the result, which stands in line {ended}")
            ended = _add(journal, where, number, line)
        journal.length = end
    if journal is None:
        raise JournalError(f"{shown}: it is empty")
    return journal


def _lines(shown: str, content: bytes) -> Iterator[tuple[int, Mapping[str, Any] | None, int]]:
    """Number, object, and the byte after it. The last one is None where it was not written to its end."""
    start, number = 0, 0
    while start < len(content):
        number += 1
        newline = content.find(b"\n", start)
        end = len(content) if newline < 0 else newline + 1
        line = _object(content[start:end]) if newline >= 0 else None
        if line is None and end < len(content):
            raise JournalError(f"{shown}: line {number} is damaged, and others follow it: the journal cannot be used")
        yield number, line, end
        start = end


def _object(text: bytes) -> Mapping[str, Any] | None:
    def refuse(word: str) -> float:
        raise ValueError(word)

    try:
        line = json.loads(text.decode(), parse_constant=refuse)
    except (ValueError, RecursionError):
        return None
    return line if isinstance(line, dict) else None


def _check_format(shown: str, line: Mapping[str, Any]) -> None:
    """A later format is refused before anything else of the line is looked at."""
    if line.get("line") == "header" and isinstance(line.get("format"), int) and line["format"] != FORMAT:
        raise JournalError(
            f"{shown}: it has format {line['format']}, and this program reads format {FORMAT}: use the version of "
            "crisis-sim that wrote it"
        )


def _add(journal: Journal, where: str, number: int, line: Mapping[str, Any]) -> int:
    """Takes in one line after the header; returns its number if it is the last one that can be."""
    kind = line.get("line")
    journal.lines.append(Noted(number, line))
    if kind == "event":
        journal.events.append(journal.lines[-1])
    elif kind == "turn":
        journal.turns.append(journal.lines[-1])
    elif kind == "draft":
        seat, place, orders = read_draft(where, line)
        journal.drafts[seat] = place.steps, orders
        journal.places[number] = place
    elif kind == "end":
        journal.result = line
        return number
    elif kind in INPUTS:
        given = read_input(where, line)
        if journal.inputs and given.place < journal.inputs[-1].place:
            raise JournalError(f"{where}: it belongs before the line of another input that stands above it")
        journal.inputs.append(given)
        journal.places[number] = given.place
        if isinstance(given, Decision):
            journal.drafts.clear()
    else:
        read_input(where, line)
    return 0
