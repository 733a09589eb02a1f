"""What sources say is kept apart from what happened: claims move no gauge, name their source, and may contradict."""

from __future__ import annotations

import pytest

from crisis_sim.scenario.constructs import Shown
from tests.new_years_eve.runs import course_of, crisis, history, of, once, scenario, text

SAID = {
    "pmf_killed": ("pmf", 25),
    "pmf_wounded": ("pmf", 51),
    "moh_killed": ("iq", 28),
    "moh_wounded": ("iq", 48),
    "iran_killed": ("ir", 31),
    "iran_wounded": ("ir", 60),
}
"""Who said what of the strikes of 29 December 2019."""

TRUTHS = {"us_killed", "us_wounded", "militia_killed", "militia_wounded", "direct_killed", "embassy_deaths"}


@pytest.mark.parametrize("claim", SAID)
def test_every_source_gives_its_own_figure(claim):
    source, figure = SAID[claim]
    event = once(history(), claim)
    assert event.kind == "claim"
    assert event.claim
    assert event.actor == source
    assert f" {figure} " in event.text
    assert set(event.visible_to) == {"us", "ir", "iq", "mi"}


def test_the_sources_contradict_one_another_and_none_is_corrected():
    for about in ("killed", "wounded"):
        assert len({SAID[f"{source}_{about}"][1] for source in ("pmf", "moh", "iran")}) == 3
    finals = history().to_dict()["gauges"]
    assert (finals["militia_killed"], finals["militia_wounded"]) == (25, 51)


def test_no_claim_touches_the_count_that_it_is_about():
    """The true toll is settled at the strike, hours before the first source speaks."""
    strike = once(history(), "us.strike_militia")
    assert strike.changes["militia_killed"] == (0.0, 25.0)
    assert all(once(history(), claim).minute > strike.minute for claim in SAID)
    after = {value for at, value in course_of(history(), "militia_killed").items() if at * 60 >= strike.minute}
    assert after == {25.0}


@pytest.mark.parametrize("seed", range(12))
def test_in_any_game_claims_change_nothing_and_follow_from_a_deed(seed):
    result = crisis().run(seed=seed)
    claims = [event for event in result.events if event.kind == "claim"]
    assert all(event.changes == {} for event in claims)
    for event in claims:
        assert event.cause is not None
        assert result.events[event.cause].kind in ("outcome", "inject")
        assert result.events[event.cause].minute < event.minute


def test_the_claims_name_a_source_and_a_count_of_the_truth():
    claims = scenario().claims
    assert {claim.about for claim in claims.values()} <= TRUTHS
    assert all("{figure}" in claim.says and claim.source for claim in claims.values())
    assert len({claim.source for claim in claims.values()}) >= 4


def test_no_effect_of_a_claim_and_no_rule_of_the_game_reads_a_claim():
    """Nothing may follow from a figure as if it were the truth: claims are for those who read the news."""
    assert all(claim.effects == [] for claim in scenario().claims.values())
    assert "claimed(" not in text()


def test_only_the_militias_know_their_dead_exactly():
    sight = scenario().gauges["militia_killed"].sight
    assert sight["mi"] == "exact"
    assert isinstance(sight["others"], Shown)
    assert sight["others"].noise is not None


def test_a_side_that_fires_missiles_claims_dead_whom_nobody_counted():
    """In games with missiles, what Tehran says of American dead lies above the truth."""
    found = []
    for seed in range(200):
        result = crisis().run(seed=seed, agents="us=hawk,ir=hawk,iq=utility,mi=hawk")
        said = of(result, "irgc_missiles", "claim")
        if said:
            found.append((int("".join(c for c in said[-1].text if c.isdigit())), result))
        if len(found) == 3:
            break
    assert len(found) == 3
    assert all(figure > result.to_dict()["gauges"]["us_killed_direct"] for figure, result in found)


def test_a_report_is_no_proof():
    """The sighting of Soleimani is a report of stated reliability: it moves beliefs a little, and proves nothing."""
    report = scenario().injects["ev_soleimani_report"]
    assert report.chance == "0.75 if soleimani_present else 0.54"
    assert [effect for effect in report.effects if effect.startswith("evidence")] == [
        "evidence(soleimani_present, 1.4, us, iq)"
    ]
    assert pytest.approx(0.75 / 0.54, abs=0.02) == 1.4
    assert "no confirmation" in (report.says or "")
