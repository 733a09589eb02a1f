"""What a seat sees, as rows of a sheet: the wire, what it can order, what is in draft."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from crisis_sim.terminal import choices
from crisis_sim.terminal.lines import clock, day
from crisis_sim.terminal.newspaper import Paper
from crisis_sim.terminal.screen.sheet import Row, heading
from crisis_sim.terminal.story import STYLES
from crisis_sim.terms.records import Event, Observation, Option

SIGNS = {"VI": "!", "WAR": "‼", "DE": "+"}
"""Before what was violent, what was war, and what calmed things down: the words and the colours say so too."""


def wire(events: Sequence[Event], seen_before: int = 0) -> Iterator[Row]:
    """What happened, under the day it falls on. What is new since the last turn stands out, and has a dot.

    `events`: all that was seen, or those of a filter. `seen_before`: how many of all are not new.
    """
    today = ""
    if not events:
        yield Row("Nothing has happened that you know of.", style="dim")
    for event in events:
        moment = datetime.fromisoformat(event.local_time)
        if day(moment) != today:
            if today:
                yield Row()
            today = day(moment)
            yield heading(today)
        new = event.number >= seen_before
        sign = SIGNS.get(event.severity, " ")
        style = STYLES.get(event.severity, "")
        yield Row(
            event.text,
            f"{clock(moment)} {'•' if new else ' '}{sign} ",
            style if new or style else "dim",
            "bold" if new else "dim",
            key=event.number,
        )


def order(option: Option, number: int | None, drafted: bool) -> Row:
    """Something that can be ordered, or the reason why it cannot."""
    mark = "✓" if drafted else " " if option.legal else "×"
    lead = f"{mark} {number}  " if number is not None else f"{mark} "
    if not option.legal and not drafted:
        return Row(option.name, lead, "dim", "dim", below=option.reason, key=option.action)
    return Row(option.name, lead, "bold" if drafted else "", "bold", takes(option), key=option.action)


def every_order(seen: Observation) -> Iterator[Row]:
    """All there is to order, by what kind of thing it is; what cannot be ordered now stands below, with the reason."""
    drafted = {one.action for one in seen.draft if not one.cancel}
    ready = [option for option in seen.options if option.legal or option.action in drafted]
    refused = [option for option in seen.options if option not in ready]
    yield from _by_category(ready, drafted)
    if refused:
        yield Row()
        yield heading("Not now")
        yield from (order(option, None, False) for option in refused)


def _by_category(options: Iterable[Option], drafted: set[str]) -> Iterator[Row]:
    for category in dict.fromkeys(option.category for option in options):
        yield heading(category.replace("_", " ").capitalize())
        yield from (order(one, None, one.action in drafted) for one in options if one.category == category)


def is_drafted(option: Option, seen: Observation) -> bool:
    """Whether it is to be ordered with this draft."""
    return any(one.action == option.action and not one.cancel for one in seen.draft)


def takes(option: Option) -> str:
    """What it takes, in a few words."""
    return choices.cost(option)[len(option.name) :].strip(" ()").replace("takes ", "").replace(" to ", "–")


def front_page(paper: Paper, width: int) -> Iterator[Row]:
    """A day's front page, across so many columns."""
    yield Row("━" * width, style="dim")
    yield Row(f"THE PAPERS · {paper.place.upper()}".center(width), style="bold")
    yield Row(paper.day.center(width), style="dim")
    yield Row("━" * width, style="dim")
    yield Row()
    if paper.headline is not None:
        yield Row(paper.headline.text.upper(), style="bold")
        yield Row()
    for story in paper.stories:
        yield Row(story.text, f"{clock(datetime.fromisoformat(story.local_time))}  ")
        yield Row()
    if paper.claims:
        yield Row("WHAT IS CLAIMED", style="bold")
        yield from (Row(claim.text, "–  ") for claim in paper.claims)
        yield Row()
    if paper.more:
        yield Row(f"And {paper.more} more on the inner pages.", style="dim")
