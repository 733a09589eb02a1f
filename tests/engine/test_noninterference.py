"""Two games that differ only in what a seat may not see give that seat the same stream, byte for byte.

Whoever plants a leak is caught: each way of leaking is built into the game once, and the same comparison notices it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crisis_sim.api as cs
from crisis_sim.engine import chronicle, observation, options
from crisis_sim.rules import chance, sight
from crisis_sim.rules.scoring import score
from crisis_sim.terms.rows import EVENTS, SERIAL
from tests.engine.tables import Hidden, look, red_stream

BLUE = ["blue.stockpile", "blue.talk", "blue.propose_pact"]
GREEN = ["green.hoard", "green.accept_pact", "green.reject_pact"]

hidden = st.builds(
    Hidden,
    blue=st.lists(st.none() | st.sampled_from(BLUE), max_size=14),
    green=st.lists(st.none() | st.sampled_from(GREEN), max_size=14),
    overrides=st.lists(st.none() | st.tuples(st.sampled_from(["stock", "plans"]), st.floats(0, 100)), max_size=10),
    messages=st.lists(st.none() | st.text("abc ", min_size=1).filter(str.strip), max_size=10),
    mole=st.booleans(),
    first=st.booleans(),
)
red_orders = st.lists(st.integers(-1, 3), max_size=12)


@given(one=hidden, other=hidden, orders=red_orders, seed=st.integers(0, 2**63 - 1))
def test_a_seat_sees_nothing_of_what_is_hidden_from_it(
    one: Hidden, other: Hidden, orders: list[int], seed: int
) -> None:
    assert red_stream(one, orders, seed) == red_stream(other, orders, seed)


@cache
def new_years_eve() -> cs.Crisis:
    return cs.load("new_years_eve")


@settings(max_examples=12)
@given(seed=st.integers(0, 2**31), whose=st.integers(0, 3), which=st.integers(0, 99), turn=st.integers(0, 12))
def test_an_order_is_a_secret_until_something_comes_of_it(seed: int, whose: int, which: int, turn: int) -> None:
    games = [new_years_eve().play(seed, seats="human") for _ in range(2)]
    seat = new_years_eve().seats[whose]
    others = [other for other in new_years_eve().seats if other != seat]
    for _ in range(turn):
        for game in games:
            game.advance("turn")
    legal = games[0].observe(seat).legal()
    if seat in games[0].waiting and legal:
        assert games[0].submit(seat, legal[which % len(legal)].action)
    for _ in range(6):
        happened = [[event.text for event in game.events if event.kind != "order"] for game in games]
        if happened[0] != happened[1] or games[0].over:
            break
        assert [look(games[0], other) for other in others] == [look(games[1], other) for other in others]
        for game in games:
            game.advance()


QUIET = Hidden()
BUSY = Hidden(
    blue=["blue.stockpile", "blue.talk", "blue.propose_pact", "blue.stockpile"] * 3,
    green=["green.hoard", "green.hoard", "green.accept_pact", None] * 3,
    overrides=[None, ("stock", 70.0), ("plans", 9.0)],
    messages=[None, "hello", "there"],
    mole=True,
)
SPIES = 15  # a seed with which Red notices the first time that Blue spies, and not the second
ORDERS = [0, 1, 1, 2, 0, -1, 1, 0]


def test_the_busiest_of_secrets_is_not_seen() -> None:
    assert red_stream(QUIET, ORDERS) == red_stream(BUSY, ORDERS)


def test_a_deed_that_was_noticed_once_does_not_betray_the_next() -> None:
    once = ["blue.spy"]
    again = [*once, *[None] * 5, "blue.spy"]
    streams = [red_stream(Hidden(blue=list(spying)), ORDERS, SPIES) for spying in ((), once, again)]
    assert streams[0] != streams[1]
    assert streams[1] == streams[2]


def test_what_is_shown_is_seen_from_then_on_and_not_before() -> None:
    shown = replace(BUSY, blue=["blue.expose", *BUSY.blue])
    expected, seen = red_stream(QUIET, ORDERS), red_stream(shown, ORDERS)
    assert expected != seen
    assert red_stream(QUIET, ORDERS, until=7 * 60) == red_stream(shown, ORDERS, until=7 * 60)


def test_the_comparison_looks_at_games_in_which_something_happens() -> None:
    stream = "\n".join(red_stream(BUSY, ORDERS))
    for word in ("Red speaks.", "A fair is held", "There is a rumour.", "the brigade", "noisy", "late", "not_yours"):
        assert word in stream
    for word in ("Stockpile", "Hoard", "whisper", "pact", "stock of arms"):
        assert word not in stream


# Planted leaks: each patches the game so that it says more than it may, in the way its name tells.


def _log_argument(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(chronicle.Chronicle, "_sees_exactly", lambda self, viewer, gauge: True)


def _global_sequence_number(patch: pytest.MonkeyPatch) -> None:
    of = chronicle.Chronicle.of

    def leaking(self: chronicle.Chronicle, viewer: int) -> list[Any]:
        serials = [n for n, event in enumerate(self._course.happened) if viewer < 0 or (event.seen >> viewer) & 1]
        return [replace(event, number=serial) for serial, event in zip(serials, of(self, viewer), strict=True)]

    patch.setattr(chronicle.Chronicle, "of", leaking)


def _error_text(patch: pytest.MonkeyPatch) -> None:
    why_not = options.why_not

    def leaking(course: Any, seat: int, action: int, code: int, draft: Any) -> str:
        return f"{why_not(course, seat, action, code, draft)} ({len(course.state.agenda.key)}, {course.events} so far)"

    patch.setattr(options, "why_not", leaking)


def _sort_order(patch: pytest.MonkeyPatch) -> None:
    forces = observation.forces

    def leaking(course: Any, seat: int) -> Any:
        units = list(course.compiled.names.units)
        place = course.program.places.units
        return tuple(
            sorted(forces(course, seat), key=lambda force: -course.state.values[place + units.index(force.id)])
        )

    patch.setattr(observation, "forces", leaking)


def _shared_luck(patch: pytest.MonkeyPatch) -> None:
    uniform = chance.uniform

    def leaking(state: Any, item: int, purpose: int, owner: int, occurrence: int) -> float:
        return uniform(state, item, purpose, owner, state.clock[EVENTS])

    patch.setattr(sight, "uniform", leaking)


def _size(patch: pytest.MonkeyPatch) -> None:
    claims = observation.claims

    def leaking(course: Any, seat: int) -> Any:
        said = sum(text is not None for text in course.texts.values())
        return (*claims(course, seat), *[None] * said)

    patch.setattr(observation, "claims", leaking)


def _id_gap(patch: pytest.MonkeyPatch) -> None:
    own_orders = observation.own_orders

    def leaking(course: Any, seat: int) -> Any:
        return tuple(replace(one, name=f"order {course.state.clock[SERIAL]}") for one in own_orders(course, seat))

    patch.setattr(observation, "own_orders", leaking)


def _score(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(observation, "own_score", lambda course, seat: score(course.program, course.state, seat))


LEAKS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "log argument": _log_argument,
    "global sequence number": _global_sequence_number,
    "error text": _error_text,
    "sort order": _sort_order,
    "shared luck": _shared_luck,
    "size": _size,
    "id gap": _id_gap,
    "score": _score,
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_caught(leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    LEAKS[leak](monkeypatch)
    assert red_stream(QUIET, ORDERS) != red_stream(BUSY, ORDERS)
