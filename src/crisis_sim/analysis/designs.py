"""Designs: at which points of the factors' ranges an experiment looks. The same seed gives the same points.

A *place* is a number between 0 and 1, whatever the factor: where on its range, or in its list. Which design is for
which question: `docs/experiments.md`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.analysis.factors import Factor, Value
from crisis_sim.scenario.errors import one_of
from crisis_sim.terms.records import WrongUse

GRID, LATIN, SEQUENCE, SOBOL, MORRIS = "grid", "lhs", "sequence", "sobol", "morris"
KINDS = {
    GRID: "every combination of so many steps",
    LATIN: "a Latin hypercube of so many points",
    SEQUENCE: "so many points of Sobol's sequence, a power of two",
    SOBOL: "Saltelli's points for Sobol's indices: so many times the factors and two, a power of two",
    MORRIS: "so many of Morris's trajectories, each of the factors and one",
}
MOST_POINTS = 200_000
LEVELS = 4  # of a Morris trajectory


@dataclass(frozen=True, slots=True)
class Design:
    """Points in the space of the factors. `places`: shape (points, factors), from 0 to 1."""

    kind: str
    size: int  # what was asked for: steps, points, base points or trajectories
    seed: int
    factors: tuple[Factor, ...]
    places: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.places)

    def values(self, point: int) -> list[Value]:
        """The values of the factors at a point."""
        return [factor.at(float(place)) for factor, place in zip(self.factors, self.places[point], strict=True)]

    def to_dict(self) -> dict[str, Any]:
        """What was asked for; the points themselves follow from it."""
        factors = [factor.to_dict() for factor in self.factors]
        return {"kind": self.kind, "size": self.size, "seed": self.seed, "points": len(self), "factors": factors}


def make(kind: str, factors: Sequence[Factor], size: int = 0, seed: int = 0) -> Design:
    """The points of a design. WrongUse: a size that it cannot have, too many points, factors that it cannot move."""
    if kind not in KINDS:
        raise WrongUse(f"there is no design '{kind}': {one_of(KINDS)}")
    chosen = tuple(factors)
    _check(kind, chosen, size)
    return Design(kind, size, seed, chosen, np.clip(_MAKERS[kind](chosen, size, seed), 0.0, 1.0))


def count(kind: str, factors: Sequence[Factor], size: int) -> int:
    """How many points the design has."""
    if kind == GRID:
        return prod(len(factor.values) or size for factor in factors)
    return size * {SOBOL: len(factors) + 2, MORRIS: len(factors) + 1}.get(kind, 1)


def neighbours(design: Design) -> NDArray[np.int64]:
    """The pairs of points that differ in one factor alone: rows of (point, other point, factor).

    Of a Morris design, the steps of its trajectories; of a Sobol design, A and AB. Others have none.
    """
    factors = len(design.factors)
    if design.kind == MORRIS:
        first = np.arange(len(design)).reshape(-1, factors + 1)[:, :-1].ravel()
        moved = np.abs(design.places[first + 1] - design.places[first]).argmax(axis=1)
        return np.column_stack([first, first + 1, moved])
    if design.kind == SOBOL:
        factor, row = np.divmod(np.arange(factors * design.size), design.size)
        return np.column_stack([row, (factor + 2) * design.size + row, factor])
    return np.empty((0, 3), np.int64)


def _check(kind: str, factors: tuple[Factor, ...], size: int) -> None:
    ranges = [factor for factor in factors if not factor.values]
    if kind == GRID:
        if ranges and size < 2:
            raise WrongUse(f"a grid takes two steps or more of {ranges[0].name}: say --grid N, or list its values")
    elif size < 2:
        raise WrongUse(f"--{kind} {size}: at least 2 are needed")
    if kind in (SEQUENCE, SOBOL) and size & (size - 1):
        lower = 1 << (size.bit_length() - 1)
        raise WrongUse(f"--{kind} {size}: Sobol's points come in powers of two: {lower} or {2 * lower}")
    if kind == SOBOL and len(factors) < 2:
        raise WrongUse(f"--sobol shares the variance out between factors, and there is only {factors[0].name}")
    if kind == MORRIS:
        for factor in factors:
            if len(factor.values) > 2:
                raise WrongUse(
                    f"--morris moves a factor between two values, and {factor.name} has {len(factor.values)}"
                )
    points = count(kind, factors, size)
    if points > MOST_POINTS:
        raise WrongUse(f"this design has {points:,} points, and the most is {MOST_POINTS:,}")


def _grid(factors: tuple[Factor, ...], size: int, seed: int) -> NDArray[np.float64]:
    return np.array(list(product(*(factor.places(size) for factor in factors))), np.float64)


def _latin(factors: tuple[Factor, ...], size: int, seed: int) -> NDArray[np.float64]:
    from scipy.stats import qmc

    points: NDArray[np.float64] = qmc.LatinHypercube(len(factors), rng=np.random.default_rng(seed)).random(size)
    return points


def _sequence(factors: tuple[Factor, ...], size: int, seed: int) -> NDArray[np.float64]:
    return _sobol_points(len(factors), size, seed)


def _saltelli(factors: tuple[Factor, ...], size: int, seed: int) -> NDArray[np.float64]:
    """A, B, and for each factor A with this one column of B (Saltelli et al. 2010)."""
    both = _sobol_points(2 * len(factors), size, seed)
    a, b = both[:, : len(factors)], both[:, len(factors) :]
    mixed = np.repeat(a[np.newaxis], len(factors), axis=0)
    for factor in range(len(factors)):
        mixed[factor, :, factor] = b[:, factor]
    return np.concatenate([a, b, mixed.reshape(-1, len(factors))])


def _trajectories(factors: tuple[Factor, ...], size: int, seed: int) -> NDArray[np.float64]:
    from SALib.sample import morris

    points: NDArray[np.float64] = morris.sample(problem(factors), size, num_levels=LEVELS, seed=seed)
    return points


def _sobol_points(dimensions: int, size: int, seed: int) -> NDArray[np.float64]:
    from scipy.stats import qmc

    points: NDArray[np.float64] = qmc.Sobol(dimensions, rng=np.random.default_rng(seed)).random_base2(
        size.bit_length() - 1
    )
    return points


def problem(factors: Sequence[Factor]) -> dict[str, Any]:
    """The factors as SALib wants to be told of them, each from 0 to 1."""
    return {
        "num_vars": len(factors),
        "names": [factor.name for factor in factors],
        "bounds": [[0.0, 1.0]] * len(factors),
    }


_MAKERS = {GRID: _grid, LATIN: _latin, SEQUENCE: _sequence, SOBOL: _saltelli, MORRIS: _trajectories}
