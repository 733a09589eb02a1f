"""One game: start it, take it to the next thing that is due, ask whether it is over.

Every clock (SimPy, a loop, the kernel) uses `start`, `next_due`, `advance` and `over`, and nothing else moves a game
but `orders.submit` and `orders.withdraw` at a decision point, and `control.override`.
"""

from math import log

from crisis_sim.rules.adjudicate import adjudicate, publish
from crisis_sim.rules.agenda import (
    EXTRA_MASK,
    KIND_SHIFT,
    ROW_BITS,
    ROW_MASK,
    next_due,
    remove_first,
    schedule,
)
from crisis_sim.rules.decide import decide
from crisis_sim.rules.draw import draw_minutes, happens
from crisis_sim.rules.effects import CERTAIN, set_gauge
from crisis_sim.rules.forces import move, start_forces
from crisis_sim.rules.formula import evaluate, holds
from crisis_sim.rules.orders import leak_out, submit
from crisis_sim.rules.pulse import new_threshold, pulse, start_value, take_report
from crisis_sim.rules.scoring import check_ends, finish
from crisis_sim.rules.sight import fill_slots, set_blur
from crisis_sim.terms.codes import (
    ACTION,
    AT_HORIZON,
    AT_TIME,
    BY_HAZARD,
    DECIDE,
    EXECUTE,
    FAULTED,
    FINISH,
    FOR_CHANCE,
    FOR_DELAY,
    FOR_FACT,
    FOR_START,
    HAPPEN,
    HISTORICAL,
    HORIZON,
    INJECT,
    LEAK,
    MINUTES_A_DAY,
    MINUTES_AN_HOUR,
    MOVE,
    NONE,
    NOT_OVER,
    PERIODIC,
    PUBLISH,
    PULSE,
    REPORT,
    SCRIPT,
)
from crisis_sim.terms.rows import (
    AGENDA_ROOM,
    CAUSE,
    CLOCK_SIZE,
    END_REASON,
    FAULT,
    LOG_ROOM,
    LOGGED,
    NOW,
    OUTCOME_CLASS,
    OVER,
    PINNED,
    STEP,
    Ints,
    Program,
    State,
)


def start(program: Program, state: State, seed: int, run: int, agents: Ints, personas: Ints) -> None:
    """Sets every row of the state to the first minute. Seed: 0 to 2**63 - 1. Run: 0 to 2**40 - 1.

    `agents`, `personas`: one of each per seat.
    (Rulebook 1.6, 13.7.)
    """
    clear(program, state)
    set_key(state, seed, run)
    all_historical = 1
    for seat in range(program.sizes.seats):
        state.agents[seat] = agents[seat]
        state.personas[seat] = personas[seat]
        if agents[seat] != HISTORICAL:
            all_historical = 0
        state.effort[seat] = program.sizes.effort
        traits = program.sizes.traits
        for trait in range(traits):
            at = (personas[seat] * program.sizes.seats + seat) * traits + trait
            state.values[program.places.traits + seat * traits + trait] = program.traits[at]
    state.clock[PINNED] = all_historical
    tell_time(program, state, 0)
    draw_beginnings(program, state)
    set_blur(program, state)
    start_forces(program, state)
    schedule(state, program.sizes.horizon, HORIZON, 0, 0, NONE)
    schedule(state, MINUTES_AN_HOUR, PULSE, 0, 0, NONE)
    for report in range(program.sizes.reports):
        schedule(state, program.reports.every[report], REPORT, report, 0, NONE)
    for happening in range(program.sizes.actions, program.sizes.happenings):
        start_happening(program, state, happening)
    for seat in range(program.sizes.seats):
        schedule(state, program.sizes.first_turn, DECIDE, seat, 0, NONE)
    if program.sizes.script > 0:
        schedule(state, program.script.minute[0], SCRIPT, 0, 0, NONE)


