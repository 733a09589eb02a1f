"""Parameters are set within their bounds, and setting them changes nothing but values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.compiler import compile_scenario, with_parameters
from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import load_texts
from tests.compiler.standoff import TEXT, standoff


@given(st.floats(0, 1), st.floats(0, 10))
def test_setting_parameters_changes_the_start_and_nothing_else(control: float, rate: float) -> None:
    settings = {"guard_control": control, "skirmish_rate": rate}
    set_ = with_parameters(standoff(), settings)
    assert set_.parameters == {**standoff().parameters, **settings}
    assert set_.program._replace(start=standoff().program.start) == standoff().program
    assert set_.program.start[:3] == [control, rate, 1.0]
    assert set_.program.start[3:] == standoff().program.start[3:]
    assert all(type(value) is float for value in set_.program.start)


def test_what_was_set_before_stays_set() -> None:
    set_ = with_parameters(with_parameters(standoff(), {"guard_control": 1}), {"mechanism.mediation": 0})
    assert set_.parameters == {"guard_control": 1.0, "skirmish_rate": 0.6, "mechanism.mediation": 0.0}


def test_settings_can_be_given_at_once() -> None:
    compiled = compile_scenario(load_texts({"scenario.yaml": TEXT}), {"guard_control": 0.5})
    assert compiled.program.start == with_parameters(standoff(), {"guard_control": 0.5}).program.start


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"guards_control": 0.5},
            "there is no parameter 'guards_control' (did you mean guard_control?); `crisis-sim explain` lists them",
        ),
        ({"guard_control": 1.5}, "guard_control must lie between 0 and 1, and 1.5 does not"),
        ({"guard_control": float("nan")}, "guard_control must lie between 0 and 1, and nan does not"),
        ({"guard_control": float("-inf")}, "guard_control must lie between 0 and 1, and -inf does not"),
        ({"tension": 0.5}, "there is no parameter 'tension'; `crisis-sim explain` lists them"),
    ],
)
def test_what_cannot_be_set_is_one_clear_line(settings: dict[str, float], said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        with_parameters(standoff(), settings)
    assert str(caught.value) == said


def test_everything_that_cannot_be_set_is_told_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        with_parameters(standoff(), {"guard_control": 2, "skirmish_rate": -1, "x": 0})
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(("date", "rate"), [("2031-05-03", 0.4), ("2031-06-01", 0.4), (None, 0.6)])
def test_values_as_of_a_date_are_free_of_later_knowledge(date: str | None, rate: float) -> None:
    compiled = compile_scenario(load_texts({"scenario.yaml": TEXT}), as_of=date)
    assert compiled.parameters["skirmish_rate"] == rate
    assert compiled.parameters["guard_control"] == 0.7


def test_what_is_set_goes_before_what_was_known() -> None:
    compiled = compile_scenario(load_texts({"scenario.yaml": TEXT}), {"skirmish_rate": 2}, as_of="2031-05-03")
    assert compiled.parameters["skirmish_rate"] == 2.0


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2031-05-02", "no parameter has a value as of 2031-05-02: the earliest is as of 2031-05-03"),
        ("yesterday", "a date is written YYYY-MM-DD, and not 'yesterday'"),
    ],
)
def test_a_date_that_means_nothing_is_one_clear_line(date: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        compile_scenario(load_texts({"scenario.yaml": TEXT}), as_of=date)
    assert str(caught.value) == said


def test_a_scenario_without_dated_values_says_so() -> None:
    undated = TEXT.replace("    as_of: {2031-05-03: 0.4}\n", "")
    with pytest.raises(ScenarioError, match="no parameter of this scenario has values as of a date"):
        compile_scenario(load_texts({"scenario.yaml": undated}), as_of="2031-05-03")
