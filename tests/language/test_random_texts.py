"""Random texts by the thousand: what Python itself would call outside the grammar is refused, with one clear line."""

import ast
import os
import random
import re
import warnings

import pytest

from crisis_sim.language import (
    Effect,
    LanguageError,
    Tree,
    check,
    closure,
    parse_effect,
    parse_expression,
    table_code,
)
from tests.language.scope import ROW, SCOPE

ALLOWED = (
    ast.Expression | ast.Constant | ast.Name | ast.Attribute | ast.Load | ast.Call | ast.IfExp
    | ast.UnaryOp | ast.Not | ast.USub | ast.UAdd | ast.BinOp | ast.Add | ast.Sub | ast.Mult | ast.Div
    | ast.BoolOp | ast.And | ast.Or | ast.Compare | ast.Lt | ast.LtE | ast.Gt | ast.GtE | ast.Eq | ast.NotEq
)  # fmt: skip


KNOWN = [
    "tension",
    "siege",
    "oil",
    "us.approval",
    "mechanism.rally",
    "balance",
    "true",
    "False",
    "0",
    "1",
    "2.5",
    "1e3",
]
STRANGE = [
    "tensoin",
    "x",
    "us.strike_militia",
    "__class__",
    "us._x",
    "''",
    "None",
    "...",
    "1j",
    "[]",
    "{}",
    "()",
    "'a'",
    "min",
    "since",
    "uniform",
]
FORMS = [
    "(X + X)", "X - X", "(X * X)", "X / X", "X / max(abs(X), 1)", "-X", "not X", "+X", "(X)",
    "X and X", "(X or X)", "(X < X)", "X <= X < X", "(X == X)", "X != X", "(X if X else X)",
    "min(X, X)", "max(X, X, X)", "abs(X)", "clamp(X, X, X)", "exp(X)", "log(X)", "sqrt(X)",
    "logistic(X)", "floor(X)", "since(us.strike_militia)", "uniform(X, X)",
]  # fmt: skip
FOREIGN = [
    "X ** X", "X // X", "X % X", "X @ X", "X & X", "X | X", "X ^ X", "X << X", "~X", "X is X", "X in X", "X not in X",
    "lambda: X", "lambda x: X", "(X := X)", "[X]", "[X, X]", "X[X]", "X.real", "X.__class__", "X()", "X(X)", "eval(X)",
    "min(*X)", "min(X, key=X)", "f'{X}'", "[x for x in X]", "(x for x in X)", "await X", "(yield X)", "X, X", "X; X",
    "X\nX", "X # X", "*X", "{X: X}", "{X}", "'X'", "X = X", "__import__(X)", "X:X", "{x: X for x in X}", "X if X",
]  # fmt: skip
SCRAPS = [*KNOWN, *STRANGE, *"+-*/<>=!()[]{},.:;%^&|~@#'\"\\ \n\t_0123456789eEjxob\x00\u00e9\uff45"]
SCRAPS += [
    " and ",
    " or ",
    " not ",
    " if ",
    " else ",
    " is ",
    " in ",
    "lambda ",
    "yield ",
    "**",
    "//",
    "==",
    ":=",
    "abs(",
]


def grown(chance: random.Random, depth: int, strange: float) -> str:
    """A text that grows by forms within the grammar, or, as often as `strange`, outside it."""
    foreign = chance.random() < strange
    if depth == 0 or chance.random() < 0.1:
        return chance.choice(STRANGE if foreign else KNOWN)
    form = chance.choice(FOREIGN if foreign else FORMS)
    return re.sub("X", lambda _: grown(chance, depth - 1, strange), form)


def random_text(chance: random.Random) -> str:
    way = chance.random()
    if way < 0.35:
        return grown(chance, chance.randint(0, 4), 0.0)
    if way < 0.7:
        return grown(chance, chance.randint(1, 4), 0.15)
    text = "".join(chance.choice(SCRAPS) for _ in range(chance.randint(1, 30)))
    if way < 0.85:
        return text
    whole = grown(chance, 3, 0.0)
    cut = chance.randint(0, len(whole))
    return whole[:cut] + text[: chance.randint(0, 4)] + whole[cut + chance.randint(0, 2) :]


def stays_within_the_grammar(text: str) -> bool:
    """By Python's own word, not by ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return all(isinstance(node, ALLOWED) for node in ast.walk(ast.parse(text.strip(), mode="eval")))


def outcome(text: str) -> Tree | LanguageError:
    try:
        return check(parse_expression(text), SCOPE)
    except LanguageError as error:
        return error


def effect_outcome(text: str) -> Effect | LanguageError:
    try:
        return parse_effect(text)
    except LanguageError as error:
        return error


def fuzz(count: int, seed: int) -> int:
    """How many texts were accepted: each of them was within the grammar and came to a number in its interval."""
    chance = random.Random(seed)
    accepted = 0
    for _ in range(count):
        text = random_text(chance)
        tree = outcome(text)
        if isinstance(tree, LanguageError):
            assert tree.message.isprintable()
            assert 0 <= tree.column <= len(text)
        else:
            accepted += 1
            assert stays_within_the_grammar(text)
            assert len(text) <= 500
            assert tree.low <= closure(tree)(ROW) <= tree.high
            assert len(table_code([tree], len(ROW)).code) < 1_000
    return accepted


@pytest.mark.parametrize("seed", range(5))
def test_random_texts_are_within_the_grammar_or_refused(seed: int) -> None:
    count = int(os.environ.get("CRISIS_SIM_FUZZ", "5000")) // 5
    assert fuzz(count, seed) > count // 20


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 110))
def test_a_hundred_thousand_random_texts_are_within_the_grammar_or_refused(seed: int) -> None:
    assert fuzz(10_000, seed) > 500


STATEMENTS = ["X += X", "X = X", "X *= X", "if X: X -= X", "deploy(X)", "if X: begin(X, X)", "X: X", "X", "X /= X"]
STATEMENTS += ["X, X = X", "del X", "if X: X = 1; X = 2", "while X: X", "with X: X", "X.go(X)", "X = X = X", "X(X)(X)"]


@pytest.mark.parametrize("seed", range(3))
def test_random_statements_are_effects_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    accepted = 0
    for _ in range(500):
        form = chance.choice(STATEMENTS)
        text = re.sub("X", lambda _: chance.choice(KNOWN) if chance.random() < 0.4 else random_text(chance), form)
        effect = effect_outcome(text)
        if isinstance(effect, LanguageError):
            assert effect.message.isprintable()
            assert 0 <= effect.column <= len(text)
        else:
            accepted += 1
            (statement,) = ast.parse(text.strip()).body
            assert isinstance(statement, ast.If | ast.AugAssign | ast.Assign | ast.Expr)
            parts = [node for node in ast.walk(statement) if isinstance(node, ast.expr)]
            assert all(isinstance(part, ALLOWED) for part in parts)
    assert accepted > 20
