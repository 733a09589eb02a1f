"""What is to be played: a plan decides every row and the digest of a batch, whoever plays it, and in what pieces."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from crisis_sim.batch.engines import COMPILED, MOST_RUN, MOST_SEED, PYTHON, SIMPY, Agents, bots
from crisis_sim.compiler import Compiled, compile_scenario
from crisis_sim.engine.seats import played_with
from crisis_sim.scenario.loading import load_texts
from crisis_sim.terms.codes import LOOK_AHEAD, MINUTES_AN_HOUR, RULES_VERSION
from crisis_sim.terms.records import WrongUse
from crisis_sim.terms.rows import Sizes

FIRST_LOOK = 1_000
FEW, MANY = 8, 200
"""A batch is cut into so many chunks at least, so that there is work for all; and into no more, if that can be."""
LEAST = 32
"""A chunk of less than a thirty-second of a second's work takes longer to be written than to be played: then a batch is
cut in two, and no further than it repays."""
MOST_IN_CHUNK = 5_000
"""Runs; so many of a large scenario take some 40 MB while they are counted."""
PACES = {PYTHON: 1e6, SIMPY: 1e6, COMPILED: 1e8}
"""Hours of a game times happenings that an engine plays in about a second."""
LOOKING_AHEAD = 500
"""A game with a bot that looks ahead takes so many times as long."""


@dataclass(frozen=True, slots=True, order=True)
class Chunk:
    """Runs first, ..., first + count - 1: the piece that is played, written and done again as a whole."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A batch, whole: whoever has it can play it again. `chunk` (runs) changes nothing in what comes out."""

    scenario: str
    texts: Mapping[str, str]  # of the scenario, by file name
    scenario_hash: str
    settings: Mapping[str, float]  # parameters that differ from the scenario's own values
    agents: Mapping[str, str]  # by seat, every seat
    seed: int
    n: int
    chunk: int
    until_ci: float | None = None  # stop when every outcome's share is known to within this
    rules_version: int = RULES_VERSION

    @property
    def identity(self) -> str:
        """What the digest of so many runs depends on, as a short hash: equal for plans that give equal runs."""
        made = [self.rules_version, self.scenario_hash, dict(self.settings), dict(self.agents), self.seed]
        return hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:32]

    def compile(self) -> Compiled:
        """The program that it plays. WrongUse, if that is not possible here."""
        if self.rules_version != RULES_VERSION:
            raise WrongUse(
                f"this batch was made by version {self.rules_version} of the rules, and here is {RULES_VERSION}"
            )
        compiled = compile_scenario(load_texts(self.texts), self.settings)
        if compiled.hash != self.scenario_hash:
            raise WrongUse(f"the scenario in this plan was changed: its hash is {compiled.hash}")
        return compiled

    def looks(self) -> list[int]:
        """The numbers of runs at which a batch may stop: fixed beforehand, so that nothing but the runs decides."""
        if self.until_ci is None:
            return [self.n]
        return [*optional_looks(self.n), self.n]

    def chunks(self, first: int, end: int) -> Iterator[Chunk]:
        """The pieces of runs first, ..., end - 1."""
        return (Chunk(at, min(self.chunk, end - at)) for at in range(first, end, self.chunk))

    def to_json(self) -> dict[str, Any]:
        """As it stands in a manifest."""
        return asdict(self)

    def to_text(self) -> str:
        """The same as one line, to be sent to a worker."""
        return json.dumps(self.to_json(), sort_keys=True)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The plan of a manifest. KeyError or TypeError, if that is not one."""
        plan = cls(**{one.name: kept[one.name] for one in fields(cls)})
        for name, kind in (("texts", dict), ("settings", dict), ("agents", dict), ("seed", int), ("n", int)):
            if not isinstance(getattr(plan, name), kind):
                raise TypeError(name)
        if min(plan.n, int(plan.chunk)) < 1:
            raise TypeError("chunk")
        return plan


def plan_of(
    name: str,
    compiled: Compiled,
    texts: Mapping[str, str],
    n: int,
    *,
    seed: int = 0,
    agents: Agents = None,
    settings: Mapping[str, float] | None = None,
    until_ci: float | None = None,
    chunk: int | None = None,
    engine: str = COMPILED,
) -> tuple[Plan, Compiled]:
    """A plan, and the program that it plays. `engine` is asked only for how large its chunks should be.

    WrongUse or ScenarioError, one line each, for what cannot be.
    """
    if not 1 <= n <= MOST_RUN:
        raise WrongUse("the number of runs lies between 1 and 2**40")
    if not 0 <= seed < MOST_SEED:
        raise WrongUse("a seed lies between 0 and 2**63 - 1")
    if until_ci is not None and not 0 < until_ci < 0.5:
        raise WrongUse("until-ci is half the width of an interval, as a share: more than 0, less than 0.5")
    if chunk is not None and chunk < 1:
        raise WrongUse("a chunk holds at least one run")
    seated = bots(compiled, agents)
    compiled = played_with(compiled, agents, settings)
    defaults = compiled.scenario.parameters
    looks_ahead = any(one.code == LOOK_AHEAD for one in seated)
    plan = Plan(
        scenario=name,
        texts=dict(texts),
        scenario_hash=compiled.hash,
        settings={each: value for each, value in compiled.parameters.items() if value != defaults[each].value},
        agents={seat: one.name for seat, one in zip(compiled.names.seats, seated, strict=True)},
        seed=seed,
        n=n,
        chunk=chunk or chunk_size(n, engine, compiled.program.sizes, looks_ahead),
        until_ci=until_ci,
    )
    return plan, compiled


def chunk_size(n: int, engine: str, sizes: Sizes, looks_ahead: bool) -> int:
    """Runs in a chunk: about a second of work on an everyday machine; less for a few runs, and more for very many.

    It hangs on the plan alone: on every machine the same files come out.
    """
    work = sizes.horizon / MINUTES_AN_HOUR * sizes.happenings * (LOOKING_AHEAD if looks_ahead else 1)
    second = PACES[engine] / work
    parts = max(2, min(FEW, int(n * LEAST / second)))
    return max(1, min(MOST_IN_CHUNK, int(5 * second), max(min(int(second), -(-n // parts)), n // MANY)))


def optional_looks(n: int) -> Iterator[int]:
    """1,000, 1,500, 2,000, 3,000, 4,000, 6,000, ..., below n."""
    look = FIRST_LOOK
    while look < n:
        yield look
        if look * 3 // 2 < n:
            yield look * 3 // 2
        look *= 2
