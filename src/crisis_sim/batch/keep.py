"""What is kept of a run: one row of integers and one of floats. In the subset of Python that the rules keep to.

`runs.Layout` says which column is which; the order here is the order there.
"""

from crisis_sim.batch.measures import ESCALATION_SCORE, PEAK_RUNG, Measures, Noted
from crisis_sim.rules.formula import evaluate
from crisis_sim.rules.scoring import score
from crisis_sim.terms.codes import NONE
from crisis_sim.terms.rows import (
    DIGEST_HIGH,
    DIGEST_LOW,
    END_REASON,
    EVENTS,
    NOW,
    OUTCOME_CLASS,
    Floats,
    Ints,
    Program,
    State,
)


def keep_integers(program: Program, state: State, measures: Measures, noted: Noted, row: Ints, at: int) -> None:
    """Writes the integers of a run that is over into `row`, from place `at` on."""
    sizes = program.sizes
    row[at] = state.clock[DIGEST_LOW]
    row[at + 1] = state.clock[DIGEST_HIGH]
    row[at + 2] = state.clock[EVENTS]
    row[at + 3] = state.clock[NOW]
    row[at + 4] = state.clock[OUTCOME_CLASS]
    row[at + 5] = state.clock[END_REASON]
    row[at + 6] = noted.score[PEAK_RUNG]
    row[at + 7] = noted.score[ESCALATION_SCORE]
    at += 8
    for happening in range(sizes.happenings):
        row[at + happening] = noted.first[happening]
    at += sizes.happenings
    for happening in range(sizes.happenings):
        row[at + happening] = int(state.values[program.places.counts + happening])
    at += sizes.happenings
    for n in range(measures.watched):
        row[at + n] = noted.changed[n]
    at += measures.watched
    for flag in range(measures.flags):
        row[at + flag] = 1 if evaluate(program, state, measures.flag[flag]) != 0.0 else 0
    at += measures.flags
    for turn in range(measures.turns):
        row[at + turn] = noted.rungs[turn]
    at += measures.turns
    for turn in range(measures.turns):
        row[at + turn] = noted.points[turn]
    at += measures.turns
    pairs = sizes.seats * sizes.seats
    for n in range(pairs * measures.days):
        row[at + n] = noted.dyads[n]
    at += pairs * measures.days
    for pair in range(pairs):
        row[at + pair] = noted.blows[pair]
        row[at + pairs + pair] = noted.answers[pair]
        row[at + 2 * pairs + pair] = noted.waits[pair]
        stands = noted.standing[pair]
        cut = stands != NONE and state.clock[NOW] - stands < measures.patience
        row[at + 3 * pairs + pair] = 1 if cut else 0


def keep_floats(program: Program, state: State, row: Floats, at: int) -> None:
    """Writes the floats of a run that is over into `row`, from place `at` on: gauges, facts, units, scores."""
    sizes = program.sizes
    for gauge in range(sizes.gauges):
        row[at + gauge] = state.values[program.places.gauges + gauge]
    at += sizes.gauges
    for fact in range(sizes.facts):
        row[at + fact] = state.values[program.places.facts + fact]
    at += sizes.facts
    for unit in range(sizes.units):
        row[at + unit] = state.values[program.places.units + unit]
    at += sizes.units
    for seat in range(sizes.seats):
        row[at + seat] = score(program, state, seat)
