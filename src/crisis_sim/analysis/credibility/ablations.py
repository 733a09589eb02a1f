"""Each mechanism taken out, alone: what changes in the same games, run by run, and which targets are missed without it.

A mechanism is what has a switch: a parameter `mechanism.NAME`, 0 or 1.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from crisis_sim.analysis.credibility.contrasts import Contrast, contrast
from crisis_sim.analysis.credibility.finished import Array, Play
from crisis_sim.analysis.credibility.targets import measured, reader_of
from crisis_sim.analysis.factors import SWITCH
from crisis_sim.batch.runs import Runs
from crisis_sim.compiler import Compiled
from crisis_sim.language import places as places_of

ESCALATION = "escalation_score"


class Ablation(NamedTuple):
    """The same games without one mechanism."""

    mechanism: str
    changes: dict[str, Contrast]  # outcome.X (shares), gauge.X, escalation_score: with it, without it
    missed: list[str]  # targets that are missed without it

    def to_json(self) -> dict[str, Any]:
        """As `validate --json` prints it."""
        changes = {name: one._asdict() for name, one in self.changes.items()}
        return {"mechanism": self.mechanism, "changes": changes, "missed": self.missed}


def switches(compiled: Compiled) -> list[str]:
    """The parameters that switch mechanisms, and are on."""
    return [name for name in compiled.names.parameters if name.startswith(SWITCH) and compiled.parameters[name] > 0.0]


def ablations(compiled: Compiled, n: int, play: Play, told: Callable[[str], None] | None = None) -> Iterator[Ablation]:
    """Every mechanism taken out in turn. `told` hears which is next."""
    names = [*(f"outcome.{name}" for name in compiled.names.classes), ESCALATION, *asked_gauges(compiled)]
    reader, targets = reader_of(compiled), compiled.scenario.targets

    def read(runs: Runs) -> Array:
        return np.column_stack([outcomes(compiled, runs), runs[ESCALATION], gauges(compiled, runs), reader(runs)])

    usual = play.runs(compiled, n, read)
    for switch in switches(compiled):
        if told is not None:
            told(switch)
        without = play.runs(compiled, n, read, settings={switch: 0.0})
        changes = {name: contrast(usual[:, k], without[:, k]) for k, name in enumerate(names)}
        found = measured(targets, without[:, len(names) :], play.seed)
        yield Ablation(switch, changes, [one.id for one in found if not one.met])


def outcomes(compiled: Compiled, runs: Runs) -> Array:
    """A column for each class: 1 for the runs that ended so."""
    return np.asarray(runs["outcome"][:, None] == np.arange(len(compiled.names.classes)), np.float64)


def asked_gauges(compiled: Compiled) -> list[str]:
    """The gauges that the targets read, as `gauge.X`: those that the scenario is judged by."""
    return [f"gauge.{compiled.names.gauges[row]}" for row in _asked_rows(compiled)]


def gauges(compiled: Compiled, runs: Runs) -> Array:
    """A column for each of these."""
    return np.asarray(runs["gauges"][:, _asked_rows(compiled)])


def _asked_rows(compiled: Compiled) -> Sequence[int]:
    first = compiled.program.places.gauges
    read = set().union(
        *(places_of(tree) for one in compiled.questions.targets.values() for tree in (one.value, one.given))
    )
    return [row for row in range(len(compiled.scenario.gauges)) if first + row in read]
