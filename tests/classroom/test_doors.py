"""Codes, tokens, and the lock: guessing is hopeless, and thirty pupils behind one address get in."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.classroom.clock import Clock
from crisis_sim.classroom.doors import (
    CODE_LENGTH,
    LETTERS,
    MOST_FAILURES,
    WITHIN,
    Lock,
    Pace,
    Password,
    hashed,
    new_code,
    new_token,
    same_code,
)
from crisis_sim.classroom.people import Person
from crisis_sim.classroom.timer import Timer


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_a_code_has_at_least_forty_bits_and_a_token_256() -> None:
    assert len(set(LETTERS)) == len(LETTERS)
    assert CODE_LENGTH * math.log2(len(LETTERS)) >= 40
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert len(set("".join(codes)) - {"-"}) == len(LETTERS)
    assert len(new_token()) >= 43  # letters of base 64


@given(st.booleans(), st.sampled_from(["", " ", "-", "  - "]))
def test_a_code_is_known_however_it_is_typed(small: bool, between: str) -> None:
    code = new_code()
    typed = code.replace("-", between)
    assert same_code(typed.lower() if small else typed, code)
    assert not same_code(code[:-1], code)
    assert not same_code("", code)


def test_a_token_counts_in_one_exercise_alone() -> None:
    token = new_token()
    assert hashed(token, "one") != hashed(token, "other")
    assert token not in hashed(token, "one")


def test_failures_lock_an_address_and_no_other_and_time_opens_it() -> None:
    time = Hand()
    lock = Lock(time)
    for _ in range(MOST_FAILURES):
        assert lock.seconds("10.0.0.1") == 0
        lock.failed("10.0.0.1")
    assert 0 < lock.seconds("10.0.0.1") <= WITHIN
    assert lock.seconds("10.0.0.2") == 0
    assert list(lock.locked) == ["10.0.0.1"]
    time.at += WITHIN
    assert lock.seconds("10.0.0.1") == 0


@given(st.lists(st.floats(0, 30), max_size=200))
def test_no_minute_holds_more_than_ten_failures(waits: list[float]) -> None:
    time, tried = Hand(), list[float]()
    lock = Lock(time)
    for wait in waits:
        time.at += wait
        if lock.seconds("a") == 0:
            lock.failed("a")
            tried.append(time.at)
    for first in tried:
        assert sum(first <= at < first + WITHIN for at in tried) <= MOST_FAILURES


def test_the_facilitator_opens_the_door_again() -> None:
    lock = Lock(Hand())
    for _ in range(MOST_FAILURES):
        lock.failed("10.0.0.1")
    lock.release("10.0.0.1")
    assert lock.seconds("10.0.0.1") == 0


def test_a_whole_network_of_the_sixth_kind_is_one_guest() -> None:
    lock = Lock(Hand())
    for number in range(MOST_FAILURES):
        lock.failed(f"2001:db8::{number + 1:x}")
    assert lock.seconds("2001:db8::ffff") > 0
    assert lock.seconds("2001:db8:0:1::1") == 0


def test_the_password_is_kept_as_nothing_it_can_be_had_from() -> None:
    password = Password("correct horse")
    assert password.fits("correct horse")
    assert not password.fits("correct hors")
    assert "correct" not in repr(vars(password))


def test_a_flood_is_slowed_and_a_click_is_not() -> None:
    time = Hand()
    pace, person = Pace(time), Person("p", "pupil", "P", "s", "t", 0)
    flood = [pace.too_fast(person) for _ in range(100)]
    assert not any(flood[:40])
    assert all(flood[41:])
    time.at += 2
    assert not pace.too_fast(person)


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), max_size=30))
def test_no_jump_of_a_clock_takes_time_away(jumps: list[float]) -> None:
    time = Hand()
    clock, before = Clock(5000, time), 5000
    for jump in jumps:
        time.at += jump
        now = clock.now()
        assert 0 <= now - before <= 5000
        before = now


@given(st.lists(st.tuples(st.sampled_from(["go", "pause", "wait"]), st.integers(0, 5000)), max_size=30))
def test_a_pause_keeps_what_is_left_to_the_millisecond(steps: list[tuple[str, int]]) -> None:
    timer, at, ran = Timer(), 0, 0
    timer.set(600_000, 0, go=True)
    for do, wait in steps:
        if timer.running:
            ran += wait
        at += wait
        if do == "go":
            timer.go(at)
        elif do == "pause":
            timer.pause(at)
    timer.pause(at)
    assert timer.left == 600_000 - ran
