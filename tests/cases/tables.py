"""A small game for each case of the rulebook: some lines of a scenario, put beside a base that can be played.

It is played in plain Python on strict rows, which raise for whatever the compiled rules would do wrong in silence.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from crisis_sim.compiler import Compiled, blank_state, compile_scenario, with_parameters
from crisis_sim.rules import control, game, orders
from crisis_sim.rules.agenda import next_due
from crisis_sim.rules.decide import choose
from crisis_sim.rules.legality import refusal
from crisis_sim.rules.scoring import score
from crisis_sim.rules.sight import fill_slots, seen_gauge
from crisis_sim.scenario.loading import load_texts
from crisis_sim.terms import codes
from crisis_sim.terms.codes import EVENT_KINDS, EXTERNAL, NONE, PLACES
from crisis_sim.terms.rows import DIGEST_HIGH, DIGEST_LOW, EVENTS, LOGGED, NOW, Program, State
from crisis_sim.testing.strict_rows import strict

BASE = {
    "title": "title: Three neighbours\n",
    "summary": "summary: They quarrel.\n",
    "starts": "starts: 2031-05-04T06:00+02:00\n",
    "horizon": "horizon: 48\n",
    "turn": "turn: 6\n",
    "effort": "effort: 9\n",
    "actors": """\
actors:
  ar: {name: Arland, seat: true}
  bo: {name: Borland, seat: true}
  cy: {name: Cyland, seat: true}
  guards: {name: River Guards, side: bo}
  crowd: {name: The crowd}
""",
    "gauges": """\
gauges:
  tension: {what: tension, start: 40}
  mark: {what: a mark, start: 0, bounds: [-1000000, 1000000]}
""",
    "actions": "actions: {}\n",
    "doctrines": """\
doctrines:
  ar: {what: It waits., temperature: 1, appeal: {}}
  bo: {what: It waits., temperature: 1, appeal: {}}
  cy: {what: It waits., temperature: 1, appeal: {}}
""",
    "outcomes": "outcomes:\n  quiet: {name: Quiet, what: Nothing came of it.}\n",
}
FIRST = """\
facts: {first_fact: {what: nothing, chance: 1}}
forces: {first_force: {name: F, of: cy, size: 1, transit: 1}}
links: {first_link: {principal: cy, proxy: crowd, control: 1, basis: habit}}
actions:
  ar.first: {name: F, requires: false}
  bo.first: {name: F, requires: false}
  cy.first: {name: F, requires: false}
commitments: {first_vow: {kind: pledge, by: cy, to: crowd, what: nothing, abstain: [cy.first]}}
agreements:
  first_deal: {name: F, what: nothing, sponsor: cy, parties: [bo], commitments: [first_vow], requires: false}
"""
"""One of everything, of which nothing comes, so that nothing that a case is about stands in row 0."""

ADDED_TO = {"actors", "gauges", "actions"}
"""Sections of the base that a case adds to; it puts the others in the place of the base's."""

SEATS = ("ar", "bo", "cy")
REASONS = {
    codes.LEGAL: "legal",
    codes.NOT_YOURS: "not_yours",
    codes.GAME_OVER: "game_over",
    codes.UNDER_WAY: "under_way",
    codes.NO_EFFORT_LEFT: "no_effort_left",
    codes.USED_UP: "used_up",
    codes.REQUIREMENT: "requirement",
    codes.TOO_LATE: "too_late",
    codes.NOT_ORDERED: "not_ordered",
    codes.UNKNOWN: "unknown",
}


class Event(NamedTuple):
    """An event, with names in place of rows."""

    number: int
    minute: int
    kind: str
    thing: str | None
    outcome: str | None
    actor: str | None
    seen: AbstractSet[str]
    doer: AbstractSet[str]
    amount: float
    cause: int


@functools.cache
def compiled(*texts: str) -> Compiled:
    """The base with these lines of a scenario."""
    sections = {key for text in texts for key in re.findall(r"^(\w+):", text, re.MULTILINE)}
    main = "".join(text for key, text in BASE.items() if key in ADDED_TO or key not in sections)
    more = {f"more_{number}.yaml": text for number, text in enumerate(texts)}
    return compile_scenario(load_texts({"first.yaml": FIRST, **more, "scenario.yaml": main}))


