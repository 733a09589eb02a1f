"""kill -9 at any moment: every committed turn is there, and the draft too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import crisis_sim.api as cs
from crisis_sim.journal import Decision, read
from tests.engine.child import turn
from tests.engine.tables import standoff
from tests.house.checkout import ROOT


@pytest.mark.parametrize("lines", [1, 2, 3, 6, 11, 17, 24])
def test_nothing_that_was_acknowledged_is_lost(lines: int, tmp_path: Path) -> None:
    path = tmp_path / "killed.journal"
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.engine.child", str(path), str(lines)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    heard = [child.stdout.readline().split() for _ in range(lines)]
    os.kill(child.pid, signal.SIGKILL)
    heard += [line.split() for line in child.stdout.read().splitlines()]
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL
    assert heard[0] == ["begun"]

    journal = read(path)
    committed = max((int(words[1]) for words in heard if words[0] == "commit"), default=0)
    assert len([given for given in journal.inputs if isinstance(given, Decision)]) >= committed
    game = cs.resume(path)
    last = heard[-1]
    if last[0] == "draft" and game.steps == int(last[1]):
        told = [word.removeprefix("-") for word in last[2:]]
        assert [order.action for order in game.draft("ar")][: len(told)] == told
    for order in game.draft("ar"):
        assert game.undo("ar") is not None, order
    while not game.over:
        turn(game)

    uninterrupted = standoff().play(lines, seats={"ar": "human"})
    while not uninterrupted.over:
        turn(uninterrupted)
    assert game.digest == uninterrupted.digest
    assert cs.replay(path).events == uninterrupted.events
