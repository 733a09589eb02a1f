"""The front page of each day: what a seat saw of what the whole world could see, and what was claimed."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from crisis_sim.compiler import Compiled
from crisis_sim.terminal import wire
from crisis_sim.terminal.lines import Line, clock, day
from crisis_sim.terms.records import Event

SEVERITIES = ("SQ", "DE", "PO", "NV", "VI", "WAR")
"""From what fills the inner pages to what fills the first."""
MOST_STORIES = 4


class Paper(NamedTuple):
    """One day's front page. `headline` is None on a day without news; `stories` follow it, the gravest first."""

    day: str
    place: str
    headline: Event | None
    stories: tuple[Event, ...]
    claims: tuple[Event, ...]
    more: int


def papers(events: Sequence[Event], compiled: Compiled, seat: str, now: str) -> list[Paper]:
    """One for each day that was over by `now`, a local time, and has news in it, the oldest first."""
    today = datetime.fromisoformat(now).date()
    days: dict[date, list[Event]] = {}
    for event in events:
        if wire.belongs(event, wire.PUBLIC, compiled, seat):
            days.setdefault(datetime.fromisoformat(event.local_time).date(), []).append(event)
    return [_paper(found, compiled) for when, found in days.items() if when < today]


def _paper(events: Sequence[Event], compiled: Compiled) -> Paper:
    claims = [event for event in events if event.claim]
    deeds = sorted((event for event in events if not event.claim), key=_weight, reverse=True)
    stories = deeds[1 : 1 + MOST_STORIES]
    left = len(deeds) - 1 - len(stories)
    moment = datetime.fromisoformat(events[0].local_time)
    return Paper(
        day(moment), compiled.scenario.place, deeds[0] if deeds else None, tuple(stories), tuple(claims), max(0, left)
    )


def _weight(event: Event) -> tuple[int, int]:
    return SEVERITIES.index(event.severity), event.rung


def told(paper: Paper) -> Iterator[Line]:
    """The page in lines."""
    yield Line(f"THE PAPERS OF {paper.day.upper()} · {paper.place.upper()}", style="bold")
    if paper.headline is not None:
        yield Line()
        yield Line(paper.headline.text, "  ", "bold")
    for story in paper.stories:
        yield Line(story.text, f"  {clock(datetime.fromisoformat(story.local_time))}  ")
    if paper.claims:
        yield Line()
        yield Line("What is claimed", style="bold")
        yield from (Line(claim.text, "  ") for claim in paper.claims[-MOST_STORIES:])
    if paper.more:
        yield Line(f"… and {paper.more} more on the inner pages: `log public`.", "  ", "dim")


def in_a_line(paper: Paper) -> Line:
    """That it is out."""
    head = paper.headline or (paper.claims[0] if paper.claims else None)
    return Line(f"The papers of {paper.day}: {head.text if head else 'no news'} (`paper` reads them)", style="bold")
