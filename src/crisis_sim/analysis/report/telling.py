"""The runs that tell most: the typical one of each frequent outcome, and the extreme ones.

Typical is whichever run lies nearest to the medians of its outcome, gauge by gauge. It is looked for among the first
runs, so that a report on a million of them needs no more memory; the extremes are looked for among all.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crisis_sim.analysis.report.gathering import Batch
from crisis_sim.analysis.report.words import counted, day, listed, number, sentence, span
from crisis_sim.compiler import Compiled
from crisis_sim.compiler.phrases import short
from crisis_sim.terms.codes import NONE

MOST = 10
TYPICAL = 5
"""Outcomes of which a typical run is shown, the most frequent ones."""
LOOKED_AT = 10_000
"""Runs among which typical ones are looked for."""
NEWS_RUNG = 4


class Telling(NamedTuple):
    """A run, why it is shown, and what happened in it."""

    run: int
    why: str
    outcome: str
    what: str


def telling(batch: Batch) -> list[Telling]:
    """At most ten runs, each once."""
    reasons: dict[int, list[str]] = {}
    for run, why in (*_typical(batch), *_extreme(batch)):
        if run in reasons or len(reasons) < MOST:
            reasons.setdefault(run, []).append(why)
    outcomes = batch.compiled.scenario.outcomes
    return [
        Telling(
            run=int(row["run"]),
            why=sentence("; ".join(reasons[int(row["run"])])),
            outcome=outcomes[row["outcome"]].name,
            what=described(batch.compiled, row),
        )
        for row in batch.rows.of(list(reasons))
    ]


def counts_people(compiled: Compiled) -> list[str]:
    """The gauges that count the dead and the hurt."""
    gauges = compiled.scenario.gauges
    found = [name for name, one in gauges.items() if one.monotone and one.whole and one.unit == "persons"]
    shown = [name for name in found if gauges[name].group]
    return shown or found  # one without a heading counts again what others count


def _typical(batch: Batch) -> Iterator[tuple[int, str]]:
    classes = [name for name, count in sorted(batch.tally.outcomes.items(), key=lambda one: -one[1]) if count]
    rows, names = batch.rows, batch.compiled.scenario.gauges
    runs, outcome = rows.column("run", LOOKED_AT), rows.column("outcome", LOOKED_AT)
    values = np.column_stack([rows.column(f"gauge.{name}", LOOKED_AT).astype(float) for name in names])
    spread = values.std(axis=0)
    values = values[:, spread > 0.0] / spread[spread > 0.0]
    rarest = classes[-1] if len(classes) > TYPICAL else None
    for name in [*classes[:TYPICAL], *([rarest] if rarest else [])]:
        of_it = np.flatnonzero(outcome == name)
        if not len(of_it):
            continue
        distance = np.abs(values[of_it] - np.median(values[of_it], axis=0)).sum(axis=1)
        title = batch.compiled.scenario.outcomes[name].name
        more = ", the rarest outcome here" if name == rarest else ""
        yield int(runs[of_it[int(np.argmin(distance))]]), f"typical of “{title}”{more}"


def _extreme(batch: Batch) -> Iterator[tuple[int, str]]:
    rows, compiled = batch.rows, batch.compiled
    runs, points = rows.column("run"), rows.column("escalation_score")
    yield int(runs[np.argmax(points)]), f"most escalation: {counted(int(points.max()), 'point')}"
    people = [rows.column(f"gauge.{name}").astype(float) for name in counts_people(compiled)]
    if people and (hurt := np.sum(people, axis=0)).max() > 0:
        yield int(runs[np.argmax(hurt)]), f"most dead and hurt: {number(float(hurt.max()))}"
    ended = rows.column("ended_at_minute")
    if ended.min() < ended.max():
        yield int(runs[np.argmin(ended)]), "over soonest"
    usual = max(batch.tally.outcomes, key=lambda name: batch.tally.outcomes[name])
    mildest = np.where(rows.column("outcome") == usual, points, points.min() - 1)
    title = compiled.scenario.outcomes[usual].name
    yield int(runs[np.argmax(mildest)]), f"most escalation that still ended as “{title}”"
    yield int(runs[np.argmin(points)]), f"least escalation: {counted(int(points.min()), 'point')}"
    quiet = _first_violence(batch, ended)
    if quiet is not None:
        yield int(runs[np.argmax(quiet)]), f"quiet for longest: no act of violence for {span(float(quiet.max()))}"


def violent(compiled: Compiled) -> list[str]:
    """The happenings that can be acts of violence."""
    grave = {"VI", "WAR"}
    return [one.id for one in compiled.told if not one.silent and any(turn.severity in grave for turn in one.outcomes)]


def _first_violence(batch: Batch, ended: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """The minute of each run's first act of violence, that of its beginning apart; its end where there was none."""
    earliest = ended.copy()
    for name in violent(batch.compiled):
        first = batch.rows.column(f"first.{name}")
        np.minimum(earliest, np.where(first > 0, first, ended), out=earliest)
    return earliest if earliest.min() < earliest.max() else None


def described(compiled: Compiled, row: dict[str, Any]) -> str:
    """How long it took, how high it went, its gravest happenings in their order, the dead and the hurt."""
    ended = row["ended_at_minute"]
    whole = ended >= compiled.program.sizes.horizon
    parts = [f"{'All of' if whole else 'Over after'} {span(ended)}, up to rung {number(row['peak_rung'])}"]
    gravest = _gravest(compiled, row)
    if gravest:
        parts.append(listed([f"{_deed(compiled, at)} ({day(minute)})" for minute, at in gravest]))
    hurt = sum(float(row[f"gauge.{name}"]) for name in counts_people(compiled))
    if counts_people(compiled):
        parts.append(f"{number(hurt)} dead or hurt" if hurt else "nobody dead or hurt")
    return sentence("; ".join(parts))


def _deed(compiled: Compiled, row: int) -> str:
    """`US: “Strike five sites”`."""
    doer = compiled.program.happenings.owner[row]
    by = "" if doer == NONE else f"{short(compiled, compiled.names.actors[doer])}: "
    return f"{by}“{compiled.told[row].name}”"


def _gravest(compiled: Compiled, row: dict[str, Any], most: int = 3) -> Sequence[tuple[int, int]]:
    """Minute and row of what happened first at the highest rungs, in the order of time."""
    found = []
    for at, told in enumerate(compiled.told):
        minute = row.get(f"first.{told.id}")
        if minute is not None and minute > 0 and told.rung >= NEWS_RUNG and not told.silent:
            found.append((-told.rung, int(minute), at))
    return sorted((minute, at) for _, minute, at in sorted(found)[:most])
