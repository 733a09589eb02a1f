"""What a batch came to, as one object: `summary.json`, and what `batch --json` prints."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from crisis_sim.batch.plan import Plan
from crisis_sim.batch.shares import CONFIDENCE, wilson
from crisis_sim.batch.tally import Quantity, Tally

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


class Stop(NamedTuple):
    """How a batch came to its end: after how many looks, at most which half-width it was to go on, and whether that
    was reached."""

    looks: int
    until_ci: float | None
    reached: bool


def widest(tally: Tally) -> float:
    """Half the width of the widest interval of an outcome's share."""
    return max(wilson(count, tally.n).half_width for count in tally.outcomes.values())


def summary_of(plan: Plan, tally: Tally, engine: str, runs_per_second: float | None, stop: Stop) -> dict[str, Any]:
    """The object. Figures are truths about the runs; `low` and `high` are Wilson's interval of a share.

    A single run has no `sd`: None.
    """
    n, of_all = tally.n, tally.quantities
    return {
        "scenario": plan.scenario,
        "scenario_hash": plan.scenario_hash,
        "rules_version": plan.rules_version,
        "seed": plan.seed,
        "n": n,
        "n_asked": plan.n,
        "engine": engine,
        "runs_per_second": runs_per_second,
        "events_per_run": tally.events / n,
        "agents": dict(plan.agents),
        "settings": dict(plan.settings),
        "confidence": CONFIDENCE,
        "stopped": {**stop._asdict(), "half_width": widest(tally)},
        "outcomes": _shares(tally.outcomes, n),
        "end_reasons": _shares(tally.reasons, n),
        "gauges": {name: _quantity(of_all[f"gauge.{name}"]) for name in _named("gauge.", of_all)},
        "scores": {name: _quantity(of_all[f"score.{name}"]) for name in _named("score.", of_all)},
        "escalation_score": _quantity(of_all["escalation_score"]),
        "peak_rung": _quantity(of_all["peak_rung"]),
        "ended_at_minute": _quantity(of_all["ended_at_minute"]),
        "facts": _shares(tally.facts, n),
        "flags": _shares(tally.flags, n),
        "happenings": {
            name: {**wilson(runs, n).to_json(), "times_per_run": tally.times[name] / n}
            for name, runs in tally.happened.items()
        },
        "rungs": [_rungs(one) for one in tally.rungs if one],
        "points_per_cycle": [points / n for points in tally.points],
        "dyads": {pair: [sums / (10 * n) for sums in days] for pair, days in tally.dyads.items() if _two(pair)},
        "reciprocity": {pair: _reciprocity(tally, pair) for pair in tally.blows if _two(pair)},
        "examples": {name: list(runs) for name, runs in tally.examples.items()},
        "digest": tally.digest,
    }


def _named(prefix: str, names: Mapping[str, object]) -> list[str]:
    return [name.removeprefix(prefix) for name in names if name.startswith(prefix)]


def _shares(counts: Mapping[str, int], n: int) -> dict[str, dict[str, Any]]:
    return {name: wilson(count, n).to_json() for name, count in counts.items()}


def _quantity(one: Quantity) -> dict[str, Any]:
    quantiles = {f"{share:g}": one.quantile(share) for share in QUANTILES}
    sd = one.sd if one.n > 1 else None
    return {"mean": one.mean, "sd": sd, "quantiles": quantiles, "resolution": one.width}


def _rungs(counts: Mapping[int, int]) -> dict[str, float]:
    """Of one staff cycle: how many games were not over when it began, and quantiles of the highest rung in these."""
    rungs = Quantity(0.0, 1.0, steps=counts)
    return {"n": rungs.n} | {f"{share:g}": rungs.quantile(share) for share in QUANTILES}


def _two(pair: str) -> bool:
    doer, target = pair.split(">")
    return doer != target


def _reciprocity(tally: Tally, pair: str) -> dict[str, Any]:
    blows, answers = tally.blows[pair], tally.answers[pair]
    waited = tally.waits[pair] / answers if answers else None
    return {"blows": blows, "answered": answers, "cut_short": tally.cut[pair], "mean_minutes_to_answer": waited}
