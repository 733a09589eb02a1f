"""Sensitivity against functions whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from crisis_sim.analysis.designs import LATIN, MORRIS, SOBOL, Design, make, neighbours
from crisis_sim.analysis.factors import Factor
from crisis_sim.analysis.sensitivity import correlations, effects, indices

Array = NDArray[np.float64]
ANGLES = [Factor(name, -np.pi, np.pi) for name in ("x1", "x2", "x3")]
UNITS = [Factor(name, 0, 1) for name in ("x1", "x2", "x3")]

SURE = np.empty((0, 0))
"""No runs to draw anew: the response is known."""


def values(design: Design) -> Array:
    return np.array([design.values(point) for point in range(len(design))], np.float64)


def ishigami(x: Array) -> Array:
    """Ishigami and Homma (1990) with a = 7, b = 0.1."""
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def quiet(design: Design) -> Array:
    return np.zeros(len(neighbours(design)))


def test_sobols_indices_of_the_ishigami_function() -> None:
    design = make(SOBOL, ANGLES, 4096, seed=1)
    found = {row.factor: row for row in indices(design, ishigami(values(design)), quiet(design), SURE)}
    known = {"x1": (0.3139, 0.5576), "x2": (0.4424, 0.4424), "x3": (0.0, 0.2437)}
    for name, (first, total) in known.items():
        row = found[name]
        assert row.first == pytest.approx(first, abs=0.015)
        assert row.total == pytest.approx(total, abs=0.015)
        assert row.first_low < first < row.first_high
        assert row.total_low < total < row.total_high
        assert row.total_high - row.total_low < 0.1
    assert list(found) == ["x1", "x2", "x3"]  # by total order


def test_morris_finds_the_effects_of_the_ishigami_function() -> None:
    design = make(MORRIS, ANGLES, 1000, seed=1)
    found = {row.factor: row for row in effects(design, ishigami(values(design)), quiet(design), SURE)}
    # On the levels -pi, -pi/3, pi/3, pi every step of x2 changes 7 sin(x2)^2 by 5.25, over two thirds of the range.
    assert found["x2"].mu_star == pytest.approx(5.25 * 1.5)
    # x1 rises by sin(pi/3) = 0.866 times 1 + 0.1 x3^4, and x3^4 is pi^4 or (pi/3)^4, half and half.
    rise = np.sin(np.pi / 3) * 1.5 * (1 + 0.1 * (np.pi**4 + (np.pi / 3) ** 4) / 2)
    assert found["x1"].mu_star == pytest.approx(rise, rel=0.05)
    assert found["x1"].mu_star_low < rise < found["x1"].mu_star_high
    assert found["x3"].mu == pytest.approx(0, abs=0.6)
    assert found["x3"].sigma > found["x3"].mu_star > 5


def test_morris_of_a_sum_gives_its_coefficients_and_no_interaction() -> None:
    design = make(MORRIS, UNITS, 8, seed=3)
    found = effects(design, values(design) @ np.array([1.0, -5.0, 0.0]), quiet(design), SURE)
    assert [row.factor for row in found] == ["x2", "x1", "x3"]
    assert [row.mu for row in found] == pytest.approx([-5, 1, 0])
    assert [row.mu_star for row in found] == pytest.approx([5, 1, 0])
    assert [row.sigma for row in found] == pytest.approx([0, 0, 0], abs=1e-9)
    assert found[0].mu_star_low == pytest.approx(found[0].mu_star_high)


def test_sobol_of_a_sum_shares_the_variance_out_by_squares() -> None:
    design = make(SOBOL, UNITS, 1024, seed=3)
    found = {
        row.factor: row for row in indices(design, values(design) @ np.array([1.0, 2.0, 0.0]), quiet(design), SURE)
    }
    assert found["x1"].first == pytest.approx(0.2, abs=0.02)
    assert found["x2"].total == pytest.approx(0.8, abs=0.02)
    assert found["x3"].total == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("kind", [MORRIS, SOBOL])
def test_what_chance_alone_makes_is_told(kind: str) -> None:
    """A response that no factor moves: all that is measured is noise, and the column says so."""
    design = make(kind, UNITS, 512, seed=5)
    luck = np.random.default_rng(5)
    means = luck.normal(0, 0.1, len(design))
    noise = np.full(len(neighbours(design)), 2 * 0.1**2)
    if kind == MORRIS:
        for effect in effects(design, means, noise, SURE):
            assert effect.mu_star == pytest.approx(effect.chance, rel=0.1)
    else:
        for index in indices(design, means, noise, SURE):
            assert index.total == pytest.approx(index.chance, rel=0.2)
            assert index.total == pytest.approx(1, rel=0.2)


@pytest.mark.parametrize("kind", [MORRIS, SOBOL])
def test_the_same_points_give_the_same_intervals(kind: str) -> None:
    design = make(kind, ANGLES, 64, seed=7)
    measure = effects if kind == MORRIS else indices
    once = measure(design, ishigami(values(design)), quiet(design), SURE)
    assert once == measure(design, ishigami(values(design)), quiet(design), SURE)


def test_a_response_that_never_varies_has_no_indices_and_no_effects() -> None:
    screening, shares = make(MORRIS, UNITS, 4), make(SOBOL, UNITS, 4)
    assert {row.mu_star for row in effects(screening, np.ones(len(screening)), quiet(screening), SURE)} == {0.0}
    assert {row.total for row in indices(shares, np.ones(len(shares)), quiet(shares), SURE)} == {0.0}


def test_rank_correlations_see_what_rises_and_what_falls() -> None:
    factors = [*UNITS, Factor("who", values=("hawk", "dove"), seat=True)]
    design = make(LATIN, factors, 200, seed=2)
    found = correlations(design, np.exp(4 * design.places[:, 0]) - 20 * design.places[:, 1])
    assert [row.factor for row in found] == ["x1", "x2", "x3"]
    assert found[0].low > 0.7
    assert found[1].high < 0
    assert found[2].low < 0 < found[2].high
