"""A game shown again: turn by turn, as any seat or as control, and branched off wherever one wants to play on."""

from datetime import datetime
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from crisis_sim import api
from crisis_sim.engine import Game
from crisis_sim.journal import Journal
from crisis_sim.terminal import again, story
from crisis_sim.terminal.again import CONTROL
from crisis_sim.terminal.lines import local_time
from crisis_sim.terminal.safe import safe_text
from crisis_sim.terminal.screen import rows, view
from crisis_sim.terminal.screen.keys import Keys
from crisis_sim.terminal.screen.opening import Choice
from crisis_sim.terminal.screen.pages import Page, Wire
from crisis_sim.terminal.screen.sheet import Row, Sheet, rows_of
from crisis_sim.terminal.wire import filtered
from crisis_sim.terms.records import Event

PACE = 1.0
"""Seconds that a turn is shown when it goes on by itself."""
TURNS_A_DAY = 4


class Scrubber(Widget):
    """Where in the game one is; a click goes there."""

    at: reactive[int] = reactive(0)
    most: reactive[int] = reactive(1)

    class Moved(Message):
        """Somebody clicked on a place."""

        def __init__(self, at: int) -> None:
            super().__init__()
            self.at = at

    def render(self) -> Content:
        width = max(self.size.width - 1, 1)
        place = round(self.at / max(self.most, 1) * width)
        return Content("━" * place + "●" + "─" * (width - place))

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Moved(round(event.x / max(self.size.width - 1, 1) * self.most)))


