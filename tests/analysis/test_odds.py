"""The odds of a draft: made of what the seat knows alone, fair to both sides of the comparison, never in the way."""

from __future__ import annotations

import threading
from functools import partial
from inspect import signature
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crisis_sim.api as cs
from crisis_sim.analysis import odds, trials
from crisis_sim.analysis.odds import COMPILED, PYTHON, Change, Odds, Preview
from crisis_sim.analysis.trials import asked_of, compiled_in, in_python, luck_of
from crisis_sim.batch.playing import play_on
from crisis_sim.engine import Game
from crisis_sim.terms.codes import NONE
from crisis_sim.terms.records import Order
from tests.engine.tables import red_stream
from tests.engine.test_noninterference import BUSY, ORDERS, QUIET, hidden, red_orders


def sat_down(name: str, seat: str, turns: int, seed: int = 7) -> Game:
    game = cs.load(name).play(seed, seats={seat: "human"})
    for _ in range(turns):
        game.advance("turn")
    return game


def preview(game: Game, seat: str, *orders: str, runs: int = 10, engine: str = PYTHON) -> Preview:
    return Preview(game.compiled, game.snapshot(), seat, [Order(order) for order in orders], engine, runs)


BELIEVER = list(signature(play_on).parameters).index("believer")


def odds_of_red(game: Game, seat: str, *, runs: int = 2) -> str:
    """What Red is told of each of its legal orders."""
    legal = [option.action for option in game.observe(seat).legal()]
    return "\n".join(repr(preview(game, seat, action, runs=runs).wait()) for action in [*legal[:1], *legal[-1:]])


# Nothing hidden enters


@settings(max_examples=8)
@given(one=hidden, other=hidden, orders=red_orders, seed=st.integers(0, 2**63 - 1))
def test_two_games_that_differ_in_what_is_hidden_give_the_same_odds(
    one: Any, other: Any, orders: list[int], seed: int
) -> None:
    streams = [red_stream(some, orders, seed, 24 * 60, odds_of_red) for some in (one, other)]
    assert streams[0] == streams[1]


def test_the_busiest_of_secrets_moves_no_odds() -> None:
    looking = partial(odds_of_red, runs=4)
    assert red_stream(QUIET, ORDERS, until=48 * 60, looking=looking) == red_stream(
        BUSY, ORDERS, until=48 * 60, looking=looking
    )


def test_odds_from_the_truth_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def leaking(*arguments: Any) -> None:
        given = list(arguments)
        given[BELIEVER] = NONE
        play_on(*given)

    monkeypatch.setattr(trials, "play_on", leaking)
    looking = partial(odds_of_red, runs=4)
    streams = [red_stream(some, ORDERS, until=48 * 60, looking=looking) for some in (QUIET, BUSY)]
    assert streams[0] != streams[1]


def test_the_luck_of_the_odds_is_made_of_what_the_seat_knows() -> None:
    games = [sat_down("standoff", "ar", 0, seed) for seed in (1, 2)]
    lucks = {luck_of(game.compiled, 0, game.minute) for game in games}
    assert len(lucks) == 1
    assert luck_of(games[0].compiled, 0, 0) != luck_of(games[0].compiled, 0, 360)
    assert luck_of(games[0].compiled, 0, 0) != luck_of(games[0].compiled, 1, 0)


# What the odds say


def test_without_a_draft_nothing_differs_from_holding() -> None:
    found = preview(sat_down("standoff", "ar", 2), "ar").wait()
    assert not found.drafted
    assert found.score[:3] == (0.0, 0.0, 0.0)
    assert all(pair.draft == pair.holding for _, pair in found.outcomes)
    assert found.objections == ()


def test_shares_count_the_games_and_lie_in_their_intervals() -> None:
    found = preview(sat_down("standoff", "ar", 2), "ar", "ar.deploy_brigade", runs=20).wait()
    assert (found.runs, found.wanted, found.done) == (20, 20, True)
    assert sum(pair.draft.n for _, pair in found.outcomes) == 20
    assert sum(pair.holding.n for _, pair in found.outcomes) == 20
    for _, pair in (*found.outcomes, ("", found.retaliation), ("", found.ended)):
        for share in pair:
            assert share.low <= share.p <= share.high
    assert found.score.low <= found.score.mean <= found.score.high


