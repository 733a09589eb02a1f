"""Orders at the table: every key does what it says, and what it drafts or gives is in the game."""

from __future__ import annotations

import pytest

from crisis_sim.terminal.screen.app import Wanted
from crisis_sim.terminal.screen.forecasts import Gate
from crisis_sim.terminal.screen.pages import Orders, Page, Ticks
from crisis_sim.terminal.screen.questions import Typing
from crisis_sim.terminal.screen.table import Table
from tests.terminal.full_screen.stage import Stage, acted


def test_a_number_drafts_and_the_same_number_takes_it_out() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("1")
        assert stage.drafted == ["ar.inquire"]
        assert "✓ 1  Dive to the wreck" in stage.text
        await stage.press("1")
        assert stage.drafted == []

    acted(script)


def test_what_is_in_draft_does_not_change_what_stands_under_a_number() -> None:
    async def script(stage: Stage) -> None:
        before = [row.key for row in stage.sheet("orders").rows]
        for number in "1234567":
            await stage.press(number)
        assert [row.key for row in stage.sheet("orders").rows] == before

    acted(script, Wanted("new_years_eve", "us", 7))


def test_undo_takes_the_last_order_out_and_x_all_of_them() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("1", "2", "u")
        assert stage.drafted == ["ar.inquire"]
        await stage.press("2", "x")
        assert stage.drafted == []
        await stage.press("u")
        await stage.says("Nothing is in draft")

    acted(script)


def test_enter_drafts_what_is_under_the_cursor_and_takes_out_what_is_in_draft() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("down", "enter")
        assert stage.drafted == ["ar.deploy_brigade"]
        await stage.press("1", "tab", "home", "enter")
        assert stage.drafted == ["ar.inquire"]

    acted(script)


def test_the_mouse_does_what_enter_does() -> None:
    async def script(stage: Stage) -> None:
        await stage.pilot.click("#orders", offset=(10, 1))
        await stage.pilot.pause()
        assert stage.drafted == ["ar.inquire"]
        last = stage.widget("draft").size.height
        await stage.pilot.click("#draft", offset=(12, last))
        await stage.pilot.pause()
        assert stage.play.game.minute == 6 * 60

    acted(script)


def test_all_orders_are_there_and_the_others_say_why_not() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("o")
        await stage.at(Orders)
        rows = {row.key: row for row in stage.sheet("page").rows}
        for option in stage.play.game.legal("ar"):
            assert rows[option.action].text == option.name
            assert option.legal or rows[option.action].below == option.reason
        await stage.press("enter")
        await stage.at(Table)
        assert len(stage.drafted) == 1

    acted(script)


def test_an_order_that_cannot_be_given_says_why_and_drafts_nothing() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("o", "end", "enter")
        await stage.says("cannot be ordered")
        assert stage.drafted == []

    acted(script)


@pytest.mark.parametrize("first", ["e", "o"])
def test_e_explains_an_order(first: str) -> None:
    async def script(stage: Stage) -> None:
        await stage.press(first)
        if first == "o":
            await stage.press("e")
        await stage.shows("What it means")
        await stage.shows("Dive to the wreck")

    acted(script)


def test_an_order_that_waits_can_be_taken_back() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("c")
        await stage.says("No order of yours waits")
        await stage.press("1", "space", "c")
        await stage.shows("Take back an order")
        await stage.press("enter")
        await stage.at(Table)
        assert [order.cancel for order in stage.play.game.draft("ar")] == [True]

    acted(script)


def test_space_gives_the_draft_and_goes_on_to_the_next_decision() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("1", "space")
        assert stage.play.game.minute == 6 * 60
        assert "Arland gave an order: Dive to the wreck." in stage.text
        await stage.press("space")
        assert stage.play.game.minute == 12 * 60

    acted(script)


def test_g_goes_on_until_something_is_seen() -> None:
    async def script(stage: Stage) -> None:
        before = len(stage.play.game.events_for("ar"))
        await stage.press("g")
        assert len(stage.play.game.events_for("ar")) > before

    acted(script)


def test_plus_sets_how_far_space_goes() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("plus")
        assert "Hold and go on for a day" in stage.text
        await stage.press("space")
        assert stage.play.game.minute >= 24 * 60
        await stage.press("plus", "plus")
        assert "until" not in stage.sheet("draft").text

    acted(script)


def test_the_player_chooses_what_stops_the_clock() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("z")
        await stage.at(Ticks)
        await stage.press("home", "enter", "escape")
        await stage.at(Table)
        assert "turn" not in stage.play.pausing
        assert "asked" in stage.play.pausing

    acted(script)


def test_a_typed_word_does_what_it_does_in_plain_lines() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("colon")
        await stage.at(Typing)
        await stage.letters("until +24")
        await stage.press("enter")
        await stage.at(Table)
        assert stage.play.game.minute > 0
        await stage.press("colon", *"nonsense", "enter")
        await stage.says("nonsense")
        await stage.press("colon", *"draft", "enter")
        await stage.at(Page)
        await stage.press("escape", "colon", "escape")
        await stage.at(Table)

    acted(script)


def test_what_cannot_be_taken_back_is_asked_about_once_with_its_odds() -> None:
    async def script(stage: Stage) -> None:
        for key in ("2", *["space"] * 6):
            await stage.press(key)
        grave = next(option for option in stage.play.game.legal("ar") if option.grave and option.legal)
        stage.table.toggle(grave.action)
        minute = stage.play.game.minute
        await stage.press("space")
        await stage.at(Gate)
        assert grave.name in stage.text
        await stage.shows("from what you know")
        await stage.press("n")
        await stage.at(Table)
        assert (stage.play.game.minute, stage.drafted) == (minute, [grave.action])
        await stage.press("space", "y")
        await stage.until(lambda: stage.play.game.minute > minute)

    acted(script)
