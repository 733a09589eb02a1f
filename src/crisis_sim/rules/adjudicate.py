"""How a thing turns out: is it possible, which outcome, who sees it, what it does, who takes notice."""

from crisis_sim.rules.agenda import has_room, schedule
from crisis_sim.rules.chance import uniform
from crisis_sim.rules.draw import draw_minutes, happens, pin_for, use_pin
from crisis_sim.rules.effects import apply_effects, flash, instruct
from crisis_sim.rules.formula import evaluate, holds
from crisis_sim.rules.record import record
from crisis_sim.rules.sight import fill_slots, side_of
from crisis_sim.terms.codes import (
    ACTION,
    AGREEMENT,
    CLAIM,
    COMMITMENT,
    DENIABLE,
    EVENT_AGREEMENT,
    EVENT_CLAIM,
    EVENT_COMMITMENT,
    EVENT_INJECT,
    EVENT_OUTCOME,
    EVENT_PROCESS,
    EVENT_REVEAL,
    FINISH,
    FOR_DURATION,
    FOR_NOTICE,
    FOR_OUTCOME,
    FOR_PUBLICATION,
    FOR_REACTION,
    INJECT,
    MINUTES_AN_HOUR,
    NONE,
    OVERT,
    PUBLISH,
)
from crisis_sim.terms.rows import LOG_ROOM, LOGGED, NOW, Program, State

SEATS_BITS = 16  # of what goes with a publication; the rest: how many minutes ago it was
LONGEST_AGO = (1 << 24) - 1


def adjudicate(program: Program, state: State, happening: int, cause: int) -> None:
    """Carries it out, whatever it is: action, process, inject, claim, consequence.

    (Rulebook 5.1, 5.2, 5.8, 5.9, 8.7, 9.5.)
    """
    rows = program.happenings
    seat = rows.seat[happening]
    owner = rows.owner[happening]
    target = rows.target[happening]
    item = rows.luck[happening]
    if rows.kind[happening] == ACTION:
        state.orders.serial[happening] = 0
    nth = state.fired[happening]
    state.fired[happening] = nth + 1
    kind = event_kind(rows.kind[happening])
    if not holds(program, state, rows.possible[happening]):
        side = side_of(program, seat)
        if rows.silent[happening] == 0:
            record(state, kind, owner, target, happening, NONE, side, side, cause, 0.0, 0.0, 0.0)
        return
    if rows.kind[happening] == ACTION and program.actions.stance[happening] != 0:
        instruct(program, state, program.actions.link[happening], program.actions.stance[happening])
    outcome, chance, luck = choose_outcome(program, state, happening, nth)
    if program.outcomes.done[outcome] == 0:
        refuse(program, state, happening, outcome, nth, cause, chance, luck)
        return
    state.values[program.places.counts + happening] += 1.0
    state.values[program.places.last + happening] = state.clock[NOW] / MINUTES_AN_HOUR
    state.values[program.places.drawn] = 0.0
    first = program.outcomes.first_effect[outcome]
    end = program.outcomes.first_effect[outcome + 1]
    if rows.silent[happening] != 0:  # bookkeeping: it leaves its mark on the gauges, and no event
        apply_effects(program, state, first, end, seat, nth, cause)
        return
    side = side_of(program, seat)
    sees = witnesses(program, state, happening, nth)
    wait = 0
    if sees != side and has_room(program, state):  # otherwise news travels at once
        wait = draw_minutes(program, state, rows.publication[happening], item, FOR_PUBLICATION, seat, nth)
    now_seen = sees if wait == 0 else sees & side
    knows = side if rows.visibility[happening] == DENIABLE else now_seen
    at = state.clock[LOGGED]
    event = record(state, kind, owner, target, happening, outcome, now_seen, knows, cause, 0.0, chance, luck)
    if rows.kind[happening] == ACTION:
        go_on(program, state, happening, seat, nth, event)
    apply_effects(program, state, first, end, seat, nth, event)
    amount = state.values[program.places.drawn]
    if rows.kind[happening] == CLAIM:  # its first effect writes the figure that it gives
        amount = state.values[program.places.gauges + program.effects.subject[first]]
    if at < state.clock[LOG_ROOM]:
        state.log.amount[at] = amount
    if wait > 0:
        ago = min(wait, LONGEST_AGO) << SEATS_BITS
        schedule(state, state.clock[NOW] + wait, PUBLISH, happening, ago | (sees & ~now_seen), event)
    take_notice(program, state, happening, now_seen, state.clock[NOW], event)


def refuse(
    program: Program, state: State, happening: int, outcome: int, nth: int, cause: int, chance: float, luck: float
) -> None:
    """The proxy does not do it: nothing took place, and its principal's side alone knows. (Rulebook 9.3.)"""
    rows = program.happenings
    seat = rows.seat[happening]
    side = side_of(program, seat)
    state.values[program.places.drawn] = 0.0
    event = record(
        state, EVENT_OUTCOME, rows.owner[happening], rows.target[happening], happening, outcome, side, side, cause,
        0.0, chance, luck,
    )  # fmt: skip
    first = program.outcomes.first_effect[outcome]
    apply_effects(program, state, first, program.outcomes.first_effect[outcome + 1], seat, nth, event)


