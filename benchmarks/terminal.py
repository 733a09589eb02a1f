"""The full screen in a real terminal: how long until there is something on it, and from a key to what it changes.

A pseudo-terminal of 120 × 40 is read as fast as it is written. A frame is there when nothing more comes for a while;
the time is that of its last byte. Every key that is pressed here changes something on the screen; one that does not
ends the benchmark with a line that says so.
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

import crisis_sim as cs
from benchmarks.figures import Figure, figure, seconds
from crisis_sim.analysis.odds import COMPILED, RUNS, Preview
from crisis_sim.analysis.warming import ENGINE

TITLE = "The full screen"
COMMAND = [sys.executable, "-m", "crisis_sim", "play", "new_years_eve", "--as", "us", "--seed", "7"]
READY = b"You are the President"
"""What is on the screen when the game is: the page that says who one is."""
QUIET = 0.15
"""Seconds without a byte after which a frame is taken to be whole."""
PATIENCE = 10.0
"""Seconds after which nothing more is to be expected of a key, or of a start."""
ESC, UP, DOWN = "\x1b", "\x1b[A", "\x1b[B"


class Terminal:
    """A game on a terminal of its own."""

    def __init__(self, home: str, **more: str) -> None:
        self.ours, theirs = pty.openpty()
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
        os.close(self.ours)

    def until(self, words: bytes) -> float:
        """Seconds since the start until these words are on the screen."""
        drawn = b""
        while words not in drawn:
            if not self._readable(PATIENCE):
                raise SystemExit(f"no {words!r} on the screen")
            drawn += os.read(self.ours, 65536)
        return time.perf_counter() - self.began

    def rest(self, seconds: float) -> None:
        """Lets it draw whatever it has to."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if self._readable(left):
                os.read(self.ours, 65536)

    def press(self, key: str) -> float:
        """Milliseconds from a key to the last byte of the frame that it brings about."""
        began = time.perf_counter()
        os.write(self.ours, key.encode())
        if not self._readable(PATIENCE):
            raise SystemExit(f"the key {key!r} changed nothing on the screen within {PATIENCE:.0f} s")
        while True:
            os.read(self.ours, 65536)
            last = time.perf_counter()
            if not self._readable(QUIET):
                return (last - began) * 1000

    def _readable(self, seconds: float) -> bool:
        return bool(select.select([self.ours], [], [], seconds)[0])


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
        terminal.press(ESC)
        cursor = [terminal.press(key) for key in (DOWN, UP) * times]
        drafts = [terminal.press("1") for _ in range(2 * times)]
        pages = [terminal.press(key) for key in ("s", "q") * times]
        meanwhile = [took for _ in range(times) for took in _while_odds_are_played(terminal)]
        turns = [terminal.press(" ") for _ in range(times)]
        terminal.close()
    yield figure("the cursor moves", cursor, "ms", "≤ 50 ms")
    yield figure("an order into the draft, or out of it", drafts, "ms", "≤ 50 ms")
    yield figure("a page opens, or closes", pages, "ms", "≤ 50 ms")
    yield figure("the cursor moves while odds are played out in plain Python", meanwhile, "ms", "≤ 50 ms")
    yield figure("a turn is given, and the next is there", turns, "ms")


def _while_odds_are_played(terminal: Terminal) -> list[float]:
    """The page of the odds is closed while they are played, for some seconds; a second draft of the same order ends
    them, and leaves nothing in draft."""
    os.write(terminal.ours, b"1p")
    terminal.rest(0.5)
    os.write(terminal.ours, ESC.encode())
    terminal.rest(0.5)
    took = [terminal.press(key) for key in (DOWN, UP)]
    terminal.press("1")
    return took


def odds(times: int) -> Iterator[Figure]:
    """What `p` plays, where the compiled rules are ready."""
    crisis = cs.load("new_years_eve")
    game = crisis.play(7, seats={"us": "human"})
    game.advance()
    first = next(option.action for option in game.legal("us") if option.legal)
    game.submit("us", first)
    compiled, state, draft = game.compiled, game.snapshot(), game.draft("us")
    took = [
        seconds(lambda: Preview(compiled, state, "us", draft, COMPILED).wait())
        for _ in range(times + 1)
    ][1:]  # fmt: skip
    yield figure(f"the odds of a draft, warm: {2 * RUNS[COMPILED]:,} continuations", took, "s", "≤ 0.5 s")


def figures(quick: bool) -> Iterator[Figure]:
    yield from first_screens(2 if quick else 10)
    yield from keys(3 if quick else 20)
    yield from odds(3 if quick else 10)
