"""The folder of a batch: what counts as done, what is never overwritten, and that every file says what made it."""

from __future__ import annotations

import json
import os
import resource
from contextlib import contextmanager
from dataclasses import replace

import pytest
from jsonschema import validate

from crisis_sim.batch.chunk import play_chunk
from crisis_sim.batch.parts import Folder
from crisis_sim.batch.plan import Chunk, Plan
from crisis_sim.batch.running import How, play_plan
from crisis_sim.journal import NotSaved
from crisis_sim.terms.records import WrongUse
from tests.batch.batches import begin, planned, play_into, played, rows_of, without_speed


@pytest.fixture
def finished(tmp_path):
    path = tmp_path / "runs of mine"
    played(20, chunk=7, folder=path)
    return path


def reopened(path):
    plan, _ = planned(20, chunk=7)
    manifest = json.loads((path / "manifest.json").read_text())
    (path / "manifest.json").write_text(json.dumps({**manifest, "state": "unfinished"}))
    return begin(path, plan, resume=True)


def edited(path, **changes):
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


DAMAGE = {
    "the rows are cut off": lambda rows, sidecar: rows.write_bytes(rows.read_bytes()[:-1]),
    "a bit of the rows is turned": lambda rows, sidecar: rows.write_bytes(
        rows.read_bytes()[:99] + bytes([rows.read_bytes()[99] ^ 1]) + rows.read_bytes()[100:]
    ),
    "the rows are gone": lambda rows, sidecar: rows.unlink(),
    "the rows are of another part": lambda rows, sidecar: rows.write_bytes(
        rows.with_name("part-0000000000000.parquet").read_bytes()
    ),
    "the sidecar is gone": lambda rows, sidecar: sidecar.unlink(),
    "the sidecar is cut off": lambda rows, sidecar: sidecar.write_bytes(sidecar.read_bytes()[:-9]),
    "the sidecar is a list": lambda rows, sidecar: sidecar.write_text("[]"),
    "the sidecar is of another plan": lambda rows, sidecar: edited(sidecar, plan="0" * 32),
    "the sidecar counts otherwise": lambda rows, sidecar: edited(sidecar, count=6),
    "the sidecar has no tally": lambda rows, sidecar: edited(sidecar, tally={}),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_part_that_is_not_whole_does_not_count_and_is_played_again(finished, damage):
    known, summary = rows_of(finished), (finished / "summary.json").read_bytes()
    runs = finished / "runs"
    DAMAGE[damage](runs / "part-0000000000007.parquet", runs / "part-0000000000007.json")
    folder = reopened(finished)
    assert [folder.done(Chunk(*each)) is not None for each in ((0, 7), (7, 7), (14, 6))] == [True, False, True]
    again = play_into(folder)
    folder.close()
    assert rows_of(finished) == known
    assert without_speed(again.summary) == without_speed(json.loads(summary))


def test_the_same_result_twice_is_one_and_another_one_is_an_alarm(finished):
    folder = reopened(finished)
    part = play_chunk(folder.plan.to_text(), "python", 7, 7, True)
    folder.keep(part)
    tally = json.loads(part.tally)
    with pytest.raises(WrongUse, match="runs 7 to 13 came out otherwise the second time"):
        folder.keep(replace(part, tally=json.dumps({**tally, "events": tally["events"] + 1})))
    folder.close()


# What is never overwritten


def everything(path):
    return {one.relative_to(path): one.read_bytes() for one in path.rglob("*") if one.is_file()}


@pytest.mark.parametrize("done", [True, False])
def test_a_batch_is_not_overwritten_unasked(finished, done):
    if not done:
        (finished / "summary.json").unlink()
        reopened(finished).close()
    before = everything(finished)
    with pytest.raises(WrongUse, match="--force begins anew"):
        begin(finished, planned(20, seed=6)[0])
    assert everything(finished) == before


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"seed": 6}, r"another seed \(5, and not 6\)"),
        ({"n": 21}, r"another number of runs \(20, and not 21\)"),
        ({"agents": "hawk"}, "other agents"),
        ({"settings": {"guard_control": 0.5}}, "other parameters"),
        ({"until_ci": 0.1}, r"another --until-ci \(none, and not 0\.1\)"),
    ],
)
def test_another_plan_does_not_go_on_with_it(finished, other, told):
    before = everything(finished)
    with pytest.raises(WrongUse, match=f"holds a batch of {told}"):
        begin(finished, planned(**{"n": 20, **other})[0], resume=True)
    assert everything(finished) == before


