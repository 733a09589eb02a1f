"""What a team does for itself is done without waiting for the views of the others: it cannot change them."""

from __future__ import annotations

from crisis_sim.classroom.exercise import OF_A_SEAT
from crisis_sim.classroom.matrix import WITHIN_A_SEAT
from crisis_sim.classroom.views import of_seat
from tests.classroom.rooms import Room


def test_a_name_that_was_anothers_takes_back_no_proposal_of_theirs() -> None:
    room = Room(scenario="new_years_eve")
    room.sit("us", role="head")
    one, other = room.sit("us", role="military"), room.sit("us", role="press")
    room.play()
    number = room.must(one, "propose", action="us.embassy_reinforce").more["proposal"]
    was = one.name
    room.must(room.control, "rename", person=one.id, name="Somebody else")
    room.must(room.control, "rename", person=other.id, name=was)
    assert room.do(other, "withdraw", proposal=number).code == "not_yours"
    room.must(one, "withdraw", proposal=number)


def test_what_stays_within_a_seat_changes_nobody_elses_view() -> None:
    room = Room(scenario="new_years_eve")
    people = room.everybody()
    table, us = room.exercise.tables[0], people["us"]
    soldier = room.sit("us", role="military")
    action = room.legal("us")[0]
    bodies: dict[str, dict[str, object]] = {
        "propose": {"action": action},
        "approve": {"proposal": 2},
        "withdraw": {"proposal": 1},
        "note": {"text": "x"},
        "ask": {"text": "x"},
        "read": {"upto": 0},
    }
    assert set(bodies) == WITHIN_A_SEAT
    others = [seat for seat in room.exercise.seats if seat != "us"]
    done = []
    for kind, body in bodies.items():
        if kind == "approve":
            room.do(soldier, "propose", action="us.embassy_reinforce")
        room.exercise.changed.clear()
        before = [of_seat(room.exercise, table, seat, set(OF_A_SEAT), None) for seat in others]
        done.append(room.do(us, kind, **body).ok)
        assert {(number, seat) for number, seat, _ in room.exercise.changed} <= {(1, "us")}, kind
        assert [of_seat(room.exercise, table, seat, set(OF_A_SEAT), None) for seat in others] == before, kind
    assert all(done)
