"""Turning points: the largest of what the screening found, estimated again with luck that it did not use.

The screening is noisy, and of many noisy figures the largest are too large. So it only says where to look, at which
decisions and in which measure (those that changed most, less a standard error); the figures that are told
come from fresh continuations, in which that choice has no part. Of the decisions that are looked at again only those
are called turning points whose change stands after Holm: in at most one debrief of twenty there is one among them that
changed nothing. What changed less than `LEAST` is none either.
"""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from crisis_sim.analysis.debrief.decisions import Decision, choice_of
from crisis_sim.analysis.debrief.futures import Ask, Ends, Futures, Played, answers_of, luck_of
from crisis_sim.analysis.debrief.shifts import Measure, Shift, rejected, shift
from crisis_sim.analysis.debrief.valuing import Candidate, without
from crisis_sim.analysis.debrief.walking import Story

FALSE_FINDINGS = 0.05
LEAST = 2.0
"""Percentage points, or points of a score: what changes less is no turning point, however sure it is."""


class TurningPoint(NamedTuple):
    """A decision and what it changed, given what the others chose. `main`: in the measure that the screening named;
    `shifts`: in every measure. `screened`: what the screening said, which is too large more often than not."""

    decision: Decision
    main: Shift
    shifts: tuple[Shift, ...]
    screened: Shift
    stands: bool


def worth_a_look(found: Sequence[Candidate], top: int) -> list[Candidate]:
    """Those that changed most, less a standard error; without those that changed nothing in any continuation."""
    moved = [one for one in found if one.screened.difference != 0.0]
    return sorted(moved, key=lambda one: (-one.screened.weight, one.round, one.seat))[:top]


def fresh_seed(story: Story, purpose: str, decision: Decision) -> int:
    """Luck for one decision and purpose alone."""
    game = story.game
    return luck_of(story.compiled, game.seed, game.run, purpose, decision.round, decision.seat)


def again(
    story: Story, futures: Futures, chosen: Sequence[tuple[Decision, Shift]], measures: Sequence[Measure], n: int,
    played: Played,
) -> tuple[list[TurningPoint], dict[int, Ends]]:  # fmt: skip
    """Estimates these decisions with fresh luck; the largest change first, those that do not stand last. And how it
    went on as it was chosen, by the number of the decision: alternatives are compared with that."""
    asks: dict[Hashable, Ask] = {}
    for decision, _ in chosen:
        moment, seed = story.rounds[decision.round], fresh_seed(story, "fresh", decision)
        asks[decision.number, True] = Ask(moment.state, answers_of(moment.choices), n, seed)
        left = without(moment, choice_of(story, decision))
        asks[decision.number, False] = Ask(moment.state, answers_of(left), n, seed)
    ends = futures.play(asks, played)
    return judged(chosen, measures, ends), {decision.number: ends[decision.number, True] for decision, _ in chosen}


def judged(
    chosen: Sequence[tuple[Decision, Shift]], measures: Sequence[Measure], ends: dict[Hashable, Ends]
) -> list[TurningPoint]:
    """Which of them stand."""
    found = []
    for decision, screened in chosen:
        arms = ends[decision.number, False], ends[decision.number, True]
        shifts = tuple(shift(measure, *arms) for measure in measures)
        main = next(one for one in shifts if one.measure == screened.measure)
        found.append(TurningPoint(decision, main, shifts, screened, False))
    sure = rejected([one.main.p for one in found], FALSE_FINDINGS)
    points = [
        one._replace(stands=stands and abs(one.main.difference) >= LEAST)
        for one, stands in zip(found, sure, strict=True)
    ]
    return sorted(points, key=lambda one: (not one.stands, -abs(one.main.difference), one.decision.number))
