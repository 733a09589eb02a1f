"""The one widget that shows text: rows wrapped under their lead, some of which can be chosen by key or mouse.

What it is given is shown as it is, made harmless, and never read as markup.
"""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.safe import safe_text

NARROWEST = 16
"""Columns that are left to a text, however long its lead is."""

Laid = tuple[list[tuple[int, Text]], list[int]]


class Row(NamedTuple):
    """Text behind a lead, under whose end it is wrapped; `tail` stands at the right edge of its first line.

    `key`: what is chosen with it; None: it is only read. `below`: a second text, on lines of its own, or on one, cut
    off where it ends, if it is `short`. `flush`: it begins where the cursor stands, as headings do.
    """

    text: str = ""
    lead: str = ""
    style: str = ""
    lead_style: str = "dim"
    tail: str = ""
    tail_style: str = "dim"
    below: str = ""
    short: bool = False
    key: object = None
    flush: bool = False


def heading(title: str) -> Row:
    """A title among rows."""
    return Row(title, style="bold", flush=True)


def rows_of(lines: Iterable[Line]) -> list[Row]:
    """Lines of the view-model, as rows that are only read."""
    return [Row(*line) for line in lines]


class Sheet(ScrollView, can_focus=True):
    """Rows of text. With rows that have keys there is a cursor, and `Chosen` is sent for the one that is chosen."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    class Chosen(Message):
        """A row was chosen."""

        def __init__(self, sheet: "Sheet", row: Row) -> None:
            super().__init__()
            self.sheet, self.row = sheet, row

        @property
        def control(self) -> "Sheet":
            return self.sheet

    class Pointed(Chosen):
        """The cursor came to a row."""

    def __init__(self, rows: Iterable[Row] = (), *, follow: bool = False, id: str | None = None) -> None:  # noqa: A002
        """`follow`: new rows at the end are scrolled to, and the cursor with them."""
        super().__init__(id=id)
        self._rows = list(rows)
        self._follow = follow
        self._lines: list[tuple[int, Text]] = []
        self._starts: list[int] = []
        self._laid_out = 0
        self._laid: dict[int, Laid] = {}
        self.cursor: int | None = None

    # What it shows

    @property
    def rows(self) -> list[Row]:
        """All rows."""
        return self._rows

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor is not None and self.cursor < len(self._rows) else None

    @property
    def text(self) -> str:
        """What it says, as one text; for screen readers and tests."""
        return "\n".join(f"{row.lead}{row.text} {row.tail} {row.below}".rstrip() for row in self._rows)

    def show(self, rows: Iterable[Row]) -> None:
        """Other rows. The cursor stays on what it was on, where that is still there."""
        before, grew, rows = self.chosen, len(self._rows), list(rows)
        if rows == self._rows and self._laid_out:
            return
        self._rows = rows
        self._laid.clear()
        keys = [row.key for row in self._rows]
        if before is not None and before.key in keys:
            self.cursor = keys.index(before.key)
        else:
            after = self._next(min(self.cursor or 0, len(keys)) - 1, 1)
            self.cursor = self._next(len(keys), -1) if after is None else after
        if self._follow:
            self.cursor = self._next(len(self._rows), -1)
        self._lay_out()
        if self._follow and len(self._rows) != grew:
            self.scroll_end(animate=False)
        elif not self._follow and self.cursor is not None and before is None:
            self.scroll_home(animate=False)

    def point(self, key: object) -> None:
        """Takes the cursor to the row with this key."""
        for index, row in enumerate(self._rows):
            if row.key == key:
                self._move_to(index)

    # Laying out

    def _lay_out(self) -> None:
        if not self.size.width:
            return  # it has no place yet, and is laid out when it has
        first, width = not self._laid_out, max(self.scrollable_content_region.width, NARROWEST)
        self._laid_out = width
        self._lines, self._starts = self._wrapped_at(width)
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()
        if first and self.cursor is not None:
            self._keep_in_sight(self.cursor)

    def _wrapped_at(self, width: int) -> Laid:
        """The lines at this width, each with the number of its row, and the line at which each row starts."""
        if width not in self._laid:
            lines: list[tuple[int, Text]] = []
            starts, gutter = [], self._gutter
            for index, row in enumerate(self._rows):
                starts.append(len(lines))
                lines += [(index, line) for line in self._wrapped(row, gutter, width)]
            self._laid[width] = lines, starts
        return self._laid[width]

    def _wrapped(self, row: Row, gutter: str, width: int) -> list[Text]:
        gutter = "" if row.flush else gutter
        lead, tail = safe_text(row.lead), safe_text(row.tail)
        left = len(gutter) + cell_len(lead)
        room = max(width - left, NARROWEST)
        beside = cell_len(tail) + 2 if tail else 0
        if room - beside < NARROWEST:
            tail, beside = "", 0
        body = Text(safe_text(row.text), style=row.style).wrap(self.app.console, room - beside) or [Text("")]
        lines = []
        for number, part in enumerate(body):
            part.rstrip()
            line = Text(gutter)
            line.append(lead if number == 0 else " " * cell_len(lead), style=row.lead_style)
            line.append_text(part)
            if number == 0 and tail:
                line.append(" " * (width - line.cell_len - cell_len(tail)))
                line.append(tail, style=row.tail_style)
            lines.append(line)
        if row.short and row.below:
            part = Text(safe_text(row.below), style="dim")
            part.truncate(room, overflow="ellipsis")
            lines.append(Text(" " * left).append_text(part))
        elif row.below:
            for part in Text(safe_text(row.below), style="dim").wrap(self.app.console, room):
                part.rstrip()
                lines.append(Text(" " * left).append_text(part))
        return lines

    def on_resize(self, event: events.Resize) -> None:
        if self.scrollable_content_region.width != self._laid_out:
            self._lay_out()
            if self._follow:
                self.scroll_end(animate=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are, where the stylesheet says `auto`."""
        width -= self.scrollbar_size_vertical  # room is kept for it
        return len(self._wrapped_at(max(width, NARROWEST))[0])

    @property
    def _gutter(self) -> str:
        """Room for the cursor, where there is one."""
        return "  " if any(row.key is not None for row in self._rows) else ""

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.size.width
        if self._laid_out != max(self.scrollable_content_region.width, NARROWEST):
            self.call_later(self._lay_out)
        at = y + self.scroll_offset.y
        base = self.rich_style
        if not 0 <= at < len(self._lines):
            return Strip.blank(width, base)
        index, text = self._lines[at]
        if index == self.cursor and self.has_focus:
            base += self.get_component_rich_style("sheet--cursor")
            if at == self._starts[index]:
                text = Text.assemble(("▸ ", "bold"), text[2:])
        segments = [Segment(part.text, part.style) for part in text.render(self.app.console)]
        return Strip(segments).adjust_cell_length(width, Style.null()).apply_style(base)

    # Keys and mouse

    def action_move(self, by: int) -> None:
        """The cursor one row on; without one, the page one line."""
        found = None if self.cursor is None else self._next(self.cursor, by)
        if found is None:
            self.scroll_relative(y=by, animate=False)
        else:
            self._move_to(found)

    def action_first(self) -> None:
        self.scroll_home(animate=False)
        if (found := self._next(-1, 1)) is not None:
            self._move_to(found)

    def action_last(self) -> None:
        self.scroll_end(animate=False)
        if (found := self._next(len(self._rows), -1)) is not None:
            self._move_to(found)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing can be chosen, Enter is for whatever is around it."""
        return action != "choose" or (self.chosen is not None and self.chosen.key is not None)

    def action_choose(self) -> None:
        if self.chosen is not None:
            self.post_message(self.Chosen(self, self.chosen))

    def on_click(self, event: events.Click) -> None:
        inside = event.get_content_offset(self)
        at = -1 if inside is None else inside.y + self.scroll_offset.y
        if not 0 <= at < len(self._lines):
            return
        index = self._lines[at][0]
        if self._rows[index].key is not None:
            self._move_to(index)
            self.action_choose()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _next(self, start: int, by: int) -> int | None:
        """The next row that can be chosen, from here in this direction."""
        index = start + by
        while 0 <= index < len(self._rows):
            if self._rows[index].key is not None:
                return index
            index += by
        return None

    def _move_to(self, index: int) -> None:
        self.cursor = index
        if self._laid_out:
            self._keep_in_sight(index)
            self.refresh()
        self.post_message(self.Pointed(self, self._rows[index]))

    def _keep_in_sight(self, index: int) -> None:
        """Scrolls no further than it must."""
        top, end = self._starts[index], (*self._starts, len(self._lines))[index + 1]
        height = self.scrollable_content_region.height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        elif end > self.scroll_offset.y + height:
            self.scroll_to(y=end - height, animate=False)
