"""A process that plays, and says after everything that it was told is saved; it is there to be killed."""

from __future__ import annotations

import sys
from pathlib import Path

import crisis_sim.api as cs
from crisis_sim.engine import Game
from tests.engine.players import Busy
from tests.engine.tables import STANDOFF

MIND = Busy(3)


def turn(game: Game, say: object = None) -> None:
    """One decision of Arland, order by order."""
    for order in MIND.decide(game.observe("ar")):
        if game.submit("ar", order) and callable(say):
            say("draft", game.steps, " ".join(f"{'-' if one.cancel else ''}{one.action}" for one in game.draft("ar")))
    game.advance()
    if callable(say):
        say("commit", len(game.inputs))


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    game = cs.load(STANDOFF).play(int(sys.argv[2]), seats={"ar": "human"}, journal=Path(sys.argv[1]))
    say("begun")
    while not game.over:
        turn(game, say)
    say("over")
