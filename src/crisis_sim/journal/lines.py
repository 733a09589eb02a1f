"""What stands in a journal: a header, then the inputs of the game among its events, and at the end the result.

Each line is one JSON object, whose `line` says what it is. An input is placed by the number of steps and of events
before it; its minute is there for people, and to tell the clock.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crisis_sim.journal.notation import parse, write
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.records import Order, WrongUse

FORMAT = 1
"""Of the file. A journal of a later format is refused."""


MOST_RUNS = 2**40
MOST = 1e15
"""No number in a journal is further from 0."""
MOST_SHOWN = 300


class JournalError(WrongUse):
    """A journal that cannot be used. Its text names the file, the line, and what is wrong."""


class Place(NamedTuple):
    """Where an input belongs: after so many steps of the rules and so many events, at this minute."""

    steps: int
    events: int
    minute: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What the seats that decided on one moment ordered. It is a committed turn, also when nobody orders anything.

    `instead`: seats whose agent failed, with the reason; their doctrine decided. `expired`: their time was up.
    """

    place: Place
    orders: Mapping[str, tuple[Order, ...]]
    instead: Mapping[str, str] = field(default_factory=dict)
    expired: bool = False


@dataclass(frozen=True, slots=True)
class Override:
    """Control set a gauge."""

    place: Place
    gauge: str
    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Control sent an inject or a claim by hand."""

    place: Place
    inject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """A message. `sender` is a seat, or None for control."""

    place: Place
    sender: str | None
    to: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Branched:
    """From here on it is another game: these agents play on, and recorded chance no longer applies."""

    place: Place
    seats: Mapping[str, str]


Input = Decision | Override | Sent | Said | Branched


@dataclass(frozen=True, slots=True)
class Header:
    """What made this game, complete: from it and the inputs the whole game can be had again."""

    scenario: str
    scenario_hash: str
    texts: Mapping[str, str]
    settings: Mapping[str, float]
    seed: int
    run: int
    agents: Mapping[str, str]
    rules_version: int
    software: Mapping[str, str]
    command: str
    written: str  # when, UTC
    format: int = FORMAT


def header_line(header: Header) -> dict[str, Any]:
    """The first line."""
    return {
        "line": "header",
        "format": header.format,
        "scenario": header.scenario,
        "scenario_hash": header.scenario_hash,
        "rules_version": header.rules_version,
        "seed": header.seed,
        "run": header.run,
        "agents": dict(header.agents),
        "settings": dict(header.settings),
        "software": dict(header.software),
        "command": header.command,
        "written": header.written,
        "texts": dict(header.texts),
    }


def input_line(given: Input) -> dict[str, Any]:
    """The line of an input."""
    steps, events, minute = given.place
    place = {"steps": steps, "events": events, "minute": minute}
    match given:
        case Decision():
            orders = {seat: [write(order) for order in orders] for seat, orders in given.orders.items()}
            line: dict[str, Any] = {"line": "decision", **place, "orders": orders}
            if given.instead:
                line["instead"] = dict(given.instead)
            return line | ({"expired": True} if given.expired else {})
        case Override():
            return {"line": "override", **place, "gauge": given.gauge, "value": given.value, "reason": given.reason}
        case Sent():
            return {"line": "sent", **place, "inject": given.inject, "reason": given.reason}
        case Said():
            return {"line": "message", **place, "sender": given.sender, "to": list(given.to), "text": given.text}
        case Branched():
            return {"line": "branch", **place, "seats": dict(given.seats)}


def draft_line(seat: str, place: Place, orders: tuple[Order, ...]) -> dict[str, Any]:
    """What a seat has in draft: the last such line after the last commit counts."""
    return {
        "line": "draft",
        "steps": place.steps,
        "events": place.events,
        "minute": place.minute,
        "seat": seat,
        "orders": [write(order) for order in orders],
    }


def to_text(line: Mapping[str, Any]) -> bytes:
    """A line as it stands in the file."""
    return json.dumps(line, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"


class Fields:
    """Reads the fields of one line; what is missing or of another type is a JournalError that names the place.

    Texts come back printable, whatever somebody put into the file: they are shown on terminals.
    """

    def __init__(self, where: str, line: Mapping[str, Any]) -> None:
        self.where, self._line = where, line

    def wrong(self, message: str) -> JournalError:
        return JournalError(f"{self.where}: {printable(message[:MOST_SHOWN])}")

    def whole(self, key: str) -> int:
        value = self._line.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
            raise self.wrong(f"`{key}` should be a whole number")
        return value

    def number(self, key: str) -> float:
        value = self._line.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(f"`{key}` should be a number")
        if not -MOST <= value <= MOST:
            raise self.wrong(f"`{key}` should be a number between {-MOST:g} and {MOST:g}")
        return float(value)

    def text(self, key: str) -> str:
        value = self._line.get(key)
        if not isinstance(value, str):
            raise self.wrong(f"`{key}` should be text")
        return printable(value)

    def texts(self, key: str) -> dict[str, str]:
        return {printable(name): printable(text) for name, text in self.files(key).items()}

    def files(self, key: str) -> dict[str, str]:
        """Texts as they stand, of many lines."""
        value = self._line.get(key)
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise self.wrong(f"`{key}` should hold texts by name")
        return value

    def list_of_texts(self, key: str) -> tuple[str, ...]:
        value = self._line.get(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(f"`{key}` should be a list of texts")
        return tuple(map(printable, value))

    def place(self) -> Place:
        return Place(self.whole("steps"), self.whole("events"), self.whole("minute"))


def read_header(where: str, line: Mapping[str, Any]) -> Header:
    """The header, from the first line. JournalError, if it is none."""
    fields = Fields(where, line)
    if line.get("line") != "header":
        raise fields.wrong("this is no journal of crisis-sim: its first line is no header")
    settings = line.get("settings")
    if not isinstance(settings, dict):
        raise fields.wrong("`settings` should hold numbers by name")
    inner = Fields(where, settings)
    if fields.whole("run") >= MOST_RUNS:
        raise fields.wrong("`run` is beyond all runs")
    return Header(
        scenario=fields.text("scenario"),
        scenario_hash=fields.text("scenario_hash"),
        texts=fields.files("texts"),
        settings={name: inner.number(name) for name in settings},
        seed=fields.whole("seed"),
        run=fields.whole("run"),
        agents=fields.texts("agents"),
        rules_version=fields.whole("rules_version"),
        software=fields.texts("software"),
        command=fields.text("command"),
        written=fields.text("written"),
        format=fields.whole("format"),
    )


def read_input(where: str, line: Mapping[str, Any]) -> Input:
    """An input, from its line. JournalError, if it is none."""
    fields = Fields(where, line)
    match line.get("line"):
        case "decision":
            orders = line.get("orders")
            if not isinstance(orders, dict):
                raise fields.wrong("`orders` should hold lists of orders by seat")
            inner = Fields(where, orders)
            given = {seat: tuple(_order(fields, text) for text in inner.list_of_texts(seat)) for seat in orders}
            instead = fields.texts("instead") if "instead" in line else {}
            return Decision(fields.place(), given, instead, line.get("expired") is True)
        case "override":
            value = fields.number("value")
            return Override(fields.place(), fields.text("gauge"), value, fields.text("reason"))
        case "sent":
            return Sent(fields.place(), fields.text("inject"), fields.text("reason"))
        case "message":
            sender = None if line.get("sender") is None else fields.text("sender")
            return Said(fields.place(), sender, fields.list_of_texts("to"), fields.text("text"))
        case "branch":
            return Branched(fields.place(), fields.texts("seats"))
        case other:
            raise fields.wrong(f"a line of a kind that is not known: {str(other)[:40]!r}")


def _order(fields: Fields, text: str) -> Order:
    try:
        return parse(text)
    except WrongUse as error:
        raise fields.wrong(str(error)) from None


def read_draft(where: str, line: Mapping[str, Any]) -> tuple[str, Place, tuple[Order, ...]]:
    """Seat, place and orders of a draft."""
    fields = Fields(where, line)
    orders = tuple(_order(fields, text) for text in fields.list_of_texts("orders"))
    return fields.text("seat"), fields.place(), orders
