"""Every route and every kind of person: only what the matrix allows, and never with somebody else's token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from crisis_sim.classroom.matrix import COMMANDS, EVERYBODY, LOOKS, kind_of
from crisis_sim.classroom.people import Person
from crisis_sim.classroom.posts import ROLES
from crisis_sim.classroom.requests import BODIES
from tests.classroom.inside import Inside, inside
from tests.classroom.wire import Somebody, order_id

OPEN = {"/", "/join", "/control", "/pages/{name}", "/api/lobby", "/api/join", "/api/control"}
PAGES = {"", "debrief", "print"}

SAMPLES: dict[str, dict[str, Any]] = {
    "propose": {"action": "ar.inquire"},
    "approve": {"proposal": 1},
    "withdraw": {"proposal": 1},
    "commit": {"committed": False},
    "message": {"to": ["bo"], "text": "x"},
    "statement": {"text": "x"},
    "note": {"text": "x"},
    "ask": {"text": "x"},
    "read": {"upto": 0},
    "phase": {"to": "brief"},
    "clock": {"do": "pause"},
    "extend": {"seconds": 1},
    "early": {"early": False},
    "allocate": {},
    "seat": {"person": "nobody", "table": 1, "seat": "ar"},
    "unseat": {"person": "nobody"},
    "swap": {"table": 9, "seats": ["ar", "bo"]},
    "rename": {"person": "nobody", "name": "x"},
    "revoke": {"person": "nobody"},
    "bot": {"table": 1, "seat": "ar", "agent": "nobody"},
    "override": {"table": 1, "gauge": "tension", "value": 50.0, "reason": "x"},
    "inject": {"table": 1, "text": "x", "reason": "x", "turn": 9},
    "inject_edit": {"table": 1, "id": 1},
    "inject_now": {"table": 1, "id": 9},
    "inject_cancel": {"table": 1, "id": 9},
    "say": {"text": "x"},
    "answer": {"table": 1, "seat": "ar", "question": 1, "text": "x"},
    "hold": {"table": 1, "delay": 0, "stop": False, "copy_to": []},
    "release": {"table": 1, "message": 9},
    "stop": {"table": 1, "message": 9},
    "unlock": {"address": "x"},
    "delete": {"name": "another"},
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with inside(tmp_path_factory.mktemp("store"), tables=2) as server:
        yield server


@pytest.fixture(scope="module")
def people(room: Inside) -> dict[str, Somebody]:
    """One of each kind; all roles of one seat are filled."""
    found = {"control": room.control(), "waiting": room.pupil(), "screen": room.screen()}
    found |= {role: room.pupil("ar") for role in ROLES}
    found["control"].must("phase", to="brief")
    found["control"].must("phase", to="turns", fill=True)
    return found


def person(room: Inside, somebody: Somebody) -> Person:
    return next(one for one in room.exercise.people.all.values() if one.session == somebody.session)


def routes(room: Inside) -> dict[str, set[str]]:
    return {route.path: set(getattr(route, "methods", None) or {"WS"}) for route in room.app.routes}  # type: ignore[attr-defined]


def test_the_people_are_what_they_are_called(room: Inside, people: dict[str, Somebody]) -> None:
    assert {kind: kind_of(person(room, one)) for kind, one in people.items()} == {kind: kind for kind in EVERYBODY}


def test_every_route_stands_in_the_matrix_or_is_open_to_all(room: Inside) -> None:
    known = {f"/s/{{session}}/api/{name}" for name in COMMANDS} | {f"/s/{{session}}/{look}" for look in LOOKS}
    assert set(routes(room)) == known | OPEN
    assert set(COMMANDS) == set(BODIES) == set(SAMPLES)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_is_for_whom_the_matrix_names(room: Inside, people: dict[str, Somebody], command: str) -> None:
    for kind, somebody in people.items():
        status, answer = somebody.do(command, **SAMPLES[command])
        if kind in COMMANDS[command]:
            assert status in (200, 409) or answer["code"] == "not_yours", (kind, answer)
            assert status != 401
        else:
            assert (status, answer["code"]) == (403, "not_yours"), (kind, answer)
    if command == "allocate":  # whoever waited has a seat now
        people["control"].must("unseat", person=person(room, people["waiting"]).id)


@pytest.mark.parametrize("look", sorted(set(LOOKS) - {"stream"}))
def test_a_look_is_for_whom_the_matrix_names(room: Inside, people: dict[str, Somebody], look: str) -> None:
    for kind, somebody in people.items():
        address = look.format(table=1, seat="bo")
        answer = httpx.get(f"{room.url}/s/{somebody.session}/{address}", headers={"Cookie": f"seat={somebody.cookie}"})
        if kind not in LOOKS[look]:
            assert answer.status_code == 403, (kind, look)
        else:
            # A page that is not drawn yet is not there; the debrief has not begun.
            assert answer.status_code in ({200, 404} if look in PAGES else {200, 409}), (kind, look, answer.text)


@pytest.mark.parametrize("path", [f"/s/{{session}}/api/{name}" for name in sorted(COMMANDS)])
def test_no_command_is_done_for_a_stranger_or_with_anothers_token(
    room: Inside, people: dict[str, Somebody], path: str
) -> None:
    command = path.rsplit("/", 1)[1]
    body = {"order": order_id(), **SAMPLES[command]}
    for cookie, session, expected in (
        (None, people["control"].session, 401),
        ("x" * 43, people["control"].session, 401),
        ("", people["control"].session, 401),
        (people["head"].cookie, people["control"].session, 403),
        (people["control"].cookie, people["head"].session, 403),
        (people["head"].cookie, "nobody", 403),
    ):
        headers = {"Origin": room.url} | ({"Cookie": f"seat={cookie}"} if cookie is not None else {})
        answer = httpx.post(f"{room.url}/s/{session}/api/{command}", json=body, headers=headers)
        assert answer.status_code == expected, (cookie, session, answer.text)


def test_no_look_is_given_to_a_stranger_or_for_a_token_in_the_address(
    room: Inside, people: dict[str, Somebody]
) -> None:
    token, session = people["control"].cookie, people["control"].session
    for look in set(LOOKS) - {"stream"}:
        address = f"{room.url}/s/{session}/{look.format(table=1, seat='ar')}"
        for url in (address, f"{address}?seat={token}", f"{address}?token={token}"):
            answer = httpx.get(url, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 303 if look in PAGES else answer.status_code == 401, (look, answer.text)


def test_a_token_of_another_exercise_is_worth_nothing(
    room: Inside, people: dict[str, Somebody], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with inside(tmp_path_factory.mktemp("other")) as other:
        foreign = other.control()
        answer = httpx.get(
            f"{room.url}/s/{people['control'].session}/api/me", headers={"Cookie": f"seat={foreign.cookie}"}
        )
        assert answer.status_code == 401


def test_a_token_expires(tmp_path_factory: pytest.TempPathFactory) -> None:
    with inside(tmp_path_factory.mktemp("old")) as room:
        control = room.control()
        person(room, control).until = room.hall.clock.now() + 1000
        assert control.client.get("me").status_code == 200
        room.pass_time(2)
        assert control.client.get("me").status_code == 401


def test_whoever_may_not_see_a_seat_sees_no_other_by_number(room: Inside, people: dict[str, Somebody]) -> None:
    for kind in set(people) - {"control"}:
        for table in ("1", "2", "-1", "99", "x"):
            answer = people[kind].client.get(f"see/{table}/bo")
            assert answer.status_code in (403, 422), (kind, table, answer.text)
    for table, seat in (("3", "ar"), ("0", "ar"), ("-1", "ar"), ("1", "zz"), ("1", "..")):
        assert people["control"].client.get(f"see/{table}/{seat}").status_code == 404


def test_no_code_of_a_seat_is_in_what_a_pupil_or_a_screen_sees(room: Inside, people: dict[str, Somebody]) -> None:
    # The turns are on: the wall does not even tell how to join any more.
    codes = re.findall(r"[A-Z2-9]{5}-[A-Z2-9]{4}", str(room.exercise.made["codes"]))
    assert len(codes) >= 7
    for kind in set(people) - {"control"}:
        view = people[kind].stream()
        view.until(lambda parts: "stage" in parts)
        assert not any(code in frame for code in codes for frame in view.frames)
