"""SimPy's clock and the plain loop play the same game; the clock only decides when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.engine import Game
from crisis_sim.engine.clock import Paced
from crisis_sim.journal import Decision
from crisis_sim.terms.records import WrongUse
from tests.engine.players import Busy
from tests.engine.tables import secrets, standoff

AGENTS = ["utility", "hawk", "dove", "random", "historical"]
seeds = st.integers(0, 2**63 - 1)
agents = st.fixed_dictionaries({"ar": st.sampled_from(AGENTS), "bo": st.sampled_from(AGENTS)})


def same(one: Game, other: Game) -> None:
    assert one.digest == other.digest
    assert one.events == other.events
    assert one.inputs == other.inputs
    assert [turn.digest for turn in one.turns] == [turn.digest for turn in other.turns]


@given(seed=seeds, run=st.integers(0, 2**40 - 1), agents=agents)
def test_simpy_plays_what_the_plain_loop_plays(seed: int, run: int, agents: dict[str, str]) -> None:
    result = standoff().run(seed, run=run, agents=agents)
    game = standoff().play(seed, run=run, seats=agents)
    assert game.advance("end") == "end"
    same(game, result.game)


def test_simpy_plays_what_the_plain_loop_plays_with_agents_that_look_ahead() -> None:
    result = standoff().run(8, agents="look_ahead")
    game = standoff().play(8, seats="look_ahead")
    game.advance("end")
    same(game, result.game)


@given(seed=seeds, taste=st.integers(0, 30))
def test_simpy_plays_what_the_plain_loop_plays_with_agents_in_python(seed: int, taste: int) -> None:
    result = standoff().run(seed, agents={"ar": Busy(taste), "bo": Busy(7)})
    game = standoff().play(seed, seats={"ar": Busy(taste), "bo": Busy(7)})
    game.advance("end")
    same(game, result.game)
    assert any(isinstance(given, Decision) and given.orders["ar"] for given in game.inputs)


@given(seed=seeds, stops=st.lists(st.sampled_from(["decision", "turn", "event", "thing"]), max_size=40))
def test_where_the_clock_stops_changes_nothing(seed: int, stops: list[str]) -> None:
    game = standoff().play(seed, seats={"ar": "hawk", "bo": Busy()})
    for until in stops:
        game.advance(until)  # type: ignore[arg-type]
    game.advance("end")
    same(game, standoff().run(seed, agents={"ar": "hawk", "bo": Busy()}).game)


def test_real_pace_changes_nothing() -> None:
    game = standoff().play(3, pace=1e-7)
    assert isinstance(game._clock._env, Paced)
    game.advance("end")
    same(game, standoff().run(3).game)


def test_a_pause_is_not_made_up_for() -> None:
    clock = Paced(60.0)
    clock.run(until=0.0001)
    clock.sync()
    assert clock.env_start == clock.now


def test_the_clock_stops_for_everything_it_is_asked_to() -> None:
    game = standoff().play(1, seats={"ar": "human"})
    assert game.waiting == ("ar",)
    seen = len(game.events_for("ar"))
    assert game.advance("thing") == "thing"
    assert game.advance() == "decision"
    assert game.waiting == ("ar",)
    assert game.advance("event") == "event"
    assert len(game.events_for("ar")) > seen
    assert game.advance("turn") == "decision"
    assert game.minute % 360 == 0
    assert game.advance("end") == "end"
    assert game.over
    assert game.advance() == "end"


def test_without_people_a_turn_is_a_turn() -> None:
    game = standoff().play(1)
    assert [game.advance("turn"), game.minute] == ["turn", 360]
    assert [game.advance("turn"), game.minute] == ["turn", 720]


def test_the_clock_refuses_to_stop_for_what_there_is_not() -> None:
    with pytest.raises(WrongUse, match="decision, turn, event, thing or end"):
        standoff().play(1).advance("noon")  # type: ignore[arg-type]


def test_a_deadline_commits_the_draft_as_it_stands() -> None:
    game = standoff().play(1, seats={"ar": "human"}, deadline=5)
    game.submit("ar", "ar.inquire")
    assert game.wait(4.5) == "time"
    assert (game.minute, game.waiting, game.inputs) == (0, ("ar",), [])
    game.wait(1)
    assert game.waiting == ()
    (given,) = game.inputs
    assert isinstance(given, Decision)
    assert given.expired
    assert [order.action for order in given.orders["ar"]] == ["ar.inquire"]


def test_whoever_decides_in_time_is_not_cut_short() -> None:
    game = standoff().play(1, seats={"ar": "human"}, deadline=5)
    game.wait(4.5)
    game.submit("ar", "ar.inquire")
    game.advance()
    (given,) = game.inputs
    assert isinstance(given, Decision)
    assert not given.expired
    assert game.minute == 360
    game.wait(4.5)
    assert game.waiting == ("ar",)


def test_the_clock_can_be_let_run_for_a_while() -> None:
    game = standoff().play(1)
    assert game.wait(90) == "time"
    assert game.minute <= 90
    assert game.wait(1000) == "time"
    assert 1000 < game.minute <= 1090
    assert game.wait(1e9) == "end"
    same(game, standoff().run(1).game)


def test_what_control_sends_interrupts_what_the_clock_waits_for() -> None:
    game = standoff().play(1, seats={"ar": "human"}, deadline=100)
    game.wait(20)
    game.control.send("whisper", "a hint")
    assert [event.action for event in game.events] == ["whisper"]
    assert game.minute == 0
    assert game.waiting == ("ar",)

    watched = standoff().play(1)
    watched.wait(45)
    before = len(watched.events)
    minute = watched.minute
    watched.control.send("whisper", "a hint")
    watched.wait(0.5)
    assert [(event.minute, event.action) for event in watched.events[before:]] == [(minute, "whisper")]


def test_all_who_decide_at_one_minute_are_asked_on_the_same_moment() -> None:
    game = secrets().play(1, seats=dict.fromkeys(("red", "blue", "green"), "human"))
    assert game.waiting == ("red", "blue", "green")
    before = {seat: game.observe(seat) for seat in game.waiting}
    game.submit("blue", "blue.stockpile")
    assert {seat: game.observe(seat) for seat in ("red", "green")} == {seat: before[seat] for seat in ("red", "green")}
