"""Rulebook, chapter 10: commitments."""

from __future__ import annotations

import pytest

from tests.cases.tables import Table, inject

ACTIONS = """\
actions:
  ar.strike: {name: Strike}
  ar.leave: {name: Leave}
  bo.shoot: {name: Shoot}
"""
FATES = "complied: [mark += 1], kept: [mark += 10], broken: [mark += 100]"
LINE = "kind: red_line, trigger: count(bo.shoot) > 0, promised: [ar.strike], deadline: 20, grace: 5"
DEMAND = "kind: ultimatum, demand: tension < 10, promised: [ar.strike], deadline: 10, grace: 5"
DO = "kind: pledge, promised: [ar.leave], deadline: 10"
FORBEAR = "kind: pledge, abstain: [ar.strike], deadline: 10"


def oath(fields: str) -> str:
    return f"commitments:\n  oath: {{by: ar, to: bo, what: it will be so, {fields}, {FATES}}}\n"


def made(fields: str, *texts: str) -> Table:
    """A game in which the commitment is made half an hour after the first minute."""
    return Table(oath(fields), ACTIONS, inject("vow", "commit(oath)", at=0.5), *texts)


def told(game: Table) -> list[tuple[int, str | None]]:
    """What was told of the commitment, after its making."""
    return [(event.minute, event.thing) for event in game.of("commitment")][1:]


def test_10_1_a_commitment_stands_from_its_making_and_begins_anew_when_made_again() -> None:
    game = made(FORBEAR, inject("again", "commit(oath)", at=7))
    assert game.standing("oath") == "not made"
    assert game.until(0.5).standing("oath") == "called"  # a pledge binds at once
    assert made(LINE).until(0.5).standing("oath") == "standing"
    assert told(game.play()) == [(420, "oath.made"), (17 * 60, "oath.kept")]


def test_10_2_it_is_looked_at_when_the_hour_strikes() -> None:
    game = made(DO)
    game.until(2.2).order("ar.leave")
    assert game.until(2.9).standing("oath") == "called"
    assert told(game.until(3)) == [(180, "oath.kept")]


def test_10_3_a_demand_that_is_met_comes_before_everything_else() -> None:
    game = made(DEMAND.replace("deadline: 10", "deadline: 2"), inject("give_way", "tension = 5", at=6.5))
    assert game.until(6.4).standing("oath") == "called"
    game.order("ar.strike")
    assert told(game.until(7)) == [(420, "oath.complied")]
    assert game.gauge("mark") == 1


def test_10_4_a_pledge_is_broken_by_what_it_forswears() -> None:
    game = made(FORBEAR)
    game.until(3.5).order("ar.strike")
    assert told(game.play()) == [(240, "oath.broken")]
    assert game.gauge("mark") == 100
    before = made(FORBEAR)
    before.order("ar.strike")  # done before it was made
    assert told(before.play()) == [(660, "oath.kept")]


@pytest.mark.parametrize(("hour", "fate"), [(4, "kept"), (9, "broken")])
def test_10_5_a_threat_is_called_by_its_trigger_and_then_kept_or_broken(hour: float, fate: str) -> None:
    game = made(LINE)
    game.until(2.5).order("bo.shoot")
    assert game.until(3).standing("oath") == "called"
    game.until(hour).order("ar.strike")
    minute = {"kept": 300, "broken": 480}[fate]  # called at 3, with five hours of grace
    assert told(game.play()) == [(minute, f"oath.{fate}")]
    assert game.gauge("mark") == {"kept": 10, "broken": 100}[fate]


def test_10_6_a_threat_that_is_not_called_expires() -> None:
    game = made(LINE)
    assert game.until(20).standing("oath") == "standing"
    assert game.until(21).standing("oath") == "expired"
    assert told(game) == []


def test_10_7_an_ultimatum_is_called_at_its_deadline() -> None:
    game = made(DEMAND)
    assert game.until(10).standing("oath") == "standing"
    assert game.until(11).standing("oath") == "called"
    assert told(game.play()) == [(16 * 60, "oath.broken")]
    kept = made(DEMAND)
    kept.until(12).order("ar.strike")
    assert told(kept.play()) == [(780, "oath.kept")]


def test_10_8_a_pledge_is_settled_by_its_deadline() -> None:
    assert told(made(DO).play()) == [(660, "oath.broken")]
    assert told(made(FORBEAR).play()) == [(660, "oath.kept")]
    done = made(DO)
    done.until(1).order("ar.leave")
    assert told(done.play()) == [(120, "oath.kept")]


def test_10_9_what_was_done_before_the_call_does_not_count() -> None:
    early = made(LINE)
    early.until(1).order("ar.strike")
    early.until(2.5).order("bo.shoot")
    assert told(early.play()) == [(480, "oath.broken")]
    before = made(DO)
    before.order("ar.leave")
    assert told(before.play()) == [(660, "oath.broken")]


def test_10_10_a_commitment_that_is_released_is_off() -> None:
    game = made(DO, inject("free", "release(oath)", at=3))
    assert game.until(3).standing("oath") == "released"
    assert told(game.play()) == []


@pytest.mark.parametrize(("public", "seen"), [("true", {"ar", "bo", "cy"}), ("false", {"ar", "bo"})])
def test_10_11_making_and_fate_are_events_for_all_or_for_both_sides(public: str, seen: set[str]) -> None:
    game = made(f"{DO}, public: {public}").play()
    assert [(event.minute, event.thing) for event in game.of("commitment")] == [(30, "oath.made"), (660, "oath.broken")]
    assert all(event.seen == seen for event in game.of("commitment"))


def test_10_12_standing_holds_until_it_is_settled_and_called_from_the_call() -> None:
    look = "mark = 10 * standing(oath) + called(oath)"
    game = made(LINE, inject("early", look, at=2.6), inject("later", look, at=3.5), inject("late", look, at=8.5))
    game.until(2.5).order("bo.shoot")
    assert [game.until(hour).gauge("mark") for hour in (2.6, 3.5, 8.5)] == [10, 11, 0]
