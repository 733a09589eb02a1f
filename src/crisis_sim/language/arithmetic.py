"""What each operation on numbers gives, for numbers and for whole intervals of them.

Intervals are why a formula that passes can never fail later: an operation that *could* divide by zero, overflow or
leave its domain somewhere within the bounds of its operands is refused when the scenario is read. The basic
operations and sqrt round monotonically, so the ends of an interval bound every result exactly; exp, log and logistic
are widened by a few units in the last place.
"""

import math
import operator
from collections.abc import Callable, Sequence

from .errors import LanguageError
from .opcodes import (
    ABS,
    ADD,
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

Interval = tuple[float, float]

LARGEST_EXPONENT = 700.0
LARGEST_WHOLE = 2.0**53


def logistic(x: float) -> float:
    """1 / (1 + e**-x), written so that neither end overflows."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    grown = math.exp(x)
    return grown / (1.0 + grown)


def whole(x: float) -> float:
    """The largest whole number not above x; never -0.0."""
    return float(math.floor(x))


CALCULATE: dict[int, Callable[..., float]] = {
    ADD: operator.add,
    SUBTRACT: operator.sub,
    MULTIPLY: operator.mul,
    DIVIDE: operator.truediv,
    NEGATE: operator.neg,
    MIN: min,
    MAX: max,
    ABS: abs,
    EXP: math.exp,
    LOG: math.log,
    SQRT: math.sqrt,
    LOGISTIC: logistic,
    FLOOR: whole,
}

COMPARE: dict[int, Callable[[float, float], bool]] = {
    LESS: operator.lt,
    LESS_EQUAL: operator.le,
    GREATER: operator.gt,
    GREATER_EQUAL: operator.ge,
    EQUAL: operator.eq,
    UNEQUAL: operator.ne,
}


def interval(op: int, parts: Sequence[Interval], column: int = 0) -> Interval:
    """The interval in which the result of `op` always lies.

    Raises LanguageError where some operand within `parts` is unsafe.
    """
    low, high = _bounds(op, parts, column)
    if not (math.isfinite(low) and math.isfinite(high)):
        raise LanguageError("this can become too large to calculate with", column)
    return low, high


def _bounds(op: int, parts: Sequence[Interval], column: int) -> Interval:
    (low, high), (other_low, other_high) = parts[0], parts[-1]
    if op == ADD:
        return low + other_low, high + other_high
    if op == SUBTRACT:
        return low - other_high, high - other_low
    if op == NEGATE:
        return -high, -low
    if op == MULTIPLY:
        return _corners([low * other_low, low * other_high, high * other_low, high * other_high])
    if op == DIVIDE:
        if other_low <= 0.0 <= other_high:
            what = "is always 0" if other_low == other_high else f"lies between {other_low:g} and {other_high:g}"
            cure = "divide by something that can never be zero, e.g. max(x, 1)"
            raise LanguageError(f"the divisor can be zero (it {what}): {cure}", column)
        return _corners([low / other_low, low / other_high, high / other_low, high / other_high])
    if op == MIN:
        return min(low, other_low), min(high, other_high)
    if op == MAX:
        return max(low, other_low), max(high, other_high)
    if op == ABS:
        return (0.0 if low <= 0.0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))
    if op == EXP:
        if high > LARGEST_EXPONENT:
            cure = f"keep it below {LARGEST_EXPONENT:g}, e.g. exp(min(x, 10))"
            raise LanguageError(f"exp of something that can be {high:g} is too large: {cure}", column)
        return _widened(math.exp(low), math.exp(high), 0.0, math.inf)
    if op == LOG:
        if low <= 0.0:
            cure = "it must always be above zero, e.g. log(max(x, 1))"
            raise LanguageError(f"log of something that can be {low:g}: {cure}", column)
        return _widened(math.log(low), math.log(high), -math.inf, math.inf)
    if op == SQRT:
        if low < 0.0:
            cure = "it must never be below zero, e.g. sqrt(max(x, 0))"
            raise LanguageError(f"sqrt of something that can be {low:g}: {cure}", column)
        return math.sqrt(low), math.sqrt(high)
    if op == LOGISTIC:
        return _widened(logistic(low), logistic(high), 0.0, 1.0)
    if op == FLOOR:
        if max(-low, high) > LARGEST_WHOLE:
            raise LanguageError("floor of something so large that it has no fraction", column)
        return whole(low), whole(high)
    raise ValueError(f"not an operation on numbers: {op}")


def _corners(results: list[float]) -> Interval:
    # An overflow shows as inf here, and 0 * inf cannot come up: operands are finite.
    return min(results), max(results)


def _widened(low: float, high: float, least: float, most: float) -> Interval:
    for _ in range(4):
        low, high = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
    return max(low, least), min(high, most)
