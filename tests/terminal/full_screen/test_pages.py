"""What can be looked at from the table: every page opens, says what it should, and takes no time in the game."""

from __future__ import annotations

import pytest

from crisis_sim.terminal.screen.forecasts import Forecast
from crisis_sim.terminal.screen.keys import key_rows
from crisis_sim.terminal.screen.looking import KEYS
from crisis_sim.terminal.screen.pages import FrontPages, Page, Standing, Wire
from crisis_sim.terminal.screen.questions import Letter
from crisis_sim.terminal.screen.table import Table
from tests.terminal.full_screen.stage import Stage, acted


def test_p_shows_odds_that_come_in_while_one_reads() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("1", "p")
        await stage.at(Forecast)
        await stage.shows("The odds of your draft")
        await stage.press("down", "up")
        await stage.until(lambda: stage.play.preview().poll().runs > 0)
        await stage.shows("How it ends")
        await stage.press("escape")
        await stage.at(Table)

    acted(script)


def test_w_says_why() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("1", "space", "space", "w")
        await stage.shows("It goes back to")

    acted(script)


def test_enter_on_a_line_of_the_wire_says_why() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("1", "space", "shift+tab", "enter")
        await stage.shows("It goes back to")

    acted(script)


@pytest.mark.parametrize(
    ("key", "kind", "words"),
    [("s", Standing, "How things stand"), ("b", Page, "A quiet country"), ("f", Page, "Your forces"),
     ("i", Page, "inbox"), ("a", Page, "advises"), ("question_mark", Page, "What stands behind an order"),
     ("l", Wire, "The wire")],
)  # fmt: skip
def test_every_page_opens_and_closes_without_any_time_passing(key: str, kind: type[Page], words: str) -> None:
    async def script(stage: Stage) -> None:
        await stage.press("1", "space")
        before = stage.play.seen()
        await stage.press(key)
        await stage.at(kind)
        await stage.shows(words)
        await stage.press("escape")
        await stage.at(Table)
        assert stage.play.seen() == before

    acted(script)


def test_the_papers_are_out_when_a_day_is_over() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("n")
        await stage.says("No paper is out yet")
        await stage.press(*["space"] * 3)
        await stage.shows("n: the papers of Sun 4 May 2031 are out")
        await stage.press("space")
        assert "are out" not in stage.text  # it was said for one turn
        await stage.press(*["space"] * 4, "n")
        await stage.at(FrontPages)
        await stage.shows("THE PAPERS")
        await stage.press("left", "right", "escape")
        await stage.at(Table)

    acted(script)


def test_the_wire_can_be_filtered_searched_and_followed_to_a_cause() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("1", *["space"] * 8, "l")
        await stage.at(Wire)
        every = [row.key for row in stage.sheet("page").rows if row.key is not None]
        await stage.press("right")
        mine = [row.key for row in stage.sheet("page").rows if row.key is not None]
        assert set(mine) < set(every)
        await stage.press("left", "slash")
        await stage.letters("dive")
        await stage.press("enter")
        found = [row for row in stage.sheet("page").rows if row.key is not None]
        assert found
        assert all("dive" in row.text.casefold() for row in found)
        await stage.press("escape")
        events = stage.play.game.events_for("ar")
        caused = next(event for event in reversed(events) if event.cause is not None)
        stage.sheet("page").point(caused.number)
        await stage.press("c")
        chosen = stage.sheet("page").chosen
        assert chosen is not None
        assert chosen.key == caused.cause
        await stage.press("enter")
        await stage.shows("Why")

    acted(script)


def test_a_message_goes_to_who_is_ticked() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("m")
        await stage.at(Letter)
        await stage.shows("[✓] Borland")
        await stage.press("shift+tab", "space")
        await stage.shows("[ ] Borland")
        await stage.press("enter")
        await stage.shows("[✓] Borland")
        await stage.press("tab")
        await stage.letters("Let us talk.")
        await stage.press("enter")
        await stage.at(Table)
        await stage.shows("Let us talk.")
        assert stage.play.game.events_for("bo")[-1].text.endswith("“Let us talk.”")
        await stage.press("m", "escape")
        await stage.at(Table)

    acted(script)


def test_the_help_names_every_key() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("question_mark")
        shown = stage.sheet("page").text
        for row in key_rows(stage.table):
            assert row.text in shown
        assert all(what in shown for _, what in KEYS)

    acted(script)


def test_the_palette_finds_a_verb() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("ctrl+p")
        await stage.letters("forces")
        await stage.shows("Forces, and where they are")
        await stage.press("down", "enter")
        await stage.shows("Your forces")

    acted(script)
