"""Nothing of how a batch is carried out changes what comes out; and it stops when it should."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from crisis_sim.batch.executors import Crew, crew_of
from crisis_sim.batch.plan import optional_looks, plan_of
from crisis_sim.batch.running import Progress, carry_out
from crisis_sim.batch.shares import wilson
from crisis_sim.terms.records import WrongUse
from tests.batch.batches import planned, played, rows_of, standoff, without_speed
from tests.house.checkout import ROOT


@cache
def known() -> str:
    return without_speed(played(30).summary)


@pytest.mark.parametrize("engine", ["python", "compiled"])
@pytest.mark.parametrize("chunk", [1, 7, 64])
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_neither_workers_nor_chunks_nor_engine_change_what_comes_out(workers, chunk, engine):
    """Python with more than one worker plays in spawned processes, everything else in threads of this one."""
    assert without_speed(played(30, engine=engine, workers=workers, chunk=chunk).summary) == known()


def test_simpy_gives_the_same_batch():
    assert without_speed(played(30, engine="simpy").summary) == known()


@pytest.mark.parametrize(
    ("surroundings", "flags"),
    [
        ({"PYTHONHASHSEED": "1", "TZ": "Pacific/Apia", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"}, []),
        ({"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LANG": "C", "LC_ALL": "C"}, ["-O"]),
    ],
)
@pytest.mark.parametrize("engine", ["python", "compiled"])
def test_nor_does_anything_around_the_process(engine, surroundings, flags):
    done = subprocess.run(
        [sys.executable, *flags, "-m", "tests.batch.batches", engine, "1", "7"],
        cwd=ROOT,
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == known(), done.stderr


def test_the_digest_hangs_on_what_decides_the_runs():
    others: list[dict[str, Any]] = [{"seed": 6}, {"agents": "random"}, {"settings": {"guard_control": 0.1}}, {"n": 31}]
    digests = {played(**{"n": 30, **how}).summary["digest"] for how in others}
    assert len(digests) == len(others)
    assert not any(digest in known() for digest in digests)


def test_memory_is_bounded_no_more_than_so_many_chunks_are_out_at_once():
    out, most = set(), 0

    class Counting(ThreadPoolExecutor):
        def submit(self, *what, **how):
            nonlocal most
            future = super().submit(*what, **how)
            out.add(future)
            most = max(most, len(out))
            return future

    def take(part):
        out.difference_update([future for future in out if future.done() and future.result() is part])

    plan, _ = planned(60, chunk=1)
    carry_out(plan, "compiled", Crew(3, lambda: Counting(3)), keep=take)
    assert 3 <= most <= 6
    assert out == set()


# Stopping earlier


def until(width, n=6_000, **how):
    return played(n, engine="compiled", until_ci=width, **how)


def test_it_stops_at_the_first_look_at_which_every_share_is_known_well_enough():
    stopped = until(0.02).summary
    looks = [*optional_looks(6_000), 6_000]
    at = looks.index(stopped["n"])
    assert 0 < at < len(looks) - 1
    assert stopped["n_asked"] == 6_000
    assert stopped["stopped"] == {
        "looks": at + 1,
        "until_ci": 0.02,
        "reached": True,
        "half_width": max((one["high"] - one["low"]) / 2 for one in stopped["outcomes"].values()),
    }
    assert stopped["stopped"]["half_width"] <= 0.02
    before = played(looks[at - 1], engine="compiled").summary["outcomes"].values()
    assert max(wilson(one["n"], looks[at - 1]).half_width for one in before) > 0.02
    assert stopped["digest"] == played(stopped["n"], engine="compiled").summary["digest"]


def test_where_it_stops_does_not_hang_on_workers_or_chunks():
    found = {without_speed(until(0.02, workers=workers, chunk=chunk).summary) for workers, chunk in ((1, 640), (3, 77))}
    assert len(found) == 1


def test_its_folder_holds_the_runs_that_count_and_no_others(tmp_path):
    summary = until(0.02, workers=3, chunk=200, folder=tmp_path).summary
    assert [row[0] for row in rows_of(tmp_path)] == list(range(summary["n"]))


def test_it_ends_with_the_last_run_if_that_is_not_enough():
    stopped = until(0.001, 1_600).summary
    assert (stopped["n"], stopped["stopped"]["looks"], stopped["stopped"]["reached"]) == (1_600, 3, False)


def test_looks_are_few_and_fixed_beforehand():
    looks = list(optional_looks(10**6))
    assert looks[:5] == [1_000, 1_500, 2_000, 3_000, 4_000]
    assert len(looks) < 25
    assert all(one < other for one, other in pairwise(looks))


# What is heard of it


def test_progress_tells_what_is_done_and_how_much_is_left():
    heard: list[Progress] = []
    played(30, chunk=7, watch=heard.append)
    assert [one.tally.n for one in heard] == [7, 14, 21, 28, 30]
    assert {one.n for one in heard} == {30}
    assert all(one.runs_per_second is not None and one.runs_per_second > 0 for one in heard)
    assert heard[0].left is not None
    assert heard[0].left > 0
    assert heard[-1].left == 0


def test_speed_leaves_out_what_was_played_before(tmp_path):
    first = played(30, chunk=7, folder=tmp_path).summary
    again = played(30, chunk=7, folder=tmp_path, resume=True)
    assert again.tally is None
    assert again.summary == first


def test_a_plan_that_cannot_be_played_here_stops_in_one_line():
    plan = replace(planned(30)[0], rules_version=0)
    for workers in (1, 2):
        with crew_of("python", workers) as crew, pytest.raises(WrongUse, match="made by version 0 of the rules"):
            carry_out(plan, "python", crew)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"n": 0}, "the number of runs"),
        ({"n": 2**41}, "the number of runs"),
        ({"seed": 2**63}, "a seed lies between"),
        ({"until_ci": 0.0}, "until-ci"),
        ({"until_ci": float("nan")}, "until-ci"),
        ({"chunk": 0}, "at least one run"),
    ],
)
def test_what_is_no_plan_is_refused(wrong, told):
    with pytest.raises(WrongUse, match=told):
        planned(**wrong)


@pytest.mark.parametrize("workers", [0, -1, 10**6])
def test_so_many_workers_are_not_taken(workers):
    with pytest.raises(WrongUse, match="the number of workers"), crew_of("python", workers):
        raise AssertionError


def test_the_size_of_chunks_hangs_on_the_plan_alone_and_keeps_within_bounds():
    crisis = standoff()
    sizes = {}
    for engine in ("compiled", "python", "simpy"):
        for n in (1, 10, 1_000, 10**5, 10**7):
            plan, _ = plan_of(crisis.name, crisis.compiled, crisis.texts, n, engine=engine)
            sizes[engine, n] = plan.chunk
    assert all(1 <= size <= 5_000 for size in sizes.values())
    assert sizes["python", 1_000] <= 250 < sizes["compiled", 10**5]
    assert all(size <= -(-n // 2) for (_, n), size in sizes.items())  # there is always work for two
    assert sizes["python", 1_000] <= -(-1_000 // 8)  # and for eight, where playing takes longer than writing
    assert sizes["compiled", 10**5] <= -(-(10**5) // 8)
    plan, _ = plan_of(crisis.name, crisis.compiled, crisis.texts, 1_000, agents="look_ahead", engine="python")
    assert plan.chunk <= 2
