"""The example in the docs is about the game that the historical line is now, and says what it must not be taken for."""

from __future__ import annotations

import crisis_sim.api as cs
from tests.analysis.pages import Page, stands_alone
from tests.house.checkout import ROOT
from tools.write_debrief_example import HTML, PAGE, SCENARIO, SEED

AGAIN = f"run {(ROOT / 'tools' / 'write_debrief_example.py').relative_to(ROOT)}"


def test_the_example_is_about_the_game_that_history_is_now():
    digest = cs.run(SCENARIO, seed=SEED, agents="historical").digest
    assert f"`{digest}`" in PAGE.read_text(encoding="utf-8"), AGAIN
    assert digest in HTML.read_text(encoding="utf-8"), AGAIN


def test_the_example_has_its_reservations():
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    for words in ("One crisis.", "no forecast", "Hindsight is built in.", "Real people were killed"):
        assert words in text


def test_the_examples_page_stands_alone():
    text = HTML.read_text(encoding="utf-8")
    stands_alone(text)
    assert "Contained" in Page(text).text
