"""How things stand, as one seat sees them: gauges, orders, forces, promises, beliefs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from crisis_sim.terminal.lines import Line, likely, local_time, number
from crisis_sim.terms.records import Observation, OwnOrder, SeenClaim, SeenForce, SeenGauge


class Words(NamedTuple):
    """What things are called, by their ids."""

    actors: Mapping[str, str]
    gauges: Mapping[str, str]

    def actor(self, name: str) -> str:
        return self.actors.get(name, name)

    def gauge(self, name: str) -> str:
        return self.gauges.get(name, name)


PLACES = {"home": "at home", "alert": "on alert", "transit": "under way", "theatre": "in the theatre"}
ASKED = {"escalate": "asked to escalate", "nothing": "asked for nothing", "restrain": "asked to hold back"}
HEADINGS = {"out": ", on the way out", "back": ", on the way back", "": ""}

NOTICED = 0.01
"""Share of its range by which a gauge has to change to be worth a word."""
MOST_MOVERS = 4


def when(seen: Observation, minute: int) -> str:
    """A minute of the game as local time."""
    return local_time(datetime.fromisoformat(seen.local_time) + timedelta(minutes=minute - seen.minute))


def status(seen: Observation, words: Words) -> Iterator[Line]:
    """The whole situation page."""
    told = _worth_telling(seen)
    for group in dict.fromkeys(gauge.group for gauge in told):
        shown = [gauge for gauge in told if gauge.group == group]
        width = max((len(_value(gauge)) for gauge in shown if not gauge.yes), default=0)
        yield from _headed(group or "Situation", (_gauge(seen, gauge, width) for gauge in shown))
    yield from _headed("Your orders", (_order(seen, order) for order in seen.orders))
    yield from _headed("Promises and threats", _promises(seen, words))
    yield from _headed("Agreements", _agreements(seen, words))
    yield from _headed("What is claimed", (Line(_claim(claim, words), "  ") for claim in seen.claims))
    beliefs = (f"{belief.what}: {likely(belief.probability)}" for belief in seen.beliefs)
    yield from _headed("What you believe", (Line(belief, "  ") for belief in beliefs))
    proxies = (f"{words.actor(link.proxy)} ({link.basis}): {ASKED[link.instruction]}" for link in seen.links)
    yield from _headed("Your proxies", (Line(proxy, "  ") for proxy in proxies))
    yield Line()
    yield Line(f"As far as you can tell, you stand at {number(round(seen.score))} of 100.")


def _worth_telling(seen: Observation) -> list[SeenGauge]:
    """Where a scenario has groups, gauges without one are its bookkeeping."""
    grouped = [gauge for gauge in seen.gauges if gauge.group]
    return grouped or list(seen.gauges)


def forces(seen: Observation, words: Words) -> Iterator[Line]:
    """Where every force is, or was when the seat last knew."""
    if not seen.forces:
        yield Line("There are no forces that you know of.")
    for own, title in ((True, "Your forces"), (False, "Others' forces")):
        yield from _headed(title, (_force(seen, unit, words) for unit in seen.forces if unit.own == own))


def movers(seen: Observation) -> Iterator[Line]:
    """The gauges that changed most since the turn before, on one line; nothing, if none did."""
    moved = sorted(_worth_telling(seen), key=_moved, reverse=True)[:MOST_MOVERS]
    shown = [_sentence(gauge) or f"{gauge.what} {_value(gauge)}" for gauge in moved if _moved(gauge) >= NOTICED]
    if shown:
        yield Line("; ".join(shown), "Changes  ")


def _moved(gauge: SeenGauge) -> float:
    """How much of its range it went; of things that are counted, each counts."""
    return abs(gauge.trend or 0.0) / (1.0 if gauge.whole else gauge.high - gauge.low)


def pending(seen: Observation) -> Iterator[Line]:
    """Orders that wait or go on."""
    return (_order(seen, order) for order in seen.orders)


def _headed(title: str, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines under their title; nothing, if there are none."""
    for first, line in enumerate(lines):
        if first == 0:
            yield Line()
            yield Line(title, style="bold")
        yield line


def _claim(claim: SeenClaim, words: Words) -> str:
    return f"{words.gauge(claim.about)}: {number(claim.figure)}, says {claim.source}"


def _sentence(gauge: SeenGauge) -> str:
    """What a gauge that is 0 or 1 means as it stands; nothing for the others."""
    return gauge.yes if gauge.value != 0.0 else gauge.no


def _value(gauge: SeenGauge) -> str:
    """`about 62 points, up 4`: no more digits than the range of the gauge and how it is seen make sense of."""
    times, unit = (100, "%") if gauge.unit == "share" else (1, "" if gauge.whole else gauge.unit)
    step = 1 if gauge.whole or (gauge.high - gauge.low) * times >= 50 else 0.01
    text = f"{'about ' if gauge.sight == 'noisy' else ''}{_stepped(gauge.value * times, step)}"
    if unit:
        text += f" {unit}"
    if gauge.trend and abs(gauge.trend) * times >= step / 2:
        text += f", {'up' if gauge.trend > 0 else 'down'} {_stepped(abs(gauge.trend) * times, step)}"
    return text


def _stepped(value: float, step: float) -> str:
    return number(round(value / step) * step)


def _gauge(seen: Observation, gauge: SeenGauge, width: int) -> Line:
    late = f" (as of {when(seen, gauge.as_of)})" if gauge.sight == "late" else ""
    if sentence := _sentence(gauge):
        return Line(f"{sentence}{late}", "  ")
    return Line(f"{gauge.what}{late}", f"  {_value(gauge):{width}}  ", lead_style="")


def _order(seen: Observation, order: OwnOrder) -> Line:
    text = f"{order.name}: {order.stage}"
    if order.due is not None:
        text += f", due {when(seen, order.due)}"
    if order.leaked:
        text += "; it has leaked"
    text += "; it can be cancelled" if order.can_cancel else ""
    return Line(text, "  ")


def _force(seen: Observation, unit: SeenForce, words: Words) -> Line:
    text = f"{unit.name}, {number(unit.size)} persons"
    if not unit.own:
        text += f", of {words.actor(unit.of)}"
    text += f": {PLACES[unit.place]}{HEADINGS[unit.heading]}"
    if unit.since:
        text += f", since {when(seen, unit.since)}"
    return Line(text, "  ")


def _promises(seen: Observation, words: Words) -> Iterator[Line]:
    for one in seen.commitments:
        giver, receiver = words.actor(one.by), words.actor(one.to)
        text = f"{one.kind.replace('_', ' ')} of {giver} to {receiver}: {one.what}; {one.standing}"
        if one.standing in {"standing", "called"}:
            text += f", until {when(seen, one.due)}"
        yield Line(text, "  ")


def _agreements(seen: Observation, words: Words) -> Iterator[Line]:
    for one in seen.agreements:
        text = f"{one.name}: {one.standing}"
        if one.accepted_by:
            text += f"; accepted by {', '.join(words.actor(seat) for seat in one.accepted_by)}"
        if one.standing == "proposed":
            text += f"; lapses {when(seen, one.due)}"
        yield Line(text, "  ")
        yield Line(one.what, "    ", "dim")
