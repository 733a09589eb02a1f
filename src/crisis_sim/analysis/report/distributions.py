"""How things stood when the games ended: each gauge and score as a small histogram beside its numbers."""

from typing import Any

from markupsafe import Markup

from crisis_sim.analysis.report import figures
from crisis_sim.analysis.report.gathering import Batch
from crisis_sim.analysis.report.words import PER_CENT, between, capital, number, per_cent
from crisis_sim.batch.shares import wilson
from crisis_sim.batch.tally import Quantity
from crisis_sim.compiler.phrases import short
from crisis_sim.scenario.constructs import Gauge

CLASSES = 25
"""Of a histogram, at most."""
OTHERS = "Situation"


def gauges(batch: Batch) -> dict[str, Any]:
    """The gauges under their headings; those that are so or not apart. Where a scenario has headings, a gauge without
    one is its bookkeeping."""
    known = batch.compiled.scenario.gauges
    grouped = any(gauge.group for gauge in known.values())
    groups: dict[str, list[dict[str, Any]]] = {}
    sentences = []
    for name, gauge in known.items():
        if grouped and not gauge.group:
            continue
        found = batch.tally.quantities[f"gauge.{name}"]
        if gauge.yes:
            so = round(found.mean * batch.n)
            share = wilson(so, batch.n)
            sentences.append([capital(gauge.yes), f"{so:,}", per_cent(share.p), between(share.low, share.high)])
        else:
            row = _row(f"gauge-{name}", capital(gauge.what), found, *_unit(gauge))
            groups.setdefault(gauge.group or OTHERS, []).append(row)
    return {"groups": [{"name": name, "rows": rows} for name, rows in groups.items()], "sentences": sentences}


def scores(batch: Batch) -> list[dict[str, Any]]:
    """The scores, a seat each, and who played it."""
    compiled = batch.compiled
    return [
        {**_row(f"score-{seat}", short(compiled, seat), batch.tally.quantities[f"score.{seat}"], 1.0, ""),
         "agent": batch.plan.agents[seat]}
        for seat in compiled.names.seats
    ]  # fmt: skip


def _unit(gauge: Gauge) -> tuple[float, str]:
    if gauge.unit in PER_CENT:
        return PER_CENT[gauge.unit], " %"
    return 1.0, "" if gauge.whole or not gauge.unit else f" {gauge.unit}"


def _row(name: str, what: str, found: Quantity, times: float, unit: str) -> dict[str, Any]:
    def told(value: float) -> str:
        return number(times * value)

    low, middle, high = (found.quantile(share) for share in (0.05, 0.5, 0.95))
    if len(found.steps) == 1:
        always = told(found.mean)
        shown = f"{'always ' if found.n > 1 else ''}{always}{unit}"
        return {"what": what, "svg": None, "shown": shown, "median": f"{always}{unit}",
                "range": "–", "mean": f"{always} ({told(found.sd)})"}  # fmt: skip
    return {
        "what": what,
        "svg": _histogram(name, what, found, f"median {told(middle)}{unit}, nine tenths {told(low)} to {told(high)}"),
        "shown": "",
        "median": told(middle) + unit,
        "range": f"{told(low)} to {told(high)}{unit}",
        "mean": f"{number(times * found.mean)} ({number(times * found.sd)})",
    }


def _histogram(name: str, what: str, found: Quantity, numbers: str) -> Markup:
    first, last = min(found.steps), max(found.steps)
    width = max(1, -(-(last - first + 1) // CLASSES))
    counts: dict[int, int] = {}
    for step, runs in found.steps.items():
        at = (step - first) // width
        counts[at] = counts.get(at, 0) + runs
    edges = [found.low + (first + at * width) * found.width for at in range(max(counts) + 2)]
    classes = [figures.Bar(edges[at], edges[at + 1], counts.get(at, 0)) for at in range(max(counts) + 1)]
    middle = found.quantile(0.5) + found.width / 2
    return figures.svg(figures.bars(classes, middle), name.replace(".", "-"), f"Distribution: {what}", numbers)
