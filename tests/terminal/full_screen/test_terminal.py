"""The full screen in a real terminal: when it is chosen, and everything that can end it early. Nothing is lost."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.running import COMMAND, crisis_sim, surroundings
from tests.terminal.screen import CTRL_C
from tests.terminal.screen import Screen as Terminal

START = ("play", "standoff", "--as", "ar", "--seed", "7")
FULL_SCREEN = "\x1b[?1049h"
"""What a terminal is told before a whole screen is drawn."""
LEFT = "\x1b[?1049l"
ESC = "\x1b"
PATIENCE = 30.0
"""Seconds until a test that waits gives up; no promise about speed."""


def until(terminal: Terminal, words: str) -> None:
    """Waits until these words were drawn, wherever on the screen."""
    end = time.monotonic() + PATIENCE
    while words not in drawn(terminal):
        assert time.monotonic() < end, f"no {words!r} in:\n{drawn(terminal)[-2000:]}"
        assert terminal.process.poll() is None, f"it ended:\n{drawn(terminal)[-2000:]}"
        terminal.rest()


def drawn(terminal: Terminal) -> str:
    """What was drawn so far, without the movements between."""
    return " ".join(re.sub(r"\x1b\[[0-9;?<>=]*[a-zA-Z]", " ", terminal.raw).split())


def table(terminal: Terminal) -> None:
    """Waits for the page that says who is who, and closes it."""
    until(terminal, "? shows every key")
    terminal.type(ESC)
    until(terminal, "Worth a look")
    terminal.rest()


def resumed(home: Path) -> str:
    answer = crisis_sim("play", "--resume", home=home)
    assert answer.code == 0, answer
    return answer.out


def draft_one_after_a_turn(terminal: Terminal) -> None:
    """Gives an order, and drafts another."""
    table(terminal)
    terminal.type("2")
    until(terminal, "Give it and go on")
    terminal.type(" ")
    until(terminal, "gave an order: Send the 2nd Brigade")
    terminal.type("1")
    terminal.rest()
    until(terminal, "✓ 1")


AS_IT_WAS = "In draft:\n   1  Dive to the wreck"


def test_ctrl_c_leaves_the_screen_and_says_where_the_game_is(tmp_path: Path) -> None:
    with Terminal(tmp_path, *START) as terminal:
        draft_one_after_a_turn(terminal)
        terminal.type(CTRL_C)
        assert terminal.ended() == 130
        assert FULL_SCREEN in terminal.raw
        after = terminal.raw.rpartition(LEFT)[2]
        assert "play --resume standoff-" in after
        assert "Traceback" not in after
    shown = resumed(tmp_path)
    assert AS_IT_WAS in shown
    assert "Send the 2nd Brigade" in shown


def test_q_leaves_it_too(tmp_path: Path) -> None:
    with Terminal(tmp_path, *START) as terminal:
        draft_one_after_a_turn(terminal)
        terminal.type("q")
        assert terminal.ended() == 0
        assert "play --resume standoff-" in terminal.raw.rpartition(LEFT)[2]
    assert AS_IT_WAS in resumed(tmp_path)


@pytest.mark.parametrize("how", ["kill", "close", "terminate"])
def test_a_game_that_is_ended_from_outside_has_every_turn_and_the_draft(tmp_path: Path, how: str) -> None:
    with Terminal(tmp_path, *START) as terminal:
        draft_one_after_a_turn(terminal)
        if how == "kill":
            terminal.kill()
        elif how == "close":
            terminal.close()
        else:
            terminal.process.send_signal(signal.SIGTERM)
            assert terminal.ended() == 143
            assert LEFT in terminal.raw
            assert "Traceback" not in terminal.raw
    assert AS_IT_WAS in resumed(tmp_path)


def test_it_does_not_live_on_when_a_terminal_goes_that_sends_no_signal(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *START],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        env=surroundings(tmp_path, {"TERM": "xterm-256color", "CRISIS_SIM_ENGINE": "python"}),
        start_new_session=True,  # and so without a controlling terminal: nothing tells it that the window is gone
    )
    os.close(theirs)
    seen = b""
    while b"Worth a look" not in seen and b"every key" not in seen:
        seen += os.read(ours, 65536)
    os.close(ours)
    process.wait(PATIENCE)


def test_plain_lines_where_they_are_asked_for(tmp_path: Path) -> None:
    with Terminal(tmp_path, *START, "--plain") as terminal:
        terminal.wait_for("Arland> ")
        assert FULL_SCREEN not in terminal.raw


@pytest.mark.parametrize("term", ["dumb", "DUMB", ""])
def test_plain_lines_on_a_terminal_that_only_takes_lines(tmp_path: Path, term: str) -> None:
    with Terminal(tmp_path, *START, TERM=term) as terminal:
        terminal.wait_for("Arland> ")
        assert FULL_SCREEN not in terminal.raw


def test_plain_lines_where_there_is_no_terminal(tmp_path: Path) -> None:
    answer = crisis_sim(*START, home=tmp_path)
    assert answer.code == 0
    assert "Arland> " in answer.out
    assert "\x1b" not in answer.out


def test_what_is_wrong_is_one_line_after_the_screen_is_gone(tmp_path: Path) -> None:
    with Terminal(tmp_path, "play", "nonsense") as terminal:
        assert terminal.ended() == 2
        after = terminal.raw.rpartition(LEFT)[2]
        assert "nonsense" in after
        assert "Traceback" not in after


def test_a_game_is_shown_again_on_the_screen_or_in_lines(tmp_path: Path) -> None:
    crisis_sim("run", "standoff", "--seed", "7", "--journal", str(tmp_path / "game.journal"), home=tmp_path)
    with Terminal(tmp_path, "replay", "game.journal") as terminal:
        until(terminal, "As control saw it")
        assert FULL_SCREEN in terminal.raw
        terminal.type("q")
        assert terminal.ended() == 0
    with Terminal(tmp_path, "replay", "game.journal", "--plain") as terminal:
        assert terminal.ended() == 0
        assert FULL_SCREEN not in terminal.raw
        assert "As control saw it" in terminal.text
