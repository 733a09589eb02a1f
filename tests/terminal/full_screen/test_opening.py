"""Before the table: what is left out is asked for, what goes wrong is said, and a saved game is found again."""

from __future__ import annotations

import pytest

from crisis_sim.terminal import sitting
from crisis_sim.terminal.screen import lessons
from crisis_sim.terminal.screen.app import Theatre, Wanted
from crisis_sim.terminal.screen.ending import Ending
from crisis_sim.terminal.screen.hand_over import HandOver
from crisis_sim.terminal.screen.opening import Choice, Sides
from crisis_sim.terminal.screen.pages import Page
from crisis_sim.terminal.screen.rewind import Rewind
from crisis_sim.terminal.screen.table import Table
from crisis_sim.terminal.tutorial import LESSONS
from crisis_sim.terms.records import WrongUse
from tests.terminal.full_screen.stage import STANDOFF, Stage, acted, journal_of


def test_from_nothing_to_the_table_with_enter_alone() -> None:
    async def script(stage: Stage) -> None:
        await stage.shows("What do you want to play?")
        await stage.shows("Standoff on the river")
        await stage.press("enter")
        await stage.at(Sides)
        await stage.press("enter")
        await stage.until(lambda: any(isinstance(screen, Table) for screen in stage.app.screen_stack))
        await stage.shows("Lesson 1 of 11")  # a lesson is as hard as it is: nobody is asked

    acted(script, Wanted(), begun=False)


def test_a_game_in_progress_is_offered_first_with_its_draft() -> None:
    async def leave(stage: Stage) -> None:
        await stage.press("2", "space", "1")

    acted(leave)

    async def come_back(stage: Stage) -> None:
        await stage.shows("Go on where you left")
        await stage.press("enter")
        await stage.at(Table)
        assert stage.drafted == ["ar.inquire"]
        assert "In draft" in stage.text

    acted(come_back, Wanted(), begun=False)


def test_several_sides_that_are_ticked_take_turns() -> None:
    async def script(stage: Stage) -> None:
        await stage.at(Sides)
        await stage.press("space", "down", "space")
        assert stage.text.count("[✓]") == 2
        await stage.press("enter")
        await stage.at(HandOver)
        assert stage.play.mine == ("ar", "bo")

    acted(script, Wanted("standoff"), begun=False)


def test_the_difficulty_decides_who_plays_the_others() -> None:
    async def script(stage: Stage) -> None:
        await stage.at(Sides)
        await stage.press("enter")
        await stage.shows("How hard?")
        await stage.press("end", "enter")
        await stage.at(Page)
        assert stage.play.game.seats["bo"] != "utility"

    acted(script, Wanted("standoff"), begun=False)


def test_esc_goes_back_to_the_first_question() -> None:
    async def script(stage: Stage) -> None:
        await stage.at(Sides)
        await stage.shows("Which side do you play?")
        await stage.press("escape")
        await stage.shows("What do you want to play?")
        assert isinstance(stage.app.screen, Choice)
        await stage.shows("Standoff on the river")
        await stage.press("question_mark")
        await stage.shows("What you can do here")

    acted(script, Wanted("standoff"), begun=False)


@pytest.mark.parametrize("wanted", [Wanted("nonsense"), Wanted("standoff", "xx"), Wanted(resume=True)])
def test_what_cannot_be_played_ends_with_the_reason(wanted: Wanted) -> None:
    async def script(stage: Stage) -> None:
        await stage.until(lambda: stage.app.problem is not None)

    assert isinstance(acted(script, wanted, begun=False).problem, Exception)


def test_a_mistake_in_the_program_is_no_traceback_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(self: Table) -> None:
        raise RuntimeError("a planted mistake")

    monkeypatch.setattr(Table, "action_undo", fail)

    async def script(stage: Stage) -> None:
        await stage.press("1")
        await stage.pilot.press("u")

    with pytest.raises(RuntimeError, match="a planted mistake"):
        acted(script)
    assert "Traceback" not in capsys.readouterr().out
    game = sitting.resume(None).game
    assert [order.action for order in game.draft("ar")] == ["ar.inquire"]
    game.close()


def test_saved_games_are_listed_and_shown_again_or_gone_on_with() -> None:
    async def play(stage: Stage) -> None:
        await stage.press(*["space"] * 3)

    acted(play)

    async def script(stage: Stage) -> None:
        await stage.shows("Saved games")
        await stage.press("end", "enter")
        await stage.shows("in progress: Enter goes on")
        await stage.press("enter")
        await stage.at(Table)
        assert stage.play.game.minute == 18 * 60

    acted(script, Wanted(), begun=False)


def test_after_the_end_the_same_luck_can_be_had_again_or_another_game() -> None:
    async def script(stage: Stage) -> None:
        stage.play.speed = "event"
        for _ in range(100):
            if isinstance(stage.app.screen, Ending):
                break
            await stage.press("space")
        seed, first = stage.play.game.seed, stage.play.game.path
        await stage.press("r")
        await stage.until(lambda: any(isinstance(screen, Table) for screen in stage.app.screen_stack))
        assert (stage.play.game.seed, stage.play.game.minute) == (seed, 0)
        assert stage.play.game.path != first

    acted(script)


def test_after_the_end_the_game_can_be_seen_again_and_another_begun() -> None:
    async def script(stage: Stage) -> None:
        stage.table.commit()
        for _ in range(100):
            if isinstance(stage.app.screen, Ending):
                break
            await stage.press("g")
        await stage.press("question_mark")
        await stage.shows("Rematch")
        await stage.press("escape", "v")
        await stage.at(Rewind)
        await stage.press("q")

    app = acted(script)
    assert journal_of(app).exists()


def test_the_tutorial_teaches_by_the_keys_of_the_screen() -> None:
    assert set(lessons.KEYS) == {lesson.title for lesson in LESSONS}

    async def script(stage: Stage) -> None:
        await stage.shows(f"of {len(LESSONS)} · {LESSONS[0].title}")
        titles = [lesson.title for lesson in LESSONS]
        for key, then in (("b", 1), ("s", 2), ("1", 3), ("u", 4)):
            await stage.press(key)
            if key in "bs":
                await stage.press("escape")
            await stage.shows(titles[then])
        await stage.press("1", "p", "escape")
        await stage.shows(titles[5])
        await stage.press("space")
        await stage.shows(titles[6])
        await stage.press("w", "escape")
        await stage.shows(titles[7])
        await stage.press("a", "escape")
        await stage.shows(titles[8])
        await stage.press("b")
        assert "type:" not in stage.text  # that is for plain lines

    acted(script, Wanted("first_steps", "town", 7))


def test_a_light_terminal_gets_the_light_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORFGBG", "0;15")
    assert Theatre(STANDOFF).theme == "day"
    monkeypatch.setenv("COLORFGBG", "15;0")
    assert Theatre(STANDOFF).theme == "night"


def test_wrong_use_is_known_by_its_name() -> None:
    async def script(stage: Stage) -> None:
        await stage.until(lambda: stage.app.problem is not None)

    problem = acted(script, Wanted("standoff", "xx"), begun=False).problem
    assert isinstance(problem, WrongUse)
    assert "there is no seat 'xx'" in str(problem)
