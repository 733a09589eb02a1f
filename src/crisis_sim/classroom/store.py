"""One SQLite file for each exercise: what it was made of, and the log of what came from outside.

There is exactly one connection, in one thread. Entries that wait together are committed together, and nobody is told
that something is done before its COMMIT has returned.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

from crisis_sim.classroom.entries import Entry
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.records import WrongUse

ENDING = ".exercise"
FORMAT = 1
MOST_AT_ONCE = 256
"""Entries in one commit."""

_TABLES = """
CREATE TABLE made (one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER NOT NULL, what TEXT NOT NULL);
CREATE TABLE clock (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL);
CREATE TABLE log (
    serial INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, "order" TEXT NOT NULL, kind TEXT NOT NULL,
    body TEXT NOT NULL, UNIQUE (who, "order")
);
"""
_ADD = 'INSERT INTO log (at, who, "order", kind, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (who, "order") DO NOTHING'


class Kept(NamedTuple):
    """What became of an entry: `trouble` says why it is not on the disk; `again`: it was there already."""

    entry: Entry
    trouble: str | None
    again: bool


Told = Callable[[list[Kept]], None]


class _Wanted(NamedTuple):
    entries: list[Entry]
    at: int | None
    told: Told


class Store:
    """An open file. `add` may be called from any thread; `told` is called in the store's own."""

    def __init__(self, path: Path, made: Mapping[str, Any] | None = None) -> None:
        """Opens the exercise in a file, or with `made` begins one in a new file. WrongUse, if that cannot be."""
        self.path = path
        self._wanted: SimpleQueue[_Wanted | None] = SimpleQueue()
        self._opened = threading.Event()
        self._problem: WrongUse | None = None
        self._made: dict[str, Any] = {}
        self._entries: list[Entry] = []
        self._at = 0
        self._thread = threading.Thread(target=self._work, args=(made,), name="store", daemon=True)
        self._thread.start()
        self._opened.wait()
        if self._problem is not None:
            raise self._problem

    @property
    def made(self) -> dict[str, Any]:
        """What the exercise was made of."""
        return self._made

    def entries(self) -> list[Entry]:
        """The log as it was when the file was opened; it is handed out once."""
        entries, self._entries = self._entries, []
        return entries

    @property
    def at(self) -> int:
        """Where the exercise's clock was last known to be."""
        return self._at

    def add(self, entries: Iterable[Entry], told: Told) -> None:
        """Writes entries; `told` is called when they are on the disk, or cannot be put there."""
        self._wanted.put(_Wanted(list(entries), None, told))

    def mark(self, at: int) -> None:
        """Notes where the clock is, so that a killed server knows what time was left. It may be lost."""
        self._wanted.put(_Wanted([], at, lambda _: None))

    def close(self) -> None:
        """Writes what waits, and closes the file."""
        self._wanted.put(None)
        self._thread.join()

    def delete(self) -> None:
        """Closes the file, and leaves nothing of it."""
        self.close()
        for path in files_of(self.path):
            path.unlink(missing_ok=True)

    # In the store's own thread

    def _work(self, made: Mapping[str, Any] | None) -> None:
        try:
            connection = self._open(made)
        except WrongUse as problem:
            self._problem = problem
            self._opened.set()
            return
        self._opened.set()
        going_on = True
        while going_on:
            batch = [self._wanted.get()]
            while len(batch) < MOST_AT_ONCE and not self._wanted.empty():
                batch.append(self._wanted.get())
            going_on = None not in batch
            _commit(connection, [wanted for wanted in batch if wanted is not None])
        with suppress(sqlite3.Error):
            connection.close()

    def _open(self, made: Mapping[str, Any] | None) -> sqlite3.Connection:
        shown = printable(str(self.path))
        if made is not None:
            try:
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            except OSError as error:
                raise WrongUse(f"cannot write {shown}: {error.strerror or error}") from None
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=0.5)
        try:
            _prepare(connection, made)
            self._read(connection, shown)
        except sqlite3.Error as error:
            connection.close()
            raise WrongUse(_why(shown, error)) from None
        except WrongUse:
            connection.close()
            raise
        return connection

    def _read(self, connection: sqlite3.Connection, shown: str) -> None:
        row = connection.execute("SELECT format, what FROM made").fetchone()
        if row is None:
            raise WrongUse(f"{shown} holds no exercise")
        if row[0] != FORMAT:
            raise WrongUse(
                f"{shown}: it has format {row[0]}, and this program reads format {FORMAT}: use the version of "
                "crisis-sim that wrote it"
            )
        try:
            self._made = json.loads(row[1])
            for at, who, order, kind, body in connection.execute(
                'SELECT at, who, "order", kind, body FROM log ORDER BY serial'
            ):
                self._entries.append(Entry(at, who, order, kind, json.loads(body)))
        except ValueError:
            raise WrongUse(f"{shown}: entry {len(self._entries) + 1} of its log is damaged") from None
        self._at = max(connection.execute("SELECT at FROM clock").fetchone()[0], *(e.at for e in self._entries[-1:]), 0)


def _prepare(connection: sqlite3.Connection, made: Mapping[str, Any] | None) -> None:
    # Nobody else may have the file open: a second connection could damage it.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN IMMEDIATE")
    if made is not None:
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        connection.execute("INSERT INTO made VALUES (1, ?, ?)", (FORMAT, json.dumps(made)))
        connection.execute("INSERT INTO clock VALUES (1, 0)")
    else:
        connection.execute("UPDATE clock SET at = at")  # takes the lock, and shows that it can be written
    connection.execute("COMMIT")


def _commit(connection: sqlite3.Connection, batch: list[_Wanted]) -> None:
    """Puts a batch on the disk as a whole, and says to each what became of it."""
    again: list[list[bool]] = []
    trouble = None
    try:
        connection.execute("BEGIN IMMEDIATE")
        again += [[connection.execute(_ADD, _row(one)).rowcount == 0 for one in wanted.entries] for wanted in batch]
        latest = max((wanted.at for wanted in batch if wanted.at is not None), default=None)
        if latest is not None:
            connection.execute("UPDATE clock SET at = ?", (latest,))
        connection.execute("COMMIT")
    except Exception as error:  # whatever it is, those who wait must be told
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        trouble = f"it could not be saved ({error}): nothing was done, try again when there is space"
        again = [[False] * len(wanted.entries) for wanted in batch]
    for wanted, flags in zip(batch, again, strict=True):
        wanted.told([Kept(entry, trouble, flag) for entry, flag in zip(wanted.entries, flags, strict=True)])


def _row(entry: Entry) -> tuple[int, str, str, str, str]:
    return entry.at, entry.who, entry.order, entry.kind, json.dumps(entry.body)


def files_of(path: Path) -> list[Path]:
    """All files that SQLite may have made for this one."""
    return [path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))]


def _why(shown: str, error: sqlite3.Error) -> str:
    if "locked" in str(error):
        return f"{shown}: this exercise is open in another window"
    return f"{shown} cannot be used: {error}"
