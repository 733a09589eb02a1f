"""The store: on the disk before it is told, once, as a whole, and gone without a trace when it is deleted."""

from __future__ import annotations

import resource
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crisis_sim.classroom.entries import Entry
from crisis_sim.classroom.store import Kept, Store, files_of
from crisis_sim.terms.records import WrongUse

MADE = {"name": "a", "codes": {}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.exercise"


def entry(number: int, who: str = "p1", size: int = 0) -> Entry:
    return Entry(number, who, f"order-{number}", "note", {"text": "x" * size})


def add(store: Store, *entries: Entry) -> list[Kept]:
    done, told = threading.Event(), list[Kept]()

    def tell(kept: list[Kept]) -> None:
        told.extend(kept)
        done.set()

    store.add(entries, tell)
    assert done.wait(10)
    return told


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Files cannot grow beyond this many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_was_told_is_there_again_in_order(path: Path) -> None:
    store = Store(path, MADE)
    entries = [entry(number) for number in range(40)]
    assert [(kept.trouble, kept.again) for one in entries for kept in add(store, one)] == [(None, False)] * 40
    store.close()
    again = Store(path)
    assert again.made == MADE
    assert again.entries() == entries
    assert again.at == 39
    again.close()


def test_the_same_order_of_the_same_person_is_kept_once(path: Path) -> None:
    store = Store(path, MADE)
    one, other = entry(1), entry(1, who="p2")
    assert [kept.again for kept in add(store, one, one, other)] == [False, True, False]
    assert [kept.again for kept in add(store, one._replace(at=9))] == [True]
    store.close()
    assert Store(path).entries() == [one, other]


def test_what_is_told_is_in_the_file_already_for_whoever_pulls_the_plug(path: Path, tmp_path: Path) -> None:
    store = Store(path, MADE)
    for number in range(5):
        add(store, entry(number))
        pulled = tmp_path / f"pulled-{number}"
        pulled.mkdir()
        for file in files_of(path):
            if file.exists():
                (pulled / file.name).write_bytes(file.read_bytes())
        survived = Store(pulled / path.name)
        assert len(survived.entries()) == number + 1
        survived.close()
    store.close()


def test_only_one_at_a_time_has_it_open(path: Path) -> None:
    store = Store(path, MADE)
    with pytest.raises(WrongUse, match="open in another window"):
        Store(path)
    add(store, entry(1))
    store.close()
    Store(path).close()


def test_a_full_disk_gives_no_acknowledgement_and_it_goes_on_when_there_is_space(path: Path) -> None:
    store = Store(path, MADE)
    assert add(store, entry(1))[0].trouble is None
    grown = max(file.stat().st_size for file in files_of(path) if file.exists())
    with room_for(grown + 2000):
        refused = [add(store, entry(number, size=9000))[0] for number in range(2, 6)]
    assert all(kept.trouble is not None and "nothing was done" in kept.trouble for kept in refused)
    assert all(len(str(kept.trouble).splitlines()) == 1 for kept in refused)
    assert add(store, entry(2, size=9000))[0].trouble is None
    store.close()
    assert [one.order for one in Store(path).entries()] == ["order-1", "order-2"]


def test_a_batch_in_which_one_does_not_fit_is_refused_as_a_whole(path: Path) -> None:
    store = Store(path, MADE)
    add(store, entry(1))
    grown = max(file.stat().st_size for file in files_of(path) if file.exists())
    with room_for(grown + 9000):
        kept = add(store, entry(2), entry(3, size=40_000))
    assert [one.trouble is not None for one in kept] == [True, True]
    store.close()
    assert len(Store(path).entries()) == 1


def test_the_clock_is_known_after_a_fall(path: Path) -> None:
    store = Store(path, MADE)
    add(store, entry(1))
    store.mark(7000)
    add(store, entry(2))
    store.close()
    assert Store(path).at == 7000


def test_nothing_is_left_of_a_deleted_exercise(path: Path) -> None:
    store = Store(path, MADE)
    add(store, entry(1))
    store.delete()
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (b"this is no database at all, whatever it says", "cannot be used"),
        (b"", "cannot be used"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_by_name(path: Path, damage: bytes, told: str) -> None:
    path.write_bytes(damage)
    with pytest.raises(WrongUse, match=told) as caught:
        Store(path)
    assert str(path) in str(caught.value)


def test_a_later_format_and_a_damaged_entry_are_refused(path: Path) -> None:
    store = Store(path, MADE)
    add(store, entry(1), entry(2))
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE log SET body = '{' WHERE serial = 2")
    connection.close()
    with pytest.raises(WrongUse, match="entry 2 of its log is damaged"):
        Store(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE made SET format = 99")
    connection.close()
    with pytest.raises(WrongUse, match="format 99"):
        Store(path)


def test_no_file_is_written_over(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(WrongUse, match="cannot write"):
        Store(path, MADE)
    assert path.read_text() == "mine"


def test_nobody_else_on_the_machine_can_read_it(path: Path) -> None:
    store = Store(path, MADE)
    add(store, entry(1))
    assert {file.stat().st_mode & 0o077 for file in files_of(path) if file.exists()} == {0}
    store.close()
