"""A game that is open in two windows: what was committed in one is never cut off by the other."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

import crisis_sim.api as cs
from crisis_sim.journal import Input, JournalError, NotSaved, Override, Place, Writer, read
from crisis_sim.journal import writing as journal_writing
from crisis_sim.journal.lines import input_line
from tests.engine.tables import standoff
from tests.journal.journals import HEADER, decision

UNFINISHED = b'{"line":"decis'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.journal"


def begin(path: Path) -> None:
    Writer.create(path, HEADER, [input_line(decision(0))]).close()


def add(path: Path, *given: Input) -> None:
    writer = Writer.resume(path, read(path).length)
    writer.save(map(input_line, given))
    writer.close()


@pytest.mark.parametrize("rest", [b"", UNFINISHED])
def test_what_was_committed_after_it_was_read_is_not_cut_off(path: Path, rest: bytes) -> None:
    begin(path)
    with path.open("ab") as file:
        file.write(rest)
    here = read(path)
    add(path, decision(3), decision(6))
    for left in (b"", UNFINISHED):
        with path.open("ab") as file:
            file.write(left)
        content = path.read_bytes()
        with pytest.raises(JournalError, match="in another window: open it again") as caught:
            Writer.resume(path, here.length)
        assert len(str(caught.value).splitlines()) == 1
        assert path.read_bytes() == content
    add(path, decision(9))
    assert [given.place.steps for given in read(path).inputs] == [0, 3, 6, 9]


@pytest.mark.parametrize("rest", [UNFINISHED, b"\x00" * 40, b"\xff\xfe\n", b"[1]\n", b"[" * 100_000 + b"\n"])
def test_an_unfinished_line_is_cut_off(path: Path, rest: bytes) -> None:
    begin(path)
    with path.open("ab") as file:
        file.write(rest)
    add(path, decision(3))
    assert [given.place.steps for given in read(path).inputs] == [0, 3]
    assert read(path).notice is None


def test_another_file_in_its_place_is_left_alone(path: Path) -> None:
    begin(path)
    length = read(path).length
    for other in (path.read_bytes()[:-5], b"", b"x" * (length + 5)):
        path.write_bytes(other)
        with pytest.raises(JournalError, match="in another window"):
            Writer.resume(path, length)
        assert path.read_bytes() == other


def _try(path: Path, length: int, said: multiprocessing.SimpleQueue[str]) -> None:
    try:
        Writer.resume(path, length)
    except JournalError as error:
        said.put(str(error))
    else:
        said.put("it was opened")


def test_a_game_that_is_open_is_not_opened_by_another_program(path: Path) -> None:
    game = standoff().play(3, seats={"ar": "human"}, journal=path)
    length = path.stat().st_size
    context = multiprocessing.get_context("spawn")
    said = context.SimpleQueue()
    other = context.Process(target=_try, args=(path, length, said))
    other.start()
    other.join()
    assert said.get() == f"{path}: this game is open in another window or somewhere else"
    assert path.stat().st_size == length
    game.advance()
    game.close()


def test_a_game_read_before_another_window_went_on_is_not_resumed(path: Path) -> None:
    first = standoff().play(3, seats={"ar": "human"}, journal=path)
    first.advance()
    first.close()
    read_early = read(path)
    other = cs.resume(path)
    other.advance()
    other.close()
    with pytest.raises(JournalError, match="in another window"):
        cs.resume(read_early)
    assert cs.replay(path).digest == other.digest


def test_without_locks_nothing_of_the_other_window_is_cut_off(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_writing, "fcntl", None)
    begin(path)
    length = read(path).length
    one, two = Writer.resume(path, length), Writer.resume(path, length)
    one.save([input_line(decision(3))])
    with pytest.raises(NotSaved, match="open in another window"):
        two.save([input_line(Override(Place(2, 1, 9), "tension", 5.0, "x"))])
    one.save([input_line(decision(6))])
    one.close()
    two.close()
    assert [given.place.steps for given in read(path).inputs] == [0, 3, 6]
