"""One who does not read keeps nobody waiting, costs the server little, and has everything when they read again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from websockets.sync.client import connect
from websockets.typing import Origin

from crisis_sim.classroom import doors
from crisis_sim.classroom.streams import MOST_BYTES, Stream
from tests.classroom.inside import Inside, inside
from tests.classroom.wire import Somebody, View

LONG = "x" * 7900
MOST_WAITING = 256 * 1024
"""Bytes that may wait in the server for one connection: what the system's own buffers do not take, and one frame."""
MOST_NOTES = 500
MORE = 160
"""Notes, more than a stream keeps of frames."""


@pytest.fixture
def room(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inside]:
    monkeypatch.setattr(doors, "BURST", 1e9)
    with inside(tmp_path_factory.mktemp("store")) as server:
        for listening in server._sockets:  # what it accepts is like it: the system keeps little on its own
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
        yield server


class Sleeper(View):
    """Somebody whose machine takes next to nothing, and who does not read."""

    def __init__(self, somebody: Somebody, port: int) -> None:
        self.frames, self.parts, self.at, self.code, self._open = [], {}, "", None, ExitStack()
        plug = socket.socket()
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plug.connect(("127.0.0.1", port))
        connecting = connect(
            f"ws://127.0.0.1:{port}/s/{somebody.session}/stream", sock=plug, origin=Origin(somebody.url),
            additional_headers={"Cookie": f"seat={somebody.cookie}"}, compression=None, max_size=None, max_queue=1,
        )  # fmt: skip
        self.socket = self._open.enter_context(connecting)
        self._plug = plug

    def wake(self) -> None:
        self._plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024 * 1024)


def waiting(room: Inside) -> int:
    """The most that waits in the server for any one connection, in bytes."""
    return max(one.transport.get_write_buffer_size() for one in room.server.server_state.connections)


def stream(room: Inside, seat: str) -> Stream:
    return next(iter(room.hall.gallery._of_seat(1, seat).values()))


def test_a_reader_who_sleeps_slows_nobody_and_has_everything_on_waking(room: Inside) -> None:
    _, teams = room.begun()
    busy, awake = teams["ar"], teams["ar"].stream()
    sleeper = Sleeper(room.pupil("ar"), room.port)
    try:
        written = 0
        while written < MOST_NOTES and not waiting(room):  # until nothing more goes into the pipe
            busy.must("note", text=f"{written} {LONG}")
            written += 1
        assert waiting(room) > 0
        for more in range(MORE):
            busy.must("note", text=f"{written + more} {LONG}")
        assert waiting(room) < MOST_WAITING
        assert stream(room, "ar")._bytes <= MOST_BYTES + len(LONG)
        last = f"{written + MORE - 1} {LONG}"
        seen = awake.until(lambda parts: parts["notes"]["text"] == last)
        assert teams["bo"].do("read", upto=0)[0] == 200

        sleeper.wake()
        assert sleeper.socket.recv()  # the greeting
        woken = sleeper.until(lambda parts: parts["notes"]["text"] == last)
        alike = [part for part in seen if part != "book"]  # the two have other roles
        assert {part: woken[part] for part in alike} == {part: seen[part] for part in alike}
        assert sum('"all":' in frame[:40] for frame in sleeper.frames) == 2, "everything anew, once, not each note"
        assert len(sleeper.frames) < MORE
    finally:
        sleeper.close()
        awake.close()
