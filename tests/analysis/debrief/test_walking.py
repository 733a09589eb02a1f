"""A game is taken apart into rounds of decisions: who chose what, and how it stood just before."""

from __future__ import annotations

import pytest

import crisis_sim.api as cs
from crisis_sim.analysis.debrief.decisions import as_moves, decisions_of, plausible
from crisis_sim.analysis.debrief.futures import Futures
from crisis_sim.analysis.debrief.shifts import measures_of
from crisis_sim.analysis.debrief.splitting import split
from crisis_sim.analysis.debrief.valuing import screen
from crisis_sim.analysis.debrief.walking import Intervention, course_at, walk
from crisis_sim.engine.course import Move
from crisis_sim.engine.options import judge
from crisis_sim.journal import write
from crisis_sim.terms.records import Order, Refusal, WrongUse
from crisis_sim.terms.rows import NOW
from tests.analysis.debrief.coins_played import coins, played


@pytest.mark.parametrize("agents", [None, "random", "ar=hawk,bo=look_ahead", "historical"])
def test_every_order_of_a_game_is_found_at_its_decision(agents):
    game = cs.run("standoff", seed=4, agents=agents).game
    ordered = [(event.minute, event.action, event.kind == "cancel") for event in game.events if event.kind == "order"]
    found = [(one.minute, order.action, order.cancel) for one in decisions_of(walk(game)) for order in one.orders]
    assert found
    assert sorted(found) == sorted(ordered)


def test_a_round_stands_just_before_its_decisions():
    game = cs.run("standoff", seed=4).game
    story = walk(game)
    assert [one.minute for one in story.rounds] == sorted({one.minute for one in decisions_of(story)})
    for moment in story.rounds:
        assert moment.state.clock[NOW] == moment.minute
        course = course_at(story, moment)
        for choice in moment.choices:
            draft: list[Move] = []
            for move in choice.moves:
                order = Order(game.compiled.names.actions[move.action], move.cancel)
                judged = judge(course, choice.seat, order, draft)
                assert not isinstance(judged, Refusal)
                draft.append(judged)


def test_a_seat_whose_orders_are_recorded_acts_between_its_decision_points():
    game = cs.run("new_years_eve", agents="historical").game
    story = walk(game)
    unasked = [(moment, choice) for moment in story.rounds for choice in moment.choices if not choice.asked]
    assert len(unasked) > 10
    assert all(choice.moves for _, choice in unasked)


def test_what_people_ordered_and_took_back_is_found():
    game = cs.play("standoff", seed=1, seats="human")
    game.submit("ar", "ar.deploy_brigade")
    game.advance()
    game.cancel("ar", "ar.deploy_brigade")
    game.advance("end")
    story = walk(game)
    orders = [tuple(map(write, one.orders)) for one in decisions_of(story) if one.seat == "ar"]
    assert orders[0] == ("ar.deploy_brigade",)
    assert orders[1] == (("- ar.deploy_brigade",) if any(one.kind == "cancel" for one in game.events) else ())


def test_a_game_that_goes_on_is_told_as_far_as_it_went():
    game = cs.play("standoff", seed=1, seats={"ar": "human"})
    game.submit("ar", "ar.inquire")
    game.advance()
    story = walk(game)
    own = [one for one in decisions_of(story) if one.seat == "ar"]
    assert [one.told for one in own] == ["ar.inquire"]
    assert all(moment.minute < game.minute for moment in story.rounds)


def test_what_control_did_is_split_off():
    game = coins().play(seed=1, seats={"a": "human", "b": "human"})
    game.control.override("odds", 90.0, "so it shall be")
    game.submit("a", "a.whistle")
    game.advance("end")
    story = walk(game)
    assert isinstance(story.moments[0], Intervention)
    found = split(screen(story, Futures(game.compiled), 200, lambda n: None), measures_of(game.compiled)[0], 0)
    assert 20.0 < found.control.mean < 50.0  # from 50 to 90, or 100 where it would have been bettered besides
    assert found.own.mean + found.others.mean + found.control.mean + found.luck.mean == pytest.approx(found.total)


def test_other_orders_are_read_as_people_write_them():
    story = walk(played("a.better"))
    decision = decisions_of(story)[0]
    assert as_moves(story, decision, "do nothing") == as_moves(story, decision, []) == ()
    assert as_moves(story, decision, "worsen") == as_moves(story, decision, ["a.worsen"])
    for wrong in ("b.change_coin", "a.better, a.worsen", "a.nothing"):
        with pytest.raises(WrongUse):
            as_moves(story, decision, wrong)


def test_what_else_was_possible_was_legal_and_is_not_what_was_chosen():
    story = walk(cs.run("standoff", seed=4).game)
    for moment in story.rounds:
        course = course_at(story, moment)
        for choice in moment.choices:
            others = plausible(course, choice, [])
            assert choice.moves not in others
            assert choice.moves == () or () in others