class Rewind(Screen[None]):
    """Stops at each turn of the game, and at its end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Turns", key_display="← →", priority=True),
        Binding("right", "step(1)", "", show=False, priority=True),
        Binding("pageup", f"step(-{TURNS_A_DAY})", "", show=False, priority=True),
        Binding("pagedown", f"step({TURNS_A_DAY})", "", show=False, priority=True),
        Binding("home", "to(0)", "First turn", show=False, priority=True),
        Binding("end", "to(-1)", "The end", show=False, priority=True),
        Binding("space", "run", "Run", key_display="Space"),
        Binding("v", "view", "Another view"),
        Binding("b", "branch", "Play on from here"),
        Binding("w", "why", "Why"),
        Binding("l", "wire", "The whole wire", show=False),
        Binding("s", "standing", "How things stand", show=False),
        Binding("question_mark", "app.help", "Help", key_display="?"),
        Binding("t", "app.other_theme", "Dark or light", show=False),
        Binding("q,escape", "app.leave", "Leave", key_display="q"),
    ]

    class Branch(Message):
        """Somebody wants to play on from here: the game as it stands there, and the seat."""

        def __init__(self, game: Game, seat: str) -> None:
            super().__init__()
            self.game, self.seat = game, seat

    def __init__(self, journal: Journal, minute: int | None = None, viewer: str | None = None) -> None:
        super().__init__()
        self._journal = journal
        self._whole = api.replay(journal, verify=False)
        self._minutes = _turns(self._whole)
        self._at = len(self._minutes) - 1
        if minute is not None:
            self._at = max(index for index, one in enumerate(self._minutes) if one <= max(minute, self._minutes[0]))
        self._viewer = again.viewer_of(journal, self._whole, viewer)
        self._words = story.words_of(self._whole)
        self._game = self._whole
        self._runs: Timer | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="header"):
            yield Static(id="title", markup=False)
            yield Static(id="clock", markup=False)
            yield Static(id="seat", markup=False)
        with Horizontal(id="scrubbing"):
            yield Scrubber()
        with Horizontal(id="body"):
            yield Sheet(id="situation")
            with Vertical(id="middle"):
                yield Sheet(id="wire", follow=True)
        yield Keys()

    def on_mount(self) -> None:
        self.query_one("#situation", Sheet).border_title = " How things stood "
        self.query_one("#wire", Sheet).border_title = " The wire "
        self.query_one("#wire", Sheet).focus()
        self.query_one(Scrubber).most = len(self._minutes) - 1
        self._show()

    @property
    def _events(self) -> list[Event]:
        if self._viewer == CONTROL:
            return [event for event in self._game.events if event.kind != "pin"]
        return self._game.events_for(self._viewer)

    def _show(self) -> None:
        minute, last = self._minutes[self._at], self._at == len(self._minutes) - 1
        self._game = self._whole if last else self._whole.branch(minute)
        shown = self._events
        before = self._minutes[self._at - 1] if self._at else -1
        name = "control" if self._viewer == CONTROL else self._words.actor(self._viewer)
        self._say("title", self._whole.compiled.scenario.title)
        self._say("clock", local_time(datetime.fromisoformat(self._game.dates.local(minute))))
        self._say("seat", f"As {name} saw it")
        self.query_one(Scrubber).at = self._at
        self.query_one("#wire", Sheet).show(rows.wire(shown, sum(one.minute <= before for one in shown)))
        self.query_one("#situation", Sheet).show(view.seen_of(self._game, self._viewer, self._words))

    def _say(self, where: str, text: str) -> None:
        self.query_one(f"#{where}", Static).update(Content(safe_text(text)))

    def action_step(self, by: int) -> None:
        """So many turns on."""
        self.action_to(min(max(self._at + by, 0), len(self._minutes) - 1))

    def action_to(self, at: int) -> None:
        """To this turn; -1: the end."""
        self._at = at % len(self._minutes)
        self._show()

    def on_scrubber_moved(self, moved: Scrubber.Moved) -> None:
        self.action_to(moved.at)

    def action_run(self) -> None:
        """Goes on by itself, until it is stopped or the game ends."""
        if self._runs is not None:
            self._runs.stop()
            self._runs = None
            return
        if self._at == len(self._minutes) - 1:
            self.action_to(0)
        self._runs = self.set_interval(PACE, self._run_on)

    def _run_on(self) -> None:
        self.action_step(1)
        if self._at == len(self._minutes) - 1:
            self.action_run()

    def action_view(self) -> None:
        """As the next seat saw it, or control."""
        viewers = [*self._whole.seats, CONTROL]
        self._viewer = viewers[(viewers.index(self._viewer) + 1) % len(viewers)]
        self._show()

    def action_wire(self) -> None:
        shown = self._events
        self.app.push_screen(Wire(shown, self._filtered, self._why))

    def _filtered(self, kind: str) -> list[Event]:
        return filtered(self._events, kind, self._whole.compiled, self._viewer)

    def action_standing(self) -> None:
        self.app.push_screen(Page("How things stood", view.seen_of(self._game, self._viewer, self._words)))

    def action_why(self) -> None:
        row = self.query_one("#wire", Sheet).chosen
        if row is not None and isinstance(row.key, int):
            self._why(row.key)

    def on_sheet_chosen(self, chosen: Sheet.Chosen) -> None:
        if isinstance(chosen.row.key, int):
            self._why(chosen.row.key)

    def _why(self, number: int) -> None:
        self.app.push_screen(Page("Why", rows_of(story.why(self._game.why(self._viewer, number), self._words))))

    def action_branch(self) -> None:
        """Asks which seat to play from here on."""
        if self._at == len(self._minutes) - 1 and self._whole.over:
            self.notify("Here the game is over: go back to an earlier turn first.", severity="warning", markup=False)
            return
        scenario = self._whole.compiled.scenario
        seats = [Row(view.begun(scenario.actors[seat].name), key=seat) for seat in self._whole.seats]

        def chosen(seat: object) -> None:
            if isinstance(seat, str):
                self.post_message(self.Branch(self._game, seat))

        self.app.push_screen(Choice("Play on from here", "Which side do you play?", seats), chosen)


def _turns(game: Game) -> list[int]:
    """The minutes at which one can stop: each turn, and the end."""
    scenario = game.compiled.scenario
    turns = range(scenario.first_turn * 60, game.minute, scenario.turn * 60)
    return [*turns, game.minute]
