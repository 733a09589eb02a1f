"""One typed tree, one result: Python functions, table code (also compiled) and Python itself agree bit by bit."""

import math
import struct
from types import FunctionType
from typing import Any

import numba
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings

from crisis_sim.language import (
    NUMBER,
    TRUTH,
    LanguageError,
    Reading,
    Tree,
    because,
    build,
    check,
    closure,
    closures,
    english,
    interpret,
    opcodes,
    parse_expression,
    places,
    table_code,
    walk,
)
from crisis_sim.language.arithmetic import CALCULATE
from tests.language.scope import ROW, SCOPE, interpreted, number_of, tree_of
from tests.language.strategies import Case, cases

compiled_interpret: Any = numba.njit(interpret)
searching = settings(
    max_examples=max(200, settings().max_examples),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def bits(number: float) -> bytes:
    assert type(number) is float
    return struct.pack("<d", number)


def typed(case: Case) -> Tree:
    result = outcome(case)
    if isinstance(result, LanguageError):
        # The generator guards every domain: what is left is too large or too long, or a form it makes without looking.
        reasons = ("too large", "split it", "low end of clamp", "chain of comparisons")
        assert any(reason in result.message for reason in reasons)
        reject()
    return result


def outcome(case: Case) -> Tree | LanguageError:
    try:
        return check(parse_expression(case.text), case.scope)
    except LanguageError as error:
        return error


@searching
@given(cases())
def test_every_back_end_gives_the_same_bits(case: Case) -> None:
    tree = typed(case)
    assert (tree.kind is TRUTH) == case.truth
    result = closure(tree)(case.row)
    assert bits(result) == bits(interpreted(tree, case.row))
    assert bits(result) == bits(case.by_python())


@searching
@given(cases())
def test_results_are_finite_and_within_the_interval_of_the_tree(case: Case) -> None:
    tree = typed(case)
    result = closure(tree)(case.row)
    assert math.isfinite(result)
    assert math.isfinite(tree.low)
    assert math.isfinite(tree.high)
    assert tree.low <= result <= tree.high


@searching
@given(cases())
def test_the_interval_of_every_part_holds_too(case: Case) -> None:
    for part in walk(typed(case)):
        assert part.low <= closure(part)(case.row) <= part.high


@searching
@given(cases())
def test_the_compiled_interpreter_gives_the_same_bits(case: Case) -> None:
    tree = typed(case)
    table = table_code([tree], len(case.row))
    row = np.array([*case.row, *table.numbers, *[math.nan] * table.registers])
    result = compiled_interpret(np.array(table.code, np.int64), 0, row)
    assert bits(result) == bits(closure(tree)(case.row))


@searching
@given(cases())
def test_english_is_one_line_whatever_the_formula(case: Case) -> None:
    tree = typed(case)
    for told in (english(tree), because(tree, case.row)):
        assert told.strip() == told != ""
        assert "\n" not in told


@searching
@given(cases())
def test_a_text_written_in_the_standard_way_means_the_same(case: Case) -> None:
    tree = typed(case)
    parsed = parse_expression(case.text)
    assume(len(parsed.text) <= 500)
    assert check(parse_expression(parsed.text), case.scope) == tree


def test_many_formulas_share_one_table() -> None:
    texts = ["tension + 0.5", "0.5 * oil", "siege and tension > 0.5", "3", "siege", "-0.0 * tension", "0.0 * balance"]
    trees = [tree_of(text) for text in texts]
    table = table_code(trees, len(ROW))
    assert sorted(map(repr, table.numbers)) == ["-0.0", "0.0", "0.5", "3.0"]
    row = [*ROW, *table.numbers, *[math.nan] * table.registers]
    together = [interpret(table.code, formula, row) for formula in range(len(trees))]
    assert list(map(bits, together)) == [bits(function(ROW)) for function in closures(trees)]
    assert row[: len(ROW)] == list(ROW)


def test_a_thousand_functions_come_in_the_order_of_their_trees() -> None:
    trees = [tree_of(f"tension + {number}") for number in range(1000)]
    assert [function(ROW) for function in closures(trees)] == [62.0 + number for number in range(1000)]
    assert closures([]) == []


def test_an_instruction_has_its_operation_and_places_from_the_lowest_byte_up() -> None:
    table = table_code([tree_of("tension - oil")], 100)
    first = table.code[table.code[0]]
    assert (first & 0xFF, first >> 8 & 0xFFFF, first >> 24 & 0xFFFF, first >> 40) == (opcodes.SUBTRACT, 100, 0, 2)
    assert len(table.code) == 3
    assert table.code[2] & 0xFF == opcodes.GIVE


def test_a_row_too_long_for_sixteen_bits_is_refused() -> None:
    assert table_code([tree_of("tension + 1")], 65_534).numbers == [1.0]
    with pytest.raises(LanguageError, match="65,536"):
        table_code([tree_of("tension + 1")], 65_535)


def test_the_longest_list_of_values_does_not_nest_deep() -> None:
    text = "max(" + ",".join(["oil"] * 120) + ")"
    assert number_of(text) == 70.0
    assert table_code([tree_of(text)], len(ROW)).registers < 10
    assert english(tree_of("max(oil, tension, 3)")) == "the largest of the price of oil, tension and 3"


def test_registers_are_reused() -> None:
    flat = "tension" + " + tension" * 40
    assert table_code([tree_of(flat)], len(ROW)).registers == 1
    assert table_code([tree_of("tension * (oil + (balance * (tension + 1)))")], len(ROW)).registers <= 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("min(0.0 * balance, -0.0)", "0.0"),
        ("min(-0.0, 0.0 * balance)", "-0.0"),
        ("max(0.0 * balance, -0.0)", "0.0"),
        ("max(-0.0, 0.0 * balance)", "-0.0"),
        ("-balance", "-0.0"),
        ("abs(-balance)", "0.0"),
        ("floor(-balance)", "0.0"),
        ("floor(0 - tension / 100)", "-1.0"),
        ("-siege * 0", "-0.0"),
        ("balance == -balance", "1.0"),
        ("not balance > 0", "1.0"),
        ("not (siege and mechanism.rally)", "1.0"),
        ("0 < tension < 100 < oil + 40", "1.0"),
        ("1 < 2 > tension", "0.0"),
        ("3 if siege else 4", "3.0"),
        ("siege", "1.0"),
        ("true", "1.0"),
        ("siege + siege", "2.0"),
        ("+siege", "1.0"),
        ("siege > 0.5", "1.0"),
        ("siege != true", "0.0"),
        ("siege == (tension > 50)", "1.0"),
        ("clamp(tension, 0, 50)", "50.0"),
        ("clamp(tension, 65, 80)", "65.0"),
        ("logistic(-800 * siege)", "0.0"),
        ("now() + 1", "8.0"),
        ("since(us.strike_militia)", "3.0"),
        ("7 / 2", "3.5"),
        ("1_000", "1000.0"),
        ("min(tension, oil, 3, 5)", "3.0"),
        ("(siege if tension > 70 else warned) and 1 < 2", "1.0"),
        ("tension if warned else siege", "62.0"),
    ],
)
def test_awkward_values_come_out_alike(text: str, expected: str) -> None:
    assert repr(number_of(text)) == expected