def event_kind(kind: int) -> int:
    """What the journal calls it. (Rulebook 5.10.)"""
    if kind == ACTION:
        return EVENT_OUTCOME
    if kind == INJECT:
        return EVENT_INJECT
    if kind == CLAIM:
        return EVENT_CLAIM
    if kind == COMMITMENT:
        return EVENT_COMMITMENT
    if kind == AGREEMENT:
        return EVENT_AGREEMENT
    return EVENT_PROCESS


def choose_outcome(program: Program, state: State, happening: int, nth: int) -> tuple[int, float, float]:
    """The outcome drawn by weight, its chance, and the number drawn. A single outcome draws nothing.

    (Rulebook 5.3, 5.4.)
    """
    rows = program.happenings
    first = rows.first_outcome[happening]
    end = rows.first_outcome[happening + 1]
    if end - first == 1:
        return first, 1.0, 0.0
    seat = rows.seat[happening]
    pin = pin_for(program, state, rows.luck[happening], FOR_OUTCOME, seat, nth)
    if pin != NONE:
        return first + int(use_pin(program, state, pin)), 1.0, 0.0
    total = 0.0
    for outcome in range(first, end):
        total += max(0.0, evaluate(program, state, program.outcomes.weight[outcome]))
    luck = uniform(state, rows.luck[happening], FOR_OUTCOME, seat, nth)
    left = luck * total
    chosen = first
    share = 0.0
    for outcome in range(first, end):
        weight = max(0.0, evaluate(program, state, program.outcomes.weight[outcome]))
        if weight > 0.0:
            chosen = outcome
            share = weight
            left -= weight
            if left < 0.0:
                break
    return chosen, share / max(total, 1e-300), luck


def witnesses(program: Program, state: State, happening: int, nth: int) -> int:
    """The mask of the seats that see it: its audience, and whoever happens to notice. (Rulebook 3.5, 3.6.)"""
    rows = program.happenings
    seen = rows.audience[happening]
    if rows.visibility[happening] == OVERT or rows.visibility[happening] == DENIABLE:
        return seen
    chance = evaluate(program, state, rows.noticed[happening])
    for seat in range(program.sizes.seats):
        if (seen >> seat) & 1 == 0 and happens(program, state, chance, rows.luck[happening], FOR_NOTICE, seat, nth):
            seen |= 1 << seat
    return seen


def go_on(program: Program, state: State, action: int, seat: int, nth: int, event: int) -> None:
    """An action with a duration is active from now on. (Rulebook 5.6.)"""
    length = draw_minutes(
        program, state, program.actions.duration[action], program.happenings.luck[action], FOR_DURATION, seat, nth
    )
    if length > 0:
        state.values[program.places.active + action] = 1.0
        state.orders.ongoing[action] = schedule(state, state.clock[NOW] + length, FINISH, action, 0, event)


def publish(program: Program, state: State, happening: int, extra: int, cause: int) -> None:
    """What some knew, the others learn. `extra`: who learns of it, and how long ago it was. `cause`: the event itself.

    (Rulebook 3.7, 3.8.)
    """
    rows = program.happenings
    seats = extra & ((1 << SEATS_BITS) - 1)
    ago = extra >> SEATS_BITS
    knows = 0 if rows.visibility[happening] == DENIABLE else seats
    record(
        state, EVENT_REVEAL, rows.owner[happening], rows.target[happening], happening, NONE, seats, knows, cause,
        0.0, 1.0, 0.0,
    )  # fmt: skip
    take_notice(program, state, happening, seats, state.clock[NOW] - ago, cause)


def take_notice(program: Program, state: State, happening: int, seats: int, minute: int, event: int) -> None:
    """Those who see it, or learn that it was done at `minute`, count it, and may decide out of turn because of it.

    (Rulebook 3.12.)
    """
    for seat in range(program.sizes.seats):
        if (seats >> seat) & 1 == 1:
            at = seat * program.sizes.happenings + happening
            state.seen_count[at] += 1
            state.seen_minute[at] = max(state.seen_minute[at], minute)
    first = program.happenings.first_reaction[happening]
    for reaction in range(first, program.happenings.first_reaction[happening + 1]):
        seat = program.reactions.seat[reaction]
        if (seats >> seat) & 1 == 1 and state.flash[seat] == 0:
            react(program, state, happening, reaction, seat, event)


def react(program: Program, state: State, happening: int, reaction: int, seat: int, event: int) -> None:
    """One seat's doctrine bids it decide soon, by chance. (Rulebook 13.5.)"""
    nth = state.seen_count[seat * program.sizes.happenings + happening]
    item = program.happenings.luck[happening]
    chance = 1.0
    if program.reactions.chance[reaction] != NONE:
        fill_slots(program, state, seat)
        chance = evaluate(program, state, program.reactions.chance[reaction])
    if happens(program, state, chance, item, FOR_REACTION, seat, 2 * nth):
        within = program.reactions.within[reaction]
        wait = draw_minutes(program, state, within, item, FOR_REACTION, seat, 2 * nth + 1)
        flash(program, state, seat, wait, event)
