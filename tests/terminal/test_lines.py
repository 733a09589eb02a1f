"""Times, numbers and chances read as a person would write them."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.terminal.lines import (
    Line,
    clock,
    day,
    hours,
    indented,
    likely,
    local_time,
    number,
    paragraphs,
    per_cent,
)

MOMENT = datetime(2019, 12, 31, 11, 40, tzinfo=timezone(timedelta(hours=3)))


def test_times_are_local_and_without_locale() -> None:
    assert local_time(MOMENT) == "Tue 31 Dec 11:40"
    assert day(MOMENT) == "Tue 31 Dec 2019"
    assert clock(MOMENT) == "11:40"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (62.0, "62"), (5200, "5,200"), (5200.4, "5,200"), (61.84, "61.8"), (0.35, "0.35"), (-3.04, "-3.04"),
     (-0.0001, "0"), (-2e-300, "0"), (0.004, "0.004"), (1234567, "1,234,567"), (9.97, "9.97")],
)  # fmt: skip
def test_numbers_have_thousands_separators_and_no_more_digits_than_anybody_reads(value: float, text: str) -> None:
    assert number(value) == text


@given(st.floats(-1e9, 1e9))
def test_every_number_is_written_without_an_exponent(value: float) -> None:
    assert set(number(value)) <= set("-0123456789,.")


@pytest.mark.parametrize(
    ("chance", "text"),
    [(0.0, "0 %"), (0.001, "under 1 %"), (0.62, "62 %"), (0.999, "over 99 %"), (1.0, "100 %")],
)
def test_only_the_impossible_is_0_per_cent_and_only_the_certain_100(chance: float, text: str) -> None:
    assert per_cent(chance) == text


def test_chances_have_words_and_the_number_they_stand_for() -> None:
    assert likely(0.62) == "likely (62 %)"
    assert likely(0.5) == "about even (50 %)"
    assert likely(0.01) == "almost certainly not (1 %)"


ORDER = [
    "impossible", "almost certainly not", "very unlikely", "unlikely", "about even", "likely", "very likely",
    "almost certain", "certain",
]  # fmt: skip


@given(st.floats(0, 1), st.floats(0, 1))
def test_what_is_more_likely_is_not_called_less_likely(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert ORDER.index(likely(low).split(" (")[0]) <= ORDER.index(likely(high).split(" (")[0])


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 h"), (0.5, "30 min"), (6, "6 h"), (6.5, "6 h 30 min"), (24, "1 day"), (30, "30 h"), (76, "3 days 4 h"),
     (336, "14 days"), (1 / 60, "1 min")],
)  # fmt: skip
def test_durations_are_written_in_days_hours_and_minutes(value: float, text: str) -> None:
    assert hours(value) == text


def test_longer_texts_keep_their_headings_and_lists() -> None:
    text = "# Who you are\n\nA **court**,\nand a river.\n\n- one\n  thing\n- another\n\n\x1b[2J"
    lines = [(line.lead + line.text, line.style) for line in paragraphs(text, None, "More.")]
    assert lines == [
        ("", ""), ("Who you are", "bold"), ("", ""), ("A court, and a river.", ""), ("", ""), ("  - one thing", ""),
        ("  - another", ""), ("", ""), ("\x1b[2J", ""), ("", ""), ("More.", ""),
    ]  # fmt: skip


def test_what_is_indented_is_wrapped_under_its_first_letter() -> None:
    assert indented("  It is 3.") == Line("It is 3.", "  ")
    assert indented("tension") == Line("tension")


def test_of_a_table_the_rows_are_shown() -> None:
    text = "You want:\n\n| | weight |\n|---|---:|\n| peace | 30 % |\n| **honour** | 70 % |\n"
    assert [line.text for line in paragraphs(text)] == ["", "You want:", "", "peace: 30 %", "honour: 70 %"]
