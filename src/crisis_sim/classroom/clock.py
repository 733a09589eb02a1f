"""The exercise's own clock: milliseconds that a server has run for it. Jumps of the wall clock do not matter to it, and
the time that a laptop sleeps or no server runs does not count."""

from collections.abc import Callable
from time import monotonic

LONGEST = 5.0
"""Seconds between two looks, beyond which the machine must have slept."""


class Clock:
    """Goes on from `at`. It has to be looked at more often than every few seconds."""

    def __init__(self, at: int, source: Callable[[], float] = monotonic) -> None:
        self._source = source
        self._passed = at / 1000
        self._looked = source()

    def now(self) -> int:
        """Milliseconds."""
        at = self._source()
        gone = at - self._looked
        self._looked = at
        if 0.0 < gone <= LONGEST:
            self._passed += gone
        return int(self._passed * 1000)
