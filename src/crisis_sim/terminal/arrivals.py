"""When a force that is on its way will be there, as far as whoever sees it leave can tell."""

from typing import NamedTuple

from crisis_sim.compiler import Compiled
from crisis_sim.compiler.phrases import amount
from crisis_sim.language import Number
from crisis_sim.rules.draw import from_uniform
from crisis_sim.terms.codes import BETA, CHOICE, CONSTANT, GAMMA, MINUTES_AN_HOUR, NEGATIVE_BINOMIAL
from crisis_sim.terms.records import SeenForce

UNTOLD = (CHOICE, GAMMA, BETA, NEGATIVE_BINOMIAL)
"""Amounts that no single number decides: of these nothing is foretold."""
LOW, HIGH = 0.05, 0.95


class Spans(NamedTuple):
    """Hours from the order to departure, and from there to arrival: between what they mostly lie."""

    alert: tuple[float, float] | None
    transit: tuple[float, float] | None


def spans_of(compiled: Compiled) -> dict[str, Spans]:
    """By force, from the scenario."""
    units = compiled.program.units
    return {
        name: Spans(_span(compiled, units.alert[row]), _span(compiled, units.transit[row]))
        for row, name in enumerate(compiled.names.units)
    }


def _span(compiled: Compiled, row: int) -> tuple[float, float] | None:
    found = amount(compiled, row)
    numbers = [tree.value for tree in found.arguments if isinstance(tree, Number)]
    if found.kind in UNTOLD or len(numbers) != len(found.arguments):
        return None  # it hangs on how things stand
    if found.kind == CONSTANT:
        return numbers[0], numbers[0]
    a, b, c = (*numbers, 0.0, 0.0)[:3]
    low, high = (from_uniform(found.kind, a, b, c, share) for share in (LOW, HIGH))
    return max(0.0, low), max(0.0, high)


def window(force: SeenForce, spans: Spans | None, now: int) -> tuple[int, int] | None:
    """The minutes between which it is likely to be where it goes; None, where that cannot be told."""
    if spans is None or force.since is None or force.place not in ("alert", "transit") or force.heading != "out":
        return None
    low, high = 0.0, 0.0
    for span in (spans.alert, spans.transit) if force.place == "alert" else (spans.transit,):
        if span is None:
            return None
        low, high = low + span[0], high + span[1]
    first = force.since + round(low * MINUTES_AN_HOUR)
    last = force.since + round(high * MINUTES_AN_HOUR)
    return max(now, first), max(now, last)
