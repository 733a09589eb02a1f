"""How things stand, as one seat sees them: gauges, orders, forces, promises, beliefs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from math import sqrt
from typing import NamedTuple

from crisis_sim.scenario.errors import one_of, quoted
from crisis_sim.terminal.figures import Measure
from crisis_sim.terminal.lines import Line, likely, local_time, number
from crisis_sim.terms.records import Observation, OwnOrder, SeenClaim, SeenForce, SeenGauge, WrongUse


class Words(NamedTuple):
    """What things are called, and how they are measured, by their ids."""

    actors: Mapping[str, str]
    gauges: Mapping[str, Measure]

    def actor(self, name: str) -> str:
        return self.actors.get(name, name)

    def gauge(self, name: str) -> str:
        return self.gauges[name].what if name in self.gauges else name

    def figure(self, name: str, value: float) -> str:
        return self.gauges[name].figure(value) if name in self.gauges else number(value)

    def sentence(self, name: str, value: float) -> str:
        return self.gauges[name].sentence(value) if name in self.gauges else ""


PLACES = {"home": "at home", "alert": "on alert", "transit": "under way", "theatre": "in the theatre"}
ASKED = {"escalate": "asked to escalate", "restrain": "asked to hold back"}
HEADINGS = {"out": ", on the way out", "back": ", on the way back", "": ""}
STAGES = {"approval": "waits for approval", "preparation": "in preparation"}

NOTICED = 0.01
"""Share of its range by which a gauge has to change within a turn to be worth a word."""
NOTICED_SINCE = 0.05
"""Share of its range by which it has to have changed since the beginning."""
SURE = 2.0 * sqrt(2.0)
"""Errors of noisy sight by which two sightings, each with its own, have to differ before it looks like a change."""
MOST_MOVERS = 4
EVERYTHING = "all"


def when(seen: Observation, minute: int) -> str:
    """A minute of the game as local time."""
    return local_time(datetime.fromisoformat(seen.local_time) + timedelta(minutes=minute - seen.minute))


def status(seen: Observation, words: Words, asked: str = "") -> Iterator[Line]:
    """The situation page. `asked`: nothing, for what has changed; `all`; or the beginning of a group's title."""
    told = _worth_telling(seen)
    groups = list(dict.fromkeys(gauge.group or "Situation" for gauge in told))
    if asked and asked != EVERYTHING:
        group = _group(asked, groups)
        yield from _grouped(seen, group, [gauge for gauge in told if (gauge.group or "Situation") == group])
        return
    short = not asked and len(groups) > 1
    shown = [gauge for gauge in told if not short or _changed(gauge)]
    for group in groups:
        yield from _grouped(seen, group, [gauge for gauge in shown if (gauge.group or "Situation") == group])
    if len(shown) < len(told):
        yield Line()
        yield Line("No change is known of the rest. `status all` shows it too, `status` and a title one of these:")
        yield Line("; ".join(groups), "  ")
    yield from _headed("Your orders", (_order(seen, order) for order in seen.orders))
    yield from _headed("Promises and threats", _promises(seen, words))
    yield from _headed("Agreements", _agreements(seen, words))
    yield from _headed("What is claimed", (Line(_claim(claim, words), "  ") for claim in seen.claims))
    beliefs = (f"{belief.what}: {likely(belief.probability)}" for belief in seen.beliefs)
    yield from _headed("What you believe", (Line(belief, "  ") for belief in beliefs))
    asked_of = [link for link in seen.links if link.instruction in ASKED]
    proxies = (f"{words.actor(link.proxy)} ({link.basis}): {ASKED[link.instruction]}" for link in asked_of)
    yield from _headed("Your proxies", (Line(proxy, "  ") for proxy in proxies))
    yield Line()
    yield Line(f"As far as you can tell, you stand at {number(round(seen.score))} of 100.")


