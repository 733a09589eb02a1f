"""A line of output before it is printed, and how times and numbers are written in one."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple


class Line(NamedTuple):
    """Text behind a lead (a time, a number, an indent), under whose end it is wrapped."""

    text: str = ""
    lead: str = ""
    style: str = ""
    lead_style: str = "dim"


def indented(text: str) -> Line:
    """A line of text that may begin with spaces, to be wrapped under its first letter."""
    return Line(text.lstrip(" "), " " * (len(text) - len(text.lstrip(" "))))


def paragraphs(*texts: str | None) -> Iterator[Line]:
    """Longer texts, paragraph by paragraph; of Markdown, headings, lists, tables and bold words are understood."""
    for text in texts:
        for block in re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n").strip()):
            if block:
                yield Line()
                yield from map(_markdown, re.split(_BREAK, re.sub(_TABLE_HEAD, "", block)))


_BREAK = r"\n(?=\s*(?:[-*#|]|\d+\.)(?!\*))"
_TABLE_HEAD = r"\|.*\n\|[-: |]+(?:\n|$)"


def _markdown(text: str) -> Line:
    words = re.sub(r"\*\*(.+?)\*\*", r"\1", " ".join(text.split()))
    if words.startswith("#"):
        return Line(words.lstrip("# "), style="bold")
    if words.startswith(("- ", "* ")):
        return Line(words[2:], "  - ", lead_style="")
    if words.startswith("|"):
        return Line(": ".join(cell.strip() for cell in words.strip("|").split("|")), "  ")
    return Line(words)


def day(moment: datetime) -> str:
    """`Tue 31 Dec 2019`, the same in every locale."""
    return f"{_weekday(moment)} {moment.day} {_month(moment)} {moment.year}"


def clock(moment: datetime) -> str:
    """`11:40`."""
    return f"{moment.hour:02}:{moment.minute:02}"


def local_time(moment: datetime) -> str:
    """`Tue 31 Dec 11:40`."""
    return f"{_weekday(moment)} {moment.day} {_month(moment)} {clock(moment)}"


def _weekday(moment: datetime) -> str:
    return ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]


def _month(moment: datetime) -> str:
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return names[moment.month - 1]


def number(value: float) -> str:
    """`5,200`, `62`, `0.35`: no more digits than anybody reads."""
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    whole, _, rest = f"{round(value, digits) + 0.0:,.{digits}f}".partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def per_cent(probability: float) -> str:
    """`62 %`; never 0 % or 100 % of what is merely very unlikely or very likely."""
    if probability <= 0.0 or probability >= 1.0:
        return "0 %" if probability <= 0.0 else "100 %"
    if probability < 0.005:
        return "under 1 %"
    return "over 99 %" if probability > 0.995 else f"{probability * 100:.0f} %"


_WORDS = (
    (0.03, "almost certainly not"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "about even"),
    (0.80, "likely"),
    (0.97, "very likely"),
)


def likely(probability: float) -> str:
    """`likely (62 %)`: the words of intelligence estimates, with the number they stand for."""
    word = next((word for most, word in _WORDS if probability < most), "almost certain")
    word = "impossible" if probability <= 0.0 else "certain" if probability >= 1.0 else word
    return f"{word} ({per_cent(probability)})"


def hours(value: float) -> str:
    """`6 h`, `30 min`, `2 days`, `3 days 4 h`."""
    minutes = round(value * 60)
    days, rest = divmod(minutes, 1440)
    parts = [f"{days} day{'s' if days != 1 else ''}"] if days >= 2 or minutes == 1440 else []
    if not parts:
        rest = minutes
    whole, left = divmod(rest, 60)
    if whole:
        parts.append(f"{whole} h")
    if left and not (parts and days >= 2):
        parts.append(f"{left} min")
    return " ".join(parts) or "0 h"
