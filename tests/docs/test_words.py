"""The pages name every command, and lead to paragraphs and files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from crisis_sim.cli import app
from tests.docs.pages import DOCS, paragraphs, prose, read
from tests.house.checkout import ROOT, project_files

PAGES = [path for path in project_files() if path.suffix == ".md" and path.parent in (ROOT, DOCS, DOCS / "design")]
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", [name for name, command in COMMANDS.items() if not command.hidden])
def test_every_command_is_in_the_docs(command: str) -> None:
    assert any(re.search(rf"crisis-sim {command}\b", read(page)) for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", read(page)):
        assert target.startswith(("https://", "http://")) or (page.parent / target).exists(), target


def test_paragraphs_that_the_pages_refer_to_are_there() -> None:
    known = {paragraph.number for paragraph in paragraphs()}
    for name in ("scenario-format.md", "rulebook.md"):
        brackets = re.findall(r"\(([^()]*)\)", prose(read(DOCS / name)))
        numbers = [number for text in brackets if re.fullmatch(r"[\d., ]+", text) for number in text.split(", ")]
        assert numbers
        assert {number for number in numbers if "." in number} <= known


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:3]) for path in (DOCS / "design").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
    for path in (DOCS / "design").glob("*.md"):
        assert read(path).startswith(f"# {path.name[:3]}: ")
