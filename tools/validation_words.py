"""How figures are written on the page about credibility."""

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from tools.write_docs import code

WIDTH = 120


def prose(text: str) -> str:
    """A paragraph, wrapped, with an empty line behind it."""
    return textwrap.fill(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False) + "\n"


def value_of(target: Mapping[str, Any], value: float | None) -> str:
    """A value of a target: shares in per cent."""
    if value is None:
        return "–"
    if target["statistic"] == "share":
        return f"{100 * value:.1f} %"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def signed(value: float) -> str:
    return f"{value:+.2f}" if abs(value) < 10 else f"{value:+.0f}"


def moves(change: Mapping[str, float]) -> bool:
    """Whether the interval of a change excludes zero."""
    return change["low"] > 0 or change["high"] < 0


def changed(one: Mapping[str, float]) -> str:
    return f"{one['difference']:+.1f} ({one['low']:+.1f} to {one['high']:+.1f})"


def listed(names: Iterable[str]) -> str:
    return ", ".join(map(code, names))
