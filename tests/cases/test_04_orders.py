"""Rulebook, chapter 4: orders."""

from __future__ import annotations

import pytest

from crisis_sim.terms.codes import DOCTRINE
from tests.cases.tables import Table, inject

SPEAK = "actions:\n  ar.speak: {name: Speak, preparation: 5, category: words, effects: [mark += 1]}\n"


def test_4_1_the_first_thing_in_the_way_is_the_reason() -> None:
    """From the bottom of the list upwards: each reason comes before those that hold beside it."""
    lines = "actions:\n  ar.act: {name: Act, requires: mark > 0, effort: 5, uses: 1, preparation: 1}\n"
    game = Table("horizon: 9\n", lines)
    assert game.why_not("ar.act") == "requirement"
    game.override("mark", 1)
    assert game.why_not("ar.act") == "legal"
    assert game.order("ar.act") == "legal"
    game.override("mark", 0)
    assert game.why_not("ar.act") == "under_way"
    assert game.until(2).why_not("ar.act") == "used_up"
    assert game.play().why_not("ar.act") == "game_over"


def test_4_1_a_lack_of_effort_comes_before_a_requirement() -> None:
    game = Table("actions:\n  ar.speak: {name: Speak, effort: 9}\n  ar.act: {name: Act, requires: mark > 0}\n")
    game.order("ar.speak")
    assert game.why_not("ar.act") == "no_effort_left"


@pytest.mark.parametrize("before", [0, 1])
def test_4_1_what_is_offered_is_what_is_accepted(before: float) -> None:
    game = Table("actions:\n  ar.act: {name: Act, requires: mark > 0}\n")
    game.override("mark", before)
    assert game.why_not("ar.act") == game.order("ar.act")


def test_4_2_a_seat_orders_nothing_of_others_and_takes_nothing_of_theirs_back() -> None:
    game = Table(SPEAK)
    assert game.order("ar.speak", seat="bo") == "not_yours"
    assert game.order("ar.speak") == "legal"
    assert game.take_back("ar.speak", seat="bo") == "not_yours"
    assert game.waits("ar.speak")


def test_4_3_there_is_one_order_of_an_action_at_a_time() -> None:
    game = Table("actions:\n  ar.march: {name: March, preparation: 1, duration: 2}\n")
    assert game.order("ar.march") == "legal"
    assert game.until(0.5).order("ar.march") == "under_way"
    assert game.until(2).active("ar.march")
    assert game.order("ar.march") == "under_way"
    assert game.until(3).order("ar.march") == "legal"


def test_4_4_an_order_that_was_taken_back_counts_as_a_use() -> None:
    game = Table("actions:\n  ar.act: {name: Act, uses: 2, preparation: 1}\n")
    game.order("ar.act")
    assert game.take_back("ar.act") == "legal"
    assert game.order("ar.act") == "legal"
    assert game.until(2).order("ar.act") == "used_up"


def test_4_5_an_order_takes_its_effort() -> None:
    game = Table("effort: 5\nactions:\n  ar.big: {name: Big, effort: 4}\n  ar.small: {name: Small, effort: 2}\n")
    assert game.order("ar.big") == "legal"
    assert game.effort("ar") == 1
    assert game.order("ar.small") == "no_effort_left"
    assert game.effort("ar") == 1


def test_4_6_what_it_requires_is_read_as_the_seat_sees_things() -> None:
    gauge = "gauges:\n  anger: {what: anger, start: 40, sight: {ar: {bias: 50}}}\n"
    both = "actions:\n  ar.act: {name: Act, requires: anger > 80}\n  bo.act: {name: Act, requires: anger > 80}\n"
    game = Table(gauge, both)
    assert (game.order("ar.act"), game.order("bo.act")) == ("legal", "requirement")


def test_4_7_a_refused_order_changes_nothing() -> None:
    game = Table("actions:\n  ar.act: {name: Act, requires: mark > 0, leak: 0.5}\n")
    before, digest = game.everything(), game.digest
    assert game.order("ar.act") == "requirement"
    assert (game.everything(), game.digest) == (before, digest)
    assert game.events == []


