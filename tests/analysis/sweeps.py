"""Little experiments on the standoff, for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import crisis_sim as cs
from crisis_sim.analysis.designs import make
from crisis_sim.analysis.experiment import ExperimentPlan, experiment_plan
from crisis_sim.analysis.factors import factors_of

CRISIS = cs.load("standoff")
FACTORS = ("guard_control", "skirmish_rate=0.2:1.5")


def plan(kind: str = "morris", size: int = 3, n: int = 12, chunk: int | None = None, **more: Any) -> ExperimentPlan:
    """By itself 9 points with 12 runs each."""
    factors = factors_of(CRISIS.compiled, more.pop("factors", FACTORS))
    design = make(kind, factors, size, seed=1)
    more = {"seed": 1, "engine": "python", **more}
    return experiment_plan(CRISIS.name, CRISIS.compiled, CRISIS.texts, design, n, chunk=chunk, **more)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
