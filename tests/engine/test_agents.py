"""Whatever a Python agent does, the game goes on: its doctrine decides for it, and that is written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import crisis_sim.api as cs
from crisis_sim.engine import Game
from crisis_sim.engine.seats import parse_agents
from crisis_sim.journal import Decision
from crisis_sim.terms.records import Agent, Observation, Order, WrongUse
from tests.engine.players import Answers, Busy, Hangs, Raises, Watches
from tests.engine.tables import secrets, standoff

BAD: dict[str, tuple[Any, str]] = {
    "raises": (Raises(ValueError("no\nidea")), "it raised ValueError: no idea"),
    "leaves": (Raises(SystemExit(3)), "it raised SystemExit: 3"),
    "runs out of depth": (Raises(RecursionError()), "it raised RecursionError"),
    "answers nothing": (Answers(None), "it answered with a NoneType, not with a list of orders"),
    "answers a text": (Answers("ar.inquire"), "it answered with a str, not with a list of orders"),
    "answers numbers": (Answers([7]), "it answered with a int where an order should be"),
    "answers without end": (Answers(["ar.inquire"] * 101), "it answered with 101 orders"),
    "answers in riddles": (Answers(["do something"]), "it answered with what is no order"),
    "orders what is not there": (Answers([Order("ar.dance")]), "illegal: ar.dance: there is no action"),
    "orders for another": (Answers(["bo.deny"]), "illegal: bo.deny: bo.deny is for another seat"),
    "orders twice": (Answers(["ar.inquire", "ar.inquire"]), "illegal: ar.inquire: it is among your orders already"),
    "cancels what is not ordered": (Answers(["- ar.raid"]), "illegal: - ar.raid: no order of it waits"),
}


def failures(game: Game) -> list[str]:
    return [given.instead["ar"] for given in game.inputs if isinstance(given, Decision) and "ar" in given.instead]


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_agent_is_replaced_by_its_doctrine_for_that_decision(kind: str, tmp_path: Path) -> None:
    agent, complaint = BAD[kind]
    result = standoff().run(5, agents={"ar": agent}, journal=tmp_path / "a.journal")
    reasons = failures(result.game)
    assert reasons
    assert complaint in reasons[0]
    assert all(len(reason.splitlines()) == 1 for reason in reasons)
    if kind in ("raises", "answers nothing"):  # it fails always, so its doctrine decides always
        assert result.digest == standoff().run(5).digest
    assert cs.replay(tmp_path / "a.journal").digest == result.digest


def test_an_agent_that_hangs_is_not_waited_for() -> None:
    agent = Hangs()
    game = standoff().play(5, seats={"ar": agent}, timeout=0.05)
    game.advance("end")
    agent.let_go.set()
    reasons = failures(game)
    assert reasons[0] == "it gave no answer within 0.05 seconds"
    assert set(reasons[1:]) == {"it is busy with an earlier decision"}
    assert game.digest == standoff().run(5).digest


def test_an_agent_in_time_is_heard_and_one_that_raises_is_not() -> None:
    quick = standoff().play(5, seats={"ar": Busy()}, timeout=60)
    quick.advance("end")
    assert failures(quick) == []
    assert quick.digest == standoff().run(5, agents={"ar": Busy()}).digest
    bad = standoff().play(5, seats={"ar": Raises(KeyError("x"))}, timeout=60)
    bad.advance("end")
    assert failures(bad)[0] == "it raised KeyError: 'x'"


def test_an_interruption_by_the_user_is_not_an_agents_failure() -> None:
    with pytest.raises(KeyboardInterrupt):
        standoff().run(5, agents={"ar": Raises(KeyboardInterrupt())})


def test_an_agent_is_handed_what_its_seat_sees_and_nothing_else() -> None:
    agent, game = Watches(), secrets().play(5, seats={"red": "human"})
    game.advance("end")
    secrets().run(5, agents={"red": agent, "blue": "utility", "green": "utility"})
    assert agent.seen
    assert all(type(seen) is Observation and seen.seat == "red" and seen.must_decide for seen in agent.seen)
    assert agent.seen[-1].gauge("fear") >= 0
    assert 0 < agent.seen[-1].belief("mole") < 1
    with pytest.raises(KeyError):
        agent.seen[-1].gauge("stock")


def test_agents_can_be_scripted() -> None:
    from crisis_sim.agents import Scripted

    game = (
        standoff().run(5, agents={"ar": Scripted({0: ["ar.inquire"], 700: ["ar.deploy_brigade"]}), "bo": "dove"}).game
    )
    given = [(event.minute, event.action) for event in game.events if event.kind == "order" and event.actor == "ar"]
    assert given == [(0, "ar.inquire"), (720, "ar.deploy_brigade")]
    assert isinstance(Scripted({}), Agent)


def test_agents_are_written_in_one_line() -> None:
    names = standoff().compiled.names
    assert parse_agents("hawk", names) == {"ar": "hawk", "bo": "hawk"}
    assert parse_agents("ar=hawk", names) == {"ar": "hawk"}
    assert parse_agents(" bo = dove , hawk ", names) == {"ar": "hawk", "bo": "dove"}
    assert standoff().run(1, agents="ar=hawk").to_dict()["agents"] == {"ar": "hawk", "bo": "utility"}


@pytest.mark.parametrize(
    ("agents", "complaint"),
    [
        ("hank", r"there is no agent 'hank' \(did you mean"),
        ("ab=hawk", r"there is no seat 'ab'"),
        ("ar=", r"there is no agent ''"),
        ({"ar": object()}, r"a object is no agent"),
        ("ar=human", r"ar is to be played by a person"),
        ("a\x1b[31m=hawk", r"there is no seat 'a\\u001b\[31m'"),
    ],
)
def test_who_is_not_there_is_refused_in_one_line(agents: Any, complaint: str) -> None:
    with pytest.raises(WrongUse, match=complaint) as caught:
        standoff().run(1, agents=agents)
    assert len(str(caught.value).splitlines()) == 1
    assert str(caught.value).isprintable()
