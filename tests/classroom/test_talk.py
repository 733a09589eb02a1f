"""What control does with messages on their way, and who is told of it."""

from __future__ import annotations

from crisis_sim.classroom.afterwards import debrief
from crisis_sim.classroom.entries import SERVER
from tests.classroom.rooms import MINUTE, Room


def test_messages_are_delayed_stopped_altered_and_read_along() -> None:
    room = Room(scenario="new_years_eve")
    people = room.everybody()
    table = room.exercise.tables[0]
    seen = table.talk.seen
    room.must(room.control, "hold", table=1, delay=60, stop=False, copy_to=["iq"])
    room.must(people["us"], "message", to=["ir"], text="one")
    assert [line.text for line in seen["us"]] == ["one"]
    assert seen["ir"] == []
    room.at += MINUTE
    room.must(SERVER, "deliver", table=1, message=1)
    assert [(line.kind, line.text) for line in seen["ir"]] == [("message", "one")]
    assert [(line.kind, line.to) for line in seen["iq"]] == [("intercept", ("ir",))]
    assert seen["mi"] == []
    room.must(room.control, "hold", table=1, delay=0, stop=True, copy_to=[])
    room.must(people["us"], "message", to=["ir"], text="two")
    room.must(people["us"], "message", to=["ir"], text="three")
    unasked = room.do(room.control, "release", table=1, message=2, text="another two")
    assert unasked.reason.startswith("say why")
    room.must(room.control, "release", table=1, message=2, text="another two", reason="To see who asks back.")
    room.must(room.control, "stop", table=1, message=3)
    assert [line.text for line in seen["ir"]] == ["one", "another two"]
    assert [line.text for line in seen["us"]] == ["one", "two", "three"]
    assert room.do(room.control, "release", table=1, message=3).code == "unknown"
    told = debrief(room.exercise, table, [])["talk"]
    assert [(one["text"], one["written"], one["arrived"]) for one in told] == [
        ("one", None, True), ("another two", "two", True), ("three", None, False),
    ]  # fmt: skip
    assert told[0]["read_along"] == ["iq"]
    assert told[1]["why"] == "To see who asks back."


def test_whoever_gets_a_message_is_not_told_who_else_did() -> None:
    room = Room(scenario="new_years_eve")
    people = room.everybody()
    room.must(people["us"], "message", to=["ir", "iq"], text="to both")
    seen = room.exercise.tables[0].talk.seen
    assert [seen[seat][0].to for seat in ("us", "ir", "iq")] == [("ir", "iq"), ("ir",), ("iq",)]
