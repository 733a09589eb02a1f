"""Does it hold together when it is played? Each check plays some games, and its AssertionError says what went wrong."""

import math
import os
from collections.abc import Callable

from crisis_sim.compiler import Compiled, check_program, compile_scenario
from crisis_sim.engine import Game
from crisis_sim.journal import Decision
from crisis_sim.scenario.loading import load
from crisis_sim.terms.codes import MINUTES_AN_HOUR
from crisis_sim.terms.records import Agent

BOTS = ("utility", "random")


def check_scenario(name_or_path: str | os.PathLike[str], games: int = 10) -> None:
    """A scenario that loads can be played to its end, by doctrines and by chance, and its numbers stay within bounds.

    ScenarioError, if it does not load.
    """
    compiled = compile_scenario(load(name_or_path))
    faults = check_program(compiled.program, compiled.trees)
    assert not faults, "\n".join(faults)
    for seed in range(games):
        for bot in BOTS:
            game = Game(compiled, seed=seed, seats=bot)
            game.play_out()
            _check_game(compiled, game, f"seed {seed}, {bot}")


def _check_game(compiled: Compiled, game: Game, where: str) -> None:
    """What is true of every game, as far as its turns and events show."""
    scenario, places = compiled.scenario, compiled.program.places
    assert game.over, f"{where}: it does not end"
    assert game.minute <= scenario.horizon * MINUTES_AN_HOUR, f"{where}: it goes on beyond the horizon"
    minutes = [event.minute for event in game.events]
    assert minutes == sorted(minutes), f"{where}: an event comes before one that was earlier"
    before: dict[str, float] = {}
    for turn in game.turns:
        for row, (name, gauge) in enumerate(scenario.gauges.items()):
            value = turn.values[places.gauges + row]
            low, high = gauge.bounds
            at = f"{where}, minute {turn.minute}: {name} is {value}"
            assert math.isfinite(value), at
            assert low <= value <= high, f"{at}, out of its bounds"
            assert not gauge.monotone or value >= before.get(name, low), f"{at}, and was {before[name]}"
            before[name] = value


def check_agent(make: Callable[[], Agent], name_or_path: str | os.PathLike[str] = "standoff", games: int = 3) -> None:
    """An agent always answers with legal orders, in every seat, and does the same again in the same game.

    `make`: gives a new agent, for each game.
    """
    compiled = compile_scenario(load(name_or_path))
    for seed in range(games):
        for seat in compiled.names.seats:
            first, second = (_played(compiled, seed, seat, make()) for _ in range(2))
            where = f"seed {seed}, as {seat}"
            for given in first.inputs:
                if isinstance(given, Decision):
                    assert not given.instead, f"{where}, minute {given.place.minute}: {given.instead[seat]}"
            assert first.digest == second.digest, f"{where}: it does not do the same again in the same game"


def _played(compiled: Compiled, seed: int, seat: str, agent: Agent) -> Game:
    game = Game(compiled, seed=seed, seats={seat: agent})
    game.play_out()
    return game
