"""The application: what is on the screen when, and how one leaves it. Everything played is saved before it is shown."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, TypeVar

from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from crisis_sim.journal import Journal
from crisis_sim.terminal import again, sitting
from crisis_sim.terminal.page import Page
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.screen import opening
from crisis_sim.terminal.screen.colours import DAY, NIGHT, THEMES, by_name, first_theme
from crisis_sim.terminal.screen.ending import Ending
from crisis_sim.terminal.screen.keys import key_rows, keys_of
from crisis_sim.terminal.screen.pages import Page as FullPage
from crisis_sim.terminal.screen.rewind import Rewind
from crisis_sim.terminal.screen.sheet import Row
from crisis_sim.terminal.screen.table import Table
from crisis_sim.terminal.verbs import saved

NOTHING = "", ""
DONE, INTERRUPTED, TERMINATED = 0, 130, 143
SWITCH = 0.0005
"""Seconds after which another thread may go on: so odds that are played in plain Python do not hold up the keys."""
T = TypeVar("T")


class Wanted(NamedTuple):
    """What was said of the game when it was started; what was left out is asked for. `command`: as it was typed."""

    scenario: str | None = None
    seats: str | None = None
    seed: int | None = None
    agents: str | None = None
    turn: int | None = None
    difficulty: str | None = None
    resume: bool = False
    rematch: bool = False
    command: str = ""


class Shown(NamedTuple):
    """A journal to be shown again: up to which minute at first, and as whom."""

    journal: Journal
    minute: int | None = None
    viewer: str | None = None


class Theatre(App[int]):
    """Plays what is wanted, or shows a journal again. `problem`: what ended it before it began."""

    TITLE = "crisis_sim"
    CSS_PATH = "style.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  (so the base class has it)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", "Leave at once", show=False, priority=True),
        Binding("ctrl+q", "leave", "Leave", show=False),
        Binding("ctrl+z", "suspend_process", "To the shell, for a while", show=False),
    ]

    def __init__(self, wanted: Wanted | Shown | Play) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.ansi_theme_dark, self.ansi_theme_light = map(by_name, THEMES)
        self.theme = first_theme()
        self._wanted = wanted
        self.play: Play | None = None
        self.problem: BaseException | None = None

    def compose(self) -> ComposeResult:
        yield Static("One moment: the table is being set …", id="moment")

    def on_mount(self) -> None:
        if not self.is_headless:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit, TERMINATED)
            self.set_interval(1.0, self._mind_the_terminal)
        self.call_after_refresh(self._begin_with, self._wanted)

    def _mind_the_terminal(self) -> None:
        """A terminal can go without a signal (it was nobody's controlling one): then nobody is there to play."""
        if not os.isatty(0):
            self.exit(TERMINATED)

    # From one screen to the next

    def _begin_with(self, wanted: Wanted | Shown | Play) -> None:
        match wanted:
            case Wanted():
                self._go(self._choose(wanted))
            case Shown():
                self.switch(Rewind(wanted.journal, wanted.minute, wanted.viewer))
            case _:
                self.sit_at(wanted)

    def _go(self, what: Awaitable[None]) -> None:
        """Goes through screens that ask; what goes wrong before the game has begun ends the application."""

        async def guarded() -> None:
            try:
                await what
            except Exception as error:
                self.problem = error
                self.exit(DONE)

        self.run_worker(guarded(), exclusive=True)

    def switch(self, screen: Screen[None]) -> None:
        """This screen instead of all that are there."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)

    def sit_at(self, play: Play) -> None:
        """Plays on, at the table."""
        if self.play is not None and self.play is not play:
            self.play.game.close()
        self.play = play
        begun = play.game.minute == 0
        lines = list(play.begin())
        if play.game.over:
            self.switch(Ending(play, lines))
        else:
            self.switch(Table(play, brief=begun and play.tutor is None))
            self.call_after_refresh(play.warm_up)

    async def _choose(self, wanted: Wanted) -> None:
        """Asks for what was left out, and plays."""
        if wanted.resume:
            self.sit_at(await _aside(partial(sitting.resume, wanted.scenario)))
            return
        if wanted.rematch:
            self.sit_at(await _aside(partial(sitting.rematch, wanted.scenario, wanted.command)))
            return
        name = wanted.scenario
        while name is None:
            question = opening.Choice("Crisis, hour by hour", "What do you want to play?")
            self._later(question, opening.crises)
            kind, chosen = await self._answer(question) or NOTHING
            if kind == opening.SAVES:
                kind, chosen = await self._saved()
            if kind == opening.GO_ON:
                self.sit_at(await _aside(partial(sitting.resume, chosen)))
                return
            if kind == opening.SAVES:
                self._begin_with(Shown(again.find(chosen)))
                return
            if kind == opening.SCENARIO:
                name = chosen
        await self._begin(wanted._replace(scenario=name))

    async def _begin(self, wanted: Wanted) -> None:
        """A new game of a scenario."""
        scenario = wanted.scenario or ""
        crisis = await _aside(lambda: sitting.load(scenario, turn=wanted.turn))
        hard = wanted.difficulty
        if wanted.seats:
            mine = sitting.seats_named(wanted.seats, crisis.seats)
        else:
            mine = await self._answer(opening.Sides(crisis)) or []
            if mine and hard is None and wanted.agents is None and sitting.has_levels(crisis, mine):
                hard = await self._answer(opening.levels(crisis))
                mine = mine if hard is not None else []
        if not mine:  # back to the beginning
            await self._choose(Wanted(command=wanted.command))
            return
        seed = sitting.new_seed() if wanted.seed is None else wanted.seed
        self.sit_at(sitting.begin(crisis, mine, seed, wanted.agents, wanted.command, hard))

    async def _saved(self) -> tuple[str, str]:
        question = opening.Choice("Saved games", "Which one?", opening.saved_games())
        answer: tuple[str, str] = await self._answer(question) or NOTHING
        return answer

    async def _answer(self, question: opening.Choice) -> Any:
        return await self.push_screen_wait(question)

    def _later(self, question: opening.Choice, rows: Callable[[], Iterable[Row]]) -> None:
        """Finds out what there is to choose from while the question is on the screen already."""

        async def fill() -> None:
            found = await _aside(lambda: list(rows()))
            if question.is_attached:
                question.show(found)

        self.run_worker(fill())

    # Keys of every screen

    def action_other_theme(self) -> None:
        """Dark or light."""
        self.theme = DAY if self.theme == NIGHT else NIGHT

    def _fatal_error(self) -> None:
        """A mistake in the program is one line after the screen is gone, like any other; everything played is saved."""
        self.problem = self._exception
        self._close_messages_no_wait()

    def action_leave(self) -> None:
        self.exit(DONE)

    def action_interrupt(self) -> None:
        self.exit(INTERRUPTED)

    # What the screens ask for

    def on_table_over(self, over: Table.Over) -> None:
        if self.play is not None:
            self.switch(Ending(self.play, over.lines))

    def on_ending_again(self) -> None:
        self._from_journal(lambda path: Rewind(again.find(str(path))))

    def on_ending_another(self) -> None:
        self._begin_with(Wanted())

    def on_ending_rematch(self) -> None:
        path = self.play.game.path if self.play is not None else None
        if path is not None:
            self._begin_with(Wanted(path.stem, rematch=True))

    def on_rewind_branch(self, branch: Rewind.Branch) -> None:
        self.sit_at(sitting.branch(branch.game, [branch.seat]))

    def _from_journal(self, screen: Callable[[Path], Screen[None]]) -> None:
        path = self.play.game.path if self.play is not None else None
        if path is not None:
            self.switch(screen(path))

    def action_help(self) -> None:
        """The keys of this screen."""
        self.push_screen(FullPage("What you can do here", key_rows(self.screen)))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette lists: everything that has a key here."""
        for bound in keys_of(screen):
            run = partial(self.run_action, bound.action, screen)
            yield SystemCommand(bound.description, f"key: {bound.key_display or bound.key}", run)


def show(wanted: Wanted | Shown | Play, page: Page) -> int:
    """On the full screen until the player leaves; then says on the page where the game is. The exit code.

    What went wrong before there was a game is raised again.
    """
    theatre = Theatre(wanted)
    sys.setswitchinterval(SWITCH)
    try:
        code = theatre.run() or DONE
    finally:
        if theatre.play is not None:
            theatre.play.game.close()
    if theatre.problem is not None:
        raise theatre.problem
    if theatre.play is not None:
        page.show(saved(theatre.play))
    return code


async def _aside(what: Callable[[], T]) -> T:
    """What takes a moment, without holding up the keys."""
    return await asyncio.to_thread(what)
