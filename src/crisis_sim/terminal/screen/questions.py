"""What asks: one question with two answers, and a message to others."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from crisis_sim.terminal.plain import MOST_TYPED
from crisis_sim.terminal.safe import safe_text
from crisis_sim.terminal.screen.keys import Keys
from crisis_sim.terminal.screen.sheet import Row, Sheet


class Question(ModalScreen[bool]):
    """Asks once. `y` and Enter on the first line: yes; `n` and Esc: no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes"),
        Binding("n,escape", "answer(False)", "No", key_display="n"),
    ]

    def __init__(self, title: str, rows: Iterable[Row], yes: str, no: str) -> None:
        super().__init__()
        self._heading, self._rows, self._answers = title, list(rows), (yes, no)

    def compose(self) -> ComposeResult:
        with Vertical(classes="question") as box:
            box.border_title = Content(safe_text(self._heading))
            yield Sheet(self._rows, id="asked")
            yield Sheet(id="answers")
        yield Keys()

    def on_mount(self) -> None:
        self.tell(self._rows)
        yes, no = self._answers
        answers = self.query_one("#answers", Sheet)
        answers.show([Row(no, "n  ", key="no"), Row(yes, "y  ", key="yes")])
        answers.focus()
        self.opened()

    def opened(self) -> None:
        """It is on the screen."""

    def tell(self, rows: Iterable[Row]) -> None:
        """Something else than it said before: the odds are there."""
        self.query_one("#asked", Sheet).show(rows)

    def on_sheet_chosen(self, chosen: Sheet.Chosen) -> None:
        self.dismiss(chosen.row.key == "yes")

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)


class Letter(ModalScreen[tuple[list[str], str] | None]):
    """A message: to whom, and what."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick whom it goes to", key_display="Space"),
        Binding("escape", "leave", "Do not send"),
    ]

    def __init__(self, seats: Sequence[tuple[str, str]]) -> None:
        """`seats`: ids and names of those who can be written to."""
        super().__init__()
        self._seats = seats
        self._to = {seat for seat, _ in seats[:1]}

    def compose(self) -> ComposeResult:
        with Vertical(classes="question") as box:
            box.border_title = "A message"
            yield Sheet(self._ticks(), id="to")
            yield Input(placeholder="what you have to say; Enter sends it", max_length=1000, id="words")
        yield Keys()

    def on_mount(self) -> None:
        self.query_one("#to", Sheet).show(self._ticks())
        self.query_one("#words", Input).focus()

    def _ticks(self) -> list[Row]:
        return [Row(name, "[✓] " if seat in self._to else "[ ] ", lead_style="bold", key=seat)
                for seat, name in self._seats]  # fmt: skip

    def on_sheet_chosen(self, chosen: Sheet.Chosen) -> None:
        self._to ^= {str(chosen.row.key)}
        chosen.sheet.show(self._ticks())

    def action_tick(self) -> None:
        """It goes to one more, or to one less."""
        to = self.query_one("#to", Sheet)
        if to.has_focus and to.chosen is not None:
            to.action_choose()

    def on_input_submitted(self, submitted: Input.Submitted) -> None:
        to = [seat for seat, _ in self._seats if seat in self._to]
        if not to:
            self.notify("Choose whom it goes to: Tab goes up to the list, Space ticks.", markup=False)
        elif submitted.value.strip():
            self.dismiss((to, submitted.value))

    def action_leave(self) -> None:
        self.dismiss(None)


class Typing(ModalScreen[str]):
    """A line to be typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave it")]

    def compose(self) -> ComposeResult:
        with Vertical(classes="question") as box:
            box.border_title = "Any word, as in plain lines"
            yield Input(placeholder="help lists them", max_length=MOST_TYPED)
        yield Keys()

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, submitted: Input.Submitted) -> None:
        self.dismiss(submitted.value.strip())

    def action_leave(self) -> None:
        self.dismiss("")
