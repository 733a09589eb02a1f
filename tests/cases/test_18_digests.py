"""Rulebook, chapter 18: digests."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from crisis_sim.rules.record import mix, record
from crisis_sim.terms.codes import DOCTRINE, EVENT_OVERRIDE, NONE, RANDOM
from tests.cases.tables import Table, inject
from tests.house.checkout import ROOT

LINES = """\
parameters:
  pace: {what: pace, value: 2, range: [1, 3], bounds: [0, 9], source: made up, grade: D}
processes: {fire: {name: Fire, hazard: pace, effects: ["mark += normal(0, 1)"]}}
actions: {ar.act: {name: Act}, ar.wait: {name: Wait}}
doctrines:
  ar: {what: It acts., temperature: 5, appeal: {ar.act: 1, ar.wait: 1}}
  bo: {what: It waits., temperature: 1, appeal: {}}
  cy: {what: It waits., temperature: 1, appeal: {}}
"""


def test_18_1_every_event_and_every_turn_is_in_the_digest() -> None:
    game = Table(inject("flood", at=1.5))
    before = game.digest
    assert game.until(1).digest == before
    with_event = game.until(2).digest
    assert with_event != before
    assert game.until(5.9).digest == with_event
    assert game.until(6).digest != with_event  # the state, at the turn


def test_18_1_a_gauge_that_no_event_shows_is_in_the_digest() -> None:
    one, other = Table(), Table()
    other.state.values[other.program.places.gauges] += 0.001
    assert one.until(5).digest == other.until(5).digest
    assert one.until(6).digest != other.until(6).digest


def recorded(amount: float, chance: float = 1.0, luck: float = 0.0) -> tuple[int, int]:
    game = Table()
    record(game.state, EVENT_OVERRIDE, NONE, NONE, 0, NONE, 0, 0, NONE, amount, chance, luck)
    return game.digest


def test_18_2_numbers_enter_in_steps_and_luck_stays_out() -> None:
    assert recorded(0.5) == recorded(0.5 + 2**-22)
    assert recorded(0.5) != recorded(0.5 + 2**-20)
    assert recorded(0.5) == recorded(0.5, chance=0.2, luck=0.7)


def test_18_3_the_same_game_has_the_same_digest() -> None:
    def digest(**how: object) -> tuple[int, int]:
        return Table(LINES, **{"agents": DOCTRINE, **how}).play().digest  # type: ignore[arg-type]

    assert digest() == digest()
    others = [digest(seed=8), digest(run=1), digest(settings={"pace": 3}), digest(agents=RANDOM)]
    assert len({digest(), *others}) == 5


PLAY = (
    "from tests.cases.test_18_digests import LINES, Table, DOCTRINE; print(Table(LINES, agents=DOCTRINE).play().digest)"
)


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        ([], {"PYTHONHASHSEED": "1", "TZ": "Asia/Baghdad", "LANG": "C", "LC_ALL": "C"}),
        (["-O"], {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"}),
    ],
)
def test_18_3_nothing_outside_the_game_changes_its_digest(options: list[str], environment: dict[str, str]) -> None:
    played = subprocess.run(
        [sys.executable, *options, "-c", PLAY],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert played.stdout.strip() == str(Table(LINES, agents=DOCTRINE).play().digest)


def test_18_3_every_bit_of_what_is_mixed_in_counts() -> None:
    def mixed(value: int) -> tuple[int, int]:
        game = Table()
        mix(game.state, value)
        return game.digest

    assert len({mixed(0), *(mixed(1 << bit) for bit in range(63))}) == 64
