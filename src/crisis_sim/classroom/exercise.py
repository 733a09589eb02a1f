"""An exercise: everything that is so, made by doing the entries of its log one after another.

`do` is the only way in. It looks at no clock, no chance and no file, and says which parts of whose view it may have
changed; the same entries in the same order give the same exercise.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from crisis_sim.api import Crisis
from crisis_sim.classroom import commanding, teamwork
from crisis_sim.classroom.entries import SERVER, Answer, Entry, Refused
from crisis_sim.classroom.formats import Format
from crisis_sim.classroom.matrix import BY_THE_SERVER, COMMANDS, kind_of
from crisis_sim.classroom.people import People, Person
from crisis_sim.classroom.table import Table
from crisis_sim.classroom.timer import Timer
from crisis_sim.engine import HUMAN
from crisis_sim.terms.records import WrongUse

LOBBY, PRACTICE, BRIEF, TURNS, DEBRIEF, END = PHASES = ("lobby", "practice", "brief", "turns", "debrief", "end")
MINUTE = 60_000
REMEMBERED = 32
"""Answers of one person that are kept for those who ask again."""

STAGE, BOOK, SITUATION, OPTIONS, DRAFT = "stage", "book", "situation", "options", "draft"
NEWS, TALK, TEAM, NOTES, QUESTIONS, REVEALED = "news", "talk", "team", "notes", "questions", "debrief"
OF_THE_GAME = (STAGE, SITUATION, OPTIONS, DRAFT, NEWS, TALK)
OF_A_SEAT = (*OF_THE_GAME, BOOK, TEAM, NOTES, QUESTIONS, REVEALED)
"""What a team member's view is made of."""


class Exercise:
    """`made`: what the store says the exercise is made of. `opening`: what each seat sees before anything happened, for
    what things mean. `changed`: (table, seat, part) since it was last emptied."""

    def __init__(self, made: Mapping[str, Any], crisis: Crisis) -> None:
        self.made, self.crisis = made, crisis
        self.name = str(made["name"])
        self.format = Format(**made["format"])
        self.seats = list(crisis.seats)
        self.briefs = {Path(name).stem: text for name, text in made["texts"].items() if name.endswith(".md")}
        opening = crisis.play(0, seats=HUMAN, timeout=None)
        self.opening = {seat: opening.observe(seat) for seat in self.seats}
        self.costs = {option.action: option.effort for one in self.opening.values() for option in one.options}
        self.tables = [Table(number, crisis) for number in range(1, int(made["tables"]) + 1)]
        self.people = People(len(self.tables), self.seats)
        self.phase, self.timer = LOBBY, Timer()
        self.early = False
        self.starts = 0  # of the server
        self.at = 0
        self.deeds: dict[str, Counter[str]] = {}
        self.changed: set[tuple[int, str, str]] = set()
        self.moved: set[str] = set()  # people whose view is another one from now on
        self._answers: dict[str, dict[str, Answer]] = {}

    def do(self, entry: Entry) -> Answer:
        """Does one entry, or says why it cannot be done; then nothing has changed."""
        self.at = max(self.at, entry.at)
        try:
            answer = self._do(entry)
        except Refused as refused:
            answer = Answer(refused.code, refused.reason)
        except WrongUse as wrong:
            answer = Answer("refused", str(wrong))
        remembered = self._answers.setdefault(entry.who, {})
        remembered[entry.order] = answer
        if len(remembered) > REMEMBERED:
            del remembered[next(iter(remembered))]
        return answer

    def answer_again(self, who: str, order: str) -> Answer | None:
        """What an entry was answered that is asked for a second time; None, if that was long ago or never."""
        return self._answers.get(who, {}).get(order)

    def table(self, number: object) -> Table:
        """Refused, if there is none."""
        if not isinstance(number, int) or not 1 <= number <= len(self.tables):
            raise Refused("unknown", f"there is no table {number}: they are numbered from 1 to {len(self.tables)}")
        return self.tables[number - 1]

    def touch(self, table: int, seats: Iterable[str], *parts: str) -> None:
        """Notes what may look otherwise now."""
        self.changed.update((table, seat, part) for seat in seats for part in parts)

    def touch_all(self, *parts: str) -> None:
        """The same, for everybody."""
        for table in self.tables:
            self.touch(table.number, self.seats, *parts)

    def move(self, people: Iterable[Person], tables: Iterable[int | None]) -> None:
        """These people look at something else from now on, and so do those whom they leave and join."""
        self.moved.update(person.id for person in people)
        for table in {one for one in tables if one is not None}:
            self.touch(table, self.seats, TEAM, BOOK)

    @property
    def over(self) -> bool:
        """Whether it has come to its end, and nothing can be done any more."""
        return self.phase == END

    def _do(self, entry: Entry) -> Answer:
        if entry.kind in BY_THE_SERVER:
            if entry.who != SERVER:
                raise Refused("not_yours", "only the server does that")
            return _BY_THE_SERVER[entry.kind](self, entry)
        person = self.people.find(entry.who)
        if entry.kind not in COMMANDS or kind_of(person) not in COMMANDS[entry.kind] or person.revoked:
            raise Refused("not_yours", "that is not yours to do")
        if self.over:
            raise Refused("over", "the exercise has ended")
        if entry.kind in teamwork.DO:
            answer = teamwork.DO[entry.kind](self, person, entry)
            if person.post is not None:
                self.table(person.table).teams[person.post[1]].active_at = entry.at
        else:
            answer = commanding.DO[entry.kind](self, entry)
        self.deeds.setdefault(person.id, Counter())[entry.kind] += 1
        return answer


