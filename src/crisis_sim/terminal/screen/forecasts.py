"""What shows odds while they are being played out: a page of them, and the question about what cannot be taken back."""

from collections.abc import Sequence

from textual.timer import Timer

from crisis_sim.terminal import forecast
from crisis_sim.terminal.gates import Gate as Asked
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.screen.pages import Page
from crisis_sim.terminal.screen.questions import Question
from crisis_sim.terminal.screen.sheet import Row, rows_of

LOOK = 0.1
"""Seconds between two looks at what has come out."""


class Forecast(Page):
    """The odds of the draft. They come in while one reads."""

    def __init__(self, play: Play) -> None:
        super().__init__("The odds of your draft" if play.game.draft(play.seat) else "The odds if you hold", ())
        self._play, self._preview = play, play.preview().start()
        self._looks: Timer | None = None

    def opened(self) -> None:
        self._looks = self.set_interval(LOOK, self._look)
        self._look()

    def _look(self) -> None:
        odds = self._preview.poll()
        self.sheet.show(rows_of(forecast.told(odds, self._play.game.compiled, self._play.words)))
        if odds.done and self._looks is not None:
            self._looks.stop()


class Gate(Question):
    """Asks once about what cannot be taken back or may end the game, with its odds."""

    def __init__(self, play: Play, gates: Sequence[Asked]) -> None:
        self._gates = [Row(f"{gate.name}: {gate.why}.", style="bold") for gate in gates]
        super().__init__(
            "Sure?", [*self._gates, Row(), Row(style="dim")], "Yes: give the orders", "No: back to the draft"
        )
        self._play, self._preview = play, play.preview().start()
        self._looks: Timer | None = None

    def opened(self) -> None:
        self._looks = self.set_interval(LOOK, self._look)
        self._look()

    def _look(self) -> None:
        odds = self._preview.poll()
        short = forecast.in_short(odds, self._play.game.compiled) if odds.runs else forecast.progress(odds)
        self.tell([*self._gates, Row(), Row(short)])
        if odds.done and self._looks is not None:
            self._looks.stop()
