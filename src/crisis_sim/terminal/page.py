"""The one door to the terminal: lines go out safe, wrapped to its width, and coloured only where colour is wanted."""

from collections.abc import Iterable
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.safe import safe_text

WIDEST = 100
"""Columns; longer lines are hard to read."""


class Page:
    """Prints lines. Colour and width follow the terminal, NO_COLOR, TERM and COLUMNS."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._console = Console(file=stream, markup=False, highlight=False, emoji=False)
        self.width = min(self._console.width, WIDEST)

    def say(self, *lines: Line | str) -> None:
        """Print each, text without a style as it is; an empty one is a blank line."""
        self.show(lines)

    def show(self, lines: Iterable[Line | str]) -> None:
        """Print each line, wrapped under the end of its lead."""
        for line in lines:
            text, lead, style, lead_style = line if isinstance(line, Line) else Line(line)
            lead = safe_text(lead)
            left = cell_len(lead)
            body = Text(safe_text(text), style=style).wrap(self._console, max(self.width - left, 20))
            for number, part in enumerate(body or [Text("")]):
                part.rstrip()
                before = Text(lead, style=lead_style) if number == 0 else Text(" " * left)
                whole = Text.assemble(before, part)
                whole.rstrip()
                self._console.print(whole, soft_wrap=True)

    def clear(self) -> None:
        """Wipes the screen, where there is one, and what can be scrolled back to."""
        if self._console.is_terminal and not self._console.is_dumb_terminal:
            self._console.file.write("\x1b[H\x1b[2J\x1b[3J")
