"""Rulebook, chapter 1: time and the agenda."""

from __future__ import annotations

from crisis_sim.rules.agenda import next_due
from crisis_sim.terms.codes import DECIDE, HAPPEN, PULSE, REPORT
from tests.cases.tables import Table, inject

SPEAK = "actions:\n  ar.speak: {name: Speak, effects: [mark += 1]}\n"


def test_1_1_hours_become_whole_minutes() -> None:
    game = Table(inject("half", at=31.5 / 60), inject("less", at=31.2 / 60), inject("before", at=-2)).until(2)
    assert game.minutes("inject", "half") == [32]
    assert game.minutes("inject", "less") == [31]
    assert game.minutes("inject", "before") == [0]


def test_1_2_the_clock_jumps_from_entry_to_entry() -> None:
    game = Table(inject("flood", "mark += 1", "mark *= 2", at=1.5))
    seen = []
    for _ in range(6):
        due = next_due(game.state)
        game.step()
        assert game.minute == due
        seen.append((game.minute, game.gauge("mark")))
    assert seen == [(0, 0), (0, 0), (0, 0), (60, 0), (90, 2), (120, 2)]


def test_1_3_reports_then_the_hour_then_what_happens_then_decisions() -> None:
    lines = "turn: 2\ngauges:\n  anger: {what: anger, start: 0, drift: 24, sight: {bo: {late: 2}}}\n"
    game = Table(lines, inject("second", "mark += 1", at=2), inject("third", "mark *= 10", at=2)).until(1.9)
    kinds = []
    while next_due(game.state) == 120:
        kinds.append(game.step())
    assert kinds == [REPORT, PULSE, HAPPEN, HAPPEN, DECIDE, DECIDE, DECIDE]
    assert (game.gauge("anger"), game.seen("bo", "anger")) == (2, 1)
    assert game.gauge("mark") == 10  # in the order in which they were put on the agenda


def test_1_4_what_follows_at_once_comes_last_in_its_minute_and_what_is_begun_comes_later() -> None:
    march = "actions:\n  ar.march: {name: March, duration: 9, afterwards: [mark *= 10]}\n"
    game = Table(
        march,
        inject("halt", "stop(ar.march)", "begin(echo, 0)", at=1),
        inject("note", "mark += 1", at=1),
        inject("echo", by_hand=True),
    )
    assert game.order("ar.march") == "legal"
    game.until(1)
    assert game.gauge("mark") == 10
    assert game.until(2).minutes("inject", "echo") == [61]


def test_1_5_the_clock_does_not_halt_for_what_was_called_off() -> None:
    game = Table("actions:\n  ar.march: {name: March, preparation: 5.5}\n").until(1)
    assert game.order("ar.march") == "legal"
    assert game.due("ar.march") == 390
    assert game.take_back("ar.march") == "legal"
    minutes = []
    while not game.over:
        game.step()
        minutes.append(game.minute)
    assert 390 not in minutes


def test_1_6_all_seats_decide_at_the_same_minutes() -> None:
    game = Table("first_turn: 2\nturn: 5\n")
    minutes: list[int] = []
    while game.minute < 800:
        if game.step() == DECIDE:
            minutes.append(game.minute)
    assert minutes[:6] == [120, 120, 120, 420, 420, 420]
    assert [game.decisions(seat) for seat in ("ar", "bo", "cy")] == [3, 3, 3]


def test_1_7_one_decision_out_of_turn_at_a_time() -> None:
    one, two, three = (
        inject("one", "alert(ar, 3)"),
        inject("two", "alert(ar, 1)", at=2),
        inject("three", "alert(ar, 0)", at=5),
    )
    game = Table(one, two, three)
    minutes = []
    while next_due(game.state) <= 360:
        before = game.decisions("ar")
        game.step()
        if game.decisions("ar") > before:
            minutes.append(game.minute)
    assert minutes == [0, 240, 301, 360]


def test_1_8_effort_is_given_out_each_turn_and_does_not_keep() -> None:
    lines = "effort: 3\nfirst_turn: 1\n"
    game = Table(lines, SPEAK).until(1)
    assert game.order("ar.speak") == "legal"
    assert (game.effort("ar"), game.effort("bo")) == (2, 3)
    assert game.until(5.99).effort("ar") == 2
    assert game.until(6).effort("ar") == 3


def test_1_9_now_and_hour_are_exact_to_the_minute() -> None:
    game = Table(inject("late", "mark = now", at=19.25), inject("later", "mark = hour", at=20.5))
    assert game.until(20).gauge("mark") == 19.25
    assert game.until(21).gauge("mark") == 2.5  # 06:00 and 20.5 hours


def test_1_10_when_the_agenda_is_full_what_can_wait_is_left_out_and_orders_are_not() -> None:
    game = Table(SPEAK, inject("spark", "begin(fire, 1)", "alert(ar, 1)"), inject("fire", by_hand=True))
    sizes = game.program.sizes
    game.program = game.program._replace(sizes=sizes._replace(agenda_reserved=sizes.agenda))
    game.until(0.5)
    assert game.order("ar.speak") == "legal"
    game.until(5)
    assert game.gauge("mark") == 1
    assert game.of("inject", "fire") == []
    assert game.decisions("ar") == 1
