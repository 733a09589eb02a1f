"""`bench` says how fast this machine is, engine beside engine."""

import json

from tests.cli.running import crisis_sim, refuses


def test_bench_puts_every_engine_beside_simpy(tmp_path):
    answer = crisis_sim("bench", "standoff", "--quick", "--json", home=tmp_path)
    assert answer.code == 0, answer.error
    found = json.loads(answer.out)
    assert (found["scenario"], found["rounds"]) == ("standoff", 3)
    assert {"processor", "cores", "python", "numba"} <= found["machine"].keys()
    assert list(found["engines"]) == ["compiled", "python", "simpy"]
    for engine in found["engines"].values():
        for figure in (engine["runs_per_second"], engine["events_per_second"], engine["times_simpy"]):
            assert 0 < figure["low"] <= figure["median"] <= figure["high"]
    assert set(found["engines"]["simpy"]["times_simpy"].values()) == {1.0}


def test_bench_tells_the_same_in_words(tmp_path):
    answer = crisis_sim("bench", "standoff", "--quick", home=tmp_path)
    assert answer.code == 0, answer.error
    for word in ("standoff", "compiled", "python", "simpy", "runs a second", "cores"):
        assert word in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_bench_refuses_a_scenario_that_is_not_there(tmp_path):
    refuses(crisis_sim("bench", "nowhere", "--quick", home=tmp_path), "nowhere")
