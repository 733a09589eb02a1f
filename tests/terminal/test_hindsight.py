"""What a game that is over turned on: found behind its end, written beside its journal, given up when it is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisis_sim import api
from crisis_sim.analysis.odds import PYTHON
from crisis_sim.analysis.warming import ENGINE
from crisis_sim.engine import Game
from crisis_sim.terminal.hindsight import Hindsight, page_path, write_page
from crisis_sim.terminal.play import Play
from crisis_sim.terms.records import WrongUse


@pytest.fixture(autouse=True)
def python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENGINE, PYTHON)


def over(path: Path | None = None) -> Game:
    game = api.load("standoff").play(7, seats={"ar": "human"}, journal=path)
    game.submit("ar", "ar.deploy_brigade")
    game.advance("end")
    return game


def told(play: Play, found: Hindsight | None = None) -> str:
    return "\n".join(line.lead + line.text for line in play.ending(found.debrief if found else None))


def test_the_end_names_the_decisions_that_turned_it_once_they_are_found(tmp_path: Path) -> None:
    play = Play(over(tmp_path / "game.journal"), ["ar"], {})
    assert "The decisions that turned it" not in told(play)
    found = play.hindsight().wait()
    assert play.hindsight() is found
    assert found.debrief is not None
    assert "The decisions that turned it" in told(play, found)
    mine = [point for point in found.debrief.points if point.decision.seat == "ar"]
    assert ("No single decision of yours" in told(play, found)) == (not mine)
    assert ("Where it turned" in told(play, found)) == (not mine)


def test_its_page_stands_beside_the_journal_and_is_written_again(tmp_path: Path) -> None:
    play = Play(over(tmp_path / "game.journal"), ["ar"], {})
    debrief = play.hindsight().wait().debrief
    assert debrief is not None
    assert str(tmp_path / "game.html") not in told(play)
    assert [write_page(debrief), write_page(debrief)] == [tmp_path / "game.html"] * 2
    assert str(tmp_path / "game.html") in told(play)


def test_a_game_without_a_journal_has_no_place_for_a_page() -> None:
    with pytest.raises(WrongUse, match="keeps no journal"):
        page_path(over())


def test_what_nobody_wants_to_know_any_more_is_given_up() -> None:
    play = Play(over(), ["ar"], {})
    found = play.hindsight()
    play.forget()
    assert found.wait().debrief is None
    assert found.problem == ""


def test_a_game_that_goes_on_tells_nothing() -> None:
    game = api.load("standoff").play(7, seats={"ar": "human"})
    found = Hindsight(game).wait()
    assert found.debrief is None
    assert "not over" in found.problem
