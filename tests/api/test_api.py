"""What `import crisis_sim as cs` offers does what it says."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import crisis_sim.api as cs
from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.terms.codes import RULES_VERSION
from crisis_sim.terms.records import WrongUse
from tests.engine.tables import STANDOFF, standoff

RESULT = [
    "scenario",
    "scenario_hash",
    "rules_version",
    "seed",
    "run",
    "agents",
    "outcome",
    "ended_at_minute",
    "end_reason",
    "gauges",
    "forces",
    "scores",
    "events",
    "digest",
]
EVENT = {"minute", "local_time", "kind", "actor", "target", "action", "outcome", "cameo", "plover", "goldstein", "rung"}


def test_a_run_is_one_object() -> None:
    result = standoff().run(7, run=3, agents="ar=hawk")
    told = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert list(told) == RESULT
    assert told["scenario"] == "standoff"
    assert (told["seed"], told["run"], told["rules_version"]) == (7, 3, RULES_VERSION)
    assert told["agents"] == {"ar": "hawk", "bo": "utility"}
    assert told["outcome"] == result.outcome
    assert told["outcome"] in {"war", "settled", "uneasy"}
    assert told["end_reason"] in {"horizon", "out_of_hand"}
    assert told["gauges"].keys() == {"tension", "anger", "readiness", "dead", "cash"}
    assert told["forces"]["brigade"] in {"home", "alert", "transit", "theatre"}
    assert told["scores"].keys() == {"ar", "bo"}
    assert len(told["digest"]) == 16
    assert all(event.keys() >= EVENT | {"severity", "visible_to"} for event in told["events"])
    assert told["events"][-1]["kind"] == "end"


def test_the_same_seed_is_the_same_game_and_another_is_another() -> None:
    assert standoff().run(7).to_dict() == standoff().run(7).to_dict()
    digests = {standoff().run(seed, run=run).digest for seed in range(5) for run in range(5)}
    assert len(digests) == 25


def test_the_historical_line_is_the_same_for_every_seed() -> None:
    results = [standoff().run(seed, agents="historical") for seed in (1, 2**40, 3)]
    for result in results:
        assert [(event.minute, event.action) for event in result.events if event.kind == "order"] == [
            (360, "bo.deny"),
            (1440, "ar.inquire"),
            (2160, "bo.propose_pull_back"),
            (2880, "ar.accept_pull_back"),
        ]
    parameters = results[0].game.compiled.parameters
    assert parameters["guard_control"] == 0.8
    assert standoff().run(1, agents={"ar": "historical"}).game.compiled.parameters["guard_control"] == 0.7


def test_parameters_can_be_set_within_their_bounds() -> None:
    quiet = standoff().run(3, settings={"skirmish_rate": 0})
    assert quiet.game.compiled.parameters["skirmish_rate"] == 0
    assert [event for event in quiet.events if event.action == "skirmish"] == []
    assert cs.load(STANDOFF, settings={"skirmish_rate": 0}).run(3).digest == quiet.digest
    assert standoff().with_settings({"skirmish_rate": 0}).run(3).digest == quiet.digest
    with pytest.raises(ScenarioError, match="skirmish_rate must lie between 0 and 10"):
        standoff().run(3, settings={"skirmish_rate": 11})
    assert cs.load(STANDOFF, as_of="2031-05-03").compiled.parameters["skirmish_rate"] == 0.4


def test_a_result_reads_like_news_wherever_it_is_shown() -> None:
    result = standoff().run(1)
    text = str(result)
    assert text.splitlines() == [*result.lines(), text.splitlines()[-1]]
    assert text.splitlines()[-1].startswith("standoff, seed 1, run 0: ")
    assert "ordered" not in text
    assert repr(result).startswith("Result(standoff, seed 1")
    assert result._repr_html_().count("<li>") == len(result.lines())
    screen = StringIO()
    Console(file=screen, width=500).print(result)
    assert screen.getvalue().splitlines() == text.splitlines()


def test_the_short_ways_are_the_long_ways(tmp_path: Path) -> None:
    assert cs.run(STANDOFF, 5).digest == standoff().run(5).digest
    assert cs.play(STANDOFF, 5, seats="human").waiting == ("ar", "bo")
    cs.run(STANDOFF, 5, journal=tmp_path / "a.journal")
    assert cs.replay(tmp_path / "a.journal").digest == standoff().run(5).digest


def test_a_crisis_explains_itself() -> None:
    crisis = standoff()
    assert repr(crisis) == "Crisis('standoff', seats ar, bo)"
    assert (crisis.title, crisis.seats) == ("Standoff on the river", ["ar", "bo"])
    assert crisis.agents == ["utility", "hawk", "dove", "random", "historical", "look_ahead", "human"]
    assert "Raid the guard posts" in crisis.explain("ar.raid")
    assert "ar.raid" in crisis.explain()
    assert crisis.check() == []


@pytest.mark.parametrize(("seed", "run"), [(-1, 0), (2**63, 0), (0, -1), (0, 2**40)])
def test_a_seed_beyond_all_seeds_is_refused(seed: int, run: int) -> None:
    with pytest.raises(WrongUse, match="a seed lies between"):
        standoff().run(seed, run=run)
