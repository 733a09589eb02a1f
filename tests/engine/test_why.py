"""Why something happened: told from what the viewer may see, with paragraphs that exist and causes that are its own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

import crisis_sim.api as cs
from crisis_sim.compiler.phrases import settled
from crisis_sim.engine import Game, why
from crisis_sim.language import places
from crisis_sim.terms.records import plain
from tests.docs.pages import paragraphs
from tests.engine.tables import red_stream
from tests.engine.test_noninterference import BUSY, ORDERS, QUIET, hidden, red_orders


def everything_asked(game: Game, seat: str) -> str:
    """The answer to why, for all that a seat saw; and what each temperament would do in its place."""
    asked = [plain(game.why(seat, event.number)) for event in game.events_for(seat)]
    return repr((asked, [game.counsel(seat, name) for name in game.compiled.names.personas]))


@examples(max_examples=20)
@given(one=hidden, other=hidden, orders=red_orders, seed=st.integers(0, 2**63 - 1))
def test_why_and_counsel_tell_nothing_that_is_hidden(one: Any, other: Any, orders: list[int], seed: int) -> None:
    streams = [red_stream(some, orders, seed, looking=everything_asked) for some in (one, other)]
    assert streams[0] == streams[1]


def test_a_number_that_counts_what_is_hidden_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    told = why.why

    def leaking(course: Any, chronicle: Any, viewer: int, number: int) -> why.Why:
        found = told(course, chronicle, viewer, number)
        return found._replace(inputs=(*found.inputs, f"event {chronicle.serial(viewer, number)}"))

    monkeypatch.setattr("crisis_sim.engine.game.why", leaking)
    streams = [red_stream(some, ORDERS, looking=everything_asked) for some in (QUIET, BUSY)]
    assert streams[0] != streams[1]


@pytest.fixture(scope="module")
def played() -> Game:
    """A game of the flagship to its end, one seat of it a person's that holds."""
    game = cs.load("new_years_eve").play(11, seats={"us": "human"})
    while not game.over and game.minute < 9 * 1440:
        game.advance("turn")
    return game


def test_every_paragraph_that_is_cited_is_in_the_rulebook(played: Game) -> None:
    known = {paragraph.number for paragraph in paragraphs()}
    cited = [rule for rules in why.BY_KIND.values() for rule in rules] + list(why.BY_MODE.values())
    cited += [why.WEIGHTS, why.HIDDEN_DOER, why.NOTICED, why.THROUGH, why.MOVES, why.IMPOSSIBLE]
    assert {number for number, _ in cited} <= known


@pytest.mark.parametrize("viewer", ["control", "us", "ir", "iq", "mi"])
def test_every_event_has_rules_and_goes_back_to_what_came_before(played: Game, viewer: str) -> None:
    events = played.events if viewer == "control" else played.events_for(viewer)
    assert events
    for event in events:
        found = played.why(viewer, event.number)
        assert found.event == event
        assert found.rules
        numbers = [each.number for each in (event, *found.chain)]
        assert numbers == sorted(set(numbers), reverse=True)
        assert all(events[each.number] == each for each in found.chain)


def test_a_deed_goes_back_to_the_decision(played: Game) -> None:
    deeds = [event for event in played.events if event.kind == "outcome"]
    assert deeds
    for deed in deeds:
        assert played.why("control", deed.number).chain[0].kind == "order"


def test_the_number_drawn_is_for_control_until_the_game_is_over(played: Game) -> None:
    drawn = [event for event in played.events if played.why("control", event.number).luck is not None]
    assert drawn
    assert all(event.luck == played.why("control", event.number).luck for event in drawn)
    for seat in played.seats:
        assert all(played.why(seat, event.number).luck is None for event in played.events_for(seat))
    over = cs.load("standoff").play(7, seats={"ar": "human"})
    over.play_out()
    assert any(over.why("ar", event.number).luck is not None for event in over.events_for("ar"))


def test_a_chance_is_told_to_a_seat_only_where_it_sees_all_that_it_is_made_of(played: Game) -> None:
    told = [
        (seat, event)
        for seat in played.seats
        for event in played.events_for(seat)
        if played.why(seat, event.number).chance is not None
    ]
    assert told
    names, program = played.compiled.names, played.compiled.program
    for seat, event in told:
        row = names.happenings.row(str(event.action))
        first = program.happenings.first_outcome
        for outcome in range(first[row], first[row + 1]):
            for place in places(settled(played.compiled, program.outcomes.weight[outcome])):
                gauge = list(played.compiled.scenario.gauges)[place - program.places.gauges]
                seen = next(one for one in played.observe(seat).gauges if one.id == gauge)
                assert seen.sight == "exact"


# Counsel and swings


@pytest.mark.parametrize("persona", ["utility", "hawk", "dove"])
def test_counsel_weighs_what_is_legal_and_its_shares_are_those_of_the_bot(persona: str) -> None:
    game = cs.load("new_years_eve").play(3, seats={"us": "human"})
    for _ in range(8):
        game.advance()
    weighed = game.counsel("us", persona)
    legal = {option.action for option in game.observe("us").legal()}
    assert {one.action for one in weighed if one.action is not None} <= legal
    assert sum(one.share for one in weighed) == pytest.approx(1)
    assert [one.appeal for one in weighed] == sorted((one.appeal for one in weighed), reverse=True)
    assert [one.action for one in weighed].count(None) == 1
    for one in weighed:
        assert all(reason.text for reason in one.reasons)


def test_looking_changes_nothing() -> None:
    games = [cs.load("standoff").play(3, seats={"ar": "human"}) for _ in range(2)]
    for _ in range(6):
        everything_asked(games[0], "ar")
        games[0].swings("ar")
        for game in games:
            game.advance()
    assert games[0].digest == games[1].digest
    places = games[0].compiled.program.places
    states = [game.snapshot() for game in games]
    states = [state._replace(values=state.values[: places.slots], weights=[]) for state in states]
    assert states[0] == states[1]


def test_what_is_in_draft_is_weighed_too_and_told_apart() -> None:
    game = cs.load("standoff").play(3, seats={"ar": "human"})
    game.submit("ar", "ar.inquire")
    (drafted,) = [one for one in game.counsel("ar", "dove") if one.drafted]
    assert (drafted.action, drafted.share) == ("ar.inquire", 0.0)


def test_swings_are_the_largest_changes_of_the_score_in_the_order_of_time() -> None:
    game = cs.load("new_years_eve").play(11, seats={"us": "human"})
    game.play_out()
    found = game.swings("us", 3)
    more = game.swings("us", 1000)
    assert 0 < len(found) <= 3
    assert [swing.minute for swing in found] == sorted(swing.minute for swing in found)
    largest = sorted((abs(swing.change) for swing in more), reverse=True)[: len(found)]
    assert sorted((abs(swing.change) for swing in found), reverse=True) == largest
    assert all(swing.event is None or swing.event in game.events for swing in found)
