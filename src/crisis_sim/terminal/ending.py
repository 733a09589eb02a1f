"""The end of a game as parts: the outcome, each seat's score beside history's, and where the game turned for it."""

from collections.abc import Sequence
from typing import NamedTuple

from crisis_sim.compiler import with_parameters
from crisis_sim.engine import Game
from crisis_sim.engine.swings import Swing

HISTORICAL = "historical"
SEED = 1
"""Of the luck that the historical line does not record."""


class Met(NamedTuple):
    """One objective, its weight, how well it was met (0 to 100), and how well in history, if there is one."""

    what: str
    weight: float
    met: float
    history: float | None


class SeatEnd(NamedTuple):
    """What a seat reached of 100 points, and what history reached."""

    seat: str
    score: float
    history: float | None
    objectives: tuple[Met, ...]
    swings: tuple[Swing, ...]


class Ending(NamedTuple):
    """`outcome`: the class by id, then its name and what it means."""

    outcome: str
    name: str
    what: str
    seats: tuple[SeatEnd, ...]


def ending_of(game: Game, mine: Sequence[str]) -> Ending:
    """Of a game that is over, for these seats."""
    outcome = str(game.outcome())
    said = game.compiled.scenario.outcomes[outcome]
    line = history(game)
    return Ending(outcome, said.name, said.what, tuple(_seat(game, seat, line) for seat in mine))


def history(game: Game) -> Game | None:
    """The historical line of the same scenario, played out; None, if it has none."""
    recorded = game.compiled.scenario.history
    if recorded is None:
        return None
    compiled = with_parameters(game.compiled, recorded.parameters)
    line = Game(compiled, seed=SEED, seats=dict.fromkeys(game.seats, HISTORICAL))
    line.play_out()
    return line


def _seat(game: Game, seat: str, line: Game | None) -> SeatEnd:
    objectives, met = game.compiled.scenario.objectives.get(seat, {}), game.objectives()[seat]
    then = {} if line is None else line.objectives()[seat]
    return SeatEnd(
        seat,
        game.scores()[seat],
        None if line is None else line.scores()[seat],
        tuple(Met(one.what, one.weight, met[name], then.get(name)) for name, one in objectives.items()),
        tuple(game.swings(seat)),
    )