def test_a_whole_number_in_the_text_is_a_float_in_the_result() -> None:
    assert type(closure(tree_of(3))(ROW)) is float
    assert type(closure(tree_of("3 if siege else 4"))(ROW)) is float


def test_constants_are_worked_out_once() -> None:
    assert tree_of("2 * 3 + 1") == build.number(7.0)
    assert tree_of("tension > 5 or 2 > 1") == tree_of("true")
    assert tree_of("not not siege") == tree_of("siege")
    assert tree_of("siege == false") == tree_of("not siege")


def test_the_compiled_functions_see_no_builtins() -> None:
    function = closure(tree_of("exp(balance) + min(tension, oil * 2)"))
    assert isinstance(function, FunctionType)
    assert function.__globals__["__builtins__"] == {}
    assert set(function.__globals__) == {"__builtins__", "abs", "exp", "log", "sqrt", "logistic", "floor", "float"}


def test_every_operation_on_numbers_reaches_every_back_end() -> None:
    unary = {
        opcodes.NEGATE,
        opcodes.ABS,
        opcodes.EXP,
        opcodes.LOG,
        opcodes.SQRT,
        opcodes.LOGISTIC,
        opcodes.FLOOR,
    }
    for op in CALCULATE:
        part = build.value(2, "the price of oil", 20.0, 200.0)
        tree = build.calculate(op, part) if op in unary else build.calculate(op, part, part)
        assert bits(closure(tree)(ROW)) == bits(interpreted(tree, ROW))
        assert english(tree)


def test_places_are_those_the_formula_reads() -> None:
    assert places(tree_of("tension > 50 and since(us.strike_militia) > 2 or siege")) == {0, 1, 7}


def test_a_number_given_by_yaml_is_an_expression() -> None:
    assert tree_of(0.25) == build.number(0.25)
    assert tree_of(True).kind is TRUTH
    assert check(parse_expression(True), SCOPE, NUMBER) == build.number(1.0)


def test_readings_with_unusable_bounds_are_refused() -> None:
    for reading in (Reading(0, "x", 0.0, math.inf), Reading(0, "x", 2.0, 1.0), Reading(0, "x", 0.0, 2.0, truth=True)):
        with pytest.raises(LanguageError, match="x "):
            check(parse_expression("x"), type(SCOPE)({"x": reading}))
