"""Journals to test with."""

from __future__ import annotations

from crisis_sim.journal import Decision, Header, Place
from crisis_sim.terms.codes import RULES_VERSION
from crisis_sim.terms.records import Order

HEADER = Header(
    scenario="standoff",
    scenario_hash="0123456789abcdef",
    texts={"scenario.yaml": "title: Täuschung\n"},
    settings={"mechanism.rally": 0.5},
    seed=2**63 - 1,
    run=7,
    agents={"ar": "human", "bo": "utility"},
    rules_version=RULES_VERSION,
    software={"crisis_sim": "0.1.0"},
    command="crisis-sim play",
    written="2031-05-04T06:00:00Z",
)


def decision(steps: int, *orders: str) -> Decision:
    return Decision(Place(steps, steps // 2, 60 * steps), {"ar": tuple(Order(action) for action in orders)})
