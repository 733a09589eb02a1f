"""What control does is an input with a reason, and an event that only control sees."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.journal import Override, Said, Sent
from crisis_sim.terms.records import WrongUse
from tests.engine.tables import secrets, standoff


def test_an_override_is_an_event_with_its_reason_that_control_alone_sees() -> None:
    game = standoff().play(1, seats={"ar": "human"})
    game.control.override("tension", 70, "to show what happens")
    (event,) = game.events
    assert (event.kind, event.action, event.visible_to) == ("override", "tension", ())
    assert event.text == "Control sets tension on the river to 70: to show what happens"
    assert event.changes["tension"][1] == 70
    assert game.events_for("ar") == []
    assert game.observe("ar").gauge("tension") == 70
    (given,) = game.inputs
    assert isinstance(given, Override)
    assert given.reason == "to show what happens"


def test_an_inject_by_hand_comes_at_once_whatever_its_conditions() -> None:
    game = standoff().play(1, seats={"ar": "human"})
    game.control.send("whisper", "they need a hint")
    assert [(event.minute, event.action) for event in game.events_for("ar")] == [(0, "whisper")]
    assert game.waiting == ("ar",)
    assert isinstance(game.inputs[0], Sent)
    assert game.events_for("bo") == []


def test_a_claim_can_be_sent_too() -> None:
    game = standoff().play(1, seats={"ar": "human"})
    game.control.send("old_mine", "early")
    (claim,) = game.observe("ar").claims
    assert (claim.source, claim.about, claim.figure) == ("Borland's court", "dead", 9.0)
    assert game.events_for("ar")[0].text == "Borland's court speaks of 9 dead and an old mine."
    assert game.events_for("ar")[0].claim


def test_a_message_reaches_those_it_is_for_and_nobody_else() -> None:
    game = secrets().play(1, seats="human")
    game.message("blue", ["green"], "Let us [bold]share[/bold].")
    game.control.message(["red", "blue"], "Ten minutes.")
    assert [event.text for event in game.events_for("red")] == ["Message from control to Red: “Ten minutes.”"]
    sent = "Message from Blue to Green: “Let us [bold]share[/bold].”"
    assert [event.text for event in game.events_for("green")] == [sent]
    assert [event.number for event in game.events_for("blue")] == [0, 1]
    assert isinstance(game.inputs[0], Said)


def test_who_gets_a_message_is_told_from_whom_and_not_who_else_got_it() -> None:
    game = secrets().play(1, seats="human")
    game.message("blue", ["red", "green"], "To both.")
    game.control.message(["red", "blue"], "Ten minutes.")
    told = {
        "red": ["Message from Blue to Red: “To both.”", "Message from control to Red: “Ten minutes.”"],
        "green": ["Message from Blue to Green: “To both.”"],
        "blue": ["Message from Blue to Red and Green: “To both.”", "Message from control to Blue: “Ten minutes.”"],
    }
    assert {seat: [event.text for event in game.events_for(seat)] for seat in told} == told
    assert [event.text for event in game.events] == [
        "Message from Blue to Red and Green: “To both.”",
        "Message from control to Red and Blue: “Ten minutes.”",
    ]


@given(text=st.text(max_size=3000))
def test_no_control_character_comes_through_a_message(text: str) -> None:
    game = secrets().play(1, seats="human")
    if not any(letter.isprintable() and not letter.isspace() for letter in text):
        with pytest.raises(WrongUse, match="a message needs some text"):
            game.message("blue", ["green"], text)
        return
    game.message("blue", ["green"], text)
    assert game.events_for("green")[0].text.isprintable()
    assert len(game.events_for("green")[0].text) < 2100


def test_what_was_drafted_is_looked_at_again_after_control_did_something() -> None:
    game = secrets().play(1, seats={"red": "human"})
    game.submit("red", "red.patrol")
    game.submit("red", "red.speak")
    game.control.override("front", 0, "it gave way")
    assert game.observe("red").gauge("front") < 20
    assert [order.action for order in game.draft("red")] == ["red.speak"]


def test_control_is_held_to_names_bounds_and_reasons() -> None:
    game = standoff().play(1, seats={"ar": "human"})
    refused = [
        (lambda: game.control.override("tensions", 5, "x"), "no gauge 'tensions'.*did you mean"),
        (lambda: game.control.override("tension", 101, "x"), "tension must lie between 0 and 100, and 101 does not"),
        (lambda: game.control.override("tension", math.nan, "x"), "tension must lie between"),
        (
            lambda: game.control.override("tension", 10**400, "x"),
            "tension must lie between 0 and 100, and this does not",
        ),
        (lambda: game.control.override("tension", 5, " \n"), "an override needs a reason"),
        (lambda: game.control.send("skirmish", "x"), "no inject or claim 'skirmish'"),
        (lambda: game.control.send("whisper", ""), "an inject by hand needs a reason"),
        (lambda: game.control.message([], "x"), "somebody to go to"),
        (lambda: game.control.message(["zz"], "x"), "no seat 'zz'"),
        (lambda: game.message("zz", ["ar"], "x"), "no seat 'zz'"),
    ]
    for ask, complaint in refused:
        with pytest.raises(WrongUse, match=complaint):
            ask()
    assert (game.events, game.inputs) == ([], [])
