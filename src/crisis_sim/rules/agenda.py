"""What is due, in order of (minute, rank, serial): a binary heap in three rows of the state.

The agenda is the only way in which one thing brings about another: whatever follows from something is put here.
"""

from crisis_sim.terms.codes import (
    DECIDE,
    EXECUTE,
    FINISH,
    HORIZON,
    LEAK,
    MOVE,
    PULSE,
    RANK_DECIDE,
    RANK_HAPPEN,
    RANK_PULSE,
    RANK_REPORT,
    REPORT,
    SCRIPT,
)
from crisis_sim.terms.rows import ENTRIES, SERIAL, Program, State

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
    """Puts an entry on the agenda and returns its serial. `extra`: 40 bits that go with it. (Rulebook 1.4.)"""
    agenda = state.agenda
    serial = state.clock[SERIAL] + 1
    state.clock[SERIAL] = serial
    key = (minute << MINUTE_SHIFT) | (rank(kind) << SERIAL_BITS) | serial
    i = state.clock[ENTRIES]
    state.clock[ENTRIES] = i + 1
    while i > 0:
        parent = (i - 1) >> 1
        if agenda.key[parent] <= key:
            break
        agenda.key[i] = agenda.key[parent]
        agenda.what[i] = agenda.what[parent]
        agenda.cause[i] = agenda.cause[parent]
        i = parent
    agenda.key[i] = key
    agenda.what[i] = (kind << KIND_SHIFT) | (extra << ROW_BITS) | row
    agenda.cause[i] = cause
    return serial


def remove_first(state: State) -> None:
    """Takes the first entry off the agenda."""
    agenda = state.agenda
    size = state.clock[ENTRIES] - 1
    state.clock[ENTRIES] = size
    key = agenda.key[size]
    i = 0
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
    agenda.key[i] = key
    agenda.what[i] = agenda.what[size]
    agenda.cause[i] = agenda.cause[size]


def still_on(state: State) -> bool:
    """Whether the first entry has not been called off since it was put there."""
    what = state.agenda.what[0]
    kind = what >> KIND_SHIFT
    row = what & ROW_MASK
    serial = state.agenda.key[0] & SERIAL_MASK
    if kind == EXECUTE:
        return state.orders.serial[row] == serial
    if kind == LEAK:  # put there just before the order that it betrays
        return state.orders.serial[row] == serial + 1
    if kind == FINISH:
        return state.orders.ongoing[row] == serial
    if kind == MOVE:
        return state.unit_serial[row] == serial
    return True


def next_due(state: State) -> int:
    """The minute of the next thing that is still on; there is always the horizon. Drops what has been called off.

    (Rulebook 1.5.)
    """
    while not still_on(state):
        remove_first(state)
    return state.agenda.key[0] >> MINUTE_SHIFT


def has_room(program: Program, state: State) -> bool:
    """Whether something that could be refused still fits. What must not be refused has places kept free.

    (Rulebook 1.10.)
    """
    return state.clock[ENTRIES] < program.sizes.agenda - program.sizes.agenda_reserved
