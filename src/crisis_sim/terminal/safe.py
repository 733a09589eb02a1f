"""Text from scenarios, journals, file names and players, made harmless before it reaches a terminal."""

import unicodedata

_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
"""Letters without a glyph of their own that Unicode does not class as format characters."""

MOST_MARKS = 3
"""Accents on one letter; a pile of them would cover the lines above."""


def safe_text(text: str) -> str:
    """The text on one line, with nothing in it that a terminal obeys or that cannot be seen.

    Line breaks and tabs become spaces. Control characters, escape sequences, marks that turn the direction of writing,
    zero-width, private and unassigned characters are spelt out: `\\u001b`. Nothing is left out, so nothing can hide.
    """
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    marks = 0
    for letter in text:
        if letter in "\n\r\t\u2028\u2029" or unicodedata.category(letter) == "Zs":
            shown.append(" ")
        elif not letter.isprintable() or letter in _INVISIBLE:
            shown.append(_spelt(letter))
        else:
            marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
            shown.append(letter if marks <= MOST_MARKS else _spelt(letter))
    return "".join(shown)


def _spelt(letter: str) -> str:
    code = ord(letter)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
