"""Rulebook, chapter 8: beliefs and claims."""

from __future__ import annotations

import math

import pytest

from tests.cases.tables import Table, inject

FACT = "facts:\n  shot: {what: they shot, chance: 0.5, beliefs: {ar: 0.8, bo: knows}}\n"


def chance_of(game: Table, seat: str) -> float:
    return 1 / (1 + math.exp(-game.odds("shot", seat)))


def test_8_1_a_fact_is_drawn_once() -> None:
    drawn = [Table(FACT, run=run).fact("shot") for run in range(60)]
    assert 15 < sum(drawn) < 45
    assert Table(FACT, run=3).play().fact("shot") == drawn[3]


def test_8_2_every_seat_has_its_own_belief() -> None:
    for run in range(10):
        game = Table(FACT, run=run)
        assert chance_of(game, "ar") == pytest.approx(0.8)
        assert chance_of(game, "cy") == 0.5
        assert (chance_of(game, "bo") > 0.5) == game.fact("shot")
        assert abs(game.odds("shot", "bo")) == 40


@pytest.mark.parametrize(("ratio", "odds"), [("3", 12), ("0.25", 1)])
def test_8_3_evidence_multiplies_the_odds_whatever_is_true(ratio: str, odds: float) -> None:
    truths = set()
    for run in range(10):
        game = Table(FACT, inject("find", f"evidence(shot, {ratio}, ar)"), run=run).until(1)
        assert math.exp(game.odds("shot", "ar")) == pytest.approx(odds)
        assert game.odds("shot", "cy") == 0
        truths.add(game.fact("shot"))
    assert truths == {True, False}


def test_8_4_a_report_points_to_the_truth_with_odds_of_its_ratio() -> None:
    right = 0
    for run in range(200):
        game = Table(FACT, inject("find", "report(shot, 4, ar, cy)"), run=run).until(1)
        ratio = math.exp(game.odds("shot", "cy"))
        assert ratio == pytest.approx(4) or ratio == pytest.approx(0.25)
        assert math.exp(game.odds("shot", "ar")) == pytest.approx(4 * ratio)  # all read the same report
        right += (ratio > 1) == game.fact("shot")
    assert 140 < right < 180


def test_8_5_who_is_taught_knows() -> None:
    game = Table(FACT, inject("find", "teach(shot, ar)")).until(1)
    assert game.odds("shot", "ar") == (40 if game.fact("shot") else -40)
    assert game.odds("shot", "cy") == 0


def test_8_6_no_belief_is_beyond_all_doubt() -> None:
    game = Table(FACT, inject("find", *["evidence(shot, 1000000, ar)"] * 4)).until(1)
    assert game.odds("shot", "ar") == 40
    game = Table(FACT, inject("find", *["evidence(shot, 1000000, ar)"] * 4, "evidence(shot, 0.5, ar)")).until(1)
    assert game.odds("shot", "ar") == pytest.approx(40 - math.log(2))


CLAIM = """\
claims:
  tale: {by: bo, source: A paper, about: tension, figure: "uniform(10, 20)", says: They give a figure., after: 3}
"""


def test_8_7_a_claim_gives_its_figure_and_moves_nothing() -> None:
    game = Table(CLAIM, inject("ask", "claim(tale)")).until(9)
    (event,) = game.of("claim")
    assert 10 <= event.amount <= 20
    assert event.seen == {"ar", "bo", "cy"}
    assert (event.actor, game.gauge("tension")) == ("bo", 40)


def test_8_8_a_claim_is_published_after_its_delay() -> None:
    assert Table(CLAIM, inject("ask", "claim(tale)")).play().minutes("claim") == [240]
    assert Table(CLAIM, inject("ask", "claim(tale, 5)", "claim(tale, 0)")).play().minutes("claim") == [61, 360]
    assert Table(CLAIM).play().of("claim") == []


def test_8_9_the_figure_can_be_read_once_it_is_published() -> None:
    looks = [inject("early", "mark = claimed(tale)", at=2), inject("late", "mark = claimed(tale)", at=8)]
    game = Table(CLAIM, inject("ask", "claim(tale)"), *looks)
    assert game.until(2).gauge("mark") == -1
    assert game.until(8).gauge("mark") == round(game.of("claim")[0].amount)
