"""Two batches side by side, paired by run number where they had the same luck.

Intervals of shares are Wald's after a little is added to each cell (Agresti and Min 2005 for pairs, Agresti and Caffo
2000 without), those of means Student's t; p-values are McNemar's exact test, Fisher's, and t tests.
"""

from collections.abc import Sequence
from math import isfinite, sqrt
from typing import NamedTuple

from crisis_sim.batch.tally import ONE

LEVEL = 0.95
CHANCE_FINDING = 0.05


class Sums(NamedTuple):
    """Exact sums of one response over the runs of two batches, in units of 2**-20."""

    name: str
    share: bool  # 0 or 1 for each run
    n: tuple[int, int]  # runs; equal if paired
    sums: tuple[int, int]
    squares: tuple[int, int]
    products: int | None  # of the two, over pairs; None: there are no pairs


class Difference(NamedTuple):
    """How a response differs: the second batch less the first."""

    response: str
    first: float
    second: float
    difference: float
    low: float
    high: float
    se: float
    se_unpaired: float  # what it would be without pairs
    gain: float | None  # variance without pairs over variance with them; None: without pairs, or nothing varies
    only_first: int | None  # pairs in which it is so in the first alone; None: not a share, or no pairs
    only_second: int | None
    p: float
    q: float  # p after Benjamini and Hochberg, over everything that was compared


def differences(compared: Sequence[Sums]) -> list[Difference]:
    """Every response, with p-values adjusted for how many there are."""
    from scipy.stats import false_discovery_control

    rows = [_difference(one) for one in compared]
    adjusted = false_discovery_control([row.p for row in rows]) if rows else []
    return [row._replace(q=float(q)) for row, q in zip(rows, adjusted, strict=True)]


def _difference(one: Sums) -> Difference:
    (n, m), (a, b) = one.n, one.sums
    means = a / (n * ONE), b / (m * ONE)
    variances = _variance(n, a, one.squares[0]), _variance(m, b, one.squares[1])
    unpaired = sqrt(variances[0] / n + variances[1] / m)
    gain, only_first, only_second = None, None, None
    if one.products is None:
        se = unpaired
        low, high, p = _shares_apart(one) if one.share else _means_apart(one, means, variances)
    else:
        square = one.squares[0] + one.squares[1] - 2 * one.products
        of_difference = _variance(n, b - a, square)
        se = sqrt(of_difference / n)
        gain = (variances[0] + variances[1]) / of_difference if of_difference else None
        if one.share:
            only_first, only_second = (round((total - one.products / ONE) / ONE) for total in (a, b))
            low, high, p = _shares_paired(n, only_first, only_second)
        else:
            low, high, p = _student(means[1] - means[0], se, n - 1)
    return Difference(
        one.name, *means, means[1] - means[0], low, high, se, unpaired, gain, only_first, only_second, p, p
    )


def _variance(n: int, total: int, squares: int) -> float:
    return (n * squares - total * total) / (n * (n - 1) * ONE * ONE) if n > 1 else 0.0


def _student(difference: float, se: float, freedom: float) -> tuple[float, float, float]:
    from scipy.stats import t

    if se == 0.0 or not isfinite(freedom) or freedom <= 0:
        return difference, difference, 0.0 if difference and freedom > 0 else 1.0
    reach = float(t.ppf((1.0 + LEVEL) / 2.0, freedom)) * se
    return difference - reach, difference + reach, float(2.0 * t.sf(abs(difference) / se, freedom))


def _means_apart(one: Sums, means: tuple[float, float], variances: tuple[float, float]) -> tuple[float, float, float]:
    """Welch's: neither the same number of runs nor the same spread is taken for granted."""
    (n, m), parts = one.n, [variance / runs for variance, runs in zip(variances, one.n, strict=True)]
    below = parts[0] ** 2 / max(n - 1, 1) + parts[1] ** 2 / max(m - 1, 1)
    return _student(means[1] - means[0], sqrt(sum(parts)), sum(parts) ** 2 / below if below else n + m - 2)


def _shares_paired(n: int, only_first: int, only_second: int) -> tuple[float, float, float]:
    from scipy.stats import binomtest

    apart = only_first + only_second
    p = float(binomtest(only_first, apart).pvalue) if apart else 1.0
    middle = (only_second - only_first) / (n + 2)  # half a pair in each of the four cells
    reach = _z() * sqrt((apart + 1) / (n + 2) - middle * middle) / sqrt(n + 2)
    return max(-1.0, middle - reach), min(1.0, middle + reach), p


def _shares_apart(one: Sums) -> tuple[float, float, float]:
    from scipy.stats import fisher_exact

    counts = [round(total / ONE) for total in one.sums]
    table = [[count, runs - count] for count, runs in zip(counts, one.n, strict=True)]
    shares = [(count + 1) / (runs + 2) for count, runs in zip(counts, one.n, strict=True)]
    se = sqrt(sum(share * (1 - share) / (runs + 2) for share, runs in zip(shares, one.n, strict=True)))
    middle, reach = shares[1] - shares[0], _z() * se
    return max(-1.0, middle - reach), min(1.0, middle + reach), float(fisher_exact(table).pvalue)


def _z() -> float:
    from scipy.stats import norm

    return float(norm.ppf((1.0 + LEVEL) / 2.0))
