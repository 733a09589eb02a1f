"""The guide for players shows what players see: its examples stand in golden transcripts, and it knows every word."""

from __future__ import annotations

import re

import pytest

from crisis_sim.terminal.difficulty import AGENTS, WORDS
from crisis_sim.terminal.verbs import KEYS, VERBS
from tests.docs.pages import DOCS, read
from tests.house.checkout import ROOT

PAGE = read(DOCS / "playing.md")
TRANSCRIPTS = [read(path) for path in sorted((ROOT / "tests" / "terminal" / "golden").glob("*.txt"))]


def test_every_example_stands_in_a_transcript() -> None:
    examples = re.findall(r"^```\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(examples) >= 3
    for example in examples:
        assert any(example in transcript for transcript in TRANSCRIPTS), example


@pytest.mark.parametrize("verb", [verb.word for verb in VERBS])
def test_every_word_is_in_the_guide(verb: str) -> None:
    assert f"`{verb}`" in PAGE


def test_the_letters_and_levels_of_the_guide_are_those_of_the_program() -> None:
    for letter, word in KEYS.items():
        assert f"`{word}` (`{letter}`)" in PAGE
    for level, agents in AGENTS.items():
        assert f"| `{level}` | `{agents[0]}` |" in PAGE
        assert WORDS[level].replace("the others", "they") in PAGE
