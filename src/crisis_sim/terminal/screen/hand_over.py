"""Between two players at one keyboard: nothing of the game is on the screen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen

from crisis_sim.terminal.screen.keys import Keys
from crisis_sim.terminal.screen.sheet import Row, Sheet


class HandOver(Screen[None]):
    """Waits for the next player."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "sit_down", "I am here", key_display="Enter")]

    def __init__(self, name: str) -> None:
        super().__init__()
        self._player = name

    def compose(self) -> ComposeResult:
        with Vertical(classes="alone"):
            yield Sheet(id="handing")
        yield Keys()

    def on_mount(self) -> None:
        self.query_one(Sheet).show([
            Row(f"Hand over to {self._player}.", style="bold"),
            Row(),
            Row(f"Press Enter when {self._player} is at the keyboard, and nobody else looks."),
        ])  # fmt: skip

    def action_sit_down(self) -> None:
        self.dismiss(None)
