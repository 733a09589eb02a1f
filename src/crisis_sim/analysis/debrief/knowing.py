"""What they knew: every decision judged twice, from how things stood and from what the seat believed of it.

Both times the same two choices are compared, what was chosen and one alternative (doing nothing; for a seat that did
nothing, what its doctrine likes best). Where the two judgements differ, it is hindsight that tells them apart.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from crisis_sim.analysis.debrief.decisions import Decision, choice_of, given_others
from crisis_sim.analysis.debrief.futures import Ask, Ends, Futures, Played, answers_of, luck_of
from crisis_sim.analysis.debrief.shifts import Measure, Shift, shift
from crisis_sim.analysis.debrief.swapping import told
from crisis_sim.analysis.debrief.valuing import Screened
from crisis_sim.analysis.debrief.walking import Choice, Story, course_at
from crisis_sim.engine.course import Course, Move
from crisis_sim.rules.look_ahead import LOWEST, next_option
from crisis_sim.rules.sight import fill_slots
from crisis_sim.terms.codes import NONE

GOOD, MISTAKE, HINDSIGHT, LUCKY, GAIN, LOSS, NO_GAIN, NO_LOSS, OPEN = (
    "a gain that could be seen",
    "a loss that could be seen",
    "a loss that could not be seen",
    "a gain that could not be seen",
    "a gain; whether it could be seen is open",
    "a loss; whether it could be seen is open",
    "a gain was to be expected, and did not come",
    "a loss was to be expected, and did not come",
    "no clear difference",
)
LEAST = 0.5
"""Points of a score: what changes less is not worth a verdict."""


class Insight(NamedTuple):
    """What a choice changed for the seat's own score beside `instead`: as it could believe then, and in truth."""

    decision: Decision
    instead: str
    believed: Shift
    true: Shift

    @property
    def verdict(self) -> str:
        """One of nine; intervals of 95 % are taken for sure."""
        return verdict(self.believed, self.true)


def verdict(believed: Shift, true: Shift) -> str:
    """How what was true and what could be believed go together.

    That something could not be seen, or did not come, is said only where the two intervals do not touch: a change that
    the continuations leave open is not one that was not there.
    """
    apart = believed.low > true.high or believed.high < true.low
    if _counts(true):
        gain = true.difference > 0.0
        if _counts(believed) and (believed.difference > 0.0) == gain:
            return GOOD if gain else MISTAKE
        if not apart:
            return GAIN if gain else LOSS
        return LUCKY if gain else HINDSIGHT
    if _counts(believed) and apart:
        return NO_GAIN if believed.difference > 0.0 else NO_LOSS
    return OPEN


def _counts(shift: Shift) -> bool:
    return shift.clear and abs(shift.difference) >= LEAST


def alternative(course: Course, choice: Choice) -> tuple[Move, ...] | None:
    """What a choice is compared with. None: the seat did nothing, and there was nothing that its doctrine knows."""
    if choice.moves:
        return ()
    fill_slots(course.program, course.state, choice.seat)
    action = next_option(course.program, course.state, choice.seat, -LOWEST, NONE)
    return None if action == NONE else (Move(action, False),)


def alternatives(story: Story, decisions: Sequence[Decision]) -> dict[int, tuple[Move, ...]]:
    """By the number of the decision, for those that had one."""
    courses: dict[int, Course] = {}
    found = {}
    for decision in decisions:
        if decision.round not in courses:
            courses = {decision.round: course_at(story, story.rounds[decision.round])}
        other = alternative(courses[decision.round], choice_of(story, decision))
        if other is not None:
            found[decision.number] = other
    return found


def believed_asks(
    story: Story, decisions: Sequence[Decision], others: Mapping[int, tuple[Move, ...]], n: int
) -> dict[Hashable, Ask]:
    """Continuations from what each seat believed. Their luck is made of what the seat knows, and of nothing else."""
    asks: dict[Hashable, Ask] = {}
    for decision in decisions:
        if decision.number not in others:
            continue
        choice, state = choice_of(story, decision), story.rounds[decision.round].state
        seed = luck_of(story.compiled, "believed", decision.seat, decision.minute)
        for name, moves in (("chosen", choice.moves), ("instead", others[decision.number])):
            answers = answers_of([Choice(choice.seat, moves, choice.asked)])
            asks["believed", decision.number, name] = Ask(state, answers, n, seed, believer=choice.seat)
    return asks


def insights(
    screened: Screened, futures: Futures, decisions: Sequence[Decision], measures: Sequence[Measure], n: int,
    played: Played,
) -> list[Insight]:  # fmt: skip
    """Of every decision that had an alternative, of seats that have objectives."""
    story = screened.story
    others = alternatives(story, decisions)
    asks = believed_asks(story, decisions, others, n)
    seed = luck_of(story.compiled, story.game.seed, story.game.run, "screening")
    for decision in decisions:
        if decision.number in others:
            moment, choice = story.rounds[decision.round], choice_of(story, decision)
            answers = answers_of(given_others(moment, choice, others[decision.number]))
            asks["true", decision.number] = Ask(moment.state, answers, screened.n, seed)
    ends = futures.play(asks, played)
    own = {measure.name: measure for measure in measures if measure.kind == "score"}
    return [
        _insight(screened, decision, others[decision.number], own[decision.seat], ends)
        for decision in decisions
        if decision.number in others and decision.seat in own
    ]


def _insight(
    screened: Screened, decision: Decision, other: Sequence[Move], measure: Measure, ends: Mapping[Hashable, Ends]
) -> Insight:
    return Insight(
        decision,
        told(screened.story.compiled, other),
        believed(measure, decision, ends),
        shift(measure, ends["true", decision.number], screened.rounds[decision.round].chosen),
    )


def believed(measure: Measure, decision: Decision, ends: Mapping[Hashable, Ends]) -> Shift:
    """What the seat could believe that its choice changes."""
    arms = [ends["believed", decision.number, name] for name in ("instead", "chosen")]
    return shift(measure, *arms)
