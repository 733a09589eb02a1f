"""The checks that are offered to others find what they look for."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from crisis_sim.engine import Game
from crisis_sim.terms.records import Observation, Order
from crisis_sim.testing import check_agent, check_scenario
from tests.engine.players import Answers, Busy, Raises
from tests.engine.tables import HERE, STANDOFF


@pytest.mark.parametrize("scenario", ["standoff", HERE / "secrets"])
def test_a_good_scenario_passes(scenario: str | Path) -> None:
    check_scenario(scenario, games=3)


def test_a_good_agent_passes() -> None:
    check_agent(Busy)


class Fickle:
    """Does something else each time that it is made."""

    made = count()

    def __init__(self) -> None:
        self.nth = next(self.made)

    def decide(self, observation: Observation) -> list[Order]:
        legal = observation.legal()
        return [Order(legal[self.nth % len(legal)].action)] if legal else []


def test_a_bad_agent_is_found_out() -> None:
    with pytest.raises(AssertionError, match=r"seed 0, as ar, minute 0: it raised ValueError: no"):
        check_agent(lambda: Raises(ValueError("no")), STANDOFF)
    with pytest.raises(AssertionError, match=r"it answered something illegal: ar\.dance"):
        check_agent(lambda: Answers(["ar.dance"]), STANDOFF)
    with pytest.raises(AssertionError, match="it does not do the same again"):
        check_agent(Fickle, STANDOFF)


def test_a_gauge_out_of_bounds_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    play_out = Game.play_out

    def beyond(game: Game) -> None:
        play_out(game)
        game.turns[2].values[game.compiled.program.places.gauges] = 101.0

    monkeypatch.setattr(Game, "play_out", beyond)
    with pytest.raises(AssertionError, match=r"seed 0, utility, minute 720: tension is 101\.0, out of its bounds"):
        check_scenario(STANDOFF, games=1)
