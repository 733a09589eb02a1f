"""Rulebook, chapter 13: decisions of bots."""

from __future__ import annotations

from collections import Counter

import pytest

from crisis_sim.terms.codes import DOCTRINE, EXTERNAL, RANDOM
from tests.cases.tables import Table, inject

ACTIONS = """\
actions:
  ar.one: {name: One}
  ar.two: {name: Two}
  ar.shut: {name: Shut, requires: mark > 0}
"""


def doctrine(appeal: str, **more: object) -> str:
    fields = "".join(f", {name}: {value}" for name, value in ({"temperature": 1} | more).items())
    rest = "".join(f"  {seat}: {{what: It waits., temperature: 1, appeal: {{}}}}\n" for seat in ("bo", "cy"))
    return f"doctrines:\n  ar: {{what: It acts., appeal: {appeal}{fields}}}\n{rest}"


def choices(game: Table, agent: int) -> Counter[str | None]:
    """A thousand choices of Arland's, each with luck of its own."""
    return Counter(game.until(0.02 * hour).choice("ar", agent, step) for hour in range(10) for step in range(100))


def test_13_1_what_appeals_more_is_chosen_more_often() -> None:
    found = choices(Table(ACTIONS, doctrine("{ar.one: 1, ar.two: 2, ar.shut: 9}")), DOCTRINE)
    assert found["ar.shut"] == 0
    for option, share in ((None, 0.090), ("ar.one", 0.245), ("ar.two", 0.665)):  # 1, e and e squared, of their sum
        assert found[option] == pytest.approx(1000 * share, abs=75)
    calm = choices(Table(ACTIONS, doctrine("{ar.one: 1, ar.two: 2}", temperature=100)), DOCTRINE)
    assert min(calm.values()) > 250


def test_13_2_a_cold_bot_takes_the_best() -> None:
    assert set(choices(Table(ACTIONS, doctrine("{ar.one: 1, ar.two: 1.1}", temperature=0)), DOCTRINE)) == {"ar.two"}
    assert set(choices(Table(ACTIONS, doctrine("{ar.one: 1, ar.two: 2}", temperature=0, hold=3)), DOCTRINE)) == {None}


def test_13_3_a_bot_gives_so_many_orders_and_stops_when_it_holds() -> None:
    eager = doctrine("{ar.one: 5, ar.two: 6}", temperature=0, orders=2)
    game = Table(ACTIONS, eager, agents=DOCTRINE).until(0)
    assert [event.thing for event in game.of("order")] == ["ar.two", "ar.one"]
    assert len(Table(ACTIONS, eager, "effort: 1\n", agents=DOCTRINE).until(0).of("order")) == 1
    single = doctrine("{ar.one: 5, ar.two: 6}", temperature=0, orders=1)
    assert len(Table(ACTIONS, single, agents=DOCTRINE).until(0).of("order")) == 1
    holds = doctrine("{ar.one: -5, ar.two: 6}", temperature=0, orders=4)
    assert len(Table(ACTIONS, holds, agents=DOCTRINE).until(0).of("order")) == 1


def test_13_4_a_bot_sees_what_its_seat_sees() -> None:
    gauge = "gauges:\n  anger: {what: anger, start: 40, sight: {ar: {bias: 30}}}\n"
    game = Table(gauge, ACTIONS, doctrine("{ar.one: anger - 60}", temperature=0))
    assert set(choices(game, DOCTRINE)) == {"ar.one"}  # it sees 70
    assert set(choices(Table(ACTIONS, doctrine("{}", hold=-99)), DOCTRINE)) == {None}


def reactions(chance: float = 1) -> str:
    return doctrine("{}", reactions=f"[{{to: [bo.raid, flood], within: 2, chance: {chance}}}]")


def test_13_5_a_seat_decides_out_of_turn_when_it_learns_of_something() -> None:
    raid = "actions:\n  bo.raid: {name: Raid, preparation: 1, publication: 1}\n"
    for agent in (EXTERNAL, DOCTRINE):
        game = Table(raid, reactions(), inject("flood", by_hand=True), agents={"ar": agent})
        game.order("bo.raid")
        assert game.until(3.9).decisions("ar") == 1
        assert game.until(4).decisions("ar") == 2  # done at 1, published at 2, two hours later
        assert game.decisions("cy") == 1
    games = [Table(reactions(0.3), raid, inject("flood", at=1), run=run).until(4) for run in range(60)]
    assert 6 < sum(game.decisions("ar") - 1 for game in games) < 32


def test_13_6_the_random_agent_takes_each_legal_action_and_holding_alike() -> None:
    found = choices(Table(ACTIONS, doctrine("{ar.one: 99}", hold=-99)), RANDOM)
    assert set(found) == {None, "ar.one", "ar.two"}
    assert all(count == pytest.approx(333, abs=75) for count in found.values())


def test_13_7_a_persona_gives_the_doctrine_its_traits() -> None:
    personas = """\
personas:
  utility: {what: usual, traits: {boldness: -1}}
  hawk: {what: bold, traits: {boldness: 1}, seats: {bo: {boldness: 0.5}}}
"""
    lines = doctrine("{ar.one: persona.boldness}", temperature=0)
    assert set(choices(Table(ACTIONS, personas, lines), DOCTRINE)) == {None}
    assert set(choices(Table(ACTIONS, personas, lines, personas={"ar": "hawk"}), DOCTRINE)) == {"ar.one"}
    assert set(choices(Table(ACTIONS, personas, lines, personas={"bo": "hawk"}), DOCTRINE)) == {None}
