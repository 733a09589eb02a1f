"""Whether there is a screen to play on. Costs nothing to ask: the full screen is imported only when it is shown."""

import os
import sys

NO_SCREEN = ("", "dumb", "unknown")
"""What TERM says of terminals that only take lines."""


def screen_here() -> bool:
    """Whether keys can be read and a whole screen can be drawn."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "").lower() not in NO_SCREEN
