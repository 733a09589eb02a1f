"""Whatever a Python agent does, the game goes on: its doctrine decides for it, and that is written down."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import inspect
import json
import math
import pickle
from pathlib import Path
from typing import Any

import pytest

import crisis_sim.api as cs
from crisis_sim.engine import Game
from crisis_sim.engine.finished import Result
from crisis_sim.engine.rounds import Instead
from crisis_sim.engine.seats import ANSWER_SECONDS, parse_agents
from crisis_sim.journal import Decision
from crisis_sim.terms.records import Agent, Observation, Order, WrongUse, plain
from tests.engine.players import Answers, Busy, Hangs, Raises, Watches
from tests.engine.tables import secrets, standoff


class Tricky(str):
    """A text that raises when it is looked at."""

    def strip(self, *_: Any) -> str:
        raise OSError("not me")

    __getitem__ = __str__ = __len__ = __eq__ = __hash__ = lower = strip  # type: ignore[assignment]


class Sulky(list[Any]):
    """A list that is none when it is read."""

    def __iter__(self) -> Any:
        raise asyncio.CancelledError

    def __len__(self) -> int:
        return 0


class Endless(list[Any]):
    def __iter__(self) -> Any:
        return iter(lambda: "ar.inquire", None)


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise ValueError


BAD: dict[str, tuple[Any, str]] = {
    "raises": (Raises(ValueError("no\nidea")), "it raised ValueError: no idea"),
    "leaves": (Raises(SystemExit(3)), "it raised SystemExit: 3"),
    "runs out of depth": (Raises(RecursionError()), "it raised RecursionError"),
    "answers nothing": (Answers(None), "it answered with a NoneType, not with a list of orders"),
    "answers a text": (Answers("ar.inquire"), "it answered with a str, not with a list of orders"),
    "answers numbers": (Answers([7]), "it answered with a int where an order should be"),
    "answers without end": (Answers(["ar.inquire"] * 101), "it answered with more than 10 orders"),
    "answers in riddles": (Answers(["do something"]), "it answered with what is no order"),
    "orders what is not there": (Answers([Order("ar.dance")]), "illegal: ar.dance: there is no action"),
    "orders what cannot be written": (Answers([Order("\ud800")]), r"illegal: \ud800: there is no action '\ud800'"),
    "orders with control characters": (Answers([Order("ar.x\x1b[2J")]), r"illegal: ar.x\u001b[2J: there is no action"),
    "orders a whole book": (Answers([Order("a" * 3_000_000)]), "an order of more than 200 letters: aaaa"),
    "writes a whole book": (Answers(["a" * 3_000_000]), "an order of more than 200 letters: aaaa"),
    "orders at length": (Answers([Order("a" * 200)]), f"illegal: {'a' * 57}...: there is no action '{'a' * 57}...'"),
    "answers texts that raise": (Answers([Order(Tricky("ar.dance"))]), "illegal: ar.dance: there is no action"),
    "answers lines that raise": (Answers([Tricky("ar dance")]), "it answered with what is no order: 'ar dance'"),
    "answers a list that raises": (Answers(Sulky()), "it raised CancelledError"),
    "answers a list without end": (Answers(Endless()), "it answered with more than 10 orders"),
    "is cancelled": (Raises(asyncio.CancelledError()), "it raised CancelledError"),
    "raises what cannot be told": (Raises(Unspeakable()), "it raised an error that cannot be told"),
    "raises a whole book": (Raises(ValueError("\x1b" * 3_000_000)), r"it raised ValueError: \u001b\u001b"),
    "orders for another": (Answers(["bo.deny"]), "illegal: bo.deny: bo.deny is for another seat"),
    "orders twice": (Answers(["ar.inquire", "ar.inquire"]), "illegal: ar.inquire: it is among your orders already"),
    "cancels what is not ordered": (Answers(["- ar.raid"]), "illegal: - ar.raid: no order of it waits"),
}


def failures(game: Game) -> list[str]:
    return [given.instead["ar"] for given in game.inputs if isinstance(given, Decision) and "ar" in given.instead]


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_agent_is_replaced_by_its_doctrine_for_that_decision(kind: str, tmp_path: Path) -> None:
    agent, complaint = BAD[kind]
    with pytest.warns(RuntimeWarning, match="the agent of ar failed"):
        result = standoff().run(5, agents={"ar": agent}, journal=tmp_path / "a.journal")
    reasons = failures(result.game)
    assert reasons
    assert complaint in reasons[0]
    assert all(reason.isprintable() and len(reason) <= 400 for reason in reasons)
    if kind in ("raises", "answers nothing"):  # it fails always, so its doctrine decides always
        assert result.digest == standoff().run(5).digest
    replayed = Result(cs.replay(tmp_path / "a.journal"))
    assert replayed.digest == result.digest
    assert replayed.instead == result.instead == {"ar": tell(result.game)}


def tell(game: Game) -> Instead:
    """What is to be told of the agent of `ar`, counted anew."""
    asked = [one for one in game.inputs if isinstance(one, Decision) and ("ar" in one.orders or "ar" in one.instead)]
    failed = [one for one in asked if "ar" in one.instead]
    return Instead(len(failed), len(asked), failed[0].place.minute, failed[0].instead["ar"])


class Fails:
    """Holds, and fails at its second and third decision."""

    def __init__(self) -> None:
        self.asked = 0

    def decide(self, observation: Observation) -> list[Order]:
        self.asked += 1
        return [Order("ar.dance")] if self.asked in (2, 3) else []


def test_a_run_tells_how_often_an_agent_failed_and_why() -> None:
    with pytest.warns(RuntimeWarning) as warned:
        result = standoff().run(5, run=3, agents={"ar": Fails(), "bo": Raises(ValueError("no\nidea"))})
    ar, bo = result.instead["ar"], result.instead["bo"]
    assert (ar.times, ar.minute) == (2, 360)
    assert ar.asked > 2
    assert ar.reason.startswith("it answered something illegal: ar.dance: there is no action")
    assert (bo.times, bo.minute, bo.reason) == (bo.asked, 0, "it raised ValueError: no idea")
    (line,) = [str(one.message) for one in warned]
    assert line.isprintable()
    assert line == (
        f"seed 5, run 3: the agent of bo failed at {bo.asked} of {bo.asked} decisions, first at minute 0: {bo.reason}; "
        f"the agent of ar failed at 2 of {ar.asked} decisions, first at minute 360: {ar.reason}; "
        "the seat's doctrine decided instead"
    )
    assert warned[0].filename == __file__
    told = json.loads(json.dumps(result.to_dict()))
    assert told["instead"]["ar"] == {"times": 2, "asked": ar.asked, "minute": 360, "reason": ar.reason}


def test_a_run_without_failures_tells_none() -> None:
    result = standoff().run(5, agents={"ar": Busy()}, strict=True)
    assert result.instead == {}
    assert "instead" not in result.to_dict()
    assert result.digest == standoff().run(5, agents={"ar": Busy()}).digest


@pytest.mark.parametrize("timeout", [None, 60])
@pytest.mark.parametrize("kind", BAD)
def test_a_strict_run_ends_with_the_first_failure(kind: str, timeout: float | None, tmp_path: Path) -> None:
    agent, complaint = BAD[kind]
    with pytest.raises(WrongUse, match=r"^seed 5, run 3: the agent of ar failed at 1 of \d+ decisions") as caught:
        standoff().run(5, run=3, agents={"ar": agent}, timeout=timeout, strict=True, journal=tmp_path / "a.journal")
    assert complaint in str(caught.value)
    assert str(caught.value).isprintable()
    assert not (tmp_path / "a.journal").exists()


def test_a_strict_run_counts_the_decisions_before_and_shows_where_it_was_raised() -> None:
    with pytest.raises(WrongUse, match="failed at 1 of 2 decisions, first at minute 360: it answered something"):
        standoff().run(5, agents={"ar": Fails()}, strict=True)
    error = ValueError("no idea")
    with pytest.raises(WrongUse, match="it raised ValueError: no idea") as caught:
        standoff().run(5, agents={"ar": Raises(error)}, strict=True)
    assert caught.value.__cause__ is error


def test_an_agent_that_hangs_is_told_of_and_ends_a_strict_run() -> None:
    agent = Hangs()
    with pytest.warns(RuntimeWarning, match=r"it gave no answer within 0\.05 seconds; the seat's doctrine decided"):
        result = standoff().run(5, agents={"ar": agent}, timeout=0.05)
    with pytest.raises(WrongUse, match="failed at 1 of 1 decisions, first at minute 0: it gave no answer"):
        standoff().run(5, agents={"ar": agent}, timeout=0.05, strict=True)
    agent.let_go.set()
    assert result.instead["ar"].times == result.instead["ar"].asked > 1


@pytest.mark.parametrize("timeout", [None, 60])
@pytest.mark.parametrize(
    "kind", ["orders what cannot be written", "answers a list that raises", "is cancelled", "leaves"]
)
def test_a_bad_agent_spoils_neither_the_game_nor_its_journal(kind: str, timeout: float | None, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    game = standoff().play(5, seats={"ar": BAD[kind][0]}, timeout=timeout, journal=path)
    game.advance("end")
    game.close()
    assert game.over
    assert BAD[kind][1] in failures(game)[0]
    assert path.stat().st_size < 200_000
    assert cs.replay(path).events == game.events


def test_nobody_is_waited_for_longer_than_a_minute_unless_it_is_asked_for() -> None:
    for ask in (cs.Crisis.run, cs.Crisis.play):
        assert inspect.signature(ask).parameters["timeout"].default == ANSWER_SECONDS == 60
    for timeout in (0, -1, math.nan, math.inf):
        with pytest.raises(WrongUse, match="more than 0"):
            standoff().play(5, timeout=timeout)


def test_an_agent_is_not_mistaken_for_a_bot_of_its_name(tmp_path: Path) -> None:
    hawk = type("hawk", (Busy,), {})
    strange = type("\x1b[2J" + "x" * 1000, (Busy,), {})
    path = tmp_path / "a.journal"
    result = standoff().run(5, agents={"ar": hawk(), "bo": strange(1)}, journal=path)
    assert list(result.game.seats.values()) == ["hawk in Python", "\\u001b[2J" + "x" * 48 + "..."]
    assert cs.replay(path).digest == result.digest


def test_what_an_agent_does_to_an_event_does_not_reach_the_next_reader() -> None:
    game = standoff().play(1, seats={"ar": "human"})
    game.control.override("tension", 70, "to show what happens")
    (event,) = game.events
    with pytest.raises(TypeError):
        event.changes["tension"] = (0.0, 0.0)  # type: ignore[index]
    mine: dict[str, tuple[float, float]] = {"tension": (1.0, 2.0)}
    told = dataclasses.replace(event, changes=mine)
    mine.clear()
    assert told.changes == {"tension": (1.0, 2.0)}
    for copied in (copy.copy(event), copy.deepcopy(event), pickle.loads(pickle.dumps(event))):
        assert copied == event
    assert json.loads(json.dumps(plain(event)))["changes"] == {"tension": list(event.changes["tension"])}


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


@pytest.mark.parametrize("timeout", [None, 60])
def test_an_interruption_by_the_user_is_not_an_agents_failure(timeout: float | None) -> None:
    with pytest.raises(KeyboardInterrupt):
        standoff().run(5, agents={"ar": Raises(KeyboardInterrupt())}, timeout=timeout)


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
