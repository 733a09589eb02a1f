"""The expression language of scenarios: text -> typed tree -> {Python function, table code, English}.

    parsed = parse_expression("tension > 50 and siege")
    tree = check(parsed, scope, TRUTH)
    closure(tree)(values), table_code([tree], len(values)), english(tree), because(tree, values)

An author's text never reaches `eval`; whatever passes `check` can neither raise nor give inf or nan on values within
bounds. Every mistake is a LanguageError: one line and a column. Imports the standard library alone.
"""

from . import build, opcodes
from .amounts import KINDS, Amount, amount_english, check_amount, parse_amount
from .check import KnowsThings, Reading, Scope, check
from .effects import Change, Do, Effect, parse_effect
from .english import because, english
from .errors import LanguageError, did_you_mean
from .grammar import DISTRIBUTIONS, FUNCTIONS, Parsed, name_problem, parse_expression
from .interpreter import interpret
from .python_code import Formula, closure, closures
from .settle import settle
from .table_code import TableCode, table_code
from .tree import (
    NUMBER,
    TRUTH,
    AsNumber,
    Calculation,
    Comparison,
    Conditional,
    Kind,
    Logic,
    Named,
    Not,
    Number,
    Tree,
    Truth,
    Value,
    places,
    walk,
)

__all__ = [
    "DISTRIBUTIONS",
    "FUNCTIONS",
    "KINDS",
    "NUMBER",
    "TRUTH",
    "Amount",
    "AsNumber",
    "Calculation",
    "Change",
    "Comparison",
    "Conditional",
    "Do",
    "Effect",
    "Formula",
    "Kind",
    "KnowsThings",
    "LanguageError",
    "Logic",
    "Named",
    "Not",
    "Number",
    "Parsed",
    "Reading",
    "Scope",
    "TableCode",
    "Tree",
    "Truth",
    "Value",
    "amount_english",
    "because",
    "build",
    "check",
    "check_amount",
    "closure",
    "closures",
    "did_you_mean",
    "english",
    "interpret",
    "name_problem",
    "opcodes",
    "parse_amount",
    "parse_effect",
    "parse_expression",
    "places",
    "settle",
    "table_code",
    "walk",
]
