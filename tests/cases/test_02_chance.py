"""Rulebook, chapter 2: chance."""

from __future__ import annotations

import math
import statistics

import pytest

from crisis_sim.rules.chance import uniform, uniforms
from crisis_sim.rules.draw import choose_value, draw_amount, from_uniform
from crisis_sim.rules.game import set_key
from crisis_sim.terms.codes import (
    EXPONENTIAL,
    FOR_AMOUNT,
    FOR_CHANCE,
    LOGNORMAL,
    NONE,
    NORMAL,
    POISSON,
    TRIANGULAR,
    UNIFORM,
)
from tests.cases.tables import Table, inject

DIG = "actions:\n  ar.dig: {name: Dig, approval: 'exponential(2)', effects: ['mark += normal(0, 100)']}\n"
HIDE = "actions:\n  cy.hide: {name: Hide, visibility: covert, effects: ['tension += normal(0, 5)']}\n"
FOG = "processes:\n  fog: {name: Fog, hazard: 20, effects: ['tension += normal(0, 1)']}\n"


def first_effect(game: Table) -> int:
    """The row of the first effect of the flood."""
    outcome = game.program.happenings.first_outcome[game.names.happenings.row("flood")]
    return game.program.outcomes.first_effect[outcome]


def amounts(text: str, number: int) -> list[float]:
    """The first so many numbers drawn of an amount."""
    game = Table(inject("flood", f"mark = {text}"))
    program, state = game.program, game.state
    effect = first_effect(game)
    amount, item = program.effects.amount[effect], program.effects.luck[effect]
    return [draw_amount(program, state, amount, item, FOR_AMOUNT, NONE, nth) for nth in range(number)]


def test_2_1_an_address_has_one_number() -> None:
    state = Table().state
    first = uniforms(state, 99, FOR_AMOUNT, 1, 3, 0)
    uniforms(state, 98, FOR_AMOUNT, 1, 3, 0)
    assert uniforms(state, 99, FOR_AMOUNT, 1, 3, 0) == first
    neighbours = [(98, FOR_AMOUNT, 1, 3), (99, FOR_CHANCE, 1, 3), (99, FOR_AMOUNT, 2, 3), (99, FOR_AMOUNT, 1, 4)]
    assert all(uniforms(state, *address, 0) != first for address in neighbours)
    set_key(state, 8, 0)
    assert uniforms(state, 99, FOR_AMOUNT, 1, 3, 0) != first


def test_2_2_no_draw_moves_another() -> None:
    quiet, busy = Table(DIG), Table(DIG, HIDE, FOG)
    quiet.until(1).order("ar.dig")
    busy.until(1).order("cy.hide")
    busy.until(2).order("ar.dig")
    assert busy.due("ar.dig") - 60 == quiet.due("ar.dig")
    for game in (quiet, busy):
        game.until(20).order("ar.dig")
        game.play()
    mine = [event.amount for event in quiet.of("outcome", "ar.dig")]
    assert len(set(mine)) == 2
    assert [event.amount for event in busy.of("outcome", "ar.dig")] == mine


def test_2_3_a_thing_happens_if_its_number_is_below_its_chance() -> None:
    comes = []
    for run in range(60):
        game = Table(inject("flood", chance=0.3), run=run).until(2)
        item = game.program.happenings.luck[game.names.happenings.row("flood")]
        comes.append(bool(game.of("inject")))
        assert comes[-1] == (uniform(game.state, item, FOR_CHANCE, NONE, 0) < 0.3)
    assert 0 < sum(comes) < 60


def test_2_3_what_is_certain_or_impossible_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_draw(*_: object) -> float:
        raise AssertionError("a number was drawn")

    monkeypatch.setattr("crisis_sim.rules.draw.uniform", no_draw)
    game = Table(inject("surely", chance=1), inject("never", chance=0)).until(2)
    assert [event.thing for event in game.of("inject")] == ["surely"]


@pytest.mark.parametrize(
    ("text", "mean", "deviation"),
    [
        ("3 + 4", 7, 0),
        ("uniform(2, 8)", 5, 6 / math.sqrt(12)),
        ("triangular(0, 3, 9)", 4, math.sqrt((81 + 9 - 27) / 18)),
        ("normal(5, 2)", 5, 2),
        ("lognormal(10, 0.5)", 10 * math.exp(0.125), 10 * math.exp(0.125) * math.sqrt(math.exp(0.25) - 1)),
        ("exponential(4)", 4, 4),
        ("gamma(4, 10)", 10, 5),
        ("beta(2, 6)", 0.25, math.sqrt(12 / (64 * 9))),
        ("poisson(3)", 3, math.sqrt(3)),
        ("negative_binomial(6, 2)", 6, math.sqrt(6 + 36 / 2)),
        ("bernoulli(0.2)", 0.2, 0.4),
        ("choice(1, 3, 5, 1)", 2, math.sqrt(3)),
    ],
)
def test_2_4_an_amount_has_the_mean_and_spread_of_its_distribution(text: str, mean: float, deviation: float) -> None:
    numbers = amounts(text, 3000)
    assert statistics.fmean(numbers) == pytest.approx(mean, abs=5 * deviation / math.sqrt(3000))
    assert statistics.pstdev(numbers) == pytest.approx(deviation, rel=0.15, abs=1e-12)


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (UNIFORM, (2.0, 8.0, 0.0)),
        (TRIANGULAR, (0.0, 3.0, 9.0)),
        (NORMAL, (5.0, 2.0, 0.0)),
        (LOGNORMAL, (10.0, 0.5, 0.0)),
        (EXPONENTIAL, (4.0, 0.0, 0.0)),
        (POISSON, (3.0, 0.0, 0.0)),
    ],
)
def test_2_5_more_luck_is_never_a_smaller_amount(kind: int, arguments: tuple[float, float, float]) -> None:
    numbers = [from_uniform(kind, *arguments, step / 500) for step in range(500)]
    assert numbers == sorted(numbers)
    assert numbers[0] < numbers[-1]


def test_2_6_a_choice_goes_by_its_weights() -> None:
    assert set(amounts("choice(1, 0, 2, 3, 3, 1)", 400)) == {2, 3}
    game = Table(inject("flood", "mark = choice(1, 0, 2, 3, 3, 1)"))
    amount = game.program.effects.amount[first_effect(game)]
    taken = [choose_value(game.program, game.state, amount, step / 100) for step in range(100)]
    assert (taken.count(1), taken.count(2), taken.count(3)) == (0, 75, 25)


def test_2_7_runs_of_one_seed_differ_and_each_is_always_the_same() -> None:
    lines = "gauges:\n  water: {what: water, start: 'normal(50, 10)'}\n"
    first = [Table(lines, seed=3, run=run).gauge("water") for run in range(20)]
    assert len(set(first)) == 20
    assert Table(lines, seed=3, run=5).gauge("water") == first[5]
    assert Table(lines, seed=4, run=5).gauge("water") != first[5]
