"""The pages of docs/, as the tests of this room read them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from tests.house.checkout import ROOT

DOCS = ROOT / "docs"
RULEBOOK = DOCS / "rulebook.md"
SCENARIO_FORMAT = DOCS / "scenario-format.md"
TRUST = DOCS / "trust.md"


class Paragraph(NamedTuple):
    """One paragraph of the rulebook, and the code that carries it."""

    number: str
    text: str
    module: str
    function: str


class Block(NamedTuple):
    """A fenced block: its kind, whatever stands behind the kind, and what is in it."""

    kind: str
    note: str
    text: str


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def paragraphs() -> list[Paragraph]:
    """The rulebook's paragraphs, in order. One that names no code does not count, and is missed by its number."""
    found = re.findall(r"^\*\*(\d+\.\d+)\*\* (.*?)^\(`(\S+): (\w+)`\)$", read(RULEBOOK), re.MULTILINE | re.DOTALL)
    return [Paragraph(*parts) for parts in found]


def blocks(path: Path) -> list[Block]:
    found = re.findall(r"^```(\w+) ?(\w*)\n(.*?)^```$", read(path), re.MULTILINE | re.DOTALL)
    return [Block(*parts) for parts in found]


def unfenced(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def prose(text: str) -> str:
    """A page without its blocks and without what stands in backticks."""
    return re.sub(r"`[^`]+`", "", unfenced(text))


def quoted_words(text: str) -> set[str]:
    """Every word that stands in backticks: of `count(X)` that is count, of `a, b` both."""
    return {word for span in re.findall(r"`([^`]+)`", unfenced(text)) for word in re.findall(r"\w+", span)}


def sections(path: Path) -> dict[str, str]:
    """The text under each heading of the second rank."""
    parts = re.split(r"^## (.+)$", read(path), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))