def clear(program: Program, state: State) -> None:
    """Empties the rows that a game fills."""
    sizes = program.sizes
    for i in range(sizes.values):
        state.values[i] = program.start[i]
    for i in range(CLOCK_SIZE):
        state.clock[i] = 0
    state.clock[END_REASON] = NOT_OVER
    state.clock[OUTCOME_CLASS] = NONE
    state.clock[CAUSE] = NONE
    state.clock[AGENDA_ROOM] = sizes.agenda
    state.clock[LOG_ROOM] = sizes.log
    for i in range(sizes.actions):
        state.orders.serial[i] = 0
        state.orders.nth[i] = 0
        state.orders.given[i] = 0
        state.orders.approved[i] = 0
        state.orders.due[i] = 0
        state.orders.event[i] = NONE
        state.orders.ongoing[i] = 0
        state.orders.leaked[i] = 0
    for i in range(sizes.happenings):
        state.fired[i] = 0
        state.begun[i] = 0
        state.armed[i] = 0
        state.accrued[i] = 0.0
        state.threshold[i] = 0.0
    for i in range(sizes.seats * sizes.happenings):
        state.seen_count[i] = 0
        state.seen_minute[i] = 0
    for i in range(sizes.commitments):
        state.promise_due[i] = 0
        state.promise_nth[i] = 0
        state.promise_mark[i] = 0
        state.abstain_mark[i] = 0
    for i in range(sizes.agreements):
        state.accepted[i] = 0
        state.proposal_due[i] = 0
        state.proposal_nth[i] = 0
    for i in range(sizes.links):
        state.instruction_due[i] = 0
    for i in range(sizes.seats):
        state.decisions[i] = 0
        state.flash[i] = 0


def set_key(state: State, seed: int, run: int) -> None:
    """From here on luck is that of (seed, run). (Rulebook 2.7.)"""
    state.key[0] = seed & 0xFFFFFFFF
    state.key[1] = (seed >> 32) & 0xFFFFFFFF
    state.key[2] = run & 0xFFFFFFFF
    state.key[3] = (run >> 32) & 0xFF


def draw_beginnings(program: Program, state: State) -> None:
    """Hidden facts, what each seat believes of them, gauges as they stand, reports of them. (Rulebook 8.1, 8.2.)"""
    sizes = program.sizes
    for fact in range(sizes.facts):
        chance = evaluate(program, state, program.facts.chance[fact])
        true = happens(program, state, chance, program.facts.luck[fact], FOR_FACT, NONE, 0)
        state.values[program.places.facts + fact] = 1.0 if true else 0.0
    for gauge in range(sizes.gauges):
        state.values[program.places.gauges + gauge] = program.gauges.low[gauge]
        set_gauge(program, state, gauge, start_value(program, state, gauge, FOR_START))
    for fact in range(sizes.facts):
        for seat in range(sizes.seats):
            at = fact * sizes.seats + seat
            belief = program.facts.belief[at]
            if belief == NONE:
                odds = CERTAIN if state.values[program.places.facts + fact] != 0.0 else -CERTAIN
            else:
                share = min(1.0 - 1e-15, max(1e-15, evaluate(program, state, belief)))
                odds = log(share / (1.0 - share))
            state.values[program.places.beliefs + at] = odds
    for report in range(sizes.reports):
        gauge = program.reports.gauge[report]
        state.values[program.places.reports + report] = state.values[program.places.gauges + gauge]


def start_happening(program: Program, state: State, happening: int) -> None:
    """Puts on the agenda what comes by itself. (Rulebook 5.11.)"""
    rows = program.happenings
    mode = rows.mode[happening]
    item = rows.luck[happening]
    if mode == BY_HAZARD:
        state.threshold[happening] = new_threshold(program, state, happening)
    elif mode == PERIODIC:
        wait = draw_minutes(program, state, rows.first[happening], item, FOR_DELAY, NONE, 0)
        schedule(state, wait, HAPPEN, happening, 0, NONE)
    elif mode == AT_TIME:
        chance = 1.0
        if rows.chance[happening] != NONE:
            chance = evaluate(program, state, rows.chance[happening])
        state.begun[happening] = 1
        if happens(program, state, chance, item, FOR_CHANCE, NONE, 0):
            wait = draw_minutes(program, state, rows.delay[happening], item, FOR_DELAY, NONE, 0)
            schedule(state, wait, HAPPEN, happening, 0, NONE)


BY_CONTROL = 1  # goes with an entry that control put on the agenda: it comes, whatever its conditions


