"""Games of the scenario for the tests of this room: the historical line, and games by bots, counted by the hundred."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray

import crisis_sim as cs
from crisis_sim.api import Crisis, Result
from crisis_sim.batch.engines import engine_for
from crisis_sim.batch.runs import Runs
from crisis_sim.compiler import Compiled, with_parameters
from crisis_sim.scenario.loading import find
from crisis_sim.scenario.minds import History
from crisis_sim.scenario.models import Scenario
from crisis_sim.terms.records import Event

NAME = "new_years_eve"
SEEDS = (1, 2, 3, 99, 2**40)
SEED = 7
"""Of games by the hundred."""


@cache
def crisis() -> Crisis:
    return cs.load(NAME)


def scenario() -> Scenario:
    return crisis().compiled.scenario


def recorded() -> History:
    """What the scenario records of what really happened."""
    history = scenario().history
    assert history is not None
    return history


@cache
def text() -> str:
    """All that the author wrote, file after file."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(find(NAME).glob("*.yaml")))


@cache
def history(seed: int = SEEDS[0]) -> Result:
    """The historical line: every seat as recorded."""
    return crisis().run(seed=seed, agents="historical")


def of(result: Result, action: str, kind: str | None = None) -> list[Event]:
    """What happened under this name, without the giving of orders."""
    kinds = (kind,) if kind else ("outcome", "inject", "process", "claim", "commitment", "agreement")
    return [event for event in result.events if event.action == action and event.kind in kinds]


def once(result: Result, action: str, kind: str | None = None) -> Event:
    """The only event of this name."""
    (event,) = of(result, action, kind)
    return event


def hours(result: Result, local: str) -> float:
    """Hours from the first minute to a local time, written `2019-12-31 11:20`."""
    starts = result.game.compiled.starts
    at = datetime.strptime(local, "%Y-%m-%d %H:%M").replace(tzinfo=starts.tzinfo)
    return (at - starts).total_seconds() / 3600


def course_of(result: Result, gauge: str) -> dict[float, float]:
    """What a gauge stood at, in truth, when each staff cycle began: by hours."""
    compiled = result.game.compiled
    place = compiled.program.places.gauges + compiled.names.gauges.row(gauge)
    return {turn.minute / 60: turn.values[place] for turn in result.game.turns}


@dataclass(frozen=True, slots=True)
class Games:
    """Finished games, one a row; what is asked of them comes as an array in the order of their runs."""

    compiled: Compiled
    runs: Runs

    def __len__(self) -> int:
        return len(self.runs)

    @property
    def digests(self) -> NDArray[np.int64]:
        return np.column_stack([self.runs["digest_low"], self.runs["digest_high"]])

    @property
    def minutes(self) -> NDArray[np.int64]:
        """The last minute of each."""
        return self.runs["ended"]

    def outcomes(self) -> dict[str, int]:
        """How many games ended in each class; every class is there, also at 0."""
        return {name: int((self.runs["outcome"] == row).sum()) for row, name in enumerate(self.compiled.names.classes)}

    def gauge(self, name: str) -> NDArray[np.float64]:
        return self.runs["gauges"][:, self.compiled.names.gauges.row(name)]

    def count(self, happening: str) -> NDArray[np.float64]:
        """How often it took place."""
        return self.runs["count"][:, self.compiled.names.happenings.row(happening)].astype(np.float64)

    def first(self, happening: str) -> NDArray[np.float64]:
        """Hours at which it first took place; below 0 if it did not."""
        return self.runs["first"][:, self.compiled.names.happenings.row(happening)] / 60


def bots(settings: Mapping[str, float] | None = None, persona: str = "utility", seeds: int = 300) -> Games:
    """Games by doctrine bots, runs 0, 1, 2, … of one seed, by the compiled rules; each set is played once."""
    parameters = scenario().parameters
    changed = {name: value for name, value in (settings or {}).items() if value != parameters[name].value}
    return _bots(tuple(sorted(changed.items())), persona, seeds)


@cache
def _bots(settings: tuple[tuple[str, float], ...], persona: str, seeds: int) -> Games:
    compiled = with_parameters(crisis().compiled, dict(settings))
    return Games(compiled, engine_for(compiled, persona, SEED).play(0, seeds))
