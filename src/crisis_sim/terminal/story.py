"""What happened, told as a wire service tells it: in local time, day by day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from crisis_sim.terminal.lines import Line, clock, day, likely, local_time, number
from crisis_sim.terms.records import Event

SEVERE = {"VI": "red", "WAR": "bold red", "DE": "green"}
"""Colours of a few severities; the words say it all without them."""


def told(events: Iterable[Event], *, numbered: bool = False, today: str = "") -> Iterator[Line]:
    """The events, under the day they fall on. `numbered`: with the number to ask `why` about. `today`: a day (as `day`
    writes it) that needs no heading."""
    for event in events:
        moment = datetime.fromisoformat(event.local_time)
        if day(moment) != today:
            today = day(moment)
            yield Line()
            yield Line(today, style="bold")
        lead = f"{clock(moment)}  "
        if numbered:
            lead = f"{event.number:>4}  {lead}"
        yield Line(event.text, lead, SEVERE.get(event.severity, ""))


def why(event: Event, seen: Sequence[Event], gauges: Mapping[str, str]) -> Iterator[Line]:
    """What is known about an event: what it changed, how likely it was, and what it goes back to.

    `seen` holds all events that the asker saw, by number; `gauges` says what each gauge is.
    """
    yield Line(event.text, f"{local_time(datetime.fromisoformat(event.local_time))}  ")
    for gauge, (before, after) in event.changes.items():
        yield Line(f"{gauges.get(gauge, gauge)}: {number(before)}, then {number(after)}", "    ")
    if event.chance is not None and event.chance < 1.0:
        drawn = "" if event.luck is None else f"; drawn: {number(event.luck)}"
        yield Line(f"it was {likely(event.chance)}{drawn}", "    ")
    back = event
    while back.cause is not None and 0 <= back.cause < back.number:
        back = seen[back.cause]
        yield Line(
            f"because of {back.number}: {back.text}", f"    {local_time(datetime.fromisoformat(back.local_time))}  "
        )
    if back is event:
        yield Line("Nothing that you know of led to it.", "    ")
