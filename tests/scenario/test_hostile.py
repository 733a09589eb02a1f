"""Damaged and hostile files get clear lines: no traceback, no hang, no flood of memory (promises B1 and B2)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crisis_sim.scenario.errors import SHOWN, ScenarioError
from crisis_sim.scenario.loading import load, load_texts
from tests.scenario.mutants import CHECKOUT
from tests.scenario.samples import ACTIONS, MAIN

ALIASES = "a0: &a0 [x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 30)
)
KIB_256 = 256 * 1024
BOMBS = {
    "alias bomb": ALIASES,
    "merge bomb": "a: &a {b: 1}\nc:\n" + "  <<: *a\n" * 20_000,
    "many aliases": "a: [" + "*a, " * 50_000 + "]",
    "100,000 brackets": "a: " + "[" * 100_000,
    "100,000 braces": "a: " + "{" * 100_000,
    "100,000 mappings": "{a: " * 60_000,
    "100,000 list items in each other": "- " * 100_000,
    "100,000 explicit keys": "? " * 100_000,
    "indented without end": "".join(" " * level + "a:\n" for level in range(700)),
    "more than 1 MiB": "#" * (1024 * 1024 + 1),
    "a huge whole number": "horizon: " + "9" * 200_000,
    "a number with a huge exponent": "horizon: 1e" + "9" * 10_000,
    "a huge fraction": "horizon: 0." + "9" * 200_000,
    "not a number": MAIN.replace("start: 40", "start: .nan"),
    "infinity": MAIN.replace("[0, 100]", "[0, .inf]"),
    "duplicate keys": MAIN + "title: again\n",
    "many duplicate keys": "a: 1\n" * 50_000,
    "an unknown tag": MAIN.replace("start: 40", "start: !!python/object/apply:os.system [x]"),
    "many tags": "a:\n" + "- !!x 1\n" * 20_000,
    "an unknown field": MAIN + "unknown: 1\n",
    "many unknown fields": "".join(f"unknown{number}: 1\n" for number in range(2_000)),
    "an endless key": "k" * 200_000 + ": 1",
    "an endless text": "a: " + "x" * (KIB_256 - 3),
    "an endless quote": "a: '" + "''" * 100_000,
    "an endless bracket": "a: [" + "," * 200_000,
    "control characters": "\x01" * KIB_256,
    "half characters": "\ud800" * 80_000,
}


def refused(texts: dict[str, str]) -> tuple[list[str], float]:
    """What is said, and the seconds of work that it took; waiting for others does not count."""
    start = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        load_texts(texts)
    return str(caught.value).splitlines(), time.process_time() - start


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_200_ms_of_work(name: str) -> None:
    attempts = [refused({"scenario.yaml": BOMBS[name], "actions.yaml": ACTIONS}) for _ in range(3)]
    lines, _ = attempts[0]
    assert all(line.isprintable() and len(line) < 300 for line in lines)
    assert len(lines) <= SHOWN + 1
    assert min(seconds for _, seconds in attempts) < 0.2


def test_a_large_file_on_disk_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "scenario.yaml").open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(ScenarioError, match=r"scenario\.yaml:1:1: a file may hold 256 KiB: spread its sections"):
        load(tmp_path)


@pytest.mark.parametrize(("count", "seed"), [(300, 1), pytest.param(5_000, 2, marks=pytest.mark.slow)])
def test_damaged_scenarios_are_read_or_refused(count: int, seed: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.scenario.mutants", str(count), str(seed)],
        check=False,
        capture_output=True,
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        text=True,
        timeout=count * 2 + 60,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["broken"] == {}
    assert report["read"] + report["refused"] == count
    assert report["refused"] > count // 2
    assert report["megabytes"] < 256
