"""What really happened becomes orders at their minutes, and recorded chance at the addresses where the rules draw."""

from __future__ import annotations

import pytest

from crisis_sim.compiler.luck import luck_of
from crisis_sim.terms import codes
from crisis_sim.terms.codes import NONE
from tests.compiler.standoff import Swap, compiled, standoff

Pin = tuple[int, int, int, int, float]

DRAWS = "  draws:\n"


def pins(*draws: str) -> list[Pin]:
    """The pins that these draws add before the others."""
    more = compiled(Swap(DRAWS, DRAWS + "".join(f"    - {draw}\n" for draw in draws)))
    rows = list(zip(*more.program.pins, strict=True))
    return rows[: len(rows) - standoff().program.sizes.pins]


def test_recorded_orders_come_at_their_minute() -> None:
    names, script = standoff().names, standoff().program.script
    assert script.minute == [6 * 60, 24 * 60, 36 * 60, 48 * 60]
    assert [names.actions[row] for row in script.action] == [
        "bo.deny",
        "ar.inquire",
        "bo.propose_pull_back",
        "ar.accept_pull_back",
    ]
    assert script.seat == [1, 0, 1, 0]


def test_recorded_orders_of_one_minute_are_sorted_by_seat_and_then_as_written() -> None:
    more = compiled(
        Swap(
            "  orders:\n",
            "  orders:\n"
            "    - {at: 2031-05-05 06:00, order: bo.unleash}\n"
            "    - {at: 2031-05-05 06:00, order: bo.deny}\n"
            "    - {at: 2031-05-05 06:00, order: ar.deploy_brigade}\n",
        )
    )
    script = more.program.script
    assert [more.names.actions[row] for row, at in zip(script.action, script.minute, strict=True) if at == 24 * 60] == [
        "ar.deploy_brigade",
        "ar.inquire",
        "bo.unleash",
        "bo.deny",
    ]


@pytest.mark.parametrize(
    ("draw", "pin"),
    [
        ("{of: anger, what: start, value: 33}", (luck_of("gauge/anger"), codes.FOR_START, NONE, 0, 33.0)),
        ("{of: shot, what: fact, value: false}", (luck_of("fact/shot"), codes.FOR_FACT, NONE, 0, 0.0)),
        (
            "{of: ar.raid, what: approval, nth: 2, value: 5.5}",
            (luck_of("action/ar.raid"), codes.FOR_APPROVAL, NONE, 1, 5.5),
        ),
        (
            "{of: bo.unleash, what: duration, value: never}",
            (luck_of("action/bo.unleash"), codes.FOR_DURATION, NONE, 0, 1e18),
        ),
        ("{of: ar.raid, what: leak, value: never}", (luck_of("action/ar.raid"), codes.FOR_LEAK, NONE, 0, 0.0)),
        (
            "{of: bo.unleash, what: outcome, value: overshoot}",
            (luck_of("action/bo.unleash"), codes.FOR_OUTCOME, NONE, 0, 3.0),
        ),
        ("{of: wages, what: delay, nth: 2, value: 20}", (luck_of("process/wages"), codes.FOR_DELAY, NONE, 1, 20.0)),
        ("{of: envoy, what: chance, value: false}", (luck_of("inject/envoy"), codes.FOR_CHANCE, NONE, 0, 0.0)),
        ("{of: envoy, what: delay, value: 31}", (luck_of("inject/envoy"), codes.FOR_DELAY, NONE, 0, 31.0)),
        ("{of: any, what: leak, nth: any, value: false}", (0, codes.FOR_LEAK, NONE, NONE, 0.0)),
        (
            "{of: bo.hold_back, what: noticed, nth: any, seat: ar, value: true}",
            (luck_of("action/bo.hold_back"), codes.FOR_NOTICE, 0, NONE, 1.0),
        ),
        (
            "{of: bo.hold_back, what: publication, value: 3}",
            (luck_of("action/bo.hold_back"), codes.FOR_PUBLICATION, NONE, 0, 3.0),
        ),
        ("{of: brigade, what: alert, nth: 2, value: 6}", (luck_of("force/brigade"), codes.FOR_ALERT, NONE, 1, 6.0)),
        ("{of: brigade, what: transit, value: 7}", (luck_of("force/brigade"), codes.FOR_TRANSIT, NONE, 2, 7.0)),
        (
            "{of: skirmish, what: reaction, nth: 2, seat: ar, value: false}",
            (luck_of("process/skirmish"), codes.FOR_REACTION, 0, 4, 0.0),
        ),
        (
            "{of: skirmish, what: reaction, nth: 2, seat: ar, value: 1.5}",
            (luck_of("process/skirmish"), codes.FOR_REACTION, 0, 5, 1.5),
        ),
        (
            "{of: skirmish, what: reaction, seat: ar, value: never}",
            (luck_of("process/skirmish"), codes.FOR_REACTION, 0, 2, 0.0),
        ),
        (
            "{of: old_mine, what: figure, value: 31}",
            (luck_of("effect/claim/old_mine/figure"), codes.FOR_AMOUNT, NONE, 0, 31.0),
        ),
        (
            "{of: ar.inquire, what: shot, value: true}",
            (luck_of("effect/action/ar.inquire/clear/report shot/1"), codes.FOR_EVIDENCE, NONE, 0, 1.0),
        ),
        (
            "{of: ar.raid, what: dead, value: 25}",
            (luck_of("effect/action/ar.raid/dead/1"), codes.FOR_AMOUNT, NONE, 0, 25.0),
        ),
    ],
)
def test_a_recorded_draw_stands_at_its_address(draw: str, pin: Pin) -> None:
    assert pins(draw) == [pin]


def test_of_several_changes_of_a_gauge_those_that_chance_decides_are_pinned() -> None:
    assert pins("{of: bo.unleash, what: dead, value: 4}") == [
        (luck_of(f"effect/action/bo.unleash/{outcome}/dead/1"), codes.FOR_AMOUNT, NONE, 0, 4.0)
        for outcome in ("hit", "overshoot")
    ]
    assert pins("{of: skirmish, what: dead, value: 4}") == [
        (luck_of("effect/process/skirmish/blood/dead/2"), codes.FOR_AMOUNT, NONE, 0, 4.0)
    ]
    assert pins("{of: bo.hold_back, what: readiness, value: 4}") == [
        (luck_of("effect/action/bo.hold_back/readiness/1"), codes.FOR_AMOUNT, NONE, 0, 4.0)
    ]


def test_a_force_that_starts_on_alert_is_under_way_before_it_is_ever_sent() -> None:
    more = compiled(
        Swap("    size: 3000\n", "    size: 3000\n    starts: alert\n"),
        Swap(DRAWS, DRAWS + "    - {of: brigade, what: transit, value: 7}\n"),
    )
    assert more.program.pins.occurrence[0] == 0


def test_a_scenario_without_history_has_neither_script_nor_pins() -> None:
    start = standoff()
    text = compiled(Swap("history:\n  what: How the chronicle of the river tells it.\n", "history:\n  what: x\n"))
    assert text.program.sizes.script == start.program.sizes.script == 4
