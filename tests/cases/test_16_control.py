"""Rulebook, chapter 16: control."""

from __future__ import annotations

from tests.cases.tables import Table, inject

CLAIM = "claims:\n  tale: {by: bo, source: A paper, about: mark, figure: 7, says: They say so.}\n"


def test_16_1_control_sets_a_gauge_within_its_bounds() -> None:
    game = Table().until(3)
    game.override("tension", 250)
    (event,) = game.of("override")
    assert (event.thing, event.minute, event.amount) == ("tension", 180, 250)
    assert not event.seen
    assert game.seen("bo", "tension") == 100


def test_16_2_control_sends_an_inject_whatever_its_conditions() -> None:
    flood = inject("flood", "mark += 1", by_hand=True, chance=0, unless="tension > 0")
    game = Table(flood, CLAIM).until(2)
    for _ in range(3):
        game.send("flood")
    game.send("tale")
    assert game.minutes("inject") == [120, 120, 120]
    assert game.minutes("claim") == [120]
    assert game.gauge("mark") == 3


def test_16_2_what_is_not_possible_remains_impossible() -> None:
    game = Table(inject("flood", "mark += 1", by_hand=True, possible="tension > 50"))
    game.send("flood")
    assert game.of("inject")[0].outcome is None
    assert game.gauge("mark") == 0
