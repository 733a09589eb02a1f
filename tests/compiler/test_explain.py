"""The rules of a scenario in English."""

from __future__ import annotations

import pytest

from crisis_sim.api import load
from crisis_sim.compiler import Compiled
from crisis_sim.compiler.explain import explain, overview, requirement_english
from crisis_sim.scenario.errors import ScenarioError
from tests.compiler.standoff import Swap, compiled, standoff


def new_years_eve() -> Compiled:
    return load("new_years_eve").compiled


SHOT = "the river guards fired on the boat"


def test_an_action_tells_its_costs_chances_effects_and_codes() -> None:
    assert explain(standoff(), "ar.inquire") == [
        "ar.inquire: Dive to the wreck",
        "  Divers bring up what is left of the boat.",
        "  By Arland; CAMEO 090 ACCUSE, Goldstein -2.0; rung 1, severity SQ.",
        "  Costs 1 of the 2 effort of a turn, at most 2 times in a game.",
        "  Can be ordered: always.",
        "  Takes approval 1 hour; preparation 4 to 16, most often 8, hours.",
        "  Goes on for 12 hours.",
        f"  Afterwards: the odds that {SHOT} are multiplied by 1.5 in the eyes of Arland.",
        "  Seen by everybody.",
        "  clear (chance 60 %, severity SQ):",
        f"    a report on whether {SHOT}, right with odds of 6 to 1, reaches Arland",
        "  muddy (chance 40 %, severity SQ):",
        "    if tension on the river is above 60: tension on the river rises by 1",
    ]


def test_an_order_through_a_proxy_tells_that_it_may_not_be_obeyed() -> None:
    told = explain(standoff(), "bo.hold_back")
    assert "  Goes through the guards, which may not obey (pay and the royal seal)." in told
    assert "  Each of the others notices it with a chance: 30 %." in told
    assert "  Others learn of it after 1 to 8, most often 3, hours." in told
    assert "  disobeyed (chance 30 %, severity SQ): nothing more." in told


def test_what_comes_by_itself_tells_when() -> None:
    assert "  While readiness of the river guards is above 10." in explain(standoff(), "skirmish")
    assert "  Every 24 hours, first after 6 to 12, all equally likely, hours." in explain(standoff(), "wages")
    assert "  After 30 hours from the beginning." in explain(standoff(), "envoy")
    assert "  When anger in Arland is above 70, after 6 hours." in explain(standoff(), "widows")
    assert "  By hand, or begun by something else." in explain(standoff(), "whisper")
    told = explain(standoff(), "old_mine")
    assert told[-3:] == [
        "  What it does:",
        "    the figure it gives becomes 0.8 times the dead",
        "    anger in Arland rises by 2",
    ]


def test_what_an_order_does_whatever_comes_of_it_is_told_once() -> None:
    told = explain(standoff(), "ar.raid")
    at = told.index("  Whatever comes of it:")
    assert told[at + 2 : at + 4] == [
        "    anger in Arland falls by 0.5 times the amount drawn",
        "  success (weight 0.6 minus 0.3 times readiness of the river guards divided by 100, severity VI):",
    ]


def test_a_gauge_tells_its_bounds_who_sees_it_and_what_changes_it() -> None:
    assert explain(standoff(), "readiness") == [
        "readiness: readiness of the river guards",
        "  It lies between 0 and 100.",
        "  It starts at 30.",
        "  Arland sees it give or take 4 plus 0.1 times tension on the river and off by -3.",
        "  Borland sees it exactly.",
        "  Changed by: Raid the guard posts, Let the guards shoot, Hold the guards back and Wages of the guards.",
    ]
    assert "  It counts whole things between 0 and 10000 persons and can only rise." in explain(standoff(), "dead")
    assert "  It is drawn back to 20; half of the distance is gone after 96 hours." in explain(standoff(), "tension")


def test_a_parameter_tells_its_value_range_source_and_grade() -> None:
    assert explain(compiled(), "skirmish_rate") == [
        "skirmish_rate: skirmishes a day at a tension of 50",
        "  It is 0.6 (a day).",
        "  Plausible: 0.2 to 1.5; possible: 0 to 10.",
        "  As of 2031-05-03: 0.4 (a day).",
        "  Source: Invented for this scenario; nothing is measured (grade D: a judgement).",
    ]


