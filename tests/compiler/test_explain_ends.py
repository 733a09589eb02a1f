"""How a game ends, who is in it and what its numbers rest on, in English."""

from __future__ import annotations

import functools

import pytest

from crisis_sim.api import load
from crisis_sim.compiler import Compiled
from crisis_sim.compiler.explain import explain, overview
from crisis_sim.scenario.errors import ScenarioError
from tests.compiler.standoff import Swap, compiled, standoff

IN_ORDER = (
    "Classes are tried in order when the game is over, however it ended; the first that holds is its outcome "
    "(rulebook 17.3)."
)


@functools.cache
def new_years_eve() -> Compiled:
    return load("new_years_eve").compiled


def test_an_outcome_class_tells_its_rule_and_its_place_in_the_order() -> None:
    assert explain(standoff(), "settled") == [
        "settled: Settled",
        "  Both sides pull back.",
        f"  Outcome class 2 of 3. {IN_ORDER}",
        "  It holds if “Pull back from the river” is in force.",
        "  As written: in_force(pull_back)",
        "  Only if none of these holds: war.",
        "  Where it holds, these are not looked at: uneasy.",
    ]


def test_the_last_outcome_class_holds_where_no_other_does() -> None:
    assert explain(standoff(), "uneasy")[3:] == [
        "  It always holds: it is the outcome where no class before it is.",
        "  As written: true",
        "  Only if none of these holds: war or settled.",
    ]


def test_an_end_condition_tells_when_the_game_ends() -> None:
    told = explain(standoff(), "out_of_hand")
    assert told[:2] == [
        "out_of_hand: the river is at war",
        "  End condition 1 of 1: it ends the game before its horizon.",
    ]
    assert told[3:] == ["  It holds if tension on the river is at least 95.", "  As written: tension >= 95"]


def test_an_end_condition_that_is_switched_off_says_so() -> None:
    told = explain(compiled(Swap("when: tension >= 95", "when: tension >= 95 and skirmish_rate < 0")), "out_of_hand")
    assert "  It never holds, as the parameters are set." in told


def test_a_flag_tells_its_rule() -> None:
    assert explain(standoff(), "blood") == [
        "blood: there were more dead",
        "  A flag: told of a finished game beside its outcome, whatever that is. It moves nothing in the game.",
        "  It is set if, at the end, the dead is above 11.",
        "  As written: dead > 11",
    ]


def test_a_target_tells_what_is_measured_where_it_should_lie_and_what_that_shows() -> None:
    told = explain(new_years_eve(), "siege_median")
    assert told[1] == "  A target of check V1, worked out over many games by bots. It moves nothing in a game."
    assert told[2].startswith("  The median, in days, over games of: ")
    assert told[2].endswith(" divided by 24.")
    assert told[3:6] == [
        "  As written: siege_hours / 24",
        "  Games count in which the number of sieges so far is at least 1.",
        "  As written: sieges >= 1",
    ]
    assert "  It should lie between 0.8 and 2.5 days." in told
    assert "  Calibration: the scenario was fitted to it, so that meeting it shows nothing." in told
    assert any(line.startswith("  Source: Thirteen mob attacks") for line in told)
    assert any(line.startswith("  Note: The crowd was fitted") for line in told)


def test_a_target_without_a_band_is_not_judged() -> None:
    assert "  It has no band: it is told and not judged." in explain(new_years_eve(), "reciprocity_us_mi")


@pytest.mark.parametrize("name", new_years_eve().scenario.targets)
def test_every_target_has_its_rule(name: str) -> None:
    told = explain(new_years_eve(), name)
    assert any(line.startswith("  As written: ") for line in told)
    assert any(line.startswith("  Source: ") for line in told)


def test_what_several_things_are_called_is_told_of_each() -> None:
    told = explain(new_years_eve(), "open_war")
    assert [line for line in told if not line.startswith(" ")] == [
        "open_war: Open war",
        "open_war: the United States and Iran are at war",
        "open_war: open war between the United States and Iran",
    ]
    told = explain(new_years_eve(), "hostages")
    assert any(line.startswith("  Changed by: ") for line in told)
    assert "  As written: hostages" in told


def test_an_event_of_the_hindcast_tells_whether_it_happened() -> None:
    told = explain(new_years_eve(), "vote")
    assert "  As written: legal_basis <= 0.4" in told
    assert "  In fact it happened; by base rates, 2.9 %." in told


def test_a_source_tells_what_rests_on_it_and_how_firmly() -> None:
    told = explain(new_years_eve(), "mid")
    assert told[0].startswith("mid: Militarized interstate disputes, COW MID 5.0")
    assert any(line.startswith("  Targets: open_war, ") for line in told)
    assert any("mechanism.reciprocity (B)" in line for line in told)
    assert any(line.startswith("  Grades: ") and "B, estimated from data" in line for line in told)


def test_a_trait_tells_its_values_and_where_it_is_read() -> None:
    told = explain(new_years_eve(), "force")
    assert told[0] == "force: from -0.7 (dove) to 0.4 (hawk)"
    assert "  Its values: utility 0; cautious -0.35; hawk 0.4; dove -0.7; tit_for_tat -0.1." in told
    assert any(line.startswith("    0.6 times force: us.strike_militia") for line in told)
    assert any(line.startswith("    minus 0.4 times force: us.stand_down") for line in told)
    assert explain(new_years_eve(), "persona.force") == told


def test_a_trait_that_is_the_temperature_says_so() -> None:
    assert any(line.startswith("  The temperature of a choice") for line in explain(new_years_eve(), "nerve"))


def test_a_seat_tells_what_it_can_order_and_what_it_wants() -> None:
    told = explain(new_years_eve(), "us")
    assert told[:2] == ["us: the United States", "  A seat that can be played; difficulty medium."]
    assert any(line.startswith("  Its orders: us.monitor, ") for line in told)
    assert any(line.startswith("    no_deaths, no American dies (weight 0.3): 100 times ") for line in told)
    assert "  An actor of the side of Militias; nobody plays it." in explain(new_years_eve(), "kh")
    assert "  An actor of no side; nobody plays it." in explain(new_years_eve(), "cells")


def test_an_objective_is_told_for_each_seat_that_has_it() -> None:
    told = explain(new_years_eve(), "presence")
    assert told[1] == "  An objective of US, of weight 0.1 in its score (rulebook 17.5)."
    assert told[3] == "  As written: 100 * legal_basis"
    assert len([line for line in explain(new_years_eve(), "no_war") if line.startswith("no_war: ")]) == 3


def test_the_overview_lists_them_and_a_slip_is_guessed() -> None:
    names, scenario = new_years_eve().names, new_years_eve().scenario
    listed = {line.split()[0].rstrip(":") for line in overview(new_years_eve()) if line.startswith("  ")}
    assert {*names.classes, *names.ends, *names.flags, *names.traits, *names.actors} <= listed
    assert {*scenario.targets, *scenario.sources} <= listed
    with pytest.raises(ScenarioError, match=r"did you mean us_expelled\?"):
        explain(new_years_eve(), "us_expeled")