def _group(asked: str, groups: list[str]) -> str:
    """The group whose title begins so, or has a word that does. WrongUse, unless it is one."""
    wanted = asked.casefold()
    found = [group for group in groups if group.casefold() == wanted]
    found = found or [group for group in groups if group.casefold().startswith(wanted)]
    found = found or [group for group in groups if f" {wanted}" in f" {group.casefold()}"]
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongUse(f"{quoted(asked)} can be {one_of(found)}")
    raise WrongUse(f"there is no group {quoted(asked)}: {one_of([EVERYTHING, *groups])}")


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
    shown = [_measure(gauge).sentence(gauge.value) or f"{gauge.what} {_value(gauge)}"
             for gauge in moved if _moved(gauge) >= NOTICED]  # fmt: skip
    if shown:
        yield Line("; ".join(shown), "Changes  ")


def _measure(gauge: SeenGauge) -> Measure:
    return Measure(gauge.what, gauge.unit, gauge.low, gauge.high, gauge.whole, gauge.yes, gauge.no)


def _moved(gauge: SeenGauge) -> float:
    """How much of its range it went since the turn before."""
    return _share(gauge, gauge.trend or 0.0)


def _changed(gauge: SeenGauge) -> bool:
    """Whether it went anywhere that one can see, of late or since the beginning."""
    return _moved(gauge) >= NOTICED or _share(gauge, gauge.value - gauge.first) >= NOTICED_SINCE


def _share(gauge: SeenGauge, change: float) -> float:
    """A change as a share of the range; of things that are counted, each counts; nothing, if it may be an error."""
    if gauge.sight == "noisy" and (gauge.error is None or abs(change) <= SURE * gauge.error):
        return 0.0
    return abs(change) / (1.0 if gauge.whole else gauge.high - gauge.low)


def pending(seen: Observation) -> Iterator[Line]:
    """Orders that wait or go on."""
    return (_order(seen, order) for order in seen.orders)


def _grouped(seen: Observation, title: str, gauges: list[SeenGauge]) -> Iterator[Line]:
    width = max((len(_value(gauge)) for gauge in gauges if not gauge.yes), default=0)
    return _headed(title, (_gauge(seen, gauge, width) for gauge in gauges))


def _headed(title: str, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines under their title; nothing, if there are none."""
    for first, line in enumerate(lines):
        if first == 0:
            yield Line()
            yield Line(title, style="bold")
        yield line


def _claim(claim: SeenClaim, words: Words) -> str:
    return f"{words.gauge(claim.about)}: {words.figure(claim.about, claim.figure)}, says {claim.source}"


def _value(gauge: SeenGauge) -> str:
    """`62 points, up 4`, `about 45, give or take 20`: no more digits than the range and the sight make sense of."""
    measure = _measure(gauge)
    text = measure.figure(gauge.value)
    if gauge.sight == "noisy":
        text = f"about {text}"
        if gauge.error and measure.bare(gauge.error) != "0":
            text += f", give or take {measure.bare(gauge.error)}"
    if gauge.trend and _moved(gauge) > 0.0 and (change := measure.bare(abs(gauge.trend))) != "0":
        text += f", {'up' if gauge.trend > 0 else 'down'} {change}"
    return text


def _gauge(seen: Observation, gauge: SeenGauge, width: int) -> Line:
    late = f" (as of {when(seen, gauge.as_of)})" if gauge.sight == "late" else ""
    if sentence := _measure(gauge).sentence(gauge.value):
        return Line(f"{sentence}{late}", "  ")
    return Line(f"{gauge.what}{late}", f"  {_value(gauge):{width}}  ", lead_style="")


def _order(seen: Observation, order: OwnOrder) -> Line:
    text = f"{order.name}: {STAGES.get(order.stage, 'in effect')}"
    if order.due is not None:
        text += f", due {when(seen, order.due)}"
    if order.until is not None:
        text += f" until {when(seen, order.until)}"
    if order.leaked:
        text += "; it has leaked"
    text += "; it can be cancelled" if order.can_cancel else ""
    return Line(text, "  ")


def _force(seen: Observation, unit: SeenForce, words: Words) -> Line:
    text = unit.name if f"{unit.size:,}" in unit.name else f"{unit.name}, {number(unit.size)} persons"
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
