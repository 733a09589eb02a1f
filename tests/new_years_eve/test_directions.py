"""What must be so whatever the numbers: which way each thing pushes, with intervals.

The same games are played twice, with one thing changed; luck has addresses, so what differs is the change's doing. A
direction holds if the whole 95 % interval of the mean difference lies on its side of zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import pytest

from crisis_sim.analysis.credibility.contrasts import Contrast, contrast
from crisis_sim.analysis.credibility.estimates import share
from crisis_sim.analysis.credibility.finished import Array, Play, Reader
from tests.new_years_eve.runs import crisis
from tests.new_years_eve.test_mechanisms import MECHANISMS

GAMES = 700
WAR = "exchanges >= 2 or direct_killed >= 50"
FORCE = "us_strikes + decapitations + count(us.strike_iran) >= 1"
NEVER_SINCE = 400
"""Hours; longer than a game."""


class Direction(NamedTuple):
    """What rises (+1) or falls (-1) when a setting goes from the first value to the second."""

    mechanism: str
    what: str
    measure: str
    sign: int
    first: Mapping[str, float]
    second: Mapping[str, float]
    games: int = GAMES


def turned(mechanism: str, what: str, measure: str, sign: int, name: str, low: float, high: float, n: int = GAMES):
    return Direction(mechanism, what, measure, sign, {name: low}, {name: high}, n)


def taken_out(mechanism: str, what: str, measure: str, sign: int, games: int = GAMES):
    """`sign`: of what the mechanism does."""
    name = f"mechanism.{mechanism}"
    return Direction(mechanism, what, measure, sign, {name: 0}, {name: 1}, games)


DIRECTIONS = [
    turned("audience_costs", "own words keep them there", "siege_hours", +1, "exit_commitment", 0.6, 1.8, 3000),
    turned("resolve", "risk at every step ends in clashes", "count(slide)", +1, "brink_step", 0.0005, 0.05),
    taken_out("action_reaction", "hostility feeds on itself until somebody is killed", "us_killed", +1, 1500),
    turned("spiral", "what does not deter angers", "grievance_ir_us", -1, "deterrence_weight", 0.2, 0.8),
    taken_out("reciprocity", "a strike is answered at the embassy", "sieges >= 1", +1),
    taken_out("proxies", "proxies out of hand attack more", "attacks", +1),
    turned("proxies", "who has control is obeyed", f"first(ir.order_crowd) < {NEVER_SINCE}", +1, "control_qf_kh", 0, 1),
    turned("attribution", "who must be certain strikes less", "us_strikes", -1, "strike_threshold", 0.5, 0.8),
    turned("attribution", "fewer strike if it was somebody else", "us_strikes >= 1", -1, "k1_by_kh", 0.98, 0),
    turned("face_saving", "without a way out a siege lasts longer", "siege_hours", -1, "offramp", 0, 1),
    turned("prospect", "who hates losses strikes more", "us_strikes", +1, "loss_aversion", 1, 5, 1500),
    turned("rally", "the dead cost approval", "approval_us", -1, "casualty_drag", 1, 15),
    turned("red_line", "a red line that is meant is kept", FORCE, +1, "red_line", 0.56, 0.98),
    turned("red_line", "a death calls for force", FORCE, +1, "k1_american_death", 0, 1),
    turned("credibility", "an ultimatum that is believed stops rockets", "attacks", -1, "comply_base", 0, 0.7, 3000),
    turned("misperception", "errors begin where they are set", "misperception", +1, "misperception_sd", 5, 20),
    taken_out("delay", "force takes its time", "min(first(us.strike_militia), 336)", +1),
    turned("third_party", "an open channel clears the picture", "misperception", -1, "swiss_channel", 0, 1),
    turned("third_party", "an open channel means fewer wars", WAR, -1, "swiss_channel", 0, 1, 8000),
    turned("sovereignty", "who meets can vote", "legal_basis <= 0.4", +1, "parliament_rate", 0.003, 0.1),
    turned("crowd", "a stronger embassy is broken into less", "reception_breached", -1, "embassy_defence", 0, 1),
    turned("crowd", "the larger the crowd the more are hurt", "embassy_injuries", +1, "crowd_arrivals", 1000, 4000),
    turned("harassment", "more rockets, more dead", "us_killed", +1, "harassment_rate", 0.09, 0.32),
    turned("accident", "the more goes wrong the more civilians die", "civilians_killed", +1, "accident_rate", 0, 0.5),
    turned("repetition", "the sooner words wear out the less they bring", "legitimacy_iq", -1, "word_wear", 0, 1),
]  # fmt: skip


@cache
def played(measure: str, settings: tuple[tuple[str, float], ...], agents: str | None, games: int) -> Array:
    compiled = crisis().compiled
    reader = Reader.of(compiled, measure)
    return Play(seed=11, workers=1).runs(compiled, games, reader, agents=agents, settings=dict(settings))[:, 0]


def games_of(measure: str, settings: Mapping[str, float], agents: str | None = None, games: int = GAMES) -> Array:
    return played(measure, tuple(settings.items()), agents, games)


def difference(one: Direction) -> Contrast:
    return contrast(*(games_of(one.measure, settings, games=one.games) for settings in (one.first, one.second)))


@pytest.mark.parametrize("one", DIRECTIONS, ids=lambda one: f"{one.mechanism}: {one.what}")
def test_it_pushes_the_way_it_must(one: Direction):
    found = difference(one)
    assert found.sign == one.sign, found


def test_every_mechanism_has_a_direction():
    assert {one.mechanism for one in DIRECTIONS} == set(MECHANISMS)


def test_without_an_american_death_force_is_rare():
    """None of ten attacks without American dead was answered by force in the autumn of 2019: 0 to 22 %."""
    answers = games_of(f"({FORCE}) * 2 + (us_killed >= 1)", {"k1_american_death": 0}, games=1500)
    found = share(answers[answers % 2 == 0] / 2)
    assert found.n > 300
    assert found.high is not None
    assert found.high < 0.22, found


def test_without_control_orders_to_proxies_are_not_carried_out():
    """A visit of the Quds Force's commander can win some control back: hence not quite none."""
    for order in ("ir.order_crowd", "ir.restrain"):
        done = share(games_of(f"first({order}) < {NEVER_SINCE}", {"control_qf_kh": 0}))
        assert done.high is not None
        assert done.high < 0.1, (order, done)


def test_without_a_crowd_there_is_no_siege():
    assert games_of("sieges", {"mechanism.crowd": 0}).sum() == 0


@pytest.mark.parametrize("measure", [WAR, "direct_strikes >= 1", "us_killed", "attacks"])
def test_hawks_on_all_seats_bring_more_war_than_doves(measure: str):
    found = contrast(games_of(measure, {}, "dove"), games_of(measure, {}, "hawk"))
    assert found.sign == 1, found
