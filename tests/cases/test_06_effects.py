"""Rulebook, chapter 6: effects."""

from __future__ import annotations

import pytest

from crisis_sim.compiler.effects import FORMS
from crisis_sim.scenario.errors import ScenarioError
from tests.cases.tables import Table, compiled, inject


def after(*effects: str, gauges: str = "") -> Table:
    return Table(*([f"gauges:\n{gauges}"] if gauges else []), inject("flood", *effects)).until(1)


@pytest.mark.parametrize(
    ("effect", "result"), [("tension += 5", 45), ("tension -= 5", 35), ("tension *= 1.5", 60), ("tension = 12", 12)]
)
def test_6_1_a_gauge_is_raised_lowered_scaled_or_set(effect: str, result: float) -> None:
    assert after(effect).gauge("tension") == result


def test_6_2_a_gauge_never_leaves_its_bounds() -> None:
    assert after("tension += 500").gauge("tension") == 100
    assert after("tension -= 500", "tension += 1").gauge("tension") == 1


def test_6_3_what_counts_is_whole_and_what_can_only_rise_does_not_fall() -> None:
    gauges = "  ships: {what: ships, start: 3, whole: true}\n"
    gauges += "  dead: {what: the dead, start: 3, whole: true, monotone: true}\n"
    game = after("ships += 1.5", "dead += 1.4", gauges=gauges)
    assert (game.gauge("ships"), game.gauge("dead")) == (5, 4)
    game = after("ships = 0", "dead = 0", gauges=gauges)
    assert (game.gauge("ships"), game.gauge("dead")) == (0, 3)
    game.override("dead", 1)
    assert game.gauge("dead") == 3


def test_6_4_drawn_is_the_last_amount_drawn() -> None:
    game = after("mark = drawn", "tension = uniform(10, 20)", "tension += 1", "mark += drawn")
    assert game.gauge("mark") == game.gauge("tension") - 1
    first = after("tension = uniform(10, 20)", "mark += 0.5 * drawn", "tension = uniform(30, 40)", "mark += drawn")
    assert 35 <= first.gauge("mark") <= 50


def test_6_5_a_condition_is_read_when_its_line_is_reached() -> None:
    game = after("if tension > 50: mark += 1", "tension += 20", "if tension > 50: mark += 10")
    assert game.gauge("mark") == 10


def test_6_6_alert_gives_a_decision_out_of_turn() -> None:
    game = Table(inject("flood", "alert(ar)", "alert(bo, 2)"))
    game.until(1)
    assert (game.decisions("ar"), game.decisions("bo"), game.decisions("cy")) == (1, 1, 1)
    game.until(61 / 60)
    assert (game.decisions("ar"), game.decisions("bo"), game.decisions("cy")) == (2, 1, 1)
    game.until(3)
    assert (game.decisions("ar"), game.decisions("bo"), game.decisions("cy")) == (2, 2, 1)


def test_6_7_there_are_no_other_verbs() -> None:
    told = {"deploy", "recall", "evidence", "report", "teach", "claim", "instruct", "commit", "release", "propose"}
    assert set(FORMS) == told | {"accept", "reject", "begin", "cancel", "stop", "alert"}
    with pytest.raises(ScenarioError, match="unknown verb explode"):
        compiled(inject("flood", "explode(ar)"))
