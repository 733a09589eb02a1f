"""Commitments and agreements: how they are made, called, kept and broken."""

from crisis_sim.rules.agenda import schedule
from crisis_sim.rules.draw import draw_minutes
from crisis_sim.rules.formula import holds
from crisis_sim.terms.codes import (
    BREACHED,
    BROKEN,
    CALLED,
    CALLED_AT_ONCE,
    CALLED_BY_DEADLINE,
    COMPLIED,
    EXPIRED,
    FOR_DEADLINE,
    FOR_DELAY,
    HAPPEN,
    IN_FORCE,
    KEPT,
    LAPSED,
    NONE,
    PROPOSED,
    REJECTED,
    RELEASED,
    STANDING,
)
from crisis_sim.terms.rows import NOW, Ints, Program, State


def deeds(program: Program, state: State, first: int, end: int, listed: Ints) -> int:
    """How often any of the happenings listed took place so far."""
    total = 0.0
    for i in range(first, end):
        total += state.values[program.places.counts + listed[i]]
    return int(total)


def deeds_promised(program: Program, state: State, promise: int) -> int:
    """How often any deed that keeps the commitment was done so far. (Rulebook 10.9.)"""
    rows = program.commitments
    return deeds(program, state, rows.first_promised[promise], rows.first_promised[promise + 1], rows.promised)


def deeds_forborne(program: Program, state: State, promise: int) -> int:
    """How often any deed that breaks the commitment was done so far."""
    rows = program.commitments
    return deeds(program, state, rows.first_abstain[promise], rows.first_abstain[promise + 1], rows.abstain)


def commit(program: Program, state: State, promise: int, cause: int) -> None:
    """Makes a commitment, or makes it anew. (Rulebook 10.1.)"""
    rows = program.commitments
    nth = state.promise_nth[promise]
    state.promise_nth[promise] = nth + 1
    wait = draw_minutes(
        program, state, rows.deadline[promise], rows.luck[promise], FOR_DEADLINE, rows.giver[promise], nth
    )
    state.promise_due[promise] = state.clock[NOW] + wait
    state.promise_mark[promise] = deeds_promised(program, state, promise)
    state.abstain_mark[promise] = deeds_forborne(program, state, promise)
    at_once = rows.called[promise] == CALLED_AT_ONCE
    stand(program, state, promise, CALLED if at_once else STANDING, rows.made[promise], cause)


def stand(program: Program, state: State, promise: int, standing: int, follows: int, cause: int) -> None:
    """Changes how a commitment stands; what follows from it happens within the same minute. (Rulebook 10.11.)"""
    state.values[program.places.standings + promise] = float(standing)
    if follows != NONE:
        schedule(state, state.clock[NOW], HAPPEN, follows, 0, cause)


def release(program: Program, state: State, promise: int) -> None:
    """Lifts a commitment that stands. (Rulebook 10.10.)"""
    standing = int(state.values[program.places.standings + promise])
    if standing == STANDING or standing == CALLED:
        stand(program, state, promise, RELEASED, NONE, NONE)


def check_commitments(program: Program, state: State) -> None:
    """Every hour: which have been complied with, called, kept or broken. (Rulebook 10.2.)"""
    for promise in range(program.sizes.commitments):
        standing = int(state.values[program.places.standings + promise])
        if standing == STANDING or standing == CALLED:
            check_commitment(program, state, promise, standing)


