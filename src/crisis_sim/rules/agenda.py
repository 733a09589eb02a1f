"""What is due, in order of (minute, rank, serial): a binary heap in three rows of the state.

The agenda is the only way in which one thing brings about another: whatever follows from something is put here.
"""

from crisis_sim.terms.codes import (
    DECIDE,
    HORIZON,
    PULSE,
    RANK_DECIDE,
    RANK_HAPPEN,
    RANK_PULSE,
    RANK_REPORT,
    REPORT,
    SCRIPT,
)
from crisis_sim.terms.rows import AGENDA_ROOM, ENTRIES, FAULT, SERIAL, Agenda, Program, State

SERIAL_BITS = 28
RANK_BITS = 2
MINUTE_SHIFT = SERIAL_BITS + RANK_BITS
SERIAL_MASK = (1 << SERIAL_BITS) - 1
ROW_BITS = 16
ROW_MASK = (1 << ROW_BITS) - 1
EXTRA_BITS = 40
EXTRA_MASK = (1 << EXTRA_BITS) - 1
KIND_SHIFT = ROW_BITS + EXTRA_BITS


def rank(kind: int) -> int:
    """Its place within a minute. (Rulebook 1.3.)"""
    if kind == REPORT or kind == HORIZON:
        return RANK_REPORT
    if kind == PULSE:
        return RANK_PULSE
    if kind == DECIDE or kind == SCRIPT:
        return RANK_DECIDE
    return RANK_HAPPEN


def schedule(state: State, minute: int, kind: int, row: int, extra: int, cause: int) -> int:
    """Puts an entry on the agenda and returns its serial. `extra`: 40 bits that go with it. (Rulebook 1.4, 19.2.)"""
    agenda = state.agenda
    serial = state.clock[SERIAL] + 1
    state.clock[SERIAL] = serial
    key = (minute << MINUTE_SHIFT) | (rank(kind) << SERIAL_BITS) | serial
    if state.clock[ENTRIES] >= state.clock[AGENDA_ROOM]:
        state.clock[FAULT] = 1  # what a scenario must not do; the game ends
        return 0
    i = state.clock[ENTRIES]
    state.clock[ENTRIES] = i + 1
    rise(agenda, i, key, (kind << KIND_SHIFT) | (extra << ROW_BITS) | row, cause)
    return serial


def rise(agenda: Agenda, i: int, key: int, what: int, cause: int) -> None:
    """Puts an entry at place i of the heap, or as far above as it belongs."""
    while i > 0:
        parent = (i - 1) >> 1
        if agenda.key[parent] <= key:
            break
        agenda.key[i] = agenda.key[parent]
        agenda.what[i] = agenda.what[parent]
        agenda.cause[i] = agenda.cause[parent]
        i = parent
    agenda.key[i] = key
    agenda.what[i] = what
    agenda.cause[i] = cause


def remove_first(state: State) -> None:
    """Takes the first entry off the agenda."""
    remove(state, 0)


def remove(state: State, i: int) -> None:
    """Takes the entry at place i of the heap off the agenda: the last one takes its place, and sinks or rises."""
    agenda = state.agenda
    size = state.clock[ENTRIES] - 1
    state.clock[ENTRIES] = size
    key = agenda.key[size]
    while True:
        child = 2 * i + 1
        if child >= size:
            break
        if child + 1 < size and agenda.key[child + 1] < agenda.key[child]:
            child += 1
        if agenda.key[child] >= key:
            break
        agenda.key[i] = agenda.key[child]
        agenda.what[i] = agenda.what[child]
        agenda.cause[i] = agenda.cause[child]
        i = child
    rise(agenda, i, key, agenda.what[size], agenda.cause[size])


def drop(state: State, kind: int, row: int) -> None:
    """Takes the entry of this kind and row, of which there is one at most, off the agenda. (Rulebook 1.5, 19.3.)"""
    for i in range(state.clock[ENTRIES]):
        what = state.agenda.what[i]
        if what >> KIND_SHIFT == kind and what & ROW_MASK == row:
            remove(state, i)
            break


def next_due(state: State) -> int:
    """The minute of the next thing; there is always one, the horizon."""
    return state.agenda.key[0] >> MINUTE_SHIFT


def has_room(program: Program, state: State) -> bool:
    """Whether something that could be refused still fits. What must not be refused has places kept free.

    (Rulebook 1.10.)
    """
    return state.clock[ENTRIES] < program.sizes.agenda - program.sizes.agenda_reserved