VERBS = {
    "deploy(brigade)": "2nd Arland Brigade is sent out",
    "recall(brigade)": "2nd Arland Brigade is called back",
    "teach(shot, ar)": "Arland learns whether the river guards fired on the boat",
    "begin(widows)": "“The widows march” comes after 6 hours",
    "begin(widows, 2)": "“The widows march” comes after 2 hours",
    "claim(old_mine)": "“Borland's court” is heard after 2 hours",
    "cancel(bo, force)": "the waiting orders of the kind “force” of Borland are called off",
    "cancel(bo, any)": "the waiting orders of Borland are called off",
    "alert(ar)": "Arland decides out of turn",
    "alert(ar, 2)": "Arland decides out of turn after 2 hours",
    "commit(keep_quiet)": "the commitment that the guards hold their fire is made",
    "release(keep_quiet)": "the commitment that the guards hold their fire is lifted",
    "instruct(guards_command, escalate)": "Borland asks the guards to escalate",
    "instruct(guards_command, restrain)": "Borland asks the guards for restraint",
    "instruct(guards_command, nothing)": "Borland asks the guards for nothing any more",
    "stop(bo.unleash)": "“Let the guards shoot” ends",
    "tension = 5": "tension on the river becomes 5",
    "tension *= 0.5": "tension on the river is multiplied by 0.5",
    "tension += -5": "tension on the river falls by 5",
    "tension -= choice(1, 3, 2, 1)": "tension on the river falls by 1 (75 %) or 2 (25 %)",
    "evidence(shot, 2, all)": f"the odds that {SHOT} are multiplied by 2 in the eyes of everybody",
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_effect_has_its_english(verb: str) -> None:
    told = explain(compiled(Swap("effects: [tension -= 3]", f'effects: ["{verb}"]')), "envoy")
    assert told[-2:] == ["  What it does:", f"    {VERBS[verb]}"]


def test_why_an_action_cannot_be_ordered_is_told_with_what_stands_in_the_way() -> None:
    start = standoff().program.start
    assert requirement_english(standoff(), "ar.deploy_brigade", start) == "“2nd Arland Brigade” is at home"
    assert requirement_english(standoff(), "ar.raid", start) == (
        f"“2nd Arland Brigade” is not in the theatre and the chance that {SHOT} (0.5) is at most 0.5"
    )
    assert requirement_english(standoff(), "ar.inquire", start) == "always"


def test_everything_that_has_a_name_can_be_explained() -> None:
    names = standoff().names
    for name in (*names.parameters, *standoff().scenario.gauges, *names.happenings):
        lines = explain(standoff(), name)
        assert lines[0].startswith(f"{name}: ")
        assert all(line and "\n" not in line for line in lines)
    told = "\n".join(overview(standoff()))
    assert all(name in told for name in (*names.parameters, *standoff().scenario.gauges, *names.actions))


def test_what_does_not_exist_is_one_clear_line() -> None:
    with pytest.raises(ScenarioError) as caught:
        explain(standoff(), "ar.ride")
    assert str(caught.value) == "nothing in the scenario is called 'ar.ride' (did you mean ar.raid?)"


def test_what_has_not_happened_is_told_so_and_not_in_hours() -> None:
    asked = compiled(Swap("requires: at_home(brigade)", "requires: since(envoy) < 24"))
    values = list(asked.program.start)
    values[asked.program.places.slots :] = [-1e6] * (len(values) - asked.program.places.slots)
    assert requirement_english(asked, "ar.deploy_brigade", values) == "“An envoy comes” has not happened"


def test_a_fact_tells_who_holds_it_how_likely() -> None:
    told = explain(new_years_eve(), "kh_fired_k1")
    assert told[0] == "kh_fired_k1: whether Kata'ib Hezbollah fired on K-1"
    assert "  It is so with a chance of 85 %; drawn before the first minute." in told
    assert "  As likely as Iran holds it at first: 80 %." in told
    assert "  Known to Militias." in told


def test_a_force_tells_its_way() -> None:
    told = explain(new_years_eve(), "irf")
    assert "  650 persons of US, at home at the first minute." in told
    assert "  When it arrives:" in told
    assert "    the number of American troops in the region rises by 650" in told


def test_a_commitment_tells_what_calls_keeps_and_breaks_it() -> None:
    told = explain(new_years_eve(), "us_ultimatum")
    assert "  An ultimatum of US to Iran, known to everybody." in told
    assert "  It stands for 24 to 72, most often 48, hours; once called, there are 72 hours to act." in told
    assert "    the credibility of American threats falls by 0.2" in told
    assert any(line.startswith("  Kept by any of: “Strike five sites") for line in told)


def test_an_agreement_tells_its_clauses() -> None:
    told = explain(new_years_eve(), "truce_of_two")
    assert "  US to Iran: no American strikes for four days (us_hold)." in told
    assert "  Known to US, Iran and Baghdad." in told


def test_a_persona_tells_its_traits_and_a_link_its_orders() -> None:
    assert "  nerve 0.25; force 0.4; caution 0.5; answer 1.2; talk -0.3; pride 1.4." in explain(new_years_eve(), "hawk")
    told = explain(new_years_eve(), "qf_kh")
    assert told[0] == "qf_kh: Quds Force over KH"
    assert "  Orders that go through it: ir.order_harass, ir.order_crowd and ir.restrain." in told


@pytest.mark.parametrize("name", ["new_years_eve", "standoff", "first_steps"])
def test_whatever_is_listed_can_be_explained(name: str) -> None:
    whole = load(name).compiled
    listed = [line.split()[0].rstrip(":") for line in overview(whole) if line.startswith("  ")]
    assert len(listed) > 20
    for each in listed:
        assert explain(whole, each)[0].startswith(f"{each}: "), each
