"""A formula with what is known put in: for telling it, where a reader wants the number and not how it came about.

What `settle` returns means the same, but is not worked out bit for bit the same: it leaves out what multiplies by 1 and
what adds 0. The other back ends never see it.
"""

from collections.abc import Mapping

from . import build
from .opcodes import ADD, DIVIDE, MULTIPLY, SUBTRACT
from .tree import (
    AsNumber,
    Calculation,
    Comparison,
    Conditional,
    Logic,
    Named,
    Not,
    Number,
    Tree,
    Truth,
    Value,
    places,
)


def settle(tree: Tree, known: Mapping[int, float]) -> Tree:
    """The tree with the places that are `known` replaced by their numbers, and worked out as far as possible."""
    match tree:
        case Value():
            if tree.place not in known:
                return tree
            return Truth(known[tree.place] != 0.0) if tree.truth else Number(known[tree.place])
        case Named():
            return settle(tree.tree, known) if places(tree) <= known.keys() else tree
        case Calculation():
            return _calculated(tree.op, [settle(part, known) for part in tree.parts])
        case Comparison():
            return build.compare(tree.op, settle(tree.left, known), settle(tree.right, known))
        case Logic():
            return build.logic(tree.op, [settle(part, known) for part in tree.parts])
        case Not():
            return build.deny(settle(tree.part, known))
        case AsNumber():
            return build.as_number(settle(tree.part, known))
        case Conditional():
            return build.choose(*(settle(part, known) for part in (tree.condition, tree.yes, tree.no)))
        case _:
            return tree


def _calculated(op: int, parts: list[Tree]) -> Tree:
    nothing, one = Number(0.0), Number(1.0)
    if op == MULTIPLY and nothing in parts:
        return nothing
    if op in (MULTIPLY, DIVIDE) and parts[1] == one:
        return parts[0]
    if op in (ADD, SUBTRACT) and parts[1] == nothing:
        return parts[0]
    if (op == MULTIPLY and parts[0] == one) or (op == ADD and parts[0] == nothing):
        return parts[1]
    return build.calculate(op, *parts)
