"""An exercise: everything that is so, and which parts of whose view may look otherwise now. `doing` changes it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from crisis_sim.api import Crisis
from crisis_sim.classroom.entries import Answer, Entry, Refused
from crisis_sim.classroom.formats import Format
from crisis_sim.classroom.people import People, Person
from crisis_sim.classroom.table import Table
from crisis_sim.classroom.timer import Timer
from crisis_sim.engine import HUMAN

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

    def remember(self, entry: Entry, answer: Answer) -> None:
        """Keeps what an entry was answered, for those who ask again."""
        remembered = self._answers.setdefault(entry.who, {})
        remembered[entry.order] = answer
        if len(remembered) > REMEMBERED:
            del remembered[next(iter(remembered))]

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
