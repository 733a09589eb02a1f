"""Decision points: who is asked, what they have in draft, and when the clock goes on.

All who decide at one minute are asked on the same moment, and nothing of what they draft has an effect until all of it
is committed, in the order of the seats. What is committed is written down first.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from crisis_sim.engine.chronicle import CONTROL, Chronicle
from crisis_sim.engine.clock import Answers
from crisis_sim.engine.course import Answer, Course, Move
from crisis_sim.engine.dates import Dates
from crisis_sim.engine.keeping import Keeper
from crisis_sim.engine.observation import observe
from crisis_sim.engine.options import judge
from crisis_sim.engine.seats import AgentFailed, Questions, Seated, brief
from crisis_sim.journal import Decision, Input, NotSaved, Place, write
from crisis_sim.terms.codes import PULSE
from crisis_sim.terms.records import Observation, Order, Refusal, WrongUse

DECISION, TURN, EVENT, THING, END = UNTIL = ("decision", "turn", "event", "thing", "end")


class Instead(NamedTuple):
    """How often a seat's doctrine decided because its agent had failed, and of how many decisions it was asked for.

    `minute`, `reason`: the first time, and what the agent had done.
    """

    times: int
    asked: int
    minute: int
    reason: str


def taken_over(inputs: Iterable[Input]) -> dict[str, Instead]:
    """The seats whose agents failed. What came from outside says it, so a game that is replayed tells it too."""
    decisions = [given for given in inputs if isinstance(given, Decision)]
    found: dict[str, Instead] = {}
    for seat in dict.fromkeys(seat for given in decisions for seat in given.instead):
        failed = [given for given in decisions if seat in given.instead]
        asked = len(failed) + sum(seat in given.orders for given in decisions)
        found[seat] = Instead(len(failed), asked, failed[0].place.minute, failed[0].instead[seat])
    return found


def failures(seed: int, run: int, found: Mapping[str, Instead]) -> str:
    """One line: whose agent failed, how often, and the first reason."""
    told = (
        f"the agent of {seat} failed at {times} of {asked} decisions, first at minute {minute}: {reason}"
        for seat, (times, asked, minute, reason) in found.items()
    )
    return f"seed {seed}, run {run}: {'; '.join(told)}"


class Rounds:
    """The decision points of one game. `waiting`: rows of the seats that people must decide for now."""

    def __init__(
        self, course: Course, seated: Sequence[Seated], chronicle: Chronicle, dates: Dates, questions: Questions
    ) -> None:
        self._course, self._seated, self._chronicle = course, seated, chronicle
        self._dates, self._questions = dates, questions
        self._humans = [row for row, one in enumerate(seated) if one.human]
        self._drafts: dict[int, list[Move]] = {}
        self._until = DECISION
        self._told = 0  # what had been seen when the clock was last started
        self._committing = self._strict = False
        self.keeper = Keeper()
        self.inputs: list[Input] = []
        self.waiting: tuple[int, ...] = ()
        self.trouble: NotSaved | None = None

    def place(self) -> Place:
        """Where an input belongs that is given now."""
        return Place(self._course.step_number, self._course.events, self._course.minute)

    def observe(self, row: int, asked: bool = False) -> Observation:
        """What a seat sees now. `asked`: it must decide; so must those that are waited for."""
        events = self._chronicle.of(row)
        return observe(self._course, self._dates, row, self.draft(row), events, asked or row in self.waiting)

    # Drafts

    def draft(self, row: int) -> list[Move]:
        """What the seat has in draft."""
        return self._drafts.get(row, [])

    def order(self, move: Move) -> Order:
        """A move by name."""
        return Order(self._course.compiled.names.actions[move.action], move.cancel)

    def redraft(self, row: int, moves: list[Move]) -> None:
        """Another draft. NotSaved, if it could not be written: then it is what it was."""
        seat = self._course.compiled.names.seats[row]
        self.keeper.draft(seat, self.place(), [self.order(move) for move in moves])
        self._drafts[row] = moves

    def review(self) -> None:
        """Takes out of the drafts what is not legal any more."""
        for row in self.waiting:
            kept: list[Move] = []
            for move in self.draft(row):
                if isinstance(judge(self._course, row, self.order(move), kept), Move):
                    kept.append(move)
            if kept != self.draft(row):
                self.redraft(row, kept)

    # Going on

    def go_on(self, until: str, commit: bool, strict: bool = False) -> None:
        """Before the clock runs: how far, and whether the drafts are final. `strict`: an agent that fails ends it."""
        self._strict = strict
        self._until, self._committing = until, commit and bool(self.waiting)
        self._told = self._seen_so_far()

    def decide(self, asked: list[int], expired: bool) -> Answers:
        """The answers of those who are asked; None while people among them think."""
        humans = [row for row in asked if row in self._humans]
        self.waiting = tuple(humans)
        if humans and not (self._committing or expired or self._lets_pass()):
            return None
        answers: dict[int, Answer] = {}
        instead: dict[str, str] = {}
        seats = self._course.compiled.names.seats
        for row in asked:
            try:
                answers[row] = self.draft(row) if row in humans else self._ask(row)
            except AgentFailed as error:
                if self._strict:
                    raise WrongUse(self._failure(seats[row], error)) from error.__cause__
                answers[row] = None
                instead[seats[row]] = str(error)
        orders = {seats[row]: tuple(map(self.order, moves)) for row, moves in answers.items() if moves is not None}
        try:
            self.enter(Decision(self.place(), orders, instead, expired and bool(humans)))
        except NotSaved as error:
            self.trouble = error
            return None
        self._drafts.clear()
        self.waiting, self._committing = (), False
        return answers

    def enter(self, given: Input) -> None:
        """Writes an input down. NotSaved, if that fails: then it does not count."""
        if self.keeper.is_open:
            self.keeper.input(given, self._course, self._chronicle.of(CONTROL))
        self.inputs.append(given)

    def reached(self, kind: int) -> str | None:
        """After a step of this kind: whether the clock has come as far as it should, and why it stops."""
        if self._until == THING:
            return THING
        if self._until == EVENT and self._seen_so_far() != self._told:
            return EVENT
        at_turn = kind == PULSE and self._course.minute % self._course.program.sizes.turn == 0
        return TURN if self._until == TURN and at_turn and not self._humans else None

    def _ask(self, row: int) -> list[Move]:
        """A Python agent's orders. AgentFailed, if one of them is not legal."""
        agent = self._seated[row].agent
        if agent is None:
            raise AgentFailed("it is not here any more")
        observation = self.observe(row, asked=True)
        moves: list[Move] = []
        names = self._course.compiled.names.actions
        for given in self._questions.ask(observation.seat, agent, observation):
            order = given if given.action in names else given._replace(action=brief(given.action))
            judged = judge(self._course, row, order, moves)
            if isinstance(judged, Refusal):
                raise AgentFailed(f"it answered something illegal: {write(order)}: {judged.reason}")
            moves.append(judged)
        return moves

    def _failure(self, seat: str, error: AgentFailed) -> str:
        """The line of a failure that is not written down, because the game ends with it."""
        now = Decision(self.place(), {}, {seat: str(error)})
        return failures(self._course.seed, self._course.run, taken_over([*self.inputs, now]))

    def _lets_pass(self) -> bool:
        """Whether people's decisions are to hold, for the sake of going on."""
        if self._until == TURN:
            sizes = self._course.program.sizes
            return (self._course.minute - sizes.first_turn) % sizes.turn != 0
        return self._until == END or (self._until == EVENT and self._seen_so_far() == self._told)

    def _seen_so_far(self) -> int:
        """How much people have seen; without any, how much has happened."""
        if not self._humans:
            return self._course.events
        return sum(len(self._chronicle.of(row)) for row in self._humans)
