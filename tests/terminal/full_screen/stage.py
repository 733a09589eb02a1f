"""The full screen in a test: keys are pressed, and what is on the screen is read as text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from crisis_sim.terminal.play import Play
from crisis_sim.terminal.screen.app import Shown, Theatre, Wanted
from crisis_sim.terminal.screen.sheet import Sheet
from crisis_sim.terminal.screen.table import Table

WIDE, NARROW = (120, 40), (80, 24)
STANDOFF = Wanted("standoff", "ar", 7)
PATIENCE = 600
"""Looks at the screen, each after 20 ms, until a test that waits gives up; no promise about speed."""


class Stage:
    """The application while it runs."""

    def __init__(self, app: Theatre, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Keys, one after the other; each is dealt with before the next."""
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def letters(self, text: str) -> None:
        """Letters, as they are."""
        await self.pilot.press(*("space" if letter == " " else letter for letter in text))
        await self.pilot.pause()

    async def until(self, so: Callable[[], bool]) -> None:
        """Waits for it."""
        for _ in range(PATIENCE):
            if so():
                await self.pilot.pause()
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"it does not come about; on the screen:\n{self.text}")

    async def shows(self, words: str) -> None:
        """Waits until these words are on the screen."""
        await self.until(lambda: words in self.text)

    async def says(self, words: str) -> None:
        """Waits until these words are said for a moment, in a corner of the screen."""
        await self.until(lambda: any(words in said.message for said in self.app._notifications))
        await self.until(lambda: self.app.screen.query("Toast").first().region.width > 0)

    async def at(self, kind: type[Screen[Any]]) -> None:
        """Waits for a screen of this kind."""
        await self.until(lambda: isinstance(self.app.screen, kind))

    @property
    def play(self) -> Play:
        assert self.app.play is not None
        return self.app.play

    @property
    def table(self) -> Table:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Table))

    @property
    def text(self) -> str:
        """What is on the screen, line by line."""
        return text_of(self.app)

    @property
    def drafted(self) -> list[str]:
        return [order.action for order in self.play.game.draft(self.play.seat)]

    def sheet(self, name: str) -> Sheet:
        """A sheet of the screen that is in front."""
        return self.app.screen.query_one(f"#{name}", Sheet)

    def widget(self, name: str) -> Widget:
        return self.app.screen.query_one(f"#{name}")


def text_of(app: Theatre) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


Script = Callable[[Stage], Awaitable[None]]


def acted(
    script: Script, wanted: Wanted | Shown | Play = STANDOFF, *, size: tuple[int, int] = WIDE, begun: bool = True
) -> Theatre:
    """The application after the script. `begun`: it starts at the table, without the page that says who is who."""

    app = Theatre(wanted)
    app.animation_level = "none"

    async def run() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            stage = Stage(app, pilot)
            if begun:
                await stage.until(lambda: any(isinstance(screen, Table) for screen in app.screen_stack))
                if not isinstance(app.screen, Table) and not stage.play.handing:
                    await stage.press("escape")
            await script(stage)

    try:
        asyncio.run(run())
    finally:
        if app.play is not None:
            app.play.forget()
            app.play.game.close()
    return app


def journal_of(app: Theatre) -> Path:
    """Where the game is saved."""
    assert app.play is not None
    assert app.play.game.path is not None
    return app.play.game.path
