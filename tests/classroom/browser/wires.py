"""A wire between a browser and the server that can be cut, and that can lose answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Wire:
    """Passes bytes on, until it is cut. `lose`: the next request whose first line has this in it is passed on, and its
    answer is lost with the connection."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._is_cut = False
        self.lose: bytes | None = None
        self.lost = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def detour(self) -> str:
        """An option for a browser that believes that it talks to the server itself, as localhost."""
        return f"--host-resolver-rules=MAP localhost:{self._to} 127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Whatever is connected is cut, and nothing gets through any more."""
        self._is_cut = True
        self._drop()

    def mend(self) -> None:
        """It holds again."""
        self._is_cut = False

    def close(self) -> None:
        self.cut()
        self._listening.close()

    def _drop(self) -> None:
        with self._lock:
            for one in self._open:
                _shut(one)
            self._open.clear()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self._is_cut:
                _shut(near)
                continue
            far = socket.create_connection(("127.0.0.1", self._to))
            with self._lock:
                self._open |= {near, far}
            losing = threading.Event()
            for source, target, up in ((near, far, True), (far, near, False)):
                threading.Thread(target=self._pass_on, args=(source, target, up, losing), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, up: bool, losing: threading.Event) -> None:
        with suppress(OSError):
            while chunk := source.recv(65536):
                if up and self.lose is not None and self.lose in chunk.partition(b"\r\n")[0]:
                    self.lose = None
                    losing.set()
                if not up and losing.is_set():
                    self.lost += 1
                    break
                target.sendall(chunk)
        _shut(source)
        _shut(target)


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def wire(port: int) -> Iterator[Wire]:
    """A wire to this port of this machine."""
    made = Wire(port)
    try:
        yield made
    finally:
        made.close()
