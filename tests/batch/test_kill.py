"""kill -9, of a batch or of its workers, at any moment: nothing that was kept is lost, and the rest is played again."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import signal
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path

import pytest

from crisis_sim.batch.executors import Crew
from crisis_sim.batch.parts import Folder
from crisis_sim.batch.running import carry_out
from crisis_sim.batch.shift import MOST_LOST
from crisis_sim.terms.records import WrongUse
from tests.batch.batches import COMPILED_ALREADY, Assassin, planned, played, rows_of, without_speed
from tests.cli.running import COMMAND, surroundings

RUNS, CHUNK = 60, 3
WAIT_SECONDS = 60


def start(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    words = ["batch", "standoff", "-n", str(RUNS), "--seed", "5", "-o", str(folder), "--chunk", str(CHUNK), "--resume"]
    return subprocess.Popen(
        [*COMMAND, *words, *more],
        env=surroundings(folder.parent, COMPILED_ALREADY),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def parts(folder: Path) -> int:
    return len(list((folder / "runs").glob("part-*.json"))) if folder.exists() else 0


def until(condition) -> bool:
    """Waits until something is so; whether it came to be."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.002)
    return False


def killed_once(folder: Path, luck: random.Random, engine: str) -> bool:
    """Goes on with the batch and kills it after some more parts and a moment; whether it was still at work."""
    begun, more = parts(folder), luck.randrange(0, 6)
    process = start(folder, "--engine", engine, "--workers", "1")
    assert until(lambda: parts(folder) >= begun + more or process.poll() is not None)
    time.sleep(luck.random() * 0.02)
    with suppress(ProcessLookupError):  # it has ended by itself in the meantime
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def survives(tmp_path: Path, kills: int, seed: int) -> None:
    """Batches are killed up to five times each, and then gone on with to their end."""
    luck, done = random.Random(seed), 0
    known = played(RUNS, chunk=CHUNK, folder=tmp_path / "known")
    while done < kills:
        folder = tmp_path / f"killed {done} times before"
        for _ in range(5):
            if not killed_once(folder, luck, luck.choice(["python", "compiled"])):
                break  # it was faster
            done += 1
        again = start(folder, "--json")
        out, error = again.communicate()
        assert again.returncode == 0, error
        assert without_speed(json.loads(out)) == without_speed(known.summary)
        assert rows_of(folder) == rows_of(tmp_path / "known")
        assert list(folder.rglob(".*")) == []


def test_a_batch_that_is_killed_at_twenty_moments_loses_and_doubles_nothing(tmp_path):
    survives(tmp_path, 20, seed=1)


@pytest.mark.slow
def test_a_batch_that_is_killed_at_two_hundred_moments_loses_and_doubles_nothing(tmp_path):
    survives(tmp_path, 200, seed=2)


# Its workers


@pytest.mark.parametrize("victims", [1, 2])
def test_a_worker_that_is_killed_is_replaced_and_its_chunk_played_again(tmp_path, victims):
    assassin = Assassin(victims)
    summary = played(RUNS, workers=2, chunk=CHUNK, folder=tmp_path / "out", watch=assassin).summary
    assert assassin.left == 0
    assert without_speed(summary) == without_speed(played(RUNS, chunk=CHUNK, folder=tmp_path / "known").summary)
    assert rows_of(tmp_path / "out") == rows_of(tmp_path / "known")


def test_workers_that_die_again_and_again_end_the_batch_in_one_line_and_never_hang(tmp_path):
    started = 0

    def start_doomed() -> ProcessPoolExecutor:
        nonlocal started
        started += 1
        fresh = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(2, mp_context=fresh, initializer=os._exit, initargs=(9,))

    plan, _ = planned(RUNS, chunk=CHUNK)
    with pytest.raises(WrongUse, match=f"a worker ended by itself, {MOST_LOST} times in a row"):
        carry_out(plan, "python", Crew(2, start_doomed, (BrokenProcessPool,)))
    assert started == MOST_LOST


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_workers_do_not_outlive_a_batch_that_is_killed(tmp_path):
    process = start(tmp_path / "out", "--engine", "python", "--workers", "2")
    assert until(lambda: parts(tmp_path / "out") >= 1)
    workers = children(process.pid)
    assert len(workers) >= 2
    process.kill()
    process.communicate()
    assert until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


# Ctrl-C


@pytest.mark.parametrize(("engine", "workers"), [("python", "2"), ("python", "1"), ("compiled", "2")])
def test_ctrl_c_ends_it_with_130_and_says_how_to_go_on(tmp_path, engine, workers):
    folder = tmp_path / "out"
    more = ["-n", "1000000"] if engine == "compiled" else []
    process = start(folder, "--engine", engine, "--workers", workers, *more)
    assert until(lambda: parts(folder) >= 2)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the batch and to all of its workers
    out, error = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 130, error
    assert out == b""
    last = error.decode().splitlines()[-1]
    assert "interrupted; " in last
    assert f"-o {folder}" in last
    assert last.endswith("--resume")
    assert "Traceback" not in error.decode()
    opened = Folder.open(folder)
    assert not opened.finished
    kept = sum(json.loads(one.with_suffix(".json").read_text())["count"] for one in opened.files())
    told = re.search(rf"at least ([\d,]+) of {opened.plan.n:,} runs are kept", last)
    assert told, last
    assert 0 < int(told[1].replace(",", "")) <= kept
