"""Rulebook, chapter 17: the end and the score."""

from __future__ import annotations

from tests.cases.tables import Table, inject

ENDS = """\
ends:
  flooded: {what: all is under water, when: mark >= 2}
  angry: {what: all are angry, when: mark >= 1 and tension > 50}
outcomes:
  wet: {name: Wet, what: It is wet., when: mark >= 2}
  angry: {name: Angry, what: They are angry., when: tension > 50}
  quiet: {name: Quiet, what: Nothing came of it.}
"""


def ended(*texts: str) -> tuple[int, str | None, str | None]:
    """When the game ended, by which end condition, and with which outcome."""
    event = Table(ENDS, *texts).play().events[-1]
    assert event.kind == "end"
    assert event.seen == {"ar", "bo", "cy"}
    return event.minute, event.thing, event.outcome


def test_17_1_the_first_end_condition_that_holds_ends_the_game() -> None:
    assert ended(inject("flood", "mark = 2", at=3.3)) == (198, "flooded", "wet")
    assert ended(inject("flood", "mark = 1", "tension = 60", at=3.3)) == (198, "angry", "angry")
    assert ended(inject("flood", "mark = 2", "tension = 60", at=3.3)) == (198, "flooded", "wet")


def test_17_1_they_are_looked_at_when_the_hour_strikes_too() -> None:
    slow = "ends:\n  late: {what: it is late, when: now >= 7.5}\n"
    assert Table(slow).play().minutes("end") == [480]


def test_17_2_the_horizon_comes_before_anything_else_of_its_minute() -> None:
    game = Table(inject("flood", "mark = 1", at=48)).play()
    assert (game.minute, game.gauge("mark"), game.events[-1].thing) == (2880, 0, None)


def test_17_3_the_first_outcome_class_that_holds_is_the_outcome() -> None:
    assert ended(inject("flood", "tension = 60", at=3.3)) == (2880, None, "angry")
    assert ended() == (2880, None, "quiet")


def test_17_4_after_the_end_no_order_is_legal() -> None:
    game = Table(ENDS, "actions:\n  ar.act: {name: Act}\n", inject("flood", "mark = 2")).play()
    assert game.minute == 60
    before = game.everything()
    assert game.order("ar.act") == "game_over"
    assert game.everything() == before


def test_17_5_a_score_is_the_weighted_sum_of_its_objectives() -> None:
    lines = """\
objectives:
  ar:
    calm: {what: calm, weight: 0.75, value: 100 - tension}
    marks: {what: marks, weight: 0.25, value: mark}
"""
    game = Table(lines)
    assert (game.score("ar"), game.score("bo")) == (45, 0)
    game.override("mark", 500)
    assert game.score("ar") == 70
    game.override("mark", -500)
    assert game.score("ar") == 45
