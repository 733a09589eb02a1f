"""A journal is the whole game: replayed, it is the same; gone on with, it goes on; changed, it is caught."""

from __future__ import annotations

import json
import resource
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import crisis_sim.api as cs
from crisis_sim.engine import Game, Mismatch
from crisis_sim.journal import JournalError, NotSaved, read
from crisis_sim.terms.codes import RULES_VERSION
from crisis_sim.terms.records import WrongUse
from tests.engine.child import turn
from tests.engine.players import Busy
from tests.engine.tables import standoff


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def eventful(path: Path, seed: int = 4) -> Game:
    """A game in which everything that can be put into a game is put into it."""
    game = standoff().play(seed, seats={"ar": "human", "bo": Busy()}, journal=path)
    game.submit("ar", "ar.inquire")
    game.advance()
    game.control.override("tension", 66, "for the lesson")
    game.control.send("whisper", "a hint")
    game.message("ar", ["bo"], "Let us talk.")
    game.submit("ar", "ar.deploy_brigade")
    game.advance("thing")
    game.control.override("anger", 20, "for the lesson")
    game.advance("event")
    game.control.message(["ar", "bo"], "Ten minutes left.")
    return game


@given(seed=st.integers(0, 2**63 - 1), agents=st.sampled_from(["utility", "random", "historical", "ar=hawk"]))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_run_is_replayed(seed: int, agents: str, tmp_path: Path) -> None:
    path = tmp_path / "run.journal"
    path.unlink(missing_ok=True)
    result = standoff().run(seed, agents=agents, journal=path)
    game = cs.replay(path)
    assert game.digest == result.digest
    assert game.events == result.events
    assert game.result() == result.to_dict()
    assert read(path).result is not None


def test_a_run_of_agents_that_look_ahead_is_replayed(tmp_path: Path) -> None:
    result = standoff().run(8, agents="look_ahead", journal=tmp_path / "a.journal")
    assert cs.replay(tmp_path / "a.journal").events == result.events


def test_a_game_with_everything_in_it_is_replayed_and_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    game = eventful(path)
    kinds = {line["line"] for line in lines_of(path)}
    assert kinds == {"header", "draft", "decision", "override", "sent", "message", "event", "turn"}
    game.advance()
    game.close()
    again = cs.replay(path)
    assert (again.digest, again.events, again.inputs) == (game.digest, game.events, game.inputs)
    assert again.waiting == ("ar", "bo")  # the agent in Python is not here any more: people decide for it
    game.submit("ar", "ar.inquire")
    game.advance("end")
    resumed = cs.resume(path, {"bo": Busy()})
    resumed.submit("ar", "ar.inquire")
    resumed.advance("end")
    assert resumed.digest == game.digest
    assert resumed.events == game.events
    assert cs.replay(path).result() == game.result()
    assert lines_of(path)[-1]["line"] == "end"


def test_a_journal_begun_late_is_as_good_as_one_begun_early(tmp_path: Path) -> None:
    early = eventful(tmp_path / "early.journal")
    early.advance("end")
    late = eventful(tmp_path / "thrown_away.journal")
    late.close()
    late.save(tmp_path / "late.journal")
    late.advance("end")
    kept = [
        [line for line in lines_of(tmp_path / name) if line["line"] != "draft"]
        for name in ("early.journal", "late.journal")
    ]
    for lines in kept:
        del lines[0]["written"]
    assert kept[0] == kept[1]


def test_the_draft_is_there_when_the_game_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    game = standoff().play(4, seats={"ar": "human"}, journal=path)
    game.advance()
    game.submit("ar", "ar.inquire")
    game.submit("ar", "ar.deploy_brigade")
    game.undo("ar")
    game.close()
    resumed = cs.resume(path)
    assert resumed.draft("ar") == [("ar.inquire", False)]
    assert resumed.minute == game.minute


def test_a_game_that_is_over_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    standoff().run(4, journal=path)
    before = path.read_bytes()
    game = cs.resume(path)
    assert game.over
    with pytest.raises(WrongUse, match="the game is over"):
        game.control.override("tension", 3, "too late")
    assert path.read_bytes() == before


