"""How things stand, as one seat sees them: gauges, orders, forces, promises, beliefs."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby

from crisis_sim.terminal.lines import Line, likely, local_time, number
from crisis_sim.terms.records import Observation, OwnOrder, SeenForce, SeenGauge

Names = Mapping[str, str]
"""What an actor is called, by its id."""

PLACES = {"home": "at home", "alert": "on alert", "transit": "under way", "theatre": "in the theatre"}


def when(seen: Observation, minute: int) -> str:
    """A minute of the game as local time."""
    return local_time(datetime.fromisoformat(seen.local_time) + timedelta(minutes=minute - seen.minute))


def status(seen: Observation, names: Names) -> Iterator[Line]:
    """The whole situation page."""
    for group, gauges in groupby(sorted(seen.gauges, key=lambda gauge: gauge.group), key=lambda gauge: gauge.group):
        shown = list(gauges)
        width = max(len(gauge.what) for gauge in shown)
        yield from _headed(group or "Situation", [_gauge(seen, gauge, width) for gauge in shown])
    yield from _headed("Your orders", [_order(seen, order) for order in seen.orders])
    yield from _headed("Promises and threats", list(_promises(seen, names)))
    yield from _headed("Agreements", list(_agreements(seen, names)))
    yield from _headed(
        "What is claimed", [Line(f"{one.about}: {number(one.figure)}, says {one.source}", "  ") for one in seen.claims]
    )
    yield from _headed(
        "What you believe", [Line(f"{one.what}: {likely(one.probability)}", "  ") for one in seen.beliefs]
    )
    yield from _headed(
        "Your proxies",
        [
            Line(f"{names.get(one.proxy, one.proxy)} ({one.basis}): asked to {one.instruction}", "  ")
            for one in seen.links
        ],
    )
    yield Line()
    yield Line(f"If the game ended now, your score would be {number(seen.score)} of 100.")


def forces(seen: Observation, names: Names) -> Iterator[Line]:
    """Where every force is, or was when the seat last knew."""
    if not seen.forces:
        yield Line("There are no forces that you know of.")
    for own, units in groupby(sorted(seen.forces, key=lambda unit: not unit.own), key=lambda unit: unit.own):
        yield from _headed("Your forces" if own else "Others' forces", [_force(seen, unit, names) for unit in units])


def pending(seen: Observation) -> Iterator[Line]:
    """Orders that wait or go on."""
    return (_order(seen, order) for order in seen.orders)


def _headed(title: str, lines: list[Line]) -> Iterator[Line]:
    if lines:
        yield Line()
        yield Line(title, style="bold")
        yield from lines


def _gauge(seen: Observation, gauge: SeenGauge, width: int) -> Line:
    about = {"exact": "", "noisy": "about ", "late": ""}[gauge.sight]
    text = f"{about}{number(round(gauge.value) if gauge.whole or gauge.sight == 'noisy' else gauge.value)}"
    if gauge.unit:
        text += f" {gauge.unit}"
    if gauge.trend and abs(gauge.trend) >= 0.05:
        text += f", {'up' if gauge.trend > 0 else 'down'} {number(abs(gauge.trend))}"
    if gauge.sight == "late":
        text += f", as of {when(seen, gauge.as_of)}"
    return Line(text, f"  {gauge.what:{width}}  ", lead_style="")


def _order(seen: Observation, order: OwnOrder) -> Line:
    text = f"{order.name}: {order.stage}"
    if order.due is not None:
        text += f" until {when(seen, order.due)}"
    if order.leaked:
        text += "; it has leaked"
    text += "; it can be cancelled" if order.can_cancel else ""
    return Line(text, "  ")


def _force(seen: Observation, unit: SeenForce, names: Names) -> Line:
    text = f"{unit.name}, {number(unit.size)} persons"
    if not unit.own:
        text += f", of {names.get(unit.of, unit.of)}"
    text += f": {PLACES[unit.place]}{unit.heading and ', ' + unit.heading}"
    if unit.since:
        text += f", since {when(seen, unit.since)}"
    return Line(text, "  ")


def _promises(seen: Observation, names: Names) -> Iterator[Line]:
    for one in seen.commitments:
        giver, receiver = (names.get(actor, actor) for actor in (one.by, one.to))
        text = f"{one.kind.replace('_', ' ')} of {giver} to {receiver}: {one.what}; {one.standing}"
        if one.standing in {"standing", "called"}:
            text += f", until {when(seen, one.due)}"
        yield Line(text, "  ")


def _agreements(seen: Observation, names: Names) -> Iterator[Line]:
    for one in seen.agreements:
        text = f"{one.name}: {one.standing}"
        if one.accepted_by:
            text += f"; accepted by {', '.join(names.get(seat, seat) for seat in one.accepted_by)}"
        if one.standing == "proposed":
            text += f"; lapses {when(seen, one.due)}"
        yield Line(text, "  ")
        yield Line(one.what, "    ", "dim")
