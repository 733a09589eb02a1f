"""Formulas over finished games: what a target or a test asks, read from the rows that are kept of runs."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crisis_sim.batch.continuing import processors, shared
from crisis_sim.batch.engines import AUTO, PYTHON, Agents, engine_for
from crisis_sim.batch.runs import Runs
from crisis_sim.batch.weighing import watched
from crisis_sim.compiler import Compiled
from crisis_sim.compiler.asking import tree_over_finished
from crisis_sim.compiler.meaning import NEVER
from crisis_sim.engine.seats import played_with
from crisis_sim.language import Tree, closures
from crisis_sim.language import places as places_of
from crisis_sim.terms.codes import MINUTES_AN_HOUR

Array = NDArray[np.float64]
AT_ONCE = 1_000
"""Runs that are played and read together: their rows take some 10 MB."""


class Reader:
    """The values of some formulas in each of many runs: shape (runs, formulas)."""

    def __init__(self, compiled: Compiled, trees: Sequence[Tree]) -> None:
        self._compiled = compiled
        self._formulas = closures(list(trees))
        self._needed = sorted(set().union(*map(places_of, trees)) if trees else ())

    @classmethod
    def of(cls, compiled: Compiled, *texts: str) -> "Reader":
        """Of formulas as they are written in `targets`; a condition is 1 or 0. ScenarioError: one cannot be read."""
        return cls(compiled, [tree_over_finished(compiled, text) for text in texts])

    def __call__(self, runs: Runs) -> Array:
        values = [0.0] * self._compiled.questions.noticed.end
        start = self._compiled.program.start
        values[: len(start)] = start[: len(values)]
        columns = [self._column(runs, place) for place in self._needed]
        moving = [(place, column) for place, column in zip(self._needed, columns, strict=True) if column is not None]
        table = np.column_stack([column for _, column in moving]).tolist() if moving else [[]] * len(runs)
        places = [place for place, _ in moving]
        found = np.empty((len(runs), len(self._formulas)))
        for n, row in enumerate(table):
            for place, value in zip(places, row, strict=True):
                values[place] = value
            for k, formula in enumerate(self._formulas):
                found[n, k] = formula(values)
        return found

    def _column(self, runs: Runs, place: int) -> Array | None:
        """What lies at this place in each run; None: the same in all, as it was at the start."""
        at, noticed = self._compiled.program.places, self._compiled.questions.noticed
        if place == at.now:
            return np.asarray(runs["ended"] / MINUTES_AN_HOUR)
        if place >= noticed.answers:
            return np.asarray(runs["answers"][:, place - noticed.answers], np.float64)
        if place >= noticed.blows:
            return np.asarray(runs["blows"][:, place - noticed.blows], np.float64)
        if place >= noticed.changed:
            name = self._compiled.names.gauges[place - noticed.changed]
            return _hours(runs["changed"][:, watched(self._compiled).index(name)])
        if place >= noticed.first:
            return _hours(runs["first"][:, place - noticed.first])
        blocks = (("count", at.counts), ("units", at.units), ("facts", at.facts), ("gauges", at.gauges))
        for block, begins in blocks:
            if begins <= place < begins + runs[block].shape[1]:
                return np.asarray(runs[block][:, place - begins], np.float64)
        return None


def _hours(minutes: NDArray[np.int64]) -> Array:
    return np.where(minutes < 0, NEVER, minutes / MINUTES_AN_HOUR)


class Play(NamedTuple):
    """How runs are played: which, by whom, with what."""

    seed: int = 1
    engine: str = AUTO
    workers: int | None = None

    def runs(
        self,
        compiled: Compiled,
        n: int,
        read: Callable[[Runs], Array],
        *,
        agents: Agents = None,
        settings: dict[str, float] | None = None,
    ) -> Array:
        """What `read` makes of runs 0 to n - 1, row below row. Run k has the same luck whatever is changed."""
        here = played_with(compiled, agents, settings)
        engine = engine_for(here, agents, self.seed, self.engine)
        pieces = shared(0, n, -(-n // AT_ONCE))

        def piece(part: tuple[int, int]) -> Array:
            return read(engine.play(*part))

        threads = 1 if engine.name == PYTHON else min(self.workers or processors(), len(pieces))
        if threads == 1:
            return np.concatenate([piece(part) for part in pieces])
        with ThreadPoolExecutor(threads) as pool:
            return np.concatenate(list(pool.map(piece, pieces)))
