"""What a table's game turned on: reckoned behind the debrief, never told before it, and left when the server ends."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crisis_sim.analysis.debrief import Depth
from crisis_sim.classroom import turning
from crisis_sim.classroom.exercise import DEBRIEF
from crisis_sim.classroom.table import Table
from crisis_sim.classroom.turning import Played, Turning
from crisis_sim.classroom.views import encoded
from tests.classroom.inside import Inside, inside
from tests.classroom.rooms import Room

SMALL = Depth(screening=20, top=3, fresh=150, beliefs=10, options=10, alternatives=2)
TINY = Depth(screening=2, top=4, fresh=3, beliefs=2, options=2, alternatives=1)
ENDLESS = Depth(screening=20_000, top=10, fresh=20_000, beliefs=20_000, options=20_000, alternatives=3)
NOT_YET = {"state": "waiting", "done": 0, "of": 0, "points": [], "note": turning.NOT_YET, "luck": ""}


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crisis_sim.classroom.hall.Turning", lambda: Turning(SMALL))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Inside]:
    with inside(tmp_path, tables=2) as server:
        yield server


def played(turns: int | None = None) -> Room:
    """People order in every turn what they can, up to two things."""
    room = Room()
    room.everybody()
    for turn in range(turns or room.exercise.format.turns):
        for seat in room.exercise.seats:
            for action in room.legal(seat)[turn : turn + 2]:
                room.exercise.tables[0].game.submit(seat, action)
        room.do(room.control, "clock", do="step")
    return room


def reckoned(room: Room, depth: Depth = SMALL) -> dict[str, Any]:
    made = Turning(depth)
    made.begin(room.exercise.tables)
    made.wait()
    return made.of(1)


def reckoning() -> bool:
    return any(thread.name == "turning" for thread in threading.enumerate())


def play_to_the_debrief(room: Inside) -> None:
    control = room.control()
    while any(table.deciding for table in room.exercise.tables):
        control.must("clock", do="step")
    control.must("phase", to="debrief")
    room.hall.turning.wait()


def test_a_class_game_is_told_in_a_few_decisions_with_intervals() -> None:
    room = played()
    told = reckoned(room)
    assert told["state"] == "ready"
    assert 1 <= len(told["points"]) <= turning.MOST
    assert told["points"][0]["sure"]
    assert json.loads(encoded(told))["points"] == list(told["points"])
    assert "no forecast" in told["note"]
    assert turning.NONE not in told["note"]
    names = {one.name for one in room.crisis.compiled.scenario.outcomes.values()}
    for point in told["points"]:
        assert point["seat"] in room.exercise.seats
        assert 1 <= point["turn"] <= room.exercise.format.turns
        assert room.exercise.tables[0].starts[point["turn"]] == point["minute"]
        assert point["instead"]
        assert {one["what"] for one in point["believed"]} <= {
            fact.what for fact in room.crisis.compiled.scenario.facts.values()
        }
        assert {one["outcome"] for one in point["chances"]} <= names
        assert all(" to " in one[key] for one in point["chances"] for key in ("before", "after", "change"))


def test_what_may_be_chance_is_said_to_be_that() -> None:
    told = reckoned(played(), TINY)
    assert told["state"] == "ready"
    assert told["points"]
    assert not any(point["sure"] for point in told["points"])
    assert len(told["points"]) <= turning.FEWEST
    assert told["note"].startswith(turning.NONE)


def test_nobody_is_told_before_the_debrief_and_all_are_told_the_same_in_it(room: Inside) -> None:
    control, teams = room.begun()
    screen = room.screen()
    control.must("clock", do="step")
    assert control.get("debrief/1")["turning"] == NOT_YET
    assert control.get("debrief/1?only=turning") == {"turning": NOT_YET}
    for somebody in (*teams.values(), screen):
        for address in ("debrief", "debrief?only=turning"):
            assert somebody.client.get(address).status_code == 409
        assert somebody.client.get("debrief/1?only=turning").status_code == 403
    assert not reckoning()
    play_to_the_debrief(room)
    told = control.get("debrief/1")["turning"]
    assert told["state"] == "ready"
    for somebody in (*teams.values(), screen):
        assert somebody.get("debrief")["turning"] == told
        assert somebody.get("debrief?only=turning") == {"turning": told}
    assert control.get("debrief/2?only=turning")["turning"]["state"] == "ready"
    assert control.client.get("debrief/1?only=everything").status_code == 422


def test_it_is_reckoned_again_when_the_server_was_started_again(tmp_path: Path) -> None:
    with inside(tmp_path) as first:
        first.begun()
        play_to_the_debrief(first)
        told = first.hall.turning.of(1)
    with inside(tmp_path) as second:
        assert second.exercise.phase == DEBRIEF
        second.hall.turning.wait()
        assert told["state"] == "ready"
        assert second.hall.turning.of(1) == told


def test_what_is_left_of_the_class_tells_it_too(room: Inside) -> None:
    control, _ = room.begun()
    control.must("clock", do="step")
    control.must("phase", to="debrief")
    control.must("phase", to="end")
    path = room.hall.store.path.with_suffix("") / "table-1-debrief.json"
    assert json.loads(path.read_text())["turning"]["state"] in ("waiting", "reckoning", "ready")
    room.hall.turning.wait()
    deadline = time.monotonic() + 30
    while json.loads(path.read_text())["turning"]["state"] != "ready":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert json.loads(path.read_text())["turning"] == json.loads(encoded(room.hall.turning.of(1)))


def test_when_the_server_ends_it_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crisis_sim.classroom.hall.Turning", lambda: Turning(ENDLESS))
    with inside(tmp_path) as server:
        server.begun()
        control = server.control()
        control.must("clock", do="step")
        control.must("phase", to="debrief")
        assert control.get("debrief/1?only=turning")["turning"]["state"] in ("waiting", "reckoning")
    server.hall.turning.wait()
    assert server.hall.turning.of(1)["state"] in ("waiting", "reckoning")


def test_the_game_is_the_same_for_the_thread_that_reckons() -> None:
    room = played(turns=2)
    table: Table = room.exercise.tables[0]
    assert Played.at(table).again().digest == table.game.digest
    room.must(room.control, "override", table=1, gauge="tension", value=90.0, reason="a test")
    room.must(room.control, "clock", do="undo")
    room.must(room.control, "bot", table=1, seat="bo", agent="utility")
    room.must(room.control, "clock", do="step")
    room.must(room.control, "say", text="One more thing.", table=1)
    assert Played.at(table).again().digest == table.game.digest
    while table.deciding:
        room.must(room.control, "clock", do="step")
    assert Played.at(table).again().digest == table.game.digest


def test_a_table_that_played_no_turn_has_nothing_that_turned() -> None:
    room = Room()
    room.must(room.control, "phase", to="brief")
    assert reckoned(room)["state"] == "absent"


def test_a_mistake_costs_nothing_but_itself(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(turning, "told", lambda *_: 1 / 0)
    told = reckoned(played(), TINY)
    assert (told["state"], told["note"]) == ("absent", turning.FAILED)
    assert "in reckoning what table 1 turned on" in caplog.text
