"""Saved games lie in one folder, and no name leads out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisis_sim.journal import JournalError, Writer
from crisis_sim.journal.saves import HOME, folder, new_path, path_of, saves
from tests.journal.journals import HEADER


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME, str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["../x", "..", ".", "", "a/b", "/etc/passwd", "a\\b", "a\0b", "x" * 101, ".hidden", "a b", "\u202ex", "C:x", "~"],
)
def test_a_name_that_could_mean_another_place_is_refused(name: str) -> None:
    with pytest.raises(JournalError, match="cannot name a saved game") as caught:
        path_of(name)
    assert str(caught.value).isprintable()


def test_a_name_is_a_file_in_the_folder(home: Path) -> None:
    assert path_of("a-game.1") == path_of("a-game.1.journal") == home / "saves" / "a-game.1.journal"


def test_a_link_in_the_folder_is_refused(home: Path) -> None:
    new_path("standoff")
    (folder() / "link.journal").symlink_to(home / "elsewhere")
    with pytest.raises(JournalError, match="is a link"):
        path_of("link")
    assert saves() == []


@pytest.mark.parametrize("scenario", ["standoff", "../../x", "", "Ünïcödé", "a" * 300])
def test_a_new_game_gets_a_file_of_its_own(scenario: str) -> None:
    first = new_path(scenario)
    Writer.create(first, HEADER).close()
    second = new_path(scenario)
    assert first != second
    assert first.parent == second.parent == folder()
    assert path_of(second.stem) == second


def test_all_saved_games_are_listed_and_one_that_cannot_be_read_says_why(home: Path) -> None:
    assert saves() == []
    Writer.create(new_path("standoff"), HEADER).close()
    (folder() / "broken.journal").write_text("not a journal\n")
    (folder() / "other.txt").write_text("not a game")
    found = {save.name: save for save in saves()}
    assert len(found) == 2
    broken = found.pop("broken")
    assert broken.journal is None
    assert broken.problem is not None
    assert "no journal" in broken.problem
    (good,) = found.values()
    assert good.journal is not None
    assert good.journal.header == HEADER


def test_without_the_variable_the_folder_is_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOME)
    assert folder().name == "saves"
    assert "crisis-sim" in str(folder())
