"""The engines of a batch give the same rows, whoever plays; and each run is the one that `run` plays alone."""

from __future__ import annotations

import numpy as np
import pytest

import crisis_sim.api as cs
from crisis_sim.batch.engines import bots, choose, engine_for
from crisis_sim.terms.records import Order, WrongUse
from tests.batch.batches import planned

AGENTS = (None, "random", "historical", "hawk", {"ar": "look_ahead"})


@pytest.mark.parametrize("agents", AGENTS, ids=str)
@pytest.mark.parametrize("name", ["simpy", "compiled"])
def test_every_engine_gives_the_rows_of_plain_python(name, agents):
    _, compiled = planned(agents=agents)
    many = 2 if isinstance(agents, dict) else 20
    known = engine_for(compiled, agents, 3, "python").play(7, many)
    found = engine_for(compiled, agents, 3, name).play(7, many)
    assert np.array_equal(known.integers, found.integers)
    assert np.array_equal(known.floats, found.floats)


@pytest.mark.parametrize("name", ["python", "simpy", "compiled"])
def test_a_run_does_not_hang_on_those_before_it(name):
    _, compiled = planned()
    engine = engine_for(compiled, None, 3, name)
    together, alone = engine.play(0, 6), engine.play(5, 1)
    assert np.array_equal(together.integers[5:], alone.integers)
    assert np.array_equal(together.floats[5:], alone.floats)


@pytest.mark.parametrize("agents", ["utility", "historical"])
def test_a_run_of_a_batch_is_the_game_that_is_played_alone(agents):
    crisis = cs.load("standoff")
    _, compiled = planned(agents=agents, settings={"guard_control": 0.5})
    runs = engine_for(compiled, agents, 5, "python").play(0, 10)
    for run in (0, 4, 9):
        alone = crisis.run(5, run=run, agents=agents, settings={"guard_control": 0.5})
        assert alone.digest == f"{runs['digest_high'][run]:08x}{runs['digest_low'][run]:08x}"
        assert alone.outcome == compiled.names.classes[runs["outcome"][run]]
        assert alone.to_dict()["ended_at_minute"] == runs["ended"][run]
        assert list(alone.scores.values()) == runs["scores"][run].tolist()
        assert list(alone.to_dict()["gauges"].values()) == runs["gauges"][run].tolist()[: len(compiled.scenario.gauges)]


def test_the_parameters_of_history_apply_to_a_batch_of_it():
    crisis = cs.load("new_years_eve")
    history = crisis.compiled.scenario.history
    assert history is not None
    assert history.parameters
    from crisis_sim.batch.plan import plan_of

    plan, compiled = plan_of(crisis.name, crisis.compiled, crisis.texts, 1, seed=5, agents="historical")
    assert {name: compiled.parameters[name] for name in history.parameters} == dict(history.parameters)
    run = engine_for(compiled, plan.agents, 5, "python").play(0, 1)
    alone = crisis.run(5, agents="historical").digest
    assert f"{run['digest_high'][0]:08x}{run['digest_low'][0]:08x}" == alone


class Nobody:
    def decide(self, observation) -> list[Order]:
        return []


@pytest.mark.parametrize(
    ("agents", "told"),
    [
        ("human", "ar cannot be played by a person in a batch"),
        ({"bo": Nobody()}, "bo cannot be played by an agent written in Python"),
        ({"us": "hawk"}, "there is no seat 'us'"),
        ("hawkk", "there is no agent 'hawkk' (did you mean hawk?)"),
    ],
)
def test_who_cannot_play_in_a_batch_is_told_so(agents, told):
    with pytest.raises(WrongUse) as refused:
        bots(planned()[1], agents)
    assert told in str(refused.value)


def test_an_engine_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(WrongUse, match=r"there is no engine 'pyhton' .did you mean python"):
        choose("pyhton")


def test_a_seed_has_bounds():
    with pytest.raises(WrongUse, match="a seed lies between"):
        engine_for(planned()[1], None, -1, "python")
