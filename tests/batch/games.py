"""Runs of one scenario by every engine that gives rows, and what differs. As a script, it compares and says so."""

import sys
from functools import cache

import numpy as np

from crisis_sim.batch.engines import bots, engine_for
from crisis_sim.batch.kernel import Kernel
from crisis_sim.batch.rows_ref import CHECKED
from crisis_sim.batch.runs import Runs
from crisis_sim.compiler import Compiled, compile_scenario
from crisis_sim.scenario.loading import load

SEED = 7


@cache
def compiled(name: str) -> Compiled:
    """A shipped scenario, compiled once."""
    return compile_scenario(load(name))


@cache
def kernel(name: str, machine_code: bool = False) -> Kernel:
    """A shipped scenario, ready for the kernel; with table code, or with machine code from the first run on."""
    return made(compiled(name), machine_code)


def made(scenario: Compiled, machine_code: bool) -> Kernel:
    """A scenario, ready for the kernel."""
    ready = Kernel(scenario)
    if machine_code:
        ready.use_machine_code()
    return ready


def in_python(scenario: Compiled, agents: str | None, count: int, first: int = 0, engine: str = "python") -> Runs:
    """Runs by an engine in Python."""
    return engine_for(scenario, agents, SEED, engine).play(first, count)


def in_kernel(ready: Kernel, agents: str | None, count: int, first: int = 0) -> Runs:
    """The same, compiled."""
    seated = bots(ready.compiled, agents)
    return ready.play(first, count, SEED, [one.code for one in seated], [one.persona for one in seated])


def differing(one: Runs, other: Runs) -> list[str]:
    """The blocks of columns in which two tables of runs differ, bit by bit."""
    blocks = [*one.layout.integers, *one.layout.floats]
    return [name for name in blocks if np.ascontiguousarray(one[name]).tobytes() != other[name].tobytes()]


def compared(scenario: Compiled, agents: str | None, count: int) -> list[str]:
    """Python beside the kernel with table code and with machine code: where they differ."""
    plain = in_python(scenario, agents, count)
    found = []
    for machine_code in (False, True):
        found += differing(plain, in_kernel(made(scenario, machine_code), agents, count))
    return found


def gone_wrong(name: str, count: int) -> list[int]:
    """The games of random legal orders, compiled, that did not end as every game must."""
    runs, program = in_kernel(kernel(name), "random", count), compiled(name).program
    ended = (runs["ended"] > 0) & (runs["ended"] <= program.sizes.horizon)
    ended &= (runs["outcome"] >= 0) & (runs["outcome"] < program.sizes.classes)
    within = (runs["gauges"] >= program.gauges.low) & (runs["gauges"] <= program.gauges.high)
    return [int(run) for run in np.flatnonzero(~(ended & within.all(axis=1)))]


if __name__ == "__main__":
    alike, many, *names = sys.argv[1:]
    different = {name: compared(compiled(name), "random", int(alike)) for name in names}
    wrong = {name: gone_wrong(name, int(many)) for name in names}
    found = [{name: what for name, what in told.items() if what} for told in (different, wrong)]
    sys.stdout.write(f"checked: {CHECKED}; different: {found[0]}; gone wrong: {found[1]}\n")
    sys.exit(1 if any(found) else 0)
