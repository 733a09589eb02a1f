"""A real terminal around the program: keys go in, the screen's text comes out."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from types import TracebackType

from tests.cli.running import COMMAND, surroundings

PATIENCE = 60.0
"""Seconds until a test that waits for words gives up; no promise about speed."""

CTRL_C, CTRL_D = "\x03", "\x04"
TAKES_THE_TERMINAL = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""So that Ctrl-C and a closed window reach the program, also where the tests run in the background, deaf to Ctrl-C."""

_STYLE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Screen:
    """`crisis-sim` with these words, in a terminal of its own."""

    def __init__(self, home: Path, *words: str, **more: str) -> None:
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (40, 80))
        self.process = subprocess.Popen(
            [sys.executable, "-c", TAKES_THE_TERMINAL, *COMMAND, *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=home,
            env=surroundings(home, {"TERM": "xterm-256color", "CRISIS_SIM_ENGINE": "python", **more}),
            start_new_session=True,
        )
        os.close(theirs)
        self.raw = ""
        self._looked = 0

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self._ours >= 0:
            os.close(self._ours)

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def wait_for(self, words: str) -> str:
        """Everything since the last wait, once these words are on the screen."""
        end = time.monotonic() + PATIENCE
        while (found := self.text.find(words, self._looked)) < 0:
            assert time.monotonic() < end, f"no {words!r} in:\n{self.text[self._looked :]}"
            if not self._read(0.2) and self.process.poll() is not None:
                raise AssertionError(f"it ended without {words!r}:\n{self.text[self._looked :]}")
        shown = self.text[self._looked : found + len(words)]
        self._looked = found + len(words)
        return shown

    def rest(self) -> None:
        """Time to put the hands on the keys: the program waits for them."""
        while self._read(0.3):
            pass

    def ended(self) -> int:
        """The exit code, once it has ended."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it does not end:\n{self.text[self._looked :]}"
            self._read(0.1)
        while self._read(0.1):
            pass
        return self.process.returncode

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """The window is closed."""
        os.close(self._ours)
        self._ours = -1
        self.process.wait(timeout=PATIENCE)

    @property
    def text(self) -> str:
        """What was shown, without colours."""
        return _STYLE.sub("", self.raw).replace("\r\n", "\n")

    def _read(self, seconds: float) -> bool:
        if not select.select([self._ours], [], [], seconds)[0]:
            return False
        try:
            read = os.read(self._ours, 65536)
        except OSError:  # the other end is closed
            return False
        self.raw += read.decode("utf-8", "replace")
        return bool(read)
