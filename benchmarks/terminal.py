"""The full screen in a real terminal: how long until there is something on it, and from a key to what it changes.

A pseudo-terminal of 120 × 40 is read as fast as it is written. A frame is there when nothing more comes for a while;
the time is that of its last byte.
"""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator

from benchmarks.figures import Figure, figure
from crisis_sim.analysis.warming import ENGINE

TITLE = "The full screen"
COMMAND = [sys.executable, "-m", "crisis_sim", "play", "new_years_eve", "--as", "us", "--seed", "7"]
READY = b"You are the President"
"""What is on the screen when the game is: the page that says who one is."""
QUIET = 0.15
"""Seconds without a byte after which a frame is taken to be whole."""
PATIENCE = 60.0


class Terminal:
    """A game on a terminal of its own."""

    def __init__(self, home: str, **more: str) -> None:
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (40, 120))
        self.began = time.perf_counter()
        surroundings = {**os.environ, "TERM": "xterm-256color", "CRISIS_SIM_HOME": home, **more}
        self._process = subprocess.Popen(
            COMMAND, stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings, start_new_session=True
        )
        os.close(theirs)

    def close(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._ours)

    def until(self, words: bytes) -> float:
        """Seconds since the start until these words are on the screen."""
        drawn = b""
        while words not in drawn:
            if not self._readable(PATIENCE):
                raise SystemExit(f"no {words!r} on the screen")
            drawn += os.read(self._ours, 65536)
        return time.perf_counter() - self.began

    def rest(self, seconds: float) -> None:
        """Lets it draw whatever it has to."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if self._readable(left):
                os.read(self._ours, 65536)

    def press(self, key: str) -> float:
        """Milliseconds from a key to the last byte of the frame that it brings about."""
        began = last = time.perf_counter()
        os.write(self._ours, key.encode())
        while self._readable(QUIET if last > began else PATIENCE):
            os.read(self._ours, 65536)
            last = time.perf_counter()
        return (last - began) * 1000

    def first_byte(self, key: str) -> float:
        """Milliseconds from a key to the first byte of an answer, while the screen is never quiet."""
        while self._readable(0.0):
            os.read(self._ours, 65536)
        began = time.perf_counter()
        os.write(self._ours, key.encode())
        self._readable(PATIENCE)
        took = (time.perf_counter() - began) * 1000
        self.rest(0.05)
        return took

    def _readable(self, seconds: float) -> bool:
        return bool(select.select([self._ours], [], [], seconds)[0])


def first_screens(times: int) -> Iterator[Figure]:
    frames, tables = [], []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as home:
            terminal = Terminal(home)
            frames.append(terminal.until(b"One moment"))
            tables.append(terminal.until(READY))
            terminal.close()
    yield figure("the first screen", frames, "s", "≤ 1.0 s")
    yield figure("the game on it, scenario loaded", tables, "s")


def keys(times: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as home:
        terminal = Terminal(home, **{ENGINE: "python", "TEXTUAL_ANIMATIONS": "none"})
        terminal.until(READY)
        terminal.rest(2.0)
        terminal.press("\x1b")
        cursor = [terminal.press(key) for key in ("\x1b[B", "\x1b[A") * times]
        drafts = [terminal.press("1") for _ in range(2 * times)]
        pages = [terminal.press(key) for key in ("s", "q") * times]
        turns = [terminal.press(" ") for _ in range(times)]
        terminal.press("p")
        meanwhile = [terminal.first_byte(key) for key in ("\x1b[B", "\x1b[A") * times]
        terminal.close()
    yield figure("the cursor moves", cursor, "ms", "≤ 50 ms")
    yield figure("an order into the draft, or out of it", drafts, "ms", "≤ 50 ms")
    yield figure("a page opens, or closes", pages, "ms", "≤ 50 ms")
    yield figure("a turn is given, and the next is there", turns, "ms")
    yield figure("first answer to a key while odds are played out in plain Python", meanwhile, "ms", "≤ 50 ms")


def figures(quick: bool) -> Iterator[Figure]:
    yield from first_screens(2 if quick else 10)
    yield from keys(3 if quick else 20)
