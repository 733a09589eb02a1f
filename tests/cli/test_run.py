"""A whole game by bots from the command line: told, or as one object; the same for the same seed, wherever it runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.running import crisis_sim, refuses

RUN = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "scenario", "scenario_hash", "rules_version", "seed", "run", "agents", "outcome", "ended_at_minute",
        "end_reason", "gauges", "forces", "scores", "events", "digest",
    ],
    "properties": {
        "scenario": {"const": "standoff"},
        "scenario_hash": {"type": "string"},
        "rules_version": {"type": "integer"},
        "seed": {"const": 4},
        "run": {"const": 0},
        "agents": {"type": "object", "additionalProperties": {"type": "string"}},
        "outcome": {"enum": ["war", "settled", "uneasy"]},
        "ended_at_minute": {"type": "integer", "minimum": 1},
        "end_reason": {"type": "string"},
        "gauges": {"type": "object", "additionalProperties": {"type": "number"}},
        "forces": {"type": "object", "additionalProperties": {"enum": ["home", "alert", "transit", "theatre"]}},
        "scores": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": 100}},
        "digest": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
        "events": {
            "type": "array",
            "minItems": 5,
            "items": {
                "type": "object",
                "required": [
                    "minute", "local_time", "kind", "actor", "target", "action", "outcome", "cameo", "plover",
                    "goldstein", "rung", "severity", "visible_to",
                ],
                "properties": {
                    "kind": {
                        "enum": [
                            "order", "cancel", "outcome", "inject", "process", "claim", "message", "commitment",
                            "agreement", "reveal", "override", "pin", "end",
                        ]
                    },
                    "local_time": {"pattern": "^2031-05-0[4-9]T"},
                },
            },
        },
    },
}  # fmt: skip


def run_json(home: Path, *words: str, **more: str) -> dict[str, Any]:
    answer = crisis_sim("run", "standoff", "--seed", "4", "--json", *words, home=home, **more)
    assert (answer.code, answer.error) == (0, "")
    assert answer.out.count("\n") == 1
    result: dict[str, Any] = json.loads(answer.out)
    return result


def test_json_prints_one_object_with_the_promised_keys(tmp_path: Path) -> None:
    jsonschema.validate(run_json(tmp_path), RUN)


def test_the_story_is_told_by_days_in_local_time_and_ends_with_the_outcome(tmp_path: Path) -> None:
    out = crisis_sim("run", "standoff", "--seed", "4", home=tmp_path).out
    lines = out.splitlines()
    assert lines[0] == "Standoff on the river"
    assert "Seed 4" in out
    days = [line for line in lines if re.fullmatch(r"(Sun|Mon|Tue|Wed|Thu|Fri) \d May 2031", line)]
    assert days == sorted(days, key=lambda line: int(line.split()[1]))
    assert len(days) >= 2
    assert any(re.match(r"\d\d:\d\d  \S", line) for line in lines)
    result = run_json(tmp_path)
    tail = "\n".join(lines[-6:])
    assert result["digest"] in tail
    assert out.count(result["events"][-1]["text"].rpartition(": ")[2].split(".")[0][:30]) == 1
    assert f"({result['outcome']})" not in out
    assert max(map(len, lines)) <= 80


def test_a_run_ends_with_what_every_seat_reached_the_dead_and_what_was_true(tmp_path: Path) -> None:
    result = run_json(tmp_path)
    out = crisis_sim("run", "standoff", "--seed", "4", home=tmp_path).out
    for seat, name in (("ar", "Arland"), ("bo", "Borland")):
        assert f"{name} reached {result['scores'][seat]:.1f} of 100 points" in out
        told = out.partition(f"{name} reached")[2].partition("\n\n")[0].partition("points\n")[2]
        points = [float(found) for found in re.findall(r"^ +([\d.]+) of \d", told, re.M)]
        assert points
        assert sum(points) == pytest.approx(result["scores"][seat], abs=0.2)
    assert re.search(rf"^  {result['gauges']['dead']:.0f}  the dead$", out, re.M)
    assert re.search(
        r": (so it was|it was not so)\.$", " ".join(out.partition("What was true")[2].split("\n\n")[0].split())
    )
    assert "believed" not in out


def test_every_story_line_is_an_event_and_orders_are_no_news(tmp_path: Path) -> None:
    told = " ".join(crisis_sim("run", "standoff", "--seed", "4", home=tmp_path).out.split())
    for event in run_json(tmp_path)["events"]:
        assert (" ".join(event["text"].split()) in told) == (event["kind"] not in {"order", "cancel"}), event


@pytest.mark.parametrize(
    "more", [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"}, {"TZ": "Asia/Tokyo"}, {"LANG": "C"}, {"LC_ALL": "C"}]
)
def test_the_same_seed_is_the_same_game_wherever_it_runs(tmp_path: Path, more: dict[str, str]) -> None:
    assert run_json(tmp_path, **more) == run_json(tmp_path)


def test_without_a_seed_one_is_chosen_and_told(tmp_path: Path) -> None:
    first, second = (crisis_sim("run", "standoff", home=tmp_path).out for _ in range(2))
    seeds = [re.search(r"Seed (\d+)", out) for out in (first, second)]
    assert all(seeds)
    assert first != second
    assert seeds[0] is not None
    assert crisis_sim("run", "standoff", "--seed", seeds[0][1], home=tmp_path).out == first


def test_another_run_other_agents_and_other_parameters_are_another_game(tmp_path: Path) -> None:
    choices = [
        (),
        ("--run", "1"),
        ("--agents", "hawk"),
        ("--agents", "ar=dove,bo=random"),
        ("--set", "guard_control=0"),
    ]
    digests = [
        json.loads(crisis_sim("run", "standoff", "--seed", "4", "--json", *words, home=tmp_path).out)["digest"]
        for words in choices
    ]
    assert len(set(digests)) == len(choices)


def test_agents_can_be_named_for_all_or_by_seat(tmp_path: Path) -> None:
    assert run_json(tmp_path, "--agents", "hawk")["agents"] == {"ar": "hawk", "bo": "hawk"}
    assert run_json(tmp_path, "--agents", "bo=dove")["agents"] == {"ar": "utility", "bo": "dove"}


def test_parameters_can_be_as_they_were_known_on_a_date(tmp_path: Path) -> None:
    assert run_json(tmp_path, "--as-of", "2031-05-03")["digest"] != run_json(tmp_path)["digest"]


def test_the_historical_line_is_the_same_for_every_seed(tmp_path: Path) -> None:
    stories = [
        json.loads(crisis_sim("run", "standoff", "--agents", "historical", "--seed", seed, "--json", home=tmp_path).out)
        for seed in ("1", "2")
    ]
    actions = [[event["action"] for event in story["events"] if event["kind"] == "order"] for story in stories]
    assert actions[0] == actions[1] == ["bo.deny", "ar.inquire", "bo.propose_pull_back", "ar.accept_pull_back"]


def test_a_journal_is_kept_where_asked_and_never_over_another(tmp_path: Path) -> None:
    words = ("run", "standoff", "--seed", "4", "--journal", "game.journal")
    assert crisis_sim(*words, home=tmp_path).code == 0
    before = (tmp_path / "game.journal").read_bytes()
    refuses(crisis_sim(*words, home=tmp_path), "game.journal")
    assert (tmp_path / "game.journal").read_bytes() == before
    header = json.loads(before.splitlines()[0])
    assert header["command"] == "crisis-sim run standoff --seed 4 --journal game.journal"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere"], "there is no scenario"),
        (["standoff", "--seed", "-1"], "--seed"),
        (["standoff", "--seed", "soon"], "--seed"),
        (["standoff", "--agents", "hawkk"], "did you mean hawk?"),
        (["standoff", "--agents", "arr=hawk"], "did you mean ar?"),
        (["standoff", "--agents", "ar=human"], "person"),
        (["standoff", "--agents", "ar"], "--agents ar=hawk"),
        (["standoff", "--agents", "nobody"], "look_ahead\n"),
        (["standoff", "--agents", "humann"], "random, historical or look_ahead\n"),
        (["standoff", "--set", "guard_contrl=1"], "did you mean guard_control?"),
        (["standoff", "--set", "guard_control=2"], "between 0 and 1"),
        (["standoff", "--set", "guard_control=nan"], "between 0 and 1"),
        (["standoff", "--set", "guard_control"], "PARAM=VALUE"),
        (["standoff", "--set", "guard_control=much"], "PARAM=VALUE"),
        (["standoff", "--as-of", "yesterday"], "YYYY-MM-DD"),
        (["standoff", "--journal", "no/such/folder/x.journal"], "no/such/folder"),
    ],
)
def test_wrong_use_of_run_is_one_line(tmp_path: Path, words: list[str], told: str) -> None:
    refuses(crisis_sim("run", *words, home=tmp_path), told)


def test_explain_lists_names_and_explains_each(tmp_path: Path) -> None:
    listed = crisis_sim("explain", "standoff", home=tmp_path).out
    for name in ("ar.raid", "tension", "guard_control", "skirmish", "envoy", "old_mine"):
        assert name in listed
        answer = crisis_sim("explain", "standoff", name, home=tmp_path)
        assert (answer.code, answer.error) == (0, "")
        assert answer.out.startswith(f"{name}: ")
    refuses(crisis_sim("explain", "standoff", "ar.rade", home=tmp_path), "did you mean ar.raid?")


def test_explain_tells_source_and_grade(tmp_path: Path) -> None:
    out = crisis_sim("explain", "standoff", "guard_control", home=tmp_path).out
    assert "Invented for this scenario" in out
    assert "grade D" in out


def test_a_new_scenario_passes_the_check_and_runs(tmp_path: Path) -> None:
    assert crisis_sim("new", "mine", home=tmp_path).code == 0
    assert crisis_sim("check", "mine", home=tmp_path).code == 0
    assert crisis_sim("run", "mine", "--seed", "1", home=tmp_path).code == 0
    assert crisis_sim("play", "mine", "--as", "bo", home=tmp_path).code == 0


def test_the_crisis_has_one_digest_under_any_hash_seed_zone_language_and_optimisation(tmp_path: Path) -> None:
    """R1, for the flagship: what a machine is set to does not reach the game."""
    digests = set()
    for flags, more in (
        ([], {}),
        (["-O"], {"PYTHONHASHSEED": "3", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}),
        ([], {"PYTHONHASHSEED": "99", "TZ": "America/St_Johns", "LANG": "tr_TR.UTF-8"}),
    ):
        done = subprocess.run(
            [sys.executable, *flags, "-m", "crisis_sim", "run", "new_years_eve", "--seed", "5", "--json"],
            env={**os.environ, **more, "CRISIS_SIM_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        digests.add(json.loads(done.stdout)["digest"])
    assert len(digests) == 1
