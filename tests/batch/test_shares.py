"""Wilson's interval: beside another implementation, and where it is easily got wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from crisis_sim.batch.shares import wilson

counts = st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.sampled_from([0.5, 0.8, 0.95, 0.99]))
def test_it_is_the_interval_that_scipy_gives(counted, confidence):
    count, n = counted
    found, known = wilson(count, n, confidence), binomtest(count, n).proportion_ci(confidence, "wilson")
    assert found.p == count / n
    assert (found.low, found.high) == pytest.approx((known.low, known.high), abs=1e-12)


@given(counts)
def test_it_holds_the_share_and_stays_within_nothing_and_everything(counted):
    share = wilson(*counted)
    assert 0.0 <= share.low <= share.p <= share.high <= 1.0


def test_of_no_runs_nothing_is_known():
    assert wilson(0, 0)[1:] == (0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("count", "n", "told"),
    [
        (286, 1_000, "28.6 % (25.9–31.5)"),
        (0, 1_000, "0.00 % (0.00–0.38)"),
        (1_000, 1_000, "100.00 % (99.62–100.00)"),
        (28_600, 100_000, "28.60 % (28.32–28.88)"),
    ],
)
def test_it_is_told_with_as_many_digits_as_make_sense(count, n, told):
    assert str(wilson(count, n)) == told
