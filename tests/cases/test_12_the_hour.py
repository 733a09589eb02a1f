"""Rulebook, chapter 12: the hour."""

from __future__ import annotations

import math

import pytest

from crisis_sim.terms.codes import PULSE
from tests.cases.tables import Table, inject


def test_12_1_the_hour_strikes_from_the_first_full_hour_on() -> None:
    game = Table(inject("flood", at=0.5))
    pulses = []
    while not game.over:
        if game.step() == PULSE:
            pulses.append(game.minute)
    assert pulses == [60 * hour for hour in range(1, 48)]


def test_12_1_gauges_move_before_conditions_and_commitments_are_looked_at() -> None:
    lines = """\
gauges: {water: {what: water, start: 0, drift: 48}}
commitments: {oath: {kind: ultimatum, by: ar, to: bo, what: so, demand: water >= 4, promised: [ar.act], deadline: 20}}
actions: {ar.act: {name: Act}}
"""
    game = Table(lines, inject("vow", "commit(oath)", at=0), inject("flood", when="water >= 4", after=0)).play()
    assert game.minutes("commitment", "oath.complied") == [120]
    assert game.minutes("inject", "flood") == [121]


def test_12_2_a_gauge_relaxes_by_halves() -> None:
    game = Table("gauges:\n  anger: {what: anger, start: 80, relax: {to: 20, half_life: 3}}\n")
    assert game.until(3).gauge("anger") == pytest.approx(50)
    assert game.until(6).gauge("anger") == pytest.approx(35)
    assert game.until(7).gauge("anger") == pytest.approx(20 + 15 * 0.5 ** (1 / 3))


def test_12_3_a_gauge_drifts_by_a_share_of_the_day() -> None:
    game = Table("gauges:\n  anger: {what: anger, start: 10, drift: 12}\n")
    assert game.until(0.9).gauge("anger") == 10
    assert game.until(1).gauge("anger") == 10.5
    assert game.until(24).gauge("anger") == 22


def test_12_4_gauges_move_one_after_the_other() -> None:
    first = "gauges: {one: {what: one, start: 0, drift: 24}, two: {what: two, start: 0, drift: 24 * one}}\n"
    last = "gauges: {two: {what: two, start: 0, drift: 24 * one}, one: {what: one, start: 0, drift: 24}}\n"
    assert Table(first).until(1).gauge("two") == 1
    assert Table(last).until(1).gauge("two") == 0


def hazard(rate: str, **more: object) -> str:
    fields = "".join(f", {name}: {value}" for name, value in more.items())
    return f"horizon: 2400\nprocesses:\n  fire: {{name: Fire, hazard: {rate}{fields}}}\n"


def test_12_5_a_hazard_strikes_as_often_as_its_rate_says() -> None:
    found = Table(hazard("2")).play().minutes("process")
    assert len(found) == pytest.approx(200, abs=5 * math.sqrt(200))
    assert found[0] >= 60
    assert len({minute % 60 for minute in found}) > 40  # at any minute of the hour


def test_12_5_nothing_builds_up_in_the_first_hour() -> None:
    assert min(Table(hazard("100"), run=run).until(3).minutes("process")[0] for run in range(20)) >= 60


def test_12_6_a_changed_rate_reaches_the_same_threshold_at_another_time() -> None:
    slow = Table(hazard("1")).play().minutes("process")[0]
    fast = Table(hazard("2")).play().minutes("process")[0]
    assert slow - 60 == pytest.approx(2 * (fast - 60), abs=2)
    pause = [inject("stop", "mark = 1", at=1.5), inject("go", "mark = 0", at=30.5)]
    paused = Table(hazard("1", running="mark < 1"), *pause).play().minutes("process")[0]
    assert paused == slow + 29 * 60


def test_12_7_a_process_can_strike_twenty_times_an_hour() -> None:
    found = Table(hazard("100000")).until(5).minutes("process")
    for hour in (1, 2, 3):
        assert len([minute for minute in found if minute // 60 == hour]) == 20


def test_12_8_a_condition_counts_when_it_has_become_true() -> None:
    on, off = inject("on", "mark = 1", at=5.5), inject("off", "mark = 0", at=5.8)
    assert Table(inject("flood", when="mark > 0", times=9), on).play().minutes("inject", "flood") == [361]
    assert Table(inject("flood", when="mark > 0", times=9), on, off).play().minutes("inject", "flood") == []
    assert Table(inject("flood", when="tension > 0", times=9)).play().minutes("inject", "flood") == [61]


def test_12_9_a_hidden_event_does_not_show_in_the_last_digit_of_a_gauge() -> None:
    lines = "gauges:\n  anger: {what: anger, start: 80, relax: {to: 20, half_life: 7}, drift: 1 / 3}\n"
    hidden = "actions:\n  ar.hide: {name: Hide, visibility: covert, preparation: 1.37}\n"
    quiet, busy = Table(lines, hidden), Table(lines, hidden)
    busy.order("ar.hide")
    for hour in range(1, 30):
        assert quiet.until(hour + 0.7).seen("bo", "anger") == busy.until(hour + 0.7).seen("bo", "anger")
    assert busy.count("ar.hide") == 1
