"""Typed trees -> Python functions of the row of values. The only place that compiles Python.

What is compiled is a syntax tree written here from a checked tree, of a dozen kinds of node and with whole numbers
and floats as its only constants: an author's text never gets this far, not even as a name. The function can see the
handful of functions below and no builtins.
"""

import ast
import math
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import TypeVar, assert_never

from .arithmetic import logistic
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
    MAX,
    MIN,
    MULTIPLY,
    NEGATE,
    SQRT,
    SUBTRACT,
    UNEQUAL,
)
from .tree import TRUTH, AsNumber, Calculation, Comparison, Conditional, Logic, Named, Not, Number, Tree, Truth, Value

Formula = Callable[[Sequence[float]], float]

_Node = TypeVar("_Node", bound=ast.expr | ast.arg)
_AT_ONCE = 50  # a larger module only keeps the garbage collector busy

_OPERATORS: dict[int, type[ast.operator]] = {ADD: ast.Add, SUBTRACT: ast.Sub, MULTIPLY: ast.Mult, DIVIDE: ast.Div}
_COMPARISONS: dict[int, type[ast.cmpop]] = {
    LESS: ast.Lt,
    LESS_EQUAL: ast.LtE,
    GREATER: ast.Gt,
    GREATER_EQUAL: ast.GtE,
    EQUAL: ast.Eq,
    UNEQUAL: ast.NotEq,
}
_FUNCTIONS = {ABS: "abs", EXP: "exp", LOG: "log", SQRT: "sqrt", LOGISTIC: "logistic"}
_VISIBLE = {
    "abs": abs,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "logistic": logistic,
    "floor": math.floor,
    "float": float,
}


def closure(tree: Tree) -> Formula:
    """A function of the row of values (floats).

    Its result is a float; a truth is 1.0 or 0.0. Not for rows out of bounds.
    """
    return closures([tree])[0]


def closures(trees: Sequence[Tree]) -> list[Formula]:
    """The same for many at once."""
    functions: list[Formula] = []
    visible = {"__builtins__": {}, **_VISIBLE}
    for start in range(0, len(trees), _AT_ONCE):
        lambdas: list[ast.expr] = [_function(tree) for tree in trees[start : start + _AT_ONCE]]
        module = ast.Expression(_placed(ast.List(lambdas, ast.Load())))
        functions += eval(compile(module, "<formulas>", "eval"), visible)
    return functions


def _function(tree: Tree) -> ast.expr:
    row = ast.arguments(posonlyargs=[], args=[_placed(ast.arg("v"))], kwonlyargs=[], kw_defaults=[], defaults=[])
    return _placed(ast.Lambda(row, _Writer(count()).number(tree)))


class _Writer:
    """Writes one function. `number` gives a float for any tree; `truth` something Python takes as true or false."""

    def __init__(self, serials: Iterator[int]) -> None:
        self.serials = serials

    def number(self, tree: Tree) -> ast.expr:
        match tree:
            case Number() | Truth():
                return _constant(float(tree.value))
            case Value():
                return _place(tree)
            case Named():
                return self.number(tree.tree)
            case AsNumber():
                return self.number(tree.part)
            case Calculation():
                return _placed(self.calculation(tree))
            case Conditional():
                return _chosen(self.truth(tree.condition), self.number(tree.yes), self.number(tree.no))
            case Comparison() | Logic() | Not():
                return _chosen(self.truth(tree), _constant(1.0), _constant(0.0))
            case _:
                assert_never(tree)

    def truth(self, tree: Tree) -> ast.expr:
        match tree:
            case Truth():
                return _constant(tree.value)
            case Value() if tree.kind is TRUTH:
                return _place(tree)
            case Named():
                return self.truth(tree.tree)
            case Comparison():
                return _compared(self.number(tree.left), _COMPARISONS[tree.op], self.number(tree.right))
            case Logic():
                word = ast.And() if tree.op == AND else ast.Or()
                return _placed(ast.BoolOp(word, [self.truth(part) for part in tree.parts]))
            case Not():
                return _placed(ast.UnaryOp(ast.Not(), self.truth(tree.part)))
            case Conditional():
                return _chosen(self.truth(tree.condition), self.truth(tree.yes), self.truth(tree.no))
            case _:
                raise TypeError(f"a number stands where a truth must: {tree}")

    def calculation(self, tree: Calculation) -> ast.expr:
        op, parts = tree.op, tree.parts
        if op in _OPERATORS:
            return ast.BinOp(self.number(parts[0]), _OPERATORS[op](), self.number(parts[1]))
        if op == NEGATE:
            return ast.UnaryOp(ast.USub(), self.number(parts[0]))
        if op in (MIN, MAX):
            return self.extreme(op, parts[0], parts[1])
        if op == FLOOR:
            return _called("float", _called("floor", self.number(parts[0])))
        return _called(_FUNCTIONS[op], self.number(parts[0]))

    def extreme(self, op: int, one: Tree, other: Tree) -> ast.expr:
        """Python's own min or max, without the cost of a call: `b if b < a else a`."""
        left, left_again = self.twice(one)
        right, right_again = self.twice(other)
        return _chosen(_compared(right, ast.Lt if op == MIN else ast.Gt, left), right_again, left_again)

    def twice(self, tree: Tree) -> tuple[ast.expr, ast.expr]:
        """The value, and the same value again: what takes work is kept in a local variable."""
        expression = self.number(tree)
        if isinstance(expression, ast.Constant):
            return expression, expression
        name = f"t{next(self.serials)}"
        kept = ast.NamedExpr(_placed(ast.Name(name, ast.Store())), expression)
        return _placed(kept), _placed(ast.Name(name, ast.Load()))


def _placed(node: _Node) -> _Node:
    # What `ast.fix_missing_locations` does, at a tenth of its cost; the places mean nothing here.
    node.lineno = 1
    node.col_offset = 0
    return node


def _constant(value: float) -> ast.expr:
    return _placed(ast.Constant(value))


def _place(tree: Value) -> ast.expr:
    return _placed(ast.Subscript(_placed(ast.Name("v", ast.Load())), _constant(tree.place), ast.Load()))


def _called(function: str, argument: ast.expr) -> ast.expr:
    return _placed(ast.Call(_placed(ast.Name(function, ast.Load())), [argument], []))


def _compared(left: ast.expr, sign: type[ast.cmpop], right: ast.expr) -> ast.expr:
    return _placed(ast.Compare(left, [sign()], [right]))


def _chosen(condition: ast.expr, yes: ast.expr, no: ast.expr) -> ast.expr:
    return _placed(ast.IfExp(condition, yes, no))
