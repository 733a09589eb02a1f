"""What many values come to, with the interval that chance leaves: 95 %."""

import math
from typing import NamedTuple

import numpy as np

from crisis_sim.analysis.credibility.finished import Array
from crisis_sim.batch.shares import wilson
from crisis_sim.scenario.targets import Target

LEVEL = 0.95
RESAMPLES = 999


class Estimate(NamedTuple):
    """A quantity, and between what it lies. `n`: the games that counted; of none there is no value."""

    n: int
    value: float | None
    low: float | None
    high: float | None


NOTHING = Estimate(0, None, None, None)


def estimate(target: Target, values: Array, seed: int = 1) -> Estimate:
    """The target's statistic of the values of the games that count."""
    if len(values) == 0:
        return NOTHING
    match target.statistic:
        case "share":
            return share(values)
        case "mean":
            return mean(values)
        case "median":
            return quantile(values, 0.5)
        case "quantile":
            return quantile(values, target.at or 0.5)
        case "dispersion":
            return dispersion(values, seed)


def share(values: Array) -> Estimate:
    """Of the games in which it is so: Wilson's interval."""
    found = wilson(int(values.sum()), len(values))
    return Estimate(len(values), found.p, found.low, found.high)


def mean(values: Array) -> Estimate:
    """Student's interval."""
    from scipy.stats import t

    n, middle = len(values), float(values.mean())
    if n < 2:
        return Estimate(n, middle, -math.inf, math.inf)
    reach = float(t.ppf((1 + LEVEL) / 2, n - 1) * values.std(ddof=1) / math.sqrt(n))
    return Estimate(n, middle, middle - reach, middle + reach)


def quantile(values: Array, which: float) -> Estimate:
    """Between the order statistics that hold it with this confidence, whatever the distribution."""
    from scipy.stats import binom

    n, ordered = len(values), np.sort(values)
    low, high = (int(binom.ppf(end, n, which)) for end in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    ends = float(ordered[max(low - 1, 0)]), float(ordered[min(high, n - 1)])
    return Estimate(n, float(np.quantile(ordered, which)), *ends)


def dispersion(values: Array, seed: int) -> Estimate:
    """Variance over mean: a bootstrap's percentiles."""
    from scipy.stats import bootstrap

    n = len(values)
    middle = _dispersion(values)
    if n < 2 or middle is None:
        return Estimate(n, middle, None, None)
    found = bootstrap(
        (values,), _over_mean, n_resamples=RESAMPLES, batch=50, method="percentile", vectorized=True,
        rng=np.random.default_rng(seed),
    ).confidence_interval  # fmt: skip
    return Estimate(n, middle, float(found.low), float(found.high))


def _over_mean(values: Array, axis: int = -1) -> Array:
    result: Array = np.var(values, axis=axis, ddof=1) / np.maximum(np.mean(values, axis=axis), 1e-12)
    return result


def _dispersion(values: Array) -> float | None:
    return float(_over_mean(values)) if len(values) > 1 and values.mean() > 0 else None
