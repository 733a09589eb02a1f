"""Designs are where they should be, and the same for the same seed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.analysis.designs import GRID, KINDS, LATIN, MORRIS, SEQUENCE, SOBOL, Design, count, make, neighbours
from crisis_sim.analysis.factors import Factor
from crisis_sim.terms.records import WrongUse

RANGES = [Factor("a", -1, 3), Factor("b", 0, 1), Factor("c", 10, 20)]
MIXED = [Factor("a", 0, 1), Factor("who", values=("hawk", "dove"), seat=True)]
SIZES = {GRID: 3, LATIN: 20, SEQUENCE: 16, SOBOL: 16, MORRIS: 10}


@pytest.mark.parametrize("kind", KINDS)
def test_the_seed_decides_the_points(kind: str) -> None:
    one, same, other = (make(kind, RANGES, SIZES[kind], seed).places for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert np.array_equal(one, other) == (kind == GRID)


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_as_many_points_as_are_counted_and_all_within_the_ranges(kind: str) -> None:
    design = make(kind, RANGES, SIZES[kind])
    assert len(design) == count(kind, RANGES, SIZES[kind])
    for point in range(len(design)):
        for factor, value in zip(RANGES, design.values(point), strict=True):
            assert factor.low <= float(value) <= factor.high


def test_a_grid_has_every_combination_once() -> None:
    design = make(GRID, [Factor("a", 0, 1), Factor("n", values=(5.0, 6.0)), MIXED[1]], 3)
    points = [tuple(design.values(point)) for point in range(len(design))]
    assert len(set(points)) == len(points) == 12
    assert {point[0] for point in points} == {0.0, 0.5, 1.0}
    assert {point[2] for point in points} == {"hawk", "dove"}


def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_factor() -> None:
    slices = np.floor(make(LATIN, RANGES, 20).places * 20)
    for factor in range(3):
        assert sorted(slices[:, factor]) == list(range(20))


def test_a_sequence_of_sobol_is_balanced_in_every_half() -> None:
    places = make(SEQUENCE, RANGES, 64).places
    assert ((places < 0.5).sum(axis=0) == 32).all()


def test_neighbours_of_saltellis_points_differ_in_one_factor_alone() -> None:
    design = make(SOBOL, RANGES, 16)
    b = design.places[16:32]
    pairs = neighbours(design)
    assert len(pairs) == 3 * 16
    for point, other, factor in pairs:
        differs = design.places[point] != design.places[other]
        assert differs.tolist() == [n == factor for n in range(3)]
        assert design.places[other, factor] == b[point, factor]


def test_a_trajectory_moves_each_factor_once_by_two_thirds() -> None:
    design = make(MORRIS, RANGES, 10)
    pairs = neighbours(design)
    assert len(pairs) == 30
    for start in range(0, 30, 3):
        assert sorted(pairs[start : start + 3, 2]) == [0, 1, 2]
    for point, other, factor in pairs:
        moved = design.places[other] - design.places[point]
        assert abs(moved[factor]) == pytest.approx(2 / 3)
        assert np.delete(moved, factor) == pytest.approx(0)


def test_a_trajectory_moves_a_list_from_one_value_to_the_other() -> None:
    design = make(MORRIS, MIXED, 10)
    for point, other, factor in neighbours(design):
        if factor == 1:
            assert {design.values(point)[1], design.values(other)[1]} == {"hawk", "dove"}


def test_designs_without_pairs_have_no_neighbours() -> None:
    assert len(neighbours(make(LATIN, RANGES, 20))) == 0


@given(st.integers(2, 9), st.floats(0, 1))
def test_a_place_is_always_a_value_of_the_list(values: int, place: float) -> None:
    assert Factor("a", values=tuple(map(float, range(values)))).at(place) in range(values)


def test_the_steps_of_a_grid_are_even_and_take_both_ends() -> None:
    values = [float(RANGES[0].at(place)) for place in RANGES[0].places(5)]
    assert (values[0], values[-1]) == (-1, 3)
    assert {round(later - earlier, 9) for earlier, later in pairwise(values)} == {1}


@pytest.mark.parametrize(
    ("kind", "factors", "size", "said"),
    [
        ("box", RANGES, 4, "there is no design 'box'"),
        (GRID, RANGES, 1, "two steps or more of a"),
        (GRID, RANGES, 1000, "1,000,000,000 points"),
        (LATIN, RANGES, 1, "at least 2"),
        (SOBOL, RANGES, 100, "64 or 128"),
        (SEQUENCE, RANGES, 3, "2 or 4"),
        (SOBOL, RANGES[:1], 8, "there is only a"),
        (MORRIS, [Factor("who", values=("hawk", "dove", "random"), seat=True)], 4, "who has 3"),
        (MORRIS, RANGES, 100_000, "400,000 points"),
    ],
)
def test_a_size_that_cannot_be_is_one_line(kind: str, factors: list[Factor], size: int, said: str) -> None:
    with pytest.raises(WrongUse) as caught:
        make(kind, factors, size)
    assert said in str(caught.value)


def test_a_grid_of_lists_alone_needs_no_size() -> None:
    design = make(GRID, [MIXED[1], Factor("n", values=(1.0, 2.0, 3.0))])
    assert isinstance(design, Design)
    assert len(design) == 6
