"""Rulebook 19: scenarios that ask for more than there is room for. Every game ends; nothing is written beyond a row."""

import pytest

from crisis_sim.terms.codes import AT_HORIZON, FAULTED, RANDOM
from crisis_sim.terms.rows import END_REASON
from tests.cases.tables import Table, inject

PLEDGE = "commitments:\n  oath: {kind: pledge, by: ar, to: bo, what: it is so, abstain: [ar.raid]}\n"
RAID = "actions:\n  ar.raid: {name: Raid, effort: 0, preparation: 3}\n"


def force(alert: str, starts: str, more: str) -> str:
    return f"forces:\n  f: {{name: F, of: ar, size: 9, alert: {alert}, transit: 0, starts: {starts}, {more}}}\n"


def ended(*texts: str, agents: int = RANDOM) -> int:
    """Why such a game ended; that it ends, and on strict rows, is the promise."""
    return Table(*texts, agents=agents).play().state.clock[END_REASON]


@pytest.mark.parametrize(
    "texts",
    [
        ("processes:\n  p: {name: P, every: 0.02, by: ar, publication: 1000}\n",),
        tuple(f"processes:\n  p{n}: {{name: P, hazard: 1000000}}\n" for n in range(40)),
        ('processes:\n  p: {name: P, hazard: "100000 if now < 3 else 0"}\n',),
        (force("0", "alert", "arrival: [recall(f)], departure: [deploy(f)]"),),
        (force("900", "home", "announced: true"), inject("march", *["deploy(f)", "recall(f)"] * 100)),
        (inject("bell", *["alert(ar)", "alert(bo)", "alert(cy)"] * 50),),
    ],
)
def test_19_1_what_is_too_much_for_one_hour_is_left_out_and_the_game_goes_on(texts):
    assert ended(*texts) == AT_HORIZON


def test_19_2_when_more_must_happen_at_once_than_there_is_room_for_the_game_ends_and_says_why():
    assert ended(PLEDGE, RAID, inject("oaths", *["commit(oath)"] * 1500)) == FAULTED


def test_19_3_orders_that_are_given_and_taken_back_leave_no_trace_on_the_agenda():
    game = Table(RAID)
    before = None
    for _ in range(2000):
        assert game.order("ar.raid") == "legal"
        assert game.take_back("ar.raid") == "legal"
        left = game.state.clock[2]
        before = left if before is None else before
        assert left == before
