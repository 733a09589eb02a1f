"""What happened, written down: events of this step, and the digest that all events and all turns go into."""

from crisis_sim.rules.chance import WORD
from crisis_sim.terms.rows import DIGEST_HIGH, DIGEST_LOW, EVENTS, FAULT, LOG_ROOM, LOGGED, NOW, Program, State

FLOAT_STEPS = 1048576.0  # a float enters the digest as int(x * 2 ** 20)
FLOAT_MOST = 8e12  # cut here, so that this fits into 64 bits


def fixed(value: float) -> int:
    """A float as the digest takes it."""
    return int(min(max(value, -FLOAT_MOST), FLOAT_MOST) * FLOAT_STEPS)


def mix(state: State, value: int) -> None:
    """Stirs a 64-bit integer into the digest. (Rulebook 18.1.)"""
    low = state.clock[DIGEST_LOW]
    high = state.clock[DIGEST_HIGH]
    low = ((low ^ (value & WORD)) * 0x9E3779B1 + high) & WORD
    low ^= low >> 15
    high = ((high ^ ((value >> 32) & WORD)) * 0x85EBCA77 + low) & WORD
    high ^= high >> 13
    state.clock[DIGEST_LOW] = low
    state.clock[DIGEST_HIGH] = high


def mix_state(program: Program, state: State) -> None:
    """Stirs in every gauge, report, fact, belief and force: once a turn. (Rulebook 18.3.)"""
    mix(state, state.clock[NOW])
    for place in range(program.places.gauges, program.places.counts):
        mix(state, fixed(state.values[place]))


def record(
    state: State,
    kind: int,
    actor: int,
    target: int,
    row: int,
    outcome: int,
    seen: int,
    doer: int,
    cause: int,
    amount: float,
    chance: float,
    luck: float,
) -> int:
    """Writes an event and returns its serial. `seen`, `doer`: masks of the seats that see it, and that know who did it.

    `amount`: a number that belongs to it. `chance`, `luck`: how likely this was, and the number drawn; they are for
    whoever asks why, and stay out of the digest. (Rulebook 18.2.)
    """
    serial = state.clock[EVENTS]
    state.clock[EVENTS] = serial + 1
    log = state.log
    n = state.clock[LOGGED]
    if n < state.clock[LOG_ROOM]:
        state.clock[LOGGED] = n + 1
        log.kind[n] = kind
        log.actor[n] = actor
        log.target[n] = target
        log.row[n] = row
        log.outcome[n] = outcome
        log.seen[n] = seen
        log.doer[n] = doer
        log.cause[n] = cause
        log.amount[n] = amount
        log.chance[n] = chance
        log.luck[n] = luck
    else:
        state.clock[FAULT] = 1  # what a scenario must not do; the game ends
    mix(state, (((((kind << 8) | (actor + 1)) << 8) | (target + 1)) << 16 | (row + 1)) << 8 | (outcome + 1))
    mix(state, (state.clock[NOW] << 32) | (seen << 16) | doer)
    mix(state, cause + 1)
    mix(state, fixed(amount))
    return serial
