"""The commands that play the runs of a report again, as they are typed."""

import shlex
from collections.abc import Iterator, Mapping, Sequence

from crisis_sim.analysis.factors import Factor, Value, setting
from crisis_sim.analysis.report.gathering import Batch
from crisis_sim.analysis.report.words import clean
from crisis_sim.batch.plan import Plan

PROGRAM = "crisis-sim"


def batch_command(batch: Batch) -> str:
    """The whole batch again."""
    plan = batch.plan
    words = ["batch", plan.scenario, "-n", str(batch.n), "--seed", str(plan.seed)]
    return typed(*words, *_playing(plan.agents, plan.settings))


def run_command(batch: Batch, run: int) -> str:
    """One run of it, told as a story."""
    plan = batch.plan
    words = ["run", plan.scenario, "--seed", str(plan.seed), "--run", str(run)]
    return typed(*words, *_playing(plan.agents, plan.settings))


def game_command(scenario: str, seed: int, run: int, agents: Mapping[str, str], settings: Mapping[str, float]) -> str:
    """A single game by bots."""
    words = ["run", scenario, "--seed", str(seed), *(["--run", str(run)] if run else [])]
    return typed(*words, *_playing(agents, settings))


def point_command(plan: Plan, factors: Sequence[Factor], values: Sequence[Value]) -> str:
    """The first run at a point of an experiment, told as a story."""
    settings, agents = setting(factors, values, plan.agents)
    words = ["run", plan.scenario, "--seed", str(plan.seed)]
    return typed(*words, *_playing({**plan.agents, **agents}, {**plan.settings, **settings}))


def sweep_commands(batch: Batch) -> list[str]:
    """How to find out what the shares hang on."""
    return [
        typed("sweep", batch.plan.scenario, "--grade", "CD", "--morris", "20", "-n", "200", "-o", "sweep"),
        f"{PROGRAM} report DIR --sweep sweep --html FILE",
    ]


def typed(*words: str) -> str:
    """The command, every word as a shell needs it."""
    return " ".join([PROGRAM, *(shlex.quote(clean(word)) for word in words)])


def _playing(agents: Mapping[str, str], settings: Mapping[str, float]) -> Iterator[str]:
    if set(agents.values()) != {"utility"}:
        names = set(agents.values())
        yield "--agents"
        yield names.pop() if len(names) == 1 else ",".join(f"{seat}={agent}" for seat, agent in agents.items())
    for name, value in settings.items():
        yield from ("--set", f"{name}={value!r}")
