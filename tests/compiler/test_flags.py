"""A gauge that is 0 or 1 and says what either means is a truth, told in its own sentences."""

import pytest

from crisis_sim.compiler import compile_scenario
from crisis_sim.compiler.explain import requirement, requirement_english
from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import load_texts
from tests.compiler.standoff import TEXT

GAUGE = """  flood:
    what: the flood
    start: 0
    bounds: [0, 1]
    whole: true
    yes: the river is in flood
    no: the river is low
"""


def with_flood(condition: str, gauge: str = GAUGE) -> str:
    text = TEXT.replace("gauges:\n", f"gauges:\n{gauge}", 1)
    return text.replace("requires: at_home(brigade)", f"requires: {condition}")


SAME = ["flood", "flood > 0.5", "flood >= 1", "0 < flood", "flood == 1", "not flood < 1"]


@pytest.mark.parametrize("condition", SAME)
def test_however_it_is_asked_for_it_is_one_sentence(condition):
    compiled = compile_scenario(load_texts({"scenario.yaml": with_flood(condition)}))
    assert requirement(compiled, "ar.deploy_brigade") == "the river is in flood"
    values = list(compiled.program.start)
    assert requirement_english(compiled, "ar.deploy_brigade", values) == "the river is low"


def test_a_flag_must_be_0_or_1_and_say_both():
    for line in ("    whole: true\n", "    no: the river is low\n", "    bounds: [0, 1]\n"):
        with pytest.raises(ScenarioError, match="flood"):
            compile_scenario(load_texts({"scenario.yaml": with_flood("flood", GAUGE.replace(line, ""))}))
