"""Which factors matter: Morris's effects, Sobol's indices, and rank correlations where a design gives neither.

The functions here take the mean of a response at each point of a design, what chance adds to the difference of two
neighbours (`noise`: its variance, from paired runs), and the means once more with other runs (`again`). Intervals are
bootstrapped over the points, and widened by what other runs would change.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crisis_sim.analysis.designs import LEVELS, MORRIS, SOBOL, Design, neighbours, problem

Array = NDArray[np.float64]
RESAMPLES = 999
LEVEL = 0.95
LEAST = 4
"""Points that a rank correlation needs."""


class Effect(NamedTuple):
    """Morris: what moving one factor does, as if over its whole range. In units of the response."""

    factor: str
    mu_star: float  # mean size of the effect
    mu_star_low: float
    mu_star_high: float
    mu: float  # with its sign
    sigma: float  # how much it varies with the other factors, or along the range
    sigma_low: float
    sigma_high: float
    se_runs: float  # how far mu_star would move with other runs: standard error
    chance: float  # the mu_star that chance alone would show


class Index(NamedTuple):
    """Sobol: the share of the variance between points that a factor makes alone, and with all its interactions."""

    factor: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float
    se_runs: float  # how far `total` would move with other runs: standard error
    chance: float  # how much of `total` chance alone makes


class Correlation(NamedTuple):
    """Spearman's rank correlation of a factor and the response over the points."""

    factor: str
    rho: float
    low: float
    high: float


def effects(design: Design, means: Array, noise: Array, again: Array) -> list[Effect]:
    """Morris's measures, by falling mu_star. `means`: one a point; `noise`: one a pair of neighbours; `again`: means
    with runs drawn anew, shape (points, times)."""
    from SALib.analyze import morris

    assert design.kind == MORRIS
    found = morris.analyze(
        problem(design.factors), design.places, means, num_levels=LEVELS, num_resamples=2, seed=design.seed
    )
    pairs = neighbours(design)
    reached = _reached(design)
    step = reached[pairs[:, 1], pairs[:, 2]] - reached[pairs[:, 0], pairs[:, 2]]
    step[step == 0.0] = np.inf  # the same value of a list again: no move, no effect
    by_factor = np.argsort(pairs[:, 2], kind="stable").reshape(len(design.factors), -1)

    def elementary(responses: Array) -> Array:
        """Shape (factors, trajectories, responses)."""
        return np.asarray(((responses[pairs[:, 1]] - responses[pairs[:, 0]]) / step[:, np.newaxis])[by_factor])

    each, spread = elementary(means[:, np.newaxis]), (np.sqrt(noise) / np.abs(step))[by_factor]
    listed = np.array([bool(factor.values) for factor in design.factors])
    known = np.where(listed, _of_effects(each)[..., 0], np.stack([found["mu_star"], found["sigma"]]))
    signed = np.where(listed, each.mean(axis=1)[:, 0], found["mu"])
    reach = _reach(design, by_factor.shape[1], known, lambda rows: _of_effects(each[:, rows])[..., 0])
    error = _of_effects(elementary(again)).std(axis=-1) if again.size else np.zeros_like(known)
    low, high = _widened(known, reach, error)
    rows = [
        Effect(
            factor=factor.name,
            mu_star=float(known[0, n]),
            mu_star_low=float(max(low[0, n], 0.0)),
            mu_star_high=float(high[0, n]),
            mu=float(signed[n]),
            sigma=float(known[1, n]),
            sigma_low=float(max(low[1, n], 0.0)),
            sigma_high=float(high[1, n]),
            se_runs=float(error[0, n]),
            chance=float(np.sqrt(2.0 / np.pi) * spread[n].mean()),  # the mean size of a normal error
        )
        for n, factor in enumerate(design.factors)
    ]
    return sorted(rows, key=lambda row: -row.mu_star)


