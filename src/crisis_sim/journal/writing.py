"""Writing a journal: lines are only ever added, and an input is on the disk before it is acknowledged."""

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
        """An old journal, to be added to after its last whole line."""
        file = _open(path, 0)
        if os.fstat(file).st_size != length:
            os.ftruncate(file, length)
        return cls(path, file, length)

    def save(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Writes lines, with all that waits before them, and returns when they are on the disk.

        NotSaved, if they are not: then none of them counts.
        """
        added = b"".join([*self._waiting, *map(to_text, lines)])
        if not added:
            return
        try:
            if os.fstat(self._file).st_size != self._length:  # what was written in part stands there still
                os.ftruncate(self._file, self._length)
            view = memoryview(added)
            while view:
                view = view[os.write(self._file, view) :]
            os.fsync(self._file)
        except OSError as error:
            self._back()
            raise NotSaved(_why(self.path, error)) from None
        self._length += len(added)
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

    def _drop(self) -> None:
        os.close(self._file)
        self._file = -1
        self.path.unlink(missing_ok=True)


def _why(path: Path, error: OSError) -> str:
    return f"not saved: {printable(str(path))}: {error.strerror or error}: what was asked for was not done, ask again"


def _open(path: Path, flags: int) -> int:
    flags |= os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
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
            raise JournalError(f"{printable(str(path))}: this game is being played somewhere else just now") from None
        except OSError:
            return file  # a file system without locks
    return file


def _sync_folder(folder: Path) -> None:
    """So that the new name is on the disk, too, where the system can do that."""
    try:
        file = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    with suppress(OSError):
        os.fsync(file)
    os.close(file)
