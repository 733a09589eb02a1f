"""A finished run, to be looked at: in a program, on a terminal, in a notebook."""

from typing import TYPE_CHECKING, Any

from crisis_sim.engine.game import Game
from crisis_sim.engine.rounds import Instead, taken_over
from crisis_sim.terms.records import Event

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult


class Result:
    """A finished run. Everything in it can be printed, compared and kept."""

    def __init__(self, game: Game) -> None:
        self.game = game

    @property
    def outcome(self) -> str:
        """The id of its outcome class."""
        return str(self.game.outcome())

    @property
    def digest(self) -> str:
        return self.game.digest

    @property
    def events(self) -> list[Event]:
        """All that happened."""
        return self.game.events

    @property
    def scores(self) -> dict[str, float]:
        """How well each seat did, 0 to 100."""
        return self.game.scores()

    @property
    def instead(self) -> dict[str, Instead]:
        """The seats whose Python agents failed: how often their doctrine decided instead, and the first reason."""
        return taken_over(self.game.inputs)

    def to_dict(self) -> dict[str, Any]:
        """What `run --json` prints. `instead` is in it only where an agent failed."""
        instead = {seat: one._asdict() for seat, one in self.instead.items()}
        return self.game.result() | ({"instead": instead} if instead else {})

    def lines(self) -> list[str]:
        """The whole story, a line for each event that was more than an order or a recorded draw."""
        return [self.game.line(event) for event in self.events if event.kind not in ("order", "cancel", "pin")]

    def __str__(self) -> str:
        return "\n".join([*self.lines(), self._summary()])

    def __repr__(self) -> str:
        return f"Result({self._summary()})"

    def _repr_html_(self) -> str:
        from html import escape

        items = "".join(f"<li>{escape(line)}</li>" for line in self.lines())
        return f"<p><b>{escape(self._summary())}</b></p><ul>{items}</ul>"

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        from rich.text import Text

        for line in self.lines():
            yield Text(line)
        yield Text(self._summary(), style="bold")

    def _summary(self) -> str:
        scores = ", ".join(f"{seat} {score:.0f}" for seat, score in self.scores.items())
        at = self.game.dates.spoken(self.game.minute)
        return f"{self.game.origin.name}, seed {self.game.seed}, run {self.game.run}: {self.outcome} ({at}); {scores}"
