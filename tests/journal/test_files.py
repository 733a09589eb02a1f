"""A journal is only added to, and what is left of it after an accident is either read or refused in one clear line."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crisis_sim.journal import (
    FORMAT,
    Branched,
    Input,
    JournalError,
    NotSaved,
    Override,
    Place,
    Said,
    Sent,
    Writer,
    read,
)
from crisis_sim.journal.lines import draft_line, input_line, to_text
from crisis_sim.terms.codes import RULES_VERSION
from crisis_sim.terms.records import Order
from tests.journal.journals import HEADER, decision

INPUTS: list[Input] = [
    decision(0),
    replace(decision(3, "ar.raid"), instead={"bo": "it raised ValueError"}, expired=True),
    Override(Place(5, 2, 300), "tension", 12.5, "for the lesson"),
    Sent(Place(5, 3, 300), "whisper", "a hint"),
    Said(Place(6, 4, 320), None, ("ar", "bo"), "Grüße"),
    Said(Place(6, 5, 320), "ar", ("bo",), "{not a line}"),
    Branched(Place(7, 5, 330), {"ar": "hawk", "bo": "human"}),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.journal"


def written(path: Path, *lines: Input) -> Writer:
    writer = Writer.create(path, HEADER)
    writer.save(map(input_line, lines))
    return writer


def test_what_is_written_is_read_back(path: Path) -> None:
    written(path, *INPUTS).close()
    journal = read(path)
    assert journal.header == HEADER
    assert journal.inputs == INPUTS
    assert journal.notice is None
    assert journal.length == path.stat().st_size


def test_the_header_says_all_that_made_the_game(path: Path) -> None:
    written(path).close()
    header = json.loads(path.read_text().splitlines()[0])
    assert header.keys() >= {"format", "scenario_hash", "rules_version", "seed", "run", "agents", "settings"}
    assert header.keys() >= {"texts", "software", "command", "written"}


def test_the_last_draft_after_the_last_commit_is_there(path: Path) -> None:
    writer = written(path, decision(0, "ar.inquire"))
    writer.save([draft_line("ar", Place(4, 2, 9), (Order("ar.raid"),))])
    writer.save([draft_line("ar", Place(4, 2, 9), (Order("ar.raid"), Order("ar.inquire", cancel=True)))])
    assert read(path).drafts == {"ar": (4, (Order("ar.raid"), Order("ar.inquire", cancel=True)))}
    writer.save([input_line(decision(4, "ar.raid"))])
    assert read(path).drafts == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 400))
def test_a_line_that_was_not_written_to_its_end_is_left_out_and_said(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.journal"
    path.unlink(missing_ok=True)
    written(path, *INPUTS).close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - cut])
    journal = read(path)
    kept = path.read_bytes()[: journal.length]
    assert whole.startswith(kept)
    assert kept.endswith(b"\n")
    assert journal.inputs == INPUTS[: kept.count(b"\n") - 1]
    assert (journal.notice is None) == (journal.length == len(whole) - cut)
    if journal.notice is not None:
        assert f"line {kept.count(bytes([10])) + 1} was not written to its end" in journal.notice


def test_a_game_goes_on_after_the_last_whole_line(path: Path) -> None:
    written(path, *INPUTS[:2]).close()
    with path.open("ab") as file:
        file.write(b'{"line":"decis')
    journal = read(path)
    writer = Writer.resume(path, journal.length)
    writer.save([input_line(INPUTS[2])])
    writer.close()
    assert read(path).inputs == INPUTS[:3]
    assert read(path).notice is None


@pytest.mark.parametrize("damage", [b"\x00" * 40, b'{"line":"decision"', b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_damage_in_the_middle_is_refused_by_its_line(path: Path, damage: bytes) -> None:
    lines = [to_text(input_line(given)) for given in INPUTS]
    written(path).close()
    with path.open("ab") as file:
        file.write(b"".join([lines[0], damage + b"\n", *lines[1:]]))
    with pytest.raises(JournalError, match=r"line 3 is damaged, and others follow it") as caught:
        read(path)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"line":"decision"}', "`orders` should hold"),
        ('{"line":"decision","orders":{"ar":"ar.raid"},"steps":1,"events":1,"minute":1}', "list of texts"),
        ('{"line":"decision","orders":{"ar":["raid; rm"]},"steps":1,"events":1,"minute":1}', "is no order"),
        ('{"line":"decision","orders":{},"steps":-1,"events":1,"minute":1}', "`steps` should be a whole number"),
        ('{"line":"decision","orders":{},"steps":true,"events":1,"minute":1}', "`steps` should be a whole number"),
        ('{"line":"override","gauge":"tension","value":"1","reason":"x"}', "`value` should be a number"),
        ('{"line":"sent","steps":1,"events":1,"minute":1,"inject":["x"],"reason":""}', "`inject` should be text"),
        ('{"line":"dance"}', "a line of a kind that is not known: 'dance'"),
    ],
)
def test_a_line_that_says_something_else_is_refused_by_its_place(path: Path, line: str, complaint: str) -> None:
    written(path).close()
    with path.open("a") as file:
        file.write(line + "\n" + to_text(input_line(decision(9))).decode())
    with pytest.raises(JournalError) as caught:
        read(path)
    assert f"{path}: line 2: " in str(caught.value)
    assert complaint in str(caught.value)


def test_what_stands_in_the_wrong_order_is_refused(path: Path) -> None:
    written(path, decision(5), decision(3)).close()
    with pytest.raises(JournalError, match="line 3: it belongs before"):
        read(path)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"hello\n", b'{"line":"event"}\n', b"\x00" * 100, b'{"line":"header"}\n']
)
def test_what_is_no_journal_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(JournalError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path / "nothing", tmp_path, tmp_path / "\0"):
        with pytest.raises(JournalError):
            read(place)


def test_a_journal_of_a_later_format_is_refused_by_its_name(path: Path) -> None:
    path.write_text(json.dumps({"line": "header", "format": FORMAT + 1, "other": "fields"}) + "\n")
    with pytest.raises(JournalError, match=f"has format {FORMAT + 1}, and this program reads format {FORMAT}"):
        read(path)


def test_a_journal_of_other_rules_is_read_and_not_replayed(path: Path) -> None:
    Writer.create(path, replace(HEADER, rules_version=RULES_VERSION + 1)).close()
    journal = read(path)
    with pytest.raises(JournalError, match=f"played by rules {RULES_VERSION + 1}"):
        journal.check_that_it_can_be_replayed()


# Writing


def test_a_file_that_is_there_is_never_written_over(path: Path) -> None:
    path.write_text("precious")
    with pytest.raises(NotSaved, match="is there already"):
        Writer.create(path, HEADER)
    assert path.read_text() == "precious"


def test_one_game_is_not_played_in_two_places(path: Path) -> None:
    writer = written(path)
    with pytest.raises(JournalError, match="somewhere else"):
        Writer.resume(path, path.stat().st_size)
    writer.close()
    Writer.resume(path, path.stat().st_size).close()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    written(tmp_path / "real.journal").close()
    (tmp_path / "link.journal").symlink_to(tmp_path / "real.journal")
    with pytest.raises(NotSaved):
        Writer.resume(tmp_path / "link.journal", 10)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Files cannot grow beyond this many bytes: the system refuses, and may have written a part."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_does_not_fit_on_the_disk_is_not_acknowledged_and_leaves_no_trace(path: Path) -> None:
    writer = written(path, INPUTS[0])
    before = path.read_bytes()
    with room_for(len(before) + 20), pytest.raises(NotSaved, match="not saved") as caught:
        writer.save([input_line(INPUTS[1])])
    assert len(str(caught.value).splitlines()) == 1
    assert path.read_bytes() == before
    writer.save([input_line(INPUTS[1])])
    assert read(path).inputs == INPUTS[:2]


def test_what_the_game_told_waits_for_space(path: Path) -> None:
    writer = written(path, INPUTS[0])
    turn = {"line": "turn", "minute": 60, "events": 1, "digest": "x"}
    with room_for(path.stat().st_size + 5):
        writer.hold([turn])
        writer.tell()
        troubles = [writer.trouble]
    writer.save([input_line(INPUTS[1])])
    troubles.append(writer.trouble)
    assert [trouble is None for trouble in troubles] == [False, True]
    journal = read(path)
    assert [noted.line for noted in journal.turns] == [turn]
    assert journal.inputs == INPUTS[:2]


def test_a_journal_that_cannot_be_begun_leaves_no_file(path: Path) -> None:
    with room_for(10), pytest.raises(NotSaved):
        Writer.create(path, HEADER)
    assert not path.exists()


def test_a_journal_is_for_its_owner_alone(path: Path) -> None:
    written(path).close()
    assert os.stat(path).st_mode & 0o077 == 0
