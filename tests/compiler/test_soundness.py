"""Whatever compiles is sound; what is not sound is noticed; and what does not compile is told in lines with places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crisis_sim.compiler import Compiled, blank_state, check_program, compile_scenario
from crisis_sim.language import build
from crisis_sim.rules.game import advance, over, start
from crisis_sim.scenario.errors import Problem, ScenarioError
from crisis_sim.scenario.loading import load_texts
from crisis_sim.scenario.reading import read_texts
from crisis_sim.terms.codes import DOCTRINE, RANDOM
from crisis_sim.terms.rows import Program
from tests.compiler.standoff import TEXT, standoff

Way = tuple[str | int, ...]

WHOLE: Any = read_texts({"scenario.yaml": TEXT}).root.plain()
STRANGE = [
    *(0, 1, -1, 0.5, 1e15, True, False, "any", "all", "nobody", "tension", "shot", "ar", "bo", "guards", "0/0"),
    *("1 / tension", "drawn", "now > 3", "persona.boldness", "count(ar.raid)", "uniform(0, drawn)", "belief(shot)"),
    *("deploy(brigade)", "tension += drawn", "begin(envoy)", "commit(red_line)", "poisson(dead)", "knows", "never"),
]


def ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """The ways to all that is in a value."""
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*way, step)
        if isinstance(inner, dict | list):
            yield from ways(inner, (*way, step))


def at(value: Any, way: Way) -> Any:
    for step in way:
        value = value[step]
    return value


WAYS = list(ways(WHOLE))


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """The standoff, with a few things taken out, put elsewhere, or replaced by something strange."""
    whole = json.loads(json.dumps(WHOLE))
    for _ in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(list(ways(whole))))
        parent, step = at(whole, way[:-1]), way[-1]
        match draw(st.sampled_from(["out", "other", "strange"])):
            case "out":
                del parent[step]
            case "other":
                parent[step] = json.loads(json.dumps(at(WHOLE, draw(st.sampled_from(WAYS)))))
            case _:
                parent[step] = draw(st.sampled_from(STRANGE))
    return whole


def compiled_or_refused(text: str) -> Compiled | tuple[Problem, ...]:
    try:
        return compile_scenario(load_texts({"scenario.yaml": text}))
    except ScenarioError as error:
        return error.problems


@given(damaged(), st.sampled_from([DOCTRINE, RANDOM]))
@example(WHOLE, DOCTRINE)
def test_a_damaged_scenario_is_refused_in_its_places_or_sound_and_playable(scenario: Any, agent: int) -> None:
    text = json.dumps(scenario, indent=1)
    lines = text.splitlines()
    compiled = compiled_or_refused(text)
    if isinstance(compiled, tuple):
        assert compiled
        for problem in compiled:
            assert problem.file == "scenario.yaml"
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
            assert "\n" not in problem.message
        return
    program = compiled.program
    assert check_program(program, compiled.trees) == []
    state = blank_state(program)
    seats = program.sizes.seats
    start(program, state, 7, 0, [agent] * seats, [0] * seats)
    for _ in range(400):
        if over(state):
            break
        advance(program, state)


def rows_of(program: Program) -> list[tuple[str, str | None]]:
    """Every row that a program holds numbers in: its part, and its field where the part has several."""
    found: list[tuple[str, str | None]] = []
    for part, value in program._asdict().items():
        if part in ("sizes", "places", "formulas"):
            continue
        found += [(part, field) for field in value._fields] if hasattr(value, "_fields") else [(part, None)]
    return found


def row_at(program: Program, part: str, field: str | None) -> list[Any]:
    rows = getattr(program, part)
    row: list[Any] = rows if field is None else getattr(rows, field)
    return row


FILLED = [name for name in rows_of(standoff().program) if row_at(standoff().program, *name)]


@given(st.sampled_from(FILLED), st.data(), st.sampled_from(["huge", "negative", "type", "longer", "shorter", "nan"]))
def test_no_number_out_of_range_goes_unnoticed(name: tuple[str, str | None], data: st.DataObject, how: str) -> None:
    part, field = name
    row = list(row_at(standoff().program, part, field))
    at_ = data.draw(st.integers(0, len(row) - 1))
    is_float = type(row[at_]) is float
    match how:
        case "longer":
            row.append(row[-1])
        case "shorter":
            row.pop()
        case "nan":
            row[at_] = float("nan")
        case "type":
            row[at_] = int(row[at_]) if is_float else float(row[at_])
        case _ if is_float:
            row[at_] = float("inf") if how == "huge" else float("-inf")
        case "huge":
            row[at_] = 1 << 40
        case _:
            row[at_] = -2
    program = standoff().program
    rows = getattr(program, part)
    change: dict[str, Any] = {part: row if field is None else rows._replace(**{field: row})}
    assert check_program(program._replace(**change), standoff().trees)


# No row is as long as these say.
FREE = {"actors", "horizon", "turn", "first_turn", "effort", "log", "agenda"}
SIZES = [
    (field, size) for field in standoff().program.sizes._fields for size in (-1, 10**6) if size < 0 or field not in FREE
]


@pytest.mark.parametrize(("field", "size"), SIZES)
def test_no_size_that_does_not_fit_goes_unnoticed(field: str, size: int) -> None:
    program = standoff().program
    assert check_program(program._replace(sizes=program.sizes._replace(**{field: size})))


def test_formulas_and_trees_that_do_not_go_together_are_noticed() -> None:
    program = standoff().program
    assert check_program(program, standoff().trees[:-1])
    outside = build.value(program.sizes.values, "x", 0.0, 1.0)
    assert any("reads place" in fault for fault in check_program(program, (outside, *standoff().trees[1:])))
