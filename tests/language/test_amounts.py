"""Amounts: expressions and distributions, with arguments that can never make a draw fail."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.language import (
    DISTRIBUTIONS,
    KINDS,
    NUMBER,
    Amount,
    LanguageError,
    amount_english,
    check_amount,
    closure,
    opcodes,
    parse_amount,
)
from crisis_sim.terms import codes
from tests.language.scope import SCOPE


def amount_of(text: str | float) -> Amount:
    return check_amount(parse_amount(text), SCOPE)


ACCEPTED = [
    (3, opcodes.CONSTANT, (3.0, 3.0), "3"),
    ("tension / 2", opcodes.CONSTANT, (0.0, 50.0), "tension divided by 2"),
    ("siege", opcodes.CONSTANT, (0.0, 1.0), "1 if the siege is on"),
    ("uniform(24, 72)", opcodes.UNIFORM, (24.0, 72.0), "24 to 72, all equally likely"),
    ("triangular(24, 44, 72)", opcodes.TRIANGULAR, (24.0, 72.0), "24 to 72, most often 44"),
    ("normal(tension, 2)", opcodes.NORMAL, (-math.inf, math.inf), "about tension, give or take 2"),
    ("normal(tension, 0)", opcodes.NORMAL, (0.0, 100.0), "about tension, give or take 0"),
    (
        "lognormal(10, 0.5)",
        opcodes.LOGNORMAL,
        (0.0, math.inf),
        "typically 10, two times in three within a factor of 1.65",
    ),
    (
        "exponential(3)",
        opcodes.EXPONENTIAL,
        (0.0, math.inf),
        "3 on average, mostly less and now and then far more",
    ),
    (
        "gamma(2, oil)",
        opcodes.GAMMA,
        (0.0, math.inf),
        "the price of oil on average, more even the larger its shape (2)",
    ),
    ("beta(2, 3)", opcodes.BETA, (0.0, 1.0), "a share between 0 and 1, with weight 2 towards 1 and 3 towards 0"),
    ("poisson(tension)", opcodes.POISSON, (0.0, math.inf), "a count, tension on average"),
    (
        "negative_binomial(3, 2)",
        opcodes.NEGATIVE_BINOMIAL,
        (0.0, math.inf),
        "a count, 3 on average, more clustered the smaller its k (2)",
    ),
    ("bernoulli(0.3)", opcodes.BERNOULLI, (0.0, 1.0), "1 with a chance of 30 %, otherwise 0"),
    (
        "bernoulli(tension / 100)",
        opcodes.BERNOULLI,
        (0.0, 1.0),
        "1 with a chance of tension divided by 100, otherwise 0",
    ),
    ("choice(5, 2, 8, 1)", opcodes.CHOICE, (5.0, 8.0), "5 (67 %) or 8 (33 %)"),
    ("choice(tension, oil, 3, 1)", opcodes.CHOICE, (0.0, 100.0), "tension (weight the price of oil) or 3 (weight 1)"),
]


@pytest.mark.parametrize(("text", "kind", "ends", "told"), ACCEPTED, ids=[str(row[0]) for row in ACCEPTED])
def test_an_amount_has_its_kind_its_range_and_its_english(
    text: str | float, kind: int, ends: tuple[float, float], told: str
) -> None:
    amount = amount_of(text)
    assert (amount.kind, (amount.low, amount.high), amount_english(amount)) == (kind, ends, told)
    assert str(amount) == told
    assert all(argument.kind is NUMBER for argument in amount.arguments)


def test_every_distribution_is_tried_above() -> None:
    assert {kind for _, kind, _, _ in ACCEPTED} == {opcodes.CONSTANT, *KINDS.values()}
    assert set(KINDS) == set(DISTRIBUTIONS)


def test_kinds_are_those_the_rules_draw() -> None:
    assert opcodes.CONSTANT == codes.CONSTANT
    assert {name: getattr(codes, name.upper()) for name in KINDS} == KINDS


REFUSED = [
    ("uniform(72, 24)", 0, "uniform(low, high) must be in order: low <= high"),
    ("uniform(oil, 10)", 0, "uniform(low, high) must be in order: low <= high"),
    ("triangular(1, 5, 3)", 0, "triangular(low, mode, high) must be in order: low <= mode <= high"),
    ("triangular(4, 3, 5)", 0, "triangular(low, mode, high) must be in order: low <= mode <= high"),
    ("normal(3, -1)", 10, "the standard deviation of normal(…) must be at least 0, and it is -1"),
    (
        "normal(3, balance)",
        10,
        "the standard deviation of normal(…) must be at least 0, and it can be anything from -1 to 1",
    ),
    ("lognormal(0, 1)", 10, "the median of lognormal(…) must be above 0, and it is 0"),
    ("lognormal(1, 11)", 13, "sigma of lognormal(…) must be between 0 and 10, and it is 11"),
    ("exponential(-1)", 12, "the mean of exponential(…) must be at least 0, and it is -1"),
    ("gamma(0, 1)", 6, "the shape of gamma(…) must be between 0.1 and 1,000,000, and it is 0"),
    ("gamma(1, -1)", 9, "the mean of gamma(…) must be at least 0, and it is -1"),
    ("beta(1, 0)", 8, "b of beta(…) must be between 0.1 and 1,000,000, and it is 0"),
    ("poisson(1e9)", 8, "the mean of poisson(…) must be between 0 and 1,000,000, and it is 1,000,000,000"),
    ("negative_binomial(3, 0)", 21, "k of negative_binomial(…) must be between 0.1 and 1,000,000, and it is 0"),
    (
        "bernoulli(tension)",
        10,
        "the chance of bernoulli(…) must be between 0 and 1, and it can be anything from 0 to 100",
    ),
    ("bernoulli(1.5)", 10, "the chance of bernoulli(…) must be between 0 and 1, and it is 1.5"),
    ("choice(1, 2, 3)", 0, "choice(value, weight, value, weight, …) wants a weight behind each value"),
    ("choice(1, 0, 2, tension)", 0, "at least one weight of choice(…) must always be above 0"),
    ("choice(1, balance)", 10, "a weight of choice(…) must be at least 0, and it can be anything from -1 to 1"),
    (
        "choice(1, exp(700) * 1e3, 2, exp(700) * 1e4, 3, exp(700) * 1e4, 4, exp(700) * 1e4)",
        0,
        "the weights of choice(…) can become too large to calculate with",
    ),
    ("choice(" + ", ".join(["1"] * 14) + ")", 0, "choice(…) takes 2 to 12 values, not 14"),
    ("uniform(1)", 0, "uniform(…) takes 2 values, not 1"),
    (
        "uniform(uniform(1, 2), 3)",
        8,
        "uniform(…) is drawn by chance: it can stand only where an amount is wanted, and alone",
    ),
    ("unifrom(1, 2)", 0, "unknown function unifrom (did you mean uniform?)"),
    ("-uniform(1, 2)", 1, "uniform(…) is drawn by chance: it can stand only where an amount is wanted, and alone"),
]


@pytest.mark.parametrize(("text", "column", "message"), REFUSED, ids=[text[:40] for text, _, _ in REFUSED])
def test_an_argument_that_could_make_a_draw_fail_is_refused(text: str, column: int, message: str) -> None:
    with pytest.raises(LanguageError) as caught:
        amount_of(text)
    assert (caught.value.message, caught.value.column) == (message, column)


@given(st.tuples(*[st.floats(0.0, 100.0)] * 2), st.floats(20.0, 200.0))
def test_arguments_that_depend_on_values_are_kept_in_order(hundred: tuple[float, float], price: float) -> None:
    row = (hundred[0], 1.0, price, 0.0, 0.0, hundred[1], 1.0, 0.0)
    amount = amount_of("triangular(tension, oil, us.approval)")
    low, mode, high = (closure(argument)(row) for argument in amount.arguments)
    assert amount.low <= low <= mode <= high <= amount.high
    low, high = (closure(argument)(row) for argument in amount_of("uniform(tension, us.approval)").arguments)
    assert low <= high


def test_arguments_certainly_in_order_are_left_as_they_are() -> None:
    amount = amount_of("triangular(tension, 100, 100 + oil)")
    assert [type(argument).__name__ for argument in amount.arguments] == ["Value", "Number", "Calculation"]
    assert [argument.high for argument in amount.arguments] == [100.0, 100.0, 300.0]
