"""The table itself: at any size and in any colours, for several players, and left at any time."""

from __future__ import annotations

import pytest
from textual.color import Color

from crisis_sim import api
from crisis_sim.terminal.screen.app import INTERRUPTED, Wanted
from crisis_sim.terminal.screen.ending import Ending
from crisis_sim.terminal.screen.forecasts import Gate
from crisis_sim.terminal.screen.hand_over import HandOver
from crisis_sim.terminal.screen.pages import Page
from crisis_sim.terminal.screen.table import Table
from tests.terminal.full_screen.stage import NARROW, STANDOFF, Stage, acted, journal_of
from tests.terminal.test_play import full_disk

SECRET_OF_BORLAND = "silver in the guards' chest"
BOTH = Wanted("standoff", "ar,bo", 7)


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


def test_on_a_full_disk_nothing_counts_as_done_and_the_game_goes_on_when_there_is_space() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("2")
        path = stage.play.game.path
        assert path is not None
        with full_disk(path):
            for key in ("1", "u", "space", "g"):
                await stage.press(key)
                await stage.says("not saved")
                assert (stage.play.game.minute, stage.drafted) == (0, ["ar.deploy_brigade"])
            await stage.press("tab", "home", "enter")
            assert stage.drafted == ["ar.deploy_brigade"]
        await stage.press("1")
        assert stage.drafted == ["ar.deploy_brigade", "ar.inquire"]
        await stage.press("space")
        assert stage.play.game.minute == 6 * 60

    app = acted(script)
    assert api.replay(journal_of(app), verify=True).minute == 6 * 60


def test_players_at_one_keyboard_are_handed_over_with_nothing_on_the_screen() -> None:
    async def script(stage: Stage) -> None:
        await stage.at(HandOver)
        assert "Hand over to Arland" in stage.text
        assert "Dive to the wreck" not in stage.text
        await stage.press("enter")
        await stage.shows("You are the Republic of Arland")
        await stage.press("escape")
        await stage.at(Table)
        await stage.press("1", "space")
        await stage.at(HandOver)
        assert "Hand over to Borland" in stage.text
        assert "Dive to the wreck" not in stage.text
        assert not any(row.text for sheet in stage.table.query("Sheet") for row in getattr(sheet, "rows", []))
        await stage.press("enter")
        await stage.at(Page)
        await stage.press("escape")
        await stage.at(Table)
        assert "You are Borland" in stage.text
        assert "Dive to the wreck" not in stage.text
        await stage.press("space")
        await stage.at(HandOver)
        assert stage.play.game.minute == 6 * 60

    acted(script, BOTH)


def test_each_of_several_players_is_told_once_who_they_are_whenever_their_first_turn_is() -> None:
    async def script(stage: Stage) -> None:
        told = set()
        for _ in range(8):
            await stage.at(HandOver)
            await stage.press("enter")
            seat = stage.play.seat
            assert isinstance(stage.app.screen, Page) == (seat not in told)
            told.add(seat)
            if isinstance(stage.app.screen, Page):
                await stage.press("escape")
            await stage.press("space")
        assert told == {"us", "ir"}

    acted(script, Wanted("new_years_eve", "us,ir", 7))


def test_what_was_seen_before_a_game_is_gone_on_with_is_not_new() -> None:
    async def play(stage: Stage) -> None:
        await stage.press("1", "space", "space")
        assert "•" in stage.text
        await stage.press("l")
        shown = stage.sheet("page").text
        assert 0 < shown.count("•") < len(stage.play.seen().events)

    acted(play)

    async def script(stage: Stage) -> None:
        assert "•" not in stage.text
        await stage.press("l")
        assert "•" not in stage.sheet("page").text

    acted(script, Wanted(resume=True))


def test_with_several_players_nobody_goes_on_for_the_others() -> None:
    async def script(stage: Stage) -> None:
        await stage.press("enter", "escape", "g")
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


async def to_the_end(stage: Stage) -> None:
    """By keys, with some orders."""
    for turn in range(100):
        if isinstance(stage.app.screen, Ending):
            break
        await stage.press("1" if turn % 3 == 0 else "2", "space" if turn % 2 else "g")
        if isinstance(stage.app.screen, Gate):
            await stage.press("y")
    await stage.at(Ending)


def test_the_end_finds_what_it_turned_on_and_writes_it_as_a_page() -> None:
    async def script(stage: Stage) -> None:
        await to_the_end(stage)
        page = journal_of(stage.app).with_suffix(".html")
        assert "The decisions that turned it" not in stage.sheet("end").text
        assert not page.exists()
        await stage.press("d")
        await stage.until(lambda: "The decisions that turned it" in stage.sheet("end").text)
        await stage.says("open it in a browser")
        assert str(page) in stage.sheet("end").text
        assert "What happened" in page.read_text(encoding="utf-8")

    assert acted(script).problem is None


def test_a_whole_game_played_by_keys_to_its_end() -> None:
    async def script(stage: Stage) -> None:
        await to_the_end(stage)
        assert "reached" in stage.sheet("end").text
        await stage.press("v")
        await stage.shows("How things stood")

    app = acted(script, STANDOFF)
    assert app.problem is None
    assert api.replay(journal_of(app), verify=True).over
