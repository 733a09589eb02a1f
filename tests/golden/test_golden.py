"""R2: each shipped scenario plays its golden runs to the letter. They are text to read, in `scenarios/*/golden/`."""

import pytest

import crisis_sim as cs
from crisis_sim.scenario.loading import shipped
from tools.write_golden import golden_file, golden_text, runs_of

EVERY = [(scenario, name) for scenario in shipped() for name in runs_of(cs.load(scenario))]


@pytest.mark.parametrize(("scenario", "name"), EVERY)
def test_a_golden_run_is_played_to_the_letter(scenario, name):
    crisis = cs.load(scenario)
    agents, seed = runs_of(crisis)[name]
    told = golden_text(crisis, agents, seed)
    kept = golden_file(scenario, name).read_text(encoding="utf-8")
    assert told == kept, "did the scenario change: `make golden`; did the rules: raise RULES_VERSION, and say why"


@pytest.mark.parametrize("scenario", shipped())
def test_every_shipped_scenario_has_golden_runs_of_bots_and_of_its_history(scenario):
    names = set(runs_of(cs.load(scenario)))
    assert names >= {"historical", "utility-1", "random"}
    kept = {path.stem for path in golden_file(scenario, "any").parent.glob("*.txt")}
    assert kept == names
