"""When things first happen: Kaplan-Meier estimates of the share of games in which they have happened by then.

A game that ends before is censored at its end: it tells nothing about afterwards.
"""

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from crisis_sim.analysis.report.words import MINUTES_A_DAY

MOST_POINTS = 160
"""Steps of a curve that a figure can show."""


class Curve(NamedTuple):
    """`happened`: in so many runs. `points`: day, share, low, high, a step each.

    At each of the days asked for: `at_risk`, runs in which neither it has happened nor the game is over; `by_day`, the
    share by then.
    """

    id: str
    name: str
    happened: int
    runs: int
    points: list[dict[str, float]]
    at_risk: list[int]
    by_day: list[float]
    median: float | None  # minutes


def curve(id_: str, name: str, first: NDArray[np.int64], ended: NDArray[np.int64], days: list[int]) -> Curve:
    """`first`: minute at which it first happened in each run, below 0 for never. `ended`: last minute of each run."""
    never = first < 0
    minutes = np.where(never, ended, first).astype(float)
    estimate = stats.ecdf(stats.CensoredData.right_censored(minutes, never))
    with warnings.catch_warnings():  # where nobody or everybody is left, an interval is not defined
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = estimate.sf.confidence_interval(0.95, method="log-log")
    at = estimate.sf.quantiles
    share = 1.0 - estimate.sf.probabilities
    low = np.nan_to_num(1.0 - interval.high.probabilities, nan=0.0)
    high = np.where(np.isnan(interval.low.probabilities), share, 1.0 - interval.low.probabilities)
    shown = np.unique(np.linspace(0, len(at) - 1, min(len(at), MOST_POINTS)).astype(int))
    points = [{"day": 0.0, "share": 0.0, "low": 0.0, "high": 0.0}] if at[0] > 0 else []
    points += [
        {"day": at[n] / MINUTES_A_DAY, "share": float(share[n]), "low": float(min(low[n], share[n])),
         "high": float(max(high[n], share[n]))}
        for n in shown
    ]  # fmt: skip
    reached = np.flatnonzero(share >= 0.5)
    return Curve(
        id=id_,
        name=name,
        happened=int(np.count_nonzero(~never)),
        runs=len(first),
        points=points,
        at_risk=[int(np.count_nonzero(minutes >= day * MINUTES_A_DAY)) for day in days],
        by_day=[_share_by(at, share, day * MINUTES_A_DAY) for day in days],
        median=float(at[reached[0]]) if len(reached) else None,
    )


def _share_by(at: NDArray[np.float64], share: NDArray[np.float64], minute: int) -> float:
    place = int(np.searchsorted(at, minute, side="right"))
    return float(share[place - 1]) if place else 0.0
