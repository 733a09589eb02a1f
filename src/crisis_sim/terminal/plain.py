"""The line mode: asks at the keyboard, prints lines. It reads like a transcript: on a screen, in a pipe, read aloud."""

import contextlib
import io
import sys
from typing import TYPE_CHECKING

from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.terminal.hindsight import write_page
from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.page import Page
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.safe import safe_text
from crisis_sim.terminal.verbs import obey, saved
from crisis_sim.terms.records import WrongUse

if TYPE_CHECKING:
    from crisis_sim.analysis.debrief import Debrief

MOST_TYPED = 2000
"""Letters of a line that are looked at."""
PATIENCE = 3.0
"""Seconds to wait for odds before what there is so far is shown."""
LEAVING = ("q", "quit")
"""What can be said before it is one's turn; anything else says that one is there."""
AFTERWARDS = "`debrief` finds what it turned on; `page` writes all of that as a page for a browser; Enter leaves."


class Keyboard:
    """Where lines are typed. What comes from a pipe is printed as well, so that a transcript shows it."""

    def __init__(self) -> None:
        self.at_terminal = sys.stdin.isatty()
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")
        if self.at_terminal:
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401  (from here on `input` edits lines and remembers them)

    def read(self, prompt: str) -> str | None:
        """A line; None when there will be no more."""
        prompt = safe_text(prompt)
        if self.at_terminal:
            try:
                return input(prompt)[:MOST_TYPED]
            except EOFError:
                print()
                return None
        print(prompt, end="", flush=True)
        typed = sys.stdin.readline()
        print(safe_text(typed.rstrip("\n")[:MOST_TYPED]))
        return typed.rstrip("\n")[:MOST_TYPED] if typed else None


def play_on(play: Play, keyboard: Keyboard, page: Page) -> None:
    """Plays until the game ends, the players stop, or nothing more is typed. Whatever was done is saved all along."""
    if keyboard.at_terminal:
        play.patience = PATIENCE
    try:
        page.show(list(play.begin()))
        if keyboard.at_terminal:
            play.warm_up()
        while not play.done:
            typed = keyboard.read(play.prompt)
            lines = list(saved(play)) if typed is None else answer(play, typed)
            if play.handing:
                page.clear()
            page.show(lines)
            if typed is None:
                return
    except KeyboardInterrupt:
        page.say("", *saved(play))
        raise
    if keyboard.at_terminal and not play.left:
        try:
            afterwards(play, keyboard, page)
        finally:
            play.forget()


def afterwards(play: Play, keyboard: Keyboard, page: Page) -> None:
    """A game is over: what it turned on can be asked for, and written as a page, before one leaves."""
    from crisis_sim.terminal.debriefing import turning_points

    page.say("", AFTERWARDS)
    while (typed := keyboard.read("Over> ")) is not None and typed.strip():
        asked = typed.strip().lower()
        if asked in LEAVING:
            break
        if not ("debrief".startswith(asked) or "page".startswith(asked)):
            page.say(AFTERWARDS)
            continue
        found = play.hindsight()
        if not found.done:
            page.say(f"Playing on from every decision: {found.far}. This takes a while; Ctrl-C leaves it.")
        debrief = found.wait().debrief
        if debrief is None:
            page.say(f"{found.problem}.")
        elif "debrief".startswith(asked):
            page.show([Line("The decisions that turned it", style="bold"), *turning_points(debrief, play.mine)])
        else:
            page.show(written(debrief))


def written(debrief: "Debrief") -> list[Line]:
    """Writes the page of a debrief, and says where it is."""
    try:
        return [Line(f"{write_page(debrief)}: open it in a browser, or print it.")]
    except (WrongUse, OSError) as error:
        return [Line(f"{error}.")]


def answer(play: Play, typed: str) -> list[Line]:
    """What comes of a typed line. A mistake is said, and changes nothing."""
    if play.handing and typed.strip().lower() not in LEAVING:
        return list(play.turn())
    try:
        return list(obey(play, typed))
    except (WrongUse, ScenarioError) as error:
        return [Line(f"{error}.".replace("..", "."))]
