"""What a game that is over turned on: found behind its end screen, where nobody waits for it, and written as a page."""

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from crisis_sim.analysis.odds import PYTHON
from crisis_sim.analysis.warming import ENGINE
from crisis_sim.engine.game import Game
from crisis_sim.terms.records import WrongUse

if TYPE_CHECKING:
    from crisis_sim.analysis.debrief import Debrief, Progress

PAGE = ".html"


class Hindsight:
    """The debrief of a game that is over, made in a thread of its own. `debrief`: when it is there. `problem`: why it
    will not be, if that is not because it was left."""

    def __init__(self, game: Game) -> None:
        self._game = game
        self._far = "the game is played again"
        self._left = threading.Event()
        self.debrief: Debrief | None = None
        self.problem = ""
        self._thread = threading.Thread(target=self._look, name="hindsight", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether no more is to be expected."""
        return not self._thread.is_alive()

    @property
    def far(self) -> str:
        """How far it is: `43 %, what they believed`."""
        return self._far

    def wait(self) -> "Hindsight":
        """Until it is done."""
        self._thread.join()
        return self

    def leave(self) -> None:
        """Nobody wants to know any more."""
        self._left.set()

    def _look(self) -> None:
        try:
            from crisis_sim.analysis.debrief import debrief

            engine = PYTHON if os.environ.get(ENGINE) == PYTHON else "auto"
            self.debrief = debrief(self._game, engine=engine, watch=self._watch)
        except Exception as error:  # the end of the game is shown without it
            if isinstance(error, _LeftError):
                return
            self.problem = f"It cannot be told what it turned on ({type(error).__name__}: {error})"

    def _watch(self, progress: "Progress") -> None:
        if self._left.is_set():
            raise _LeftError
        self._far = f"{100 * progress.done // max(1, progress.total)} %, {progress.stage}"


class _LeftError(Exception):
    pass


def page_path(game: Game) -> Path:
    """Where the page of a game is written: beside its journal. WrongUse for a game that keeps none."""
    if game.path is None:
        raise WrongUse("this game keeps no journal, so there is no place beside it for a page")
    return game.path.with_suffix(PAGE)


def write_page(debrief: "Debrief", seat: str | None = None) -> Path:
    """The debrief as one file, to read, to print or to send; what was there of the same game is replaced. Where it is.

    WrongUse, where what it needs is not installed, or it cannot be written.
    """
    path = page_path(debrief.game)
    try:
        from crisis_sim.analysis.debrief.page import debrief_page
        from crisis_sim.analysis.report.writing import write
    except ImportError as error:
        missing = (error.name or "a library").partition(".")[0]
        raise WrongUse(f'a page needs {missing}: pip install "crisis-sim[analysis]"') from None
    write(path, debrief_page(debrief, seat))
    return path
