"""How figures are written on the page about credibility."""

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from tools.write_docs import code

WIDTH = 120


def prose(text: str, indent: str = "") -> str:
    """A paragraph, wrapped, with an empty line behind it. `indent`: before every line but the first."""
    whole = " ".join(text.split())
    filled = textwrap.fill(whole, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return f"{filled}\n"


def value_of(target: Mapping[str, Any], value: float | None) -> str:
    """A value of a target: shares in per cent."""
    if value is None:
        return "–"
    if target["statistic"] == "share":
        return f"{100 * value:.1f} %"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def unit_of(target: Mapping[str, Any]) -> str:
    """` days`; nothing behind shares and ratios."""
    return f" {target['unit']}" if target["unit"] and target["statistic"] not in ("share", "dispersion") else ""


def signed(value: float) -> str:
    return f"{value:+.2f}" if abs(value) < 10 else f"{value:+.0f}"


def moves(change: Mapping[str, float]) -> bool:
    """Whether the interval of a change excludes zero."""
    return change["low"] > 0 or change["high"] < 0


def changed(one: Mapping[str, float]) -> str:
    return f"{one['difference']:+.1f} ({one['low']:+.1f} to {one['high']:+.1f})"


def listed(names: Iterable[str]) -> str:
    return ", ".join(map(code, names))
