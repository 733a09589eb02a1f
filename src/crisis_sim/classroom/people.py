"""Who is in the room: pupils with pseudonyms, the facilitator, screens; their tokens, tables, seats and roles."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from crisis_sim.classroom.entries import Answer, Refused
from crisis_sim.classroom.posts import ROLES
from crisis_sim.classroom.words import MOST_NAME, plain_words, pseudonym

Kind = Literal["pupil", "control", "screen"]
PUPIL: Kind = "pupil"
MOST_PEOPLE = 2000
TOKEN_LASTS = 24 * 3600 * 1000
"""Milliseconds on the exercise's clock, which stands still while no server runs."""


@dataclass(slots=True)
class Person:
    """Somebody who joined. `session`: the part of an address that is theirs; `token`: the hash of what proves it."""

    id: str
    kind: Kind
    name: str
    session: str
    token: str
    until: int
    table: int | None = None
    seat: str | None = None
    role: str | None = None
    revoked: bool = False

    @property
    def post(self) -> tuple[int, str, str] | None:
        """Table, seat and role, of a pupil who has a place."""
        if self.table is None or self.seat is None or self.role is None:
            return None
        return self.table, self.seat, self.role


class People:
    """Everybody, by id. `tables` and `seats`: the places there are."""

    def __init__(self, tables: int, seats: Sequence[str]) -> None:
        self._tables, self._seats = tables, list(seats)
        self.all: dict[str, Person] = {}
        self.by_token: dict[str, Person] = {}
        self._sitting: dict[tuple[int, str], list[Person]] = {
            (table, seat): [] for table in range(1, tables + 1) for seat in self._seats
        }
        self._named: set[str] = set()

    def enter(self, body: Mapping[str, Any], at: int) -> Answer:
        """Somebody joins, with a place or without one. What is in the body was made before it was written down."""
        if len(self.all) >= MOST_PEOPLE:
            raise Refused("full", f"{MOST_PEOPLE} people have joined: that is as many as there can be")
        name = plain_words(str(body.get("name") or ""), MOST_NAME)
        if not name or name in self._named:
            name = self._distinct(name) if name else pseudonym(int(body["chance"]), self._named)
        person = Person(
            id=str(body["person"]),
            kind=body["as"],
            name=name,
            session=str(body["session"]),
            token=str(body["token"]),
            until=at + TOKEN_LASTS,
        )
        self.all[person.id] = self.by_token[person.token] = person
        self._named.add(person.name)
        if person.kind == "screen":
            person.table = int(body["table"])
        elif body.get("table") is not None and body.get("seat") is not None:
            self.place(person, int(body["table"]), str(body["seat"]), None)
        return Answer(more={"session": person.session, "name": person.name})

    def rename(self, person: Person, name: str) -> None:
        """Another name, by the facilitator."""
        name = plain_words(name, MOST_NAME, "a name needs some letters")
        self._named.discard(person.name)
        person.name = self._distinct(name) if name in self._named else name
        self._named.add(person.name)

    def find(self, person: str) -> Person:
        """Refused, if nobody has this id."""
        if person not in self.all:
            raise Refused("unknown", "there is nobody with that id")
        return self.all[person]

    def of(self, table: int, seat: str) -> list[Person]:
        """The pupils of a seat, in the order in which they came to it."""
        return self._sitting[table, seat]

    def pupils(self) -> Iterable[Person]:
        """All pupils whose token still counts."""
        return (one for one in self.all.values() if one.kind == PUPIL and not one.revoked)

    def filled(self, table: int, seat: str) -> set[str]:
        """The roles of a seat that somebody has."""
        return {one.role for one in self.of(table, seat) if one.role is not None}

    def place(self, person: Person, table: int, seat: str, role: str | None) -> None:
        """A seat for a pupil; without a role, the first that nobody has there."""
        if person.kind != PUPIL or person.revoked:
            raise Refused("not_a_pupil", f"{person.name} is no pupil who could sit there")
        if not 1 <= table <= self._tables or seat not in self._seats:
            raise Refused("unknown", "there is no such table or seat")
        if role is not None and role not in ROLES:
            raise Refused("unknown", f"a role is one of {', '.join(ROLES)}")
        self.unplace(person)
        person.role = role or self._next_role(table, seat)
        person.table, person.seat = table, seat
        self._sitting[table, seat].append(person)

    def unplace(self, person: Person) -> None:
        """Back among those who wait."""
        if person.table is not None and person.seat is not None:
            self._sitting[person.table, person.seat].remove(person)
        person.table = person.seat = person.role = None

    def allocate(self, chance: int) -> list[Person]:
        """Gives a place to everybody who has none: the emptiest table first, and there the emptiest seat."""
        waiting = [one for one in self.pupils() if one.table is None]
        random.Random(chance).shuffle(waiting)
        for person in waiting:
            table = min(range(1, self._tables + 1), key=self._at)
            seat = min(self._seats, key=lambda name: len(self.of(table, name)))
            self.place(person, table, seat, None)
        return waiting

    def swap(self, table: int, one: str, other: str) -> list[Person]:
        """The people of two seats of a table change places, and keep their roles."""
        if one == other or not {one, other} <= set(self._seats) or not 1 <= table <= self._tables:
            raise Refused("unknown", "name a table and two different seats of it")
        first, second = self._sitting[table, one], self._sitting[table, other]
        self._sitting[table, one], self._sitting[table, other] = second, first
        for person in first:
            person.seat = other
        for person in second:
            person.seat = one
        return [*first, *second]

    def revoke(self, person: Person) -> None:
        """Their token counts no more, and their place is free."""
        person.revoked = True
        self.unplace(person)

    def _next_role(self, table: int, seat: str) -> str:
        here = [one.role for one in self.of(table, seat)]
        return min(ROLES, key=lambda role: (here.count(role), ROLES.index(role)))

    def _at(self, table: int) -> int:
        return sum(len(self.of(table, seat)) for seat in self._seats)

    def _distinct(self, name: str) -> str:
        numbered = (f"{name[: MOST_NAME - 5]} {number}" for number in range(2, len(self._named) + 3))
        return next(wanted for wanted in numbered if wanted not in self._named)
