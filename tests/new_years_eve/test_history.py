"""The historical line goes through the ordinary rules, and comes out as it did, whatever the seed."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crisis_sim.api import Result
from crisis_sim.terms.codes import EVENT_PIN
from crisis_sim.terms.records import Event
from tests.new_years_eve.runs import SEEDS, crisis, history, hours, of, once, recorded


class Milestone(NamedTuple):
    """Something that is known to have happened, when, and how exactly that is known."""

    what: str
    outcome: str | None
    local: str
    minutes: int


MILESTONES = [
    Milestone("ev_k1_attack", "american_dead", "2019-12-27 19:20", 0),
    Milestone("ev_attribution_report", "clear", "2019-12-28 09:20", 120),
    Milestone("us.notify_baghdad", "kept_secret", "2019-12-29 18:30", 15),
    Milestone("us.strike_militia", "all_home", "2019-12-29 19:00", 60),
    Milestone("ev_taji_rockets", "after_strikes", "2019-12-29 21:20", 120),
    Milestone("pmf_killed", None, "2019-12-30 01:00", 240),
    Milestone("ir.condemn", "first", "2019-12-30 11:00", 360),
    Milestone("iran_killed", None, "2019-12-30 11:30", 360),
    Milestone("mi.march_embassy", "gate_opens", "2019-12-31 11:20", 40),
    Milestone("mi.storm", "reception", "2019-12-31 11:40", 60),
    Milestone("us.embassy_reinforce", "under_way", "2019-12-31 18:40", 180),
    Milestone("iq.isf_block", "cordon", "2019-12-31 21:00", 180),
    Milestone("marines.arrival", None, "2019-12-31 23:05", 54),
    Milestone("us.threaten", "first", "2020-01-01 00:19", 15),
    Milestone("us.irf_deploy", None, "2020-01-01 02:00", 60),
    Milestone("iq.pledge_bill", None, "2020-01-01 11:00", 180),
    Milestone("ir.deny", "first", "2020-01-01 11:20", 180),
    Milestone("mi.order_withdraw", None, "2020-01-01 13:30", 45),
    Milestone("ev_core_leaves", None, "2020-01-01 17:00", 90),
    Milestone("ev_siege_over", None, "2020-01-01 18:20", 100),
    Milestone("irf.arrival", None, "2020-01-02 11:00", 720),
]
"""The line of the seed article and of the reports beside it, in its order."""


def told(result: Result) -> list[tuple[int, str, str | None, str | None, str]]:
    """The story, without the notes on recorded chance."""
    return [(e.minute, e.kind, e.action, e.outcome, e.text) for e in result.events if e.kind != "pin"]


def pins(result: Result) -> list[Event]:
    return [event for event in result.events if event.kind == "pin"]


def at(result: Result, what: str) -> float:
    """Hours from the attack on K-1 to the only event of this name."""
    return once(result, what).minute / 60


def test_the_first_minute_is_that_of_the_attack_on_k1():
    first = next(event for event in history().events if event.kind == "inject")
    assert (first.minute, first.action) == (0, "ev_k1_attack")
    assert first.local_time == "2019-12-27T19:20+03:00"
    assert first.utc.startswith("2019-12-27T16:20")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_recorded_order_is_legal_when_it_is_given(seed):
    """An order that is not legal is left out, so all of them must be there, at their minutes."""
    result = history(seed)
    wanted = sorted((round(60 * hours(result, one.at)), one.order) for one in recorded().orders)
    assert sorted((event.minute, event.action) for event in result.events if event.kind == "order") == wanted
    assert [event for event in result.events if event.kind == "cancel"] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_every_recorded_order_is_carried_out(seed):
    done = [str(event.action) for event in history(seed).events if event.kind == "outcome"]
    assert sorted(done) == sorted(one.order for one in recorded().orders)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_happened_comes_at_the_recorded_hours(seed):
    result = history(seed)
    for milestone in MILESTONES:
        event = once(result, milestone.what)
        assert event.outcome == milestone.outcome, milestone.what
        assert abs(event.minute - 60 * hours(result, milestone.local)) <= milestone.minutes, milestone.what


@pytest.mark.parametrize("seed", SEEDS)
def test_what_happened_comes_in_the_order_of_the_article(seed):
    result = history(seed)
    numbers = [once(result, milestone.what).number for milestone in MILESTONES]
    assert numbers == sorted(numbers)


def test_the_strikes_come_two_days_after_the_attack():
    assert 46 <= at(history(), "us.strike_militia") <= 50


def test_the_siege_begins_on_the_morning_of_new_years_eve_and_is_over_by_the_next_evening():
    result = history()
    begins, ends = once(result, "mi.march_embassy"), once(result, "ev_siege_over")
    assert "2019-12-31T10:30" <= begins.local_time <= "2019-12-31T12:30"
    assert "2020-01-01T16:00" <= ends.local_time <= "2020-01-01T20:00"
    assert 27 <= result.to_dict()["gauges"]["siege_hours"] <= 32


def test_the_marines_land_before_midnight_while_the_siege_is_on():
    result = history()
    landed = once(result, "marines.arrival")
    assert "2019-12-31T20:00" <= landed.local_time < "2020-01-01T00:00"
    assert at(result, "mi.march_embassy") < landed.minute / 60 < at(result, "ev_siege_over")
    assert 4 <= landed.minute / 60 - hours(result, "2019-12-31 14:40") <= 12


def test_the_paratroopers_are_ordered_during_the_siege_and_arrive_after_it():
    result = history()
    assert at(result, "mi.march_embassy") < at(result, "us.irf_deploy") < at(result, "ev_siege_over")
    assert at(result, "irf.arrival") > at(result, "ev_siege_over")


def test_the_leaders_order_comes_early_in_the_afternoon_and_the_core_waits_for_its_own():
    result = history()
    assert "2020-01-01T12:00" <= once(result, "mi.order_withdraw").local_time <= "2020-01-01T15:00"
    assert at(result, "mi.order_withdraw") < at(result, "ev_core_leaves") < at(result, "ev_siege_over")


@pytest.mark.parametrize("seed", SEEDS)
def test_it_ends_contained_a_day_after_the_siege(seed):
    result = history(seed)
    assert result.outcome == "contained"
    assert result.to_dict()["end_reason"] == "after_siege"
    assert 24 <= result.game.minute / 60 - at(result, "ev_siege_over") <= 25


def test_the_historys_own_parameters_are_in_force():
    parameters = history().game.compiled.parameters
    wanted = recorded().parameters
    assert wanted["end_after_siege"] == 24
    assert {name: parameters[name] for name in wanted} == wanted


@pytest.mark.parametrize("seed", SEEDS)
def test_every_recorded_draw_that_is_used_is_an_event_for_control_alone(seed):
    used = pins(history(seed))
    assert all(event.visible_to == () and event.doer_known_to == () for event in used)
    named = [draw for draw in recorded().draws if draw.of != "any"]
    assert len(used) >= len(named) > 50


def test_every_recorded_draw_is_used():
    """A pin that nothing asks for is a mistake in the history: a wrong name, or something that never came about."""
    course = history().game._course
    used = {one.row for one in course.happened if one.kind == EVENT_PIN}
    assert sorted(set(range(course.program.sizes.pins)) - used) == []


def test_recorded_chance_holds_only_where_every_seat_is_historical():
    result = crisis().run(seed=1, agents="us=utility,ir=historical,iq=historical,mi=historical")
    assert pins(result) == []
    assert [event for event in result.events if event.kind == "order" and event.action == "mi.deny"] != []


@example(seed=16, run=0)  # the last of the crowd go an hour later, if their going is left to chance
@example(seed=756, run=0)  # … and here an hour earlier
@given(seed=st.integers(0, 2**63 - 1), run=st.integers(0, 2**40 - 1))
def test_it_is_the_same_story_for_any_seed(seed, run):
    other = crisis().run(seed=seed, run=run, agents="historical")
    assert told(other) == told(history())
    assert len(pins(other)) == len(pins(history()))
    assert other.outcome == "contained"


def test_only_one_american_has_died_and_nobody_at_the_embassy():
    gauges = history().to_dict()["gauges"]
    assert (gauges["us_killed"], gauges["embassy_deaths"], gauges["embassy_us_deaths"]) == (1, 0, 0)
    assert of(history(), "chancery") == []
