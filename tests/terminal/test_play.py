"""Playing in lines, without a terminal: whatever is typed, nothing breaks, nothing is lost, nothing is given away."""

from __future__ import annotations

import contextlib
import re
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from crisis_sim import api
from crisis_sim.terminal.lines import Line, per_cent
from crisis_sim.terminal.plain import answer
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.sitting import with_turn
from crisis_sim.terminal.situation import when
from crisis_sim.terminal.started import command
from crisis_sim.terminal.verbs import VERBS

SECRET_OF_BORLAND = "silver in the guards' chest"


@pytest.fixture
def saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRISIS_SIM_HOME", str(tmp_path))
    return tmp_path


def sit(path: Path, *mine: str, seed: int = 7) -> Play:
    """A new game of the standoff, saved at this path."""
    game = api.load("standoff").play(seed, seats=dict.fromkeys(mine, "human"), journal=path)
    return Play(game, mine, {})


def new_years_eve(folder: Path) -> Play:
    game = api.load("new_years_eve").play(3, seats={"us": "human"}, journal=folder / "eve.journal")
    play = Play(game, ["us"], {})
    text(play.begin())
    return play


def text(lines: Iterator[Line] | list[Line]) -> str:
    return "\n".join(line.lead + line.text for line in lines)


def typed(play: Play, *lines: str) -> str:
    """Everything that was shown in answer to these lines."""
    return "\n".join(text(answer(play, line)) for line in lines if not play.done)


@pytest.fixture
def play(tmp_path: Path) -> Play:
    play = sit(tmp_path / "game.journal", "ar")
    text(play.begin())
    return play


# Orders


def test_a_number_drafts_and_undo_takes_it_back(play: Play) -> None:
    assert "In draft: Dive to the wreck" in typed(play, "1")
    assert "Dive to the wreck" in typed(play, "draft")
    assert "Undone: Dive to the wreck" in typed(play, "undo")
    assert "Nothing is in draft" in typed(play, "draft")
    assert "Nothing is in draft" in typed(play, "undo")


def test_several_numbers_and_beginnings_of_names_are_orders_too(play: Play) -> None:
    typed(play, "1, 2")
    assert [order.action for order in play.game.draft("ar")] == ["ar.inquire", "ar.deploy_brigade"]
    typed(play, "abort", "inq", "order ar.deploy")
    assert [order.action for order in play.game.draft("ar")] == ["ar.inquire", "ar.deploy_brigade"]


@pytest.mark.parametrize("line", ["order Dive to", "order dive to the wreck", "Dive to the", "order Dive"])
def test_the_beginning_of_the_shown_name_is_an_order_too(play: Play, line: str) -> None:
    assert "In draft: Dive to the wreck" in typed(play, line)
    assert "Out of the draft: Dive to the wreck" in typed(play, "cancel Dive to")


def test_a_name_that_fits_several_orders_or_none_drafts_nothing(saves: Path) -> None:
    play = new_years_eve(saves)
    shown = typed(play, "order Strike")
    assert "“Strike militias across Iraq”" in shown
    assert "“Strike Iran itself”" in shown
    assert "there is no order 'Strike nobody at all'" in typed(play, "order Strike nobody at all")
    assert play.game.draft("us") == []
    assert "Strike militias across Iraq" in typed(play, "order Strike militias across Iraq")


def test_cancel_alone_lists_what_can_be_taken_back(play: Play) -> None:
    assert "No order of yours waits" in typed(play, "cancel")
    assert "   1  Dive to the wreck" in typed(play, "1", "", "cancel")


def test_an_order_that_is_not_legal_says_why_and_drafts_nothing(play: Play) -> None:
    assert "cannot be ordered: “2nd Arland Brigade” is not in the theatre" in typed(play, "3")
    assert play.game.draft("ar") == []


def test_a_question_mark_lists_what_can_be_ordered_and_why_the_rest_cannot(play: Play) -> None:
    shown = typed(play, "?")
    for number, option in enumerate(play.game.legal("ar"), 1):
        (line,) = [line for line in shown.splitlines() if line.startswith(f"{number:>4}  ")]
        assert option.name in line
        assert option.legal or option.reason in line


def test_a_question_mark_with_a_number_explains_the_order_in_english(play: Play) -> None:
    shown = typed(play, "? 3")
    assert shown == typed(play, "explain raid") == typed(play, "explain ar.raid")
    assert "Raid the guard posts" in shown
    assert "chance that the river guards fired on the boat is above 0.5" in shown


def test_enter_gives_the_draft_and_goes_on_to_the_next_decision(play: Play) -> None:
    typed(play, "1", "")
    assert play.game.minute == 6 * 60
    assert "Arland gave an order: Dive to the wreck" in typed(play, "log all")
    typed(play, "")
    assert play.game.minute == 12 * 60


def test_an_order_that_waits_can_be_cancelled_and_the_cancelling_undone(play: Play) -> None:
    typed(play, "1", "")
    assert "In draft: cancel: Dive to the wreck" in typed(play, "cancel 1")
    assert "Undone: cancel: Dive to the wreck" in typed(play, "undo")
    typed(play, "cancel inquire", "")
    assert "Arland called off an order: Dive to the wreck" in typed(play, "log all")


