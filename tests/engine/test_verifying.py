"""Whatever is changed in a journal, a replay that verifies it says so, and where."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import crisis_sim.api as cs
from crisis_sim.engine import Mismatch, verified
from crisis_sim.journal import JournalError, read
from tests.engine.tables import standoff
from tests.engine.test_replay import eventful, lines_of, write_lines

Lines = list[dict[str, Any]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Lines:
    """The lines of a game that is over, with every kind of line in it."""
    path = tmp_path_factory.mktemp("played") / "a.journal"
    eventful(path).advance("end")
    lines = lines_of(path)
    assert {line["line"] for line in lines} >= {"draft", "decision", "override", "sent", "message", "event", "turn"}
    return lines


def changed(played: Lines, change: Callable[[Lines], object], path: Path) -> Path:
    lines: Lines = json.loads(json.dumps(played))
    change(lines)
    write_lines(path, lines)
    return path


def written(lines: Lines, folder: Path) -> Path:
    write_lines(folder / "a.journal", lines)
    return folder / "a.journal"


def refused(path: Path, complaint: str) -> None:
    with pytest.raises(Mismatch, match=complaint) as caught:
        cs.replay(path)
    assert str(path) in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_an_untouched_journal_is_verified_in_one_sentence(played: Lines, tmp_path: Path) -> None:
    path = changed(played, lambda lines: None, tmp_path / "a.journal")
    game = cs.replay(path)
    told = f"The same game comes out: {len(game.events)} events, {len(game.turns)} turns, digest {game.digest}."
    assert verified(read(path)) == told


def test_every_field_of_the_result_is_compared(played: Lines, tmp_path: Path) -> None:
    for key in played[-1]:
        if key == "line":
            continue
        place = f"line {len(played)}: the result: `{key}` is "
        path = written([*played[:-1], played[-1] | {key: "invented"}], tmp_path)
        refused(path, f'{place}.*, and "invented" in the journal')
        path = written([*played[:-1], {name: value for name, value in played[-1].items() if name != key}], tmp_path)
        refused(path, f"{place}.*, and missing in the journal")
    path = written([*played[:-1], played[-1] | {"planted": 1}], tmp_path)
    refused(path, "the result: `planted` is missing in the replay, and 1 in the journal")


@pytest.mark.parametrize("key", ["scores", "gauges"])
def test_numbers_of_the_result_are_compared_to_the_last_digit(key: str, played: Lines, tmp_path: Path) -> None:
    for name in played[-1][key]:

        def nudge(lines: Lines, name: str = name) -> None:
            lines[-1][key][name] += 1e-9

        refused(changed(played, nudge, tmp_path / "a.journal"), f"the result: `{key}` of {name} is ")


def test_every_field_of_an_event_but_its_wording_is_compared_whatever_wrote_it(played: Lines, tmp_path: Path) -> None:
    at, event = next((at, line) for at, line in enumerate(played) if line["line"] == "event" and line["changes"])
    for key in event:
        if key in ("line", "text"):
            continue

        def edit(lines: Lines, key: str = key) -> None:
            lines[0]["software"]["crisis_sim"] = "an earlier one"
            lines[at][key] = "invented"

        refused(changed(played, edit, tmp_path / "a.journal"), f"line {at + 1}: event {event['number']}, .*: `{key}` ")


def test_an_edited_wording_is_a_difference_where_this_version_wrote_it(played: Lines, tmp_path: Path) -> None:
    at = next(at for at, line in enumerate(played) if line["line"] == "event")
    path = changed(played, lambda lines: lines[at].update(text="in other words"), tmp_path / "a.journal")
    refused(path, f'line {at + 1}: event 0, .*: it differs in wording: .*, and "in other words" in the journal')


def test_a_deleted_result_is_missed(played: Lines, tmp_path: Path) -> None:
    path = changed(played, lambda lines: lines.pop(), tmp_path / "a.journal")
    refused(path, f"line {len(played) - 1}: the game is over there, and the line of its result is missing")
    assert cs.resume(path).over
    assert lines_of(path) == played  # a program that was killed just there has lost nothing


def test_each_deleted_line_is_missed(played: Lines, tmp_path: Path) -> None:
    for at, line in enumerate(played[:-1]):
        if line["line"] == "draft":
            continue  # what was drafted is no part of what happened
        with pytest.raises(JournalError):
            cs.replay(written([*played[:at], *played[at + 1 :]], tmp_path))


def test_neighbouring_lines_that_were_swapped_are_caught(played: Lines, tmp_path: Path) -> None:
    for at, (one, other) in enumerate(pairwise(played)):
        if one["line"] == other["line"] == "draft":
            continue  # two drafts of one decision: neither happened
        with pytest.raises(JournalError):
            cs.replay(written([*played[:at], other, one, *played[at + 2 :]], tmp_path))


@pytest.mark.parametrize(("kind", "neighbour"), [("decision", "event"), ("turn", "event"), ("draft", "decision")])
def test_a_line_in_the_wrong_place_is_named(kind: str, neighbour: str, played: Lines, tmp_path: Path) -> None:
    at = next(
        at for at in range(1, len(played) - 1) if {played[at]["line"], played[at + 1]["line"]} == {kind, neighbour}
    )

    def swap(lines: Lines) -> None:
        lines[at], lines[at + 1] = lines[at + 1], lines[at]

    refused(changed(played, swap, tmp_path / "a.journal"), r"line \d+: it stands in the wrong place: ")


def test_a_journal_that_is_cut_off_says_that_it_is_not_finished(played: Lines, tmp_path: Path) -> None:
    for length in range(1, len(played) - 2, 5):
        path = written(played[:length], tmp_path)
        events = sum(line["line"] == "event" for line in played[:length])
        assert verified(read(path)) == f"The same game comes out as far as it goes: {events} events, not finished."


def test_a_run_that_is_cut_off_says_that_it_is_not_finished(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    standoff().run(4, journal=path)
    lines = lines_of(path)
    for length in range(1, len(lines) - 2, 7):
        write_lines(path, lines[:length])
        with path.open("a") as file:
            file.write('{"line":"ev')
        events = sum(line["line"] == "event" for line in lines[:length])
        told = f"The same game comes out as far as it goes: {events} events, not finished. "
        assert verified(read(path)).startswith(told)
        assert verified(read(path)).endswith(f"line {length + 1} was not written to its end, and is left out.")
