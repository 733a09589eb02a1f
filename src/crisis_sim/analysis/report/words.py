"""How numbers, times and names are written in a report."""

import math
from collections.abc import Sequence

from crisis_sim.scenario.constructs import Gauge
from crisis_sim.scenario.errors import printable

MINUTES_AN_HOUR, MINUTES_A_DAY = 60, 1440
PER_CENT = {"share": 100.0, "percent": 1.0}
"""Units that are told as per cent, and by what they are multiplied."""
_PLURALS = {"process": "processes"}


def clean(text: str) -> str:
    """The text on one line, without control characters and marks that change the direction of writing."""
    return printable(" ".join(text.split()))


def number(value: float) -> str:
    """`5,200`, `62`, `0.35`: no more digits than anybody reads; `–` where there is no number."""
    if math.isnan(value):
        return "–"
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 or size == 0.0 else 3
    text = f"{round(value, digits) + 0.0:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def per_cent(share: float) -> str:
    """`42.1 %`; of what is rare, or rarely not so, the digits that count: `0.034 %`, `99.98 %`."""
    value = 100.0 * share
    rare = min(value, 100.0 - value)
    if rare <= 0.0 or rare >= 0.95:
        return f"{value:.1f} %"
    digits = (1 if value < 50.0 else 0) - math.floor(math.log10(rare))
    return f"{value:.{max(1, digits)}f} %"


def between(low: float, high: float) -> str:
    """`41.1 to 43.1 %`: an interval of shares."""
    first, last = per_cent(low), per_cent(high)
    return f"{first.removesuffix(' %')} to {last}"


def span(minutes: float) -> str:
    """`40 minutes`, `6.5 hours`, `3.2 days`."""
    if minutes < 2 * MINUTES_AN_HOUR:
        return counted(round(minutes), "minute")
    if minutes < 3 * MINUTES_A_DAY:
        return counted(round(minutes / MINUTES_AN_HOUR, 1), "hour")
    return counted(round(minutes / MINUTES_A_DAY, 1), "day")


def counted(count: float, thing: str) -> str:
    """`1 run`, `1,200 runs`."""
    return f"{number(count)} {thing if count == 1 else _PLURALS.get(thing, f'{thing}s')}"


def figure(gauge: Gauge, value: float) -> str:
    """`62 points`, `35 %`, `31`."""
    if gauge.unit in PER_CENT:
        return f"{number(value * PER_CENT[gauge.unit])} %"
    return number(value) if gauge.whole else f"{number(value)} {gauge.unit}".rstrip()


def capital(text: str) -> str:
    """With a capital at its beginning."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}"


def sentence(text: str) -> str:
    """With a capital at its beginning and a full stop at its end."""
    text = capital(text)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def day(minutes: float) -> str:
    """`day 3.2`."""
    return f"day {minutes / MINUTES_A_DAY:.1f}"


def listed(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    return ", ".join(parts) if len(parts) < 2 else f"{', '.join(parts[:-1])} and {parts[-1]}"
