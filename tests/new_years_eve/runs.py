"""Games of the scenario for the tests of this room: the historical line, and games by bots, counted by the hundred."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

import crisis_sim as cs
from crisis_sim.api import Crisis, Result
from crisis_sim.compiler import Compiled, blank_state, with_parameters
from crisis_sim.scenario.loading import find
from crisis_sim.scenario.minds import History
from crisis_sim.scenario.models import Scenario
from crisis_sim.terms.codes import DOCTRINE
from crisis_sim.terms.records import Event

NAME = "new_years_eve"
SEEDS = (1, 2, 3, 99, 2**40)
NEVER = -1e5
"""Hours before which a thing never took place."""


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
    """Finished games, one a row; what is asked of them comes as an array in the order of their seeds."""

    compiled: Compiled
    totals: NDArray[np.int64]
    finals: NDArray[np.float64]

    @property
    def digests(self) -> NDArray[np.int64]:
        return self.totals[:, :2]

    @property
    def minutes(self) -> NDArray[np.int64]:
        """The last minute of each."""
        return self.totals[:, 3]

    def outcomes(self) -> dict[str, int]:
        """How many games ended in each class; every class is there, also at 0."""
        return {name: int((self.totals[:, 4] == row).sum()) for row, name in enumerate(self.compiled.names.classes)}

    def gauge(self, name: str) -> NDArray[np.float64]:
        return self._column("gauges", self.compiled.names.gauges.row(name))

    def count(self, happening: str) -> NDArray[np.float64]:
        """How often it took place."""
        return self._column("counts", self.compiled.names.happenings.row(happening))

    def last(self, happening: str) -> NDArray[np.float64]:
        """Hours at which it last took place; below NEVER if it did not."""
        return self._column("last", self.compiled.names.happenings.row(happening))

    def _column(self, block: str, row: int) -> NDArray[np.float64]:
        return self.finals[:, getattr(self.compiled.program.places, block) + row]


def bots(settings: Mapping[str, float] | None = None, persona: str = "utility", seeds: int = 300) -> Games:
    """Games by doctrine bots with seeds 0, 1, 2, …, played by the compiled rules; each set of games is played once."""
    parameters = scenario().parameters
    changed = {name: value for name, value in (settings or {}).items() if value != parameters[name].value}
    return _bots(tuple(sorted(changed.items())), persona, seeds)


@cache
def _bots(settings: tuple[tuple[str, float], ...], persona: str, seeds: int) -> Games:
    from crisis_sim.batch import kernel
    from crisis_sim.batch.tables import Tables

    compiled = with_parameters(crisis().compiled, dict(settings))
    program = compiled.program
    tables = Tables(program, compiled.trees, blank_state(program))
    state = tables.state()
    agents: Any = np.full(program.sizes.seats, DOCTRINE)
    personas: Any = np.full(program.sizes.seats, compiled.names.personas.row(persona))
    totals = np.zeros((seeds, 5), np.int64)
    finals = np.zeros((seeds, program.places.slots))
    for seed in range(seeds):
        one, final = totals[seed : seed + 1], finals[seed : seed + 1]
        kernel.play_many(tables.program.address, state.address, seed, 0, agents, personas, one, final)
    return Games(compiled, totals, finals)
