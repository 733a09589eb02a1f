"""What people type, as it may be kept and shown: text, and nothing that a page or a terminal obeys."""

import unicodedata

from crisis_sim.classroom.entries import Refused

MOST_MARKS = 3
"""Accents on one letter; a pile of them would cover the lines above."""
MOST_NAME, MOST_TEXT, MOST_NOTE = 40, 2000, 8000

_FIRST = """
Amber Azure Brave Bright Calm Cedar Clear Copper Coral Crimson Dawn Eager Early Ember Fair Fleet
Frosty Gentle Golden Grand Green Hazel Indigo Ivory Jade Keen Kind Lively Lucky Lunar Maple Merry
Misty Noble Ochre Olive Pearl Plain Quick Quiet Rapid Ruby Rustic Sage Silver Solar Steady Stout
Sunny Swift Teal Tidy Umber Velvet Violet Warm Wild Wise
"""
_SECOND = """
Badger Beaver Bison Crane Curlew Dipper Dove Eagle Egret Elk Falcon Ferret Finch Fox Gannet Grouse
Gull Hare Heron Ibis Jackdaw Jay Kestrel Kite Lark Linnet Lynx Marten Martin Merlin Mole Moth Newt
Nuthatch Osprey Otter Owl Petrel Pipit Plover Puffin Quail Raven Robin Rook Salmon Seal Shrew Snipe
Sparrow Stoat Stork Swallow Swan Tern Thrush Toad Vole Warbler Weasel Wren
"""
FIRST, SECOND = tuple(_FIRST.split()), tuple(_SECOND.split())


def plain_words(text: str, most: int, empty: str | None = None) -> str:
    """Text on one line: no control characters, no marks that turn the direction of writing, no piles of accents.

    Refused with `empty`, if none is left.
    """
    kept = _kept(" ".join(unicodedata.normalize("NFC", text[: 4 * most]).split()), most)
    if not kept and empty is not None:
        raise Refused("empty", empty)
    return kept


def plain_lines(text: str, most: int) -> str:
    """The same, of several lines."""
    lines = unicodedata.normalize("NFC", text[: 4 * most]).splitlines()
    return "\n".join(_kept(line, most) for line in lines)[:most].strip()


def _kept(text: str, most: int) -> str:
    letters: list[str] = []
    marks = 0
    for letter in text:
        if not letter.isprintable():
            continue
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            letters.append(letter)
    return "".join(letters)[:most].strip()


def pseudonym(number: int, taken: set[str]) -> str:
    """A name for somebody who gave none; `number` by chance."""
    for step in range(len(FIRST) * len(SECOND)):
        which = number + step
        name = f"{FIRST[which % len(FIRST)]} {SECOND[which // len(FIRST) % len(SECOND)]}"
        if name not in taken:
            return name
    return f"Somebody {len(taken) + 1}"
