"""Syntax tree -> typed tree: names looked up, truths told from numbers, intervals checked.

The scope is the compiler's.
"""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, runtime_checkable

from . import build
from .errors import LanguageError, did_you_mean, shown
from .grammar import DISTRIBUTIONS, FUNCTIONS, TRUTHS, Parsed, dotted
from .opcodes import (
    ABS,
    ADD,
    AND,
    DIVIDE,
    EQUAL,
    EXP,
    FLOOR,
    GREATER,
    GREATER_EQUAL,
    LESS,
    LESS_EQUAL,
    LOG,
    LOGISTIC,
    MULTIPLY,
    NEGATE,
    OR,
    SQRT,
    SUBTRACT,
    UNEQUAL,
)
from .tree import NUMBER, TRUTH, Kind, Tree, Truth

_BINARY: dict[type[ast.operator], int] = {ast.Add: ADD, ast.Sub: SUBTRACT, ast.Mult: MULTIPLY, ast.Div: DIVIDE}
_COMPARE: dict[type[ast.cmpop], int] = {
    ast.Lt: LESS,
    ast.LtE: LESS_EQUAL,
    ast.Gt: GREATER,
    ast.GtE: GREATER_EQUAL,
    ast.Eq: EQUAL,
    ast.NotEq: UNEQUAL,
}
_UNARY_FUNCTIONS = {"abs": ABS, "exp": EXP, "log": LOG, "sqrt": SQRT, "logistic": LOGISTIC, "floor": FLOOR}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a plain name means: a place in the row of values, told as `phrase`, always within `low` and `high` (finite).

    A truth is 1.0 or 0.0 there. Its phrase is a thing that is on or off ("the siege"), or, where `denial` is given, a
    whole sentence and its opposite ("the embassy is under siege", "the embassy is not under siege").
    """

    place: int
    phrase: str
    low: float
    high: float
    truth: bool = False
    denial: str = ""


class Scope(Protocol):
    """The names that one expression may use, and what they mean."""

    def read(self, name: str) -> Reading | None:
        """The meaning of a plain name, or None when it is unknown here."""

    def call(self, function: str, names: tuple[str, ...]) -> Tree | None:
        """The meaning of count(us.strike_militia) and the like, made with `build`; None when the names are unknown.

        May raise LanguageError with a message of its own; its column is replaced."""

    def thing_functions(self) -> Mapping[str, int]:
        """The functions whose arguments are names of things, each with its number of arguments."""

    def names(self) -> Iterable[str]:
        """All plain names, for "did you mean"."""


@runtime_checkable
class KnowsThings(Protocol):
    """A scope that can also say which things a function knows, for "did you mean"."""

    def things(self, function: str) -> Iterable[str]: ...


def check(parsed: Parsed, scope: Scope, kind: Kind | None = None) -> Tree:
    """The typed tree of a parsed expression. Raises LanguageError.

    With `kind` NUMBER the result is a number (a truth counts as 1 or 0); with TRUTH a number is refused; with None it
    is what it is.
    """
    checker = _Checker(parsed, scope)
    if kind is TRUTH:
        return checker.truth(parsed.node)
    tree = checker.tree(parsed.node)
    return build.as_number(tree) if kind is NUMBER else tree


@dataclass(frozen=True, slots=True)
class _Checker:
    parsed: Parsed
    scope: Scope

    def tree(self, node: ast.expr) -> Tree:
        at = self.parsed.at(node)
        match node:
            case ast.Constant(value=bool(known)):
                return Truth(known)
            case ast.Constant(value=int(known) | float(known)):
                return build.number(known, at)
            case ast.Name() | ast.Attribute():
                return self.name(node, at)
            case ast.UnaryOp(op=ast.Not()):
                return build.deny(self.truth(node.operand))
            case ast.UnaryOp(op=ast.UAdd()):
                return build.as_number(self.tree(node.operand))
            case ast.UnaryOp():
                return build.calculate(NEGATE, self.tree(node.operand), column=at)
            case ast.BinOp():
                left, right = self.tree(node.left), self.tree(node.right)
                return build.calculate(_BINARY[type(node.op)], left, right, column=at)
            case ast.BoolOp():
                # A list: every part is checked, also those that a constant makes unimportant.
                parts = [self.truth(part) for part in node.values]
                return build.logic(AND if isinstance(node.op, ast.And) else OR, parts)
            case ast.Compare():
                return self.comparison(node)
            case ast.IfExp():
                return build.choose(self.truth(node.test), self.tree(node.body), self.tree(node.orelse))
            case ast.Call(func=ast.Name(id=function)):
                return self.call(node, function, at)
        raise LanguageError("this cannot be read as an expression", at)

    def truth(self, node: ast.expr) -> Tree:
        tree = self.tree(node)
        if tree.kind is not TRUTH:
            text = ast.unparse(node)
            build.as_truth(tree, text if len(text) <= 40 else "it", self.parsed.at(node))
        return tree

    def name(self, node: ast.expr, at: int) -> Tree:
        name = dotted(node) or ""
        if name in TRUTHS:
            return Truth(TRUTHS[name])
        reading = self.scope.read(name)
        if reading is None:
            raise LanguageError(self.unknown_name(name), at)
        return build.value(reading.place, reading.phrase, reading.low, reading.high, reading.truth, reading.denial, at)

    def unknown_name(self, name: str) -> str:
        functions = self.scope.thing_functions()
        if name in functions:
            return f"{name} is a function: write {name}({', '.join(['thing'] * functions[name])})"
        if name in FUNCTIONS:
            return f"{name} is a function: write {name}(…)"
        if name in DISTRIBUTIONS:
            return f"{name} is a distribution: write {name}(…)"
        return f"unknown name {shown(name)}{did_you_mean(name, [*self.scope.names(), *TRUTHS])}"

    def comparison(self, node: ast.Compare) -> Tree:
        for middle in node.comparators[:-1]:
            # A middle part stands in two comparisons; chains within chains would double at every level.
            if any(isinstance(inner, ast.Compare) and len(inner.ops) > 1 for inner in ast.walk(middle)):
                raise LanguageError(
                    "a chain of comparisons within another one: write 'a < b and b < c'", self.parsed.at(middle)
                )
        operands = [self.tree(operand) for operand in (node.left, *node.comparators)]
        links = zip(node.ops, pairwise(operands), strict=True)
        return build.logic(AND, [build.compare(_COMPARE[type(op)], left, right) for op, (left, right) in links])

    def call(self, node: ast.Call, function: str, at: int) -> Tree:
        things = self.scope.thing_functions()
        if function in FUNCTIONS:
            check_arity(function, len(node.args), FUNCTIONS[function], at)
            return self.calculation(function, [self.tree(argument) for argument in node.args], at)
        if function in things:
            check_arity(function, len(node.args), (things[function], things[function]), at)
            return self.meaning(node, function, at)
        if function in DISTRIBUTIONS:
            why = "is drawn by chance: it can stand only where an amount is wanted, and alone"
            raise LanguageError(f"{function}(…) {why}", at)
        if self.scope.read(function) is not None:
            raise LanguageError(f"{shown(function)} is not a function; to multiply, write *", at)
        raise LanguageError(
            f"unknown function {shown(function)}{did_you_mean(function, [*FUNCTIONS, *DISTRIBUTIONS, *things])}", at
        )

    def calculation(self, function: str, parts: list[Tree], at: int) -> Tree:
        if function == "min":
            return build.smallest(parts, at)
        if function == "max":
            return build.largest(parts, at)
        if function == "clamp":
            return build.clamp(parts[0], parts[1], parts[2], at)
        return build.calculate(_UNARY_FUNCTIONS[function], parts[0], column=at)

    def meaning(self, node: ast.Call, function: str, at: int) -> Tree:
        names: list[str] = []
        for argument in node.args:
            name = dotted(argument)
            if name is None:
                raise LanguageError(f"{function}(…) wants the name of a thing", self.parsed.at(argument))
            names.append(name)
        where = self.parsed.at(node.args[0]) if node.args else at
        try:
            tree = self.scope.call(function, tuple(names))
        except LanguageError as error:
            raise LanguageError(error.message, where) from None
        if tree is None:
            raise LanguageError(self.unknown_thing(function, names), where)
        return tree

    def unknown_thing(self, function: str, names: list[str]) -> str:
        known = list(self.scope.things(function)) if isinstance(self.scope, KnowsThings) else []
        strange = [name for name in names if name not in known] or names
        return f"{function} knows no {shown(', '.join(strange))}{did_you_mean(strange[0], known) if strange else ''}"


def check_arity(function: str, given: int, arity: tuple[int, int | None], at: int) -> None:
    least, most = arity
    if given < least or (most is not None and given > most):
        wanted = f"{least}" if most == least else f"{least} or more" if most is None else f"{least} to {most}"
        raise LanguageError(f"{function}(…) takes {wanted} value{'s' if wanted != '1' else ''}, not {given}", at)
