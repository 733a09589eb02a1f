"""Nothing that a stranger wrote is obeyed by a terminal, and nothing hides."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crisis_sim.terminal.safe import safe_text

HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\",
    "\x9b2J",
    "over\rwritten",
    "back\b\b\b\bspace",
    "\u202egnp.exe",
    "a\u2066b\u2069",
    "zero\u200bwidth\u200d\ufeff",
    "tag\U000e0041",
    "filler\u3164\u115f",
    "private\ue000",
    "nul\0",
    "lone\ud800",
    "pile" + "\u0301" * 40,
]


def is_obeyed_or_hidden(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.text())
@example("".join(HOSTILE))
def test_safe_text_holds_nothing_that_a_terminal_obeys_or_that_cannot_be_seen(text: str) -> None:
    assert not [letter for letter in safe_text(text) if is_obeyed_or_hidden(letter)]


@given(st.text())
def test_safe_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    shown = safe_text(text)
    assert len(shown.splitlines()) <= 1
    assert safe_text(shown) == shown


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_made_harmless_is_still_there_to_be_read(text: str) -> None:
    shown = safe_text(text)
    assert shown != text
    assert len(shown) >= len(text)


@pytest.mark.parametrize("text", ["Kata'ib Hezbollah", "naïve – Ø", "[b]markup[/b]", "السفارة", "大使館", "é"])
def test_honest_text_is_left_alone(text: str) -> None:
    assert safe_text(text) == text


def test_a_pile_of_accents_stays_on_its_line() -> None:
    assert safe_text("Z" + "\u0301" * 50).count("\u0301") == 3
