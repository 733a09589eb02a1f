"""One chunk of a plan, played: the piece of work that threads, processes and clusters are given.

It is a pure function of a plan, an engine and which runs. What goes in and what comes out are texts, numbers and bytes.
"""

import json
import threading
import time
from typing import NamedTuple

from crisis_sim.batch.counting import tallied
from crisis_sim.batch.engines import Engine, engine_for
from crisis_sim.batch.parts import Part
from crisis_sim.batch.plan import Plan
from crisis_sim.compiler import Compiled
from crisis_sim.terms.records import WrongUse

AT_MOST = 4
"""Plans that a worker keeps ready."""


class Ready(NamedTuple):
    """What a worker needs to play a plan."""

    plan: Plan
    compiled: Compiled
    engine: Engine


_ready: dict[tuple[str, str], Ready] = {}
_lock = threading.Lock()


def play_chunk(plan: str, engine: str, first: int, count: int, keep: bool) -> Part:
    """Plays runs first, first + 1, ... of a plan, given as its text. `keep`: whether their rows are wanted, too."""
    ready = prepared(plan, engine)
    began = time.perf_counter()
    runs = ready.engine.play(first, count)
    tally = json.dumps(tallied(runs, ready.compiled).to_json())
    rows = b""
    if keep:
        import duckdb

        from crisis_sim.batch.columns import parquet_of

        try:
            rows = parquet_of(runs, ready.compiled, _made_by(ready.plan, first))
        except (duckdb.Error, OSError) as error:
            told = " ".join(str(error).split())[:200]
            raise WrongUse(f"the rows of runs {first} to {first + count - 1} could not be written: {told}") from None
    return Part(first, count, tally, rows, time.perf_counter() - began)


def prepared(plan: str, engine: str, compiled: Compiled | None = None) -> Ready:
    """A plan that is ready to be played; compiled once. `compiled`: what the plan compiles to, where that is there."""
    with _lock:
        found = _ready.get((plan, engine))
        if found is None:
            made = Plan.from_json(json.loads(plan))
            compiled = compiled or made.compile()
            found = Ready(made, compiled, engine_for(compiled, made.agents, made.seed, engine))
            while len(_ready) >= AT_MOST:
                del _ready[next(iter(_ready))]
            _ready[plan, engine] = found
    return found


def _made_by(plan: Plan, first: int) -> dict[str, object]:
    """What a Parquet file says of itself, wherever it is found."""
    return {
        "crisis_sim.scenario": plan.scenario,
        "crisis_sim.scenario_hash": plan.scenario_hash,
        "crisis_sim.rules_version": plan.rules_version,
        "crisis_sim.plan": plan.identity,
        "crisis_sim.seed": plan.seed,
        "crisis_sim.first_run": first,
        "crisis_sim.agents": json.dumps(dict(plan.agents)),
        "crisis_sim.settings": json.dumps(dict(plan.settings)),
    }
