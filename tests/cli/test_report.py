"""`crisis-sim report`: a page where it was asked for, whole, and never over another one without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.pages import batch_in, stands_alone
from tests.cli.running import crisis_sim, refuses


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    batch_in(home / "batch", n=20)
    assert crisis_sim("run", "standoff", "--seed", "1", "--journal", "game.journal", home=home).code == 0
    return home


@pytest.mark.parametrize("source", ["batch", "game.journal"])
def test_it_writes_one_page(home: Path, source: str) -> None:
    answer = crisis_sim("report", source, "--html", f"{source}.html", "--title", "Mine", home=home)
    assert (answer.code, answer.error) == (0, "")
    assert f"{source}.html" in answer.out
    text = (home / f"{source}.html").read_text(encoding="utf-8")
    stands_alone(text)
    assert "<h1>Mine</h1>" in text
    assert str(home) not in text


def test_a_file_that_is_there_is_replaced_by_force_alone(home: Path) -> None:
    page = home / "there.html"
    page.write_text("mine", encoding="utf-8")
    refuses(crisis_sim("report", "game.journal", "--html", "there.html", home=home), "there.html", "--force")
    assert page.read_text(encoding="utf-8") == "mine"
    assert crisis_sim("report", "game.journal", "--html", "there.html", "--force", home=home).code == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert not list(home.glob(".there.html*"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nothing", "--html", "a.html"], "nothing"),
        (["empty", "--html", "a.html"], "empty"),
        (["batch", "--html", "empty"], "directory"),
        (["batch", "--html", "no/such/a.html"], "no/such"),
        (["batch"], "--html"),
        (["other.txt", "--html", "a.html"], "other.txt"),
    ],
)
def test_what_cannot_be_is_one_line(home: Path, words: list[str], told: str) -> None:
    (home / "empty").mkdir(exist_ok=True)
    (home / "other.txt").write_text("hello\n", encoding="utf-8")
    refuses(crisis_sim("report", *words, home=home), told)
    assert not (home / "a.html").exists()


def test_a_library_that_is_missing_is_one_line_with_the_command_that_installs_it(home: Path) -> None:
    blocked = home / "blocked" / "altair"
    blocked.mkdir(parents=True)
    (blocked / "__init__.py").write_text("raise ImportError('no', name='altair')\n", encoding="utf-8")
    answer = crisis_sim("report", "batch", "--html", "a.html", home=home, PYTHONPATH=str(blocked.parent))
    refuses(answer, "altair", 'pip install "crisis-sim[batch,analysis]"')
