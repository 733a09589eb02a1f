"""What flows down to those who look at the same thing: frames in order, made once, read by each at their own pace.

A reader holds a number, not a buffer: whoever is slow, or was away too long, gets everything anew in one frame. The
numbers count the frames of this stream alone.
"""

import asyncio
from collections import deque
from typing import NamedTuple

MOST_FRAMES = 128
MOST_BYTES = 128 * 1024
"""Of what a stream keeps: whoever lacks more is served better by everything anew, which is not much larger."""


class Cursor(NamedTuple):
    """A place in a stream. `start`: which start of the server it belongs to."""

    start: int
    number: int

    def __str__(self) -> str:
        return f"{self.start}.{self.number}"


def read_cursor(text: str) -> Cursor | None:
    """A cursor that a client kept; None, if it is none."""
    start, _, number = text.partition(".")
    if len(text) > 40 or not (start.isascii() and start.isdigit() and number.isascii() and number.isdigit()):
        return None
    return Cursor(int(start), int(number))


class Stream:
    """The frames of one view. `parts` holds what each part is now, encoded; lists are kept by item."""

    def __init__(self, start: int) -> None:
        self._start = start
        self._number = 0
        self._frames: deque[str] = deque()
        self._bytes = 0
        self._parts: dict[str, bytes | list[bytes]] = {}
        self._whole: str | None = None
        self._readers: set[asyncio.Event] = set()

    @property
    def cursor(self) -> Cursor:
        """The end of the stream."""
        return Cursor(self._start, self._number)

    def put(self, part: str, value: bytes | list[bytes]) -> None:
        """What a part is now. If it was that before, nothing flows."""
        before = self._parts.get(part)
        if before == value:
            return
        self._parts[part] = value
        if isinstance(value, bytes):
            self._flow(part, b'"set":' + value)
        elif isinstance(before, list) and value[: len(before)] == before:
            self._flow(part, b'"add":[' + b",".join(value[len(before) :]) + b"]")
        else:
            self._flow(part, b'"set":[' + b",".join(value) + b"]")

    def after(self, cursor: Cursor | None) -> tuple[list[str], Cursor]:
        """The frames that whoever has come to this place lacks, and the place after them."""
        behind = self._number - cursor.number if cursor is not None and cursor.start == self._start else -1
        if 0 <= behind <= len(self._frames):
            missing = [self._frames[at] for at in range(len(self._frames) - behind, len(self._frames))]
            return missing, self.cursor
        return [self._all()], self.cursor

    def part(self, part: str) -> bytes | list[bytes]:
        """What a part is now. KeyError, if there is none of that name."""
        return self._parts[part]

    def parts(self) -> bytes:
        """Everything, as one object by part."""
        parts = (b'"%s":%s' % (name.encode(), _joined(value)) for name, value in self._parts.items())
        return b"{" + b",".join(parts) + b"}"

    def listen(self) -> asyncio.Event:
        """Something that is set whenever more flows; until it is forgotten."""
        event = asyncio.Event()
        self._readers.add(event)
        return event

    def forget(self, event: asyncio.Event) -> None:
        """Nobody listens to it any more."""
        self._readers.discard(event)

    def _flow(self, part: str, what: bytes) -> None:
        self._number += 1
        self._whole = None
        frame = f'{{"at":"{self.cursor}","part":"{part}",{what.decode()}}}'
        self._frames.append(frame)
        self._bytes += len(frame)
        while len(self._frames) > MOST_FRAMES or (self._bytes > MOST_BYTES and len(self._frames) > 1):
            self._bytes -= len(self._frames.popleft())
        for event in self._readers:
            event.set()

    def _all(self) -> str:
        if self._whole is None:
            self._whole = f'{{"at":"{self.cursor}","all":{self.parts().decode()}}}'
        return self._whole


def _joined(value: bytes | list[bytes]) -> bytes:
    return value if isinstance(value, bytes) else b"[" + b",".join(value) + b"]"
