"""An observation holds what the seat may see, and the numbers in it are those of the rules."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.engine import Game
from crisis_sim.rules.sight import seen_gauge
from crisis_sim.terms.records import Observation, plain
from tests.engine.players import Busy, Watches
from tests.engine.tables import secrets, standoff


def watched(seed: int, seat: str = "ar") -> tuple[Game, list[Observation]]:
    agent = Watches()
    other = {"ar": "bo", "bo": "ar"}[seat]
    return standoff().run(seed, agents={seat: agent, other: "hawk"}).game, agent.seen


def test_hidden_gauges_are_not_there_and_the_others_say_how_they_are_seen() -> None:
    _, seen = watched(3)
    sights = {gauge.id: gauge.sight for gauge in seen[-1].gauges}
    assert sights == {"tension": "exact", "anger": "exact", "readiness": "noisy", "dead": "exact"}
    _, seen = watched(3, "bo")
    sights = {gauge.id: gauge.sight for gauge in seen[-1].gauges}
    assert sights == {"tension": "exact", "anger": "noisy", "readiness": "exact", "dead": "exact", "cash": "exact"}
    red = secrets().play(1, seats={"red": "human"}).observe("red")
    assert {gauge.id: gauge.sight for gauge in red.gauges} == {"fear": "exact", "front": "noisy", "harvest": "late"}


@given(seed=st.integers(0, 2**31))
def test_what_is_seen_is_what_the_rules_show(seed: int) -> None:
    game = standoff().play(seed, seats="human")
    game.advance()
    game.advance()
    for row, seat in enumerate(("ar", "bo")):
        for gauge in game.observe(seat).gauges:
            at = game.compiled.names.gauges.row(gauge.id)
            assert gauge.value == seen_gauge(game.compiled.program, game._course.state, row, at)
            assert gauge.low <= gauge.value <= gauge.high


def test_a_late_gauge_says_how_late_and_a_trend_is_the_change_since_the_turn_before() -> None:
    game = secrets().play(2, seats={"red": "human"})
    assert all(gauge.trend is None for gauge in game.observe("red").gauges)
    before: dict[str, float] = {}
    for _ in range(6):
        seen = {gauge.id: gauge for gauge in game.observe("red").gauges}
        assert seen["harvest"].as_of == game.minute // 720 * 720
        assert seen["fear"].as_of == game.minute
        for name, value in before.items():
            assert seen[name].trend == seen[name].value - value
        before = {name: gauge.value for name, gauge in seen.items()}
        game.advance()


def test_own_orders_and_forces_are_exact_and_others_as_far_as_they_are_shown() -> None:
    game = secrets().play(1, seats="human")
    game.submit("red", "red.march")
    game.submit("blue", "blue.stockpile")
    places = []
    while not game.over:
        game.advance()
        red = {force.id: force for force in game.observe("red").forces}
        blue = {force.id: force for force in game.observe("blue").forces}
        assert (red["brigade"].place, red["brigade"].since, red["brigade"].own) == ("home", None, False)
        assert blue["guard"].place == red["guard"].place
        assert {order.action for order in game.observe("red").orders} <= {"red.march"}
        places.append((blue["brigade"].place, red["guard"].place))
    assert places[-1] == ("theatre", "theatre")


def test_an_order_shows_its_stage_and_its_hour() -> None:
    game = standoff().play(1, seats={"ar": "human"})
    game.submit("ar", "ar.inquire")
    stages = []
    while not game.over:
        game.advance("thing")
        stages += [order.stage for order in game.observe("ar").orders]
        for order in game.observe("ar").orders:
            assert order.given == 0
            assert (order.due is None) == (order.stage == "under way")
    assert list(dict.fromkeys(stages)) == ["approval", "preparation", "under way"]


def test_commitments_and_agreements_are_shown_to_their_sides() -> None:
    game = secrets().play(1, seats="human")
    game.submit("blue", "blue.talk")
    game.submit("blue", "blue.propose_pact")
    while not any(turn.agreements for turn in (game.observe("green"),)):
        game.advance("thing")
        assert not game.over
    (pact,) = game.observe("green").agreements
    assert (pact.id, pact.standing, pact.accepted_by) == ("pact", "proposed", ("blue",))
    (line,) = game.observe("blue").commitments
    assert (line.id, line.kind, line.by, line.to, line.standing) == (
        "secret_line", "red_line", "blue", "green", "standing",
    )  # fmt: skip
    assert game.observe("red").agreements == ()
    assert game.observe("red").commitments == ()


def test_a_proxy_is_shown_to_its_principal() -> None:
    _, seen = watched(3, "bo")
    (link,) = seen[0].links
    assert (link.proxy, link.instruction) == ("guards", "nothing")
    assert watched(3)[1][0].links == ()


def test_beliefs_are_the_seats_own() -> None:
    game = standoff().play(1, seats="human")
    assert abs(game.observe("ar").belief("shot") - 0.7) < 1e-12
    known = game.observe("bo").belief("shot")
    assert min(known, 1 - known) < 1e-9


def test_the_score_is_that_of_what_the_seat_can_see() -> None:
    game = standoff().play(1, seats="human")
    assert abs(game.observe("ar").score - game.scores()["ar"]) < 1e-9  # Arland sees all that its objectives are about
    hidden = secrets().play(1, seats="human")
    hidden.control.override("stock", 90, "a secret")
    assert hidden.observe("red").score > hidden.scores()["red"] + 30


def test_an_observation_is_plain_text_when_it_has_to_be() -> None:
    result = standoff().run(4, agents={"ar": Busy(), "bo": "hawk"})
    seen = plain(result.game.observe("ar"))
    assert json.loads(json.dumps(seen, allow_nan=False)) == json.loads(json.dumps(seen))
    assert len(seen["events"]) == len(result.game.events_for("ar"))
