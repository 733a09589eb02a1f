"""A whole game debriefed, as `crisis-sim debrief` does it, without the page."""

from __future__ import annotations

import time
from collections.abc import Iterator

import crisis_sim as cs
from benchmarks.figures import Figure, figure
from crisis_sim.analysis.debrief import Depth, debrief

TITLE = "A game debriefed (warm, all cores)"
SMALL = Depth(screening=2, top=1, fresh=4, beliefs=2, options=2, alternatives=1)


def figures(quick: bool) -> Iterator[Figure]:
    for name, wanted in (("new_years_eve", "≤ 60 s"), ("standoff", "")):
        crisis = cs.load(name)
        debrief(crisis.run(seed=1).game, depth=SMALL)
        took, processor, decisions = [], [], []
        for seed in range(2, 3 if quick else 5):
            game = crisis.run(seed=seed).game
            began, busy = time.perf_counter(), time.process_time()
            decisions.append(float(len(debrief(game).decisions)))
            took.append(time.perf_counter() - began)
            processor.append(time.process_time() - busy)
        yield figure(f"{name}: by the clock on the wall", took, "s", wanted)
        yield figure(f"{name}: processor time, all threads", processor, "s")
        yield figure(f"{name}: decisions", decisions, "")
