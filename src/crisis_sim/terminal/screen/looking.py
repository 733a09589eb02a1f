"""What can be looked at from the table without any time passing in the game: each on a page of its own."""

from collections.abc import Iterable, Iterator
from functools import partial

from textual.binding import Binding, BindingType
from textual.screen import Screen

from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.terminal import advisers, inbox, wire
from crisis_sim.terminal.lines import Line, paragraphs
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.safe import safe_text
from crisis_sim.terminal.screen import rows, view
from crisis_sim.terminal.screen.forecasts import Forecast
from crisis_sim.terminal.screen.keys import key_rows
from crisis_sim.terminal.screen.pages import FrontPages, Orders, Page, Standing, Ticks, Wire
from crisis_sim.terminal.screen.questions import Letter, Typing
from crisis_sim.terminal.screen.sheet import Row, Sheet, rows_of
from crisis_sim.terminal.verbs import LEGEND, done
from crisis_sim.terms.records import Observation, WrongUse

LOOKS: tuple[BindingType, ...] = (
    Binding("p", "preview", "Odds"),
    Binding("w", "why", "Why"),
    Binding("a", "advisers", "Advice"),
    Binding("question_mark", "help", "Help", key_display="?"),
    Binding("l", "wire", "The whole wire: search, filters, causes", show=False),
    Binding("s", "standing", "How things stand, all of it", show=False),
    Binding("f", "page('forces', 'Forces')", "Forces, and where they are", show=False),
    Binding("b", "brief", "Your brief: who you are and what you want", show=False),
    Binding("n", "papers", "The newspapers, a front page a day", show=False),
    Binding("i", "inbox", "Your inbox: what waits for an answer, deadlines, messages", show=False),
    Binding("plus", "speed", "How far the space bar goes", key_display="+", show=False),
    Binding("z", "pausing", "What stops the clock", show=False),
    Binding("e", "explain", "What the order under the cursor means", show=False),
    Binding("c", "cancel", "Take back an order that was given and waits", show=False),
    Binding("m", "letter", "Write to another seat", show=False),
    Binding(
        "colon", "type", "Type a word, as in plain lines: until +24, propose, log violence", key_display=":", show=False
    ),
    Binding("x", "abort", "Empty the draft", show=False),
    Binding("t", "app.other_theme", "Dark or light", show=False),
    Binding("q,ctrl+q", "app.leave", "Leave; everything is saved", show=False, key_display="q"),
)


