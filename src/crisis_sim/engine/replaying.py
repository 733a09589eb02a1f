"""Inputs done again: for replays, for branches, for games that go on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

from crisis_sim.compiler import Compiled, Names
from crisis_sim.engine.course import Answer, Course, Move
from crisis_sim.engine.options import judge
from crisis_sim.engine.seats import Seated, seated
from crisis_sim.journal import Branched, Decision, Input, JournalError, Override, Place, Said, Sent
from crisis_sim.terms.codes import EXTERNAL, NONE
from crisis_sim.terms.records import Order, Refusal


class Replay:
    """A course brought along the way that its inputs describe.

    `done`: so many inputs were used. `seated`: who sits where at this point of the way.
    """

    def __init__(
        self, compiled: Compiled, seed: int, run: int, seats: Sequence[Seated], inputs: Sequence[Input], where: str = ""
    ) -> None:
        self.course = Course(compiled, seed, run, [one.code for one in seats], [one.persona for one in seats])
        self.seated = list(seats)
        self.done = 0
        self._inputs, self._where, self._names = inputs, where, compiled.names

    def to(self, minute: int | None) -> None:
        """Up to the decisions of this minute, or else the first thing after it. None: as far as the inputs lead."""
        course = self.course
        while not course.over:
            self._do_what_is_here(minute)
            if minute is not None and self._is_there(minute):
                return
            if course.asks():
                if self.done == len(self._inputs):
                    return  # somebody has to decide what is not decided yet
                self._decide(self._inputs[self.done])
            elif minute is None and self.done == len(self._inputs) and not course.in_a_round:
                return
            course.step()
        if minute is None and self.done < len(self._inputs):
            self._fail(self._inputs[self.done], "the game is over before it")

    def _do_what_is_here(self, until: int | None) -> None:
        """Does the inputs that belong to this step, up to a decision."""
        while self.done < len(self._inputs):
            given = self._inputs[self.done]
            late = until is not None and given.place.minute > until
            if isinstance(given, Decision) or given.place.steps != self.course.step_number or late:
                return
            self._come_to(given)
            self._do(given)
            self.done += 1

    def _is_there(self, minute: int) -> bool:
        due = self.course.due()
        deciding = self.course.decisions_are_next and not self.course.in_a_round
        return due > minute or (due == minute and deciding)

    def _come_to(self, given: Input) -> None:
        """The clock stands where it stood when this was given. JournalError, if the game is not there."""
        course = self.course
        if given.place.minute != course.minute:
            course.come_to()
        here = Place(course.step_number, course.events, course.minute)
        if given.place != here:
            self._fail(given, f"it follows event {given.place.events}, and the game is at {here.events}: another game")

    def _decide(self, given: Input) -> None:
        if not isinstance(given, Decision):
            self._fail(given, "a decision should stand before it")
        self._come_to(given)
        self.course.answer(self._answers(given))
        self.done += 1

    def _answers(self, given: Decision) -> Mapping[int, Answer]:
        asked = self.course.asks()
        answers: dict[int, Answer] = {}
        for seat, orders in given.orders.items():
            row = self._row(given, seat)
            if row not in asked:
                self._fail(given, f"{seat} does not decide there")
            moves: list[Move] = []
            for order in orders:
                moves.append(self._move(given, row, order, moves))
            answers[row] = moves
        return answers | {self._row(given, seat): None for seat in given.instead}

    def _move(self, given: Decision, row: int, order: Order, draft: Sequence[Move]) -> Move:
        judged = judge(self.course, row, order, draft)
        if isinstance(judged, Refusal):
            self._fail(given, f"{order.action} is not legal there: {judged.reason}")
        return judged

    def _row(self, given: Input, seat: str) -> int:
        if seat not in self._names.seats:
            self._fail(given, f"there is no seat {seat[:40]!r}")
        return self._names.seats.row(seat)

    def _do(self, given: Input) -> None:
        try:
            do(self.course, given)
        except KeyError as error:
            self._fail(given, f"there is no {error}")
        if isinstance(given, Branched):
            for seat, agent in given.seats.items():
                self.seated[self._row(given, seat)] = seated_again(self._names, agent)

    def _fail(self, given: Input, why: str) -> NoReturn:
        kind = type(given).__name__.lower()
        raise JournalError(f"{self._where or 'this game'}: the {kind} at minute {given.place.minute}: {why}")


def do(course: Course, given: Input) -> None:
    """What control, a message or a branch does, at once. KeyError for a name that is not there."""
    names = course.compiled.names
    match given:
        case Override():
            course.override(names.gauges.row(given.gauge), given.value, given.reason)
        case Sent():
            course.send(names.happenings.row(given.inject))
        case Said():
            sender = NONE if given.sender is None else names.seats.row(given.sender)
            course.message(sender, mask(names, [*given.to, *([given.sender] if given.sender else [])]), given.text)
        case Branched():
            again = {names.seats.row(seat): seated_again(names, agent) for seat, agent in given.seats.items()}
            course.hand_over({row: (one.code, one.persona) for row, one in again.items()})
        case Decision():
            raise TypeError("a decision is an answer")


def mask(names: Names, seats: Iterable[str]) -> int:
    """The bits of these seats."""
    return sum(1 << row for row in {names.seats.row(seat) for seat in seats})


def seated_again(names: Names, agent: str) -> Seated:
    """Who sat there, by the name in a journal. A Python agent is not there any more: people take its place."""
    known = agent in ("random", "historical", "look_ahead", "human") or agent in names.personas
    return seated(names, agent) if known else Seated(agent, EXTERNAL, 0)
