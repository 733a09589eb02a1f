"""The end: what came of it, and what can be done next."""

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from crisis_sim.analysis.odds import COMPILED
from crisis_sim.terminal.hindsight import Hindsight
from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.plain import written
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.safe import safe_text
from crisis_sim.terminal.screen.keys import Keys
from crisis_sim.terminal.screen.sheet import Sheet, rows_of

LOOK = 0.25
"""Seconds between two looks at how far the debrief is."""


class Ending(Screen[None]):
    """How the game ended, and how one did."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "page", "Debrief page"),
        Binding("v", "see_again", "See it again"),
        Binding("r", "rematch", "Rematch"),
        Binding("n", "another", "New game"),
        Binding("question_mark", "app.help", "Help", key_display="?"),
        Binding("q", "app.leave", "Leave"),
        Binding("t", "app.other_theme", "Dark or light", show=False),
    ]

    class Wish(Message):
        """What the player wants next."""

    class Again(Wish):
        """To see the game again."""

    class Rematch(Wish):
        """To play the same game, with the same luck."""

    class Another(Wish):
        """To play another game."""

    def __init__(self, play: Play, lines: Iterable[Line]) -> None:
        """`lines`: what was seen last, and what came of it."""
        super().__init__()
        self.play, self._lines = play, list(lines)
        self._asked = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="page") as page:
            page.border_title = Content(safe_text(self.play.game.compiled.scenario.title))
            yield Sheet(id="end")
        yield Keys()

    def on_mount(self) -> None:
        sheet = self.query_one(Sheet)
        sheet.show(rows_of(self._lines))
        sheet.focus()
        self._looks = self.set_interval(LOOK, self._look)

    def on_unmount(self) -> None:
        self.play.forget()

    # What it turned on

    def _look(self) -> None:
        """Shows what it turned on, once that is found: by itself, where the compiled rules are ready."""
        if not (self._asked or self.play.engine == COMPILED):
            return
        found = self.play.hindsight()
        page = self.query_one(".page", Vertical)
        page.border_subtitle = "" if found.done else Content(f" Looking for the turning points: {found.far} ")
        if found.done:
            self._looks.stop()
            if found.debrief is not None:
                self.query_one(Sheet).show(rows_of(self.play.ending(found.debrief)))
            if self._asked or found.problem:
                self._write(found)

    def action_page(self) -> None:
        """The whole debrief as a page for a browser; it is found first, if it is not yet."""
        first, self._asked = not self._asked, True
        found = self.play.hindsight()
        if found.done:
            self._write(found)
        elif first:
            self.notify(f"It is being found ({found.far}), and written then.", markup=False)

    def _write(self, found: Hindsight) -> None:
        if found.debrief is None:
            if found.problem:
                self.notify(safe_text(f"{found.problem}."), severity="warning", markup=False)
            return
        debrief = found.debrief

        async def write() -> None:
            lines = await asyncio.to_thread(written, debrief)
            self.notify(safe_text(lines[0].text), title="The debrief", markup=False)
            self.query_one(Sheet).show(rows_of(self.play.ending(debrief)))  # with where it is

        self.run_worker(write(), exclusive=True)

    def action_see_again(self) -> None:
        self.post_message(self.Again())

    def action_rematch(self) -> None:
        self.post_message(self.Rematch())

    def action_another(self) -> None:
        self.play.forget()
        self.post_message(self.Another())
