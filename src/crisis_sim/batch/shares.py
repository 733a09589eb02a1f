"""How sure one can be of a share that was counted: Wilson's interval."""

import math
from statistics import NormalDist
from typing import Any, NamedTuple

CONFIDENCE = 0.95


class Share(NamedTuple):
    """So many of n, as a share, and the interval that holds the true one with the confidence asked for."""

    n: int
    p: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half of the length of the interval."""
        return (self.high - self.low) / 2

    def __str__(self) -> str:
        """`28.6 % (27.1–30.2)`: with as many digits as the interval makes sense of."""
        digits = max(1, min(5, math.ceil(-math.log10(max(self.half_width, 1e-5) * 100)) + 1))
        low, high = (f"{100 * end:.{digits}f}" for end in (self.low, self.high))
        return f"{100 * self.p:.{digits}f} % ({low}–{high})"

    def to_json(self) -> dict[str, Any]:
        """As it stands in a summary."""
        return dict(self._asdict())


def wilson(count: int, n: int, confidence: float = CONFIDENCE) -> Share:
    """The share of `count` in `n` with its Wilson score interval. Of nothing, nothing is known: 0 to 1."""
    if n == 0:
        return Share(0, 0.0, 0.0, 1.0)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    p, reach = count / n, z * z / n
    centre = (p + reach / 2) / (1 + reach)
    half = math.sqrt(p * (1 - p) * reach + reach * reach / 4) / (1 + reach)
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == n else min(1.0, centre + half)
    return Share(count, p, low, high)
