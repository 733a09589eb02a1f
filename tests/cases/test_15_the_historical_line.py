"""Rulebook, chapter 15: the historical line and recorded chance."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crisis_sim.terms.codes import HISTORICAL
from tests.cases.tables import Table, inject

LINES = """\
gauges: {water: {what: water, start: "normal(50, 5)"}}
facts: {shot: {what: they shot, chance: 0.5}}
forces: {brigade: {name: B, of: ar, size: 9, alert: "uniform(1, 9)", transit: "uniform(1, 9)"}}
processes:
  fire: {name: Fire, hazard: 0.01}
  tide: {name: Tide, every: "uniform(9, 20)", first: 30}
claims: {tale: {by: bo, source: A paper, about: mark, figure: "uniform(0, 90)", says: So., after: "uniform(1, 9)"}}
actions:
  ar.act:
    name: Act
    approval: uniform(1, 9)
    preparation: uniform(1, 9)
    duration: uniform(1, 9)
    publication: uniform(1, 9)
    leak: 0.5
    visibility: covert
    noticed: 0.5
    effects: ["mark += normal(0, 5)", deploy(brigade), "report(shot, 3, ar)", claim(tale)]
    outcomes: {good: {}, bad: {}}
  cy.wait: {name: Wait}
"""
FLOOD = inject("flood", chance=0.5, at="uniform(1, 9)")


def history(*draws: str, orders: str = "2031-05-04 08:00 ar.act") -> str:
    """Recorded orders, `time action` and `;` between them, and recorded draws."""
    pairs = [order.strip().rpartition(" ") for order in orders.split(";")]
    given = ", ".join(f"{{at: {at}, order: {action}}}" for at, _, action in pairs)
    return (
        f"history:\n  what: So it was.\n  orders: [{given}]\n  draws: [{', '.join(f'{{{draw}}}' for draw in draws)}]\n"
    )


def line(*draws: str, orders: str = "2031-05-04 08:00 ar.act", run: int = 0) -> Table:
    return Table(LINES, FLOOD, history(*draws, orders=orders), run=run, agents=HISTORICAL)


def test_15_1_recorded_orders_are_given_at_their_minutes_where_they_are_legal() -> None:
    game = line(orders="2031-05-04 08:30 ar.act; 2031-05-04 08:40 ar.act; 2031-05-04 08:40 cy.wait").play()
    assert [(event.minute, event.thing) for event in game.of("order")] == [(150, "ar.act"), (160, "cy.wait")]


def test_15_1_a_seat_that_another_plays_follows_no_record() -> None:
    game = Table(
        LINES, FLOOD, history(orders="2031-05-04 08:30 ar.act; 2031-05-04 08:40 cy.wait"), agents={"cy": HISTORICAL}
    )
    assert [event.thing for event in game.play().of("order")] == ["cy.wait"]


def test_15_2_recorded_chance_holds_only_where_all_play_their_history() -> None:
    draws = ("of: water, what: start, value: 12", "of: ar.act, what: approval, value: 3")
    assert line(*draws).gauge("water") == 12
    mixed = Table(LINES, FLOOD, history(*draws), agents={"ar": HISTORICAL, "bo": HISTORICAL}).play()
    assert mixed.gauge("water") != 12
    assert mixed.of("pin") == []


DRAWS: list[tuple[str, Callable[[Table], object]]] = [
    ("of: water, what: start, value: 12", lambda game: game.gauge("water") == 12),
    ("of: shot, what: fact, value: true", lambda game: game.fact("shot")),
    ("of: ar.act, what: approval, value: 0", lambda game: approved(game) == 120),
    ("of: ar.act, what: preparation, value: 4", lambda game: game.due("ar.act") - approved(game) == 240),
    ("of: ar.act, what: duration, value: 400", lambda game: game.active("ar.act")),
    ("of: ar.act, what: leak, value: true", lambda game: len(game.of("reveal")) == 2),
    ("of: ar.act, what: publication, value: 8", lambda game: game.minutes("reveal")[-1] == done(game) + 480),
    ("of: ar.act, what: outcome, value: bad", lambda game: game.of("outcome")[0].outcome == "bad"),
    ("of: ar.act, what: mark, value: 1234", lambda game: game.gauge("mark") == 1234),
    ("of: ar.act, what: shot, value: true", lambda game: (game.odds("shot", "ar") > 0) == game.fact("shot")),
    ("of: flood, what: chance, value: true", lambda game: game.of("inject")),
    ("of: flood, what: chance, value: never", lambda game: not game.of("inject")),
    ("of: flood, what: delay, value: never", lambda game: not game.of("inject")),
    ("of: tide, what: delay, value: 33", lambda game: game.minutes("process", "tide")[0] == 33 * 60),
    ("of: fire, what: hazard, value: 7.5", lambda game: game.minutes("process", "fire")[0] == 450),
    ("of: tale, what: figure, value: 77", lambda game: game.of("claim")[0].amount == 77),
    ("of: tale, what: delay, value: 2", lambda game: game.minutes("claim")[0] == done(game) + 120),
]
NOTICED = ("of: ar.act, what: noticed, seat: bo, value: true", "of: ar.act, what: noticed, seat: cy, value: never")


def approved(game: Table) -> int:
    """The minute at which Arland's order was approved."""
    return game.state.orders.approved[game.names.actions.row("ar.act")]


