"""Targets held against games: each with its interval, and a verdict.

The rule: a band is *missed* when the whole 95 % interval of what was measured lies outside it, so that chance cannot be
the reason. It is met *inside* when the whole interval lies within, and *at the edge* where the interval crosses one of
its ends: then more games would tell. With few games intervals are wide, and little can be missed: that is why their
number stands beside every verdict.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from crisis_sim.analysis.credibility.estimates import Estimate, estimate
from crisis_sim.analysis.credibility.finished import Array, Reader
from crisis_sim.compiler import Compiled
from crisis_sim.scenario.targets import Target

INSIDE, EDGE, OUTSIDE, NO_GAMES, TOLD = "inside", "edge", "outside", "no games", "told"
RULE = "missed: the whole 95 % interval lies outside the band"


class Measured(NamedTuple):
    """A target, what the games came to, and how that stands to its band."""

    id: str
    target: Target
    found: Estimate
    verdict: str

    @property
    def met(self) -> bool:
        """Whether it is not missed. What has no band cannot be missed; what no game was asked for, is."""
        return self.verdict in (INSIDE, EDGE, TOLD)

    def to_json(self) -> dict[str, Any]:
        """As `validate --json` prints it."""
        target, found = self.target, self.found
        return {
            "id": self.id,
            "check": target.check,
            "what": target.what,
            "statistic": target.statistic,
            "unit": target.unit,
            "n": found.n,
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "band": None if target.band is None else list(target.band),
            "pass": self.met,
            "verdict": self.verdict,
            "source": target.source,
            "kind": target.kind,
            "independent": target.kind == "independent",
            "caveat": target.caveat,
        }


def reader_of(compiled: Compiled) -> Reader:
    """Reads value and condition of each target, in turn."""
    return Reader(compiled, [tree for one in compiled.questions.targets.values() for tree in (one.value, one.given)])


def measured(targets: Mapping[str, Target], answers: Array, seed: int = 1) -> list[Measured]:
    """The targets, in order. `answers`: as `reader_of` reads them."""
    found = []
    for number, (name, target) in enumerate(targets.items()):
        values, given = answers[:, 2 * number], answers[:, 2 * number + 1]
        one = estimate(target, values[given != 0.0], seed)
        found.append(Measured(name, target, one, verdict(one, target.band)))
    return found


def verdict(found: Estimate, band: Sequence[float] | None) -> str:
    """How an interval lies to a band."""
    if band is None:
        return TOLD
    if found.value is None or found.low is None or found.high is None:
        return NO_GAMES
    if found.high < band[0] or found.low > band[1]:
        return OUTSIDE
    return INSIDE if band[0] <= found.low and found.high <= band[1] else EDGE
