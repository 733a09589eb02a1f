"""The compiled rules, made ready behind a game: nobody waits for them, and until they are there plain Python plays."""

import os
import threading
from importlib.util import find_spec

from crisis_sim.analysis.odds import COMPILED, PYTHON
from crisis_sim.compiler import Compiled

ENGINE = "CRISIS_SIM_ENGINE"
"""Set to `python`, nothing is compiled."""


class Warming:
    """Begins at once, in a thread of its own, where what it needs is installed."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._ready = False
        self.problem = ""
        if os.environ.get(ENGINE) != PYTHON and find_spec("numba") is not None and find_spec("numpy") is not None:
            threading.Thread(target=self._warm, name="warming", daemon=True).start()

    @property
    def engine(self) -> str:
        """What plays odds now."""
        return COMPILED if self._ready else PYTHON

    def _warm(self) -> None:
        try:
            from crisis_sim.batch.continuing import ready_for
            from crisis_sim.batch.same import Same

            ready_for(Same(self._compiled), COMPILED)
            self._ready = True
        except Exception as error:  # the odds are told with fewer games then, and nothing else is lost
            self.problem = f"{type(error).__name__}: {error}"
