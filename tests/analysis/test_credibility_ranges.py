"""Ablations, ranges and balance, on a small scenario: what they play, and what they say of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from crisis_sim.analysis.credibility import ablations, balance, ranges
from crisis_sim.analysis.credibility.checking import validate
from crisis_sim.analysis.credibility.finished import Play
from crisis_sim.api import Crisis, load
from crisis_sim.compiler import compile_scenario, with_parameters
from crisis_sim.scenario.loading import load_texts
from crisis_sim.terms.records import WrongUse
from tests.docs.test_scenario_format import example

SWITCH = """\
parameters:
  mechanism.fighting: {what: fights, value: 1, range: [0, 1], bounds: [0, 1], source: chronicle, grade: D}
"""
GAMES = 120


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The example of the author's guide, with a mechanism that can be taken out."""
    pages = example()
    name = next(name for name, text in pages.items() if "\n  skirmish:" in f"\n{text}")
    hazard = next(line for line in pages[name].splitlines() if "hazard:" in line)
    changed = pages[name].replace(hazard, hazard.replace("hazard: ", "hazard: mechanism.fighting * "))
    return {**pages, name: changed, "zz.yaml": SWITCH}


@pytest.fixture(scope="module")
def crisis(texts: dict[str, str]) -> Crisis:
    return Crisis("mine", compile_scenario(load_texts(texts)), texts)


def test_a_mechanism_is_taken_out_alone_and_compared_run_by_run(crisis: Crisis) -> None:
    found = {one.mechanism: one for one in ablations.ablations(crisis.compiled, GAMES, Play(4))}
    assert set(found) == {"mechanism.mediation", "mechanism.fighting"}
    one = found["mechanism.fighting"]
    change = one.changes["escalation_score"]
    assert change.sign == -1
    points = [
        np.array([Play(4).runs(compiled, GAMES, lambda runs: runs["escalation_score"])]).mean()
        for compiled in (crisis.compiled, with_parameters(crisis.compiled, {"mechanism.fighting": 0}))
    ]
    assert (change.first, change.second) == pytest.approx(tuple(points))
    assert change.difference == pytest.approx(change.second - change.first)
    shares = [change for name, change in one.changes.items() if name.startswith("outcome.")]
    assert sum(change.first for change in shares) == pytest.approx(1)
    assert sum(change.second for change in shares) == pytest.approx(1)


def test_a_switch_that_is_off_is_no_mechanism_to_take_out(crisis: Crisis) -> None:
    off = with_parameters(crisis.compiled, {"mechanism.fighting": 0})
    assert set(ablations.switches(crisis.compiled)) == {"mechanism.mediation", "mechanism.fighting"}
    assert ablations.switches(off) == ["mechanism.mediation"]


def test_every_uncertain_parameter_is_moved_to_both_its_ends(crisis: Crisis) -> None:
    found = list(ranges.ends(crisis.compiled, 30, Play(4)))
    parameters = crisis.compiled.scenario.parameters
    wanted = {
        (name, end)
        for name, one in parameters.items()
        if one.grade in "CD" and one.range[0] < one.range[1] and not name.startswith("mechanism.")
        for end in one.range
    }
    assert {(name, value) for here in found for name, value in here.settings.items()} == wanted
    assert all(sum(here.outcomes.values()) == pytest.approx(1) for here in found)


def test_points_fill_all_ranges_at_once(crisis: Crisis) -> None:
    found = ranges.spread(crisis.compiled, 8, 40, Play(4))
    assert found.points == 8
    assert set(found.inside) == {"raids", "first_raid"}
    assert all(0 <= share <= 1 for share in found.inside.values())
    assert sum(found.commonest.values()) == pytest.approx(1)
    assert all(low <= middle <= high for low, middle, high in found.outcomes.values())


def test_each_seat_is_handed_to_others_alone() -> None:
    compiled = load("standoff").compiled
    found = list(balance.seats(compiled, 60, 4, Play(5)))
    assert [one.seat for one in found] == list(compiled.names.seats)
    for one in found:
        assert {"random", "look_ahead", "hawk", "dove"} <= set(one.agents)
        assert one.agents["hawk"].first == pytest.approx(one.mean)


def test_an_order_that_is_given_whenever_it_can_be_is_given_more_often() -> None:
    from crisis_sim.scenario.loading import load as load_scenario

    loaded = load_scenario("standoff")
    found = {one.action: one.change for one in balance.always(loaded, 60, Play(5))}
    assert set(found) == {action for one in loaded.scenario.doctrines.values() for action in one.appeal}
    assert any(change.sign == -1 for change in found.values())


def test_what_is_chosen_is_counted_by_game(crisis: Crisis) -> None:
    shares = balance.chosen(crisis.compiled, GAMES, Play(4))
    assert set(shares) == set(crisis.compiled.names.actions)
    assert all(0 <= share <= 1 for share in shares.values())
    assert max(shares.values()) > 0


def test_a_validation_is_whole(crisis: Crisis, tmp_path: Path) -> None:
    heard: list[str] = []
    found = validate("mine", crisis.compiled, crisis.texts, 60, Play(4), heard.append)
    assert heard == ["targets", "hindcast", "mechanism.mediation", "mechanism.fighting"]
    kept = found.to_json()
    assert set(kept) >= {"targets", "hindcast", "ablations", "pass", "rule"}
    with pytest.raises(WrongUse, match="targets"):
        validate("standoff", load("standoff").compiled, {}, 60, Play(4))