def inject(name: str, *effects: str, by_hand: bool = False, **fields: object) -> str:
    """An inject that does this, after an hour unless it says otherwise: `inject("flood", "tension += 5", at=2)`."""
    when = {} if by_hand or "at" in fields or "when" in fields else {"at": 1}
    return "injects:\n  " + name + ": " + json.dumps({"name": name, "effects": list(effects), **when, **fields}) + "\n"


class Table:
    """One game, with all its events so far. Seats are played from outside, unless something else is said."""

    def __init__(
        self,
        *texts: str,
        seed: int = 7,
        run: int = 0,
        agents: Mapping[str, int] | int = EXTERNAL,
        personas: Mapping[str, str] | None = None,
        settings: Mapping[str, float] | None = None,
    ) -> None:
        self.compiled = with_parameters(compiled(*texts), settings or {})
        self.names = self.compiled.names
        self.program: Program = strict(self.compiled.program)
        self.state: State = strict(blank_state(self.compiled.program))
        self.events: list[Event] = []
        played = [agents if isinstance(agents, int) else agents.get(seat, EXTERNAL) for seat in SEATS]
        tempers = [self.names.personas.row((personas or {}).get(seat, "utility")) for seat in SEATS]
        game.start(self.program, self.state, seed, run, played, tempers)
        self._collect()

    # What moves it

    def step(self) -> int:
        """Does the next thing on the agenda; returns its kind."""
        kind = game.advance(self.program, self.state)
        self._collect()
        return kind

    def until(self, hours: float) -> Table:
        """Does everything that is due up to this hour, and at it."""
        while not self.over and next_due(self.state) <= round(hours * 60):
            self.step()
        if not self.over:
            game.tell_time(self.program, self.state, round(hours * 60))
        return self

    def play(self) -> Table:
        """Plays to the end."""
        while not self.over:
            self.step()
        return self

    def order(self, action: str, seat: str | None = None) -> str:
        """Gives an order now; returns `legal`, or why not."""
        return self._give(orders.submit, action, seat)

    def take_back(self, action: str, seat: str | None = None) -> str:
        return self._give(orders.withdraw, action, seat)

    def why_not(self, action: str, seat: str | None = None) -> str:
        """`legal`, or why the order would be refused now."""
        return REASONS[refusal(self.program, self.state, self._look(action, seat), self.names.actions.row(action))]

    def choice(self, seat: str, agent: int, step: int) -> str | None:
        """What a bot would choose now, with the luck of one step of this minute."""
        row = self._look(f"{seat}.", seat)
        action = choose(self.program, self.state, row, agent, step)
        return None if action == NONE else self.names.actions[action]

    def send(self, thing: str) -> None:
        control.send(self.program, self.state, self.names.happenings.row(thing))
        self.step()

    def override(self, gauge: str, value: float) -> None:
        self.state.clock[LOGGED] = 0
        control.override(self.program, self.state, self.names.gauges.row(gauge), float(value))
        self._collect()

    # What happened

    @property
    def over(self) -> bool:
        return game.over(self.state)

    @property
    def minute(self) -> int:
        return self.state.clock[NOW]

    @property
    def digest(self) -> tuple[int, int]:
        return self.state.clock[DIGEST_HIGH], self.state.clock[DIGEST_LOW]

    def of(self, kind: str, thing: str | None = None) -> list[Event]:
        """The events of a kind, of one thing or of any."""
        return [event for event in self.events if event.kind == kind and thing in (None, event.thing)]

    def minutes(self, kind: str, thing: str | None = None) -> list[int]:
        return [event.minute for event in self.of(kind, thing)]

    # How it stands

    def value(self, block: int, row: int) -> float:
        return self.state.values[block + row]

    def gauge(self, name: str) -> float:
        return self.value(self.program.places.gauges, self.names.gauges.row(name))

    def seen(self, seat: str, gauge: str) -> float:
        return seen_gauge(self.program, self.state, self.names.seats.row(seat), self.names.gauges.row(gauge))

    def fact(self, name: str) -> bool:
        return self.value(self.program.places.facts, self.names.facts.row(name)) != 0.0

    def odds(self, fact: str, seat: str) -> float:
        """The seat's log-odds of the fact."""
        at = self.names.facts.row(fact) * len(SEATS) + self.names.seats.row(seat)
        return self.value(self.program.places.beliefs, at)

    def place(self, force: str) -> str:
        return PLACES[int(self.value(self.program.places.units, self.names.units.row(force)))]

    def place_seen(self, seat: str, force: str) -> str:
        at = self.names.seats.row(seat) * len(self.names.units) + self.names.units.row(force)
        return PLACES[self.state.unit_seen[at]]

    def count(self, thing: str) -> int:
        return int(self.value(self.program.places.counts, self.names.happenings.row(thing)))

    def active(self, action: str) -> bool:
        return self.value(self.program.places.active, self.names.actions.row(action)) != 0.0

    def standing(self, commitment: str) -> str:
        row = self.names.commitments.row(commitment)
        return codes.STANDINGS[int(self.value(self.program.places.standings, row))]

    def agreed(self, agreement: str) -> str:
        row = self.names.agreements.row(agreement)
        return codes.AGREEMENT_STANDINGS[int(self.value(self.program.places.agreed, row))]

    def instructed(self, link: str) -> float:
        """The standing instruction: 1 escalate, 0 nothing, -1 restrain."""
        return self.value(self.program.places.instructions, self.names.links.row(link))

    def effort(self, seat: str) -> int:
        return self.state.effort[self.names.seats.row(seat)]

    def waits(self, action: str) -> bool:
        """Whether an order of it waits."""
        return self.state.orders.serial[self.names.actions.row(action)] != 0

    def due(self, action: str) -> int:
        """The minute at which the order of it is carried out."""
        return self.state.orders.due[self.names.actions.row(action)]

    def decisions(self, seat: str) -> int:
        return self.state.decisions[self.names.seats.row(seat)]

    def score(self, seat: str) -> float:
        return score(self.program, self.state, self.names.seats.row(seat))

    def everything(self) -> list[object]:
        """The whole state, to see that nothing changed."""
        return everything(self.program, self.state)

    # Inside

    def _look(self, action: str, seat: str | None) -> int:
        row = self.names.seats.row(seat or action.partition(".")[0])
        fill_slots(self.program, self.state, row)
        return row

    def _give(self, rule: Callable[[Program, State, int, int], int], action: str, seat: str | None) -> str:
        self.state.clock[LOGGED] = 0
        reason = rule(self.program, self.state, self._look(action, seat), self.names.actions.row(action))
        self._collect()
        return REASONS[reason]

    def _collect(self) -> None:
        """Takes the events of this step out of the log."""
        clock = self.state.clock
        first = clock[EVENTS] - clock[LOGGED]
        self.events += [self._event(n, first + n) for n in range(clock[LOGGED])]
        clock[LOGGED] = 0

    def _event(self, n: int, number: int) -> Event:
        log = self.state.log
        kind, row, outcome, actor = EVENT_KINDS[log.kind[n]], log.row[n], log.outcome[n], log.actor[n]
        thing = happened = None
        if kind == "override":
            thing = self.names.gauges[row]
        elif kind == "end":
            thing = self.names.ends[row] if row != NONE else None
            happened = self.names.classes[outcome]
        elif kind != "pin":
            thing = self.names.happenings[row]
            if outcome != NONE:
                happened = self.names.outcomes[row][outcome - self.program.happenings.first_outcome[row]]
        return Event(
            number,
            self.minute,
            kind,
            thing,
            happened,
            self.names.actors[actor] if actor != NONE else None,
            _seats(log.seen[n]),
            _seats(log.doer[n]),
            log.amount[n],
            log.cause[n],
        )


def everything(program: Program, state: State) -> list[object]:
    """What a state holds, but for the scratch that formulas and choices use."""
    kept: list[object] = [[state.values[place] for place in range(program.places.slots)]]
    for name, rows in state._asdict().items():
        if name not in ("values", "weights", "log"):
            kept += [list.copy(row) for row in ([rows] if isinstance(rows, list) else rows)]
    return kept


def _seats(mask: int) -> frozenset[str]:
    return frozenset(seat for row, seat in enumerate(SEATS) if mask >> row & 1)
