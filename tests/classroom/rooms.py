"""An exercise without a server: entries in, state out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import crisis_sim.api as cs
from crisis_sim.classroom import doing, formats
from crisis_sim.classroom.entries import SERVER, Answer, Entry
from crisis_sim.classroom.exercise import Exercise
from crisis_sim.classroom.people import Person
from crisis_sim.compiler import compile_scenario
from crisis_sim.scenario.loading import load_texts

SECRETS = Path(__file__).parents[1] / "engine" / "secrets"
MINUTE = 60_000


@cache
def fitted(scenario: str, minutes: int) -> tuple[cs.Crisis, formats.Format]:
    crisis = cs.load(scenario)
    spent = formats.spend(minutes, crisis.compiled.scenario)
    texts = formats.fitted(crisis.texts, crisis.compiled.scenario, spent)
    return cs.Crisis(crisis.name, compile_scenario(load_texts(texts)), texts), spent


class Room:
    """An exercise, its log, and people in it. `at`: its clock."""

    def __init__(self, tables: int = 1, scenario: str = "standoff", minutes: int = 30, rehearse: bool = False) -> None:
        crisis, spent = fitted(scenario, minutes)
        self.made: dict[str, Any] = {
            "name": "a", "tables": tables, "format": spent._asdict(), "texts": crisis.texts, "seed": 5,
            "rehearse": rehearse, "codes": {},
        }  # fmt: skip
        self.crisis = crisis
        self.exercise = Exercise(self.made, crisis)
        self.log: list[Entry] = []
        self.at = 0
        self.control = self.enter("control")
        self.a, self.b = self.exercise.seats[:2]

    def do(self, who: Person | str, kind: str, **body: Any) -> Answer:
        id_ = who if isinstance(who, str) else who.id
        entry = Entry(self.at, id_, f"o{len(self.log)}", kind, body)
        self.log.append(entry)
        return doing.do(self.exercise, entry)

    def must(self, who: Person | str, kind: str, **body: Any) -> Answer:
        answer = self.do(who, kind, **body)
        assert answer.ok, (kind, body, answer)
        return answer

    def enter(self, kind: str = "pupil", name: str = "", **place: Any) -> Person:
        number = len(self.log)
        person = f"p{number}"
        self.must(
            SERVER, "enter", **{"as": kind}, name=name, person=person, session=f"s{number}", token=f"t{number}",
            chance=number, **place,
        )  # fmt: skip
        return self.exercise.people.all[person]

    def sit(self, seat: str, table: int = 1, role: str | None = None) -> Person:
        person = self.enter(table=table, seat=seat)
        if role is not None:
            self.must(self.control, "seat", person=person.id, table=table, seat=seat, role=role)
        return person

    def everybody(self) -> dict[str, Person]:
        """One person in each seat of table 1, and the first turn."""
        people = {seat: self.sit(seat) for seat in self.exercise.seats}
        self.play()
        return people

    def play(self) -> None:
        self.must(self.control, "phase", to="brief")
        self.must(self.control, "phase", to="turns", fill=True)

    def legal(self, seat: str, table: int = 1) -> list[str]:
        options = self.exercise.tables[table - 1].game.legal(seat)
        return [option.action for option in options if option.legal]

    def again(self) -> Exercise:
        """Another exercise, to which the same log was done."""
        other = Exercise(self.made, self.crisis)
        for entry in self.log:
            doing.do(other, entry)
        return other


def state(exercise: Exercise) -> Any:
    """Everything about it that anybody could look at."""
    from crisis_sim.classroom import overview
    from crisis_sim.classroom.overview import Live, Log

    live = Live((), frozenset(), {}, None, False)
    return [
        overview.of_everybody(exercise, live),
        *(
            (
                overview.of_table(exercise, table, Log(table.game) if table.begun else None),
                {seat: (team.proposals, team.note, team.questions) for seat, team in table.teams.items()},
                table.talk.seen,
            )
            for table in exercise.tables
        ),
    ]
