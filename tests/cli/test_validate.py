"""`validate`: the flagship's bands hold, and what is not so ends with 1."""

from __future__ import annotations

import json
from pathlib import Path

from crisis_sim.scenario.loading import find
from tests.cli.running import crisis_sim, refuses
from tests.docs.test_scenario_format import example


def own_scenario(folder: Path, change: dict[str, str] | None = None) -> Path:
    """The example of the author's guide as a folder, with some of its text replaced."""
    place = folder / "mine"
    place.mkdir()
    for name, text in example().items():
        for old, new in (change or {}).items():
            text = text.replace(old, new)  # noqa: PLW2901
        (place / name).write_text(text, encoding="utf-8")
    return place


def test_the_flagship_stays_within_its_bands(tmp_path: Path) -> None:
    answer = crisis_sim("validate", "new_years_eve", "-n", "1500", "--json", home=tmp_path)
    assert answer.code == 0, answer.error
    found = json.loads(answer.out)
    assert found["pass"]
    assert found["n"] == 1500
    assert {one["check"] for one in found["targets"]} == {f"V{number}" for number in range(1, 9)}
    for one in found["targets"]:
        assert set(one) >= {"id", "what", "value", "low", "high", "band", "pass", "source", "independent"}
        assert one["low"] <= one["value"] <= one["high"]
    war = next(one for one in found["targets"] if one["id"] == "open_war")
    assert war["value"] > 0
    assert {one["mechanism"] for one in found["ablations"]} >= {"mechanism.crowd", "mechanism.red_line"}
    assert len(found["ablations"]) == 20
    assert {"usual", "as of 2020-01-01", "base rates", "nothing"} == {
        one["name"] for one in found["hindcast"]["forecasts"]
    }


def test_a_band_that_is_missed_ends_with_one_and_is_named(tmp_path: Path) -> None:
    mine = own_scenario(tmp_path, {"band: [0.05, 0.5]": "band: [0.0001, 0.0002]"})
    answer = crisis_sim("validate", mine, "-n", "300", "--engine", "python", home=tmp_path)
    assert answer.code == 1, answer
    assert "Missed: raids." in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_the_same_seed_says_the_same(tmp_path: Path) -> None:
    mine = own_scenario(tmp_path)
    first, again = (
        crisis_sim("validate", mine, "-n", "60", "--seed", "3", "--json", home=tmp_path, **more).out
        for more in ({}, {"PYTHONHASHSEED": "5"})
    )
    assert json.loads(first) == json.loads(again)


def test_a_scenario_without_targets_cannot_be_validated(tmp_path: Path) -> None:
    assert find("standoff").is_dir()
    refuses(crisis_sim("validate", "standoff", home=tmp_path), "standoff", "targets")


def test_too_few_games_are_refused(tmp_path: Path) -> None:
    refuses(crisis_sim("validate", "new_years_eve", "-n", "3", home=tmp_path), "-n 3")
