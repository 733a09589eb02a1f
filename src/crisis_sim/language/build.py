"""How typed trees are made: conversions inserted, constants worked out, intervals checked. The only maker of nodes.

Used by `check` for an author's text and by the compiler for the meaning of its own functions (count, since, belief
…). `column` is where in the text to point if the result could fail; a tree that is returned can neither raise nor
give inf or nan on values within bounds.
"""

import math
from collections.abc import Iterable, Sequence

from .arithmetic import CALCULATE, COMPARE, interval
from .errors import LanguageError
from .grammar import LARGEST_NUMBER
from .opcodes import AND, MAX, MIN, OR
from .tree import TRUTH, AsNumber, Calculation, Comparison, Conditional, Logic, Named, Not, Number, Tree, Truth, Value


def number(value: float, column: int = 0) -> Number:
    """A constant.

    Raises LanguageError when it is not finite or larger than 1e15 (above, whole numbers lose exactness).
    """
    # Compared before it becomes a float: an int of 400 digits has none.
    if not abs(value) <= LARGEST_NUMBER:
        raise LanguageError("a number must lie between -1e15 and 1e15", column)
    return Number(float(value))


def value(
    place: int, phrase: str, low: float, high: float, truth: bool = False, denial: str = "", column: int = 0
) -> Value:
    """A place of the row. `low` and `high` must be finite and in order; a truth lies within 0 and 1."""
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):
        raise LanguageError(f"{phrase} has no usable bounds: {low:g} to {high:g}", column)
    if truth and not (low >= 0.0 and high <= 1.0):
        raise LanguageError(f"{phrase} is true or false, and cannot lie between {low:g} and {high:g}", column)
    return Value(place, phrase, float(low), float(high), truth, denial)


def named(phrase: str, tree: Tree, denial: str = "", never: str = "") -> Named:
    """`tree`, told as `phrase`.

    For a truth, `phrase` is a thing that is on or off, or, with `denial`, a whole sentence and its opposite.
    """
    return Named(phrase, tree, denial, never)


def as_number(tree: Tree) -> Tree:
    """The tree itself, or a truth as 1.0 or 0.0."""
    if isinstance(tree, Truth):
        return Number(float(tree.value))
    return AsNumber(tree) if tree.kind is TRUTH else tree


def as_truth(tree: Tree, text: str = "x", column: int = 0) -> Tree:
    """The tree itself.

    A number is refused: what is "true" of 0.3 is for the author to say. `text` is shown in the example.
    """
    if tree.kind is TRUTH:
        return tree
    cure = "write true or false" if isinstance(tree, Number) else f"compare it, e.g. {text} > 0"
    raise LanguageError(f"a condition is needed here, and {text} is a number: {cure}", column)


def calculate(op: int, *parts: Tree, column: int = 0) -> Tree:
    """ADD … FLOOR on numbers. Raises LanguageError where a value within bounds would make it fail."""
    numbers = tuple(as_number(part) for part in parts)
    low, high = interval(op, [(part.low, part.high) for part in numbers], column)
    known = [part.value for part in numbers if isinstance(part, Number)]
    if len(known) == len(numbers):
        return Number(CALCULATE[op](*known))
    return Calculation(op, numbers, low, high)


def smallest(parts: Sequence[Tree], column: int = 0) -> Tree:
    return _joined(MIN, parts, column)


def largest(parts: Sequence[Tree], column: int = 0) -> Tree:
    return _joined(MAX, parts, column)


def clamp(tree: Tree, low: Tree, high: Tree, column: int = 0) -> Tree:
    """`tree`, but never below `low` and never above `high`; refused when `low` is above `high` whatever happens."""
    if as_number(low).low > as_number(high).high:
        raise LanguageError("the low end of clamp is above its high end: clamp(x, low, high)", column)
    return calculate(MIN, calculate(MAX, tree, low, column=column), high, column=column)


def compare(op: int, left: Tree, right: Tree) -> Tree:
    """LESS … UNEQUAL. A truth against a constant is that truth, its opposite, or settled: `siege > 0.5` is siege."""
    for truth, constant, is_left in ((left, right, True), (right, left, False)):
        if truth.kind is TRUTH and isinstance(constant, (Truth, Number)):
            outcomes = [
                COMPARE[op](*((side, float(constant.value)) if is_left else (float(constant.value), side)))
                for side in (0.0, 1.0)
            ]
            if outcomes[0] == outcomes[1]:
                return Truth(outcomes[0])
            return truth if outcomes[1] else deny(truth)
    left, right = as_number(left), as_number(right)
    if isinstance(left, Number) and isinstance(right, Number):
        return Truth(COMPARE[op](left.value, right.value))
    return Comparison(op, left, right)


def logic(op: int, parts: Iterable[Tree]) -> Tree:
    """AND or OR of truths, constants left out: none is true for AND, false for OR."""
    settled = op == OR
    kept: list[Tree] = []
    for part in parts:
        truth = as_truth(part)
        if isinstance(truth, Truth):
            if truth.value == settled:
                return Truth(settled)
        elif isinstance(truth, Logic) and truth.op == op:
            kept.extend(truth.parts)
        else:
            kept.append(truth)
    if not kept:
        return Truth(not settled)
    return kept[0] if len(kept) == 1 else Logic(op, tuple(kept))


def both(*parts: Tree) -> Tree:
    return logic(AND, parts)


def either(*parts: Tree) -> Tree:
    return logic(OR, parts)


def deny(part: Tree) -> Tree:
    truth = as_truth(part)
    if isinstance(truth, Truth):
        return Truth(not truth.value)
    return truth.part if isinstance(truth, Not) else Not(truth)


def choose(condition: Tree, yes: Tree, no: Tree) -> Tree:
    """`yes` where `condition` holds, else `no`: a truth when both are, else a number."""
    truth = as_truth(condition)
    if not (yes.kind is TRUTH and no.kind is TRUTH):
        yes, no = as_number(yes), as_number(no)
    if isinstance(truth, Truth):
        return yes if truth.value else no
    return Conditional(truth, yes, no)


def _joined(op: int, parts: Sequence[Tree], column: int) -> Tree:
    # By halves, so that long lists do not nest deep. Of equal parts the leftmost still wins, as in Python.
    if len(parts) == 1:
        return as_number(parts[0])
    half = len(parts) // 2
    return calculate(op, _joined(op, parts[:half], column), _joined(op, parts[half:], column), column=column)
