"""Counts and exact sums over the arrays of a chunk: the tally of some runs."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.batch.runs import Runs
from crisis_sim.batch.tally import (
    EXAMPLES,
    ONE,
    Quantity,
    Tally,
    mixed,
    pairs_of,
    quantities_of,
    reason_of,
    reasons_of,
)
from crisis_sim.compiler import Compiled

LIMB = 20  # bits of the lower half of a value in steps of 2**-20


def tallied(runs: Runs, compiled: Compiled) -> Tally:
    """What these runs come to."""
    names, pairs = compiled.names, pairs_of(compiled)
    outcomes = np.bincount(runs["outcome"], minlength=len(names.classes)).tolist()
    reasons = dict.fromkeys(reasons_of(compiled), 0)
    for code, count in zip(*np.unique(runs["reason"], return_counts=True), strict=True):
        reasons[reason_of(compiled, int(code))] += int(count)
    points = runs["points"]
    days = runs["dyads"].sum(axis=0).reshape(len(pairs), -1)
    halves = zip(runs["digest_high"].tolist(), runs["digest_low"].tolist(), strict=True)
    return Tally(
        n=len(runs),
        outcomes=dict(zip(names.classes, outcomes, strict=True)),
        reasons=reasons,
        events=int(runs["events"].sum()),
        quantities=dict(_quantities(runs, compiled)),
        flags=_named(names.flags, runs["flags"].sum(axis=0)),
        happened=_named(names.happenings, (runs["first"] >= 0).sum(axis=0)),
        times=_named(names.happenings, runs["count"].sum(axis=0)),
        facts=_named(names.facts, (runs["facts"] != 0.0).sum(axis=0)),
        rungs=_rungs(runs, compiled.program.sizes.turn),
        points=tuple(points.sum(axis=0).tolist()),
        point_squares=tuple((points * points).sum(axis=0).tolist()),
        dyads={pair: tuple(sums.tolist()) for pair, sums in zip(pairs, days, strict=True)},
        blows=_named(pairs, runs["blows"].sum(axis=0)),
        answers=_named(pairs, runs["answers"].sum(axis=0)),
        waits=_named(pairs, runs["waits"].sum(axis=0)),
        cut=_named(pairs, runs["cut"].sum(axis=0)),
        examples={
            name: tuple((runs.first + np.flatnonzero(runs["outcome"] == row)[:EXAMPLES]).tolist())
            for row, name in enumerate(names.classes)
        },
        total=mixed(runs.first, halves),
    )


def _rungs(runs: Runs, turn: int) -> tuple[dict[int, int], ...]:
    """Of each staff cycle, the games that were not over when it began, by their highest rung in it.

    What happens in the minute in which a game ends belongs to the cycle before, if that minute is the first of one: so
    the cycle that would begin at the horizon has no games.
    """
    rungs, ended = runs["rungs"].copy(), runs["ended"]
    last = np.maximum((ended - 1) // turn, 0)
    rows = np.flatnonzero(ended // turn > last)
    rungs[rows, last[rows]] = np.maximum(rungs[rows, last[rows]], rungs[rows, last[rows] + 1])
    return tuple(_histogram(column[last >= cycle]) for cycle, column in enumerate(rungs.T))


def _named(names: Iterable[str], counts: NDArray[Any]) -> dict[str, int]:
    return dict(zip(names, counts.tolist(), strict=True))


def _quantities(runs: Runs, compiled: Compiled) -> Iterable[tuple[str, Quantity]]:
    empty = list(quantities_of(compiled))
    gauges = runs["gauges"][:, : len(compiled.scenario.gauges)]
    others = [runs["escalation_score"], runs["peak_rung"], runs["ended"]]
    columns = [*gauges.T, *runs["scores"].T, *(column.astype(np.float64) for column in others)]
    for (name, blank), column in zip(empty, columns, strict=True):
        yield name, _quantity(blank, column)


def _quantity(blank: Quantity, values: NDArray[np.float64]) -> Quantity:
    steps = np.floor((values - blank.low) / blank.width).astype(np.int64)
    return Quantity(blank.low, blank.width, *_sums(np.floor(values * ONE)), _histogram(steps))


def _sums(scaled: NDArray[np.float64]) -> tuple[int, int]:
    """Of whole values, and of their squares, exactly: in halves, as long as these and their sums fit into 64 bits."""
    most = float(np.abs(scaled).max(initial=0.0))
    if max(most, ONE * ONE) / ONE * max(most, ONE * ONE) / ONE * len(scaled) >= 2.0**62:
        values = [int(value) for value in scaled]
        return sum(values), sum(value * value for value in values)
    whole = scaled.astype(np.int64)
    upper, lower = whole >> LIMB, whole & (ONE - 1)
    total = (int(upper.sum()) << LIMB) + int(lower.sum())
    squares = int((upper * upper).sum()) << (2 * LIMB)
    squares += int((upper * lower).sum()) << (LIMB + 1)
    return total, squares + int((lower * lower).sum())


def _histogram(steps: NDArray[Any]) -> dict[int, int]:
    found, counts = np.unique(steps, return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))
