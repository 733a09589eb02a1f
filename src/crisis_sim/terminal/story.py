"""What happened, told as a wire service tells it: in local time, day by day; and what it goes back to."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from crisis_sim.engine import Game
from crisis_sim.engine.why import Why
from crisis_sim.terminal.arrivals import spans_of
from crisis_sim.terminal.figures import Measure
from crisis_sim.terminal.lines import Line, clock, day, likely, local_time, number
from crisis_sim.terminal.situation import Words
from crisis_sim.terms.records import Event

STYLES = {"VI": "red", "WAR": "bold red", "DE": "green"}
"""Of a few severities; the words say it all without them."""

INDENT = "      "

NOT_NEWS = ("order", "cancel", "pin")
"""What control knows of and no wire service tells."""


def told(events: Iterable[Event], *, numbered: bool = False) -> Iterator[Line]:
    """The events, under the day they fall on. `numbered`: with the numbers by which to ask why."""
    today = ""
    for event in events:
        moment = datetime.fromisoformat(event.local_time)
        if day(moment) != today:
            today = day(moment)
            yield Line()
            yield Line(today, style="bold")
        lead = f"{event.number:>4}  {clock(moment)}  " if numbered else f"{clock(moment)}  "
        yield Line(event.text, lead, STYLES.get(event.severity, ""))


def news(events: Iterable[Event]) -> list[Event]:
    """What a wire service would tell of all that happened."""
    return [event for event in events if event.kind not in NOT_NEWS]


def why(found: Why, words: Words) -> Iterator[Line]:
    """What the asker may know of an event: the rules, what went in and what it changed, and what it goes back to."""
    event = found.event
    yield Line(event.text, f"{event.number:>4}  {_at(event)}  ", "bold")
    for gauge, (before, after) in event.changes.items():
        yield Line(
            f"{words.gauge(gauge)} went from {words.figure(gauge, before)} to {words.figure(gauge, after)}", INDENT
        )
    yield from (Line(said, INDENT) for said in found.inputs)
    if found.chance is not None:
        drawn = "" if found.luck is None else f"; the number drawn was {number(found.luck)}"
        yield Line(f"It was {likely(found.chance)}{drawn}.", INDENT)
    yield from (Line(says, f"{INDENT}rule {paragraph}  ", "dim") for paragraph, says in found.rules)
    for back in found.chain:
        yield Line(f"It goes back to: {back.text}", f"{back.number:>4}  {_at(back)}  ")
    if event.kind == "order":
        yield Line("It was a decision.", INDENT)
    elif not found.chain:
        yield Line("It goes back to nothing that you know of.", INDENT)
    elif found.chain[-1].kind == "order":
        yield Line("That was a decision.", INDENT)


def beginning(game: Game, words: Words) -> Iterator[Line]:
    """What is being played, by whom, and the seed to have it again."""
    scenario = game.compiled.scenario
    yield Line(scenario.title, style="bold")
    agents = ", ".join(f"{words.actor(seat)} by {agent}" for seat, agent in game.seats.items())
    run = f", run {game.run}" if game.run else ""
    yield Line(f"Times are those of {scenario.place}. Seed {game.seed}{run}. Played: {agents}.")


def words_of(game: Game) -> Words:
    """What the things of a game are called."""
    scenario = game.compiled.scenario
    return Words(
        {name: actor.short or actor.name for name, actor in scenario.actors.items()},
        {
            name: Measure(gauge.what, gauge.unit, *gauge.bounds, gauge.whole, gauge.yes or "", gauge.no or "")
            for name, gauge in scenario.gauges.items()
        },
        spans_of(game.compiled),
    )


def _at(event: Event) -> str:
    return local_time(datetime.fromisoformat(event.local_time))
