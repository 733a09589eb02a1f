#!/usr/bin/env python
"""Draws the pictures of docs/playing.md, from fixed seeds: what is on the full screen, as SVG and as text.

The text is what the tests compare with the screen of today. After a change that is meant, run this, and look at both.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from crisis_sim import api
from crisis_sim.analysis.odds import PYTHON
from crisis_sim.analysis.warming import ENGINE
from crisis_sim.journal import read
from crisis_sim.terminal.screen.app import Shown, Theatre, Wanted

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
TEXTS = ROOT / "tests" / "terminal" / "full_screen" / "golden"
WIDE, NARROW = (120, 40), (80, 24)
PATIENCE = 600
"""Looks, each after 20 ms, for what a scene waits for."""

CRISIS = Wanted("new_years_eve", "us", 7)
BEGINNING = ("escape", "space", "g", "2", "7")
END = ("escape", "2", *["g"] * 40)


class Scene(NamedTuple):
    """What is played, on a screen of which size, which keys are pressed, and a word that is there when all is done.

    `wanted`: None: a whole game by bots, shown again.
    """

    wanted: Wanted | None
    size: tuple[int, int]
    keys: tuple[str, ...]
    word: str


SCENES = {
    "sides": Scene(Wanted("new_years_eve"), (100, 30), (), "Which side"),
    "table": Scene(CRISIS, WIDE, BEGINNING, "In draft"),
    "table_small": Scene(CRISIS, NARROW, BEGINNING, "In draft"),
    "orders": Scene(CRISIS, (100, 32), (*BEGINNING, "o"), "All orders"),
    "odds": Scene(CRISIS, (100, 32), (*BEGINNING, "p"), "games each"),
    "why": Scene(CRISIS, (100, 24), (*BEGINNING, "w"), "rule"),
    "paper": Scene(CRISIS, (100, 30), (*BEGINNING[:3], *["g"] * 6, "n", "left", "left"), "THE PAPERS"),
    "ending": Scene(Wanted("standoff", "ar", 7), (100, 24), END, "reached"),
    "replay": Scene(None, WIDE, ("left",) * 8, "As control saw it"),
}


def main() -> None:
    """Draws all of them."""
    PICTURES.mkdir(exist_ok=True)
    TEXTS.mkdir(exist_ok=True)
    for name in SCENES:
        text, picture = drawn(name)
        (TEXTS / f"{name}.txt").write_text(text, encoding="utf-8")
        (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8")
        print(f"{name}: {len(text.splitlines())} lines")


def drawn(name: str) -> tuple[str, str]:
    """A scene as text, and as SVG."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["CRISIS_SIM_HOME"], os.environ[ENGINE] = home, PYTHON
        return asyncio.run(_drawn(SCENES[name], Path(home)))


async def _drawn(scene: Scene, home: Path) -> tuple[str, str]:
    app = Theatre(scene.wanted or _shown(home))
    app.animation_level = "none"
    async with app.run_test(size=scene.size) as pilot:
        await _until(pilot, app, "" if scene.wanted is None or scene.wanted.seats else scene.word)
        for key in scene.keys:
            await pilot.press(key)
            await pilot.pause()
        await _until(pilot, app, scene.word)
        if app.play is not None and "p" in scene.keys:
            app.play.preview().wait()
            await pilot.pause(0.3)
        found = text_of(app), _bare(app.export_screenshot(title="crisis-sim"))
    if app.play is not None:
        app.play.forget()
        app.play.game.close()
    return found


def _shown(home: Path) -> Shown:
    api.load("new_years_eve").run(1, journal=home / "game.journal")
    return Shown(read(home / "game.journal"))


async def _until(pilot: Pilot[int], app: Theatre, word: str) -> None:
    for _ in range(PATIENCE):
        if len(app.screen_stack) > 1 and word in text_of(app):
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise SystemExit(f"there is no {word!r} in:\n{text_of(app)}")


def text_of(app: Theatre) -> str:
    """What is on the screen, line by line."""
    strips = app.screen._compositor.render_strips()
    lines = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
    return "\n".join(lines).rstrip() + "\n"


def _bare(svg: str) -> str:
    """Without fonts from another host: the reader's own letters of equal width do."""
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.S)


if __name__ == "__main__":
    main()
