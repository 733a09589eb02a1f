"""What may come of an order: chances that a seat has reason to think, and that tell it nothing that is hidden."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

import crisis_sim.api as cs
from crisis_sim.engine import Game, prospects
from tests.engine import tables
from tests.engine.tables import HERE, red_stream
from tests.engine.test_noninterference import BUSY, ORDERS, QUIET, hidden, red_orders

MARCH = "effects: [deploy(guard)]}"
STOCK_DECIDES = "effects: [deploy(guard)], outcomes: {stopped: {weight: stock + 20 * plans}, through: {weight: 10}}}"


@cache
def secrets() -> cs.Crisis:
    """A crisis in which what comes of Red's march hangs on what Red does not see."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "secrets"
        shutil.copytree(HERE / "secrets", copy)
        text = (copy / "scenario.yaml").read_text()
        assert MARCH in text
        (copy / "scenario.yaml").write_text(text.replace(MARCH, STOCK_DECIDES))
        return cs.load(copy)


def what_may_come(game: Game, seat: str) -> str:
    return repr(game.prospects(seat))


@examples(max_examples=20)
@given(one=hidden, other=hidden, orders=red_orders, seed=st.integers(0, 2**63 - 1))
def test_prospects_tell_nothing_that_is_hidden(one: Any, other: Any, orders: list[int], seed: int) -> None:
    patch = pytest.MonkeyPatch()
    with patch.context() as patched:
        patched.setattr(tables, "secrets", secrets)
        streams = [red_stream(some, orders, seed, looking=what_may_come) for some in (one, other)]
    assert streams[0] == streams[1]


def test_prospects_taken_from_the_truth_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "secrets", secrets)
    monkeypatch.setattr(
        prospects,
        "imagine",
        lambda program, state, imagined, *_: imagined.values.__setitem__(slice(None), state.values),
    )
    streams = [red_stream(some, ORDERS, looking=what_may_come) for some in (QUIET, BUSY)]
    assert streams[0] != streams[1]


def test_chances_are_of_ones_own_orders_and_add_up() -> None:
    game = cs.load("new_years_eve").play(1, seats="human")
    for seat in game.seats:
        told = game.prospects(seat)
        assert told
        assert all(action.startswith(f"{seat}.") for action in told)
        for several in told.values():
            if several:
                assert len(several) > 1
                assert 0.9 <= sum(one.chance for one in several) <= 1.01
                assert list(several) == sorted(several, key=lambda one: -one.chance)


def test_a_chance_that_the_scenario_states_is_told_as_it_stands() -> None:
    several = tables.secrets().play(1, seats="human").prospects("blue")["blue.stockpile"]
    assert {one.outcome: one.chance for one in several} == {"well": 0.67, "badly": 0.33}


def test_looking_at_prospects_changes_nothing() -> None:
    games = [cs.load("standoff").play(3, seats="human") for _ in range(2)]
    while not games[0].over:
        for seat in games[0].seats:
            games[0].prospects(seat)
        for game in games:
            game.advance("turn")
    assert games[0].digest == games[1].digest
