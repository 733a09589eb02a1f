"""The situation page: everything that a seat knows of how things stand, each with its trend and what moved it last."""

from collections.abc import Iterator
from typing import NamedTuple

from crisis_sim.scenario.errors import one_of, quoted
from crisis_sim.terminal import situation
from crisis_sim.terminal.lines import Line, likely, number
from crisis_sim.terminal.situation import Words, when
from crisis_sim.terms.codes import MINUTES_A_DAY
from crisis_sim.terms.records import Event, Observation, SeenGauge, WrongUse

ASKED = {"escalate": "asked to escalate", "restrain": "asked to hold back"}
EVERYTHING = "all"
SITUATION = "Situation"
LADDER = "The ladder"
MOST_GAUGES = 12
"""With more, the short page leaves out those of which no change is known."""


class Row(NamedTuple):
    """One thing: what it is, how it stands, whether it went `up` or `down` and by how much, and what moved it last.

    `changed`: it belongs on the short page. `more`: a second line.
    """

    what: str
    value: str = ""
    trend: str = ""
    change: str = ""
    cause: Event | None = None
    changed: bool = True
    more: str = ""


class Section(NamedTuple):
    """Rows under a title. `gauge`: it is a group of gauges, of which a face may show the changed ones alone."""

    title: str
    rows: tuple[Row, ...]
    gauge: bool = False


def board(seen: Observation, words: Words) -> list[Section]:
    """All sections that have anything in them."""
    told = situation.worth_telling(seen)
    groups = list(dict.fromkeys(gauge.group or SITUATION for gauge in told))
    causes = _causes(seen)
    sections = [Section(LADDER, tuple(_ladder(seen)))]
    for group in groups:
        gauges = [gauge for gauge in told if (gauge.group or SITUATION) == group]
        sections.append(Section(group, tuple(_gauge(seen, gauge, causes) for gauge in gauges), gauge=True))
    asked_of = [link for link in seen.links if link.instruction in ASKED]
    moving = [unit for unit in seen.forces if unit.place != "home" or unit.heading]
    sections += [
        Section("Your orders", tuple(Row(situation.own_order(seen, order)) for order in seen.orders)),
        Section("Forces that have moved", tuple(Row(situation.force(seen, unit, words)) for unit in moving)),
        Section("Promises and threats", tuple(Row(situation.promise(seen, one, words)) for one in seen.commitments)),
        Section(
            "Agreements", tuple(Row(situation.agreement(seen, one, words), more=one.what) for one in seen.agreements)
        ),
        Section("What is claimed", tuple(Row(situation.claim(claim, words)) for claim in seen.claims)),
        Section("What you believe", tuple(Row(f"{one.what}: {likely(one.probability)}") for one in seen.beliefs)),
        Section("Your proxies", tuple(Row(f"{words.actor(link.proxy)} ({link.basis}): {ASKED[link.instruction]}")
                                      for link in asked_of)),
    ]  # fmt: skip
    return [section for section in sections if section.rows]


def status(seen: Observation, words: Words, asked: str = "") -> Iterator[Line]:
    """The page in lines. `asked`: nothing, for what has changed; `all`; or the beginning of a group's title."""
    sections = board(seen, words)
    groups = [section.title for section in sections if section.gauge]
    if asked and asked != EVERYTHING:
        group = _group(asked, groups)
        yield from _lines(next(section for section in sections if section.title == group))
        return
    short = not asked and sum(len(section.rows) for section in sections if section.gauge) > MOST_GAUGES
    left_out = False
    for section in sections:
        if section.title == LADDER and not seen.events:
            continue
        rows = tuple(row for row in section.rows if row.changed or not short or not section.gauge)
        left_out = left_out or len(rows) < len(section.rows)
        yield from _lines(section._replace(rows=rows))
    if left_out:
        yield Line()
        yield Line("No change is known of the rest. `status all` shows it too, `status` and a title one of these:")
        yield Line("; ".join(groups), "  ")
    yield Line()
    if any(row.cause is not None for section in sections for row in section.rows):
        yield Line("[7] is the line of the log that moved it last; `why 7` tells more.", style="dim")
    yield Line(f"As far as you can tell, you stand at {number(round(seen.score))} of 100.")


def _lines(section: Section) -> Iterator[Line]:
    """A section under its title; figures stand in a column of their own."""
    shown = {id(row): _figure(row) for row in section.rows if row.value}
    width = max(map(len, shown.values()), default=0)
    for number_, row in enumerate(section.rows):
        if number_ == 0:
            yield Line()
            yield Line(section.title, style="bold")
        what = row.what if row.cause is None else f"{row.what} [{row.cause.number}]"
        if row.value:
            yield Line(what, f"  {shown[id(row)]:{width}}  ", lead_style="")
        else:
            yield Line(what, "  ")
        if row.more:
            yield Line(row.more, "    ", "dim")


def _figure(row: Row) -> str:
    return f"{row.value}, {row.trend} {row.change}" if row.trend else row.value


def _gauge(seen: Observation, gauge: SeenGauge, causes: dict[str, Event]) -> Row:
    late = f" (as of {when(seen, gauge.as_of)})" if gauge.sight == "late" else ""
    cause, changed = causes.get(gauge.id), situation.changed(gauge)
    if sentence := situation.measure(gauge).sentence(gauge.value):
        return Row(f"{sentence}{late}", cause=cause, changed=changed)
    way, change = situation.trend(gauge)
    return Row(f"{gauge.what}{late}", situation.bare_value(gauge), way, change, cause, changed)


def _causes(seen: Observation) -> dict[str, Event]:
    """By gauge, the last event of which the seat knows that it moved it."""
    return {gauge: event for event in seen.events for gauge in event.changes}


def _ladder(seen: Observation) -> Iterator[Row]:
    """How high it went within the last day and the day before, and in the whole game."""
    ladder = [event for event in seen.events if event.rung > 0]
    day = [event for event in ladder if event.minute > seen.minute - MINUTES_A_DAY]
    before = [
        event for event in ladder if seen.minute - 2 * MINUTES_A_DAY < event.minute <= seen.minute - MINUTES_A_DAY
    ]
    top, then = (max((event.rung for event in some), default=0) for some in (day, before))
    way = "up" if top > then else "down" if top < then else ""
    cause = next((event for event in reversed(day) if event.rung == top), None)
    yield Row("rung that was reached within the last day", str(top), way, str(abs(top - then)) if way else "", cause)
    highest = max((event.rung for event in ladder), default=0)
    if highest > top:
        first = next(event for event in reversed(ladder) if event.rung == highest)
        yield Row("the highest so far", str(highest), cause=first)


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
