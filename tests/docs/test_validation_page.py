"""The page about credibility is what its figures say, of the scenario as it is."""

from __future__ import annotations

import json
from typing import Any

from crisis_sim.api import load
from tests.docs.pages import DOCS, read
from tools.validation_page import page
from tools.write_validation import FIGURES, NAME, SIZES


def figures() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read(FIGURES))
    return found


def test_the_page_is_made_of_its_figures() -> None:
    assert read(DOCS / "validation.md") == page(figures()), "run `.venv/bin/python -m tools.write_validation --page`"


def test_the_figures_are_of_full_size() -> None:
    assert figures()["sizes"] == SIZES


def test_the_figures_are_those_of_the_scenario_as_it_is() -> None:
    """Whoever edits the scenario measures it anew."""
    assert figures()["hash"] == load(NAME).compiled.hash, "run `make validation`"


def test_limits_stand_before_any_figure() -> None:
    headings = [line for line in read(DOCS / "validation.md").splitlines() if line.startswith("## ")]
    assert headings[0] == "## Limits, before any figure"


def test_no_order_given_always_gains_a_seat_more_than_half_of_what_luck_moves() -> None:
    """Whoever finds the one button that wins has no game: then the scenario is to be mended."""
    spread = {seat["seat"]: seat["sd"] for seat in figures()["seats"]}
    gains = {one["action"]: one["change"]["difference"] for one in figures()["always"]}
    found = {action: gain for action, gain in gains.items() if gain > spread[action.split(".")[0]] / 2}
    assert not found


def test_choosing_counts_in_every_seat() -> None:
    for seat in figures()["seats"]:
        assert seat["agents"]["random"]["high"] < 0, seat["seat"]
        assert seat["agents"]["look_ahead"]["low"] > 0, seat["seat"]
    assert all(share > 0 for share in figures()["chosen"].values())