def check_commitment(program: Program, state: State, promise: int, standing: int) -> None:
    """One commitment that stands. (Rulebook 10.3, 10.4, 10.6, 10.7, 10.8.)"""
    rows = program.commitments
    now = state.clock[NOW]
    if rows.demand[promise] != NONE and holds(program, state, rows.demand[promise]):
        stand(program, state, promise, COMPLIED, rows.complied[promise], NONE)
    elif deeds_forborne(program, state, promise) > state.abstain_mark[promise]:
        stand(program, state, promise, BROKEN, rows.broken[promise], NONE)
    elif standing == CALLED:
        if deeds_promised(program, state, promise) > state.promise_mark[promise]:
            stand(program, state, promise, KEPT, rows.kept[promise], NONE)
        elif now >= state.promise_due[promise]:
            only_forbears = rows.first_promised[promise] == rows.first_promised[promise + 1]
            if only_forbears:
                stand(program, state, promise, KEPT, rows.kept[promise], NONE)
            else:
                stand(program, state, promise, BROKEN, rows.broken[promise], NONE)
    elif rows.trigger[promise] != NONE and holds(program, state, rows.trigger[promise]):
        call(program, state, promise)
    elif now >= state.promise_due[promise]:
        if rows.called[promise] == CALLED_BY_DEADLINE:
            call(program, state, promise)
        else:
            stand(program, state, promise, EXPIRED, NONE, NONE)
    else:
        state.promise_mark[promise] = deeds_promised(program, state, promise)


def call(program: Program, state: State, promise: int) -> None:
    """The case it was made for has come: from now on there is a time of grace to do what was promised.

    What was done since the hour struck last counts already: it may have come after the case. (Rulebook 10.5.)
    """
    rows = program.commitments
    nth = state.promise_nth[promise]
    wait = draw_minutes(program, state, rows.grace[promise], rows.luck[promise], FOR_DELAY, rows.giver[promise], nth)
    state.promise_due[promise] = state.clock[NOW] + wait
    stand(program, state, promise, CALLED, NONE, NONE)


def propose(program: Program, state: State, agreement: int, cause: int) -> None:
    """Puts an agreement before its parties; a sponsor that is a party has accepted it."""
    rows = program.agreements
    nth = state.proposal_nth[agreement]
    state.proposal_nth[agreement] = nth + 1
    wait = draw_minutes(
        program, state, rows.lapses[agreement], rows.luck[agreement], FOR_DEADLINE, rows.sponsor[agreement], nth
    )
    state.proposal_due[agreement] = state.clock[NOW] + wait
    state.accepted[agreement] = 0
    state.values[program.places.agreed + agreement] = float(PROPOSED)
    accept(program, state, agreement, rows.sponsor[agreement], cause)


def accept(program: Program, state: State, agreement: int, seat: int, cause: int) -> None:
    """One side agrees; when all parties have, it is in force and its commitments are made. (Rulebook 11.2.)"""
    rows = program.agreements
    if int(state.values[program.places.agreed + agreement]) != PROPOSED:
        return
    parties = rows.parties[agreement]
    state.accepted[agreement] |= (1 << seat) & parties
    if state.accepted[agreement] == parties:
        state.values[program.places.agreed + agreement] = float(IN_FORCE)
        for i in range(rows.first_commitment[agreement], rows.first_commitment[agreement + 1]):
            commit(program, state, rows.commitment[i], cause)
        schedule(state, state.clock[NOW], HAPPEN, rows.agreed[agreement], 0, cause)


def reject(program: Program, state: State, agreement: int, cause: int) -> None:
    """One side refuses: the proposal is off. (Rulebook 11.3.)"""
    if int(state.values[program.places.agreed + agreement]) == PROPOSED:
        state.values[program.places.agreed + agreement] = float(REJECTED)
        schedule(state, state.clock[NOW], HAPPEN, program.agreements.rejected[agreement], 0, cause)


def check_agreements(program: Program, state: State) -> None:
    """Every hour: proposals that lapse, agreements that somebody breached. (Rulebook 11.4, 11.5.)"""
    rows = program.agreements
    for agreement in range(program.sizes.agreements):
        place = program.places.agreed + agreement
        stage = int(state.values[place])
        if stage == PROPOSED and state.clock[NOW] >= state.proposal_due[agreement]:
            state.values[place] = float(LAPSED)
        elif stage == IN_FORCE:
            for i in range(rows.first_commitment[agreement], rows.first_commitment[agreement + 1]):
                if int(state.values[program.places.standings + rows.commitment[i]]) == BROKEN:
                    state.values[place] = float(BREACHED)
            if int(state.values[place]) == BREACHED:
                schedule(state, state.clock[NOW], HAPPEN, rows.breached[agreement], 0, NONE)
