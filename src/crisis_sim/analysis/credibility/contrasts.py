"""Two ways to play compared run by run, under the same luck: how far a mean or a share moves, with its interval."""

from math import sqrt
from typing import NamedTuple

from crisis_sim.analysis.credibility.estimates import LEVEL
from crisis_sim.analysis.credibility.finished import Array


class Contrast(NamedTuple):
    """The second mean less the first. Shares are means of 0 and 1."""

    first: float
    second: float
    difference: float
    low: float
    high: float

    @property
    def sign(self) -> int:
        """1 or -1 where the interval says so, 0 where it holds no difference, too."""
        return 1 if self.low > 0.0 else -1 if self.high < 0.0 else 0


def contrast(first: Array, second: Array) -> Contrast:
    """Pairs in the same order. Student's interval of the mean difference; where nothing differs, it is a point."""
    from scipy.stats import t

    apart = second - first
    n, middle = len(apart), float(apart.mean())
    reach = float(t.ppf((1 + LEVEL) / 2, n - 1) * apart.std(ddof=1) / sqrt(n)) if n > 1 else float("inf")
    return Contrast(float(first.mean()), float(second.mean()), middle, middle - reach, middle + reach)
