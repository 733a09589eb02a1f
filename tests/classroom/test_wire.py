"""Real servers: joining, streams that lose nothing, restarts, signals, a full disk, an end."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.classroom.inside import Inside, inside
from tests.classroom.wire import Process, Somebody, begun, facilitator, order_id, pupil, serving


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    with serving(tmp_path_factory.mktemp("store"), scenario="new_years_eve") as started:
        yield started


@pytest.fixture(scope="module")
def playing(process: Process) -> tuple[Somebody, dict[str, Somebody]]:
    return begun(process)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Inside]:
    with inside(tmp_path) as server:
        yield server


def test_what_is_printed_is_all_a_teacher_needs(process: Process) -> None:
    assert f"{process.url}/join" in process.said
    assert process.join_code in process.said
    assert f"{process.url}/control#{process.control_code}" in process.said
    assert "--lan" in process.said


def test_a_team_sees_its_own_and_hears_what_is_done(
    process: Process, playing: tuple[Somebody, dict[str, Somebody]]
) -> None:
    control, teams = playing
    view = teams["us"].stream()
    view.until(lambda parts: parts["stage"]["turn"] >= 1)
    assert set(view.parts) == {
        "book", "stage", "situation", "options", "draft", "news", "talk", "team", "notes", "questions", "debrief",
    }  # fmt: skip
    assert view.parts["book"]["brief"].startswith("# The United States")
    assert all(action.startswith("us.") for action in view.parts["options"]["options"])
    legal = [action for action, option in view.parts["options"]["options"].items() if option["legal"]]
    proposal = teams["us"].must("propose", action=legal[0])
    assert proposal["approved"] is True
    view.until(lambda parts: parts["draft"]["proposals"])
    assert view.parts["draft"]["proposals"][0]["action"] == legal[0]
    view.close()
    seen = control.get("see/1/us")
    assert seen["draft"] == view.parts["draft"]


def test_whoever_comes_back_with_their_last_cursor_misses_nothing(
    process: Process, playing: tuple[Somebody, dict[str, Somebody]]
) -> None:
    _, teams = playing
    stayed, left = teams["iq"].stream(), teams["iq"].stream()
    left.until(lambda parts: "notes" in parts)
    left.close()
    for number in range(12):
        teams["iq"].must("note", text=f"note {number}")
        if number % 3 == 0:
            back = teams["iq"].stream(left.at)
            back.parts = left.parts
            back.until(lambda parts, number=number: parts["notes"]["text"] == f"note {number}")
            back.close()
            left.parts, left.at = back.parts, back.at
    stayed.until(lambda parts: parts["notes"]["text"] == "note 11")
    back = teams["iq"].stream(left.at)
    back.parts = left.parts
    back.until(lambda parts: parts["notes"]["text"] == "note 11")
    assert back.parts == stayed.parts
    assert all("all" not in json.loads(frame) for frame in back.frames)
    stayed.close()
    back.close()


def test_the_same_command_sent_again_is_done_once_and_answered_the_same(
    process: Process, playing: tuple[Somebody, dict[str, Somebody]]
) -> None:
    _, teams = playing
    order = order_id()
    answers = [teams["mi"].do("message", order, to=["ir"], text="only once") for _ in range(5)]
    assert answers == [answers[0]] * 5
    view = teams["ir"].stream()
    view.until(lambda parts: any(line["text"] == "only once" for line in parts["talk"]))
    assert sum(line["text"] == "only once" for line in view.parts["talk"]) == 1
    view.close()


def test_two_that_send_the_same_order_at_once_have_one_effect(
    process: Process, playing: tuple[Somebody, dict[str, Somebody]]
) -> None:
    _, teams = playing
    order, answers = order_id(), list[object]()
    asking = [
        threading.Thread(target=lambda: answers.append(teams["mi"].do("ask", order, text="twice?"))) for _ in range(6)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert answers == [(200, {"ok": True})] * 6
    view = teams["mi"].stream()
    view.until(lambda parts: parts["questions"])
    assert len(view.parts["questions"]) == 1
    view.close()


def test_a_tab_opened_twice_sees_the_same(process: Process, playing: tuple[Somebody, dict[str, Somebody]]) -> None:
    _, teams = playing
    one, other = teams["ir"].stream(), teams["ir"].stream()
    for view in (one, other):
        view.until(lambda parts: "book" in parts)
    assert one.parts == other.parts
    one.close()
    other.close()


def test_whoever_hangs_up_in_the_middle_takes_nobody_along(
    process: Process, playing: tuple[Somebody, dict[str, Somebody]]
) -> None:
    _, teams = playing
    for number in range(20):
        view = teams["mi"].stream()
        raw = view.socket.socket
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raw.close()
        teams["mi"].must("note", text=f"{number}")
    assert process.process.poll() is None


def test_a_broken_pipe_is_no_reason_to_end(process: Process) -> None:
    os.kill(process.process.pid, signal.SIGPIPE)
    assert httpx.get(f"{process.url}/api/lobby").status_code == 200


def test_joining_again_with_a_lost_answer_is_the_same_person(process: Process) -> None:
    body = {"order": order_id(), "code": process.join_code, "name": "Twice"}
    answers = [httpx.post(f"{process.url}/api/join", json=body, headers={"Origin": process.url}) for _ in range(3)]
    assert len({answer.json()["session"] for answer in answers}) == 1
    assert len({answer.cookies["seat"] for answer in answers}) == 1


def test_a_cookie_belongs_to_one_address_and_to_no_script(process: Process) -> None:
    body = {"order": order_id(), "code": process.join_code}
    answer = httpx.post(f"{process.url}/api/join", json=body, headers={"Origin": process.url})
    cookie = answer.headers["set-cookie"]
    assert f"Path=/s/{answer.json()['session']}" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_a_late_pupil_waits_is_placed_and_moves_to_another_view(process: Process) -> None:
    control = facilitator(process)
    late = pupil(process, name="Late")
    view = late.stream()
    view.until(lambda parts: "stage" in parts)
    assert set(view.parts) == {"stage"}
    whole = control.stream()
    whole.until(lambda parts: any(one["name"] == "Late" for one in parts["people"]))
    person = next(one for one in whole.parts["people"] if one["name"] == "Late")
    assert (person["table"], person["kind"]) == (None, "pupil")
    control.must("seat", person=person["id"], table=1, seat="ir", role="press")
    while view.read() is not None:
        pass
    assert view.code == 4001
    placed = late.stream()
    placed.until(lambda parts: "book" in parts)
    assert placed.parts["book"]["role"]["id"] == "press"
    control.must("revoke", person=person["id"])
    while placed.read() is not None:
        pass
    assert placed.code == 4003
    assert late.do("note", text="x")[0] == 401
    whole.close()
    with pytest.raises(InvalidStatus):
        late.stream()


def test_the_facilitator_can_see_that_somebody_is_here_and_is_gone(room: Inside) -> None:
    control = room.control()
    somebody = room.pupil("ar", name="Here")
    whole, view = control.stream(), somebody.stream()
    whole.until(lambda parts: [one["present"] for one in parts["people"] if one["name"] == "Here"] == [True])
    view.close()
    whole.until(lambda parts: [one["present"] for one in parts["people"] if one["name"] == "Here"] == [False])
    whole.close()


def test_killed_and_started_again_everybody_is_back_at_the_same_event(tmp_path: Path) -> None:
    with serving(tmp_path) as first:
        control, teams = begun(first)
        view = teams["ar"].stream()
        legal = [
            a for a, o in view.until(lambda p: p["stage"]["turn"] == 1)["options"]["options"].items() if o["legal"]
        ]
        teams["ar"].must("propose", action=legal[0])
        control.must("clock", do="step")
        teams["bo"].must("message", to=["ar"], text="hello")
        teams["ar"].must("note", text="our plan")
        before = view.until(lambda p: p["stage"]["turn"] == 2 and p["notes"]["text"] and p["talk"])
        at, whole = view.at, control.stream()
        digest = whole.until(lambda p: p["talk.1"] and p["table.1"]["turn"] == 2)["table.1"]["digest"]
        port = first.port
        first.process.kill()
        first.process.wait()
    with serving(tmp_path, port=port) as second:
        assert "Going on with" in second.said
        back = Somebody(second.url, teams["ar"].session, teams["ar"].cookie).stream(at)
        after = back.until(lambda p: "stage" in p)
        for part in ("book", "situation", "options", "draft", "news", "talk", "team", "notes", "questions"):
            assert after[part] == before[part], part
        assert after["stage"]["running"] is False
        assert 0 < after["stage"]["left"] <= before["stage"]["ends_at"]
        again = Somebody(second.url, control.session, control.cookie)
        assert again.stream().until(lambda p: "table.1" in p)["table.1"]["digest"] == digest
        again.must("clock", do="go")
        again.must("clock", do="step")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_within_five_seconds_with_streams_open_and_the_time_is_kept(
    tmp_path: Path, how: signal.Signals
) -> None:
    with serving(tmp_path, scenario="new_years_eve") as first:
        _, teams = begun(first)
        views = [team.stream() for team in teams.values()]
        left = views[0].until(lambda p: p["stage"]["turn"] == 1)["stage"]["ends_at"]
        begin = time.monotonic()
        assert first.end(how) == 0
        assert time.monotonic() - begin < 5
        assert "Traceback" not in first.errors
    with serving(tmp_path, scenario="new_years_eve", port=first.port) as second:
        mine = Somebody(second.url, teams["us"].session, teams["us"].cookie).stream()
        stage = mine.until(lambda p: "stage" in p)["stage"]
        assert stage["running"] is False
        assert 0 < stage["left"] <= left


def test_the_time_of_a_turn_runs_out_by_the_monotonic_clock_alone(room: Inside) -> None:
    _, teams = room.begun()
    table = room.exercise.tables[0]
    room.pass_time(table.length / 1000 - 1)
    assert table.turn == 1
    room.time += 7200  # the laptop slept for two hours
    room.settle()
    assert table.turn == 1
    room.pass_time(2)
    assert table.turn == 2
    assert teams["ar"].get("me")["seat"] == "ar"


def test_the_wall_tells_how_to_join_until_the_turns_begin(room: Inside) -> None:
    control, wall = room.control(), room.screen().stream()
    book = wall.until(lambda parts: "book" in parts)["book"]
    assert book["join"] == room.exercise.made["codes"]["join"]
    assert book["address"] == f"{room.url}/join"
    control.must("phase", to="brief")
    control.must("phase", to="turns", fill=True)
    book = wall.until(lambda parts: parts["stage"]["phase"] == "turns" and parts["book"]["join"] is None)["book"]
    assert book["address"] is None
    wall.close()


def test_the_facilitator_reads_names_and_not_ids(room: Inside) -> None:
    control, teams = room.begun()
    teams["ar"].must("propose", action="ar.inquire")
    view = control.stream()
    assert view.until(lambda parts: "table.1" in parts)["table.1"]["seats"]["ar"]["last_order"] is None
    control.must("clock", do="step")
    parts = view.until(lambda parts: parts["table.1"]["seats"]["ar"]["last_order"])
    scenario = room.exercise.crisis.compiled.scenario
    assert parts["scenario"]["actions"]["ar.inquire"] == scenario.actions["ar.inquire"].name
    for _ in range(room.exercise.format.turns - 1):
        control.must("clock", do="step")
    ended = view.until(lambda parts: parts["table.1"]["outcome"])["table.1"]
    assert ended["outcome_name"] == scenario.outcomes[ended["outcome"]].name
    view.close()


def test_a_team_reads_what_may_come_of_its_orders(room: Inside) -> None:
    _, teams = room.begun()
    view = teams["ar"].stream()
    odds = view.until(lambda parts: parts.get("situation"))["situation"]["odds"]
    told = {action: several for action, several in room.exercise.tables[0].game.prospects("ar").items() if several}
    assert {action: [one["chance"] for one in several] for action, several in odds.items()} == {
        action: [one.chance for one in several] for action, several in told.items()
    }
    view.close()


def test_messages_and_injects_arrive_by_the_clock(room: Inside) -> None:
    control, teams = room.begun()
    control.must("hold", table=1, delay=30, stop=False, copy_to=[])
    control.must("inject", table=1, text="the radio", delay=10, reason="r")
    teams["ar"].must("message", to=["bo"], text="slowly")
    view = teams["bo"].stream()
    room.pass_time(11)
    view.until(lambda parts: [line["text"] for line in parts["talk"]] == ["the radio"])
    room.pass_time(20)
    view.until(lambda parts: [line["text"] for line in parts["talk"]] == ["the radio", "slowly"])
    view.close()


def test_a_full_disk_acknowledges_nothing_says_so_once_and_goes_on_when_there_is_space(room: Inside) -> None:
    control, teams = room.begun()
    whole = control.stream()
    grown = max(path.stat().st_size for path in room.hall.store.path.parent.iterdir() if path.is_file())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    order = order_id()
    resource.setrlimit(resource.RLIMIT_FSIZE, (grown + 1000, hard))
    try:
        for _ in range(3):
            status, answer = teams["ar"].do("note", order, text="x" * 8000)
            assert (status, answer["code"]) == (507, "not_saved")
        whole.until(lambda parts: parts["exercise"]["trouble"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert room.exercise.tables[0].teams["ar"].note == ""
    assert teams["ar"].do("note", order, text="x" * 8000)[0] == 200
    whole.until(lambda parts: parts["exercise"]["trouble"] is None)
    assert len(room.exercise.tables[0].teams["ar"].note) == 8000
    whole.close()
