"""Typed trees -> English: what a formula means, and why it came out as it did.

`english` tells the rule ("tension is above 50 and the siege is on"), `because` the case ("tension 62 is above 50 and
the siege is on"). Both are one line and never fail on a checked tree.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import assert_never

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
from .python_code import Formula, closure
from .tree import TRUTH, AsNumber, Calculation, Comparison, Conditional, Logic, Named, Not, Number, Tree, Truth, Value

Row = Sequence[float] | None

_COMPARES = {
    LESS: "is below",
    LESS_EQUAL: "is at most",
    GREATER: "is above",
    GREATER_EQUAL: "is at least",
    EQUAL: "is",
    UNEQUAL: "is not",
}
_DENIES = {
    LESS: "is at least",
    LESS_EQUAL: "is above",
    GREATER: "is at most",
    GREATER_EQUAL: "is below",
    EQUAL: "is not",
    UNEQUAL: "is",
}
_BETWEEN = {ADD: "plus", SUBTRACT: "minus", MULTIPLY: "times", DIVIDE: "divided by"}
_BEFORE = {
    ABS: "the size of",
    EXP: "the exponential of",
    LOG: "the natural logarithm of",
    SQRT: "the square root of",
    LOGISTIC: "the logistic of",
}

_OPEN, _LIST, _SUM, _PRODUCT, _SIGN, _WHOLE = range(6)
_BINDING = {ADD: _SUM, SUBTRACT: _SUM, MULTIPLY: _PRODUCT, DIVIDE: _PRODUCT, NEGATE: _SIGN}


def english(tree: Tree) -> str:
    """What the formula means, as a phrase (a number) or a statement (a truth)."""
    return _statement(tree, True) if tree.kind is TRUTH else _phrase(tree, None, _OPEN)


def because(tree: Tree, values: Sequence[float]) -> str:
    """Why it came out as it did on these values: for a truth the facts that decided it, for a number how it is made."""
    if tree.kind is TRUTH:
        return joined(list(dict.fromkeys(_facts(tree, values))), "and")
    told = _phrase(tree, values, _OPEN)
    bare = isinstance(tree, (Number, Value, Named))
    return told if bare else f"{told} makes {roughly(_made(tree)(values))}"


def show(number: float) -> str:
    """A number for reading: 50, 0.25, 1,234,567; about six digits."""
    if number == 0.0:
        return "0"
    if 1e5 <= abs(number) < 1e16:
        return f"{number:,.0f}"
    return f"{number:.6g}"


def roughly(number: float) -> str:
    """A number that stands for how things are now: three digits say it."""
    return show(float(f"{number:.3g}")) if abs(number) < 1000.0 else show(round(number))


def joined(parts: Sequence[str], word: str) -> str:
    """ "a", "a and b", "a, b and c"."""
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}" if len(parts) > 1 else parts[0]


@lru_cache(maxsize=4096)
def _made(tree: Tree) -> Formula:
    """Why an order is refused is asked again and again: compiling takes most of the time of an answer."""
    return closure(tree)


def _statement(tree: Tree, so: bool) -> str:
    """A truth as a statement, or, where `so` is false, its opposite."""
    match tree:
        case Truth():
            return "always" if tree.value == so else "never"
        case Value() | Named():
            return _is_on(tree, so)
        case Comparison():
            return _compared(tree, so)
        case Not():
            return _statement(tree.part, not so)
        case Logic():
            word = "and" if (tree.op == AND) == so else "or"
            return joined([_bracketed(part, so) for part in tree.parts], word)
        case Conditional():
            arms = _bracketed(tree.yes, so), _bracketed(tree.no, so)
            return f"{arms[0]} if {_bracketed(tree.condition, True)}, otherwise {arms[1]}"
        case _:
            raise TypeError(f"a number stands where a truth must: {tree}")


def _bracketed(tree: Tree, so: bool) -> str:
    inner = tree.part if isinstance(tree, Not) else tree
    text = _statement(tree, so)
    return f"({text})" if isinstance(inner, (Logic, Conditional)) else text


def _is_on(tree: Value | Named, so: bool) -> str:
    if tree.denial:
        return tree.phrase if so else tree.denial
    return f"{tree.phrase} is on" if so else f"{tree.phrase} is not on"


def _compared(tree: Comparison, so: bool) -> str:
    words = _COMPARES if so else _DENIES
    return f"{_phrase(tree.left, None, _LIST)} {words[tree.op]} {_phrase(tree.right, None, _LIST)}"


def _phrase(tree: Tree, row: Row, binding: int) -> str:
    """A number as a phrase, with what its names stand at where a row is given; in brackets where it holds together less
    than `binding`."""
    match tree:
        case Number():
            return show(tree.value)
        case Value() | Named() if tree.kind is not TRUTH:
            return tree.phrase if row is None else _told(tree.phrase, _made(tree)(row))
        case AsNumber():
            text, own = _counted("1", tree.part, row)
        case Conditional() if tree.kind is not TRUTH:
            text, own = _chosen(tree, row)
        case Calculation():
            text, own = _calculation(tree, row)
        case _:
            text, own = _counted("1", tree, row)
    return f"({text})" if own < binding else text


def _told(phrase: str, number: float) -> str:
    told = roughly(number)
    return f"{phrase} ({told})" if " " in phrase else f"{phrase} {told}"


def _chosen(tree: Conditional, row: Row) -> tuple[str, int]:
    yes, no = _phrase(tree.yes, row, _LIST), _phrase(tree.no, row, _LIST)
    return f"{yes} if {_condition(tree.condition, row)}, otherwise {no}", _OPEN


def _counted(amount: str, truth: Tree, row: Row) -> tuple[str, int]:
    return f"{amount} if {_condition(truth, row)}", _OPEN


def _condition(truth: Tree, row: Row) -> str:
    text = _statement(truth, True)
    if row is None:
        return text
    return f"{text}, as it {'is' if _made(truth)(row) else 'is not'}"


def _calculation(tree: Calculation, row: Row) -> tuple[str, int]:
    """The phrase, and how strongly it holds together."""
    op, parts = tree.op, tree.parts
    if op == MULTIPLY:
        for number, truth in (parts, parts[::-1]):
            if isinstance(truth, AsNumber) and isinstance(number, Number):
                return _counted(show(number.value), truth.part, row)
    if op in _BETWEEN:
        own = _BINDING[op]
        return f"{_phrase(parts[0], row, own)} {_BETWEEN[op]} {_phrase(parts[1], row, own + 1)}", own
    if op == NEGATE:
        return f"minus {_phrase(parts[0], row, _SIGN)}", _SIGN
    if op == FLOOR:
        return f"{_phrase(parts[0], row, _WHOLE)} rounded down", _SIGN
    if op in _BEFORE:
        return f"{_BEFORE[op]} {_phrase(parts[0], row, _WHOLE)}", _SIGN
    if op == MIN and isinstance(parts[0], Calculation) and parts[0].op == MAX:
        inner, low, high = (_phrase(part, row, _WHOLE) for part in (*parts[0].parts, parts[1]))
        return f"{inner} kept between {low} and {high}", _LIST
    members = [_phrase(part, row, _SUM) for part in _members(tree, op)]
    word = {2: ("smaller", "larger")}.get(len(members), ("smallest", "largest"))[op == MAX]
    return f"the {word} of {joined(members, 'and')}", _LIST


def _members(tree: Tree, op: int) -> list[Tree]:
    if isinstance(tree, Calculation) and tree.op == op:
        return [*_members(tree.parts[0], op), *_members(tree.parts[1], op)]
    return [tree]


def _facts(tree: Tree, row: Sequence[float]) -> list[str]:
    """What is so, as far as it decided whether `tree` is true: statements that all hold."""
    match tree:
        case Truth():
            return ["always" if tree.value else "never"]
        case Value() | Named():
            return [_is_on(tree, bool(_made(tree)(row)))]
        case Comparison():
            return _nothing(tree, row) or [_compared_now(tree, row)]
        case Not():
            return _facts(tree.part, row)
        case Logic():
            deciding = tree.op != AND
            decided = [part for part in tree.parts if bool(_made(part)(row)) == deciding] or tree.parts
            return [fact for part in decided for fact in _facts(part, row)]
        case Conditional():
            arm = tree.yes if _made(tree.condition)(row) else tree.no
            return [*_facts(tree.condition, row), *_facts(arm, row)]
        case Number() | Calculation() | AsNumber():
            raise TypeError(f"a number stands where a truth must: {tree}")
        case _:
            assert_never(tree)


def _compared_now(tree: Comparison, row: Sequence[float]) -> str:
    holds = bool(_made(tree)(row))
    left, right = _made(tree.left)(row), _made(tree.right)(row)
    for side, value in ((tree.left, left), (tree.right, right)):
        if isinstance(side, Named) and side.never and value >= side.high:
            return side.never
    words = (_COMPARES if holds else _DENIES)[tree.op]
    just = words == "is" or left == right == 0.0
    if just and isinstance(tree.left, (Value, Named)) and isinstance(tree.right, Number):
        return _just(tree.left, right)
    sides = _side(tree.left, left, right, row), _side(tree.right, right, left, row)
    return f"{sides[0]} {words} {sides[1].rstrip(',')}"


def _just(tree: Value | Named, number: float) -> str:
    return tree.denial if tree.denial and number == 0.0 else f"{tree.phrase} is {show(number)}"


def _nothing(tree: Comparison, row: Sequence[float]) -> list[str]:
    """Where a sum was to come to something and comes to nothing: that each part of it is 0, if that is so."""
    parts = _members(tree.left, ADD)
    if not (isinstance(tree.right, Number) and tree.right.value == 0.0 and len(parts) > 1):
        return []
    bare = [part for part in parts if isinstance(part, (Value, Named)) and _made(part)(row) == 0.0]
    return [_just(part, 0.0) for part in bare] if len(bare) == len(parts) else []


def _side(tree: Tree, number: float, other: float, row: Sequence[float]) -> str:
    """One side of a comparison with what it comes to; in full where fewer digits make unequal sides look alike."""
    digits = roughly(number)
    if number != other and digits == roughly(other):
        digits = repr(number) if show(number) == show(other) else show(number)
    match tree:
        case Number():
            return digits if number != other and show(number) == show(other) else show(number)
        case Value() | Named():
            return f"{tree.phrase} ({digits})" if " " in tree.phrase else f"{tree.phrase} {digits}"
        case _:
            return f"{_phrase(tree, row, _LIST)}, which makes {digits},"
