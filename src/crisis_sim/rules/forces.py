"""Forces are in exactly one place: at home, on alert, in transit or in the theatre."""

from crisis_sim.rules.agenda import drop, schedule
from crisis_sim.rules.draw import draw_minutes
from crisis_sim.terms.codes import (
    ALERTED,
    FOR_ALERT,
    FOR_TRANSIT,
    HAPPEN,
    HOME,
    MOVE,
    NONE,
    THEATRE,
    TRANSIT,
)
from crisis_sim.terms.rows import NOW, Program, State

OUT = 1
BACK = -1


def place_of(program: Program, state: State, unit: int) -> int:
    """Where a force is: HOME, ALERTED, TRANSIT or THEATRE. (Rulebook 7.1.)"""
    return int(state.values[program.places.units + unit])


def put(program: Program, state: State, unit: int, place: int, heading: int) -> None:
    """Moves a force to another place, and shows it to those who may know. (Rulebook 3.10, 7.6.)"""
    state.values[program.places.units + unit] = float(place)
    state.unit_heading[unit] = heading
    state.unit_since[unit] = state.clock[NOW]
    for seat in range(program.sizes.seats):
        if program.units.announced[unit] != 0 or program.units.seat[unit] == seat:
            state.unit_seen[seat * program.sizes.units + unit] = place


def deploy(program: Program, state: State, unit: int, cause: int) -> None:
    """Alerts a force that is at home; it leaves and arrives by itself. One that is elsewhere is left alone.

    (Rulebook 7.2, 7.3.)
    """
    if place_of(program, state, unit) != HOME:
        return
    nth = state.unit_nth[unit]
    state.unit_nth[unit] = nth + 1
    put(program, state, unit, ALERTED, OUT)
    wait = draw_minutes(
        program, state, program.units.alert[unit], program.units.luck[unit], FOR_ALERT, program.units.seat[unit], nth
    )
    state.unit_serial[unit] = schedule(state, state.clock[NOW] + wait, MOVE, unit, 0, cause)


def recall(program: Program, state: State, unit: int, cause: int) -> None:
    """Orders a force home: from alert at once; on its way it turns round and takes as long as it has been under way.

    (Rulebook 7.5.)
    """
    place = place_of(program, state, unit)
    now = state.clock[NOW]
    if place == ALERTED:
        state.unit_serial[unit] = 0
        drop(state, MOVE, unit)
        put(program, state, unit, HOME, 0)
    elif place == TRANSIT and state.unit_heading[unit] == OUT:
        under_way = now - state.unit_since[unit]
        drop(state, MOVE, unit)
        put(program, state, unit, TRANSIT, BACK)
        state.unit_serial[unit] = schedule(state, now + max(1, under_way), MOVE, unit, 0, cause)
    elif place == THEATRE:
        put(program, state, unit, TRANSIT, BACK)
        state.unit_serial[unit] = schedule(state, now + transit_time(program, state, unit), MOVE, unit, 0, cause)
        schedule(state, now, HAPPEN, program.units.departure[unit], 0, cause)


def move(program: Program, state: State, unit: int, cause: int) -> None:
    """The next leg of a force that is on its way. (Rulebook 7.4.)"""
    place = place_of(program, state, unit)
    state.unit_serial[unit] = 0
    if place == ALERTED:
        put(program, state, unit, TRANSIT, OUT)
        due = state.clock[NOW] + transit_time(program, state, unit)
        state.unit_serial[unit] = schedule(state, due, MOVE, unit, 0, cause)
    elif state.unit_heading[unit] == OUT:
        put(program, state, unit, THEATRE, 0)
        schedule(state, state.clock[NOW], HAPPEN, program.units.arrival[unit], 0, cause)
    else:
        put(program, state, unit, HOME, 0)


def transit_time(program: Program, state: State, unit: int) -> int:
    """Minutes from departure to arrival, one at least: so no force can go to and fro within a minute."""
    nth = 2 * state.unit_nth[unit] + int(state.unit_heading[unit] == BACK)
    length = draw_minutes(
        program,
        state,
        program.units.transit[unit],
        program.units.luck[unit],
        FOR_TRANSIT,
        program.units.seat[unit],
        nth,
    )
    return max(1, length)


def start_forces(program: Program, state: State) -> None:
    """Every force where the scenario puts it; who may know, knows. (Rulebook 7.7.)"""
    for unit in range(program.sizes.units):
        state.unit_serial[unit] = 0
        state.unit_nth[unit] = 0
        for seat in range(program.sizes.seats):
            state.unit_seen[seat * program.sizes.units + unit] = HOME
        put(program, state, unit, program.units.starts[unit], 0)
        if program.units.starts[unit] == ALERTED:
            state.unit_serial[unit] = schedule(state, 0, MOVE, unit, 0, NONE)
