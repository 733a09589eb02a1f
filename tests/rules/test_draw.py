"""Distributions come out as published, from one address each, and more luck never gives less."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.rules.draw import from_uniform, gamma, minutes, poisson, triangular
from crisis_sim.terms.codes import BERNOULLI, EXPONENTIAL, FOR_AMOUNT, LOGNORMAL, NORMAL, POISSON, TRIANGULAR, UNIFORM
from tests.rules.rows import blank_key

UNIT = st.floats(0, 1, exclude_max=True)
ARGUMENTS = {
    UNIFORM: (2.0, 9.0, 0.0),
    TRIANGULAR: (1.0, 4.0, 11.0),
    NORMAL: (5.0, 2.0, 0.0),
    LOGNORMAL: (36.0, 0.7, 0.0),
    EXPONENTIAL: (3.0, 0.0, 0.0),
    POISSON: (4.2, 0.0, 0.0),
    BERNOULLI: (0.3, 0.0, 0.0),
}
MEDIANS = {
    UNIFORM: 5.5,
    TRIANGULAR: 11.0 - math.sqrt(0.5 * 10.0 * 7.0),
    NORMAL: 5.0,
    LOGNORMAL: 36.0,
    EXPONENTIAL: 3.0 * math.log(2),
    POISSON: 4.0,
    BERNOULLI: 0.0,
}


@pytest.mark.parametrize("kind", [UNIFORM, TRIANGULAR, NORMAL, LOGNORMAL, EXPONENTIAL, POISSON])
@given(u=UNIT, v=UNIT)
def test_more_luck_never_gives_less(kind, u, v):
    low, high = sorted((u, v))
    assert from_uniform(kind, *ARGUMENTS[kind], low) <= from_uniform(kind, *ARGUMENTS[kind], high)


@pytest.mark.parametrize("kind", ARGUMENTS)
def test_the_middle_of_luck_gives_the_median(kind):
    assert from_uniform(kind, *ARGUMENTS[kind], 0.5) == pytest.approx(MEDIANS[kind])


@given(st.floats(0.01, 40), UNIT)
def test_poisson_is_the_quantile_of_its_distribution(mean, u):
    number = int(poisson(mean, u))
    below = sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(number))
    at_most = below + math.exp(number * math.log(mean) - mean - math.lgamma(number + 1))
    assert below - 1e-12 <= u <= at_most + 1e-12


@given(st.floats(0, 1e3), st.floats(0, 1e3), st.floats(0, 1e3), UNIT)
def test_triangular_stays_between_its_ends(low, step, more, u):
    value = triangular(low, low + step, low + step + more, u)
    assert low - 1e-9 <= value <= low + step + more + 1e-9


@pytest.mark.parametrize("shape", [0.3, 1.0, 4.0, 25.0])
def test_gamma_numbers_have_the_mean_and_spread_of_a_gamma_distribution(shape):
    state = blank_key(11, 0)
    numbers = [gamma(state, shape, 77, FOR_AMOUNT, -1, nth, 0) for nth in range(4000)]
    assert min(numbers) > 0.0
    assert statistics.fmean(numbers) == pytest.approx(shape, abs=5 * math.sqrt(shape / 4000))
    assert statistics.variance(numbers) == pytest.approx(shape, rel=0.25)


@given(st.floats(allow_nan=False, min_value=-1e12, max_value=1e12))
def test_a_span_of_time_is_a_whole_number_of_minutes_and_never_negative(hours):
    span = minutes(hours)
    assert isinstance(span, int)
    assert span >= 0
    if 0 <= hours < 1e6:
        assert abs(span - hours * 60) <= 0.5 + 1e-6
