"""A tally is exact: the same however the runs are cut, ordered and grouped, and what plain counting gives."""

from __future__ import annotations

import json
import math
from collections import Counter
from fractions import Fraction
from functools import cache, reduce
from itertools import pairwise
from operator import add

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.batch.counting import _quantity, _rungs, tallied
from crisis_sim.batch.engines import engine_for
from crisis_sim.batch.runs import Layout, Runs
from crisis_sim.batch.tally import EXAMPLES, ONE, Quantity, Tally, merged, mixed
from tests.batch.batches import planned

RUNS = 60


@cache
def some_runs():
    plan, compiled = planned(agents="random")
    return engine_for(compiled, plan.agents, plan.seed, "compiled").play(0, RUNS), compiled


@cache
def whole() -> Tally:
    return tallied(*some_runs())


def piece(first, end) -> Tally:
    runs, compiled = some_runs()
    return tallied(Runs(runs.layout, first, runs.integers[first:end], runs.floats[first:end]), compiled)


@st.composite
def cut_and_shuffled(draw):
    cuts = sorted({0, RUNS, *draw(st.sets(st.integers(1, RUNS - 1), max_size=12))})
    return draw(st.permutations(list(pairwise(cuts))))


@given(cut_and_shuffled(), st.randoms())
def test_pieces_in_any_order_and_grouping_make_the_same_whole(pieces, luck):
    tallies = [piece(*each) for each in pieces]
    while len(tallies) > 1:  # any two at a time
        one = tallies.pop(luck.randrange(len(tallies)))
        other = tallies.pop(luck.randrange(len(tallies)))
        tallies.insert(luck.randrange(len(tallies) + 1), one + other)
    assert tallies[0] == whole()
    assert json.dumps(tallies[0].to_json()) == json.dumps(whole().to_json())


def test_a_tally_comes_back_from_its_file_as_it_was():
    assert Tally.from_json(json.loads(json.dumps(whole().to_json()))) == whole()


def test_none_make_nothing():
    assert merged([]) is None


def test_it_counts_what_stands_in_the_rows():
    runs, compiled = some_runs()
    names, tally = compiled.names, whole()
    ended = [names.classes[row] for row in runs["outcome"]]
    assert tally.n == RUNS
    assert list(tally.outcomes) == list(names.classes)
    assert tally.outcomes == {name: ended.count(name) for name in names.classes}
    assert sum(tally.reasons.values()) == RUNS
    assert tally.events == sum(runs["events"].tolist())
    for row, name in enumerate(names.happenings):
        assert tally.happened[name] == sum(minute >= 0 for minute in runs["first"][:, row])
        assert tally.times[name] == runs["count"][:, row].sum()
        assert tally.happened[name] <= tally.times[name]
    for row, name in enumerate(compiled.scenario.gauges):
        assert tally.quantities[f"gauge.{name}"].mean == pytest.approx(runs["gauges"][:, row].mean(), abs=2 / ONE)
        assert tally.quantities[f"gauge.{name}"].sd == pytest.approx(runs["gauges"][:, row].std(ddof=1), abs=2 / ONE)
    assert sum(tally.points) == tally.quantities["escalation_score"].total // ONE
    for name, found in tally.examples.items():
        assert list(found) == [run for run, one in enumerate(ended) if one == name][:EXAMPLES]


