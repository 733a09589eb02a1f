"""Two batches with a difference that is known, with pairs and without."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from crisis_sim.analysis.comparison import Difference, Sums, differences
from crisis_sim.batch.tally import ONE

Array = NDArray[np.float64]


def compared(first: Array, second: Array, *, share: bool = False, paired: bool = True) -> Difference:
    a, b = (np.floor(values * ONE).astype(object) for values in (first, second))
    products = int((a * b).sum()) if paired else None
    sums, squares = (int(a.sum()), int(b.sum())), (int((a * a).sum()), int((b * b).sum()))
    [row] = differences([Sums("x", share, (len(a), len(b)), sums, squares, products)])
    return row


def luck(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_pairs_find_a_known_difference_that_their_spread_would_hide() -> None:
    first = luck().normal(50, 10, 1000)
    second = first + 0.2 + luck(2).normal(0, 1, 1000)
    row = compared(first, second)
    assert row.low < 0.2 < row.high
    assert row.high - row.low < 0.13
    assert row.p < 1e-6
    assert row.gain == pytest.approx(200, rel=0.15)  # (100 + 101) / 1
    assert row.gain == pytest.approx((row.se_unpaired / row.se) ** 2)
    apart = compared(first, second, paired=False)
    assert apart.low < 0 < apart.high
    assert apart.gain is None
    assert apart.difference == row.difference


def test_paired_means_are_students() -> None:
    first, second = luck(3).normal(0, 1, 40), luck(4).normal(0.3, 2, 40)
    row, known = compared(first, second), stats.ttest_rel(second, first)
    interval = known.confidence_interval()
    assert (row.low, row.high) == pytest.approx((interval.low, interval.high), abs=1e-5)
    assert row.p == pytest.approx(known.pvalue, rel=1e-4)


def test_means_without_pairs_are_welchs() -> None:
    first, second = luck(5).normal(0, 1, 30), luck(6).normal(1, 3, 50)
    row, known = compared(first, second, paired=False), stats.ttest_ind(second, first, equal_var=False)
    interval = known.confidence_interval()
    assert (row.low, row.high) == pytest.approx((interval.low, interval.high), abs=1e-5)
    assert row.p == pytest.approx(known.pvalue, rel=1e-4)


def test_discordant_pairs_are_counted_and_tested() -> None:
    """McNemar's own kind of table: 101 both, 121 the first alone, 59 the second alone, 33 neither."""
    first = np.repeat([1.0, 1.0, 0.0, 0.0], [101, 121, 59, 33])
    second = np.repeat([1.0, 0.0, 1.0, 0.0], [101, 121, 59, 33])
    row = compared(first, second, share=True)
    assert (row.only_first, row.only_second) == (121, 59)
    assert row.difference == pytest.approx((59 - 121) / 314)
    assert row.p == pytest.approx(stats.binomtest(59, 180).pvalue)
    assert row.low < row.difference < row.high < 0


def test_shares_without_pairs_are_fishers() -> None:
    first, second = np.repeat([1.0, 0.0], [8, 92]), np.repeat([1.0, 0.0], [20, 80])
    row = compared(first, second, share=True, paired=False)
    assert row.p == pytest.approx(stats.fisher_exact([[8, 92], [20, 80]]).pvalue)
    assert row.low < 0.12 < row.high


@pytest.mark.parametrize("paired", [True, False])
def test_the_interval_of_a_rare_share_holds_the_truth_as_often_as_it_says(paired: bool) -> None:
    chance, held, times = luck(7), 0, 1500
    for _ in range(times):
        common = chance.random(300)
        first, second = common < 0.02, (common if paired else chance.random(300)) < 0.04
        row = compared(first.astype(float), second.astype(float), share=True, paired=paired)
        held += row.low <= 0.02 <= row.high
    assert held / times > 0.93


def test_equal_batches_do_not_differ_and_say_how_sure_that_is() -> None:
    same = np.repeat([1.0, 0.0], [3, 97])
    row = compared(same, same, share=True)
    assert (row.difference, row.p, row.gain) == (0.0, 1.0, None)
    assert row.low < 0 < row.high  # no pair differed in a hundred, and the next might
    assert compared(same, same).p == 1.0


def test_a_difference_without_any_spread_is_certain() -> None:
    row = compared(np.arange(10.0), np.arange(10.0) + 1)
    assert (row.low, row.high, row.p) == (1.0, 1.0, 0.0)


def test_p_values_are_adjusted_for_how_many_there_are() -> None:
    first = luck(8).normal(0, 1, (40, 200))
    found = []
    for n, values in enumerate(first):
        other = np.floor((values + luck(n + 1000).normal(0, 1, 200)) * ONE).astype(object)
        own = np.floor(values * ONE).astype(object)
        squares = int((own * own).sum()), int((other * other).sum())
        found.append(
            Sums(str(n), False, (200, 200), (int(own.sum()), int(other.sum())), squares, int((own * other).sum()))
        )
    rows = differences(found)
    assert all(row.q >= row.p for row in rows)
    assert sum(row.p < 0.05 for row in rows) >= 1  # by chance, among forty
    assert sum(row.q < 0.05 for row in rows) == 0
