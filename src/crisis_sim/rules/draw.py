"""Drawing at an address: whether something happens, and how much of it. Recorded chance stands in where it is written
down.

A pin replaces the result of a draw, not the number drawn: hours, true or false, an outcome, an amount. Pins apply
only when every seat is played by its history (`clock[PINNED]`), and each one used is an event.
"""

from math import cos, exp, floor, log, pi, sqrt

from crisis_sim.rules.chance import normal_quantile, uniform, uniforms
from crisis_sim.rules.formula import evaluate
from crisis_sim.rules.record import record
from crisis_sim.terms.codes import (
    BERNOULLI,
    BETA,
    CHOICE,
    CONSTANT,
    EVENT_PIN,
    EXPONENTIAL,
    GAMMA,
    LOGNORMAL,
    MINUTES_AN_HOUR,
    NEGATIVE_BINOMIAL,
    NONE,
    NORMAL,
    POISSON,
    TRIANGULAR,
    UNIFORM,
)
from crisis_sim.terms.rows import CAUSE, PINNED, Program, State

GAMMA_STEPS = 60  # rejections before giving up on the mean; fewer than one in ten is rejected
LARGE_MEAN = 500.0  # from here on a Poisson number is a rounded normal one
MOST_HOURS = 1e7


def pin_for(program: Program, state: State, item: int, purpose: int, owner: int, occurrence: int) -> int:
    """The row of the pin at this address, or NONE. What is written for this very thing comes before what is for any.

    (Rulebook 15.2, 15.4.)
    """
    found = NONE
    if state.clock[PINNED] == 0:
        return found
    pins = program.pins
    best = -1
    for row in range(program.sizes.pins):
        if pins.purpose[row] != purpose:
            continue
        if pins.item[row] != item and pins.item[row] != 0:
            continue
        if pins.seat[row] != owner and pins.seat[row] != NONE:
            continue
        if pins.occurrence[row] != occurrence and pins.occurrence[row] != NONE:
            continue
        exact = 4 * int(pins.item[row] != 0) + 2 * int(pins.occurrence[row] != NONE) + int(pins.seat[row] != NONE)
        if exact > best:
            best = exact
            found = row
    return found


def use_pin(program: Program, state: State, pin: int) -> float:
    """What was recorded; that it was used is written down, for control. (Rulebook 15.3.)"""
    value = program.pins.value[pin]
    record(state, EVENT_PIN, NONE, NONE, pin, NONE, 0, 0, state.clock[CAUSE], value, 1.0, 0.0)
    return value


def happens(
    program: Program, state: State, chance: float, item: int, purpose: int, owner: int, occurrence: int
) -> bool:
    """Whether something of this chance happens. What is certain or impossible draws nothing. (Rulebook 2.3.)"""
    pin = pin_for(program, state, item, purpose, owner, occurrence)
    if pin != NONE:
        return use_pin(program, state, pin) != 0.0
    if chance <= 0.0:
        return False
    if chance >= 1.0:
        return True
    return uniform(state, item, purpose, owner, occurrence) < chance


def minutes(hours: float) -> int:
    """Hours as whole minutes, never negative. (Rulebook 1.1.)"""
    return int(min(max(hours, 0.0), MOST_HOURS) * MINUTES_AN_HOUR + 0.5)


def draw_minutes(
    program: Program, state: State, amount: int, item: int, purpose: int, owner: int, occurrence: int
) -> int:
    """A span of time that the scenario gives in hours."""
    return minutes(draw_amount(program, state, amount, item, purpose, owner, occurrence))