def test_4_8_it_is_carried_out_after_approval_and_preparation() -> None:
    game = Table("actions:\n  ar.act: {name: Act, approval: 2, preparation: 3.5}\n  ar.now: {name: Now}\n").until(1)
    game.order("ar.act")
    game.order("ar.now")
    game.play()
    assert game.minutes("outcome", "ar.act") == [60 + 330]
    assert game.minutes("outcome", "ar.now") == [61]


def test_4_9_an_order_that_waits_is_known_to_its_seat_alone() -> None:
    game = Table(SPEAK)
    game.order("ar.speak")
    (event,) = game.of("order")
    assert (event.seen, event.thing, event.actor) == ({"ar"}, "ar.speak", "ar")


def test_4_10_an_order_can_be_taken_back_until_so_many_hours_before() -> None:
    lines = SPEAK.replace("preparation: 5", "preparation: 5, cancel_until: 2")
    game = Table(lines)
    assert game.take_back("ar.speak") == "not_ordered"
    game.order("ar.speak")
    assert game.until(3 + 1 / 60).take_back("ar.speak") == "too_late"
    other = Table(lines)
    other.order("ar.speak")
    assert other.until(3).take_back("ar.speak") == "legal"


def test_4_11_an_order_that_was_taken_back_costs_what_it_cost() -> None:
    game = Table(SPEAK)
    game.order("ar.speak")
    game.until(1).take_back("ar.speak")
    assert game.effort("ar") == 8
    assert game.of("cancel")[0].seen == {"ar"}
    assert game.play().of("outcome") == []
    assert game.gauge("mark") == 0


def test_4_12_an_effect_calls_off_a_category_or_all() -> None:
    march = "actions:\n  ar.march: {name: March, preparation: 5, cancel_until: 5, category: force}\n"
    for category, left in (("force", {"ar.speak"}), ("words", {"ar.march"}), ("any", set())):
        game = Table(SPEAK, march, inject("halt", f"cancel(ar, {category})"))
        game.order("ar.speak")
        game.order("ar.march")
        game.play()
        assert {event.thing for event in game.of("outcome")} == left
        assert {event.thing for event in game.of("cancel")} == {"ar.speak", "ar.march"} - left


def test_4_13_an_order_that_leaks_is_known_to_all_and_still_carried_out() -> None:
    lines = SPEAK.replace("preparation: 5", "preparation: 5, leak: 1, visibility: covert")
    minutes = []
    for run in range(30):
        game = Table(lines, run=run)
        game.order("ar.speak")
        (leak,) = game.play().of("reveal")
        assert leak.seen == {"ar", "bo", "cy"}
        assert game.minutes("outcome") == [300]
        minutes.append(leak.minute)
    assert 0 < min(minutes) < 60
    assert 240 < max(minutes) < 300


def test_4_13_who_knew_of_an_order_sees_it_called_off() -> None:
    lines = SPEAK.replace("preparation: 5", "preparation: 5, leak: 1")
    game = Table(lines)
    game.order("ar.speak")
    game.until(299 / 60).take_back("ar.speak")
    assert game.of("cancel")[0].seen == {"ar", "bo", "cy"}


def test_4_14_the_rules_choose_nothing_for_a_seat_that_is_played_from_outside() -> None:
    doctrine = "{what: It acts., temperature: 0, hold: -9, appeal: {SEAT.act: 9}}"
    lines = "doctrines:\n" + "".join(f"  {seat}: {doctrine.replace('SEAT', seat)}\n" for seat in ("ar", "bo", "cy"))
    actions = "actions:\n" + "".join(f"  {seat}.act: {{name: Act}}\n" for seat in ("ar", "bo", "cy"))
    game = Table(lines, actions, agents={"bo": DOCTRINE}).play()
    assert {event.actor for event in game.of("outcome")} == {"bo"}
    assert game.decisions("ar") == game.decisions("bo") == 8
