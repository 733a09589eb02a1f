"""The end of a class: debrief, what is left of it as files, and leaving nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import crisis_sim.api as cs
from crisis_sim.classroom import afterwards
from tests.classroom.inside import Inside, inside


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Inside]:
    with inside(tmp_path) as server:
        yield server


def test_a_whole_class_to_its_end_and_what_is_left_opens_in_replay(room: Inside, tmp_path: Path) -> None:
    control, teams = room.begun()
    assert teams["ar"].client.get("debrief").status_code == 409
    teams["ar"].must("message", to=["bo"], text="=1+1")
    control.must("clock", do="step")
    control.must("clock", do="undo")
    for _ in range(room.exercise.format.turns):
        control.must("clock", do="step")
    control.must("phase", to="debrief")
    told = teams["bo"].get("debrief")
    assert {**room.screen().get("debrief"), "turning": told["turning"]} == told  # which is still being reckoned
    assert [seat["id"] for seat in told["seats"]] == ["ar", "bo"]
    assert set(told["gauges"]["tension"]) == {"what", "unit", "group", "low", "high", "whole", "yes", "no"}
    assert told["outcome"] is not None
    assert len(told["turns"]) == room.exercise.format.turns
    assert set(told["turns"][0]["seen"]) == {"ar", "bo"}
    assert len(told["questions"]) >= 5
    assert all(set(event["known_to"]) == {"ar", "bo"} for event in told["events"])
    control.must("phase", to="end")
    left = room.hall.store.path.with_suffix("")
    names = {path.name for path in left.iterdir()}
    assert names == {"participation.csv", "table-1.journal", "table-1-branch-1.journal", "table-1-debrief.json"}
    assert cs.replay(left / "table-1.journal").digest == room.exercise.tables[0].game.digest
    assert cs.replay(left / "table-1-branch-1.journal").digest == room.exercise.tables[0].past[0][1].digest
    shown, kept = control.client.get("table-1.journal").text, (left / "table-1.journal").read_text()
    assert shown.splitlines()[1:] == kept.splitlines()[1:]  # the first says when it was written
    assert teams["ar"].do("note", text="x")[0] == 409


def test_deleting_leaves_nothing_and_ends_the_server(tmp_path: Path) -> None:
    server = Inside(tmp_path, "standoff")
    server.start()
    control, _ = server.begun()
    list(afterwards.write(server.exercise, server.hall.store.path.with_suffix(""), server.hall.turning.of))
    assert len(list(tmp_path.iterdir())) >= 2
    assert control.do("delete", name="another")[0] == 409
    assert control.do("delete", name=server.exercise.name)[0] == 200
    server.wait()
    assert list(tmp_path.iterdir()) == []


def test_an_exercise_that_has_ended_is_not_gone_on_with(tmp_path: Path) -> None:
    with inside(tmp_path) as first:
        first.control().must("phase", to="end")
        name = first.exercise.name
    with inside(tmp_path) as second:
        assert second.exercise.name != name
        assert second.exercise.phase == "lobby"


def test_no_token_and_no_code_is_in_any_export_or_log_of_what_was_done(room: Inside) -> None:
    control, teams = room.begun()
    for _ in range(room.exercise.format.turns):
        control.must("clock", do="step")
    control.must("phase", to="end")
    secrets = [control.cookie, *(team.cookie for team in teams.values())]
    codes = json.dumps(room.exercise.made["codes"])
    folder = room.hall.store.path.with_suffix("")
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    for secret in secrets:
        assert secret.encode() not in kept
        for path in room.hall.store.path.parent.glob("*.exercise*"):
            assert secret.encode() not in (path.read_bytes() if path.is_file() else b"")
    assert json.loads(codes)["join"].encode() not in kept


def test_the_file_is_whole_after_an_ordinary_end(tmp_path: Path) -> None:
    with inside(tmp_path) as server:
        _, teams = server.begun()
        teams["ar"].must("note", text="kept")
        path = server.hall.store.path
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kinds = [kind for (kind,) in connection.execute("SELECT kind FROM log ORDER BY serial")]
    connection.close()
    assert kinds[-2:] == ["note", "stopped"]
