"""Writing a journal: lines are only ever added, and an input is on the disk before it is acknowledged."""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from crisis_sim.journal.lines import Header, JournalError, header_line, to_text
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.records import WrongUse

try:
    import fcntl
except ImportError:  # Windows: a game that is open in two windows is not noticed
    fcntl = None  # type: ignore[assignment]


class NotSaved(WrongUse):
    """Something could not be written, and so was not done. Its text is one line; try again when there is space."""


class Writer:
    """One journal, open for adding to.

    What the game itself tells (events, digests) may wait for the next input: it can be had again from the inputs.
    """

    def __init__(self, path: Path, file: int, length: int) -> None:
        self.path = path
        self._file = file
        self._length = length
        self._torn = False  # behind its last whole line, something may stand that was written in part
        self._waiting: list[bytes] = []
        self.trouble: str | None = None  # why what the game told could not be written yet

    @classmethod
    def create(cls, path: Path, header: Header, lines: Iterable[Mapping[str, Any]] = ()) -> "Writer":
        """A new journal with these lines. NotSaved, if there is a file of that name or it cannot be written."""
        writer = cls(path, _open(path, os.O_CREAT | os.O_EXCL), 0)
        try:
            writer.save([header_line(header), *lines])
            _sync_folder(path.parent)
        except NotSaved:
            writer._drop()
            raise
        return writer

    @classmethod
    def resume(cls, path: Path, length: int) -> "Writer":
        """An old journal, to be added to after its last whole line, which ended at byte `length` when it was read.

        JournalError, if it is open somewhere else, or was gone on with since it was read.
        """
        file = _open(path, 0)
        try:
            # What was added between reading and locking counts: only an unfinished line is cut off.
            if _gone_on(file, length):
                shown = printable(str(path))
                raise JournalError(f"{shown}: this game was gone on with in another window: open it again")
            os.ftruncate(file, length)
        except OSError as error:
            os.close(file)
            raise NotSaved(f"cannot write {printable(str(path))}: {error.strerror or error}") from None
        except JournalError:
            os.close(file)
            raise
        return cls(path, file, length)

    def save(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Writes lines, with all that waits before them, and returns when they are on the disk.

        NotSaved, if they are not: then none of them counts.
        """
        added = b"".join([*self._waiting, *map(to_text, lines)])
        if not added:
            return
        try:
            if os.fstat(self._file).st_size != self._length:
                if not self._torn:  # where the system has no locks
                    raise NotSaved(f"not saved: {printable(str(self.path))}: this game is open in another window")
                os.ftruncate(self._file, self._length)
            self._torn = True
            view = memoryview(added)
            while view:
                view = view[os.write(self._file, view) :]
            os.fsync(self._file)
        except OSError as error:
            self._back()
            raise NotSaved(_why(self.path, error)) from None
        self._length += len(added)
        self._torn = False
        self._waiting.clear()
        self.trouble = None

    def hold(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Takes lines that the game told, to be written before the next ones."""
        self._waiting.extend(map(to_text, lines))

    def tell(self) -> None:
        """Writes what waits; where that fails, it waits on, and `trouble` says why."""
        try:
            self.save([])
        except NotSaved as error:
            self.trouble = str(error)

    @property
    def is_open(self) -> bool:
        """Whether it can be added to."""
        return self._file >= 0

    def close(self) -> None:
        """Writes what still waits. NotSaved, if that fails."""
        if not self.is_open:
            return
        try:
            self.save([])
        finally:
            os.close(self._file)
            self._file = -1

    def _back(self) -> None:
        """Takes away what was written in part. Where even that fails, the reader leaves it out."""
        with suppress(OSError):
            os.ftruncate(self._file, self._length)
            self._torn = False

    def _drop(self) -> None:
        os.close(self._file)
        self._file = -1
        self.path.unlink(missing_ok=True)


def _why(path: Path, error: OSError) -> str:
    return f"not saved: {printable(str(path))}: {error.strerror or error}: what was asked for was not done, ask again"


def _open(path: Path, flags: int) -> int:
    flags |= os.O_RDWR | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        file = os.open(path, flags, 0o600)
    except FileExistsError:
        raise NotSaved(f"{printable(str(path))} is there already: give another name") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is no path"
        raise NotSaved(f"cannot write {printable(str(path))}: {reason}") from None
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            shown = printable(str(path))
            raise JournalError(f"{shown}: this game is open in another window or somewhere else") from None
        except OSError:
            return file  # a file system without locks
    return file


def _gone_on(file: int, length: int) -> bool:
    """Whether the file is another than the one that was read up to here: whole lines follow, or less is there."""
    os.lseek(file, max(length - 1, 0), os.SEEK_SET)
    with os.fdopen(os.dup(file), "rb") as rest:
        before = rest.read(1) if length else b"\n"
        return before != b"\n" or any(map(_is_whole, rest))


def _is_whole(line: bytes) -> bool:
    try:
        return line.endswith(b"\n") and isinstance(json.loads(line.decode()), dict)
    except (ValueError, RecursionError):
        return False


def _sync_folder(folder: Path) -> None:
    """So that the new name is on the disk, too, where the system can do that."""
    try:
        file = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    with suppress(OSError):
        os.fsync(file)
    os.close(file)
