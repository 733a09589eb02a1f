"""What happened is told to each as far as it may know it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.engine import Game
from crisis_sim.engine.dates import Dates
from crisis_sim.engine.narration import number
from crisis_sim.terms.codes import EVENT_KINDS
from crisis_sim.terms.records import Event
from tests.engine.tables import secrets, standoff


def games() -> Iterator[Game]:
    for seed in range(6):
        yield standoff().run(seed, agents="hawk").game
        yield secrets().run(seed, agents="random").game


def seen(game: Game) -> Iterator[tuple[str, Event, Event]]:
    """A seat, an event as it sees it, and as control does."""
    for seat in game.seats:
        shown = [event for event in game.events if seat in event.visible_to]
        yield from ((seat, mine, theirs) for mine, theirs in zip(game.events_for(seat), shown, strict=True))


def test_events_are_numbered_from_zero_for_each_viewer() -> None:
    for game in games():
        assert [event.number for event in game.events] == list(range(len(game.events)))
        for seat in game.seats:
            mine = game.events_for(seat)
            assert [event.number for event in mine] == list(range(len(mine)))
            assert game.events_for(seat, after=3) == mine[3:]


def test_a_seat_is_told_no_chance_no_luck_and_not_who_else_saw_it() -> None:
    for game in games():
        for _, mine, _ in seen(game):
            assert (mine.chance, mine.luck, mine.visible_to, mine.doer_known_to) == (None, None, (), ())
            assert mine.kind != "pin"


def test_a_cause_is_an_event_that_the_viewer_saw() -> None:
    causes = 0
    for game in games():
        for event in game.events:
            assert event.cause is None or event.cause < event.number
        for seat, mine, theirs in seen(game):
            known = None if theirs.cause is None else game.events[theirs.cause]
            assert (mine.cause is not None) == (known is not None and seat in known.visible_to)
            if mine.cause is not None:
                causes += 1
                assert known is not None
                assert game.events_for(seat)[mine.cause].minute == known.minute
    assert causes > 50


def test_nobody_learns_who_did_what_nobody_owns_up_to() -> None:
    found = 0
    for game in games():
        for seat, mine, theirs in seen(game):
            if theirs.action == "bo.unleash" and theirs.kind == "outcome" and seat == "ar":
                found += 1
                assert (mine.actor, mine.action, mine.outcome) == (None, None, None)
                assert "guards" not in mine.text.lower()
                assert mine.text in (
                    "Shots on the river; sailors die.",
                    "Shots on the river; nobody is hurt.",
                    "Something is done that nobody owns up to.",
                )
    assert found > 5


def test_gauges_are_told_to_those_who_see_them_exactly() -> None:
    fairs = 0
    for game in games():
        for seat, mine, theirs in seen(game):
            if theirs.kind not in ("reveal", "order", "cancel"):
                gauges = game.compiled.scenario.gauges
                exact = {name for name in theirs.changes if _exact(gauges[name].sight, seat)}
                assert mine.changes == {name: theirs.changes[name] for name in exact}
            if theirs.action == "fair":
                fairs += 1
                assert ("an unknown number of arms" in mine.text) == (seat == "red")
                assert "an unknown" not in theirs.text
    assert fairs > 10


def _exact(sight: object, seat: str) -> bool:
    assert isinstance(sight, dict)
    return sight.get(seat, sight.get("others", sight.get("all", "exact"))) == "exact"


def test_a_deed_that_is_revealed_is_told_like_one_that_was_seen() -> None:
    found = 0
    for game in games():
        for seat, mine, theirs in seen(game):
            if theirs.kind == "reveal" and theirs.action == "bo.hold_back" and seat == "ar":
                found += 1
                told = "The guards: Hold the guards back."
                assert mine.actor == "guards"
                assert mine.text in (told, "The guards did not carry out an order of Borland: “Hold the guards back.”")
                assert (theirs.cameo, theirs.rung) == (None, 0)
                assert (mine.cameo == "087") == (mine.text == told)
    assert found > 3


def test_an_order_that_leaks_is_told_as_an_order() -> None:
    leaks = [
        event
        for seed in range(40)
        for event in standoff().run(seed, agents="hawk").events
        if event.kind == "reveal" and event.action == "ar.raid"
    ]
    assert leaks
    assert {event.text for event in leaks} == {"Preparations by Arland became known: Raid the guard posts."}


def test_every_event_says_all_that_an_analyst_needs() -> None:
    for game in games():
        for event in game.events:
            assert event.kind in EVENT_KINDS
            assert event.text
            assert event.utc.endswith("Z")
            assert event.local_time.endswith("+02:00")
            assert set(event.visible_to) <= set(game.seats)
            assert event.claim == (event.kind == "claim")
            assert "{" not in event.text
        assert game.events[-1].kind == "end"
        assert game.events[-1].outcome == game.outcome()


def test_a_line_has_date_and_place() -> None:
    game = standoff().run(1).game
    assert game.line(game.events[-1]).startswith("9 May 2031, 06:00 · the river · The game ends: time is up.")


@pytest.mark.parametrize(
    ("value", "told"), [(0, "0"), (12, "12"), (1234.5, "1,234"), (31.26, "31.3"), (0.251, "0.25"), (-3.0, "-3")]
)
def test_numbers_are_told_as_people_say_them(value: float, told: str) -> None:
    assert number(value) == told


@given(minute=st.integers(0, 10**6))
def test_a_minute_is_a_time_and_back(minute: int) -> None:
    dates = Dates(standoff().compiled.starts)
    assert dates.minute(dates.local(minute)) == minute
    assert dates.minute(dates.local(minute)[:16]) == minute
    assert dates.minute(dates.utc(minute)) == minute
    assert dates.spoken(minute).split(", ")[1] == dates.local(minute)[11:16]
