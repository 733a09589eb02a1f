"""A crisis between states, hour by hour: one scenario, one set of rules, three ways to use them.

    import crisis_sim as cs

    game = cs.load("new_years_eve").play(seed=7)

The names offered here are those of `crisis_sim.api`, fetched on first use, so that `import crisis_sim` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crisis_sim.api import (
        Crisis,
        Game,
        Order,
        Result,
        compare,
        debrief,
        experiment,
        load,
        play,
        replay,
        results,
        resume,
        run,
    )

__version__ = "0.1.0"

__all__ = [
    "Crisis",
    "Game",
    "Order",
    "Result",
    "__version__",
    "compare",
    "debrief",
    "experiment",
    "load",
    "play",
    "replay",
    "results",
    "resume",
    "run",
]


def __getattr__(name: str) -> object:
    # Only the names on offer lead to the api: Python also asks here for every submodule that is not imported yet.
    if name in __all__:
        return getattr(import_module("crisis_sim.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
