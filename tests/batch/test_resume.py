"""A batch that was broken off goes on to the same rows, whoever goes on with it."""

from __future__ import annotations

import json

import pytest

from crisis_sim.batch.parts import Folder
from crisis_sim.batch.running import Progress
from tests.batch.batches import begin, planned, play_into, played, rows_of, without_speed

RUNS, CHUNK = 30, 4


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    path = tmp_path_factory.mktemp("known") / "out"
    return rows_of_played(path)


def rows_of_played(path):
    summary = played(RUNS, chunk=CHUNK, folder=path).summary
    return rows_of(path), without_speed(summary)


class Impatient:
    """Presses Ctrl-C after so many chunks."""

    def __init__(self, chunks):
        self.left = chunks

    def __call__(self, progress):
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt


@pytest.mark.parametrize("after", [1, 2, 5, 7])
@pytest.mark.parametrize(("engine", "workers"), [("compiled", 2), ("python", 1), ("simpy", 1)])
def test_ctrl_c_keeps_what_is_done_and_another_engine_goes_on_to_the_same_rows(
    tmp_path, uninterrupted, after, engine, workers
):
    path = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        played(RUNS, chunk=CHUNK, folder=path, watch=Impatient(after))
    opened = Folder.open(path)
    assert not opened.finished
    assert len(opened.files()) >= after
    heard: list[Progress] = []
    went_on = played(RUNS, engine=engine, workers=workers, folder=path, resume=True, watch=heard.append)
    assert heard[after - 1].tally.n >= after * CHUNK
    assert (rows_of(path), without_speed(went_on.summary)) == uninterrupted


def test_ctrl_c_with_processes_keeps_what_is_done(tmp_path, uninterrupted):
    path = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        played(RUNS, workers=2, chunk=CHUNK, folder=path, watch=Impatient(2))
    assert len(Folder.open(path).files()) >= 2
    played(RUNS, workers=2, chunk=CHUNK, folder=path, resume=True)
    assert rows_of(path) == uninterrupted[0]


def test_going_on_with_nothing_begins_and_with_all_of_it_tells_what_it_came_to(tmp_path, uninterrupted):
    path = tmp_path / "out"
    begun = played(RUNS, chunk=CHUNK, folder=path, resume=True)
    before = {one: one.stat().st_mtime_ns for one in path.rglob("*")}
    finished = played(RUNS, chunk=CHUNK, folder=path, resume=True)
    assert finished.summary == begun.summary
    assert {one: one.stat().st_mtime_ns for one in path.rglob("*")} == before
    assert (rows_of(path), without_speed(begun.summary)) == uninterrupted


def test_a_batch_goes_on_in_the_chunks_that_it_was_begun_in(tmp_path, uninterrupted):
    path = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        played(RUNS, chunk=CHUNK, folder=path, watch=Impatient(3))
    played(RUNS, chunk=11, folder=path, resume=True)
    parts = [json.loads(one.read_text())["count"] for one in sorted((path / "runs").glob("*.json"))]
    assert parts == [4, 4, 4, 4, 4, 4, 4, 2]
    assert rows_of(path) == uninterrupted[0]


def test_an_optional_stop_comes_where_it_would_have_come(tmp_path):
    how = {"n": 6_000, "engine": "compiled", "until_ci": 0.02, "chunk": 150}
    known = without_speed(played(**how).summary)
    with pytest.raises(KeyboardInterrupt):
        played(**how, workers=2, folder=tmp_path / "out", watch=Impatient(3))
    assert without_speed(played(**how, folder=tmp_path / "out", resume=True).summary) == known


def test_a_part_that_was_begun_and_not_finished_is_never_read(tmp_path, uninterrupted):
    plan, _ = planned(RUNS, chunk=CHUNK)
    folder = begin(tmp_path / "out", plan)
    (tmp_path / "out" / "runs").mkdir()
    (tmp_path / "out" / "runs" / ".part-0000000000000.parquet.tmp").write_bytes(b"PAR1 and no more")
    (tmp_path / "out" / "runs" / "part-0000000000004.parquet").write_bytes(b"PAR1 whose sidecar never came")
    assert folder.files() == []
    play_into(folder)
    folder.close()
    assert rows_of(tmp_path / "out") == uninterrupted[0]