class Looking(Screen[None]):
    """The part of the table that opens pages."""

    play: Play

    @property
    def seen(self) -> Observation:
        """What the seat at the keyboard sees."""
        raise NotImplementedError

    @property
    def seen_before(self) -> int:
        """How many events the seat had seen when it last decided."""
        raise NotImplementedError

    def obey(self, typed: str) -> None:
        """Does what a typed line does."""
        raise NotImplementedError

    def toggle(self, action: str) -> None:
        """An order into the draft, or out of it."""
        raise NotImplementedError

    def did(self, verb: str) -> None:
        """Something was done that a lesson may be waiting for."""
        raise NotImplementedError

    # Pages

    def action_page(self, word: str, title: str, rest: str = "") -> None:
        """What a word shows in plain lines, on a page."""
        try:
            did, lines = done(self.play, f"{word} {rest}".strip())
        except (WrongUse, ScenarioError) as error:
            self.warn(str(error))
            return
        self.app.push_screen(Page(title, rows_of(lines)))
        self.did(did)

    def read(self, title: str, lines: Iterable[Line]) -> None:
        """A page with these lines."""
        self.app.push_screen(Page(title, rows_of(lines)))

    def action_brief(self) -> None:
        """What it is about, and who one is."""
        scenario = self.play.game.compiled.scenario
        about = paragraphs(scenario.summary, scenario.content_note) if self.play.game.minute == 0 else ()
        lines = [*done(self.play, "brief")[1], *about]
        self.app.push_screen(Page(scenario.title, [*rows_of(lines), Row(), Row(FIRST_KEYS, style="bold")]))
        self.did("brief")

    def action_standing(self) -> None:
        """Everything that is known of how things stand."""
        self.app.push_screen(Standing(view.standing(self.seen, self.play.words, everything=True), self.why))
        self.did("status")

    def action_preview(self) -> None:
        """The odds of the draft."""
        self.app.push_screen(Forecast(self.play))
        self.did("preview")

    def action_advisers(self) -> None:
        """What they say."""
        said = advisers.advisers(self.play.game, self.play.seat)
        self.app.push_screen(Page("Your advisers", rows_of(advisers.told(said))))
        self.did("advisers")

    def action_papers(self) -> None:
        """The front pages."""
        out = self.play.papers()
        if not out:
            self.warn("No paper is out yet: there is one for each day that is over and had news.")
            return
        self.app.push_screen(FrontPages(out))
        self.did("paper")

    def action_inbox(self) -> None:
        """What waits. Proposals can be answered there."""
        items = inbox.inbox(self.seen, self.play.words)
        self.app.push_screen(Page("Your inbox", rows_of(inbox.told(items, self.seen))))
        self.did("inbox")

    def action_pausing(self) -> None:
        """What stops the clock, to be ticked."""

        def chosen(kinds: object) -> None:
            if isinstance(kinds, frozenset):
                self.play.pausing = kinds
                self.did("pause")

        self.app.push_screen(Ticks("What stops the clock", inbox.PAUSES, self.play.pausing), chosen)

    def warn(self, what: str) -> None:
        """Something cannot be done, and why."""
        self.notify(safe_text(what), severity="warning", markup=False)

    def action_help(self) -> None:
        self.app.push_screen(Page("What you can do here", list(self._help())))

    def _help(self) -> Iterator[Row]:
        yield from key_rows(self)
        for key, what in KEYS:
            yield Row(what, f"{key:>7}  ", lead_style="bold")
        yield Row()
        yield Row("What stands behind an order", style="bold")
        for word, what in (*LEGEND, *SIGNS):
            yield Row(what, f"  {word:16}", lead_style="bold")

    # Orders and events

    def action_orders(self) -> None:
        """All there is to order."""
        title = f"All orders (effort left: {self.seen.effort})"

        def chosen(action: object) -> None:
            if action is not None:
                self.toggle(str(action))

        self.app.push_screen(Orders(title, rows.every_order(self.seen), self.explain), chosen)

    def explain(self, name: str) -> None:
        """What it means, in English."""
        self.action_page("explain", "What it means", name)

    def action_explain(self) -> None:
        chosen = self.query_one("#orders", Sheet).chosen
        if chosen is not None and chosen.key:
            self.explain(str(chosen.key))

    def action_cancel(self) -> None:
        """Orders that were given and wait: which to take back."""
        waiting = [order for order in self.seen.orders if order.can_cancel]
        if not waiting:
            self.warn("No order of yours waits that could be taken back.")
            return

        def chosen(action: object) -> None:
            if action is not None:
                self.obey(f"cancel {action}")

        self.app.push_screen(Page("Take back an order", [Row(one.name, key=one.action) for one in waiting]), chosen)

    def action_wire(self) -> None:
        """All that was seen."""
        if not self.seen.events:
            self.warn("Nothing has happened that you know of.")
            return
        events, compiled, seat = self.seen.events, self.play.game.compiled, self.seen.seat
        filtered = partial(wire.filtered, events, compiled=compiled, seat=seat)
        self.app.push_screen(Wire(events, filtered, self.why, self._pointed_at(), self.seen_before))
        self.did("log")

    def action_why(self) -> None:
        """What the event under the cursor of the wire goes back to; else the last one."""
        number = self._pointed_at()
        if number is None:
            self.warn("Nothing has happened that you know of.")
        else:
            self.why(number)

    def why(self, number: int) -> None:
        """What an event goes back to."""
        self.action_page("why", "Why", str(number))

    def _pointed_at(self) -> int | None:
        row = self.query_one("#wire", Sheet).chosen
        return row.key if row is not None and isinstance(row.key, int) else None

    def action_letter(self) -> None:
        """A message to others."""
        names = self.play.game.compiled.names.seats
        others = [(seat, self.play.words.actor(seat)) for seat in names if seat != self.play.seat]

        def written(letter: tuple[list[str], str] | None) -> None:
            if letter is not None:
                self.obey(f"say {','.join(letter[0])} {letter[1]}")

        self.app.push_screen(Letter(others), written)

    def typed(self, line: str) -> None:
        """A line that was typed, with all that comes of it."""
        raise NotImplementedError

    def action_type(self) -> None:
        """Any word that there is in plain lines."""
        self.app.push_screen(Typing(), lambda line: self.typed(line) if line else None)

    def action_abort(self) -> None:
        self.obey("abort")


FIRST_KEYS = "1 to 7 draft what is worth a look, Space goes on, ? shows every key. Esc closes this page."
KEYS = (
    ("1 – 7", "The suggested order with this number: into the draft, or out of it"),
    ("Tab", "From panel to panel; the arrows move within one"),
    ("Enter", "What is under the cursor: draft it, take it out, ask why"),
    ("Ctrl-P", "All of this, to be searched"),
    ("Ctrl-C", "Leave at once; everything is saved"),
)
SIGNS = (
    ("•", "happened since your last decision"),
    ("! and ‼", "was violent, was war; + calmed things down"),
    ("▲ and ▼", "went up or down since your last turn"),
    ("× and ✓", "cannot be ordered now; is in your draft"),
)
