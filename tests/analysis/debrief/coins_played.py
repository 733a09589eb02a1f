"""Games of the two coins, in which every chance is known, and their debriefs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import crisis_sim.api as cs
from crisis_sim.analysis.debrief import Debrief, Depth, debrief
from crisis_sim.engine import Game

HERE = Path(__file__).parent
BY_DOCTRINE = (50 + 80 + 30 + 50) / 4
"""Per cent: the chance of a good toss, when nobody has decided yet."""
AS_IT_STANDS = {"": 50.0, "a.better": 80.0, "a.worsen": 30.0, "a.whistle": 50.0, "a.open_box": 10.0}
"""Per cent: the chance of a good toss after what A ordered."""
SMALL = Depth(screening=60, top=3, fresh=300, beliefs=100, options=40, alternatives=3)


@cache
def coins() -> cs.Crisis:
    return cs.load(HERE / "coins")


def played(order: str, seed: int = 1, coin: str = "") -> Game:
    """A game in which A orders this (nothing: ""), and B that."""
    game = coins().play(seed=seed, seats={"a": "human", "b": "human"})
    for seat, action in (("a", order), ("b", coin)):
        if action:
            assert game.submit(seat, action)
    game.advance("end")
    return game


def debriefed(order: str, seed: int = 1, depth: Depth = SMALL, coin: str = "") -> Debrief:
    return debrief(played(order, seed, coin), depth=depth)