def _enter(exercise: Exercise, entry: Entry) -> Answer:
    if exercise.over:
        raise Refused("over", "the exercise has ended")
    answer = exercise.people.enter(entry.body, entry.at)
    person = exercise.people.all[str(entry.body["person"])]
    if person.post is not None:
        commanding.arrived(exercise, [person], [person.table])
    return answer


def _again(exercise: Exercise, entry: Entry) -> Answer:
    """The server was started again: whatever ran stands still, with the time that was left."""
    exercise.starts += 1
    _stopped(exercise, entry)
    return Answer()


def _stopped(exercise: Exercise, entry: Entry) -> Answer:
    for timer in (exercise.timer, *(table.timer for table in exercise.tables)):
        timer.pause(entry.at)
    exercise.touch_all(STAGE)
    return Answer()


def _time_up(exercise: Exercise, entry: Entry) -> Answer:
    table = exercise.table(entry.body["table"])
    ends_at = table.timer.ends_at
    if ends_at is None or ends_at > entry.at or table.turn != entry.body["turn"]:
        raise Refused("not_now", "there is time left")
    table.end_turn(entry.at)
    exercise.touch(table.number, exercise.seats, *OF_THE_GAME)
    return Answer()


def _deliver(exercise: Exercise, entry: Entry) -> Answer:
    table = exercise.table(entry.body["table"])
    letter = table.talk.letter(entry.body["message"])
    if letter.due_at is None or letter.due_at > entry.at:
        raise Refused("not_now", "it is not due")
    table.deliver(letter)
    exercise.touch(table.number, exercise.seats, TALK)
    return Answer()


def _due(exercise: Exercise, entry: Entry) -> Answer:
    table = exercise.table(entry.body["table"])
    item = table.queue.waiting(entry.body["id"])
    if item.due_at is None or item.due_at > entry.at:
        raise Refused("not_now", "it is not due")
    item.due_at = None  # also if it cannot be sent: it is not tried again and again
    table.send(item, entry.at)
    exercise.touch(table.number, exercise.seats, *OF_THE_GAME)
    return Answer()


_BY_THE_SERVER: Mapping[str, Callable[[Exercise, Entry], Answer]] = {
    "enter": _enter,
    "again": _again,
    "stopped": _stopped,
    "time_up": _time_up,
    "deliver": _deliver,
    "due": _due,
}
