"""The page about credibility is what its figures say, of the scenario as it is."""

from __future__ import annotations

import json

import pytest

from crisis_sim.api import load
from tests.docs.pages import DOCS, read
from tools.validation_page import page
from tools.write_validation import FIGURES, NAME, SIZES

pytestmark = pytest.mark.slow  # `make validation` measures for a quarter of an hour, and writes the page


def figures() -> dict[str, object]:
    found: dict[str, object] = json.loads(read(FIGURES))
    return found


def test_the_page_is_made_of_its_figures() -> None:
    assert read(DOCS / "validation.md") == page(figures()), "run `.venv/bin/python -m tools.write_validation --page`"


def test_the_figures_are_of_full_size() -> None:
    assert figures()["sizes"] == SIZES


@pytest.mark.slow
def test_the_figures_are_those_of_the_scenario_as_it_is() -> None:
    """Whoever edits the scenario measures it anew."""
    assert figures()["hash"] == load(NAME).compiled.hash, "run `make validation`"


def test_limits_stand_before_any_figure() -> None:
    headings = [line for line in read(DOCS / "validation.md").splitlines() if line.startswith("## ")]
    assert headings[0] == "## Limits, before any figure"
