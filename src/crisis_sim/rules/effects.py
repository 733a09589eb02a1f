"""What a happening does: one line of the scenario's `effects` after the other."""

from math import floor, log

from crisis_sim.rules.agenda import drop, has_room, schedule
from crisis_sim.rules.draw import draw_amount, draw_minutes, happens, minutes
from crisis_sim.rules.forces import deploy, recall
from crisis_sim.rules.formula import evaluate, holds
from crisis_sim.rules.orders import call_off
from crisis_sim.rules.promises import accept, commit, propose, reject, release
from crisis_sim.terms.codes import (
    ACCEPT,
    ADD,
    ALERT_SEAT,
    BEGIN,
    CANCEL,
    COMMIT,
    CONSTANT,
    DECIDE,
    DEPLOY,
    EVIDENCE,
    FINISH,
    FOR_AMOUNT,
    FOR_CHANCE,
    FOR_DELAY,
    FOR_EVIDENCE,
    HAPPEN,
    INSTRUCT,
    NONE,
    PROPOSE,
    RECALL,
    REJECT,
    RELEASE,
    REPORTED,
    SCALE,
    SET,
    STOP,
    TEACH,
)
from crisis_sim.terms.rows import NOW, Program, State

CERTAIN = 40.0  # log-odds of what somebody knows
MOST_DRAWN = 1e9  # formulas count on `drawn` lying within this


def apply_effects(program: Program, state: State, first: int, end: int, owner: int, nth: int, cause: int) -> None:
    """Effects from row `first` to before `end`, the nth time that this happens, by seat `owner` or by nobody.

    (Rulebook 5.5, 6.5.)
    """
    for effect in range(first, end):
        if holds(program, state, program.effects.condition[effect]):
            apply_effect(program, state, effect, owner, nth, cause)


def apply_effect(program: Program, state: State, effect: int, owner: int, nth: int, cause: int) -> None:
    """One line. (Rulebook 6.6, 6.7.)"""
    rows = program.effects
    op = rows.op[effect]
    subject = rows.subject[effect]
    other = rows.object[effect]
    if op == ADD or op == SET or op == SCALE:
        change_gauge(program, state, effect, owner, nth)
    elif op == DEPLOY:
        deploy(program, state, subject, cause)
    elif op == RECALL:
        recall(program, state, subject, cause)
    elif op == EVIDENCE:
        shift_beliefs(program, state, subject, other, log(max(value_of(program, state, effect), 1e-9)))
    elif op == REPORTED:
        report(program, state, effect, owner, nth)
    elif op == TEACH:
        teach(program, state, subject, other)
    elif op == BEGIN:
        begin(program, state, subject, rows.amount[effect], rows.luck[effect], nth, cause)
    elif op == CANCEL:
        cancel_orders(program, state, subject, other, cause)
    elif op == ALERT_SEAT:
        wait = 1
        if rows.amount[effect] != NONE:
            wait = draw_minutes(program, state, rows.amount[effect], rows.luck[effect], FOR_DELAY, owner, nth)
        flash(program, state, subject, wait, cause)
    elif op == COMMIT:
        commit(program, state, subject, cause)
    elif op == RELEASE:
        release(program, state, subject)
    elif op == PROPOSE:
        propose(program, state, subject, cause)
    elif op == ACCEPT:
        accept(program, state, subject, other, cause)
    elif op == REJECT:
        reject(program, state, subject, cause)
    elif op == INSTRUCT:
        instruct(program, state, subject, other)
    elif op == STOP:
        stop(program, state, subject, cause)


def value_of(program: Program, state: State, effect: int) -> float:
    """The plain value of an effect's amount, where no distribution is possible."""
    return evaluate(program, state, program.amounts.first[program.effects.amount[effect]])


def change_gauge(program: Program, state: State, effect: int, owner: int, nth: int) -> None:
    """Adds to, scales or sets a gauge; what was drawn can be read as `drawn` by the lines below.

    (Rulebook 6.1, 6.4.)
    """
    rows = program.effects
    gauge = rows.subject[effect]
    amount = draw_amount(program, state, rows.amount[effect], rows.luck[effect], FOR_AMOUNT, owner, nth)
    if program.amounts.kind[rows.amount[effect]] != CONSTANT:
        state.values[program.places.drawn] = min(MOST_DRAWN, max(-MOST_DRAWN, amount))
    before = state.values[program.places.gauges + gauge]
    op = rows.op[effect]
    after = amount
    if op == ADD:
        after = before + amount * float(rows.object[effect])
    elif op == SCALE:
        after = before * amount
    set_gauge(program, state, gauge, after)


