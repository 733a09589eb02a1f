"""Amounts: an expression, or one draw from a distribution whose arguments are expressions.

Everything about the arguments that could make a draw fail is settled here, by intervals, when the scenario is read.
"""

import ast
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from . import build, opcodes
from .check import Scope, check, check_arity
from .english import english, joined, show
from .errors import LanguageError
from .grammar import DISTRIBUTIONS, Parsed, parse_expression
from .opcodes import (
    BERNOULLI,
    BETA,
    CHOICE,
    CONSTANT,
    EXPONENTIAL,
    GAMMA,
    LOGNORMAL,
    NEGATIVE_BINOMIAL,
    NORMAL,
    POISSON,
    TRIANGULAR,
    UNIFORM,
)
from .tree import NUMBER, Number, Tree

KINDS: dict[str, int] = {name: getattr(opcodes, name.upper()) for name in DISTRIBUTIONS}

_SHAPE = (0.1, 1e6)
_COUNT = (0.0, 1e6)
_LIMITS: dict[int, dict[int, tuple[str, float, float]]] = {
    NORMAL: {1: ("the standard deviation", 0.0, math.inf)},
    LOGNORMAL: {0: ("the median", math.ulp(0.0), math.inf), 1: ("sigma", 0.0, 10.0)},
    EXPONENTIAL: {0: ("the mean", 0.0, math.inf)},
    GAMMA: {0: ("the shape", *_SHAPE), 1: ("the mean", 0.0, math.inf)},
    BETA: {0: ("a", *_SHAPE), 1: ("b", *_SHAPE)},
    POISSON: {0: ("the mean", *_COUNT)},
    NEGATIVE_BINOMIAL: {0: ("the mean", *_COUNT), 1: ("k", *_SHAPE)},
    BERNOULLI: {0: ("the chance", 0.0, 1.0)},
}
"""For each kind, which argument must lie between what: below a shape of 0.1 draws underflow."""


@dataclass(frozen=True, slots=True)
class Amount:
    """`kind` is CONSTANT … CHOICE of `opcodes`; `arguments` are numbers, as the author ordered them. Results lie
    within `low` and `high`, which are infinite where the distribution has no end: whoever uses the amount clamps."""

    kind: int
    arguments: tuple[Tree, ...]
    low: float
    high: float

    def __str__(self) -> str:
        return amount_english(self)


def parse_amount(text: str | float) -> Parsed:
    """An amount of a scenario, names not looked up yet. Raises LanguageError."""
    return parse_expression(text)


def check_amount(parsed: Parsed, scope: Scope) -> Amount:
    """The amount with its names looked up.

    Raises LanguageError when an argument could make a draw fail, or a name is unknown.
    """
    node = parsed.node
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS):
        tree = check(parsed, scope, NUMBER)
        return Amount(CONSTANT, (tree,), tree.low, tree.high)
    name = node.func.id
    check_arity(name, len(node.args), DISTRIBUTIONS[name], parsed.column)
    columns = [parsed.at(argument) for argument in node.args]
    arguments = [check(Parsed(argument, parsed.shift), scope, NUMBER) for argument in node.args]
    kind = KINDS[name]
    for index, (what, least, most) in _LIMITS.get(kind, {}).items():
        _check_limits(name, what, arguments[index], least, most, columns[index])
    if kind in (UNIFORM, TRIANGULAR):
        arguments = _in_order(name, arguments, parsed.column)
    if kind == CHOICE:
        _check_choice(arguments, columns, parsed.column)
    return Amount(kind, tuple(arguments), *_range(kind, arguments))


def amount_english(amount: Amount) -> str:
    """ "24 to 72, most often 44" and the like."""
    told = [english(argument) for argument in amount.arguments]
    kind = amount.kind
    if kind == CONSTANT:
        return told[0]
    if kind == UNIFORM:
        return f"{told[0]} to {told[1]}, all equally likely"
    if kind == TRIANGULAR:
        return f"{told[0]} to {told[2]}, most often {told[1]}"
    if kind == NORMAL:
        return f"about {told[0]}, give or take {told[1]}"
    if kind == LOGNORMAL:
        return f"typically {told[0]}, two times in three within a factor of {_factor(amount.arguments[1], told[1])}"
    if kind == EXPONENTIAL:
        return f"{told[0]} on average, mostly less and now and then far more"
    if kind == GAMMA:
        return f"{told[1]} on average, more even the larger its shape ({told[0]})"
    if kind == BETA:
        return f"a share between 0 and 1, with weight {told[0]} towards 1 and {told[1]} towards 0"
    if kind == POISSON:
        return f"a count, {told[0]} on average"
    if kind == NEGATIVE_BINOMIAL:
        return f"a count, {told[0]} on average, more clustered the smaller its k ({told[1]})"
    if kind == BERNOULLI:
        return f"1 with a chance of {_percent(amount.arguments[0], told[0])}, otherwise 0"
    return _choice_english(amount.arguments, told)


