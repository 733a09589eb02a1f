"""Gauges in words: what is counted, measured, shared or only so or not so."""

from typing import NamedTuple

from crisis_sim.terminal.lines import number

PER_CENT = {"share": 100, "percent": 1}
"""Units that are told as per cent, and by what they are multiplied."""


class Measure(NamedTuple):
    """How a gauge is told. `yes`, `no`: the sentences that 1 and 0 mean, of a gauge that has no other values."""

    what: str
    unit: str
    low: float
    high: float
    whole: bool
    yes: str
    no: str

    @property
    def step(self) -> float:
        """What its range makes sense of."""
        return 1.0 if self.whole or (self.high - self.low) * self._times >= 50 else 0.01

    @property
    def _times(self) -> int:
        return PER_CENT.get(self.unit, 1)

    def bare(self, value: float) -> str:
        """`62`, `0.35`, without its unit."""
        return number(round(value * self._times / self.step) * self.step)

    def figure(self, value: float) -> str:
        """`62 points`, `35 %`."""
        unit = "%" if self.unit in PER_CENT else "" if self.whole else self.unit
        return f"{self.bare(value)} {unit}".rstrip()

    def sentence(self, value: float) -> str:
        """What a gauge that is 0 or 1 means as it stands; nothing for the others."""
        return self.yes if value != 0.0 else self.no
