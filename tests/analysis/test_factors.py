"""What an experiment varies is read from what a person writes, and every mistake is one line."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.analysis.factors import Factor, factors_of, setting
from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.terms.records import WrongUse

STANDOFF = cs.load("standoff").compiled


def factors(*texts: str, grades: str = "") -> list[Factor]:
    return factors_of(STANDOFF, texts, grades)


def test_a_parameter_by_its_name_takes_its_declared_range() -> None:
    assert factors("guard_control") == [Factor("guard_control", 0.4, 0.9)]


def test_a_range_of_ones_own_may_go_as_far_as_the_bounds() -> None:
    assert factors("skirmish_rate=0:10") == [Factor("skirmish_rate", 0.0, 10.0)]


def test_values_can_be_listed() -> None:
    assert factors("skirmish_rate=0.2, 0.6,1") == [Factor("skirmish_rate", values=(0.2, 0.6, 1.0))]


def test_who_plays_is_a_factor_too() -> None:
    assert factors("ar=hawk,dove") == [Factor("ar", values=("hawk", "dove"), seat=True)]
    assert factors("agents=hawk,random") == [Factor("agents", values=("hawk", "random"), seat=True)]


def test_a_star_takes_every_parameter_that_it_fits() -> None:
    assert factors("mechanism.*") == [Factor("mechanism.mediation", 0.0, 1.0)]


def test_a_grade_takes_its_parameters_but_no_switches_of_mechanisms() -> None:
    assert [one.name for one in factors(grades="CD")] == ["guard_control", "skirmish_rate"]
    assert [one.name for one in factors("skirmish_rate=0:1", "mechanism.*", grades="d")] == [
        "skirmish_rate",
        "mechanism.mediation",
        "guard_control",
    ]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["guard_contrl"], "did you mean guard_control?"),
        (["guard_control=0.5:1.5"], "guard_control must lie between 0 and 1, and 1.5 does not"),
        (["guard_control=0.9:0.4"], "from a lower to a higher value"),
        (["guard_control=low:high"], "PARAM=LOW:HIGH"),
        (["guard_control=nan:1"], "guard_control must lie between 0 and 1"),
        (["guard_control=0.5"], "two values or more"),
        (["guard_control=0.5,0.5"], "each once"),
        (["guard_control", "guard_control=0:1"], "guard_control is a factor twice"),
        (["mechanism.*", "mechanism.mediation=0,1"], "mechanism.mediation is a factor twice"),
        (["ar"], "two values or more"),
        (["ar=hawk,hwak"], "did you mean hawk?"),
        (["ar=hawk,human"], "a person"),
        (["agents=hawk,dove", "ar=hawk,dove"], "agents is for all seats"),
        (["swiss.*"], "no parameter fits 'swiss.*'"),
        ([], "nothing varies"),
    ],
)
def test_what_cannot_be_is_one_line(texts: list[str], said: str) -> None:
    with pytest.raises((WrongUse, ScenarioError)) as caught:
        factors(*texts)
    assert said in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_grade_that_is_none_is_refused() -> None:
    with pytest.raises(WrongUse, match="grades are A, B, C or D"):
        factors(grades="E")


def test_the_values_of_factors_are_settings_and_agents() -> None:
    chosen = factors("guard_control=0:1", "agents=hawk,dove")
    assert setting(chosen, [0.25, "dove"], ["ar", "bo"]) == ({"guard_control": 0.25}, {"ar": "dove", "bo": "dove"})


def test_a_factor_comes_back_from_what_is_kept_of_it() -> None:
    for factor in factors("guard_control=0:1", "skirmish_rate=0.2,1", "ar=hawk,dove"):
        assert Factor.from_dict(factor.to_dict()) == factor
