"""A whole state made from what one seat knows: what it sees, believes and did; the rest is drawn afresh.

Built from what is allowed, never by deleting from everything: the rows of `imagined` start empty and only what the
seat may see is written into them. So two games that show a seat the same give it the same imagined states, byte for
byte.
"""

from math import exp

from crisis_sim.rules.agenda import schedule
from crisis_sim.rules.chance import uniform
from crisis_sim.rules.draw import draw_minutes, happens
from crisis_sim.rules.effects import CERTAIN, set_gauge
from crisis_sim.rules.forces import BACK, OUT, transit_time
from crisis_sim.rules.formula import evaluate
from crisis_sim.rules.game import clear, draw_beginnings, set_key, tell_time
from crisis_sim.rules.promises import deeds_forborne, deeds_promised
from crisis_sim.rules.pulse import new_threshold
from crisis_sim.rules.sight import seen_gauge, sees_going_on, set_blur
from crisis_sim.terms.codes import (
    ALERTED,
    AT_TIME,
    BY_HAZARD,
    DECIDE,
    DOCTRINE,
    EXACT,
    EXECUTE,
    FINISH,
    FOR_ALERT,
    FOR_CHANCE,
    FOR_DELAY,
    FOR_DURATION,
    FOR_IMAGINED,
    HAPPEN,
    HIDDEN,
    HORIZON,
    MINUTES_AN_HOUR,
    MOVE,
    NONE,
    ON_CONDITION,
    PERIODIC,
    PULSE,
    REPORT,
    TRANSIT,
)
from crisis_sim.terms.rows import NOW, Program, State


def imagine(program: Program, state: State, imagined: State, seat: int, seed: int, run: int) -> None:
    """Fills `imagined` with a state that the seat thinks possible now, with luck of (seed, run). Does not touch
    `state`, except the scratch that formulas read. (Rulebook 14.3, 14.4, 14.8.)
    """
    clear(program, imagined)
    set_key(imagined, seed, run)
    tell_time(program, imagined, state.clock[NOW])
    imagine_minds(program, state, imagined, seat)
    draw_beginnings(program, imagined)
    imagine_gauges(program, state, imagined, seat)
    set_blur(program, imagined)
    imagine_deeds(program, state, imagined, seat)
    imagine_forces(program, state, imagined, seat)
    imagine_promises(program, state, imagined, seat)
    imagine_agenda(program, state, imagined, seat)


def imagine_minds(program: Program, state: State, imagined: State, seat: int) -> None:
    """Its own temperament; the others it takes to play by their doctrine. (Rulebook 14.5.)"""
    traits = program.sizes.traits
    for other in range(program.sizes.seats):
        own = other == seat
        persona = state.personas[seat] if own else 0
        imagined.agents[other] = DOCTRINE
        imagined.personas[other] = persona
        imagined.effort[other] = state.effort[seat] if own else program.sizes.effort
        imagined.decisions[other] = state.decisions[seat] if own else 0
        for trait in range(traits):
            at = (persona * program.sizes.seats + other) * traits + trait
            imagined.values[program.places.traits + other * traits + trait] = program.traits[at]


