"""Any length of lesson is spent to the minute, and the game ends with its last turn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crisis_sim.api as cs
from crisis_sim.classroom import formats
from crisis_sim.compiler import compile_scenario
from crisis_sim.scenario.loading import load_texts
from crisis_sim.terms.records import WrongUse

SCENARIOS = [cs.load("new_years_eve"), cs.load("standoff")]


@given(st.integers(30, 180), st.sampled_from(SCENARIOS))
def test_every_minute_of_a_lesson_is_spent(minutes: int, crisis: cs.Crisis) -> None:
    spent = formats.spend(minutes, crisis.compiled.scenario)
    assert spent.brief + spent.turns * spent.turn + spent.debrief == minutes
    assert min(spent.brief, spent.turns, spent.turn, spent.hours) >= 1
    assert spent.debrief >= minutes / 6
    assert spent.turns * spent.hours <= crisis.compiled.scenario.horizon


def test_seventy_five_minutes_are_ten_eight_times_six_and_seventeen() -> None:
    spent = formats.spend(75, SCENARIOS[0].compiled.scenario)
    assert spent[:5] == (75, 10, 8, 6, 17)


def test_five_minutes_are_for_practice() -> None:
    spent = formats.spend(5, SCENARIOS[0].compiled.scenario)
    assert spent.brief + spent.turns * spent.turn + spent.debrief == 5


@pytest.mark.parametrize("minutes", [-1, 0, 4, 6, 29, 181, 10**9])
def test_other_lengths_are_refused(minutes: int) -> None:
    with pytest.raises(WrongUse, match="30 and 180"):
        formats.spend(minutes, SCENARIOS[0].compiled.scenario)


@pytest.mark.parametrize("minutes", [5, 30, 45, 75, 90, 180])
@pytest.mark.parametrize("crisis", SCENARIOS, ids=["new_years_eve", "standoff"])
def test_the_game_ends_with_the_last_turn_and_not_before(minutes: int, crisis: cs.Crisis) -> None:
    spent = formats.spend(minutes, crisis.compiled.scenario)
    texts = formats.fitted(crisis.texts, crisis.compiled.scenario, spent)
    game = cs.Crisis("fitted", compile_scenario(load_texts(texts)), texts).play(3, seats="human")
    if not game.waiting:
        game.advance("decision")
    for turn in range(1, spent.turns + 1):
        assert not game.over or game.result()["end_reason"] != "horizon", f"it is over before turn {turn}"
        if game.over:
            return
        game.advance("turn")
    assert game.over