def test_of_each_cycle_the_games_that_are_not_over_are_counted_by_their_highest_rung():
    runs, compiled = some_runs()
    turn = compiled.program.sizes.turn
    for cycle, found in enumerate(whole().rungs):
        expected: Counter[int] = Counter()
        for rungs, ended in zip(runs["rungs"].tolist(), runs["ended"].tolist(), strict=True):
            last = max(0, (ended - 1) // turn)  # the minute of the end belongs to the cycle that it ends
            if cycle <= last:
                expected[max(rungs[cycle:]) if cycle == last else rungs[cycle]] += 1
        assert found == expected
    assert sum(whole().rungs[0].values()) == RUNS


@pytest.mark.parametrize(
    ("ended", "rungs", "counted"),
    [
        (1, [5, 0, 0, 0], [{5: 1}, {}, {}, {}]),
        (360, [0, 7, 0, 0], [{7: 1}, {}, {}, {}]),  # in the first minute of a cycle: it belongs to the one that ends
        (361, [3, 7, 0, 0], [{3: 1}, {7: 1}, {}, {}]),
        (1080, [1, 2, 3, 9], [{1: 1}, {2: 1}, {9: 1}, {}]),  # at the horizon
        (0, [4, 0, 0, 0], [{4: 1}, {}, {}, {}]),
    ],
)
def test_a_game_that_has_ended_is_left_out_of_the_cycles_after_it(ended, rungs, counted):
    layout = Layout({"ended": slice(0, 1), "rungs": slice(1, 5)}, {})
    one = Runs(layout, 0, np.array([[ended, *rungs]], np.int64), np.zeros((1, 0)))
    assert list(_rungs(one, 360)) == counted


digests = st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)), min_size=2, max_size=6)


@given(digests, st.data())
def test_the_digest_changes_with_every_run_and_with_its_place(found, data):
    at = data.draw(st.integers(0, len(found) - 1))
    high, low = found[at]
    changed = [*found[:at], (high ^ 1, low), *found[at + 1 :]]
    assert mixed(0, changed) != mixed(0, found)
    assert mixed(1, found) != mixed(0, found)
    if found[0] != found[1]:
        assert mixed(0, [found[1], found[0], *found[2:]]) != mixed(0, found)


def test_runs_that_are_alike_do_not_cancel_out():
    assert mixed(0, [(1, 2)] * 4) != mixed(0, [(3, 4)] * 4)
    assert mixed(0, [(1, 2)] * 4) != 0


values = st.lists(st.floats(-(2.0**40), 2.0**40) | st.floats(0, 100) | st.integers(-9, 9).map(float), min_size=1)


@given(values)
def test_mean_and_deviation_are_those_of_exact_sums(given_values):
    found = _quantity(Quantity(0.0, 1.0), np.array(given_values))
    steps = [math.floor(Fraction(value) * ONE) for value in given_values]
    n = len(steps)
    assert (found.total, found.squares) == (sum(steps), sum(step * step for step in steps))
    mean = Fraction(sum(steps), n)
    assert found.mean == pytest.approx(float(mean / ONE), rel=1e-12, abs=1e-12)
    if n == 1:
        assert math.isnan(found.sd)
        return
    variance = sum((step - mean) ** 2 for step in steps) / (n - 1)
    assert found.sd == pytest.approx(math.sqrt(variance) / ONE, rel=1e-9, abs=1e-9)


@given(st.lists(st.floats(0, 100), min_size=1), st.sampled_from([0.05, 0.25, 0.5, 0.75, 0.95, 1.0]))
def test_a_quantile_is_right_to_a_step_of_the_histogram(given_values, share):
    found = _quantity(Quantity(0.0, 100 / 4096), np.array(given_values))
    known = sorted(given_values)[max(1, math.ceil(share * len(given_values))) - 1]
    assert found.quantile(share) <= known * (1 + 1e-12)
    assert known < found.quantile(share) + 1.000001 * found.width


@given(st.lists(st.integers(-50, 50), min_size=1), st.sampled_from([0.05, 0.5, 0.95]))
def test_quantiles_of_whole_numbers_are_exact(given_values, share):
    found = _quantity(Quantity(0.0, 1.0), np.array(given_values, np.float64))
    assert found.quantile(share) == sorted(given_values)[max(1, math.ceil(share * len(given_values))) - 1]


def test_both_ends_of_a_gauge_are_exact():
    found = reduce(add, [_quantity(Quantity(20.0, 60 / 4096), np.array([end])) for end in (20.0, 80.0)])
    assert (found.quantile(0.05), found.quantile(0.95)) == (20.0, 80.0)
