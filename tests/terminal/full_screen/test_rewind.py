"""A game shown again: any turn, any view, and played on from there."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisis_sim import api
from crisis_sim.journal import Journal, read
from crisis_sim.terminal.screen.app import Shown, Wanted
from crisis_sim.terminal.screen.opening import Choice
from crisis_sim.terminal.screen.pages import Page, Wire
from crisis_sim.terminal.screen.rewind import Rewind, Scrubber
from crisis_sim.terminal.screen.table import Table
from tests.terminal.full_screen.stage import NARROW, Stage, acted, journal_of


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    path = tmp_path / "whole.journal"
    api.load("standoff").run(7, journal=path)
    return read(path)


def rewind(stage: Stage) -> Rewind:
    assert isinstance(stage.app.screen, Rewind)
    return stage.app.screen


def clock(stage: Stage) -> str:
    return stage.text.splitlines()[0]


def test_it_begins_at_the_end_and_goes_back_turn_by_turn(journal: Journal) -> None:
    async def script(stage: Stage) -> None:
        await stage.at(Rewind)
        await stage.shows("As control saw it")
        end = clock(stage)
        await stage.press("left")
        assert clock(stage) != end
        await stage.press("right")
        assert clock(stage) == end
        await stage.press("home")
        assert "Sun 4 May 06:00" in clock(stage)
        await stage.press("pagedown")
        assert "Mon 5 May 06:00" in clock(stage)
        await stage.press("end")
        assert clock(stage) == end

    acted(script, Shown(journal), begun=False)


def test_what_comes_later_is_not_on_the_screen_yet(journal: Journal) -> None:
    whole = api.replay(journal, verify=False)

    async def script(stage: Stage) -> None:
        await stage.at(Rewind)
        await stage.press("home", "right", "right")
        shown = [row.key for row in stage.sheet("wire").rows if row.key is not None]
        events = [event for event in whole.events if event.kind != "pin"]
        assert shown == [event.number for event in events if event.minute <= 12 * 60][: len(shown)]
        assert len(shown) < len(events)

    acted(script, Shown(journal), begun=False)


def test_each_view_shows_what_that_seat_saw(journal: Journal) -> None:
    whole = api.replay(journal, verify=False)

    async def script(stage: Stage) -> None:
        await stage.at(Rewind)
        for seat, name in (("ar", "Arland"), ("bo", "Borland")):
            await stage.press("v")
            assert f"As {name} saw it" in stage.text
            shown = [row.text for row in stage.sheet("wire").rows if row.key is not None]
            assert shown == [event.text for event in whole.events_for(seat)]
        await stage.press("v")
        assert "As control saw it" in stage.text

    acted(script, Shown(journal), begun=False)


def test_a_time_and_a_view_can_be_asked_for(journal: Journal) -> None:
    async def script(stage: Stage) -> None:
        await stage.at(Rewind)
        assert "Mon 5 May 06:00" in clock(stage)
        assert "As Borland saw it" in stage.text

    acted(script, Shown(journal, 24 * 60, "bo"), begun=False, size=NARROW)


def test_one_plays_on_from_any_turn_as_another_seat_and_the_old_game_is_left_alone(journal: Journal) -> None:
    before = journal.path.read_bytes()

    async def script(stage: Stage) -> None:
        await stage.at(Rewind)
        await stage.press("b")
        await stage.says("Here the game is over")
        await stage.press("home", "right", "right", "b")
        await stage.at(Choice)
        await stage.press("end", "enter")
        await stage.at(Table)
        assert stage.play.mine == ("bo",)
        assert stage.play.game.minute >= 12 * 60
        await stage.press("space")

    app = acted(script, Shown(journal), begun=False)
    assert api.replay(journal_of(app), verify=True).minute > 12 * 60
    assert journal.path.read_bytes() == before


def test_the_mouse_moves_the_scrubber(journal: Journal) -> None:
    async def script(stage: Stage) -> None:
        await stage.at(Rewind)
        await stage.pilot.click(Scrubber, offset=(0, 0))
        await stage.pilot.pause()
        assert "Sun 4 May 06:00" in clock(stage)

    acted(script, Shown(journal), begun=False)


def test_it_runs_by_itself_and_stops(journal: Journal) -> None:
    async def script(stage: Stage) -> None:
        await stage.at(Rewind)
        await stage.press("space")
        await stage.until(lambda: "Sun 4 May 12:00" in clock(stage))
        await stage.press("space")

    acted(script, Shown(journal), begun=False)


def test_pages_open_here_too(journal: Journal) -> None:
    async def script(stage: Stage) -> None:
        await stage.at(Rewind)
        await stage.press("l")
        await stage.at(Wire)
        await stage.press("right", "escape")
        await stage.press("s")
        await stage.at(Page)
        await stage.press("escape", "w")
        await stage.shows("Why")
        await stage.press("escape", "question_mark")
        await stage.shows("Play on from here")

    acted(script, Shown(journal), begun=False)


def test_a_game_that_one_plays_is_shown_as_its_player_saw_it(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        await stage.press("space", "space")

    path = journal_of(acted(play, Wanted("standoff", "ar", 7)))

    async def script(stage: Stage) -> None:
        await stage.at(Rewind)
        assert "As Arland saw it" in stage.text

    acted(script, Shown(read(path)), begun=False)
