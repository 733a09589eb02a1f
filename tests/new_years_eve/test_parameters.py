"""Every number says where it comes from and how good it is; what lessons turn can be turned as far as promised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from crisis_sim.compiler import with_parameters
from crisis_sim.scenario.constructs import Parameter, Sourced
from crisis_sim.scenario.errors import ScenarioError
from tests.new_years_eve.runs import crisis, history, recorded, scenario, text

SCENARIO = scenario()
PARAMETERS = sorted(SCENARIO.parameters.items())
SOURCED: dict[str, dict[str, Sourced]] = {
    "gauges": dict(SCENARIO.gauges),
    "forces": dict(SCENARIO.forces),
    "facts": dict(SCENARIO.facts),
    "links": dict(SCENARIO.links),
    "actions": dict(SCENARIO.actions),
    "processes": dict(SCENARIO.processes),
    "injects": dict(SCENARIO.injects),
}
CITED_AS_A_WHOLE = {"cameo", "rivera"}
"""Whose tables the codes and classes of all actions come from."""

TURNED = {
    "control_qf_kh": (0, 1),
    "embassy_defence": (0, 1),
    "k1_american_death": (0, 1),
    "swiss_channel": (0, 1),
    "crowd_arrivals": (0, 4000),
    "offramp": (0, 1.5),
}
"""What lessons turn, and how far at least."""


def named(kind: str) -> Iterator[tuple[str, Sourced]]:
    yield from SOURCED[kind].items()


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=[name for name, _ in PARAMETERS])
def test_every_parameter_has_a_value_a_range_a_source_and_a_grade(name: str, parameter: Parameter):
    (low, high), (least, most) = parameter.range, parameter.bounds
    assert least <= low <= parameter.value <= high <= most
    assert low < high, "a range of nothing cannot be swept"
    assert parameter.unit
    assert parameter.grade in "ABCD"
    assert parameter.source in SCENARIO.sources


@pytest.mark.parametrize("kind", SOURCED)
def test_whatever_holds_numbers_has_a_source_and_a_grade(kind: str):
    assert {name for name, one in named(kind) if one.grade is None or one.source is None} == set()
    assert {one.source for _, one in named(kind)} <= set(SCENARIO.sources)


def test_every_source_is_used():
    assert {name for name in SCENARIO.sources if not re.search(rf"source: {name}\b", text())} <= CITED_AS_A_WHOLE


def test_every_judgement_is_graded_as_one():
    assert {parameter.grade for _, parameter in PARAMETERS if parameter.source == "judgement"} == {"D"}


def test_half_of_the_parameters_are_judgements_and_nobody_hides_it():
    grades = Counter(parameter.grade for _, parameter in PARAMETERS)
    assert grades["D"] > grades["A"] + grades["B"]


def test_what_was_known_only_later_has_a_value_free_of_it():
    late = {name: one for name, one in PARAMETERS if one.source == "hindsight"}
    assert len(late) >= 8
    for name, parameter in late.items():
        assert set(parameter.as_of) == {"2020-01-01"}, name
        assert parameter.bounds[0] <= parameter.as_of["2020-01-01"] <= parameter.bounds[1], name
    assert all(not one.as_of for _, one in PARAMETERS if one.source != "hindsight")


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, ends in TURNED.items() for value in ends])
def test_what_lessons_turn_can_be_turned_as_far_as_promised(name: str, value: float):
    result = crisis().run(seed=3, settings={name: value})
    assert result.game.compiled.parameters[name] == value
    assert result.outcome in SCENARIO.outcomes


@pytest.mark.parametrize("name", TURNED)
def test_what_lies_beyond_the_bounds_is_refused_in_one_line(name: str):
    beyond = SCENARIO.parameters[name].bounds[1] + 1
    with pytest.raises(ScenarioError) as refused:
        with_parameters(crisis().compiled, {name: beyond})
    assert str(refused.value).count("\n") == 0
    assert name in str(refused.value)


def test_the_historical_line_turns_nothing_but_when_it_ends():
    wanted = recorded().parameters
    changed = {name for name, value in wanted.items() if SCENARIO.parameters[name].value != value}
    assert changed == {"end_after_siege"}
    assert history().game.compiled.parameters["end_after_siege"] == 24
