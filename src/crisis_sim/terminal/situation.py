"""Single things as one seat sees them, in words: a gauge, an order, a force, a promise. `board` puts them together."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from math import sqrt
from typing import NamedTuple

from crisis_sim.terminal.arrivals import Spans, window
from crisis_sim.terminal.figures import Measure
from crisis_sim.terminal.lines import Line, local_time, number
from crisis_sim.terms.records import (
    Observation,
    OwnOrder,
    SeenAgreement,
    SeenClaim,
    SeenCommitment,
    SeenForce,
    SeenGauge,
)


class Words(NamedTuple):
    """What things are called, and how they are measured, by their ids; how long forces are on their way."""

    actors: Mapping[str, str]
    gauges: Mapping[str, Measure]
    spans: Mapping[str, Spans]

    def actor(self, name: str) -> str:
        return self.actors.get(name, name)

    def gauge(self, name: str) -> str:
        return self.gauges[name].what if name in self.gauges else name

    def figure(self, name: str, value: float) -> str:
        return self.gauges[name].figure(value) if name in self.gauges else number(value)

    def sentence(self, name: str, value: float) -> str:
        return self.gauges[name].sentence(value) if name in self.gauges else ""


PLACES = {"home": "at home", "alert": "on alert", "transit": "under way", "theatre": "in the theatre"}
HEADINGS = {"out": ", on the way out", "back": ", on the way back", "": ""}
STAGES = {"approval": "waits for approval", "preparation": "in preparation"}
OPEN = frozenset(("standing", "called"))
TOLD = {"called": "put to the test"}
"""How a commitment stands, where the rules' own word says little."""
"""How a commitment stands that still has a deadline."""

NOTICED = 0.01
"""Share of its range by which a gauge has to change within a turn to be worth a word."""
NOTICED_SINCE = 0.05
"""Share of its range by which it has to have changed since the beginning."""
SURE = 2.0 * sqrt(2.0)
"""Errors of noisy sight by which two sightings, each with its own, have to differ before it looks like a change."""
MOST_MOVERS = 4
PERSONS = "persons"
_DEAD = re.compile(r"\b(killed|dead|deaths)\b")


def when(seen: Observation, minute: int) -> str:
    """A minute of the game as local time."""
    return local_time(datetime.fromisoformat(seen.local_time) + timedelta(minutes=minute - seen.minute))


def worth_telling(seen: Observation) -> list[SeenGauge]:
    """Where a scenario has groups, gauges without one are its bookkeeping."""
    grouped = [gauge for gauge in seen.gauges if gauge.group]
    return grouped or list(seen.gauges)


def forces(seen: Observation, words: Words) -> Iterator[Line]:
    """Where every force is, or was when the seat last knew."""
    if not seen.forces:
        yield Line("There are no forces that you know of.")
    for own, title in ((True, "Your forces"), (False, "Others' forces")):
        yield from headed(title, (Line(force(seen, unit, words), "  ") for unit in seen.forces if unit.own == own))


def movers(seen: Observation) -> Iterator[Line]:
    """The gauges that changed most since the turn before, on one line, the dead first; nothing, if none did."""
    moving = [gauge for gauge in worth_telling(seen) if moved(gauge) >= NOTICED]
    moving.sort(key=lambda gauge: (_counts_the_dead(gauge), moved(gauge)), reverse=True)
    shown = [measure(gauge).sentence(gauge.value) or f"{gauge.what} {value(gauge)}" for gauge in moving[:MOST_MOVERS]]
    if shown:
        yield Line("; ".join(shown), "Changes  ")


def pending(seen: Observation) -> Iterator[Line]:
    """Orders that wait or go on."""
    return (Line(own_order(seen, order), "  ") for order in seen.orders)