def done(game: Table) -> int:
    """The minute at which Arland's order was carried out."""
    return game.minutes("outcome", "ar.act")[0]


@pytest.mark.parametrize(("draw", "holds"), DRAWS, ids=[draw for draw, _ in DRAWS])
def test_15_3_a_recorded_draw_takes_the_place_of_a_draw(draw: str, holds: Callable[[Table], object]) -> None:
    for run in range(6):
        chance = () if "of: flood, what: chance" in draw else ("of: flood, what: chance, value: true",)
        leak = () if "leak" in draw else ("of: ar.act, what: leak, value: false",)
        assert holds(line(draw, NOTICED[0], *chance, *leak, run=run).play())


def test_15_3_control_alone_sees_that_a_record_was_used() -> None:
    game = line(*NOTICED, "of: water, what: start, value: 12").play()
    assert len(game.of("pin")) == 3
    assert all(not event.seen for event in game.of("pin"))
    assert game.of("reveal")[-1].seen == {"bo"}


def test_15_3_the_moves_of_forces_are_recorded_leg_by_leg() -> None:
    game = line("of: brigade, what: alert, value: 2", "of: brigade, what: transit, value: 3").play()
    assert game.minutes("process", "brigade.arrival")[0] == done(game) + 300


def test_15_3_a_record_holds_where_nothing_would_have_been_drawn() -> None:
    """What is certain draws nothing (2.3), and can be recorded otherwise all the same."""
    begun = inject("call", "begin(storm)"), inject("storm", by_hand=True), inject("gale", when="tension > 0")
    never = history("of: storm, what: chance, value: never", "of: gale, what: chance, value: never")
    assert [event.thing for event in Table(LINES, *begun, never, agents=HISTORICAL).play().of("inject")] == ["call"]
    plain = "actions:\n  ar.act: {name: Act, preparation: 5}\n"
    leak = history("of: ar.act, what: leak, value: true")
    assert len(Table(plain, leak, agents=HISTORICAL).play().of("reveal")) == 1


def test_15_4_the_most_exact_record_goes_first() -> None:
    orders = "2031-05-04 08:00 cy.wait; 2031-05-04 20:00 cy.wait; 2031-05-05 08:00 ar.act"
    game = line(
        "of: any, what: preparation, nth: any, value: 1",
        "of: any, what: preparation, nth: 2, value: 2",
        "of: ar.act, what: preparation, nth: any, value: 3",
        "of: any, what: approval, nth: any, value: 0",
        orders=orders,
    ).play()
    assert game.minutes("outcome", "cy.wait") == [3 * 60, 16 * 60]
    assert game.minutes("outcome", "ar.act") == [29 * 60]


def test_15_5_a_recorded_hazard_strikes_at_its_hours() -> None:
    hours = (0.25, 3.5, 3.75, 9)
    draws = [f"of: fire, what: hazard, nth: {nth}, value: {hour}" for nth, hour in enumerate(hours, 1)]
    game = line(*draws, "of: fire, what: hazard, nth: 5, value: never").play()
    assert game.minutes("process", "fire") == [60, 210, 225, 540]
    assert line("of: fire, what: hazard, value: never").play().minutes("process", "fire") == []