def imagine_gauges(program: Program, state: State, imagined: State, seat: int) -> None:
    """Gauges as the seat sees them, facts as likely as it believes them; what it cannot see stays as drawn afresh."""
    sizes = program.sizes
    for gauge in range(sizes.gauges):
        if program.sights.kind[seat * sizes.gauges + gauge] != HIDDEN:
            set_gauge(program, imagined, gauge, seen_gauge(program, state, seat, gauge))
    for report in range(sizes.reports):
        gauge = program.reports.gauge[report]
        place = program.places.reports + report
        imagined.values[place] = imagined.values[program.places.gauges + gauge]
        sight = seat * sizes.gauges + gauge
        if program.sights.kind[sight] == EXACT and program.sights.source[sight] == place:
            imagined.values[place] = state.values[place]
    for fact in range(sizes.facts):
        belief = program.places.beliefs + fact * sizes.seats + seat
        odds = state.values[belief]
        imagined.values[belief] = odds
        luck = uniform(imagined, program.facts.luck[fact], FOR_IMAGINED, seat, 0)
        true = luck < share(odds)
        imagined.values[program.places.facts + fact] = 1.0 if true else 0.0
        for other in range(sizes.seats):
            at = fact * sizes.seats + other
            if other != seat and program.facts.belief[at] == NONE:
                imagined.values[program.places.beliefs + at] = CERTAIN if true else -CERTAIN
    for link in range(sizes.links):
        if program.links.seat[link] == seat:
            place = program.places.instructions + link
            imagined.values[place] = state.values[place]
            imagined.instruction_due[link] = state.instruction_due[link]


def share(odds: float) -> float:
    """A probability from log-odds, without an overflow."""
    return 1.0 / (1.0 + exp(-odds))


def imagine_deeds(program: Program, state: State, imagined: State, seat: int) -> None:
    """What was done, as far as the seat saw it; its own orders, and what it sees going on. (Rulebook 14.10.)"""
    sizes = program.sizes
    for happening in range(sizes.happenings):
        at = seat * sizes.happenings + happening
        count = state.seen_count[at]
        if count == 0:
            continue
        imagined.fired[happening] = count
        imagined.begun[happening] = count
        imagined.values[program.places.counts + happening] = float(count)
        imagined.values[program.places.last + happening] = state.seen_minute[at] / MINUTES_AN_HOUR
        for other in range(sizes.seats):
            imagined.seen_count[other * sizes.happenings + happening] = count
            imagined.seen_minute[other * sizes.happenings + happening] = state.seen_minute[at]
    for action in range(sizes.actions):
        own = program.happenings.seat[action] == seat
        seen = state.seen_count[seat * sizes.happenings + action]
        imagined.orders.nth[action] = state.orders.nth[action] if own else seen
        if sees_going_on(program, state, seat, action):
            keep_going(program, state, imagined, action, seat)
    first = program.seats.first_action[seat]
    for action in range(first, program.seats.first_action[seat + 1]):
        if state.orders.serial[action] != 0:
            due = state.orders.due[action]
            imagined.orders.given[action] = state.orders.given[action]
            imagined.orders.approved[action] = state.orders.approved[action]
            imagined.orders.due[action] = due
            imagined.orders.serial[action] = schedule(imagined, due, EXECUTE, action, 0, NONE)


def keep_going(program: Program, state: State, imagined: State, action: int, seat: int) -> None:
    """An action that the seat sees going on goes on, for as long as such things last."""
    began = state.seen_minute[seat * program.sizes.happenings + action]
    length = draw_minutes(
        program, imagined, program.actions.duration[action], program.happenings.luck[action], FOR_DURATION,
        program.happenings.seat[action], imagined.fired[action],
    )  # fmt: skip
    due = max(state.clock[NOW] + 1, began + length)
    imagined.values[program.places.active + action] = 1.0
    imagined.orders.ongoing[action] = schedule(imagined, due, FINISH, action, 0, NONE)


def imagine_forces(program: Program, state: State, imagined: State, seat: int) -> None:
    """Its own forces where they are, the others' where it last knew them; moves go on, for as long as they take.

    (Rulebook 14.6.)
    """
    now = state.clock[NOW]
    sizes = program.sizes
    for unit in range(sizes.units):
        own = program.units.seat[unit] == seat
        place = state.unit_seen[seat * sizes.units + unit]
        heading = 0
        if place == ALERTED or place == TRANSIT:
            heading = state.unit_heading[unit] if own else OUT
        since = state.unit_since[unit] if own else now
        imagined.values[program.places.units + unit] = float(place)
        imagined.unit_heading[unit] = heading
        imagined.unit_since[unit] = since
        imagined.unit_serial[unit] = 0
        imagined.unit_nth[unit] = state.unit_nth[unit] if own else 0
        for other in range(sizes.seats):
            imagined.unit_seen[other * sizes.units + unit] = place
        if heading == OUT or heading == BACK:
            if place == ALERTED:
                length = draw_minutes(
                    program, imagined, program.units.alert[unit], program.units.luck[unit], FOR_ALERT,
                    program.units.seat[unit], imagined.unit_nth[unit],
                )  # fmt: skip
            else:
                length = transit_time(program, imagined, unit)
            imagined.unit_serial[unit] = schedule(imagined, max(now + 1, since + length), MOVE, unit, 0, NONE)


