"""docs/model.md promises that every name in code type can be asked for with `explain`, and it can."""

from __future__ import annotations

import functools
import re

import pytest

from crisis_sim.api import load
from crisis_sim.compiler import Compiled
from crisis_sim.compiler.explain import explain
from tests.docs.pages import DOCS, read, unfenced

PAGE = unfenced(read(DOCS / "model.md"))
SPANS = sorted({" ".join(span.split()) for span in re.findall(r"`([^`]+)`", PAGE)})
NAMES = [span for span in SPANS if re.fullmatch(r"[a-z_0-9]+(\.[a-z_0-9]+)?", span)]

NO_NAMES = {
    "new_years_eve": "the scenario itself",
    "history": "a section of the scenario's files",
    "historical": "an agent: any scenario with a history can be played by it",
    "look_ahead": "an agent of every scenario",
    "random": "an agent of every scenario",
}
"""What looks like a name of the scenario and is none, and what it is."""
TEST = re.compile(r"test_\d\d_\w+")
"""A test that shows a sentence of the seed article in the game."""
NO_WORDS = {"this type", "persona.…"}
FILE_OR_COMMAND = re.compile(r"(crisis-sim|make|--[a-z-]+)( .+)?|[\w/-]+/[\w.-]+\.(py|md|yaml)")


@functools.cache
def new_years_eve() -> Compiled:
    return load("new_years_eve").compiled


def test_the_page_makes_the_promise() -> None:
    assert "A name in `this type`" in PAGE
    assert "`crisis-sim explain new_years_eve NAME`" in PAGE


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NO_NAMES and not TEST.fullmatch(name)])
def test_every_name_of_the_page_can_be_explained(name: str) -> None:
    told = explain(new_years_eve(), name)
    assert told[0].startswith(f"{name}: ")
    assert len(told) > 1


def test_what_is_no_name_stands_on_the_page() -> None:
    assert set(NO_NAMES) <= set(NAMES)


def test_whatever_else_is_in_code_type_is_a_file_or_a_command() -> None:
    others = set(SPANS) - set(NAMES) - NO_WORDS
    assert [span for span in sorted(others) if not FILE_OR_COMMAND.fullmatch(span)] == []