@given(until=st.integers(0, 7300))
@settings(max_examples=25)
def test_a_replay_stops_at_the_decisions_of_a_minute(until: int) -> None:
    game = standoff().play(4, seats={"ar": "human", "bo": "human"})
    while not game.over and game.minute < until:
        for seat in game.waiting:
            legal = game.observe(seat).legal()
            if legal:
                game.submit(seat, legal[0].action)
        game.advance()
    branched = game.branch(until)
    assert branched.minute <= until
    assert [event for event in game.events if event.minute < until] == [
        event for event in branched.events if event.minute < until
    ]
    assert all(event.minute <= until for event in branched.events)
    if game.minute == until and not game.over:
        assert branched.waiting == game.waiting
        assert branched.observe("ar") == replace(game.observe("ar"), draft=())


def test_time_can_be_written_as_people_write_it(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    standoff().run(4, journal=path)
    assert cs.replay(path, until="2031-05-05 06:00").minute == cs.replay(path, until="+24").minute == 1440
    assert cs.replay(path, until="2031-05-05T04:00+00:00").minute == 1440
    with pytest.raises(WrongUse, match=r"noon is no time: write 2031-05-04T06:00, or \+36"):
        cs.replay(path, until="noon")


# What was changed


def _in_events(lines: list[dict[str, Any]]) -> dict[str, Any]:
    return next(line for line in lines if line["line"] == "event" and line["number"] == 5)


def _in_turns(lines: list[dict[str, Any]]) -> dict[str, Any]:
    return [line for line in lines if line["line"] == "turn"][3]


@pytest.mark.parametrize(
    ("where", "field", "value", "complaint"),
    [
        (_in_events, "minute", 1, "event 5, minute .*: `minute` is .* in the replay, and 1 in the journal"),
        (_in_events, "action", "ar.dance", "event 5, minute .*: `action`"),
        (_in_events, "visible_to", [], "event 5, minute .*: `visible_to`"),
        (_in_events, "planted", 1, "event 5, minute .*: `planted` is missing in the replay, and 1 in"),
        (_in_turns, "digest", "0" * 16, "turn 3, minute 1080: `digest`"),
        (
            lambda lines: lines[-1],
            "digest",
            "0" * 16,
            r"line \d+: the result: `digest` is .* in the replay, and \"0000000000000000\"",
        ),
        (lambda lines: lines[0], "seed", 5, r"line \d+: event \d+, minute"),
        (lambda lines: lines[0], "settings", {"skirmish_rate": 9}, r"line \d+: (event|turn) \d+, minute"),
    ],
)
def test_what_was_changed_is_named_by_its_place(
    where: Any, field: str, value: Any, complaint: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.journal"
    standoff().run(4, journal=path)
    lines = lines_of(path)
    where(lines)[field] = value
    write_lines(path, lines)
    with pytest.raises(Mismatch, match=complaint) as caught:
        cs.replay(path)
    assert str(path) in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert cs.replay(path, verify=False).over


def test_how_an_event_is_told_may_change(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    standoff().run(4, journal=path)
    lines = lines_of(path)
    _in_events(lines)["text"] = "in other words"
    lines[0]["software"]["crisis_sim"] = "an earlier one"
    write_lines(path, lines)
    assert cs.replay(path).over


def test_events_that_never_were_are_caught(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    standoff().play(4, seats={"ar": "human"}, journal=path).close()
    lines = lines_of(path)
    turn_line = next(line for line in lines if line["line"] == "turn")
    write_lines(path, [*lines, {**turn_line, "minute": 360}])
    with pytest.raises(Mismatch, match="the replay comes to no such turn"):
        cs.replay(path)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"rules_version": RULES_VERSION + 1}, "they would make another game of it"),
        ({"scenario_hash": "0" * 16}, "the scenario in it was changed"),
        ({"texts": {}}, "the scenario in it cannot be used"),
        ({"texts": {"../scenario.yaml": "title: x"}}, "the scenario in it cannot be used"),
        ({"texts": {"scenario.yaml": "title: x"}}, "the scenario in it cannot be used"),
        ({"settings": {"nothing": 1}}, "there is no parameter"),
        ({"settings": {"guard_control": 7}}, "guard_control must lie between 0 and 1"),
        ({"agents": {"ar": "human"}}, "its agents are not those of the seats ar, bo"),
        ({"run": 2**50}, "`run` is beyond all runs"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(change: dict[str, Any], complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    standoff().run(4, journal=path)
    lines = lines_of(path)
    lines[0] |= change
    write_lines(path, lines)
    with pytest.raises(JournalError, match=complaint) as caught:
        cs.replay(path)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"orders": {"ar": ["ar.dance"]}}, "ar.dance is not legal there: there is no action"),
        ({"orders": {"ar": ["ar.raid"]}}, "ar.raid is not legal there: "),
        ({"orders": {"ar": ["bo.deny"]}}, "bo.deny is not legal there"),
        ({"orders": {"zz": []}}, "there is no seat"),
        ({"orders": {"bo": []}}, "bo does not decide there"),
        ({"steps": 1}, "the decision at minute 0"),
        ({"minute": 1}, "the decision at minute 1"),
        ({"events": 1}, "the decision at minute 0"),
    ],
)
def test_an_input_that_does_not_fit_is_refused_by_its_minute(
    change: dict[str, Any], complaint: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.journal"
    game = standoff().play(4, seats={"ar": "human"}, journal=path)
    game.submit("ar", "ar.inquire")
    game.advance()
    game.close()
    lines = lines_of(path)
    next(line for line in lines if line["line"] == "decision").update(change)
    write_lines(path, lines)
    with pytest.raises(JournalError, match=complaint):
        cs.replay(path)


@pytest.mark.parametrize("line", ["override", "sent"])
def test_control_cannot_have_touched_what_is_not_there(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    eventful(path).close()
    lines = lines_of(path)
    next(one for one in lines if one["line"] == line).update(gauge="nothing", inject="nothing")
    write_lines(path, lines)
    with pytest.raises(JournalError, match="there is no 'nothing'"):
        cs.replay(path)


# Branches


def test_a_branch_is_another_game_and_leaves_the_first_alone(tmp_path: Path) -> None:
    game = eventful(tmp_path / "a.journal")
    game.advance("end")
    digest, inputs = game.digest, game.inputs
    other = game.branch(0)
    assert other.waiting == ("ar",)
    assert other.draft("ar") == []
    other.advance("end")
    assert other.digest != digest
    assert (game.digest, game.inputs) == (digest, inputs)
    same = game.branch(10**6)
    assert same.digest == digest


def test_a_branch_can_be_saved_replayed_and_branched_again(tmp_path: Path) -> None:
    game = standoff().run(4, agents="hawk").game
    branch = game.branch(1440, {"ar": "human"})
    assert branch.seats == {"ar": "human", "bo": "hawk"}
    assert branch.waiting == ("ar",)
    branch.save(tmp_path / "branch.journal")
    while not branch.over:
        turn(branch)
    replayed = cs.replay(tmp_path / "branch.journal")
    assert (replayed.digest, replayed.events, replayed.seats) == (branch.digest, branch.events, branch.seats)
    third = branch.branch(2880, {"ar": "dove"})
    third.save(tmp_path / "third.journal")
    third.advance("end")
    assert cs.replay(tmp_path / "third.journal").digest == third.digest


def test_the_same_players_play_on_with_the_same_luck() -> None:
    game = standoff().run(4, agents="hawk").game
    branch = game.branch(2000)
    branch.advance("end")
    assert branch.events == game.events
    assert branch.digest == game.digest


def test_recorded_chance_ends_at_the_branch() -> None:
    game = standoff().run(4, agents="historical").game
    assert [event for event in game.events if event.kind == "pin" and event.minute > 600]
    branch = game.branch(600, {"ar": "human"})
    branch.advance("end")
    assert [event for event in branch.events if event.kind == "pin" and event.minute > 600] == []
    assert [event for event in branch.events if event.kind == "pin"]


# A full disk


def test_an_order_that_cannot_be_saved_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    game = standoff().play(4, seats={"ar": "human"}, journal=path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 10, hard))
    try:
        with pytest.raises(NotSaved):
            game.submit("ar", "ar.inquire")
        assert game.draft("ar") == []
        with pytest.raises(NotSaved):
            game.advance()
        assert (game.waiting, game.minute, game.inputs) == (("ar",), 0, [])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    game.submit("ar", "ar.inquire")
    game.advance("end")
    assert cs.replay(path).digest == game.digest


def test_a_game_of_agents_waits_for_space_too(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    game = standoff().play(4, seats={"ar": Busy()}, journal=path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 10, hard))
    try:
        with pytest.raises(NotSaved):
            game.advance("end")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not game.over
    game.advance("end")
    assert game.digest == standoff().run(4, agents={"ar": Busy()}).digest
    assert cs.replay(path).digest == game.digest
