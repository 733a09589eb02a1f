"""The table at which one plays: how things stand, what happened, what can be ordered, what is in draft."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.terminal import inbox
from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.play import SPEEDS, Play, Reach
from crisis_sim.terminal.safe import safe_text
from crisis_sim.terminal.screen import lessons, rows, view
from crisis_sim.terminal.screen.forecasts import Gate
from crisis_sim.terminal.screen.hand_over import HandOver
from crisis_sim.terminal.screen.keys import Keys
from crisis_sim.terminal.screen.looking import LOOKS, Looking
from crisis_sim.terminal.screen.sheet import Sheet
from crisis_sim.terminal.situation import when
from crisis_sim.terminal.suggest import Suggestion, suggestions
from crisis_sim.terminal.verbs import done
from crisis_sim.terms.records import Observation, WrongUse

FRAMES, FRAME = 16, 0.04
"""Steps in which the clock runs from one decision to the next, and how long each is shown, in seconds."""


class Table(Looking):
    """One player at a time decides here; what all of them do goes through the same words as in plain lines."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "go_on", "Go on", key_display="Space"),
        Binding("g", "until_something", "Until news"),
        Binding("o", "orders", "All orders"),
        Binding("u", "undo", "Undo"),
        *LOOKS,
        *(Binding(str(number), f"draft({number})", show=False) for number in range(1, 10)),
    ]

    class Over(Message):
        """The game is over; these are the last lines of it."""

        def __init__(self, lines: list[Line]) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, play: Play, *, brief: bool = False) -> None:
        """`brief`: each player is told first what it is about, and who they are."""
        super().__init__()
        self.play = play
        self._unbriefed = set(play.mine) if brief else set()
        self._before = dict(play.opened)
        self._papers = dict.fromkeys(play.mine, 0)
        self._clock: Timer | None = None
        self._seen: Observation | None = None
        self._suggested: list[Suggestion] = []
        self._suggested_at = ("", -1)

    def compose(self) -> ComposeResult:
        with Horizontal(id="header"):
            yield Static(id="title", markup=False)
            yield Static(id="clock", markup=False)
            yield Static(id="seat", markup=False)
        yield Static(id="strip", markup=False)
        with Horizontal(id="body"):
            yield Sheet(id="situation")
            with Vertical(id="middle"):
                yield Sheet(id="lesson")
                yield Sheet(id="wire", follow=True)
                yield Sheet(id="orders")
                yield Sheet(id="hint")
                yield Sheet(id="draft")
        yield Keys()

    def on_mount(self) -> None:
        for name, title in (("situation", " How things stand "), ("wire", " The wire ")):
            self.query_one(f"#{name}", Sheet).border_title = title
        for sheet in ("lesson", "hint"):
            self.query_one(f"#{sheet}", Sheet).can_focus = False
        self.query_one("#orders", Sheet).focus()
        if self.play.handing:
            self._hand_over()
        else:
            self._refresh()
            self._introduce()

    def on_resize(self, event: Resize) -> None:
        if self._seen is not None:
            self._show(self._seen)

    # Showing

    @property
    def seen(self) -> Observation:
        """What the seat at the keyboard sees, as it is shown now."""
        if self._seen is None:
            self._seen = self.play.seen()
        return self._seen

    @property
    def seen_before(self) -> int:
        """How many events that seat had seen when it last decided."""
        return self._before[self.play.seat]

    def _refresh(self) -> None:
        """Shows how things are now."""
        self._seen = self.play.seen()
        at = self.play.seat, self.play.game.steps
        if self._suggested_at != at:  # a draft does not change what stands under which number
            self._suggested, self._suggested_at = suggestions(self.play.game, self.play.seat), at
        self._show(self._seen)

    def _show(self, seen: Observation) -> None:
        self._stop()
        play = self.play
        waiting = [item for item in inbox.inbox(seen, play.words) if item.kind == "proposal"]
        self._say("title", play.game.compiled.scenario.title)
        self._say("clock", when(seen, seen.minute))
        self._say("seat", f"{'✉ i  ' if waiting else ''}You are {play.words.actor(play.seat)}")
        self._say("strip", view.strip(seen))
        self.query_one("#strip").set_class(not view.strip(seen), "empty")
        self.query_one("#situation", Sheet).show(view.standing(seen, play.words))
        self.query_one("#wire", Sheet).show(rows.wire(seen.events, self.seen_before))
        orders = self.query_one("#orders", Sheet)
        orders.show(view.orders(seen, self._suggested))
        orders.border_title = Content(f" Worth a look (effort left: {seen.effort}) ")
        self._hint()
        draft = self.query_one("#draft", Sheet)
        draft.show(view.draft(seen, play.speed))
        draft.border_title = " In draft " if seen.draft else " Nothing in draft "
        self._teach()

    def _hint(self) -> None:
        """What the order under the cursor is."""
        chosen = self.query_one("#orders", Sheet).chosen
        self.query_one("#hint", Sheet).show(view.hint(chosen and chosen.key, self.seen, self._suggested))

    def on_sheet_pointed(self, pointed: Sheet.Pointed) -> None:
        if pointed.sheet.id == "orders" and not self.play.handing:
            self._hint()

    def _teach(self) -> None:
        """What a learner can try next."""
        lesson = self.query_one("#lesson", Sheet)
        said = lessons.rows(self.play.tutor)
        lesson.display = bool(said)
        lesson.show(said)
        lesson.border_title = f" {lessons.title(self.play.tutor)} "

    def did(self, verb: str) -> None:
        """Something was done that a lesson may be waiting for."""
        if self.play.tutor is not None:
            list(self.play.tutor.follow(self.play.game, verb))
            self._teach()

    def _say(self, where: str, text: str) -> None:
        self.query_one(f"#{where}", Static).update(Content(safe_text(text)))

    # Orders

    def on_sheet_chosen(self, chosen: Sheet.Chosen) -> None:
        key = chosen.row.key
        match chosen.sheet.id:
            case "orders":
                self.toggle(str(key)) if key else self.action_orders()
            case "draft":
                self.take_out(key) if key else self.action_go_on()
            case _:
                if isinstance(key, int):
                    self.why(key)

    def action_draft(self, number: int) -> None:
        """The suggested order with this number goes into the draft, or out of it."""
        if number <= len(self._suggested):
            self.toggle(self._suggested[number - 1].option.action)

    def toggle(self, action: str) -> None:
        """Into the draft, or out of it."""
        drafted = any(order.action == action and not order.cancel for order in self.seen.draft)
        self.obey(f"cancel {action}" if drafted else f"order {action}")

    def take_out(self, order: object) -> None:
        """This order out of the draft: by undoing it, and giving again what came after it."""
        game, seat = self.play.game, self.play.seat
        later = []
        try:
            while (last := game.undo(seat)) is not None and last != order:
                later.append(last)
            self.play.doubt()
            for one in reversed(later):
                game.submit(seat, one)
        except WrongUse as error:  # it could not be saved, and so was not done
            self.warn(str(error))
        self._refresh()

    def action_undo(self) -> None:
        self.obey("undo")

    def obey(self, typed: str) -> None:
        """What a typed line does; what it answers is shown for a moment."""
        try:
            did, answer = done(self.play, typed)
        except (WrongUse, ScenarioError) as error:
            self.warn(str(error))
            return
        self.app.clear_notifications()
        drafted = self.seen.draft
        self._refresh()
        if self.seen.draft == drafted:  # else one sees it
            self.notify("\n".join(safe_text(line.text) for line in answer), markup=False)
        self.did(did)

    # Going on

    def action_go_on(self) -> None:
        """As far as the speed says."""
        self.commit()

    def action_until_something(self) -> None:
        """Until the seat sees something happen."""
        if len(self.play.mine) > 1:
            self.warn("With several players, each decides in turn.")
        else:
            self.commit(Reach(inbox.UNTIL_SOMETHING))

    def commit(self, reach: Reach | None = None) -> None:
        """The draft is given, and the game goes on; what cannot be taken back is asked about first, once."""
        gates = self.play.open_gates()
        if not gates:
            self._commit(reach)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.play.confirm()
                self._commit(reach)

        self.app.push_screen(Gate(self.play, gates), answered)

    def _commit(self, reach: Reach | None) -> None:
        before, steps = self.seen, self.play.game.steps
        try:
            lines = list(self.play.commit(reach))
        except WrongUse as error:
            self.warn(str(error))
            return
        self._went_on(before, steps, lines)
        self.did("commit")

    def typed(self, line: str) -> None:
        before, steps = self.seen, self.play.game.steps
        try:
            did, lines = done(self.play, line)
        except (WrongUse, ScenarioError) as error:
            self.warn(str(error))
            return
        if self.play.left:
            self.app.exit()
        elif not self._went_on(before, steps, lines):
            self._refresh()
            self.read(line, lines)
        self.did(did)

    def _went_on(self, before: Observation, steps: int, lines: list[Line]) -> bool:
        """Shows where the game has come to, if it went on since `before`. `lines`: what was said of it."""
        play = self.play
        if play.game.over:
            self.post_message(self.Over(lines))
        elif play.handing:
            self._before[before.seat] = len(before.events)
            self._hand_over()
        elif play.game.steps != steps:
            self._before[before.seat] = len(before.events)
            self.app.clear_notifications()
            self._refresh()
            self._deliver()
            self._run_from(before)
        else:
            return False
        return True

    def _deliver(self) -> None:
        """Says that a new paper is out, until the next turn."""
        out, seat = self.play.papers(), self.play.seat
        new, self._papers[seat] = len(out) > self._papers[seat], len(out)
        told = f"─ n: the papers of {out[-1].day} are out " if new else ""
        self.query_one("#wire", Sheet).border_title = Content(f" The wire {safe_text(told)}")

    def action_speed(self) -> None:
        """How far the space bar goes: the next of the speeds."""
        self.play.speed = SPEEDS[(SPEEDS.index(self.play.speed) + 1) % len(SPEEDS)]
        self._show(self.seen)
        self.did("speed")

    def _hand_over(self) -> None:
        """Nothing that one player sees is on the screen while the next one sits down."""
        self._stop()
        self.app.clear_notifications()
        self._seen, self._suggested_at = None, ("", -1)
        for sheet in self.query(Sheet):
            sheet.show(())
        for said in self.query("Table Static"):
            if isinstance(said, Static):
                said.update("")
        self.app.push_screen(HandOver(self.play.words.actor(self.play.seat)), self._sit_down)

    def _sit_down(self, _: object) -> None:
        list(self.play.turn())
        self.query_one("#orders", Sheet).focus()
        self._refresh()
        self._deliver()
        self._introduce()

    def _introduce(self) -> None:
        """Tells who they are, at their first turn."""
        if self.play.seat in self._unbriefed:
            self._unbriefed.remove(self.play.seat)
            self.action_brief()

    # The clock runs

    def _run_from(self, before: Observation) -> None:
        """Runs the clock, and lets in the news, from one decision to the next. Nothing waits for it."""
        if self.app.animation_level == "none":
            return
        wire, seen, step = self.query_one("#wire", Sheet), self.seen, 0
        first = len(before.events)

        def frame() -> None:
            nonlocal step
            step += 1
            minute = before.minute + (seen.minute - before.minute) * step // FRAMES
            self._say("clock", when(seen, minute))
            told = sum(event.minute <= minute for event in seen.events)
            wire.show(rows.wire(seen.events[: max(told, first)], first))
            if step == FRAMES:
                self._stop()

        self._clock = self.set_interval(FRAME, frame)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.stop()
            self._clock = None