def test_an_order_in_draft_is_cancelled_out_of_the_draft(play: Play) -> None:
    typed(play, "1", "2")
    assert "Out of the draft: Dive to the wreck" in typed(play, "cancel 1")
    assert [order.action for order in play.game.draft("ar")] == ["ar.deploy_brigade"]


def test_what_is_grave_is_said_to_be(play: Play) -> None:
    typed(play, "2", *[""] * 12)
    assert "grave" in typed(play, "3")


def test_go_goes_on_until_something_is_seen(play: Play) -> None:
    before = len(play.game.events_for("ar"))
    shown = typed(play, "go")
    seen = play.game.events_for("ar")[before:]
    assert play.game.waiting == ("ar",)
    assert seen
    assert all(event.text in shown for event in seen)


# Looking


def test_a_beginning_that_can_be_two_words_is_asked_about(play: Play) -> None:
    assert "'c' can be cancel or commit" in typed(play, "c")
    assert "The beginning of a word is enough" in typed(play, "h")


@pytest.mark.parametrize(
    "line", ["fly", "0", "99", "² 3", "why 99", "why", "why nothing ever", "say", "say bo", "explain"]
)
def test_what_means_nothing_is_one_line_and_changes_nothing(play: Play, line: str) -> None:
    before = play.game.observe("ar")
    assert len(answer(play, line)) == 1
    assert play.game.observe("ar") == before


def test_why_follows_the_causes_back(play: Play) -> None:
    typed(play, "2", "", "")
    shown = typed(play, "why takes up positions") if "takes up" in typed(play, "log all") else typed(play, "why sends")
    assert "It goes back to: Arland gave an order: Send the 2nd Brigade to the river." in shown


def test_why_tells_no_seat_what_was_drawn(play: Play) -> None:
    typed(play, *["1", "2", *[""] * 8])
    for event in play.game.events_for("ar"):
        assert "number drawn" not in typed(play, f"why {event.number}")


def test_the_log_can_be_searched(play: Play) -> None:
    typed(play, "1", "")
    assert "Dive" in typed(play, "log dive")
    assert "Nothing that you saw speaks of" in typed(play, "log zebra")


def test_the_brief_says_who_one_is_and_what_one_wants(play: Play) -> None:
    shown = typed(play, "brief")
    for words in ("Republic of Arland", "eleven sailors", "A quiet country (50 % of your score)"):
        assert words in shown


def test_a_brief_that_the_author_wrote_goes_before(play: Play) -> None:
    play.briefs = {"ar": "# Arland\n\n**You are** a court."}
    assert typed(play, "brief") == "\nArland\n\nYou are a court."


def test_explain_understands_the_beginning_of_a_title(play: Play) -> None:
    assert typed(play, "explain Raid the") == typed(play, "explain ar.raid")
    assert typed(play, "explain Readiness of") == typed(play, "explain readiness")


@pytest.mark.parametrize("word", ["effort", "takes", "grave", "private", "covert", "deniable"])
def test_the_help_says_what_stands_behind_an_order(play: Play, word: str) -> None:
    assert re.search(rf"^  {word}", typed(play, "help").partition("What stands behind an order")[2], re.M)


def test_what_goes_on_says_until_when(tmp_path: Path) -> None:
    play = new_years_eve(tmp_path)
    typed(play, "monitor", "")
    (order,) = play.seen().orders
    assert order.until is not None
    assert order.until > play.game.minute
    assert f"in effect until {when(play.seen(), order.until)}" in typed(play, "status")


def test_a_force_whose_name_says_its_size_is_not_counted_again(tmp_path: Path) -> None:
    shown = typed(new_years_eve(tmp_path), "forces")
    assert "Marines" in shown
    assert "persons" not in shown


def test_the_short_page_shows_what_changed_and_the_long_one_everything(tmp_path: Path) -> None:
    play = new_years_eve(tmp_path)
    short, everything = typed(play, "status"), typed(play, "status all")
    groups = dict.fromkeys(gauge.group for gauge in play.seen().gauges if gauge.group)
    assert len(short.splitlines()) < 30
    assert all(f"\n{group}\n" in everything for group in groups)
    for line in map(str.split, short.partition("No change is known")[0].splitlines()):
        assert line in [each.split() for each in everything.splitlines()]
    assert typed(play, "status tru").splitlines()[1] == "Trust"
    assert "can be The embassy or The dead" in typed(play, "status the")
    assert "there is no group 'xx'" in typed(play, "status xx")


def test_errors_are_told_and_are_no_trends(tmp_path: Path) -> None:
    play = new_years_eve(tmp_path)
    typed(play, *[""] * 6)
    shown = typed(play, "status all").splitlines()
    noisy = [gauge for gauge in play.seen().gauges if gauge.sight == "noisy" and gauge.group and not gauge.yes]
    assert any(gauge.error and gauge.trend for gauge in noisy)
    for gauge in noisy:
        (line,) = [line for line in shown if line.endswith(f"  {gauge.what}")]
        assert line.startswith("  about ")
        if not gauge.error or abs(gauge.trend or 0.0) <= 2 * gauge.error:
            assert ", up" not in line
            assert ", down" not in line


