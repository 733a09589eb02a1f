"""What the hour brings: gauges move, hazards build up, conditions come true, promises fall due."""

from math import exp, log

from crisis_sim.rules.agenda import has_room, schedule
from crisis_sim.rules.chance import uniform
from crisis_sim.rules.draw import draw_amount, pin_for, use_pin
from crisis_sim.rules.effects import begin, set_gauge
from crisis_sim.rules.formula import evaluate, holds
from crisis_sim.rules.promises import check_agreements, check_commitments
from crisis_sim.rules.record import mix_state
from crisis_sim.rules.sight import set_blur
from crisis_sim.terms.codes import (
    BY_HAZARD,
    FOR_HAZARD,
    HAPPEN,
    MINUTES_AN_HOUR,
    NONE,
    ON_CONDITION,
    PULSE,
    REPORT,
)
from crisis_sim.terms.rows import NOW, Program, State

HOURS_A_DAY = 24.0
LN_2 = 0.6931471805599453
MOST_AN_HOUR = 20  # times that one hazard can strike within an hour


def pulse(program: Program, state: State) -> None:
    """The hour strikes. (Rulebook 1.8, 12.1.)"""
    now = state.clock[NOW]
    move_gauges(program, state)
    for link in range(program.sizes.links):
        if state.instruction_due[link] <= now:
            state.values[program.places.instructions + link] = 0.0
    for happening in range(program.sizes.actions, program.sizes.happenings):
        mode = program.happenings.mode[happening]
        if mode == BY_HAZARD:
            build_up(program, state, happening)
        elif mode == ON_CONDITION:
            watch(program, state, happening)
    check_commitments(program, state)
    check_agreements(program, state)
    if now % program.sizes.turn == 0:
        for seat in range(program.sizes.seats):
            state.effort[seat] = program.sizes.effort
        mix_state(program, state)
        set_blur(program, state)
    schedule(state, now + MINUTES_AN_HOUR, PULSE, 0, 0, NONE)


def move_gauges(program: Program, state: State) -> None:
    """Gauges drift, and relax towards their level by the exact exponential over the hour.

    The hour's grid, and not the time since the last event, sets the steps: so a hidden event cannot show in the last
    digit of a gauge that somebody sees. (Rulebook 12.2, 12.3, 12.4, 12.9.)
    """
    gauges = program.gauges
    for gauge in range(program.sizes.gauges):
        level = gauges.relax_to[gauge]
        drift = gauges.drift[gauge]
        if level == NONE and drift == NONE:
            continue
        value = state.values[program.places.gauges + gauge]
        if level != NONE:
            half_life = max(evaluate(program, state, gauges.relax_share[gauge]), 1e-3)
            value += (evaluate(program, state, level) - value) * (1.0 - exp(-LN_2 / half_life))
        if drift != NONE:
            value += evaluate(program, state, drift) / HOURS_A_DAY
        set_gauge(program, state, gauge, value)


def new_threshold(program: Program, state: State, happening: int) -> float:
    """The hazard at which it takes place next: exponential with mean 1. From a pin: minus the minute, minus 1."""
    item = program.happenings.luck[happening]
    nth = state.begun[happening]
    state.begun[happening] = nth + 1
    pin = pin_for(program, state, item, FOR_HAZARD, NONE, nth)
    if pin != NONE:
        return -1.0 - use_pin(program, state, pin) * MINUTES_AN_HOUR
    return -log(1.0 - uniform(state, item, FOR_HAZARD, NONE, nth))


def build_up(program: Program, state: State, happening: int) -> None:
    """A hazard accumulates at the rate of this hour; where it crosses its threshold, the thing takes place.

    (Rulebook 9.7, 12.5, 12.6, 12.7, 15.5, 19.1.)
    """
    now = state.clock[NOW]
    rows = program.happenings
    threshold = state.threshold[happening]
    if threshold < 0.0:
        for _ in range(MOST_AN_HOUR):
            due = -1.0 - threshold
            if threshold >= 0.0 or due >= now + MINUTES_AN_HOUR:
                break
            schedule(state, max(now, int(due)), HAPPEN, happening, 0, NONE)
            threshold = new_threshold(program, state, happening)
        state.threshold[happening] = threshold
        return
    if not holds(program, state, rows.running[happening]):
        return
    rate = max(0.0, evaluate(program, state, rows.rate[happening])) / HOURS_A_DAY
    before = state.accrued[happening]
    after = before + rate
    for strike in range(MOST_AN_HOUR + 1):
        if after < threshold or threshold < 0.0:
            break
        if strike == MOST_AN_HOUR or rate <= 0.0 or not has_room(program, state):
            after = 0.0  # more than can be told: the surplus is lost
            break
        offset = int(MINUTES_AN_HOUR * min(max((threshold - before) / rate, 0.0), 0.999))
        schedule(state, now + offset, HAPPEN, happening, 0, NONE)
        after -= threshold
        before -= threshold
        threshold = new_threshold(program, state, happening)
    state.threshold[happening] = threshold
    state.accrued[happening] = after


def watch(program: Program, state: State, happening: int) -> None:
    """Something that waits for a condition comes, after its delay, when the condition becomes true.

    (Rulebook 5.12, 12.8.)
    """
    true = int(evaluate(program, state, program.happenings.rate[happening]) != 0.0)
    if true == 1 and state.armed[happening] == 0:
        begin(program, state, happening, NONE, 0, 0, NONE)
    state.armed[happening] = true


def take_report(program: Program, state: State, report: int) -> None:
    """The value that is seen late becomes that of this minute. (Rulebook 3.3.)"""
    gauge = program.reports.gauge[report]
    state.values[program.places.reports + report] = state.values[program.places.gauges + gauge]
    schedule(state, state.clock[NOW] + program.reports.every[report], REPORT, report, 0, NONE)


def start_value(program: Program, state: State, gauge: int, purpose: int) -> float:
    """A gauge's value at the first minute."""
    luck = program.gauges.luck[gauge]
    return draw_amount(program, state, program.gauges.start[gauge], luck, purpose, NONE, 0)