def indices(design: Design, means: Array, noise: Array, again: Array) -> list[Index]:
    """Sobol's indices, by falling total order. `means`: one a point; `noise`: one a pair of neighbours; `again`: means
    with runs drawn anew, shape (points, times)."""
    assert design.kind == SOBOL
    factors, size = len(design.factors), design.size
    blocks = means.reshape(factors + 2, size, 1)
    known = _of_blocks(blocks)[..., 0]
    reach = _reach(design, size, known, lambda rows: _of_blocks(blocks[:, rows])[..., 0])
    error = _of_blocks(again.reshape(factors + 2, size, -1)).std(axis=-1) if again.size else np.zeros_like(known)
    low, high = _widened(known, reach, error)
    variance = float(blocks[:2].var())
    made = noise.reshape(factors, size).mean(axis=1) / (2.0 * variance) if variance else np.zeros(factors)
    rows = [
        Index(
            factor=factor.name,
            first=float(known[0, n]),
            first_low=float(low[0, n]),
            first_high=float(high[0, n]),
            total=float(known[1, n]),
            total_low=float(max(low[1, n], 0.0)),
            total_high=float(high[1, n]),
            se_runs=float(error[1, n]),
            chance=float(made[n]),
        )
        for n, factor in enumerate(design.factors)
    ]
    return sorted(rows, key=lambda row: -row.total)


def _reached(design: Design) -> Array:
    """The places at which the factors really stood, 0 to 1: those of a list step from value to value."""
    places = np.array(design.places, float)
    for n, factor in enumerate(design.factors):
        count = len(factor.values)
        if count > 1:
            places[:, n] = np.minimum((places[:, n] * count).astype(int), count - 1) / (count - 1)
    return places


def _of_effects(each: Array) -> Array:
    """mu_star and sigma: shape (2, factors, responses)."""
    return np.stack([np.abs(each).mean(axis=1), each.std(axis=1, ddof=1)])


def _of_blocks(blocks: Array) -> Array:
    """First and total order: shape (2, factors, responses). `blocks`: the responses at A, B, and every AB."""
    from scipy.stats import sobol_indices

    turned = np.moveaxis(blocks, -1, 1)
    found = sobol_indices(func={"f_A": turned[0], "f_B": turned[1], "f_AB": turned[2:]}, n=blocks.shape[1])
    both = np.stack([found.first_order, found.total_order]).reshape(2, -1, len(blocks) - 2)
    return np.moveaxis(both, -1, 1)


def _reach(
    design: Design, rows: int, known: Array, measure: Callable[[NDArray[np.int64]], Array]
) -> tuple[Array, Array]:
    """How far below and above the interval goes that a bootstrap over the rows of a design gives."""
    from scipy.stats import bootstrap

    interval = bootstrap(
        (np.arange(rows),), measure, vectorized=False, n_resamples=RESAMPLES, confidence_level=LEVEL,
        method="percentile", rng=np.random.default_rng(design.seed),
    ).confidence_interval  # fmt: skip
    return known - interval.low, interval.high - known


def _widened(known: Array, reach: tuple[Array, Array], error: Array) -> tuple[Array, Array]:
    """The interval over points, widened by the error of runs: the two have nothing to do with one another."""
    from scipy.stats import norm

    more = float(norm.ppf((1.0 + LEVEL) / 2.0)) * error
    below, above = (np.hypot(np.maximum(one, 0.0), more) for one in reach)
    return known - below, known + above


def correlations(design: Design, means: Array) -> list[Correlation]:
    """Rank correlations, by falling size, for any design. Factors whose values have no order are left out; of fewer
    than `LEAST` points there are none."""
    from scipy.stats import norm, spearmanr

    rows = []
    for n, factor in enumerate(design.factors):
        if factor.seat or np.ptp(design.places[:, n]) == 0.0 or np.ptp(means) == 0.0 or len(means) < LEAST:
            continue
        rho = float(spearmanr(design.places[:, n], means).statistic)
        # Fisher's z with the variance of Bonett and Wright (2000).
        reach = float(norm.ppf((1.0 + LEVEL) / 2.0)) * np.sqrt((1.0 + rho * rho / 2.0) / (len(means) - 3))
        middle = np.arctanh(np.clip(rho, -1.0 + 1e-12, 1.0 - 1e-12))
        rows.append(Correlation(factor.name, rho, float(np.tanh(middle - reach)), float(np.tanh(middle + reach))))
    return sorted(rows, key=lambda row: -abs(row.rho))
