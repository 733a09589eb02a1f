"""One rulebook: Python, SimPy, and the compiled rules with table code and with machine code give the very same rows.

A row holds the digest, which every event and every turn of a game goes into.
"""

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from crisis_sim.compiler import compile_scenario
from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import load_texts, shipped
from tests.batch.games import compared, compiled, differing, in_kernel, in_python, kernel
from tests.compiler.standoff import Swap, changed

BOTS = (None, "random", "historical", "hawk", "mixed")


LONG = {"new_years_eve": pytest.mark.slow}
"""Where a game with somebody who looks ahead takes many seconds in Python."""


def mixed(name: str) -> str:
    """A seat for each kind of bot, as far as seats go."""
    kinds = ("hawk", "random", "historical", "dove")
    return ",".join(f"{seat}={kind}" for seat, kind in zip(compiled(name).names.seats, kinds, strict=False))


def check(name: str, agents: str | None, count: int) -> None:
    agents = mixed(name) if agents == "mixed" else agents
    plain = in_python(compiled(name), agents, count)
    assert differing(plain, in_python(compiled(name), agents, count, engine="simpy")) == []
    for machine_code in (False, True):
        assert differing(plain, in_kernel(kernel(name, machine_code), agents, count)) == []


@pytest.mark.parametrize("agents", BOTS)
@pytest.mark.parametrize("name", shipped())
def test_every_engine_gives_the_same_rows(name, agents):
    check(name, agents, 8)


@pytest.mark.slow
@pytest.mark.parametrize("agents", BOTS)
@pytest.mark.parametrize("name", shipped())
def test_every_engine_gives_the_same_thousand_rows(name, agents):
    check(name, agents, 1000)


@pytest.mark.parametrize("name", [pytest.param(name, marks=LONG.get(name, ())) for name in shipped()])
def test_a_seat_that_looks_ahead_does_so_alike(name):
    agents = f"{list(compiled(name).names.seats)[-1]}=look_ahead"
    plain = in_python(compiled(name), agents, 1)
    for machine_code in (False, True):
        assert differing(plain, in_kernel(kernel(name, machine_code), agents, 1)) == []


@pytest.mark.parametrize("name", shipped())
def test_table_code_and_machine_code_agree_on_hundreds_of_runs(name):
    for agents in (None, "random"):
        rows = [in_kernel(kernel(name, machine_code), agents, 700) for machine_code in (False, True)]
        assert differing(*rows) == []


# Random scenarios: the small one with other numbers, amounts, formulas, conditions and temperaments.

NAMES = (
    "tension", "anger", "readiness", "dead", "cash", "guard_control", "skirmish_rate", "count(ar.raid)",
    "count(bo.unleash)", "now", "hour", "obeys(guards_command)",
)  # fmt: skip
TRUTHS = ("in_force(pull_back)", "active(bo.unleash)", "in_theatre(brigade)", "called(red_line)", "at_home(brigade)")
SMALL = st.floats(0.1, 9.0).map(lambda number: f"{number:.3f}")
SIGNS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])

numbers = st.recursive(
    st.one_of(SMALL, st.sampled_from(NAMES)),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(lambda it: f"({' '.join(it)})"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda it: f"{it[0]}({it[1]}, {it[2]})"),
        inner.map(lambda it: f"abs({it})"),
        inner.map(lambda it: f"floor({it})"),
        inner.map(lambda it: f"logistic(({it}) / 100)"),
        inner.map(lambda it: f"sqrt(abs({it}))"),
        inner.map(lambda it: f"log(1 + abs({it}))"),
        st.tuples(inner, SIGNS, inner, inner).map(lambda it: f"({it[3]} if {it[0]} {it[1]} {it[2]} else {it[0]})"),
        st.tuples(st.sampled_from(TRUTHS), inner, inner).map(lambda it: f"({it[1]} if {it[0]} else {it[2]})"),
    ),
    max_leaves=6,
)
truths = st.one_of(
    st.sampled_from(TRUTHS),
    st.tuples(numbers, SIGNS, numbers).map(" ".join),
    st.tuples(st.sampled_from(TRUTHS), st.sampled_from(["and", "or"]), st.sampled_from(TRUTHS)).map(" ".join),
    st.sampled_from(TRUTHS).map(lambda it: f"not {it}"),
)
three = st.lists(st.integers(0, 40), min_size=3, max_size=3).map(sorted)
amounts = st.one_of(
    SMALL,
    three.map(lambda it: f"triangular({it[0]}, {it[1]}, {it[2]})"),
    three.map(lambda it: f"uniform({it[0]}, {it[2]})"),
    st.tuples(SMALL, SMALL).map(lambda it: f"normal({it[0]}, {it[1]})"),
    st.tuples(SMALL, st.just("0.5")).map(lambda it: f"lognormal({it[0]}, {it[1]})"),
    SMALL.map(lambda it: f"exponential({it})"),
    st.tuples(SMALL, SMALL).map(lambda it: f"gamma({it[0]}, {it[1]})"),
    st.tuples(SMALL, SMALL).map(lambda it: f"beta({it[0]}, {it[1]})"),
    SMALL.map(lambda it: f"poisson({it})"),
    st.tuples(SMALL, SMALL).map(lambda it: f"negative_binomial({it[0]}, {it[1]})"),
)


@st.composite
def scenarios(draw: st.DrawFn) -> str:
    """The text of the small scenario after half a dozen changes."""
    drift = draw(numbers)
    return changed(
        Swap("start: triangular(35, 45, 55)", f"start: {draw(amounts)}"),
        Swap("drift: 4 if not in_force(pull_back) and count(ar.raid) == 0 else -2", f"drift: clamp({drift}, -9, 9)"),
        Swap("hazard: skirmish_rate * tension / 50", f"hazard: clamp({draw(numbers)}, 0, 8)"),
        Swap("running: readiness > 10", f'running: "{draw(truths)}"'),
        Swap("success: {weight: 0.6 - 0.3 * readiness / 100", f'success: {{weight: "clamp({draw(numbers)}, 0.1, 5)"'),
        Swap("approval: triangular(2, 6, 12)", f"approval: {draw(amounts)}"),
        Swap("dead += negative_binomial(12, 4)", f"dead += {draw(amounts)}"),
        Swap("noise: 8, late: 12", f'noise: "{draw(SMALL)} * tension / 10", late: {draw(st.integers(1, 30))}'),
        Swap("settled: {name: Settled, what: Both sides pull back., when: in_force(pull_back)}",
             f'settled: {{name: Settled, what: Both sides pull back., when: "{draw(truths)}"}}'),
        Swap("temperature: 1\n    hold: 0", f"temperature: {draw(SMALL)}\n    hold: {draw(SMALL)}"),
        Swap("turn: 6", f"turn: {draw(st.sampled_from([3, 6, 12]))}"),
    )  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=15)
@given(scenarios(), st.sampled_from([None, "random", "hawk"]))
def test_random_scenarios_are_played_alike(text, agents):
    try:
        scenario = compile_scenario(load_texts({"scenario.yaml": text}))
    except ScenarioError:
        reject()  # a number that could become too large, mostly
    assert compared(scenario, agents, 2) == []