def test_every_word_is_in_the_help(play: Play) -> None:
    shown = typed(play, "help")
    assert all(f"  {verb.word} " in shown for verb in VERBS)


def test_a_message_reaches_its_seat(tmp_path: Path) -> None:
    play = sit(tmp_path / "game.journal", "ar", "bo")
    text(play.begin())
    assert "Said" in typed(play, "", "say bo \x1b[31mLet us talk.")
    shown = typed(play, "", "")
    assert play.seat == "bo"
    assert "Message from Arland to Borland: “[31mLet us talk.”" in shown
    assert "there is no seat" in typed(play, "say xx Hello.")


def test_a_seat_is_never_shown_what_it_may_not_see(play: Play, tmp_path: Path) -> None:
    looks = ["status", "?", "forces", "log all", "draft", ""]
    assert SECRET_OF_BORLAND not in typed(play, *looks * 20)
    borland = sit(tmp_path / "other.journal", "bo")
    assert SECRET_OF_BORLAND in text(borland.begin()) + typed(borland, "status")


# Taking turns


def test_players_at_one_keyboard_are_handed_over_without_showing_anything(tmp_path: Path) -> None:
    play = sit(tmp_path / "game.journal", "ar", "bo")
    opening = text(play.begin())
    assert play.handing
    assert "Hand over to Arland" in opening
    assert "You can order" not in opening
    assert "Arland decides" in typed(play, "")
    typed(play, "1")
    handed = typed(play, "")
    assert handed == "Hand over to Borland."
    assert play.handing
    shown = typed(play, "anything")
    assert "Borland decides" in shown
    assert "Dive" not in shown
    assert play.game.minute == 0
    assert typed(play, "") == "Hand over to Arland."
    assert play.game.minute == 6 * 60


def test_go_is_for_one_player(tmp_path: Path) -> None:
    play = sit(tmp_path / "game.journal", "ar", "bo")
    text(play.begin())
    assert "one player" in typed(play, "", "go")


def test_one_can_leave_while_the_keyboard_is_handed_over(tmp_path: Path) -> None:
    play = sit(tmp_path / "game.journal", "ar", "bo")
    text(play.begin())
    assert "To go on:" in typed(play, "quit")
    assert play.left


def test_a_game_ends_with_its_outcome_and_what_can_be_done_then(play: Play) -> None:
    shown = typed(play, *[""] * 100)
    assert play.done
    assert "The game ends" in shown
    for word in ("Others    Borland", "Digest", f"{command('replay', 'game')}", "--rematch game", "seed 7"):
        assert word in shown
    assert shown.count("The game ends") == 1


def test_the_end_tells_how_one_did_who_died_and_what_was_true(play: Play) -> None:
    shown = typed(play, *[""] * 100)
    score = play.game.scores()["ar"]
    assert f"Arland reached {score:.1f} of 100 points" in shown
    points = re.findall(r"^ +([\d.]+) of (\d+)  ", shown, re.M)
    assert sum(float(reached) for reached, _ in points) == pytest.approx(score, abs=0.2)
    assert sum(float(most) for _, most in points) == 100
    assert "Borland reached" not in shown
    assert f"  {play.game.result()['gauges']['dead']:.0f}  the dead" in shown
    for name, so in play.game.facts().items():
        believed = per_cent(play.seen().belief(name))
        fact = play.game.compiled.scenario.facts[name].what
        assert f"{fact}: {'so it was' if so else 'it was not so'}; you believed {believed}." in shown


@pytest.mark.parametrize("players", [("ar",), ("ar", "bo")])
def test_on_a_full_disk_nothing_counts_as_done_and_the_game_goes_on_when_there_is_space(
    tmp_path: Path, players: tuple[str, ...]
) -> None:
    play = sit(tmp_path / "game.journal", *players)
    text(play.begin())
    typed(play, *[""] * (2 * len(players) - 1))
    minute, seat = play.game.minute, play.seat
    with full_disk(tmp_path / "game.journal"):
        for line in ("1", "", "go") if len(players) == 1 else ("1", ""):
            assert "not saved" in typed(play, line)
            assert (play.game.minute, play.seat, play.game.draft(seat)) == (minute, seat, [])
    assert "In draft" in typed(play, "1")
    typed(play, "")
    assert play.game.minute > minute
    play.game.close()
    assert api.replay(tmp_path / "game.journal", verify=True).minute == play.game.minute


@contextlib.contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """As if there were no space for another byte of this file."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@pytest.mark.parametrize("written", ["turn: 6", "turn:   6  # hours", "title: x"])
def test_another_length_of_turn_is_another_scenario(written: str) -> None:
    texts = {"briefs/ar.md": "turn: left", "scenario.yaml": f"title: x\n{written}\n"}
    changed = with_turn(texts, 12)
    assert changed["briefs/ar.md"] == "turn: left"
    assert [line for line in changed["scenario.yaml"].splitlines() if line.startswith("turn")] == ["turn: 12"]
