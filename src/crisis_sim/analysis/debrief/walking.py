"""A game taken apart: how it stood before each round of decisions, who decided there, and what was chosen.

A round is one minute at which seats decide. All who decide at one minute decide on the same moment and in secret, so
what each of them chose is kept apart from what the others chose.
"""

from typing import NamedTuple

from crisis_sim.compiler import Compiled
from crisis_sim.engine import Game
from crisis_sim.engine.course import Course, Happened, Move, copied
from crisis_sim.engine.replaying import Replay
from crisis_sim.journal import Input, Override, Sent
from crisis_sim.rules.agenda import KIND_SHIFT, MINUTE_SHIFT, ROW_BITS, ROW_MASK, remove, schedule
from crisis_sim.rules.game import come_to
from crisis_sim.terms.codes import DECIDE, DOCTRINE, EVENT_CANCEL, EVENT_ORDER, NONE
from crisis_sim.terms.rows import ENTRIES, State

OUT_OF_TURN = 1  # goes with a decision that is no part of the staff cycle


class Choice(NamedTuple):
    """What a seat (a row) chose. `asked`: it was to decide then, and its doctrine would have; if not, it acted by
    itself at that minute, as only the record of history does, and doing nothing is what it would have done otherwise.
    """

    seat: int
    moves: tuple[Move, ...]
    asked: bool


class Round(NamedTuple):
    """`state`: the moment just before. `events`: how many there were. `choices`: in the order of the seats."""

    minute: int
    events: int
    state: State
    choices: tuple[Choice, ...]


class Intervention(NamedTuple):
    """Control changed something: how it stood before and after."""

    minute: int
    given: Input
    before: State
    after: State


class Story(NamedTuple):
    """A game, its first moment, and its rounds and interventions in the order of time."""

    compiled: Compiled
    game: Game
    first: State
    moments: tuple[Round | Intervention, ...]
    happened: tuple[Happened, ...]

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds of decisions."""
        return tuple(one for one in self.moments if isinstance(one, Round))


class _Walk(Replay):
    """A replay that keeps how it stood before and after whatever control did."""

    def __init__(self, game: Game) -> None:
        super().__init__(game.compiled, game.seed, game.run, game.begun, game.inputs)
        self.moments: list[Round | Intervention] = []

    def _do(self, given: Input) -> None:
        if not isinstance(given, Override | Sent):
            super()._do(given)
            return
        before = copied(self.course.state)
        super()._do(given)
        self.moments.append(Intervention(given.place.minute, given, before, copied(self.course.state)))


def walk(game: Game) -> Story:
    """The story of a game, as far as it went. The game is left as it is."""
    along = _Walk(game)
    course, last = along.course, game.steps
    first = copied(course.state)
    while course.step_number < last:
        minute = course.due()
        along.to(minute)
        if course.over:
            break
        if course.due() != minute or not course.decisions_are_next:
            continue
        before, events, state, at = course.step_number, course.events, copied(course.state), len(along.moments)
        along.to(minute + 1)
        if course.step_number == before:
            break  # somebody has to decide what is not decided yet
        along.moments.insert(at, _round(game.compiled, minute, events, state, course.happened[events:]))
    return Story(game.compiled, game, first, tuple(along.moments), tuple(course.happened))


def _round(compiled: Compiled, minute: int, events: int, state: State, since: list[Happened]) -> Round:
    come_to(compiled.program, state)
    asked = _each_once(state, minute)
    chosen: dict[int, list[Move]] = {seat: [] for seat in asked}
    for event in since:
        if event.minute == minute and event.kind in (EVENT_ORDER, EVENT_CANCEL):
            seat = compiled.program.happenings.seat[event.row]
            chosen.setdefault(seat, []).append(Move(event.row, event.kind == EVENT_CANCEL))
    for seat in chosen.keys() - asked:
        schedule(state, minute, DECIDE, seat, OUT_OF_TURN, NONE)
    choices = tuple(Choice(seat, tuple(chosen[seat]), seat in asked) for seat in sorted(chosen))
    return Round(minute, events, state, choices)


def _each_once(state: State, minute: int) -> set[int]:
    """The seats that decide at this minute. Who would decide twice, in turn and out of it, decides in turn alone."""
    agenda, in_turn, out = state.agenda, set[int](), dict[int, int]()
    for at in range(state.clock[ENTRIES]):
        what = agenda.what[at]
        if agenda.key[at] >> MINUTE_SHIFT == minute and what >> KIND_SHIFT == DECIDE:
            if (what >> ROW_BITS) & 1 == OUT_OF_TURN:
                out[what & ROW_MASK] = what
            else:
                in_turn.add(what & ROW_MASK)
    for seat in in_turn & out.keys():
        remove(state, next(at for at in range(state.clock[ENTRIES]) if agenda.what[at] == out[seat]))
        state.flash[seat] = 0
    return in_turn | out.keys()


def course_at(story: Story, moment: Round) -> Course:
    """A course that stands at a round: to ask what could be ordered there, and what a doctrine makes of it."""
    seats = story.compiled.program.sizes.seats
    course = Course(story.compiled, story.game.seed, story.game.run, [0] * seats, [0] * seats)
    course.state = copied(moment.state)
    course.hand_over(dict.fromkeys(range(seats), (DOCTRINE, 0)))
    return course
