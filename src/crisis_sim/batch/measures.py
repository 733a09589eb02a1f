"""What is noted of a run while it is played: first times, rungs, points, who answered whom.

In the subset of Python that the rules keep to, so that the kernel compiles these very functions. Every engine feeds
them the same: each event that the rules wrote, and the values after each step that wrote one.
"""

from typing import NamedTuple

from crisis_sim.terms.codes import EVENT_CLAIM, EVENT_INJECT, EVENT_OUTCOME, EVENT_PROCESS, MINUTES_A_DAY, NONE
from crisis_sim.terms.rows import LOGGED, NOW, Floats, Ints, Program, State


class Measures(NamedTuple):
    """How the happenings of a scenario are weighed."""

    turns: int  # staff cycles that a game can touch
    days: int  # that a game can touch
    watched: int  # how many gauges
    flags: int  # how many
    patience: int  # minutes within which a blow counts as answered
    rung: Ints  # per happening
    goldstein: Ints  # per happening: tenths; 0 where it has none
    points: Ints  # per outcome: of its severity
    blow: Ints  # per outcome: 1 for a violent one
    side: Ints  # per actor: the seat on whose side it is, or NONE
    flag: Ints  # formulas
    watch: Ints  # rows of the gauges of which it is noted when they first change


class Noted(NamedTuple):
    """What was noted of one run."""

    first: Ints  # per happening: minute at which it first took place, or NONE
    initial: Floats  # per watched gauge: its value when the notes began
    changed: Ints  # per watched gauge: minute at which it first differed from that, or NONE
    score: Ints  # peak rung, escalation score
    rungs: Ints  # per staff cycle: the highest rung
    points: Ints  # per staff cycle: the sum of the points
    dyads: Ints  # (doer * seats + target) * days + day: sum of Goldstein's tenths
    standing: Ints  # doer * seats + target: minute of the blow that stands unanswered, or NONE
    blows: Ints  # doer * seats + target: blows while none stood
    answers: Ints  # doer * seats + target: how many of these were answered in time
    waits: Ints  # doer * seats + target: sum of the minutes until then


PEAK_RUNG, ESCALATION_SCORE, SCORES = range(3)


def begin_notes(program: Program, state: State, measures: Measures, noted: Noted) -> None:
    """Empties the notes, for a run that goes on from this state."""
    seats = program.sizes.seats
    for happening in range(program.sizes.happenings):
        noted.first[happening] = NONE
    for n in range(measures.watched):
        noted.initial[n] = state.values[program.places.gauges + measures.watch[n]]
        noted.changed[n] = NONE
    for n in range(SCORES):
        noted.score[n] = 0
    for turn in range(measures.turns):
        noted.rungs[turn] = 0
        noted.points[turn] = 0
    for n in range(seats * seats * measures.days):
        noted.dyads[n] = 0
    for pair in range(seats * seats):
        noted.standing[pair] = NONE
        noted.blows[pair] = 0
        noted.answers[pair] = 0
        noted.waits[pair] = 0


def note_step(program: Program, state: State, measures: Measures, noted: Noted) -> None:
    """Notes the events that stand in the log, and which watched gauges they have moved."""
    logged = state.clock[LOGGED]
    if logged == 0:
        return
    minute = state.clock[NOW]
    log = state.log
    for n in range(logged):
        note_event(
            program, measures, noted, minute, log.kind[n], log.actor[n], log.target[n], log.row[n], log.outcome[n]
        )
    for n in range(measures.watched):
        place = program.places.gauges + measures.watch[n]
        if noted.changed[n] == NONE and state.values[place] != noted.initial[n]:
            noted.changed[n] = minute


def note_event(
    program: Program,
    measures: Measures,
    noted: Noted,
    minute: int,
    kind: int,
    actor: int,
    target: int,
    row: int,
    outcome: int,
) -> None:
    """Notes one event: only what took place counts, not what was ordered, impossible or disobeyed."""
    if kind != EVENT_OUTCOME and kind != EVENT_PROCESS and kind != EVENT_INJECT and kind != EVENT_CLAIM:
        return
    if outcome == NONE or program.outcomes.done[outcome] == 0:
        return
    if noted.first[row] == NONE:
        noted.first[row] = minute
    rung = measures.rung[row]
    points = measures.points[outcome]
    turn = minute // program.sizes.turn
    noted.score[PEAK_RUNG] = max(noted.score[PEAK_RUNG], rung)
    noted.score[ESCALATION_SCORE] += points
    noted.rungs[turn] = max(noted.rungs[turn], rung)
    noted.points[turn] += points
    doer = NONE if actor == NONE else measures.side[actor]
    other = NONE if target == NONE else measures.side[target]
    if doer == NONE or other == NONE or doer == other:
        return
    pair = doer * program.sizes.seats + other
    noted.dyads[pair * measures.days + minute // MINUTES_A_DAY] += measures.goldstein[row]
    if measures.blow[outcome] == 1:
        note_blow(program, measures, noted, minute, doer, other)


def note_blow(program: Program, measures: Measures, noted: Noted, minute: int, doer: int, other: int) -> None:
    """A blow answers the one that stands against the doer, if it comes in time; and stands itself until answered."""
    seats = program.sizes.seats
    against = other * seats + doer
    if noted.standing[against] != NONE:
        waited = minute - noted.standing[against]
        noted.standing[against] = NONE
        if waited <= measures.patience:
            noted.answers[against] += 1
            noted.waits[against] += waited
    own = doer * seats + other
    if noted.standing[own] == NONE or minute - noted.standing[own] > measures.patience:
        noted.standing[own] = minute
        noted.blows[own] += 1