def draw_amount(
    program: Program, state: State, amount: int, item: int, purpose: int, owner: int, occurrence: int
) -> float:
    """An amount of the scenario: an expression's value, or a number from a distribution. (Rulebook 2.4.)"""
    pin = pin_for(program, state, item, purpose, owner, occurrence)
    if pin != NONE:
        return use_pin(program, state, pin)
    kind = program.amounts.kind[amount]
    if kind == CONSTANT:
        return evaluate(program, state, program.amounts.first[amount])
    if kind == CHOICE:
        return choose_value(program, state, amount, uniform(state, item, purpose, owner, occurrence))
    a = evaluate(program, state, program.amounts.first[amount])
    b = 0.0
    c = 0.0
    if program.amounts.second[amount] != NONE:
        b = evaluate(program, state, program.amounts.second[amount])
    if program.amounts.third[amount] != NONE:
        c = evaluate(program, state, program.amounts.third[amount])
    if kind == GAMMA:
        return gamma(state, a, item, purpose, owner, occurrence, 0) * b / max(a, 1e-9)
    if kind == BETA:
        one = gamma(state, a, item, purpose, owner, occurrence, 0)
        other = gamma(state, b, item, purpose, owner, occurrence, 128)
        return one / max(one + other, 1e-300)
    if kind == NEGATIVE_BINOMIAL:
        spread = max(b, 1e-6)
        rate = gamma(state, spread, item, purpose, owner, occurrence, 0) * max(a, 0.0) / spread
        u, _ = uniforms(state, item, purpose, owner, occurrence, 255)
        return poisson(rate, u)
    return from_uniform(kind, a, b, c, uniform(state, item, purpose, owner, occurrence))


def from_uniform(kind: int, a: float, b: float, c: float, u: float) -> float:
    """The distributions that one number decides, by their quantile functions: more luck, more of it. (Rulebook 2.5.)"""
    if kind == UNIFORM:
        return a + (b - a) * u
    if kind == TRIANGULAR:
        return triangular(a, b, c, u)
    if kind == NORMAL:
        return a + b * normal_quantile(u)
    if kind == LOGNORMAL:
        return a * exp(min(max(b * normal_quantile(u), -700.0), 700.0))
    if kind == EXPONENTIAL:
        return -a * log(1.0 - u)
    if kind == POISSON:
        return poisson(a, u)
    if kind == BERNOULLI:
        return 1.0 if u < a else 0.0
    return a


def triangular(low: float, mode: float, high: float, u: float) -> float:
    """Quantile of the triangular distribution."""
    span = high - low
    if span <= 0.0:
        return low
    if u * span < mode - low:
        return low + sqrt(u * span * (mode - low))
    return high - sqrt((1.0 - u) * span * (high - mode))


def poisson(mean: float, u: float) -> float:
    """Quantile of the Poisson distribution, by adding up its probabilities."""
    if mean <= 0.0:
        return 0.0
    if mean > LARGE_MEAN:
        return max(0.0, float(floor(mean + sqrt(mean) * normal_quantile(u) + 0.5)))
    probability = exp(-mean)
    total = probability
    number = 0.0
    while u >= total and number < 2000.0:
        number += 1.0
        probability *= mean / number
        total += probability
    return number


def gamma(state: State, shape: float, item: int, purpose: int, owner: int, occurrence: int, step: int) -> float:
    """A gamma number of mean `shape` (Marsaglia and Tsang 2000), two blocks of luck a try, from `step` on."""
    boost = 1.0
    if shape < 1.0:
        boost, _ = uniforms(state, item, purpose, owner, occurrence, step + 2 * GAMMA_STEPS)
        boost = max(boost, 1e-300) ** (1.0 / max(shape, 1e-6))
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / sqrt(9.0 * d)
    for i in range(GAMMA_STEPS):
        one, two = uniforms(state, item, purpose, owner, occurrence, step + 2 * i)
        x = sqrt(-2.0 * log(1.0 - one)) * cos(2.0 * pi * two)
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        u, _ = uniforms(state, item, purpose, owner, occurrence, step + 2 * i + 1)
        if log(1.0 - u) < 0.5 * x * x + d - d * v + d * log(v):
            return d * v * boost
    return d * boost


def choose_value(program: Program, state: State, amount: int, u: float) -> float:
    """A weighted choice among values. (Rulebook 2.6.)"""
    first = program.amounts.more[amount]
    end = first + program.amounts.pairs[amount]
    total = 0.0
    for row in range(first, end):
        total += max(0.0, evaluate(program, state, program.choices.weight[row]))
    left = u * total
    chosen = first
    for row in range(first, end):
        weight = max(0.0, evaluate(program, state, program.choices.weight[row]))
        if weight > 0.0:
            chosen = row
            left -= weight
            if left < 0.0:
                break
    return evaluate(program, state, program.choices.value[chosen])
