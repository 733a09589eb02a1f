"""Arguments made of a formula: which of its parts speak for a thing as things stand, which against it, in English."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crisis_sim.language import (
    AsNumber,
    Calculation,
    Comparison,
    Conditional,
    Named,
    Number,
    Tree,
    Value,
    because,
    closure,
    walk,
)
from crisis_sim.language.english import joined, roughly
from crisis_sim.language.opcodes import ADD, GREATER, MULTIPLY, NEGATE, SUBTRACT

OFTEN = "how often "
"""How the phrase of a count begins."""
LEAST = 0.05
"""What a part must weigh to be worth a word."""
MOST_FACTS = 2
"""Facts that one part of a formula is told by."""


class Reason(NamedTuple):
    """A part of a formula: what it adds, and why it does."""

    weight: float
    text: str


def reasons(tree: Tree, values: Sequence[float]) -> list[Reason]:
    """The parts that weigh something, the heaviest first. What a formula starts from by itself is no reason."""
    found: dict[str, float] = {}
    for sign, term in _terms(tree, 1.0):
        weight = sign * float(closure(term)(values))
        facts = list(dict.fromkeys(_facts(term, values)))[:MOST_FACTS] if weight else []
        if facts:
            text = joined(facts, "and")
            found[text] = found.get(text, 0.0) + weight
    return sorted(
        (Reason(weight, text) for text, weight in found.items() if abs(weight) >= LEAST),
        key=lambda one: -abs(one.weight),
    )


def _terms(tree: Tree, sign: float) -> Iterator[tuple[float, Tree]]:
    """What is added up, each with its sign."""
    if isinstance(tree, Calculation) and tree.op in (ADD, SUBTRACT):
        yield from _terms(tree.parts[0], sign)
        yield from _terms(tree.parts[1], sign if tree.op == ADD else -sign)
    elif isinstance(tree, Calculation) and tree.op == NEGATE:
        yield from _terms(tree.parts[0], -sign)
    else:
        yield sign, tree


def _facts(tree: Tree, values: Sequence[float]) -> list[str]:
    """What is so, of that which makes this part what it is."""
    match tree:
        case Number():
            return []
        case AsNumber():
            return [_holds(tree.part, values)] if closure(tree.part)(values) else []
        case Conditional():
            arm = tree.yes if closure(tree.condition)(values) else tree.no
            return [_holds(tree.condition, values), *_facts(arm, values)]
        case Calculation() if tree.op == MULTIPLY:
            return [fact for part in tree.parts for fact in _facts(part, values)]
        case Value() | Named():
            return [_stands(tree, values)]
        case _:
            return [_stands(leaf, values) for leaf in _leaves(tree)]


def _holds(tree: Tree, values: Sequence[float]) -> str:
    """Why a truth is what it is; that something took place at all is said as people say it."""
    if isinstance(tree, Comparison) and tree.op == GREATER and tree.right == Number(0.0):
        counted = tree.left.phrase if isinstance(tree.left, (Value, Named)) else ""
        if counted.startswith(OFTEN) and closure(tree)(values):
            return counted.removeprefix(OFTEN)
    return because(tree, values)


def _stands(leaf: Value | Named, values: Sequence[float]) -> str:
    number = float(closure(leaf)(values))
    if isinstance(leaf, Named) and leaf.never and number >= leaf.high:
        return leaf.never
    if leaf.denial:
        return leaf.phrase if number else leaf.denial
    return f"{leaf.phrase} is {roughly(number)}"


def _leaves(tree: Tree) -> list[Value | Named]:
    """What is named in it, each once; what stands inside something named is told by its name."""
    found: list[Value | Named] = []
    inside: set[int] = set()
    for node in walk(tree):
        if isinstance(node, Named):
            inside |= {id(each) for each in walk(node.tree)}
        if isinstance(node, (Value, Named)) and id(node) not in inside and node not in found:
            found.append(node)
    return found
