"""The table a game is played at: the game itself, SimPy's clock, who sits where, what each seat sees, control, replays.

Start reading at `game`; `course` is what the clocks drive, `chronicle` and `observation` are what is seen of it.
"""

from crisis_sim.engine.game import Game
from crisis_sim.engine.keeping import Origin
from crisis_sim.engine.opening import replay, resume, verified
from crisis_sim.engine.seats import HUMAN, agent_names
from crisis_sim.engine.verifying import Mismatch

__all__ = ["HUMAN", "Game", "Mismatch", "Origin", "agent_names", "replay", "resume", "verified"]
