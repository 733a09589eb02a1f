"""An experiment: the points of a design, and at each of them the same runs.

Run number k has the same luck at every point (it is addressed by seed and run), so points are compared in pairs, and
what parameters do is kept apart from what chance does. Row r of the results is run `r % n` of point `r // n`; parts are
ranges of rows, whatever the points.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from time import perf_counter
from typing import Any

import numpy as np

from crisis_sim.analysis.designs import Design, make
from crisis_sim.analysis.factors import Factor, setting
from crisis_sim.batch.counting import tallied
from crisis_sim.batch.engines import COMPILED, MOST_RUN, Agents, engine_for
from crisis_sim.batch.parts import Part
from crisis_sim.batch.plan import Chunk, Plan, plan_of
from crisis_sim.batch.runs import Runs
from crisis_sim.compiler import Compiled
from crisis_sim.engine.seats import played_with
from crisis_sim.terms.records import WrongUse


@dataclass(frozen=True, slots=True)
class Piece:
    """Some runs of one point: what differs there from the plan, and which runs."""

    settings: Mapping[str, float]
    agents: Mapping[str, str]
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class ExperimentPlan:
    """A design, and what it varies. `base`: what is the same at every point; its `n` is the runs at each."""

    base: Plan
    design: Design

    @property
    def n(self) -> int:
        """Runs at each point."""
        return self.base.n

    @property
    def rows(self) -> int:
        """Runs in all."""
        return self.n * len(self.design)

    @property
    def identity(self) -> str:
        """What the rows and their digest depend on, as a short hash."""
        points = [self.design.values(point) for point in range(len(self.design))]
        names = [[factor.name, factor.seat] for factor in self.design.factors]
        made = json.dumps([self.base.identity, self.n, names, points])
        return hashlib.sha256(made.encode()).hexdigest()[:32]

    def chunks(self) -> Iterator[Chunk]:
        """All rows in pieces that are played, written and done again as a whole."""
        size = self.base.chunk
        return (Chunk(at, min(size, self.rows - at)) for at in range(0, self.rows, size))

    def pieces(self, chunk: Chunk) -> Iterator[Piece]:
        """The points that a chunk touches, and which of their runs."""
        row, end = chunk.first, chunk.first + chunk.count
        while row < end:
            point, first = divmod(row, self.n)
            count = min(self.n - first, end - row)
            settings, agents = setting(self.design.factors, self.design.values(point), self.base.agents)
            yield Piece(settings, agents, first, count)
            row += count

    def to_json(self) -> dict[str, Any]:
        """As it stands in a manifest."""
        return {**self.base.to_json(), "design": self.design.to_dict()}

    def to_text(self) -> str:
        """All that a worker needs, as one line; the points follow from it, and `identity` says whether they do."""
        return json.dumps([self.to_json(), self.identity])


def experiment_plan(
    name: str,
    compiled: Compiled,
    texts: Mapping[str, str],
    design: Design,
    n: int,
    *,
    agents: Agents = None,
    settings: Mapping[str, float] | None = None,
    seed: int = 0,
    chunk: int | None = None,
    engine: str = COMPILED,
) -> ExperimentPlan:
    """The plan of an experiment. WrongUse or ScenarioError, one line, for what cannot be."""
    if n < 2 or n * len(design) > MOST_RUN:
        raise WrongUse("the number of runs at each point is 2 or more, and 2**40 over all points")
    for factor in design.factors:
        if not factor.seat and factor.name in (settings or {}):
            raise WrongUse(f"{factor.name} is a factor, and --set holds it fixed: leave one of the two out")
    plan, _ = plan_of(
        name, compiled, texts, n * len(design), agents=agents, settings=settings, seed=seed, chunk=chunk, engine=engine
    )
    return ExperimentPlan(replace(plan, n=n), design)


def play_rows(text: str, engine: str, first: int, count: int) -> Part:
    """Plays rows first, first + 1, ... of an experiment, given as its text: a piece of work for one worker."""
    import duckdb

    from crisis_sim.batch.columns import parquet_of

    plan, compiled = ready(text)
    began = perf_counter()
    played: list[Runs] = []
    for piece in plan.pieces(Chunk(first, count)):
        agents = {**plan.base.agents, **piece.agents}
        here = played_with(compiled, agents, {**plan.base.settings, **piece.settings})
        playing = engine_for(here, agents, plan.base.seed, engine, among=plan.rows)
        played.append(playing.play(piece.first, piece.count))
    integers, floats = (np.concatenate([getattr(runs, name) for runs in played]) for name in ("integers", "floats"))
    runs = Runs(played[0].layout, first, integers, floats)
    made_by = {"crisis_sim.experiment": plan.identity, "crisis_sim.first_row": first, "crisis_sim.runs": plan.n}
    tally = json.dumps(tallied(runs, compiled).to_json())
    try:
        rows = parquet_of(runs, compiled, made_by)
    except (duckdb.Error, OSError) as error:
        told = " ".join(str(error).split())[:200]
        raise WrongUse(f"the rows of runs {first} to {first + count - 1} could not be written: {told}") from None
    return Part(first, count, tally, rows, perf_counter() - began)


@lru_cache(maxsize=2)
def ready(text: str) -> tuple[ExperimentPlan, Compiled]:
    """The plan of a text and the program without any settings, once for all its pieces. WrongUse, if other points come
    out here."""
    kept, identity = json.loads(text)
    base = Plan.from_json(kept)
    asked = kept["design"]
    design = make(asked["kind"], [Factor.from_dict(one) for one in asked["factors"]], asked["size"], asked["seed"])
    plan = ExperimentPlan(base, design)
    if plan.identity != identity:
        raise WrongUse("this design comes out otherwise with the versions of scipy and SALib that are installed here")
    return plan, replace(base, settings={}).compile()
