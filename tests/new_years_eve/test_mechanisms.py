"""Each of the twenty mechanisms has a switch, and the switch does what the mechanism is about.

Games of the same seeds are played with a mechanism and without it; as luck has addresses, they differ in nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.new_years_eve.runs import Games, bots, crisis, scenario

MECHANISMS = [
    "audience_costs",
    "resolve",
    "action_reaction",
    "spiral",
    "reciprocity",
    "proxies",
    "attribution",
    "face_saving",
    "prospect",
    "rally",
    "red_line",
    "credibility",
    "misperception",
    "delay",
    "third_party",
    "sovereignty",
    "crowd",
    "harassment",
    "accident",
    "repetition",
]
"""In the order of docs/model.md."""

Measure = Callable[[Games], NDArray[np.float64]]
SIGNIFICANT = 3.0
"""Standard errors by which a mean must move to count."""


def gauge(name: str) -> Measure:
    return lambda games: games.gauge(name)


def count(*names: str) -> Measure:
    return lambda games: np.sum([games.count(name) for name in names], axis=0)


def hours_from_order_to_landing(games: Games) -> NDArray[np.float64]:
    """Of the Marines, who are sent once at most; NaN where they were not."""
    landed, ordered = games.first("marines.arrival"), games.first("us.embassy_reinforce")
    return np.where((landed >= 0) & (ordered >= 0), landed - ordered, np.nan)


class Case(NamedTuple):
    """What a mechanism moves, up (+1) or down (-1), where other parameters make it easy to see."""

    mechanism: str
    what: str
    measure: Measure
    direction: int
    settings: Mapping[str, float] = {}


CASES = [
    Case("audience_costs", "words commit", gauge("commitment_us"), +1),
    Case("audience_costs", "backing down costs approval", gauge("approval_us"), -1, {"audience_us": 60}),
    Case("resolve", "every violent step adds to a risk that nobody controls", count("slide"), +1, {"brink_step": 0.05}),
    Case("action_reaction", "hostility feeds on hostility", gauge("grievance_us_ir"), +1),
    Case("action_reaction", "… and so does tension", gauge("tension_us_ir"), +1),
    Case("spiral", "a show of force deters", gauge("resolve_ir"), -1),
    Case("spiral", "a show of force angers", gauge("grievance_ir_us"), +1),
    Case("reciprocity", "a strike brings a march", count("mi.march_embassy"), +1),
    Case("reciprocity", "a strike brings rockets", count("ir.order_harass", "mi.rocket_small", "mi.rocket_large"), +1),
    Case("proxies", "proxies act alone", count("unordered_attack"), +1),
    Case("attribution", "nobody strikes whom nothing points to", gauge("us_strikes"), -1, {"k1_by_kh": 0}),
    Case("face_saving", "a win to claim ends a siege sooner", gauge("siege_hours"), -1, {"exit_face": 2.7}),
    Case("prospect", "losses make bolder", gauge("us_strikes"), +1, {"loss_aversion": 5}),
    Case("rally", "a strike lifts approval", gauge("approval_us"), +1, {"rally": 10, "casualty_drag": 0}),
    Case("rally", "the dead drag it down", gauge("approval_us"), -1, {"rally": 0, "casualty_drag": 20}),
    Case("red_line", "a death calls for force", gauge("us_strikes"), +1),
    Case("credibility", "what is believed works", gauge("resolve_ir"), -1, {"comply_base": 0.25}),
    Case("delay", "orders take their time", hours_from_order_to_landing, +1),
    Case("third_party", "messages clear the picture", gauge("misperception"), -1),
    Case("third_party", "… and open a channel", gauge("channel"), +1),
    Case("sovereignty", "strikes without consent cost Iraq's sovereignty", gauge("sovereignty_iq"), -1),
    Case("sovereignty", "… and move its parliament", gauge("parliament_support"), +1),
    Case("crowd", "marches bring people", gauge("sieges"), +1),
    Case("harassment", "cells fire rockets", count("ev_new_rocket"), +1),
    Case("accident", "high alert breeds accidents", count("ev_accident"), +1, {"accident_rate": 1}),
    Case("repetition", "words wear out", gauge("legitimacy_iq"), -1),
    Case("repetition", "… and so do rockets", gauge("popular_mi"), -1),
]
NOTHING_LEFT = {
    "resolve": "slide",
    "proxies": "unordered_attack",
    "crowd": "ev_gate",
    "harassment": "ev_new_rocket",
    "accident": "ev_accident",
    "third_party": "ev_swiss_message",
    "sovereignty": "ev_parliament",
}
"""What cannot happen without the mechanism."""

OWN = {
    "audience_costs": ["audience_us", "audience_ir", "exit_commitment"],
    "resolve": ["brink_step"],
    "action_reaction": ["feed_us", "feed_other"],
    "spiral": ["deterrence_weight"],
    "proxies": ["alone_rate", "control_pmf", "law_control"],
    "attribution": ["strike_threshold"],
    "face_saving": ["exit_face"],
    "prospect": ["loss_aversion"],
    "rally": ["rally", "casualty_drag"],
    "credibility": ["us_capability", "us_interest", "us_record", "us_bluffs"],
    "misperception": ["hostile_bias"],
    "third_party": ["exit_third_party"],
    "sovereignty": ["strike_sovereignty", "parliament_rate"],
    "crowd": ["crowd_arrivals", "core_size", "compliance"],
    "harassment": ["harassment_rate"],
    "accident": ["accident_rate"],
    "repetition": ["word_wear", "attack_blame", "attack_weariness"],
}
"""Parameters that matter through their mechanism alone."""

LESSONS = [
    ("crowd_arrivals", 0, 4000, gauge("sieges"), +1),
    ("offramp", 0, 1.5, gauge("siege_hours"), -1),
    ("k1_american_death", 0, 1, gauge("us_strikes"), +1),
    ("embassy_defence", 0, 1, gauge("reception_breached"), -1),
    ("control_qf_kh", 0, 1, count("unordered_attack"), -1),
    ("swiss_channel", 0, 1, gauge("misperception"), -1),
]


def switched(mechanism: str, on: int, settings: Mapping[str, float]) -> Games:
    return bots({**settings, f"mechanism.{mechanism}": on})


def moved(less: NDArray[np.float64], more: NDArray[np.float64]) -> float:
    """By how many standard errors the second is larger, game by game; games where one has no value are left out."""
    differences = (more - less)[~np.isnan(more - less)]
    assert len(differences) > 50
    error = differences.std() / np.sqrt(len(differences))
    return float(differences.mean() / max(error, 1e-12))


def differ(parameter: str, settings: Mapping[str, float], persona: str, seeds: int) -> bool:
    """Whether any game goes another way when the parameter stands at the other end of its range."""
    one, other = (
        bots({**settings, parameter: value}, persona, seeds).digests for value in scenario().parameters[parameter].range
    )
    return bool((one != other).any())


def test_there_are_twenty_and_each_has_a_switch_that_is_on():
    switches = {name: one for name, one in scenario().parameters.items() if name.startswith("mechanism.")}
    assert list(switches) == [f"mechanism.{name}" for name in MECHANISMS]
    assert len(switches) == 20
    assert all((one.value, one.bounds) == (1, (0, 1)) for one in switches.values())


def test_every_mechanism_has_a_case():
    assert {case.mechanism for case in CASES} | {"misperception"} == set(MECHANISMS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.mechanism}: {case.what}")
def test_the_switch_moves_what_the_mechanism_is_about(case: Case):
    without = case.measure(switched(case.mechanism, 0, case.settings))
    with_it = case.measure(switched(case.mechanism, 1, case.settings))
    assert case.direction * moved(without, with_it) > SIGNIFICANT


@pytest.mark.parametrize(("mechanism", "happening"), NOTHING_LEFT.items())
def test_without_the_mechanism_it_cannot_happen(mechanism: str, happening: str):
    assert switched(mechanism, 0, {}).count(happening).sum() == 0


@pytest.mark.parametrize(
    ("mechanism", "parameter"), [(mechanism, parameter) for mechanism, own in OWN.items() for parameter in own]
)
def test_a_mechanism_that_is_off_takes_its_parameters_with_it(mechanism: str, parameter: str):
    assert not differ(parameter, {f"mechanism.{mechanism}": 0}, "hawk", seeds=40)


@pytest.mark.parametrize("parameter", scenario().parameters)
def test_no_parameter_is_idle(parameter: str):
    """Whoever sweeps it over its range gets other games, if few: what matters only after missiles matters rarely."""
    assert differ(parameter, {}, "hawk", seeds=40) or differ(parameter, {}, "hawk", seeds=300)


def test_broken_words_wear_credibility_out():
    games = bots()
    kept, broken = games.count("us_red_line.kept") > 0, games.count("us_red_line.broken") > 0
    credibility = games.gauge("credibility_us")
    assert credibility[kept & ~broken].mean() > credibility[broken & ~kept].mean() + 0.1


@pytest.mark.parametrize("on", [0, 1])
def test_without_misperception_every_seat_sees_what_is_so(on: int):
    """What is shown at all is exact; with the mechanism, hardly anything of the others is."""
    wrong = 0
    for seat in crisis().seats:
        game = crisis().play(seed=5, seats={seat: "human"}, settings={"mechanism.misperception": on})
        for _ in range(4):
            truth = game.result()["gauges"]
            wrong += sum(abs(seen.value - truth[seen.id]) > 1e-9 for seen in game.observe(seat).gauges)
            game.advance()
    assert wrong > 100 if on else wrong == 0


@pytest.mark.parametrize(("parameter", "low", "high", "measure", "direction"), LESSONS, ids=[one[0] for one in LESSONS])
def test_what_lessons_turn_moves_what_they_teach(
    parameter: str, low: float, high: float, measure: Measure, direction: int
):
    less, more = measure(bots({parameter: low})), measure(bots({parameter: high}))
    assert direction * moved(less, more) > SIGNIFICANT


def test_nobody_comes_where_nobody_arrives():
    assert bots({"crowd_arrivals": 0}).gauge("sieges").sum() == 0
