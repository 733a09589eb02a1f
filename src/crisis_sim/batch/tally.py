"""What a batch comes to: counts and exact sums that can be added in any order and grouping, and give the same.

Nothing in a tally is a rounded sum. A value enters in steps of 2**-20, as it enters the digest of a run, and all sums
are Python's whole numbers. The digest of a batch is the sum of a mix of every run's number and digest.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Self

from crisis_sim.compiler import Compiled
from crisis_sim.terms.codes import AT_HORIZON, FAULTED

ONE = 2**20
"""Steps of an exact sum in a unit."""
STEPS = 4096
"""Steps of a histogram over the bounds of what is not whole: the resolution of its quantiles. Both bounds are exact."""
DIGESTS = 2**128
EXAMPLES = 5
MINUTES = 60.0  # a step of the histogram of when games ended

Histogram = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Quantity:
    """Values of something, one a run: exact mean and deviation, and quantiles as fine as its histogram.

    The values from low + k * width up to below low + (k + 1) * width are counted at k. Of what is whole, every value
    is counted by itself.
    """

    low: float
    width: float
    total: int = 0  # in steps of 2**-20
    squares: int = 0  # of these
    steps: Histogram = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many values there are."""
        return sum(self.steps.values())

    @property
    def mean(self) -> float:
        """Of no values: not a number."""
        return self.total / (self.n * ONE) if self.n else math.nan

    @property
    def sd(self) -> float:
        """Standard deviation, with n - 1. Of fewer than two values: not a number."""
        n = self.n
        if n < 2:
            return math.nan
        return math.sqrt((n * self.squares - self.total * self.total) / (n * (n - 1))) / ONE

    def quantile(self, share: float) -> float:
        """The smallest value that at least this share does not exceed, rounded down to a step of the histogram."""
        wanted, seen = max(1, math.ceil(share * self.n)), 0
        for step in sorted(self.steps):
            seen += self.steps[step]
            if seen >= wanted:
                return self.low + step * self.width
        return math.nan

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(
            self.low,
            self.width,
            self.total + other.total,
            self.squares + other.squares,
            _added(self.steps, other.steps),
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """What some runs come to. `a + b`: what they come to together."""

    n: int
    outcomes: Mapping[str, int]  # every class, in its order
    reasons: Mapping[str, int]  # why games ended: end conditions, `horizon`, `fault`
    events: int
    quantities: Mapping[str, Quantity]  # gauge.X, score.SEAT, escalation_score, peak_rung, ended_at_minute
    flags: Mapping[str, int]  # runs in which it holds at the end
    happened: Mapping[str, int]  # per happening: runs in which it took place
    times: Mapping[str, int]  # per happening: how often it took place
    facts: Mapping[str, int]  # runs in which it is so
    rungs: tuple[Histogram, ...]  # per staff cycle: runs that were not over when it began, by their highest rung in it
    points: tuple[int, ...]  # per staff cycle: escalation points, summed over all runs; after the end there are none
    point_squares: tuple[int, ...]  # per staff cycle: squares of a run's points, summed
    dyads: Mapping[str, tuple[int, ...]]  # "us>ir": per day, Goldstein's tenths, summed
    blows: Mapping[str, int]  # "us>ir": blows of us against ir while none stood unanswered
    answers: Mapping[str, int]  # "us>ir": how many of these ir answered in time
    waits: Mapping[str, int]  # "us>ir": minutes until then, summed
    cut: Mapping[str, int]  # "us>ir": how many the game's end left unanswered before their time was up
    examples: Mapping[str, tuple[int, ...]]  # the first runs of each outcome
    total: int  # of the mixes of run and digest, modulo 2**128

    @property
    def digest(self) -> str:
        """Of all the runs together: 32 hexadecimal digits."""
        return f"{self.total:032x}"

    def __add__(self, other: Tally) -> Tally:
        apart: dict[str, Any] = {
            "total": (self.total + other.total) % DIGESTS,
            "examples": {
                name: tuple(sorted({*self.examples.get(name, ()), *other.examples.get(name, ())})[:EXAMPLES])
                for name in {**self.examples, **other.examples}
            },
        }
        names = [one.name for one in fields(self) if one.name not in apart]
        return Tally(**{name: _added(getattr(self, name), getattr(other, name)) for name in names}, **apart)

    def to_json(self) -> dict[str, Any]:
        """As it stands in a sidecar."""
        kept = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "total"}
        kept["quantities"] = {name: _kept_quantity(one) for name, one in self.quantities.items()}
        kept["rungs"] = [_kept_histogram(one) for one in self.rungs]
        return {**kept, "digest": self.digest}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The tally of a sidecar. KeyError, TypeError or ValueError, if that is not one."""
        made = {one.name: _thawed(kept[one.name]) for one in fields(cls) if one.name != "total"}
        made["quantities"] = {name: _read_quantity(one) for name, one in kept["quantities"].items()}
        made["rungs"] = tuple(_read_histogram(one) for one in kept["rungs"])
        return cls(**made, total=int(kept["digest"], 16))


def merged(tallies: Iterable[Tally]) -> Tally | None:
    """All together; None of none."""
    whole: Tally | None = None
    for one in tallies:
        whole = one if whole is None else whole + one
    return whole


def mixed(first: int, digests: Iterable[tuple[int, int]]) -> int:
    """The sum of the mixes of runs first, first + 1, ... modulo 2**128, given the two halves of each one's digest."""
    total = 0
    for run, (high, low) in enumerate(digests, first):
        mix = hashlib.blake2b(struct.pack("<QQQ", run, high, low), digest_size=16)
        total += int.from_bytes(mix.digest(), "little")
    return total % DIGESTS