def imagine_promises(program: Program, state: State, imagined: State, seat: int) -> None:
    """The commitments and agreements that the seat knows of stand as they stand. (Rulebook 14.9.)"""
    for promise in range(program.sizes.commitments):
        if (program.commitments.seen[promise] >> seat) & 1 == 1:
            place = program.places.standings + promise
            imagined.values[place] = state.values[place]
            imagined.promise_due[promise] = state.promise_due[promise]
            imagined.promise_nth[promise] = state.promise_nth[promise]
            imagined.promise_mark[promise] = deeds_promised(program, imagined, promise)
            imagined.abstain_mark[promise] = deeds_forborne(program, imagined, promise)
    for agreement in range(program.sizes.agreements):
        if (program.agreements.seen[agreement] >> seat) & 1 == 1:
            place = program.places.agreed + agreement
            imagined.values[place] = state.values[place]
            imagined.accepted[agreement] = state.accepted[agreement]
            imagined.proposal_due[agreement] = state.proposal_due[agreement]
            imagined.proposal_nth[agreement] = state.proposal_nth[agreement]


def imagine_agenda(program: Program, state: State, imagined: State, seat: int) -> None:
    """What comes by itself, from now on. Hazards have no memory, so a fresh threshold is as good as the true one.

    (Rulebook 14.7.)
    """
    sizes = program.sizes
    now = state.clock[NOW]
    schedule(imagined, sizes.horizon, HORIZON, 0, 0, NONE)
    schedule(imagined, (now // MINUTES_AN_HOUR + 1) * MINUTES_AN_HOUR, PULSE, 0, 0, NONE)
    for report in range(sizes.reports):
        every = program.reports.every[report]
        schedule(imagined, (now // every + 1) * every, REPORT, report, 0, NONE)
    for happening in range(sizes.actions, sizes.happenings):
        mode = program.happenings.mode[happening]
        item = program.happenings.luck[happening]
        seen = state.seen_count[seat * sizes.happenings + happening]
        if mode == BY_HAZARD:
            imagined.threshold[happening] = new_threshold(program, imagined, happening)
        elif mode == PERIODIC:
            wait = draw_minutes(program, imagined, program.happenings.delay[happening], item, FOR_DELAY, NONE, 0)
            schedule(imagined, now + max(1, wait), HAPPEN, happening, 0, NONE)
        elif mode == AT_TIME and seen == 0:
            imagined.begun[happening] = 1
            chance = 1.0
            if program.happenings.chance[happening] != NONE:
                chance = evaluate(program, imagined, program.happenings.chance[happening])
            due = draw_minutes(program, imagined, program.happenings.delay[happening], item, FOR_DELAY, NONE, 0)
            if due > now and happens(program, imagined, chance, item, FOR_CHANCE, NONE, 0):
                schedule(imagined, due, HAPPEN, happening, 0, NONE)
        elif mode == ON_CONDITION and seen > 0:
            imagined.armed[happening] = int(evaluate(program, imagined, program.happenings.rate[happening]) != 0.0)
    waited = now - sizes.first_turn
    turns = 0 if waited < 0 else waited // sizes.turn + 1
    for other in range(sizes.seats):
        schedule(imagined, sizes.first_turn + turns * sizes.turn, DECIDE, other, 0, NONE)
