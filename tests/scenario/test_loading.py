"""A scenario is asked for by its shipped name, its folder, or its `scenario.yaml`."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisis_sim.scenario import loading
from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import find, load, load_texts, shipped, shipped_folder
from tests.scenario.samples import TEXTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def refusal(asked: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        find(asked)
    return str(caught.value)


def test_a_folder_its_main_file_and_its_texts_are_the_same_scenario(folder: Path) -> None:
    loaded = load(folder)
    assert loaded.scenario.title == "Two neighbours"
    assert loaded.document.hash == load(str(folder / "scenario.yaml")).document.hash
    assert load_texts(loaded.document.texts).scenario == loaded.scenario


def test_what_is_shipped_is_found_by_its_name() -> None:
    assert "new_years_eve" in shipped()
    assert find("new_years_eve") == shipped_folder() / "new_years_eve"


def test_a_shipped_name_goes_before_a_folder_of_that_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    folder.rename(folder.parent / "new_years_eve")
    assert find("new_years_eve") == shipped_folder() / "new_years_eve"
    assert find("./new_years_eve") == Path("new_years_eve")


def test_inside_an_installed_package_the_scenarios_are_beside_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lib" / "crisis_sim"
    monkeypatch.setattr(loading, "__file__", str(package / "scenario" / "loading.py"))
    assert shipped_folder() == tmp_path / "scenarios"
    (package / "scenarios").mkdir(parents=True)
    assert shipped_folder() == package / "scenarios"
    assert shipped() == []


def test_an_unknown_name_is_answered_with_the_names_there_are() -> None:
    listed = ", ".join(shipped())
    assert refusal("new_year_eve") == (
        "there is no scenario 'new_year_eve' (did you mean new_years_eve?): give a folder, or one of " + listed
    )
    assert refusal("zzz") == f"there is no scenario 'zzz': give a folder, or one of {listed}"


@pytest.mark.parametrize("asked", ["", "a\x00b", "x" * 5000, "\x1b[31m", "a\nb", "../" * 2000, "\ud800"])
def test_no_name_is_a_trap(asked: str) -> None:
    assert refusal(asked).isprintable()
    assert len(refusal(asked)) < 1000


def test_a_path_that_is_no_scenario_is_told_apart_from_a_wrong_name(folder: Path) -> None:
    other = folder / "actions.yaml"
    assert refusal(str(other)) == f"{other} is not a scenario: give its folder, or the path of its scenario.yaml"
    (folder / "empty").mkdir()
    assert refusal(str(folder / "empty")) == f"{folder}/empty is not a scenario: there is no scenario.yaml in it"
