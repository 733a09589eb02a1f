"""The debrief: which decisions mattered, what else could have been, who knew what. It is made of continuations.

`walking` takes a game apart into rounds of decisions, `futures` plays on from them, `valuing` screens every decision,
`turning` and `swapping` look again at the largest, `splitting` tells decisions from luck, `knowing` and `record` what
was known, `explaining` puts it into words. `asking` answers single questions; `whole` is all of it, for those who may
see everything; `own` is what one seat may have while the game goes on.
"""

from crisis_sim.analysis.debrief.asking import WhatIf, what_if
from crisis_sim.analysis.debrief.depth import COMPILED_DEPTH, PYTHON_DEPTH, Depth
from crisis_sim.analysis.debrief.own import OwnDebrief, own_debrief
from crisis_sim.analysis.debrief.whole import Debrief, Progress, debrief

__all__ = [
    "COMPILED_DEPTH", "PYTHON_DEPTH", "Debrief", "Depth", "OwnDebrief", "Progress", "WhatIf", "debrief", "own_debrief",
    "what_if",
]  # fmt: skip
