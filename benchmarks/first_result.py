"""How long until the first result: at the very first use, in a fresh process, after a scenario was edited."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import crisis_sim as cs
from benchmarks.figures import Figure, figure, in_a_fresh_process, seconds
from crisis_sim.scenario import loading

TITLE = "From nothing to the outcome shares of 100 runs of New Year's Eve (by the clock on the wall)"
CACHE = "CRISIS_SIM_CACHE"

FIRST = """
import json, sys
import crisis_sim as cs

with cs.load(sys.argv[1]).batch(100, seed=1) as results:
    print(json.dumps({"digest": results.digest}))
"""


def edited(folder: Path, number: int) -> Path:
    """A copy of New Year's Eve in which one number is another."""
    copy = folder / f"edited_{number}"
    shutil.copytree(loading.find("new_years_eve"), copy)
    main = copy / "parameters.yaml"
    text = main.read_text(encoding="utf-8")
    assert "value: 0.85" in text
    main.write_text(text.replace("value: 0.85", f"value: 0.{8100 + number}", 1), encoding="utf-8")
    return copy


def result(place: Path) -> None:
    cs.load(place).batch(100, seed=1).close()


def figures(quick: bool) -> Iterator[Figure]:
    rounds = 1 if quick else 5
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        cold = [
            in_a_fresh_process(FIRST, "new_years_eve", **{CACHE: str(folder / f"cache_{n}")})["took"]
            for n in range(1 if quick else 3)
        ]
        yield figure("the very first use: nothing is compiled yet", cold, "s", "≤ 8 s")
        kept = {CACHE: str(folder / "cache_0")}
        cached = [in_a_fresh_process(FIRST, "new_years_eve", **kept)["took"] for _ in range(rounds)]
        yield figure("a fresh process, compiled before", cached, "s")
        copies = [edited(folder, n) for n in range(2 * rounds)]
        changed = [in_a_fresh_process(FIRST, str(copy), **kept)["took"] for copy in copies[:rounds]]
        yield figure("a fresh process, the scenario just edited", changed, "s")
        result(copies[0])
        warm = [seconds(lambda: result(copy)) for copy in copies[rounds:]]  # noqa: B023
        yield figure("a running process, the scenario just edited", warm, "s", "≤ 1 s")