def test_force_removes_what_a_batch_made_and_nothing_else(finished):
    mine = [finished / "notes.txt", finished / "runs" / "notes.txt", finished / "runs" / "part-1.parquet"]
    for path in mine:
        path.write_text("mine")
    (finished / "runs" / ".part-0000000000014.parquet.tmp").write_text("unfinished")
    begin(finished, planned(10, seed=6)[0], force=True).close()
    assert set(everything(finished)) == {path.relative_to(finished) for path in [*mine, finished / "manifest.json"]}
    assert [path.read_text() for path in mine] == ["mine"] * 3


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize("name", ["thesis.tex", "manifest.json", "part-7.parquet"])
def test_a_folder_that_is_not_a_batchs_is_left_alone(tmp_path, name, force):
    (tmp_path / name).write_text('{"kind": "thesis"}')
    with pytest.raises(WrongUse, match=r"is left alone: name a new folder|not the folder of a batch"):
        begin(tmp_path, planned(10)[0], force=force, resume=not force)
    assert everything(tmp_path) == {(tmp_path / name).relative_to(tmp_path): b'{"kind": "thesis"}'}


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(WrongUse, match="is a file: name a folder"):
        begin(tmp_path / "file", planned(10)[0])
    with pytest.raises(NotSaved, match="cannot write into"):
        begin(tmp_path / "file" / "below", planned(10)[0])


def test_two_batches_are_not_at_work_in_one_folder(tmp_path):
    plan, _ = planned(10)
    folder = begin(tmp_path / "out", plan)
    with pytest.raises(WrongUse, match="another batch is at work in this folder"):
        begin(tmp_path / "out", plan, resume=True)
    folder.close()
    begin(tmp_path / "out", plan, resume=True).close()


def test_what_was_left_half_written_is_cleared_away(tmp_path):
    plan, _ = planned(10)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".manifest.json.tmp").write_text("{")
    begin(tmp_path / "out", plan).close()
    (tmp_path / "out" / "runs").mkdir()
    (tmp_path / "out" / "runs" / ".part-0000000000000.parquet.tmp").write_bytes(b"PAR1")
    folder = begin(tmp_path / "out", plan, resume=True)
    play_into(folder)
    folder.close()
    assert [path.name for path in (tmp_path / "out").rglob(".*")] == []


# What a file says of itself

