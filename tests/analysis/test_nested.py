"""The variance of an experiment is shared out rightly between parameters, luck and noise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from crisis_sim.analysis.nested import Split, split
from crisis_sim.batch.tally import ONE


def shared_out(table: NDArray[np.float64]) -> Split:
    """Of a table of points by runs."""
    steps = np.floor(table * ONE).astype(object)
    return split(list(steps.sum(axis=1)), list(steps.sum(axis=0)), int((steps * steps).sum()))


def table(points: float, runs: float, rest: float, shape: tuple[int, int] = (400, 300)) -> NDArray[np.float64]:
    """Random parts of exactly these deviations: one a point, one a run; and one a cell."""
    luck = np.random.default_rng(1)
    by_point, by_run = (luck.normal(0, 1, one) for one in ((shape[0], 1), (1, shape[1])))
    parts = points * by_point / by_point.std(ddof=1) + runs * by_run / by_run.std(ddof=1)
    return np.asarray(20 + parts + luck.normal(0, rest, shape))


def test_the_parts_of_a_known_table_are_found() -> None:
    found = shared_out(table(points=1, runs=2, rest=2))
    assert found.mean == pytest.approx(20, abs=0.3)
    assert found.sd == pytest.approx(3, rel=0.05)
    assert found.parameters == pytest.approx(1 / 9, rel=0.15)
    assert found.parameters + found.chance == pytest.approx(1)
    # The luck that all points share is no noise between them: 4 / 300 of variance 1 is left, and not 8 / 300.
    assert found.noise == pytest.approx((4 / 300) / (1 + 4 / 300), rel=0.15)


def test_where_nothing_but_chance_is_parameters_get_nothing() -> None:
    found = shared_out(table(points=0, runs=1, rest=1))
    assert found.parameters == pytest.approx(0, abs=0.002)
    assert found.noise == pytest.approx(1, abs=0.2)


def test_where_no_chance_is_parameters_get_everything() -> None:
    found = shared_out(table(points=3, runs=0, rest=0))
    assert found.parameters == pytest.approx(1)
    assert found.noise == pytest.approx(0, abs=1e-9)


def test_luck_that_all_points_share_leaves_no_noise_between_them() -> None:
    assert shared_out(table(points=1, runs=50, rest=0)).noise == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("shape", [(1, 5), (5, 1), (1, 1), (3, 4)])
def test_what_never_varies_has_no_variance_to_share(shape: tuple[int, int]) -> None:
    assert shared_out(np.full(shape, 0.25)) == Split(0.25, 0.25, 0.25, 0.0, 0.0, 0.0, 0.0)


@given(st.integers(2, 6), st.integers(2, 6), st.randoms(use_true_random=False))
def test_the_order_of_points_and_runs_changes_nothing(points: int, runs: int, luck: object) -> None:
    cells = np.random.default_rng(points * 10 + runs).integers(-9, 9, (points, runs)).astype(np.float64)
    other = np.random.default_rng(runs)
    assert shared_out(cells) == shared_out(other.permutation(other.permutation(cells, axis=0), axis=1))
