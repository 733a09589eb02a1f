"""Orders that are asked about once before they are given: what cannot be taken back, or may end the game.

Whether a deed may end the game is tried out: it is done at once in states that the seat thinks possible now.
"""

from typing import NamedTuple

from crisis_sim.analysis.trials import luck_of
from crisis_sim.compiler import Compiled, blank_state
from crisis_sim.engine import Game
from crisis_sim.rules.adjudicate import adjudicate
from crisis_sim.rules.agenda import next_due
from crisis_sim.rules.game import advance, over
from crisis_sim.rules.imagine import imagine
from crisis_sim.rules.scoring import check_ends
from crisis_sim.terms.codes import NONE
from crisis_sim.terms.rows import END_REASON, NOW, State

TRIES = 16
"""States in which a deed is tried."""


class Gate(NamedTuple):
    """An order to ask about, and why."""

    action: str
    name: str
    why: str


def gates(game: Game, seat: str) -> list[Gate]:
    """Those of the seat's draft."""
    options = {option.action: option for option in game.legal(seat)}
    drafted = [order.action for order in game.draft(seat) if not order.cancel]
    found = []
    for action in drafted:
        parts = ["what comes of it may not be possible to take back"] if options[action].grave else []
        ends = may_end(game.compiled, game.snapshot(), seat, action)
        parts += [f"it may end the game at once: {ends}"] if ends else []
        if parts:
            found.append(Gate(action, options[action].name, "; ".join(parts)))
    return found


def may_end(compiled: Compiled, state: State, seat: str, action: str) -> str:
    """Which end the deed may bring about, as far as the seat can tell; nothing, if none."""
    program, names = compiled.program, compiled.names
    if not program.ends:
        return ""
    imagined, row = blank_state(program), names.seats.row(seat)
    seed = luck_of(compiled, row, state.clock[NOW])
    for run in range(TRIES):
        imagine(program, state, imagined, row, seed, run)
        check_ends(program, imagined)
        if over(imagined):
            continue  # not by this deed
        adjudicate(program, imagined, names.actions.row(action), NONE)
        check_ends(program, imagined)
        while not over(imagined) and next_due(imagined) == state.clock[NOW]:
            advance(program, imagined)
        if over(imagined) and imagined.clock[END_REASON] >= 0:
            return compiled.scenario.ends[names.ends[imagined.clock[END_REASON]]].what
    return ""