def _check_limits(name: str, what: str, tree: Tree, least: float, most: float, column: int) -> None:
    if tree.low >= least and tree.high <= most:
        return
    given = f"it is {show(tree.low)}"
    if not isinstance(tree, Number):
        given = f"it can be anything from {show(tree.low)} to {show(tree.high)}"
    if tree.low < least and least == math.ulp(0.0):
        raise LanguageError(f"{what} of {name}(…) must be above 0, and {given}", column)
    wanted = f"at least {show(least)}" if most == math.inf else f"between {show(least)} and {show(most)}"
    raise LanguageError(f"{what} of {name}(…) must be {wanted}, and {given}", column)


def _in_order(name: str, arguments: list[Tree], column: int) -> list[Tree]:
    """Refused when certainly out of order; where that depends on the values, `high` is held at `low` at least, and the
    mode between the two."""
    low, *middle, high = arguments
    order = " <= ".join(["low", "mode", "high"] if middle else ["low", "high"])
    for one, other in pairwise(arguments):
        if one.low > other.high:
            raise LanguageError(f"{name}({order.replace(' <=', ',')}) must be in order: {order}", column)
    if low.high > high.low:
        high = build.largest([high, low], column)
    return [low, *(_within(mode, low, high, column) for mode in middle), high]


def _within(mode: Tree, low: Tree, high: Tree, column: int) -> Tree:
    if low.high <= mode.low and mode.high <= high.low:
        return mode
    return build.clamp(mode, low, high, column)


def _check_choice(arguments: Sequence[Tree], columns: Sequence[int], column: int) -> None:
    if len(arguments) % 2:
        raise LanguageError("choice(value, weight, value, weight, …) wants a weight behind each value", column)
    for weight, at in zip(arguments[1::2], columns[1::2], strict=True):
        _check_limits("choice", "a weight", weight, 0.0, math.inf, at)
    if sum(weight.low for weight in arguments[1::2]) <= 0.0:
        raise LanguageError("at least one weight of choice(…) must always be above 0", column)
    if not math.isfinite(sum(weight.high for weight in arguments[1::2])):
        raise LanguageError("the weights of choice(…) can become too large to calculate with", column)


def _range(kind: int, arguments: Sequence[Tree]) -> tuple[float, float]:
    if kind in (UNIFORM, TRIANGULAR):
        return arguments[0].low, max(arguments[-1].high, arguments[0].high)
    if kind == CHOICE:
        return min(value.low for value in arguments[::2]), max(value.high for value in arguments[::2])
    if kind in (BETA, BERNOULLI):
        return 0.0, 1.0
    if kind == NORMAL:
        return (-math.inf, math.inf) if arguments[1].high > 0.0 else (arguments[0].low, arguments[0].high)
    return 0.0, math.inf


def _factor(sigma: Tree, told: str) -> str:
    return f"{math.exp(sigma.value):.3g}" if isinstance(sigma, Number) else f"the exponential of {told}"


def _percent(chance: Tree, told: str) -> str:
    return f"{show(100.0 * chance.value)} %" if isinstance(chance, Number) else told


def _choice_english(arguments: Sequence[Tree], told: Sequence[str]) -> str:
    weights = [weight.value for weight in arguments[1::2] if isinstance(weight, Number)]
    if 2 * len(weights) == len(arguments):
        total = sum(weights)
        pairs = zip(told[::2], weights, strict=True)
        return joined([f"{value} ({show(round(100.0 * weight / total))} %)" for value, weight in pairs], "or")
    return joined([f"{value} (weight {weight})" for value, weight in zip(told[::2], told[1::2], strict=True)], "or")
