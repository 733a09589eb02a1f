"""What stands in front of the table for a while: a page to read, a list to choose from, the whole wire."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from crisis_sim.terminal.newspaper import Paper
from crisis_sim.terminal.safe import safe_text
from crisis_sim.terminal.screen.keys import Keys
from crisis_sim.terminal.screen.rows import front_page, wire
from crisis_sim.terminal.screen.sheet import Row, Sheet
from crisis_sim.terminal.wire import FILTERS, MEANING
from crisis_sim.terms.records import Event

CLOSES = Binding("escape", "leave", "Close")


class Page(ModalScreen[object]):
    """Text to read, under a title. Rows with keys can be chosen: then it closes, and says which."""

    HINT: ClassVar[str] = ""
    CLASSES: ClassVar[str] = "page"

    BINDINGS: ClassVar[list[BindingType]] = [CLOSES, Binding("q", "leave", "Close", show=False)]

    def __init__(self, title: str, rows: Iterable[Row]) -> None:
        super().__init__()
        self.heading = safe_text(title)
        self._rows = list(rows)

    def compose(self) -> ComposeResult:
        with Vertical(classes=self.CLASSES) as page:
            page.border_title = _plain(self.heading)
            page.border_subtitle = self.HINT
            yield Sheet(self._rows, id="page")
        yield Keys()

    def on_mount(self) -> None:
        self.sheet.focus()
        self.opened()

    def on_sheet_chosen(self, chosen: Sheet.Chosen) -> None:
        chosen.stop()
        self.take(chosen.row)

    def opened(self) -> None:
        """It is on the screen."""
        self.sheet.show(self._rows)

    def take(self, row: Row) -> None:
        """A row was chosen."""
        self.dismiss(row.key)

    @property
    def sheet(self) -> Sheet:
        """The text."""
        return self.query_one("#page", Sheet)

    def action_leave(self) -> None:
        self.dismiss(None)


class Orders(Page):
    """All there is to order. Choosing one drafts it; one that cannot be ordered says why, and what it would be."""

    HINT = "Enter drafts it, or takes it out"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "explain", "What it means"),
    ]

    def __init__(self, title: str, rows: Iterable[Row], explain: Callable[[str], None]) -> None:
        super().__init__(title, rows)
        self._explain = explain

    def action_explain(self) -> None:
        if self.sheet.chosen is not None:
            self._explain(str(self.sheet.chosen.key))


class Standing(Page):
    """How things stand; what moved a thing last can be asked about."""

    HINT = "Enter says why it moved"

    def __init__(self, rows: Iterable[Row], why: Callable[[int], None]) -> None:
        super().__init__("How things stand", rows)
        self._why = why

    def take(self, row: Row) -> None:
        if isinstance(row.key, int):
            self._why(row.key)


class Ticks(Page):
    """Things to be ticked, each with what it means. Closing it takes what is ticked then."""

    HINT = "Enter ticks, Esc is done"

    def __init__(self, title: str, things: Mapping[str, str], ticked: frozenset[str]) -> None:
        self._things, self._ticked = things, ticked
        super().__init__(title, self._ticks())

    def _ticks(self) -> list[Row]:
        return [Row(what, "[✓] " if thing in self._ticked else "[ ] ", lead_style="bold", key=thing)
                for thing, what in self._things.items()]  # fmt: skip

    def take(self, row: Row) -> None:
        self._ticked ^= {str(row.key)}
        self.sheet.show(self._ticks())

    def action_leave(self) -> None:
        self.dismiss(self._ticked)


class FrontPages(Page):
    """The newspapers, the last one first."""

    CLASSES = "page tall"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "day(-1)", "Other days", key_display="← →"),
        Binding("right", "day(1)", "", show=False),
    ]

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._papers, self._at = papers, len(papers) - 1
        super().__init__("The papers", ())

    def opened(self) -> None:
        self.call_after_refresh(self.action_day, 0)

    def action_day(self, by: int) -> None:
        """So many days on."""
        self._at = min(max(self._at + by, 0), len(self._papers) - 1)
        self.query_one(".page").border_subtitle = f"{self._at + 1} of {len(self._papers)}"
        self.sheet.show(front_page(self._papers[self._at], self.sheet.scrollable_content_region.width))


class Wire(Page):
    """All that was seen, to be searched, and followed back from event to cause."""

    HINT = "Enter says why"
    CLASSES = "page tall"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search"),
        Binding("left", "filter(-1)", "", show=False),
        Binding("right,f", "filter(1)", "Filter", key_display="← →"),
        Binding("c", "cause", "To its cause"),
    ]

    def __init__(
        self,
        events: Sequence[Event],
        filtered: Callable[[str], Sequence[Event]],
        why: Callable[[int], None],
        at: int | None = None,
        seen_before: int = 0,
    ) -> None:
        """`filtered`: those of a kind of wire.FILTERS, or all with some words in them. `at`: the number to begin at.

        `seen_before`: how many of the events are not new.
        """
        super().__init__("The wire", ())
        self._events, self._filtered, self._why, self._at = events, filtered, why, at
        self._seen_before = seen_before
        self._kind, self._words = 0, ""

    def compose(self) -> ComposeResult:
        with Vertical(classes=self.CLASSES) as page:
            page.border_title = _plain(self.heading)
            page.border_subtitle = self.HINT
            yield Static(id="filters", markup=False)
            yield Sheet(id="page")
            yield Input(placeholder="words that stand in it; Enter goes back to the list", id="search")
        yield Keys()

    def opened(self) -> None:
        self.query_one("#search", Input).display = False
        self._show()
        if self._at is not None:
            self.sheet.point(self._at)
        else:
            self.sheet.action_last()

    def take(self, row: Row) -> None:
        if isinstance(row.key, int):
            self._why(row.key)

    def action_filter(self, by: int) -> None:
        self._kind = (self._kind + by) % len(KINDS)
        self._show()

    def action_search(self) -> None:
        search = self.query_one("#search", Input)
        search.display = True
        search.focus()

    def on_input_changed(self, changed: Input.Changed) -> None:
        self._words = changed.value.strip()
        self._show()

    def on_input_submitted(self) -> None:
        self.query_one("#search", Input).display = bool(self._words)
        self.sheet.focus()

    def action_leave(self) -> None:
        search = self.query_one("#search", Input)
        if search.has_focus or self._words:
            search.value = ""
            search.display = False
            self.sheet.focus()
        else:
            self.dismiss(None)

    def action_cause(self) -> None:
        """To what the event under the cursor goes back to, filtered out or not."""
        key = self.sheet.chosen.key if self.sheet.chosen is not None else None
        cause = self._events[key].cause if isinstance(key, int) else None
        if cause is None:
            self.notify("It goes back to nothing that you know of.", markup=False)
            return
        self._kind = 0
        self.query_one("#search", Input).value = self._words = ""
        self._show()
        self.sheet.point(cause)

    def _show(self) -> None:
        kind = KINDS[self._kind]
        shown = self._filtered(kind) if kind else self._events
        shown = [event for event in shown if self._words.casefold() in event.text.casefold()]
        kinds = "   ".join(f"[{one or 'all'}]" if one == kind else f" {one or 'all'} " for one in KINDS)
        self.query_one("#filters", Static).update(_plain(kinds))
        self.query_one(".page").border_title = _plain(f"The wire: {MEANING.get(kind, 'all that you saw')}")
        self.sheet.show(wire(shown, self._seen_before))


KINDS = ("", *FILTERS)
"""Of the wire; the first is all of it."""


def _plain(text: str) -> Content:
    return Content(safe_text(text))
