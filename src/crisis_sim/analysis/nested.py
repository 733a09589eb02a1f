"""Parameter uncertainty kept apart from chance.

Every point of an experiment has the same runs, with the same luck: the table of points by runs is crossed, and its
variance falls into three parts: between points (parameters), between runs (luck that helps or hurts at all points
alike), and what is left (luck that matters at some points more than at others). Sums are exact integers, so the
answer does not depend on the order in which parts were written or read.
"""

from collections.abc import Sequence
from typing import NamedTuple

from crisis_sim.batch.tally import ONE


class Split(NamedTuple):
    """Where the variance of one response comes from."""

    mean: float  # over all points and runs
    low: float  # the lowest mean of a point
    high: float  # the highest
    sd: float  # of a single run at a point that is not known
    parameters: float  # share of that variance, 0 to 1
    chance: float  # the other share
    noise: float  # share of the variance between the points' means that is left from chance, 0 to 1


def split(by_point: Sequence[int], by_run: Sequence[int], squares: int) -> Split:
    """From the sums of a response at each point, those of each run over all points, and the sum of its squares.

    Analysis of variance of a crossed table with one entry a cell: mean squares, and the components that they estimate.
    `noise` is the residual mean square in the one between points: the luck that all points share is not noise there.
    """
    points, runs, total = len(by_point), len(by_run), sum(by_point)
    cells = points * runs
    # All four are multiplied by the number of cells, so that they stay integers.
    whole = cells * squares - total * total
    between = points * sum(one * one for one in by_point) - total * total
    across = runs * sum(one * one for one in by_run) - total * total
    rest = whole - between - across
    unit = cells * ONE * ONE
    at_points = _mean_square(between, points - 1, unit)
    at_runs = _mean_square(across, runs - 1, unit)
    residual = _mean_square(rest, (points - 1) * (runs - 1), unit)
    parameters = max(0.0, (at_points - residual) / runs)
    chance = max(0.0, (at_runs - residual) / points) + residual
    variance = parameters + chance
    return Split(
        mean=total / (cells * ONE),
        low=min(by_point) / (runs * ONE),
        high=max(by_point) / (runs * ONE),
        sd=float(variance**0.5),
        parameters=parameters / variance if variance else 0.0,
        chance=chance / variance if variance else 0.0,
        noise=min(1.0, residual / at_points) if at_points else 0.0,
    )


def _mean_square(square: int, freedom: int, unit: int) -> float:
    return square / (unit * freedom) if freedom else 0.0
