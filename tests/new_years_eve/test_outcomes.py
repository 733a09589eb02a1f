"""A thousand games by bots: all end in time, in every way in which such a crisis can end, and temperament shows."""

from __future__ import annotations

import numpy as np
import pytest

from tests.new_years_eve.runs import Games, bots, scenario

CLASSES = [
    "open_war",
    "limited_direct_exchange",
    "decapitation_no_exchange",
    "siege_violent",
    "proxy_cycle",
    "contained",
    "no_siege",
    "defused",
    "unresolved",
]
FORCE = ["us.strike_militia", "us.strike_wider", "us.strike_iran", "us.strike_decap"]
TALK = ["us.back_message", "ir.back_message", "ir.restrain", "iq.negotiate_pmf"]
SEEDS = 1000
WORST = ("open_war", "limited_direct_exchange", "decapitation_no_exchange")


def all_bots() -> Games:
    return bots(seeds=SEEDS)


def mean_count(games: Games, actions: list[str]) -> float:
    return float(np.mean(sum(games.count(action) for action in actions)))


def share(games: Games, classes: tuple[str, ...]) -> float:
    return sum(games.outcomes()[name] for name in classes) / len(games)


def test_the_outcome_classes_are_those_that_lessons_name_in_their_order():
    assert list(scenario().outcomes) == CLASSES


def test_a_thousand_games_end_by_their_horizon():
    games = all_bots()
    assert len(games.minutes) == SEEDS
    assert games.minutes.max() <= scenario().horizon * 60
    assert (games.minutes > 0).all()


def test_every_game_ends_in_exactly_one_class_and_every_class_occurs():
    counts = all_bots().outcomes()
    assert sum(counts.values()) == SEEDS
    assert min(counts.values()) > 0, f"of {SEEDS} games: {counts}"


def test_no_class_swallows_the_others():
    """What happened is one way among others: a model that gives it always has learnt it by heart."""
    counts = all_bots().outcomes()
    assert max(counts.values()) < SEEDS / 2, counts
    assert counts["contained"] > SEEDS / 10, counts


def test_war_is_rare_and_possible():
    assert 0 < share(all_bots(), ("open_war",)) <= 0.08


def test_only_a_war_ends_a_game_early():
    games = all_bots()
    early = games.minutes < scenario().horizon * 60
    assert early.sum() == games.outcomes()["open_war"]


def test_what_a_class_says_is_so():
    games = all_bots()
    counts = games.outcomes()
    besieged, deaths = games.gauge("sieges") > 0, games.gauge("embassy_deaths") > 0
    assert counts["defused"] + counts["no_siege"] <= (~besieged).sum()
    assert counts["contained"] <= (besieged & ~deaths & (games.gauge("siege") < 0.5)).sum()
    assert counts["siege_violent"] <= (deaths | (games.gauge("hostages") > 0)).sum()


def test_counts_of_the_dead_are_whole_and_never_negative():
    games = all_bots()
    for gauge in ("us_killed", "iraqi_killed", "militia_killed", "embassy_deaths", "civilians_killed", "direct_killed"):
        dead = games.gauge(gauge)
        assert (dead >= 0).all()
        assert (dead == np.floor(dead)).all()


@pytest.mark.parametrize("persona", ["hawk", "dove"])
def test_games_of_every_temperament_end(persona: str):
    games = bots(persona=persona, seeds=300)
    assert games.minutes.max() <= scenario().horizon * 60
    assert sum(games.outcomes().values()) == 300


def test_hawks_use_force_where_doves_talk():
    hawks, doves = bots(persona="hawk"), bots(persona="dove")
    assert mean_count(hawks, FORCE) > 2 * mean_count(doves, FORCE)
    assert mean_count(hawks, TALK) < mean_count(doves, TALK)
    assert hawks.gauge("us_killed").mean() > doves.gauge("us_killed").mean()
    assert hawks.gauge("militia_killed").mean() > doves.gauge("militia_killed").mean()
    assert hawks.gauge("attacks").mean() > doves.gauge("attacks").mean()


def test_hawks_end_in_direct_blows_and_doves_in_quiet():
    hawks, doves = bots(persona="hawk"), bots(persona="dove")
    assert share(hawks, WORST) > 3 * share(doves, WORST)
    assert share(hawks, ("no_siege", "defused")) < share(doves, ("no_siege", "defused")) / 2


def test_the_cautious_lie_between():
    """Fear of war holds back, and is not love of peace."""
    worst = [share(bots(persona=name), WORST) for name in ("cautious", "utility", "hawk")]
    assert worst == sorted(worst)
    assert worst[0] < worst[2] / 3