def set_gauge(program: Program, state: State, gauge: int, value: float) -> None:
    """A gauge stays within its bounds; one that counts is whole; one that can only rise does not fall.

    (Rulebook 6.2, 6.3.)
    """
    place = program.places.gauges + gauge
    if program.gauges.whole[gauge] != 0:
        value = float(floor(value + 0.5))
    if program.gauges.monotone[gauge] != 0:
        value = max(state.values[place], value)
    state.values[place] = min(program.gauges.high[gauge], max(program.gauges.low[gauge], value))


def shift_beliefs(program: Program, state: State, fact: int, seats: int, weight: float) -> None:
    """Bayes in log-odds: each seat of the mask weighs one more piece of evidence. (Rulebook 8.3, 8.6.)"""
    for seat in range(program.sizes.seats):
        if (seats >> seat) & 1 == 1:
            place = program.places.beliefs + fact * program.sizes.seats + seat
            state.values[place] = min(CERTAIN, max(-CERTAIN, state.values[place] + weight))


def report(program: Program, state: State, effect: int, owner: int, nth: int) -> None:
    """A report that points to the truth with odds of ratio to one; whoever reads it knows how good it is.

    (Rulebook 8.4.)
    """
    rows = program.effects
    fact = rows.subject[effect]
    ratio = max(value_of(program, state, effect), 1e-9)
    right = happens(program, state, ratio / (1.0 + ratio), rows.luck[effect], FOR_EVIDENCE, owner, nth)
    true = state.values[program.places.facts + fact] != 0.0
    weight = log(ratio) if right == true else -log(ratio)
    shift_beliefs(program, state, fact, rows.object[effect], weight)


def teach(program: Program, state: State, fact: int, seats: int) -> None:
    """The seats of the mask learn the truth. (Rulebook 8.5.)"""
    true = state.values[program.places.facts + fact] != 0.0
    shift_beliefs(program, state, fact, seats, 2.0 * CERTAIN if true else -2.0 * CERTAIN)


def begin(program: Program, state: State, happening: int, delay: int, item: int, nth: int, cause: int) -> None:
    """Puts an inject or claim on the agenda, at least a minute on; unless it came too often, or chance is against it.

    `delay`: an amount drawn at (item, nth), or NONE for the happening's own.
    (Rulebook 5.14, 8.8.)
    """
    times = program.happenings.times[happening]
    count = state.begun[happening]
    if (times != 0 and count >= times) or not has_room(program, state):
        return
    state.begun[happening] = count + 1
    own = program.happenings.luck[happening]
    chance = 1.0
    if program.happenings.chance[happening] != NONE:
        chance = evaluate(program, state, program.happenings.chance[happening])
    if not happens(program, state, chance, own, FOR_CHANCE, NONE, count):
        return
    if delay != NONE:
        wait = draw_minutes(program, state, delay, item, FOR_DELAY, NONE, nth)
    else:
        wait = draw_minutes(program, state, program.happenings.delay[happening], own, FOR_DELAY, NONE, count)
    schedule(state, state.clock[NOW] + max(1, wait), HAPPEN, happening, 0, cause)


def flash(program: Program, state: State, seat: int, wait: int, cause: int) -> None:
    """A decision out of turn, at least a minute on; one at a time. (Rulebook 1.7.)"""
    if state.flash[seat] == 0 and has_room(program, state):
        state.flash[seat] = schedule(state, state.clock[NOW] + max(1, wait), DECIDE, seat, 1, cause)


def cancel_orders(program: Program, state: State, seat: int, category: int, cause: int) -> None:
    """Calls off a seat's waiting orders of a category; NONE: all of them. (Rulebook 4.12.)"""
    for action in range(program.seats.first_action[seat], program.seats.first_action[seat + 1]):
        waits = state.orders.serial[action] != 0
        if waits and (category == NONE or program.actions.category[action] == category):
            call_off(program, state, seat, action, cause)


def instruct(program: Program, state: State, link: int, stance: int) -> None:
    """A principal's standing word to its proxy, for as long as the link says. (Rulebook 9.6.)"""
    hours = evaluate(program, state, program.links.lasts[link])
    state.values[program.places.instructions + link] = float(stance)
    state.instruction_due[link] = state.clock[NOW] + minutes(hours)


def stop(program: Program, state: State, action: int, cause: int) -> None:
    """Ends an action that goes on. (Rulebook 5.7.)"""
    if state.orders.ongoing[action] != 0:
        state.orders.ongoing[action] = 0
        drop(state, FINISH, action)
        state.values[program.places.active + action] = 0.0
        follows = program.actions.afterwards[action]
        if follows != NONE:
            schedule(state, state.clock[NOW], HAPPEN, follows, 0, cause)
