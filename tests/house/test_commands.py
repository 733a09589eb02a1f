"""The commands explain themselves, and the page about them is what the program says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.checkout import ROOT
from tools.write_docs import COMMANDS_PAGE, commands_page, pages_with_output, with_output

# The names are a promise: scripts and lessons are built on them.
PROMISED = {"scenarios", "check", "schema", "new", "explain", "run", "play", "replay"}


def test_the_page_of_commands_is_current() -> None:
    assert COMMANDS_PAGE.read_text(encoding="utf-8") == commands_page(), "run `make docs`"


def test_every_promised_command_is_there() -> None:
    assert set(re.findall(r"^## (\S+)$", commands_page(), re.MULTILINE)) >= PROMISED


def test_every_command_argument_and_option_has_its_line_of_help() -> None:
    page = commands_page()
    assert re.findall(r"^- `[^`]+`:\s*$", page, re.MULTILINE) == []
    assert re.findall(r"^## \S+\n\n`[^`]+`\n\n\s*$", page, re.MULTILINE) == []


def test_the_changelog_knows_every_command() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"^## (\S+)$", commands_page(), re.MULTILINE))
    assert {name for name in commands if f"`{name}`" not in changelog} == set()


@pytest.mark.parametrize("page", pages_with_output(), ids=lambda page: page.name)
def test_what_a_page_shows_of_a_command_is_what_it_prints(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == with_output(text), "run `make docs`"
