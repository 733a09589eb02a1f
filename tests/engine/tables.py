"""Games to test with, and one that a seat plays while others have secrets from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import crisis_sim.api as cs
from crisis_sim.engine import Game
from crisis_sim.terms.records import Order, plain

HERE = Path(__file__).parent
STANDOFF = HERE.parents[1] / "scenarios" / "standoff"


@cache
def standoff() -> cs.Crisis:
    return cs.load(STANDOFF)


@cache
def secrets() -> cs.Crisis:
    return cs.load(HERE / "secrets")


@dataclass
class Hidden:
    """What Red may not see. Lists go by the decisions of a seat; None: nothing that time."""

    blue: list[str | None] = field(default_factory=list)
    green: list[str | None] = field(default_factory=list)
    overrides: list[tuple[str, float] | None] = field(default_factory=list)
    messages: list[str | None] = field(default_factory=list)
    mole: bool = False
    first: bool = False  # the others draft before Red looks


def red_stream(
    hidden: Hidden,
    orders: list[int],
    seed: int = 5,
    until: int = 72 * 60,
    looking: Callable[[Game, str], str] | None = None,
) -> list[str]:
    """All that Red gets, at each of its decisions: what it sees, what it can do, what it is told when it does it.

    `looking`: what it looks at, if not at everything that the game itself shows.
    """
    game = secrets().play(seed=seed, seats=dict.fromkeys(("red", "blue", "green"), "human"))
    place = game.compiled.program.places.facts
    game._course.state.values[place] = float(hidden.mole)
    turns = {"red": 0, "blue": 0, "green": 0}
    stream: list[str] = []
    while not game.over and game.minute < until:
        waiting = set(game.waiting)
        if hidden.first:
            _others(game, hidden, turns, waiting)
        if "red" in waiting:
            turn = turns["red"]
            turns["red"] += 1
            _control(game, hidden, turn)
            stream.append((looking or look)(game, "red"))
            legal = [option.action for option in game.observe("red").legal()]
            if turn < len(orders) and legal and orders[turn] >= 0:
                stream.append(repr(game.submit("red", legal[orders[turn] % len(legal)])))
            elif turn < len(orders):
                stream += [repr(game.cancel("red", one.action)) for one in game.observe("red").orders]
        if not hidden.first:
            _others(game, hidden, turns, waiting)
        game.advance()
    return stream


def _others(game: Game, hidden: Hidden, turns: dict[str, int], waiting: set[str]) -> None:
    for seat, plan in (("blue", hidden.blue), ("green", hidden.green)):
        if seat in waiting:
            turn = turns[seat]
            turns[seat] += 1
            if turn < len(plan) and (action := plan[turn]) is not None:
                game.submit(seat, Order(action))


def _control(game: Game, hidden: Hidden, turn: int) -> None:
    override = hidden.overrides[turn] if turn < len(hidden.overrides) else None
    if override is not None:
        game.control.override(*override, "it was so")
    text = hidden.messages[turn] if turn < len(hidden.messages) else None
    if text is not None:
        game.message("blue", ["green"], text)


def look(game: Game, seat: str) -> str:
    """Everything that a seat can get at a moment, as text."""
    refused = [
        game.submit(seat, Order("blue.stockpile")),
        game.submit(seat, Order("red.nothing")),
        game.submit(seat, Order("red.watch")),
        game.submit(seat, Order("red.march", cancel=True)),
        game.cancel(seat, "red.patrol"),
    ]
    seen: dict[str, Any] = {
        "observation": plain(game.observe(seat)),
        "events": [plain(event) for event in game.events_for(seat)],
        "lines": [game.line(event) for event in game.events_for(seat)],
        "legal": [plain(option) for option in game.legal(seat)],
        "refused": [plain(refusal) for refusal in refused if not refusal],
        "minute": game.minute,
        "over": game.over,
    }
    return json.dumps(seen)