def headed(title: str, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines under their title; nothing, if there are none."""
    for first, line in enumerate(lines):
        if first == 0:
            yield Line()
            yield Line(title, style="bold")
        yield line


# Gauges


def measure(gauge: SeenGauge) -> Measure:
    return Measure(gauge.what, gauge.unit, gauge.low, gauge.high, gauge.whole, gauge.yes, gauge.no)


def moved(gauge: SeenGauge) -> float:
    """How much of its range it went since the turn before."""
    return _share(gauge, gauge.trend or 0.0)


def changed(gauge: SeenGauge) -> bool:
    """Whether it went anywhere that one can see, of late or since the beginning."""
    return moved(gauge) >= NOTICED or _share(gauge, gauge.value - gauge.first) >= NOTICED_SINCE


def _share(gauge: SeenGauge, change: float) -> float:
    """A change as a share of the range; of things that are counted, each counts; nothing, if it may be an error."""
    error = gauge.error if gauge.error is not None else gauge.high - gauge.low
    if abs(change) <= SURE * error:
        return 0.0
    return abs(change) / (1.0 if gauge.whole else gauge.high - gauge.low)


def _counts_the_dead(gauge: SeenGauge) -> bool:
    return gauge.whole and gauge.unit == PERSONS and _DEAD.search(gauge.what) is not None


def trend(gauge: SeenGauge) -> tuple[str, str]:
    """`up` or `down` and by how much, since the turn before; nothing, where no change can be seen."""
    if gauge.trend and moved(gauge) > 0.0 and (change := measure(gauge).bare(abs(gauge.trend))) != "0":
        return ("up" if gauge.trend > 0 else "down"), change
    return "", ""


def bare_value(gauge: SeenGauge) -> str:
    """`62 points`, `about 45, give or take 20`: no more digits than the range and the sight make sense of."""
    text = measure(gauge).figure(gauge.value)
    if gauge.sight == "noisy":
        text = f"about {text}"
        if gauge.error and measure(gauge).bare(gauge.error) != "0":
            text += f", give or take {measure(gauge).bare(gauge.error)}"
    return text


def value(gauge: SeenGauge) -> str:
    """The same with its trend: `62 points, up 4`."""
    way, change = trend(gauge)
    return f"{bare_value(gauge)}, {way} {change}" if way else bare_value(gauge)


# Everything else


def claim(one: SeenClaim, words: Words) -> str:
    return f"{words.gauge(one.about)}: {words.figure(one.about, one.figure)}, says {one.source}"


def own_order(seen: Observation, order: OwnOrder) -> str:
    text = f"{order.name}: {STAGES.get(order.stage, 'in effect')}"
    if order.due is not None:
        text += f", due {when(seen, order.due)}"
    if order.until is not None:
        text += f" until {when(seen, order.until)}"
    if order.leaked:
        text += "; it has leaked"
    return text + ("; it can be cancelled" if order.can_cancel else "")


def force(seen: Observation, unit: SeenForce, words: Words) -> str:
    text = unit.name if f"{unit.size:,}" in unit.name else f"{unit.name}, {number(unit.size)} persons"
    if not unit.own:
        text += f", of {words.actor(unit.of)}"
    text += f": {PLACES[unit.place]}{HEADINGS[unit.heading]}"
    if unit.since:
        text += f", since {when(seen, unit.since)}"
    span = window(unit, words.spans.get(unit.id), seen.minute)
    if span is not None:
        first, last = (when(seen, minute) for minute in span)
        text += f"; there by {first}" if first == last else f"; there between {first} and {last}"
    return text


def promise(seen: Observation, one: SeenCommitment, words: Words) -> str:
    giver, receiver = words.actor(one.by), words.actor(one.to)
    text = f"{one.kind.replace('_', ' ')} of {giver} to {receiver}: {one.what}; {TOLD.get(one.standing, one.standing)}"
    return f"{text}, until {when(seen, one.due)}" if one.standing in OPEN else text


def agreement(seen: Observation, one: SeenAgreement, words: Words) -> str:
    text = f"{one.name}: {one.standing}"
    if one.accepted_by:
        text += f"; accepted by {', '.join(words.actor(seat) for seat in one.accepted_by)}"
    return f"{text}; lapses {when(seen, one.due)}" if one.standing == "proposed" else text
