"""Before the table: which crisis, which side, which saved game. A question a screen; Enter takes what is pointed at."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen

from crisis_sim import api
from crisis_sim.journal.saves import Save, saves
from crisis_sim.scenario import loading
from crisis_sim.scenario.errors import ScenarioError, printable
from crisis_sim.terminal import difficulty
from crisis_sim.terminal.listing import in_a_word, in_brief
from crisis_sim.terminal.screen.keys import Keys
from crisis_sim.terminal.screen.sheet import Row, Sheet
from crisis_sim.terminal.screen.view import begun

GO_ON, SAVES, SCENARIO = "go on", "saves", "scenario"
"""What can be chosen first; each with a name."""

HOW = "Arrow keys and Enter, or the mouse."
LOOKING = (Row("One moment …", style="dim"),)


class Choice(Screen[object]):
    """A question, and rows to choose from. `rows` can come later, by `show`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("question_mark", "app.help", "Help", key_display="?"),
        Binding("q", "app.leave", "Leave"),
        Binding("t", "app.other_theme", "Dark or light", show=False),
    ]

    def __init__(self, title: str, question: str, rows: Iterable[Row] = LOOKING, start: object = None) -> None:
        super().__init__()
        self._title, self._question, self._rows, self._start = title, question, list(rows), start

    def compose(self) -> ComposeResult:
        with Vertical(classes="alone"):
            yield Sheet(id="question")
            yield Sheet(id="choices")
        yield Keys()

    def on_mount(self) -> None:
        self.query_one("#question", Sheet).show(
            [Row(self._title, style="bold"), Row(self._question), Row(HOW, style="dim"), Row()]
        )
        self.query_one("#question", Sheet).can_focus = False
        self.show(self._rows)

    def show(self, rows: Iterable[Row]) -> None:
        """What there is to choose from."""
        choices = self.query_one("#choices", Sheet)
        choices.show(rows)
        choices.focus()
        if self._start is not None:
            choices.point(self._start)

    def on_sheet_chosen(self, chosen: Sheet.Chosen) -> None:
        self.take(chosen.row)

    def take(self, row: Row) -> None:
        """A row was chosen."""
        self.dismiss(row.key)

    def action_back(self) -> None:
        self.dismiss(None)


class Sides(Choice):
    """Which side to play; several, ticked, take turns at the keyboard."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick several, for several players", key_display="Space")
    ]

    def __init__(self, crisis: api.Crisis) -> None:
        self._crisis = crisis
        self._ticked: list[str] = []
        super().__init__(crisis.title, "Which side do you play?", self._sides())

    def _sides(self) -> Iterator[Row]:
        for seat in self._crisis.seats:
            actor = self._crisis.compiled.scenario.actors[seat]
            mark = "[✓] " if seat in self._ticked else "[ ] " if self._ticked else ""
            what = " ".join((actor.what or "").split())
            yield Row(begun(actor.name), mark, "bold", "bold", actor.difficulty or "", below=what, key=seat)
            yield Row()

    def action_tick(self) -> None:
        """One more player, or one less."""
        row = self.query_one("#choices", Sheet).chosen
        if row is not None and isinstance(row.key, str):
            self._ticked = [one for one in self._crisis.seats if (one in self._ticked) != (one == row.key)]
            self.query_one("#choices", Sheet).show(self._sides())

    def take(self, row: Row) -> None:
        self.dismiss(self._ticked or [row.key])


def levels(crisis: api.Crisis) -> Choice:
    """How hard the others make it."""
    rows = []
    for level in difficulty.LEVELS:
        what = f"{difficulty.WORDS[level]} ({difficulty.meaning(crisis, level)})"
        rows += [Row(level.capitalize(), style="bold", below=begun(what), key=level), Row()]
    return Choice(crisis.title, "How hard? It is the others' temper that changes, not the rules.", rows, "medium")


def crises() -> list[Row]:
    """A game in progress, the scenarios that come with the program, the saved games."""
    found = saves()
    rows = [*_in_progress(found), *_shipped()]
    if found:
        rows.append(Row(f"{len(found)} saved", "  ", below="See one again, or go on with it.", key=(SAVES, "")))
        rows[-1] = rows[-1]._replace(text="Saved games", tail=f"{len(found)}", style="bold")
    return rows


def _in_progress(found: Sequence[Save]) -> Iterator[Row]:
    for save in found:
        if save.journal is not None and save.journal.result is None:
            when = f"{save.changed.astimezone():%Y-%m-%d %H:%M}"
            yield Row("Go on where you left", "  ", "bold", "", when, below=in_a_word(save.journal),
                      key=(GO_ON, save.name))  # fmt: skip
            yield Row()
            return


def _shipped() -> Iterator[Row]:
    for name in loading.shipped():
        try:
            scenario = loading.load(name).scenario
        except ScenarioError as error:
            yield Row(name, "  ", "dim", below=f"It cannot be loaded: {error.problems[0]}")
        else:
            yield Row(scenario.title, "  ", "bold", below=in_brief(scenario), key=(SCENARIO, name))
        yield Row()


def saved_games() -> Iterator[Row]:
    """The saved games, the last one played first."""
    for save in saves():
        when = f"{save.changed.astimezone():%Y-%m-%d %H:%M}"
        if save.journal is None:
            yield Row(save.name, "", "dim", tail=when, below=str(save.problem))
            continue
        result = save.journal.result
        stands = "in progress: Enter goes on" if result is None else f"over: {printable(str(result.get('outcome')))}"
        yield Row(in_a_word(save.journal), "", tail=when, below=stands,
                  key=(GO_ON if result is None else SAVES, save.name))  # fmt: skip
