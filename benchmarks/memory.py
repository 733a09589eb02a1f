"""Peak memory of batches of growing size, each in a process of its own. As a script: of one batch, a million by itself.

.venv/bin/python -m benchmarks.memory [RUNS]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, figure, in_a_fresh_process, show

TITLE = "Memory of a batch of New Year's Eve (peak of a fresh process)"
MILLION = 1_000_000
MOST = "≤ 512 MB"

BATCH = """
import json, resource, sys, time
import crisis_sim as cs

folder, n = sys.argv[1], int(sys.argv[2])
began = time.perf_counter()
with cs.load("new_years_eve").batch(n, seed=1, folder=folder) as results:
    told = {"n": results.n, "digest": results.digest, "seconds": time.perf_counter() - began}
try:
    lines = open("/proc/self/status").read().splitlines()  # what the parent used is not in it
    kibibytes = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
except OSError:
    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({**told, "megabytes": kibibytes * 1024 / 1e6}))
"""


def batch(n: int) -> dict[str, Any]:
    """One batch in a fresh process: its peak memory in MB, its seconds, its digest, the MB of its folder."""
    with tempfile.TemporaryDirectory() as place:
        told = in_a_fresh_process(BATCH, f"{place}/batch", str(n))
        return {**told, "folder": sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file()) / 1e6}


def figures(quick: bool) -> Iterator[Figure]:
    for n in (100, 1_000) if quick else (1_000, 10_000, 100_000):
        told = batch(n)
        yield figure(f"{n:,} runs: peak memory", [told["megabytes"]], "MB", MOST)
        yield figure(f"{n:,} runs: the folder", [told["folder"]], "MB")


def million(n: int = MILLION) -> Iterator[Figure]:
    """The same of a million."""
    told = batch(n)
    yield figure(f"{n:,} runs: peak memory", [told["megabytes"]], "MB", MOST)
    yield figure(f"{n:,} runs: the folder", [told["folder"]], "MB")
    yield figure(f"{n:,} runs: the whole of it", [told["seconds"] / 60], "min")


if __name__ == "__main__":
    show(TITLE, million(*map(int, sys.argv[1:])))
