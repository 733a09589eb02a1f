"""Whole games in the compiled kernel beside the same games in plain Python. As a script, it compares and says so."""

import sys

import numpy as np

from crisis_sim.batch import kernel
from crisis_sim.batch.rows_ref import CHECKED
from crisis_sim.batch.tables import Tables
from crisis_sim.compiler import blank_state, compile_scenario
from crisis_sim.rules import game
from crisis_sim.scenario.loading import load
from crisis_sim.terms.codes import DOCTRINE, HISTORICAL, RANDOM
from crisis_sim.terms.rows import DIGEST_HIGH, DIGEST_LOW, EVENTS, NOW, OUTCOME_CLASS

AGENTS = (DOCTRINE, RANDOM, HISTORICAL)


def in_python(compiled, seed, runs, agent):
    """What each game comes to: digest, events, last minute, outcome; and its final values."""
    program = compiled.program
    state = blank_state(program)
    seats = program.sizes.seats
    results = []
    for run in range(runs):
        game.start(program, state, seed, run, [agent] * seats, [0] * seats)
        while not game.over(state):
            game.advance(program, state)
        clock = state.clock
        totals = [clock[row] for row in (DIGEST_LOW, DIGEST_HIGH, EVENTS, NOW, OUTCOME_CLASS)]
        results.append((totals, state.values[: program.places.slots]))
    return results


def in_kernel(compiled, seed, runs, agent):
    """The same, compiled."""
    program = compiled.program
    tables = Tables(program, compiled.trees, blank_state(program))
    state = tables.state()
    seats = program.sizes.seats
    totals = np.zeros((runs, 5), np.int64)
    finals = np.zeros((runs, program.places.slots))
    kernel.play_many(
        tables.program.address,
        state.address,
        seed,
        0,
        np.full(seats, agent),
        np.zeros(seats, np.int64),
        totals,
        finals,
    )
    return [(list(map(int, total)), list(map(float, final))) for total, final in zip(totals, finals, strict=True)]


def differences(name, runs):
    """The games that differ between the two, as (scenario, agent, run)."""
    compiled = compile_scenario(load(name))
    found = []
    for agent in AGENTS:
        pairs = zip(in_python(compiled, 7, runs, agent), in_kernel(compiled, 7, runs, agent), strict=True)
        found += [(name, agent, run) for run, (one, other) in enumerate(pairs) if one != other]
    return found


def gone_wrong(name, runs):
    """The games of random legal orders, compiled, that did not end as every game must."""
    compiled = compile_scenario(load(name))
    program = compiled.program
    first, gauges = program.places.gauges, range(program.sizes.gauges)
    bounds = list(zip(program.gauges.low, program.gauges.high, strict=True))
    found = []
    for run, (totals, finals) in enumerate(in_kernel(compiled, 11, runs, RANDOM)):
        ended = 0 < totals[3] <= program.sizes.horizon and 0 <= totals[4] < program.sizes.classes
        if not ended or any(not bounds[g][0] <= finals[first + g] <= bounds[g][1] for g in gauges):
            found.append((name, run))
    return found


if __name__ == "__main__":
    alike, many, *names = sys.argv[1:]
    found = [each for name in names for each in differences(name, int(alike))]
    wrong = [each for name in names for each in gone_wrong(name, int(many))]
    sys.stdout.write(f"checked: {CHECKED}; differences: {found}; gone wrong: {wrong}\n")
    sys.exit(1 if found or wrong else 0)
