"""Small states for tests of single rules."""

from types import SimpleNamespace
from typing import Any

from crisis_sim.rules.game import set_key
from crisis_sim.terms.rows import AGENDA_ROOM, CLOCK_SIZE, Agenda


def blank_key(seed: int, run: int) -> Any:
    """A state with nothing but a key of luck."""
    state: Any = SimpleNamespace(key=[0, 0, 0, 0], clock=[0] * CLOCK_SIZE)
    set_key(state, seed, run)
    return state


def blank_agenda(capacity: int) -> Any:
    """A state with nothing but an empty agenda."""
    agenda = Agenda([0] * capacity, [0] * capacity, [0] * capacity)
    clock = [0] * CLOCK_SIZE
    clock[AGENDA_ROOM] = capacity
    return SimpleNamespace(agenda=agenda, clock=clock)
