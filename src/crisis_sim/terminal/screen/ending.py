"""The end: what came of it, and what can be done next."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.safe import safe_text
from crisis_sim.terminal.screen.keys import Keys
from crisis_sim.terminal.screen.sheet import Sheet, rows_of


class Ending(Screen[None]):
    """How the game ended, and how one did."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "see_again", "See it again"),
        Binding("r", "rematch", "Again, with the same luck"),
        Binding("n", "another", "Another game"),
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

    def compose(self) -> ComposeResult:
        with Vertical(classes="page") as page:
            page.border_title = Content(safe_text(self.play.game.compiled.scenario.title))
            yield Sheet(id="end")
        yield Keys()

    def on_mount(self) -> None:
        sheet = self.query_one(Sheet)
        sheet.show(rows_of(self._lines))
        sheet.focus()

    def action_see_again(self) -> None:
        self.post_message(self.Again())

    def action_rematch(self) -> None:
        self.post_message(self.Rematch())

    def action_another(self) -> None:
        self.post_message(self.Another())
