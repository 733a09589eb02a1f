"""Which things are worth a curve: those that tell games apart, whatever the scenario is about."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from crisis_sim.analysis.report.curves import Curve, curve
from crisis_sim.analysis.report.gathering import Batch
from crisis_sim.analysis.report.telling import violent
from crisis_sim.batch.weighing import watched

MOST = {"so": 3, "violent": 3, "count": 3}
"""Curves of each kind: what becomes so, acts of violence, what is counted."""
WORTH = 0.002
"""Share of the runs in which a thing has to have happened, and not to have happened."""
ALIKE = 0.95
"""Two things are one, if in this share of the runs both or neither happened, within a staff cycle of each other."""

First = NDArray[np.int64]


def curves_of(batch: Batch, days: list[int]) -> list[Curve]:
    """The curves, kind by kind: of acts of violence the most frequent ones, else those that tell games apart most."""
    ended = batch.rows.column("ended_at_minute")
    turn = batch.compiled.program.sizes.turn
    taken: list[First] = []
    left = dict(MOST)
    found = []
    for kind, column, name in sorted(_candidates(batch), key=lambda one: list(MOST).index(one[0])):
        if not left[kind]:
            continue
        first = batch.rows.column(column)
        if any(_alike(first, other, turn) for other in taken):
            continue
        taken.append(first)
        left[kind] -= 1
        found.append(curve(column, name, first, ended, days))
    return found


def _candidates(batch: Batch) -> Iterator[tuple[str, str, str]]:
    """Kind, column and name of what happened in some runs and not in others, in order within a kind.

    Where a scenario has headings, a gauge without one is its bookkeeping.
    """
    compiled, n = batch.compiled, batch.n
    gauges = compiled.scenario.gauges
    grouped = any(gauge.group for gauge in gauges.values())
    found = []
    for name in watched(compiled):
        gauge = gauges[name]
        if not grouped or gauge.group:
            title = gauge.yes or f"a {'rise' if gauge.monotone else 'change'} of {gauge.what}"
            many = int(np.count_nonzero(batch.rows.column(f"changed.{name}") >= 0))
            found.append((many, "so" if gauge.yes else "count", f"changed.{name}", title))
    told = {one.id: one.name for one in compiled.told}
    found += [(batch.tally.happened[name], "violent", f"first.{name}", told[name]) for name in violent(compiled)]
    worth = [one for one in found if WORTH < one[0] / n < 1.0 - WORTH]
    for _, kind, column, title in sorted(worth, key=lambda one: -one[0] * (1 if one[1] == "violent" else n - one[0])):
        yield kind, column, title


def _alike(one: First, other: First, within: int) -> bool:
    both = (one >= 0) & (other >= 0)
    neither = (one < 0) & (other < 0)
    return float(np.mean(neither | (both & (np.abs(one - other) <= within)))) >= ALIKE
