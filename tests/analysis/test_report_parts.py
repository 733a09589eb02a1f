"""What a report is made of: curves, typical runs, words and numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.analysis.report import words
from crisis_sim.analysis.report.curves import curve
from crisis_sim.analysis.report.writing import page

DAY = words.MINUTES_A_DAY


def test_without_censoring_a_curve_is_the_share_of_games() -> None:
    first = np.array([DAY, 2 * DAY, 3 * DAY, -1])
    found = curve("x", "x", first, np.full(4, 5 * DAY), [1, 2, 3, 5])
    assert found.by_day == pytest.approx([0.25, 0.5, 0.75, 0.75])
    assert found.happened == 3
    assert found.median == 2 * DAY


def test_a_game_that_is_over_counts_only_as_long_as_it_lasted() -> None:
    """A worked example: 1, 2+, 3 gives 1/3 and then everything, for nobody else is left."""
    found = curve("x", "x", np.array([DAY, -1, 3 * DAY]), np.array([4 * DAY, 2 * DAY, 4 * DAY]), [1, 2, 3])
    assert found.by_day == pytest.approx([1 / 3, 1 / 3, 1.0])
    assert found.at_risk == [3, 2, 1]


@given(st.lists(st.tuples(st.integers(-1, 4000), st.integers(0, 4000)), min_size=1, max_size=60))
def test_a_curve_rises_from_0_within_its_band(runs: list[tuple[int, int]]) -> None:
    ended = np.array([max(pair) for pair in runs])
    first = np.array([pair[0] for pair in runs])
    found = curve("x", "x", first, ended, [1, 2])
    shares = [point["share"] for point in found.points]
    assert shares == sorted(shares)
    assert all(0 <= point["low"] <= point["share"] <= point["high"] <= 1 for point in found.points)
    assert found.at_risk == sorted(found.at_risk, reverse=True)


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.0, "0.0 %"),
        (0.421, "42.1 %"),
        (1.0, "100.0 %"),
        (0.0034, "0.34 %"),
        (0.000012, "0.0012 %"),
        (0.99981, "99.98 %"),
    ],
)
def test_shares_are_told_with_the_digits_that_count(share: float, told: str) -> None:
    assert words.per_cent(share) == told


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(1, "1 minute"), (90, "90 minutes"), (390, "6.5 hours"), (4608, "3.2 days"), (1440 * 7, "7 days")],
)
def test_spans_are_told_in_the_unit_that_fits(minutes: int, told: str) -> None:
    assert words.span(minutes) == told


@pytest.mark.parametrize(
    ("value", "told"), [(5200, "5,200"), (62.04, "62"), (0.35, "0.35"), (-3.456, "-3.46"), (0, "0")]
)
def test_numbers_have_no_more_digits_than_anybody_reads(value: float, told: str) -> None:
    assert words.number(value) == told


@given(st.text())
def test_nothing_that_a_text_holds_can_turn_or_hide_another(text: str) -> None:
    shown = words.clean(text)
    assert shown.isprintable()
    assert words.clean(shown) == shown


def test_a_word_that_a_template_needs_and_does_not_get_is_a_mistake() -> None:
    with pytest.raises(Exception, match="undefined"):
        page("batch.html.j2", "Report", {})
