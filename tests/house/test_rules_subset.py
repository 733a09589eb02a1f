"""The rules keep to the part of Python that runs the same compiled: what would fail or differ there is found here."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.checkout import ROOT

RULES = sorted((ROOT / "src/crisis_sim/rules").rglob("*.py"))

REFUSED_NODES = {
    ast.ListComp: "a comprehension allocates",
    ast.SetComp: "a comprehension allocates",
    ast.DictComp: "a comprehension allocates",
    ast.GeneratorExp: "a generator does not compile",
    ast.List: "a list allocates",
    ast.Dict: "a dict does not compile",
    ast.Set: "a set does not compile",
    ast.Lambda: "a function stands at module level",
    ast.AsyncFunctionDef: "rules do not wait",
    ast.Yield: "a generator does not compile",
    ast.JoinedStr: "a raise has a constant text",
    ast.NamedExpr: "a walrus does not compile",
    ast.Try: "rules do not catch",
    ast.With: "rules hold no resources",
    ast.Global: "rules have no state of their own",
    ast.Nonlocal: "rules have no state of their own",
    ast.Slice: "a row has no slices",
    ast.Delete: "nothing is deleted",
}
REFUSED_CALLS = {
    **dict.fromkeys(("len", "sum", "sorted", "reversed", "enumerate", "zip", "map", "filter"), "a row has no length"),
    **dict.fromkeys(("list", "dict", "set", "getattr", "setattr", "hasattr", "isinstance"), "it does not compile"),
    **dict.fromkeys(("print", "open", "input", "eval", "exec"), "rules are pure"),
}


def departures(source: str) -> list[str]:
    """What in this text of a rules module leaves the subset, as `line: why`."""
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return [
        f"{getattr(node, 'lineno', function.lineno)}: {why}"
        for function in functions
        for statement in function.body
        for node in ast.walk(statement)
        for why in reasons(node, function)
    ]


def reasons(node: ast.AST, function: ast.FunctionDef) -> Iterator[str]:
    if type(node) in REFUSED_NODES:
        yield REFUSED_NODES[type(node)]
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield "a function stands at module level"
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.UnaryOp):
        yield "a negative index reads foreign memory"
    if isinstance(node, ast.Attribute) and node.attr == "_replace":
        yield "_replace does not compile"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in REFUSED_CALLS:
            yield f"{node.func.id}(): {REFUSED_CALLS[node.func.id]}"
        if node.func.id == function.name:
            yield "a rule does not call itself"
        if node.func.id == "round" and len(node.args) > 1:
            yield "round(x, n) differs"


def test_the_rules_keep_to_what_compiles() -> None:
    assert RULES
    found = {path.name: departures(path.read_text(encoding="utf-8")) for path in RULES}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        "[x for x in row]",
        "sum(x for x in row)",
        "len(row)",
        "row[-1]",
        "row[1:2]",
        "table._replace(x=1)",
        "{1: 2}",
        "{1}",
        "[1]",
        "lambda: 1",
        "f'{row}'",
        "(x := 1)",
        "round(row[0], 2)",
        "reversed(row)",
        "rule(row)",
        "print(row)",
    ],
)
def test_a_departure_is_found(line: str) -> None:
    assert departures(f"def rule(row):\n    return {line}\n")


def test_plain_arithmetic_on_rows_is_fine() -> None:
    source = """
def rule(program: Program, state: State, i: int = 0) -> tuple[int, float]:
    "Rows, loops and early returns."
    for j in range(i, program.count):
        if state.kind[j] in (1, 2):
            return j, state.values[j - 1] * 2.0
    assert i >= 0, "below zero"
    return 0, round(state.values[0])
"""
    assert departures(source) == []
