"""At the table: every key does what it says, and nothing that is done there is lost or shown to somebody else."""

from __future__ import annotations

import pytest
from textual.color import Color

from crisis_sim import api
from crisis_sim.terminal.screen.app import INTERRUPTED, Wanted, key_rows
from crisis_sim.terminal.screen.ending import Ending
from crisis_sim.terminal.screen.forecasts import Forecast, Gate
from crisis_sim.terminal.screen.hand_over import HandOver
from crisis_sim.terminal.screen.looking import KEYS
from crisis_sim.terminal.screen.pages import FrontPages, Orders, Page, Standing, Ticks, Wire
from crisis_sim.terminal.screen.questions import Letter, Typing
from crisis_sim.terminal.screen.table import Table
from tests.terminal.full_screen.stage import NARROW, STANDOFF, Stage, acted, journal_of

SECRET_OF_BORLAND = "silver in the guards' chest"
BOTH = Wanted("standoff", "ar,bo", 7)


# Orders


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


# Going on


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
        await stage.type("until +24")
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
        await stage.shows("on what you know")
        await stage.press("n")
        await stage.at(Table)
        assert (stage.play.game.minute, stage.drafted) == (minute, [grave.action])
        await stage.press("space", "y")
        await stage.until(lambda: stage.play.game.minute > minute)

    acted(script)


# Looking


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
        await stage.press(*["space"] * 8, "n")
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
        await stage.type("dive")
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
        await stage.type("Let us talk.")
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
        await stage.type("forces")
        await stage.shows("Forces, and where they are")
        await stage.press("down", "enter")
        await stage.shows("Your forces")

    acted(script)


# What is on the screen


@pytest.mark.parametrize("size", [NARROW, (90, 30), (100, 34), (120, 40), (200, 60)])
def test_everything_needed_is_on_the_screen_at_any_size(size: tuple[int, int]) -> None:
    async def script(stage: Stage) -> None:
        await stage.press("1")
        for words in ("The wire", "Worth a look", "In draft", "Dive to the wreck", "go on", "You are Arland", "? Help"):
            assert words in stage.text
        assert max(map(len, stage.text.splitlines())) <= size[0]

    acted(script, size=size)


def test_a_terminal_can_be_resized_while_one_plays() -> None:
    async def script(stage: Stage) -> None:
        await stage.pilot.resize_terminal(80, 24)
        await stage.pilot.pause()
        assert not stage.widget("situation").display or not stage.widget("situation").region.width
        await stage.pilot.resize_terminal(140, 50)
        await stage.pilot.pause()
        assert stage.widget("situation").region.width > 30
        assert "Dive to the wreck" in stage.text

    acted(script, size=(120, 40))


def test_dark_and_light_can_be_told_from_each_other_and_read() -> None:
    async def script(stage: Stage) -> None:
        themes = set()
        for _ in range(2):
            shown = stage.app.current_theme
            themes.add(shown.dark)
            behind = Color.parse(shown.background or "")
            for colour in (shown.foreground, shown.primary, shown.accent, shown.error, shown.success):
                assert behind.get_contrast_text(1.0) is not None
                assert contrast(behind, Color.parse(colour or "")) >= 4.5
            await stage.press("t")
        assert themes == {True, False}

    acted(script)


def contrast(one: Color, other: Color) -> float:
    """As the accessibility guidelines reckon it: 4.5 is enough for text."""
    dark, light = sorted(_luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_without_colour_everything_is_said_by_words_and_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []

    async def script(stage: Stage) -> None:
        await stage.press("1", "space", "space")
        shown.append(stage.text)
        segments = [segment for strip in stage.app.screen._compositor.render_strips() for segment in strip]
        colours = {segment.style.color.triplet for segment in segments if segment.style and segment.style.color}
        if grey:
            assert all(colour.red == colour.green == colour.blue for colour in colours if colour is not None)

    grey = False
    acted(script)
    monkeypatch.setenv("NO_COLOR", "1")
    grey = True
    acted(script)
    assert shown[0] == shown[1]


def test_what_a_stranger_wrote_is_shown_as_text() -> None:
    async def script(stage: Stage) -> None:
        said = "[bold]no[/bold] [@click=app.leave]markup[/] \x1b]0;title\x07\u202egnp"
        stage.play.game.message("bo", ["ar"], said)
        stage.table._refresh()
        await stage.pilot.pause()
        text = " ".join(stage.text.split())
        assert "[bold]no[/bold] [@click=app.leave]markup[/]" in text
        assert "\x1b" not in stage.text
        assert "\u202e" not in stage.text

    acted(script)


# Several players


def test_players_at_one_keyboard_are_handed_over_with_nothing_on_the_screen() -> None:
    async def script(stage: Stage) -> None:
        await stage.at(HandOver)
        assert "Hand over to Arland" in stage.text
        assert "Dive to the wreck" not in stage.text
        await stage.press("enter")
        await stage.at(Table)
        await stage.press("1", "space")
        await stage.at(HandOver)
        assert "Hand over to Borland" in stage.text
        assert "Dive to the wreck" not in stage.text
        assert not any(row.text for sheet in stage.table.query("Sheet") for row in getattr(sheet, "rows", []))
        await stage.press("enter")
        await stage.at(Table)
        assert "You are Borland" in stage.text
        assert "Dive to the wreck" not in stage.text
        await stage.press("space")
        await stage.at(HandOver)
        assert stage.play.game.minute == 6 * 60

    acted(script, BOTH)


def test_with_several_players_nobody_goes_on_for_the_others() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("enter", "g")
        await stage.says("With several players, each decides in turn")
        assert stage.play.game.minute == 0

    acted(script, BOTH)


def test_a_seat_is_never_shown_what_it_may_not_see() -> None:
    async def script(stage: Stage) -> None:
        for _ in range(5):
            for key in ("", "s", "f", "l", "o", "b", "i", "a"):
                if key:
                    await stage.press(key)
                assert SECRET_OF_BORLAND not in stage.text
                if key:
                    await stage.press("escape")
            await stage.press("space")
            if isinstance(stage.app.screen, Gate):
                await stage.press("y")

    acted(script)


# Leaving


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+q", 0), ("ctrl+c", INTERRUPTED)])
def test_one_leaves_at_any_time_and_the_draft_is_still_there(key: str, code: int) -> None:
    async def script(stage: Stage) -> None:
        await stage.press("2", "space", "1", key)

    app = acted(script)
    assert app.return_code == code or app.return_value == code
    game = api.resume(journal_of(app))
    assert [order.action for order in game.draft("ar")] == ["ar.inquire"]
    assert game.minute == 6 * 60
    game.close()


def test_a_whole_game_played_by_keys_to_its_end() -> None:
    async def script(stage: Stage) -> None:
        for turn in range(100):
            if isinstance(stage.app.screen, Ending):
                break
            await stage.press("1" if turn % 3 == 0 else "2", "space" if turn % 2 else "g")
            if isinstance(stage.app.screen, Gate):
                await stage.press("y")
        await stage.at(Ending)
        assert "reached" in stage.sheet("end").text
        await stage.press("v")
        await stage.shows("How things stood")

    app = acted(script, STANDOFF)
    assert app.problem is None
    assert api.replay(journal_of(app), verify=True).over
