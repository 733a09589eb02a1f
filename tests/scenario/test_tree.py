"""Every value, key and character of a text is found again where it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.scenario.tree import Path, locate, node_at
from tests.scenario.samples import reading

TEXT = """\
title: Two neighbours
gauges:
  tension: {what: the tension, bounds: [0, 100]}
  losses:
    drift: 1 + tensoin
list:
- one
- two: 2
  three:
"""


def place(text: str, path: Path, *, key: bool = False, offset: int | None = None) -> tuple[int, int]:
    root = reading(text).node
    assert root is not None
    return locate(root, path, key=key, offset=offset)[1:]


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("title",), (1, 8), (1, 1)),
        (("gauges",), (3, 3), (2, 1)),
        (("gauges", "tension"), (3, 12), (3, 3)),
        (("gauges", "tension", "what"), (3, 19), (3, 13)),
        (("gauges", "tension", "bounds"), (3, 40), (3, 32)),
        (("gauges", "tension", "bounds", 1), (3, 44), (3, 44)),
        (("gauges", "losses", "drift"), (5, 12), (5, 5)),
        (("list", 0), (7, 3), (7, 3)),
        (("list", 1), (8, 3), (8, 3)),
        (("list", 1, "two"), (8, 8), (8, 3)),
    ],
)
def test_values_and_keys_have_their_places(path: Path, value: tuple[int, int], key: tuple[int, int]) -> None:
    assert place(TEXT, path) == value
    assert place(TEXT, path, key=True) == key


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("nothing",), (1, 1)),
        (("gauges", "nothing"), (2, 1)),
        (("gauges", "losses", "what"), (4, 3)),
        (("gauges", "tension", "bounds", 2), (3, 32)),
        (("title", "deeper"), (1, 1)),
        (("list", 1, "four"), (8, 3)),
        (("list", -1), (6, 1)),
        (("list", "one"), (6, 1)),
    ],
)
def test_what_is_not_there_has_the_place_of_what_it_would_belong_to(path: Path, key: tuple[int, int]) -> None:
    assert place(TEXT, path) == key


@pytest.mark.parametrize(
    ("text", "word", "where"),
    [
        ("a: 1 + tensoin", "tensoin", (1, 8)),
        ("a: '1 + tensoin'", "tensoin", (1, 9)),
        ('a: "1 + tensoin"', "tensoin", (1, 9)),
        ("a: 1 +\n  2 + tensoin", "tensoin", (2, 7)),
        ("a: >\n  1 +\n\n  2 + tensoin\n", "tensoin", (4, 7)),
        ("a: |\n  1\n    + tensoin\n", "tensoin", (3, 7)),
        ("a: |2-\n   1 + tensoin\n", "tensoin", (2, 8)),
        ("a:\n  'é +\n   tensoin'", "tensoin", (3, 4)),
        ("b: {a: 1 + tensoin}", "tensoin", (1, 12)),
        # With escapes, the text's beginning.
        ('a: "\\x31 + tensoin"', "tensoin", (1, 4)),
        ("a: 'it''s tensoin'", "tensoin", (1, 4)),
    ],
)
def test_a_word_in_a_text_has_its_own_place(text: str, word: str, where: tuple[int, int]) -> None:
    root = reading(text).node
    assert root is not None
    path = ("b", "a") if text.startswith("b") else ("a",)
    node = node_at(root, path)
    assert node is not None
    assert isinstance(node.content, str)
    assert place(text, path, offset=node.content.index(word)) == where


WORDS = st.lists(st.text("abcé+*()<>=/", min_size=1, max_size=5), min_size=1, max_size=6)
WAYS = {
    "plain": ("a: x ", ""),
    "single quotes": ("a: 'x ", "'"),
    "double quotes": ('a: "x ', '"'),
    "folded": ("a: >\n  x ", ""),
    "literal": ("a: |\n  x ", ""),
}


@given(WORDS, st.sampled_from(sorted(WAYS)), st.sampled_from([" ", "  ", "\n  ", "\n\n  "]))
def test_every_letter_has_its_own_place_however_the_text_is_written(words: list[str], way: str, between: str) -> None:
    opening, closing = WAYS[way]
    text = opening + between.join(words) + closing
    root = reading(text).node
    assert root is not None
    value = root.plain()
    assert isinstance(value, dict)
    assert isinstance(value["a"], str)
    lines = text.split("\n")
    for offset, letter in enumerate(value["a"]):
        line, column = place(text, ("a",), offset=offset)
        assert letter.isspace() or lines[line - 1][column - 1] == letter
