"""Whether it is a game: who chooses well does better than who chooses by chance, and nothing is always right.

All seats are played by their doctrines, and one thing is changed in one seat: who decides there, or that one action is
taken whenever it can be. What is compared are that seat's own scores, run by run under the same luck.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from crisis_sim.analysis.credibility.contrasts import Contrast, contrast
from crisis_sim.analysis.credibility.finished import Array, Play
from crisis_sim.batch.runs import Runs
from crisis_sim.compiler import Compiled, compile_scenario
from crisis_sim.compiler.names import UTILITY
from crisis_sim.scenario.loading import Loaded

ALWAYS = 60.0
"""An appeal beside which no other counts."""
CHANCE, AHEAD = "random", "look_ahead"


class Seat(NamedTuple):
    """A seat's score by its doctrine, and what others in it make of it."""

    seat: str
    mean: float
    sd: float
    agents: dict[str, Contrast]


class Always(NamedTuple):
    """A doctrine that gives one order whenever it can, against the same without it."""

    action: str
    change: Contrast


def scores(runs: Runs) -> Array:
    """A column for each seat."""
    return np.asarray(runs["scores"])


def seats(compiled: Compiled, n: int, ahead: int, play: Play) -> Iterator[Seat]:
    """Chance, each persona and the bot that looks ahead, in each seat alone. `ahead`: games of the slow last one."""
    usual = play.runs(compiled, n, scores)
    for row, seat in enumerate(compiled.names.seats):
        found = {}
        for agent in (CHANCE, *(name for name in compiled.names.personas if name != UTILITY), AHEAD):
            games = ahead if agent == AHEAD else n
            changed = play.runs(compiled, games, scores, agents={seat: agent})
            found[agent] = contrast(usual[:games, row], changed[:, row])
        yield Seat(seat, float(usual[:, row].mean()), float(usual[:, row].std()), found)


def chosen(compiled: Compiled, n: int, play: Play) -> dict[str, float]:
    """Per action: the share of games by doctrines in which it is carried out."""

    def read(runs: Runs) -> Array:
        return np.asarray(runs["count"][:, : len(compiled.names.actions)] > 0, np.float64)

    shares = play.runs(compiled, n, read).mean(axis=0)
    return dict(zip(compiled.names.actions, map(float, shares), strict=True))


def always(loaded: Loaded, n: int, play: Play) -> Iterator[Always]:
    """Each action of each seat, taken whenever it is legal."""
    compiled = compile_scenario(loaded)
    usual = play.runs(compiled, n, scores)
    for row, seat in enumerate(compiled.names.seats):
        doctrine = loaded.scenario.doctrines[seat]
        for action in doctrine.appeal:
            appeal = {**doctrine.appeal, action: ALWAYS}
            doctrines = {**loaded.scenario.doctrines, seat: doctrine.model_copy(update={"appeal": appeal})}
            changed = Loaded(loaded.scenario.model_copy(update={"doctrines": doctrines}), loaded.document)
            yield Always(action, contrast(usual[:, row], play.runs(compile_scenario(changed), n, scores)[:, row]))
