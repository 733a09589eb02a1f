"""The guides for teachers name commands that are there, and buttons as they stand on the pages."""

from __future__ import annotations

import re
import shlex

import pytest
import typer

from crisis_sim.classroom import formats
from crisis_sim.classroom.afterwards import QUESTIONS
from crisis_sim.cli import app
from tests.docs.pages import DOCS, TRUST, read, sections
from tests.house.checkout import ROOT

TEACHING, SECURITY, README = read(DOCS / "teaching.md"), read(DOCS / "security.md"), read(ROOT / "README.md")
SHOWN = "\n".join(read(path) for path in sorted((ROOT / "src/crisis_sim/classroom/pages").glob("*.*[sl]")))
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
LINES = sorted(set(re.findall(r"(?m)^    (?:\.venv/bin/)?(crisis-sim .+)$", TEACHING + README)))
WORDS = sorted(set(re.findall(r"\*\*(.+?)\*\*", re.sub(r"\s+", " ", TEACHING + SECURITY[SECURITY.index("## How") :]))))
NO_BUTTONS = {
    "Open to nobody by itself.", "Nothing from elsewhere.", "No passwords of pupils.", "Everything is written down.",
    "Little is kept.", "It is plain http.", "Looking over a shoulder", "The facilitator sees everything",
    "The laptop is trusted.", "A network can be jammed", "Old browsers.",
}  # fmt: skip
"""What is bold in the page about security as the beginning of a point."""


@pytest.mark.parametrize("line", LINES)
def test_every_command_of_the_guide_is_understood(line: str) -> None:
    _, name, *arguments = shlex.split(line)
    assert name in COMMANDS
    # Files that are named need not be there: whether they are is asked when the command runs.
    COMMANDS[name].make_context(name, arguments)


@pytest.mark.parametrize("word", sorted(set(WORDS) - NO_BUTTONS))
def test_every_button_and_heading_of_the_guide_stands_on_a_page(word: str) -> None:
    assert re.search(rf"[\"`>]{re.escape(word)}(?:[\"`<]| <)", SHOWN), word


def test_commands_and_buttons_were_found() -> None:
    assert len(LINES) >= 6
    assert len(WORDS) >= 50
    assert set(WORDS) >= NO_BUTTONS


def test_the_lesson_plans_fill_their_lessons() -> None:
    for title, lesson in (("A lesson of 45 minutes", 45), ("A lesson of 90 minutes", 90)):
        spans = re.findall(r"(?m)^\| (\d+)–(\d+) \|", sections(DOCS / "teaching.md")[title])
        ends = [0, *(int(end) for _, end in spans)]
        assert [int(start) for start, _ in spans] == ends[:-1]
        assert ends[-1] == lesson


def test_the_turns_of_the_plans_are_those_of_the_program(crisis_formats: dict[int, formats.Format]) -> None:
    assert crisis_formats[30][1:6] == (4, 5, 4, 6, 24)
    assert crisis_formats[75][1:6] == (10, 8, 6, 17, 24)


@pytest.fixture(scope="module")
def crisis_formats() -> dict[int, formats.Format]:
    import crisis_sim as cs

    scenario = cs.load("new_years_eve").compiled.scenario
    return {minutes: formats.spend(minutes, scenario) for minutes in (30, 75)}


def test_the_questions_of_the_guide_are_those_of_the_page() -> None:
    for question in QUESTIONS:
        assert f"- {question}\n" in TEACHING


def test_every_row_that_the_page_about_security_names_is_promised() -> None:
    rows = set(re.findall(r"\b([SFB]\d)\b", SECURITY))
    assert rows >= {*(f"S{number}" for number in range(1, 8)), "B5", "B6", "F1"}
    for row in rows:
        assert f"| {row} |" in read(TRUST)


@pytest.mark.parametrize("picture", sorted((DOCS / "pictures").glob("classroom_*.png")), ids=lambda path: path.stem)
def test_the_pictures_are_small_and_shown(picture) -> None:
    assert picture.stat().st_size <= 150_000
    assert f"(pictures/{picture.name})" in TEACHING
