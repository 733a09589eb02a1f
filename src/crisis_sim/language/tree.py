"""The typed tree of a formula: what the three back ends (Python, table code, English) are made from.

Every node knows whether it is a NUMBER or a TRUTH, and the interval its value always lies in (a truth counts as 1 or
0). Where a truth is used as a number, an `AsNumber` stands between them, so no back end has to think about it. Make
nodes with the functions of `build`, which insert those and check the intervals; the classes themselves check nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Kind(Enum):
    NUMBER = "a number"
    TRUTH = "true or false"


NUMBER = Kind.NUMBER
TRUTH = Kind.TRUTH


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text, or one worked out from several."""

    value: float

    @property
    def kind(self) -> Kind:
        return NUMBER

    @property
    def low(self) -> float:
        return self.value

    @property
    def high(self) -> float:
        return self.value


@dataclass(frozen=True, slots=True)
class Truth:
    """`true` or `false` in the text."""

    value: bool

    @property
    def kind(self) -> Kind:
        return TRUTH

    @property
    def low(self) -> float:
        return float(self.value)

    @property
    def high(self) -> float:
        return float(self.value)


@dataclass(frozen=True, slots=True)
class Value:
    """A place in the row of values. A truth is 1.0 or 0.0 there.

    `denial`: what is told when it is 0 ("the siege is over", "there were no airstrikes").
    """

    place: int
    phrase: str
    low: float
    high: float
    truth: bool
    denial: str = ""

    @property
    def kind(self) -> Kind:
        return TRUTH if self.truth else NUMBER


class _IsNumber:
    __slots__ = ()

    @property
    def kind(self) -> Kind:
        return NUMBER


class _IsTruth:
    __slots__ = ()

    @property
    def kind(self) -> Kind:
        return TRUTH

    @property
    def low(self) -> float:
        return 0.0

    @property
    def high(self) -> float:
        return 1.0


@dataclass(frozen=True, slots=True)
class Calculation(_IsNumber):
    """One of ADD … FLOOR of `opcodes`, on one or two numbers."""

    op: int
    parts: tuple["Tree", ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison(_IsTruth):
    """One of LESS … UNEQUAL of `opcodes`, on two numbers."""

    op: int
    left: "Tree"
    right: "Tree"


@dataclass(frozen=True, slots=True)
class Logic(_IsTruth):
    """AND or OR of two or more truths."""

    op: int
    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Not(_IsTruth):
    part: "Tree"


@dataclass(frozen=True, slots=True)
class AsNumber(_IsNumber):
    """A truth as 1.0 or 0.0."""

    part: "Tree"

    @property
    def low(self) -> float:
        return self.part.low

    @property
    def high(self) -> float:
        return self.part.high


@dataclass(frozen=True, slots=True)
class Conditional:
    """`yes` where `condition` holds, else `no`. Both arms are of one kind and both are always safe to work out."""

    condition: "Tree"
    yes: "Tree"
    no: "Tree"

    @property
    def kind(self) -> Kind:
        return self.yes.kind

    @property
    def low(self) -> float:
        return min(self.yes.low, self.no.low)

    @property
    def high(self) -> float:
        return max(self.yes.high, self.no.high)


@dataclass(frozen=True, slots=True)
class Named:
    """The value of `tree`, told as `phrase` ("hours since the airstrikes").

    `never`: what is told instead when the value is the highest it can be ("there were no airstrikes").
    """

    phrase: str
    tree: "Tree"
    denial: str = ""
    never: str = ""

    @property
    def kind(self) -> Kind:
        return self.tree.kind

    @property
    def low(self) -> float:
        return self.tree.low

    @property
    def high(self) -> float:
        return self.tree.high


Tree: TypeAlias = Number | Truth | Value | Calculation | Comparison | Logic | Not | AsNumber | Conditional | Named


def children(tree: Tree) -> tuple[Tree, ...]:
    match tree:
        case Calculation() | Logic():
            return tree.parts
        case Comparison():
            return (tree.left, tree.right)
        case Not() | AsNumber():
            return (tree.part,)
        case Conditional():
            return (tree.condition, tree.yes, tree.no)
        case Named():
            return (tree.tree,)
        case _:
            return ()


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and everything in it, from the left."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def places(tree: Tree) -> frozenset[int]:
    """The places of the row of values that the formula reads."""
    return frozenset(node.place for node in walk(tree) if isinstance(node, Value))
