"""However many runs: the memory that they take is that of the chunks under way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHUNK = 5_000
"""What ten million runs are cut into, and anything larger: see `plan.chunk_size`."""
PEAK = """
import json, resource, sys
import crisis_sim as cs

folder, n, chunk = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with cs.load("standoff").batch(n, seed=1, folder=folder, engine="compiled", workers=2, chunk=chunk) as results:
    told = {"n": results.n, "chunk": results.plan.chunk, "parts": len(results.files)}
try:
    lines = open("/proc/self/status").read().splitlines()  # what the parent used is not in it
    kibibytes = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
except OSError:
    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
print(json.dumps({**told, "megabytes": kibibytes / 1024}))
"""


def peak(folder: Path, n: int) -> float:
    """The most memory that a batch of so many runs ever had, played into a folder and opened, in MB."""
    words = [str(folder), str(n), str(CHUNK)]
    done = subprocess.run([sys.executable, "-c", PEAK, *words], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert (told["n"], told["parts"]) == (n, n // CHUNK)
    return float(told["megabytes"])


def test_five_times_as_many_runs_take_no_more_memory(tmp_path: Path) -> None:
    few, many = peak(tmp_path / "few", 20_000), peak(tmp_path / "many", 100_000)
    assert many < few + 12
    assert many < 512


@pytest.mark.slow
def test_ten_million_runs_take_no_more_memory_than_ten_thousand(tmp_path: Path) -> None:
    few, many = peak(tmp_path / "few", 10_000), peak(tmp_path / "many", 10_000_000)
    assert many < few + 64
    assert many < 512
