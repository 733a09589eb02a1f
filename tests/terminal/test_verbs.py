"""The words that look ahead, ask twice, go on and teach: what each shows, and what it leaves alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crisis_sim import api
from crisis_sim.analysis.odds import RUNS
from crisis_sim.terminal import sitting
from crisis_sim.terminal.listing import save_lines
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.situation import when
from crisis_sim.terminal.tutorial import LESSONS, SCENARIO
from crisis_sim.terminal.verbs import KEYS, VERBS
from tests.terminal.test_play import sit, text, typed


@pytest.fixture
def play(tmp_path: Path) -> Play:
    play = sit(tmp_path / "game.journal", "ar")
    text(play.begin())
    return play


@pytest.fixture
def at_the_river(play: Play) -> Play:
    """The brigade stands at the river, and a raid is possible."""
    typed(play, "2", *[""] * 5)
    assert "In draft" in typed(play, "3")
    typed(play, "undo")
    return play


# Odds and gates


def test_odds_are_shown_beside_those_of_holding(play: Play) -> None:
    shown = typed(play, "2", "p")
    assert f"{RUNS['python']} games each" in shown
    assert "with this draft   if you held" in shown
    for words in ("another side strikes you within 72 hours", "How it ends", "War on the river", "Your score"):
        assert words in shown
    assert "Who will mind" in shown
    assert len(re.findall(r"\d+ % \[\d+–\d+\]", shown)) >= 8


def test_odds_of_the_same_draft_are_not_played_again(play: Play) -> None:
    typed(play, "2")
    first = play.preview()
    assert typed(play, "preview") == typed(play, "p")
    assert play.preview() is first
    typed(play, "1")
    assert play.preview() is not first


def test_whoever_does_not_want_to_wait_sees_what_there_is(play: Play) -> None:
    play.patience = 0.0
    assert "Still playing" in typed(play, "p")
    play.preview().wait()
    assert "Still playing" not in typed(play, "p")


def test_what_is_grave_is_asked_about_once_with_its_odds(at_the_river: Play) -> None:
    play = at_the_river
    minute = play.game.minute
    shown = typed(play, "3", "")
    assert "Sure?  Raid the guard posts" in shown
    assert "another side strikes you within 72 hours" in shown
    assert play.game.minute == minute
    assert "Sure?" not in typed(play, "")
    assert play.game.minute > minute
    assert "Arland gave an order: Raid the guard posts" in typed(play, "log all")


def test_second_thoughts_are_asked_about_again(at_the_river: Play) -> None:
    play = at_the_river
    assert "Sure?" in typed(play, "3", "")
    assert "Sure?" in typed(play, "abort", "3", "")
    assert "Sure?" in typed(play, "undo", "3", "go")


def test_nothing_else_is_asked(play: Play) -> None:
    assert "Sure?" not in typed(play, "1", "2", *[""] * 60)


def test_a_gate_holds_for_a_seat_that_is_handed_the_keyboard(tmp_path: Path) -> None:
    play = sit(tmp_path / "game.journal", "ar", "bo")
    text(play.begin())
    typed(play, "", "2", "", "", "", *["", "", "", ""] * 3)
    while play.seat != "ar":
        typed(play, "", "")
    typed(play, "")
    if "In draft" in typed(play, "3"):
        assert "Sure?" in typed(play, "")
        assert play.seat == "ar"


# Going on


def test_until_goes_on_to_a_time_unless_something_happens(play: Play) -> None:
    typed(play, "pause nothing", "until +30")
    assert play.game.minute == 30 * 60
    assert "already" in typed(play, "until 2031-05-04T12:00")
    assert "Until" not in typed(play, "until")


def test_what_was_chosen_stops_the_clock_and_nothing_else(play: Play) -> None:
    typed(play, "pause violence")
    while not play.done:
        before = len(play.game.events_for("ar"))
        typed(play, "")
        seen = play.game.events_for("ar")[before:]
        assert play.game.over or any(event.severity in {"VI", "WAR"} for event in seen)


def test_with_nothing_to_stop_the_clock_a_game_runs_to_its_end(play: Play) -> None:
    typed(play, "pause nothing", "")
    assert play.done


def test_the_speed_is_how_far_enter_goes(play: Play) -> None:
    assert "Enter goes a day ahead" in typed(play, "speed day")
    typed(play, "pause nothing", "")
    assert play.game.minute == 24 * 60
    assert typed(play, "speed banana") == "there is no speed 'banana': say turn, day or event."
    assert "there is no kind of thing 'x': say turn" in typed(play, "pause x")
    assert play.speed == "day"


def test_several_players_decide_in_turn(tmp_path: Path) -> None:
    play = sit(tmp_path / "game.journal", "ar", "bo")
    text(play.begin())
    typed(play, "")
    for line in ("until +12", "speed day", "go"):
        assert "for one player" in typed(play, line)


# Looking and talking


def test_one_letter_stands_for_the_words_most_used(play: Play) -> None:
    for letter, word in KEYS.items():
        assert typed(play, letter) == typed(play, word)
    assert {verb.word for verb in VERBS} >= set(KEYS.values())


def test_why_names_the_rules_and_what_went_in(play: Play) -> None:
    typed(play, "1", *[""] * 4)
    (number,) = [event.number for event in play.game.events_for("ar") if event.action == "ar.inquire"
                 and event.kind == "outcome"]  # fmt: skip
    shown = typed(play, f"w {number}")
    assert "rule 5.3" in shown
    assert "weight 0.6" in shown
    assert "It was likely (60 %)" in shown or "It was unlikely (40 %)" in shown
    assert "That was a decision." in shown


def test_why_alone_asks_about_the_last_line(play: Play) -> None:
    assert "Nothing has happened" in typed(play, "why") or play.game.events_for("ar")
    typed(play, "1", "")
    last = play.game.events_for("ar")[-1].number
    assert typed(play, "why") == typed(play, f"why {last}")


def test_a_bot_says_that_it_reads_no_words(play: Play) -> None:
    assert "answers proposals alone" in typed(play, "say bo Let us talk.")


def test_a_proposal_can_be_answered_by_its_word(play: Play) -> None:
    while "ar.accept_pull_back" not in [option.action for option in play.game.observe("ar").legal()]:
        assert not play.done
        typed(play, "")
    assert "Pull back from the river" in typed(play, "inbox")
    assert "In draft: Accept: Pull back from the river" in typed(play, "accept")
    assert "nothing that you could propose" in typed(play, "propose")
    assert [order.action for order in play.game.draft("ar")] == ["ar.accept_pull_back"]


def test_the_paper_comes_after_midnight(play: Play) -> None:
    assert "No paper is out" in typed(play, "paper")
    shown = typed(play, *[""] * 4)
    assert shown.count("The papers of Sun 4 May 2031") == 1
    assert "THE PAPERS OF SUN 4 MAY 2031" in typed(play, "paper")
    assert "there is no paper of" in typed(play, "paper Fri")


# The lesson


def lesson(path: Path) -> Play:
    game = api.load(SCENARIO).play(3, seats={"town": "human"}, journal=path)
    return Play(game, ["town"], {})


DO = {
    "brief": ["brief"],
    "status": ["status"],
    "1": ["1"],
    "undo": ["undo"],
    "1, then preview": ["1", "preview"],
    "Enter": [""],
    "why 2, or why and a word of the line": ["why 2"],
    "advisers": ["advisers"],
    "propose, then Enter": ["propose", ""],
    "go": ["go"],
}


def test_the_lesson_is_learnt_by_doing_what_it_says(tmp_path: Path) -> None:
    play = lesson(tmp_path / "game.journal")
    assert LESSONS[0].says.split(".")[0] in text(play.begin())
    assert play.tutor is not None
    for number, each in enumerate(LESSONS):
        assert play.tutor.number == number
        shown = ""
        for _ in range(20):
            if play.done or play.tutor.number > number:
                break
            shown = typed(play, *DO[each.do])
        if number + 1 < len(LESSONS):
            assert LESSONS[number + 1].title in shown
    assert play.done


def test_a_lesson_waits_and_does_not_insist(tmp_path: Path) -> None:
    play = lesson(tmp_path / "game.journal")
    text(play.begin())
    assert play.tutor is not None
    shown = typed(play, "status", "?", "forces", "2")
    assert play.tutor.number == 0
    assert "of 11" not in shown


def test_a_lesson_goes_on_where_it_was(tmp_path: Path) -> None:
    play = lesson(tmp_path / "game.journal")
    text(play.begin())
    typed(play, "brief", "status", "1", "")
    play.game.close()
    again = Play(api.resume(tmp_path / "game.journal"), ["town"], {})
    text(again.begin())
    assert again.tutor is not None
    assert again.tutor.lesson is not None


def test_other_games_have_no_lesson(play: Play) -> None:
    assert play.tutor is None


# Again


def test_saves_tell_the_time_at_which_a_game_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRISIS_SIM_HOME", str(tmp_path))
    play = sitting.begin(api.load("standoff"), ["ar"], 7, None, "")
    text(play.begin())
    typed(play, "", "", "1")
    now = when(play.seen(), play.game.minute)
    assert play.game.events_for("ar")[-1].minute < play.game.minute
    play.game.close()
    assert f"in progress, at {now}" in text(save_lines())


def test_a_rematch_has_the_same_luck_and_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRISIS_SIM_HOME", str(tmp_path))
    crisis = api.load("standoff")
    first = sitting.begin(crisis, ["ar"], 5, None, "", "hard")
    assert first.game.seats == {"ar": "human", "bo": "hawk"}
    text(first.begin())
    typed(first, *[""] * 100)
    assert first.done
    second = sitting.rematch(None, "")
    assert second.game.seats == first.game.seats
    assert second.game.path != first.game.path
    text(second.begin())
    typed(second, *[""] * 100)
    assert second.game.digest == first.game.digest