def quantities_of(compiled: Compiled) -> Iterator[tuple[str, Quantity]]:
    """Everything of which every run has a value, in order, with no values yet."""
    for name, gauge in compiled.scenario.gauges.items():
        low, high = gauge.bounds
        counted = gauge.whole or low == high
        yield f"gauge.{name}", Quantity(0.0, 1.0) if counted else Quantity(low, (high - low) / STEPS)
    for seat in compiled.names.seats:
        yield f"score.{seat}", Quantity(0.0, 100.0 / STEPS)
    yield "escalation_score", Quantity(0.0, 1.0)
    yield "peak_rung", Quantity(0.0, 1.0)
    yield "ended_at_minute", Quantity(0.0, MINUTES)


def reasons_of(compiled: Compiled) -> list[str]:
    """Why games end, in the order in which they are told; see `reason_of`."""
    return [*compiled.names.ends, "horizon", "fault"]


def reason_of(compiled: Compiled, code: int) -> str:
    """Why a game ended, by what the rules note of it."""
    return {AT_HORIZON: "horizon", FAULTED: "fault"}.get(code) or compiled.names.ends[code]


def pairs_of(compiled: Compiled) -> list[str]:
    """Who does it, and to whom: every pair of seats, in the order of their rows."""
    seats: Sequence[str] = compiled.names.seats
    return [f"{doer}>{target}" for doer in seats for target in seats]


def _added(one: Any, other: Any) -> Any:
    if isinstance(one, Mapping):
        both = dict(one)
        for key, value in other.items():
            both[key] = _added(both[key], value) if key in both else value
        return both
    if isinstance(one, tuple):
        return tuple(_added(*both) for both in zip(one, other, strict=True))
    return one + other


def _kept_quantity(one: Quantity) -> dict[str, Any]:
    kept = {each.name: getattr(one, each.name) for each in fields(one)}
    return {**kept, "steps": _kept_histogram(one.steps)}


def _read_quantity(kept: Mapping[str, Any]) -> Quantity:
    return Quantity(**{**kept, "steps": _read_histogram(kept["steps"])})


def _kept_histogram(steps: Histogram) -> dict[str, int]:
    return {str(step): steps[step] for step in sorted(steps)}


def _read_histogram(kept: Mapping[str, int]) -> dict[int, int]:
    return {int(step): count for step, count in kept.items()}


def _thawed(kept: Any) -> Any:
    """Lists as tuples again."""
    if isinstance(kept, list):
        return tuple(map(_thawed, kept))
    return {name: _thawed(one) for name, one in kept.items()} if isinstance(kept, dict) else kept