def test_the_change_of_the_score_is_that_of_its_objectives() -> None:
    game = sat_down("standoff", "ar", 2)
    found = preview(game, "ar", "ar.deploy_brigade", runs=20).wait()
    wanted = game.compiled.scenario.objectives["ar"]
    changes = {name: change for name, change in found.objectives if isinstance(change, Change)}
    assert changes.keys() == wanted.keys()
    assert found.score.mean == pytest.approx(sum(wanted[name].weight * changes[name].mean for name in wanted))


def test_a_raid_is_minded_by_those_whom_it_harms() -> None:
    game = sat_down("standoff", "ar", 0)
    for _ in range(12):
        if any(option.action == "ar.deploy_brigade" for option in game.observe("ar").legal()):
            game.submit("ar", "ar.deploy_brigade")
        game.advance("turn")
    assert "ar.raid" in [option.action for option in game.observe("ar").legal()]
    found = preview(game, "ar", "ar.raid", runs=40).wait()
    war = dict(found.outcomes)["war"]
    assert war.draft.p > war.holding.p
    (loss,) = [one for one in found.objections if one.kind == "loss"]
    assert loss.seat == "bo"
    assert loss.change is not None
    assert loss.change.mean < 0


def test_the_other_side_is_worse_off_only_where_it_is() -> None:
    found = preview(sat_down("standoff", "ar", 0), "ar", "ar.inquire", runs=20).wait()
    assert found.objections == ()


@pytest.mark.parametrize(("name", "seat"), [("standoff", "ar"), ("standoff", "bo"), ("new_years_eve", "us")])
def test_the_kernel_plays_the_very_same_games(name: str, seat: str) -> None:
    game = sat_down(name, seat, 4)
    orders = [Order(option.action) for option in game.observe(seat).legal()[:1]]
    state = game.snapshot()
    asked = asked_of(game.compiled, state, game.compiled.names.seats.row(seat))
    slow, fast = (make(game.compiled, state, asked, orders)(0, 6) for make in (in_python, compiled_in))
    for one, other in zip(slow, fast, strict=True):
        for expected, found in zip(one, other, strict=True):
            assert found._replace(met=expected.met) == expected
            known = [(met, theirs) for met, theirs in zip(found.met, expected.met, strict=True) if met is not None]
            assert all(met == theirs for met, theirs in known)


# Never in the way


def test_it_says_what_there_is_so_far_and_stops_when_it_is_told_to() -> None:
    waiting = preview(sat_down("standoff", "ar", 0), "ar", "ar.inquire", runs=100_000)
    before = waiting.poll()
    assert (before.runs, before.done) == (0, False)
    waiting.start()
    some = waiting.wait(0.3)
    assert not some.done
    waiting.cancel()
    after = waiting.wait()
    assert after.done
    assert some.runs <= after.runs < 100_000


def test_a_game_that_goes_on_meanwhile_changes_nothing() -> None:
    still = preview(sat_down("standoff", "ar", 1), "ar", "ar.inquire", runs=30).wait()
    game = sat_down("standoff", "ar", 1)
    moving = preview(game, "ar", "ar.inquire", runs=30).start()
    while not game.over:
        game.advance()
    assert moving.wait() == still


def test_when_the_kernel_cannot_play_python_does_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: Any) -> Any:
        raise RuntimeError("no compiler")

    monkeypatch.setattr(odds, "compiled_in", broken)
    found: Odds = preview(sat_down("standoff", "ar", 0), "ar", runs=3, engine=COMPILED).wait()
    assert (found.engine, found.runs, found.done) == (PYTHON, 3, True)
    assert "RuntimeError" in found.problem


def test_a_preview_does_not_keep_the_program_from_ending() -> None:
    waiting = preview(sat_down("standoff", "ar", 0), "ar", runs=100_000).start()
    (thread,) = [each for each in threading.enumerate() if each.name == "preview"]
    assert thread.daemon
    waiting.cancel()
    waiting.wait()