MANIFEST = {
    "type": "object",
    "required": ["kind", "format", "state", "identity", "made_by", "written", "command", "engine", "plan", "n"],
    "properties": {
        "kind": {"const": "crisis_sim batch"},
        "format": {"const": 1},
        "state": {"const": "finished"},
        "identity": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "made_by": {
            "type": "object",
            "required": ["crisis_sim", "python", "numpy", "duckdb", "simpy"],
            "additionalProperties": {"type": "string"},
        },
        "written": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
        "command": {"type": "string"},
        "engine": {"enum": ["compiled", "python", "simpy"]},
        "n": {"type": "integer"},
        "plan": {
            "type": "object",
            "required": ["scenario", "texts", "scenario_hash", "settings", "agents", "seed", "n", "rules_version"],
            "properties": {"seed": {"type": "integer"}, "texts": {"additionalProperties": {"type": "string"}}},
        },
    },
}
SIDECAR = {
    "type": "object",
    "required": ["plan", "first", "count", "bytes", "sha256", "made_by", "tally"],
    "properties": {"sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "made_by": {"required": ["crisis_sim"]}},
}
SHARE = {
    "type": "object",
    "required": ["n", "p", "low", "high"],
    "properties": {name: {"type": "number", "minimum": 0} for name in ("n", "p", "low", "high")},
}
SUMMARY = {
    "type": "object",
    "required": [
        "scenario", "scenario_hash", "rules_version", "seed", "n", "engine", "runs_per_second", "events_per_run",
        "outcomes", "gauges", "digest", "n_asked", "stopped", "agents", "settings",
    ],
    "properties": {
        "outcomes": {"minProperties": 3, "additionalProperties": SHARE},
        "gauges": {
            "additionalProperties": {
                "required": ["mean", "sd", "quantiles"],
                "properties": {"quantiles": {"required": ["0.05", "0.25", "0.5", "0.75", "0.95"]}},
            }
        },
        "digest": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    },
}  # fmt: skip


def test_every_file_says_what_made_it(finished):
    validate(json.loads((finished / "manifest.json").read_text()), MANIFEST)
    validate(json.loads((finished / "summary.json").read_text()), SUMMARY)
    for path in (finished / "runs").glob("*.json"):
        validate(json.loads(path.read_text()), SIDECAR)


def test_a_batch_can_be_made_again_from_its_manifest_alone(finished):
    opened = Folder.open(finished)
    plan = Plan.from_json(json.loads((finished / "manifest.json").read_text())["plan"])
    assert plan == opened.plan
    again = play_plan(plan, plan.compile(), How("python", 1))
    assert again.summary["digest"] == opened.summary["digest"]
    assert plan.identity == opened.manifest["identity"]


def test_what_later_rules_made_is_refused_by_name(finished):
    plan = replace(Folder.open(finished).plan, rules_version=999)
    with pytest.raises(WrongUse, match="made by version 999 of the rules"):
        plan.compile()


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"kind": "crisis_sim batch", "format": 1, "plan": {}}'])
def test_a_damaged_manifest_is_refused_in_one_line(finished, content):
    (finished / "manifest.json").write_text(content)
    with pytest.raises(WrongUse) as refused:
        Folder.open(finished)
    assert len(str(refused.value).splitlines()) == 1


# When the disk is full


@contextmanager
def full_disk(size):
    """No file can grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_does_not_fit_on_the_disk_is_said_once_and_goes_on_when_there_is_room(tmp_path):
    plan, _ = planned(20, chunk=7)
    folder = begin(tmp_path / "out", plan)
    parts = [play_chunk(plan.to_text(), "python", first, count, True) for first, count in ((0, 7), (7, 7))]
    folder.keep(parts[0])
    before = everything(tmp_path)
    with full_disk(1_000), pytest.raises(NotSaved) as refused:
        folder.keep(parts[1])
    told = str(refused.value)
    assert "File too large" in told
    assert "What is done is kept: make room, then --resume" in told
    assert everything(tmp_path) == before
    play_into(folder)
    folder.close()
    played(20, folder=tmp_path / "known")
    assert rows_of(tmp_path / "out") == rows_of(tmp_path / "known")


def test_rows_that_cannot_even_be_made_stop_the_batch_in_one_line(tmp_path):
    plan, _ = planned(20, chunk=7)
    folder = begin(tmp_path / "out", plan)
    with full_disk(1_000), pytest.raises(WrongUse) as refused:
        play_into(folder)
    assert len(str(refused.value).splitlines()) == 1
    assert "could not be written" in str(refused.value)
    assert not folder.finished
    play_into(folder)
    folder.close()
    assert Folder.open(tmp_path / "out").finished


def test_a_folder_that_may_not_be_written_is_refused(tmp_path):
    if os.geteuid() == 0:
        forbidden = "/proc/crisis-sim"  # where not even root may
    else:
        (tmp_path / "locked").mkdir(mode=0o500)
        forbidden = str(tmp_path / "locked" / "out")
    with pytest.raises(NotSaved, match="cannot write into"):
        begin(type(tmp_path)(forbidden), planned(10)[0])
