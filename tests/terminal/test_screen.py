"""Whole games at a real terminal, and everything that can end one early: nothing is lost."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.cli.running import crisis_sim
from tests.terminal.screen import CTRL_C, CTRL_D, Screen

PROMPT = "Arland> "
START = ("play", "standoff", "--as", "ar", "--seed", "7", "--plain")


def resumed(home: Path, *typed: str) -> str:
    """What `play --resume` shows, and what these lines then bring."""
    answer = crisis_sim("play", "--resume", home=home, typed="".join(f"{line}\n" for line in typed))
    assert answer.code == 0, answer
    return answer.out


def test_a_whole_game_from_nothing_to_its_end(tmp_path: Path) -> None:
    with Screen(tmp_path, "play", "--plain") as screen:
        screen.wait_for("Which crisis?")
        screen.type("standoff\n")
        screen.wait_for("Which side do you play?")
        screen.type("9\n")
        screen.wait_for("type a number from 1 to 2")
        screen.type("\n")
        screen.wait_for("How hard?")
        screen.type("hard\n")
        screen.wait_for(PROMPT)
        for word in ("?", "brief", "status", "forces", "help", "1", "undo", "2", "draft"):
            screen.type(f"{word}\n")
            screen.wait_for(PROMPT)
        to_the_end(screen, "\n")
        screen.type("\n")
        assert screen.ended() == 0
        assert "Digest" in screen.text
        assert "\x1b[1m" in screen.raw


def to_the_end(screen: Screen, word: str) -> None:
    """Types this again and again until the game is over."""
    for _ in range(100):
        screen.type(word)
        if screen.wait_for("> ").endswith("Over> "):
            return
    raise AssertionError("the game has no end")


def test_after_the_end_what_it_turned_on_is_told_and_written_as_a_page(tmp_path: Path) -> None:
    with Screen(tmp_path, *START) as screen:
        screen.wait_for(PROMPT)
        to_the_end(screen, "go\n")
        screen.type("what now\n")
        screen.wait_for("`debrief` finds what it turned on")
        screen.wait_for("> ")
        screen.type("debrief\n")
        screen.wait_for("The decisions that turned it")
        screen.wait_for("> ")
        screen.type("page\n")
        screen.wait_for("open it in a browser")
        screen.type("q\n")
        assert screen.ended() == 0
        (page,) = tmp_path.rglob("*.html")
        assert "What happened" in page.read_text(encoding="utf-8")


def test_leaving_while_that_is_found_does_not_wait_for_it(tmp_path: Path) -> None:
    with Screen(tmp_path, *START) as screen:
        screen.wait_for(PROMPT)
        to_the_end(screen, "go\n")
        screen.type("debrief\n")
        screen.wait_for("This takes a while")  # how far it is decides where the line is broken
        screen.type(CTRL_C)
        assert screen.ended() == 130
        assert "Traceback" not in screen.text
        assert not list(tmp_path.rglob("*.html"))


def test_ctrl_c_says_where_the_game_is_and_the_draft_is_still_there(tmp_path: Path) -> None:
    with Screen(tmp_path, *START) as screen:
        screen.wait_for(PROMPT)
        screen.type("1\n")
        screen.wait_for(PROMPT)
        screen.type("half a li")
        screen.wait_for("half a li")
        screen.rest()
        screen.type(CTRL_C)
        screen.wait_for("crisis-sim play --resume standoff-")
        assert screen.ended() == 130
        assert "Traceback" not in screen.text
    assert "In draft:\n   1  Dive to the wreck" in resumed(tmp_path)


def test_the_end_of_input_saves_and_is_no_failure(tmp_path: Path) -> None:
    with Screen(tmp_path, *START) as screen:
        screen.wait_for(PROMPT)
        screen.type(CTRL_D)
        screen.wait_for("To go on:")
        assert screen.ended() == 0


@pytest.mark.parametrize("turns", [0, 1, 4])
def test_a_killed_game_has_every_committed_turn_and_the_draft(tmp_path: Path, turns: int) -> None:
    with Screen(tmp_path, *START) as screen:
        screen.wait_for(PROMPT)
        for _ in range(turns):
            screen.type("\n")
            screen.wait_for(PROMPT)
        screen.type("1\n")
        screen.wait_for("In draft: Dive to the wreck")
        screen.kill()
    shown = resumed(tmp_path)
    assert "In draft:\n   1  Dive to the wreck" in shown
    hour = ("06:00", "12:00", "18:00", "00:00")[turns % 4]
    assert f"May {hour} · Arland decides" in shown


def test_a_closed_window_loses_nothing(tmp_path: Path) -> None:
    with Screen(tmp_path, *START) as screen:
        screen.wait_for(PROMPT)
        screen.type("\n")
        screen.wait_for(PROMPT)
        screen.type("2\n")
        screen.wait_for("In draft")
        screen.close()
    assert "In draft:\n   1  Send the 2nd Brigade to the river" in resumed(tmp_path)


def test_a_draft_of_a_decision_between_turns_outlives_a_kill(tmp_path: Path) -> None:
    with Screen(tmp_path, "play", "new_years_eve", "--as", "us", "--seed", "1", "--plain") as screen:
        screen.wait_for("US> ")
        screen.type("2\n")
        screen.wait_for("In draft")
        screen.kill()
    assert "In draft:\n   1  " in resumed(tmp_path)


def test_the_screen_is_wiped_when_the_keyboard_is_handed_over(tmp_path: Path) -> None:
    with Screen(tmp_path, "play", "standoff", "--as", "ar,bo", "--seed", "7", "--plain") as screen:
        screen.wait_for("Enter, when Arland is at the keyboard: ")
        screen.type("\n")
        screen.wait_for(PROMPT)
        screen.type("\n")
        screen.wait_for("Enter, when Borland is at the keyboard: ")
        between = screen.raw.rpartition("\x1b[2J\x1b[3J")[2]
        assert "Hand over to Borland." in between
        assert "Arland decides" not in between


def test_sigterm_loses_nothing_either(tmp_path: Path) -> None:
    with Screen(tmp_path, *START) as screen:
        screen.wait_for(PROMPT)
        screen.type("1\n")
        screen.wait_for("In draft")
        screen.process.send_signal(signal.SIGTERM)
        assert screen.ended() != 0
        assert "Traceback" not in screen.text
    assert "In draft:\n   1  Dive to the wreck" in resumed(tmp_path)


def test_kill_while_the_odds_are_played_loses_nothing(tmp_path: Path) -> None:
    with Screen(tmp_path, "play", "new_years_eve", "--as", "us", "--seed", "1", "--plain") as screen:
        screen.wait_for("US> ")
        screen.type("\n")
        screen.wait_for("US> ")
        screen.type("2\n")
        screen.wait_for("In draft")
        screen.type("preview\n")
        screen.rest()
        screen.kill()
    shown = resumed(tmp_path)
    assert "In draft:\n   1  Condemn, and blame Iran" in shown
    assert "US gave an order" not in shown
