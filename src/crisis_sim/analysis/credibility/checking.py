"""`validate`, whole: targets, hindcast and ablations of a scenario, as one object."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from crisis_sim.analysis.credibility.ablations import Ablation, ablations, outcomes
from crisis_sim.analysis.credibility.estimates import Estimate, share
from crisis_sim.analysis.credibility.finished import Array, Play
from crisis_sim.analysis.credibility.foretold import Foretold, foretold
from crisis_sim.analysis.credibility.targets import RULE, Measured, measured, reader_of
from crisis_sim.batch.engines import choose
from crisis_sim.batch.runs import Runs
from crisis_sim.compiler import Compiled
from crisis_sim.terms.codes import RULES_VERSION
from crisis_sim.terms.records import WrongUse

FEWEST = 10
ABLATED = 10
"""An ablation plays so many times fewer games than the targets: all of them together twice as many."""
FORETOLD = 2


@dataclass(frozen=True, slots=True)
class Validation:
    """What a scenario's credibility was found to be."""

    name: str
    compiled: Compiled
    n: int
    play: Play
    outcomes: dict[str, Estimate]  # how often each class comes
    targets: list[Measured]
    hindcast: Foretold | None
    ablated: int  # games without each mechanism
    ablations: list[Ablation]

    @property
    def met(self) -> bool:
        """Whether no band is missed."""
        return all(one.met for one in self.targets)

    def to_json(self) -> dict[str, Any]:
        """As `validate --json` prints it."""
        return {
            "scenario": self.name,
            "scenario_hash": self.compiled.hash,
            "rules_version": RULES_VERSION,
            "seed": self.play.seed,
            "n": self.n,
            "rule": RULE,
            "pass": self.met,
            "outcomes": {name: one._asdict() for name, one in self.outcomes.items()},
            "targets": [one.to_json() for one in self.targets],
            "hindcast": None if self.hindcast is None else self.hindcast.to_json(),
            "ablated": self.ablated,
            "ablations": [one.to_json() for one in self.ablations],
        }


def validate(
    name: str,
    compiled: Compiled,
    texts: Mapping[str, str],
    n: int,
    play: Play,
    told: Callable[[str], None] | None = None,
    *,
    ablated: int | None = None,
) -> Validation:
    """Checks a scenario on n games by bots, and some more. `texts`: the scenario's. `told` hears what is under way.
    `ablated`: games without each mechanism; by itself a tenth of n.

    WrongUse: it has no targets, or too few games are asked for.
    """
    if not compiled.questions.targets:
        raise WrongUse(f"{name} has no `targets`: nothing says by what it should be judged (docs/scenario-format.md)")
    if n < FEWEST:
        raise WrongUse(f"-n {n}: at least {FEWEST} games are needed, and some thousands to say anything")
    choose(play.engine)
    say = told or (lambda what: None)
    say("targets")
    reader, classes = reader_of(compiled), list(compiled.names.classes)

    def read(runs: Runs) -> Array:
        return np.column_stack([outcomes(compiled, runs), reader(runs)])

    answers = play.runs(compiled, n, read)
    shares = {name: share(answers[:, row]) for row, name in enumerate(classes)}
    found = measured(compiled.scenario.targets, answers[:, len(classes) :], play.seed)
    say("hindcast")
    forecast = foretold(texts, max(n // FORETOLD, FEWEST), play)
    fewer = ablated or max(n // ABLATED, FEWEST)
    without = list(ablations(compiled, fewer, play, say))
    return Validation(name, compiled, n, play, shares, found, forecast, fewer, without)