def over(state: State) -> bool:
    """Whether the game has ended."""
    return state.clock[OVER] != 0


def tell_time(program: Program, state: State, minute: int) -> None:
    """Sets the clock, and the two hands that formulas can read. (Rulebook 1.9.)"""
    state.clock[NOW] = minute
    state.values[program.places.now] = minute / MINUTES_AN_HOUR
    state.values[program.places.hour] = ((program.sizes.starts + minute) % MINUTES_A_DAY) / MINUTES_AN_HOUR


def come_to(program: Program, state: State) -> None:
    """Takes the clock to the minute of the next thing without doing it, for orders given at a decision point."""
    tell_time(program, state, next_due(state))
    state.clock[LOGGED] = 0
    state.clock[CAUSE] = state.agenda.cause[0]


def advance(program: Program, state: State) -> int:
    """Does the next thing on the agenda and returns its kind. Only while the game is not over.

    The events that it makes stand in `state.log`, `clock[LOGGED]` of them.
    (Rulebook 1.2, 17.2.)
    """
    minute = next_due(state)
    what = state.agenda.what[0]
    cause = state.agenda.cause[0]
    remove_first(state)
    kind = what >> KIND_SHIFT
    row = what & ROW_MASK
    extra = (what >> ROW_BITS) & EXTRA_MASK
    tell_time(program, state, minute)
    state.clock[LOGGED] = 0
    state.clock[STEP] += 1
    state.clock[CAUSE] = cause
    if kind == EXECUTE or kind == HAPPEN:
        if extra == BY_CONTROL or due_now(program, state, row):
            adjudicate(program, state, row, cause)
    elif kind == PULSE:
        pulse(program, state)
    elif kind == DECIDE:
        if extra == 1:
            state.flash[row] = 0
        else:
            schedule(state, minute + program.sizes.turn, DECIDE, row, 0, NONE)
        decide(program, state, row, extra)
    elif kind == MOVE:
        move(program, state, row, cause)
    elif kind == FINISH:
        state.orders.ongoing[row] = 0
        state.values[program.places.active + row] = 0.0
        if program.actions.afterwards[row] != NONE:
            schedule(state, minute, HAPPEN, program.actions.afterwards[row], 0, cause)
    elif kind == LEAK:
        leak_out(program, state, row, cause)
    elif kind == PUBLISH:
        publish(program, state, row, extra, cause)
    elif kind == REPORT:
        take_report(program, state, row)
    elif kind == SCRIPT:
        follow_script(program, state, row)
    elif kind == HORIZON:
        finish(program, state, AT_HORIZON)
    if kind == EXECUTE or kind == HAPPEN or kind == PULSE:
        check_ends(program, state)
    if state.clock[FAULT] != 0 and state.clock[OVER] == 0:
        finish(program, state, FAULTED)
    return kind


def due_now(program: Program, state: State, happening: int) -> bool:
    """Whether what was put on the agenda still comes; puts the next time of something periodic there.

    (Rulebook 5.13, 5.15.)
    """
    rows = program.happenings
    if rows.kind[happening] == ACTION or rows.mode[happening] == BY_HAZARD:
        return True
    if rows.mode[happening] == PERIODIC:
        nth = state.begun[happening] + 1
        state.begun[happening] = nth
        wait = draw_minutes(program, state, rows.delay[happening], rows.luck[happening], FOR_DELAY, NONE, nth)
        schedule(state, state.clock[NOW] + max(1, wait), HAPPEN, happening, 0, NONE)
        return holds(program, state, rows.running[happening])
    if rows.kind[happening] == INJECT and rows.running[happening] != NONE:
        return not holds(program, state, rows.running[happening])
    return True


def follow_script(program: Program, state: State, line: int) -> None:
    """The historical agent of a seat gives the order recorded for this minute, where it is legal. (Rulebook 15.1.)"""
    seat = program.script.seat[line]
    if line + 1 < program.sizes.script:
        schedule(state, program.script.minute[line + 1], SCRIPT, line + 1, 0, NONE)
    if state.agents[seat] == HISTORICAL:
        fill_slots(program, state, seat)
        submit(program, state, seat, program.script.action[line])
