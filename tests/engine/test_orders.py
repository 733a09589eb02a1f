"""Orders are drafts until the turn is committed; what is refused says why, and changes nothing."""

from __future__ import annotations

from copy import deepcopy
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.engine import Game
from crisis_sim.terms.records import REFUSALS, Accepted, Order, Refusal, WrongUse
from tests.engine.tables import secrets, standoff


def rows(game: Game) -> list[Any]:
    """Everything in the state but the scratch that formulas read."""
    state, slots = game._course.state, game.compiled.program.places.slots
    return deepcopy([*state._replace(values=state.values[:slots], weights=[])])


def table(seed: int = 1) -> Game:
    return secrets().play(seed, seats=dict.fromkeys(("red", "blue", "green"), "human"))


def test_the_order_in_which_secret_orders_arrive_does_not_matter() -> None:
    orders = [("red", "red.patrol"), ("blue", "blue.talk"), ("green", "green.hoard"), ("blue", "blue.stockpile")]
    ends = set()
    for arrival in permutations(orders):
        if arrival.index(orders[1]) < arrival.index(orders[3]):  # the order of one seat's own orders is its own
            game = table()
            for seat, action in arrival:
                assert game.submit(seat, action)
            game.advance("end")
            ends.add((game.digest, tuple(event.text for event in game.events)))
    assert len(ends) == 1


def test_a_draft_is_nothing_until_it_is_committed() -> None:
    game, other = table(), table()
    before = rows(game)
    game.submit("red", "red.patrol")
    game.submit("blue", "blue.stockpile")
    assert rows(game) == before
    assert game.undo("red") == Order("red.patrol")
    assert game.undo("red") is None
    assert isinstance(game.cancel("blue", "blue.stockpile"), Accepted)
    assert game.draft("blue") == []
    game.advance("end")
    other.advance("end")
    assert game.digest == other.digest


def test_what_is_drafted_counts_for_what_can_be_ordered_besides() -> None:
    game = table()
    options = {option.action: option for option in game.legal("red")}
    assert options["red.speak"].uses_left == 4
    accepted = game.submit("red", "red.speak")
    assert isinstance(accepted, Accepted)
    assert accepted.effort_left == 2
    refusal = game.submit("red", "red.speak")
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.reason) == ("under_way", "it is among your orders already")
    assert game.submit("red", "red.patrol")
    assert game.submit("red", "red.march")
    refused = game.submit("red", "red.watch")
    assert isinstance(refused, Refusal)
    assert refused.code == "no_effort_left"
    assert refused.reason == "it takes 1 of this turn's effort, and 0 of 3 is left"
    options = {option.action: option for option in game.legal("red")}
    assert options["red.speak"].uses_left == 3
    assert game.observe("red").effort == 0
    game.undo("red")
    assert game.submit("red", "red.watch") == Refusal(Order("red.watch"), "requirement", "“Spy” does not go on")


def test_every_refusal_has_its_code_and_its_reason() -> None:
    game = table()
    found = [
        game.submit("red", "blue.stockpile"),
        game.submit("red", "red.specks"),
        game.submit("red", Order("red.march", cancel=True)),
        game.submit("red", "red.watch"),
    ]
    assert [refusal.code for refusal in found if isinstance(refusal, Refusal)] == [
        "not_yours", "unknown", "not_ordered", "requirement",
    ]  # fmt: skip
    assert isinstance(found[1], Refusal)
    assert "red.speak" in found[1].reason
    game.advance("thing")
    late = game.submit("red", "red.speak")
    assert isinstance(late, Refusal)
    assert late.code == "not_now"
    game.advance("end")
    over = game.submit("red", "red.speak")
    assert isinstance(over, Refusal)
    assert over.code == "game_over"
    assert not over
    assert all(option.code == "game_over" for option in game.legal("red"))


def test_an_order_that_waits_can_be_taken_back_until_it_is_too_late() -> None:
    game = standoff().play(1, seats={"ar": "human"})
    game.submit("ar", "ar.deploy_brigade")
    game.advance()
    while not (orders := game.observe("ar").orders) and not game.over:
        game.submit("ar", "ar.inquire")
        game.advance("thing")
        game.advance()
    waiting = orders[0]
    answer = game.cancel("ar", waiting.action)
    assert isinstance(answer, Accepted) == waiting.can_cancel
    if not waiting.can_cancel:
        assert isinstance(answer, Refusal)
        assert answer.reason == waiting.why_not


def test_a_cancelled_order_is_never_carried_out() -> None:
    game = secrets().play(1, seats={"red": "human"})
    game.submit("red", "red.patrol")
    game.advance("thing")
    while "red" not in game.waiting:
        game.advance()
    done = [event.kind for event in game.events_for("red") if event.action == "red.patrol"]
    if done == ["order"]:
        assert game.cancel("red", "red.patrol")
        assert game.submit("red", Order("red.patrol", cancel=True)).code == "not_ordered"  # type: ignore[union-attr]
        game.advance("end")
        done = [event.kind for event in game.events_for("red") if event.action == "red.patrol"]
        assert done == ["order", "cancel"]
    else:
        assert done == ["order", "outcome"]


@given(seed=st.integers(0, 2**31), turns=st.integers(0, 10))
def test_what_is_offered_as_legal_is_taken_and_the_rest_is_refused_for_the_same_reason(seed: int, turns: int) -> None:
    game = standoff().play(seed, seats="human")
    for turn in range(turns):
        for seat in game.waiting:
            legal = game.observe(seat).legal()
            if legal:
                game.submit(seat, legal[(seed + turn) % len(legal)].action)
        game.advance()
    for seat in game.waiting:
        for option in game.legal(seat):
            assert option.code in REFUSALS
            answer = game.submit(seat, option.action)
            if option.legal:
                assert isinstance(answer, Accepted)
                game.undo(seat)
            else:
                assert isinstance(answer, Refusal)
                assert (answer.code, answer.reason) == (option.code, option.reason)
                assert answer.reason


@given(seed=st.integers(0, 2**31))
def test_looking_and_being_refused_change_nothing(seed: int) -> None:
    game = standoff().play(seed, seats="human")
    game.advance()
    before, digest = rows(game), game.digest
    first = [game.observe(seat) for seat in ("ar", "bo")]
    for seat in ("ar", "bo"):
        game.legal(seat)
        game.submit(seat, "ar.raid" if seat == "bo" else "bo.deny")
        game.cancel(seat, f"{seat}.nothing")
        game.events_for(seat)
    game.scores()
    game.result()
    assert [game.observe(seat) for seat in ("ar", "bo")] == first
    assert rows(game) == before
    assert (game.digest, game.inputs) == (digest, [*game.inputs])


def test_a_seat_that_is_not_there_is_guessed_at() -> None:
    for ask in (table().observe, table().legal, table().draft, table().events_for):
        with pytest.raises(WrongUse, match=r"no seat 'rad' \(did you mean"):
            ask("rad")
