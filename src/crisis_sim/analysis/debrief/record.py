"""What was so, what was believed, what was said, who knew of it and since when, and which promises were kept.

All of it stands in the game itself: nothing here is estimated.
"""

from bisect import bisect_right
from collections.abc import Iterator
from math import exp
from typing import NamedTuple

from crisis_sim.analysis.debrief.walking import Story
from crisis_sim.rules.scoring import score
from crisis_sim.terms.records import Event

PROMISES = ("commitment", "agreement")
TOLD = ("outcome", "process", "inject")
LEAST = 0.05
"""Points of a score below which a change is not told."""


class Belief(NamedTuple):
    """One seat's probability of a fact, turn by turn: (minute, probability)."""

    seat: str
    course: tuple[tuple[int, float], ...]


class FactLine(NamedTuple):
    """A fact that not everybody knew, whether it was so, and what each seat believed of it over time."""

    fact: str
    what: str
    so: bool
    beliefs: tuple[Belief, ...]


class Claimed(NamedTuple):
    """A figure that a source gave. `truth`: of that which it is about, when it was given, and at the end."""

    event: Event
    about: str
    truth: float
    truth_at_the_end: float


class Secret(NamedTuple):
    """Something that not every seat knew of at once. `later`: (minute, seats) who learned of it, and when.

    `doer_known_to`: who knew whose doing it was.
    """

    event: Event
    at_once: tuple[str, ...]
    doer_known_to: tuple[str, ...]
    later: tuple[tuple[int, tuple[str, ...]], ...]
    never: tuple[str, ...]


class Promise(NamedTuple):
    """What became of a commitment or an agreement, the gauges that this moved at once, and the scores, in points."""

    event: Event
    changes: tuple[tuple[str, float, float], ...]
    scores: tuple[tuple[str, float], ...]


def facts(story: Story) -> list[FactLine]:
    """Every fact."""
    program, names = story.compiled.program, story.compiled.names
    found = []
    for row, name in enumerate(names.facts):
        beliefs = []
        for seat_row, seat in enumerate(names.seats):
            place = program.places.beliefs + row * program.sizes.seats + seat_row
            course = [(turn.minute, _share(turn.values[place])) for turn in story.game.turns]
            course.append((story.game.minute, _share(story.game.snapshot().values[place])))
            beliefs.append(Belief(seat, tuple(course)))
        fact = story.compiled.scenario.facts[name]
        found.append(FactLine(name, fact.what, story.game.facts()[name], tuple(beliefs)))
    return found


def _share(odds: float) -> float:
    return 1.0 / (1.0 + exp(-odds))


def claims(story: Story) -> list[Claimed]:
    """What was said, beside what was so."""
    game, scenario = story.game, story.compiled.scenario
    first = story.compiled.program.places.gauges
    end = game.snapshot().values
    found = []
    for event in game.events:
        if event.claim and event.action is not None:
            about = scenario.claims[event.action].about
            row = story.compiled.names.gauges.row(about)
            found.append(Claimed(event, about, story.happened[event.number].before[row], end[first + row]))
    return found


def secrets(story: Story) -> list[Secret]:
    """What happened and was not known to all at once, with whoever learned of it later."""
    events, seats = story.game.events, tuple(story.game.seats)
    revealed: dict[int, list[Event]] = {}
    for event in events:
        if event.kind == "reveal" and event.cause is not None:
            revealed.setdefault(event.cause, []).append(event)
    found = []
    for event in events:
        if event.kind not in TOLD or set(event.visible_to) == set(event.doer_known_to) == set(seats):
            continue
        if not event.text or (not event.visible_to and event.rung == 0):
            continue
        knew, later = set(event.visible_to), []
        for reveal in revealed.get(event.number, ()):
            new = tuple(seat for seat in reveal.visible_to if seat not in knew)
            if new:
                later.append((reveal.minute, new))
                knew |= set(new)
        never = tuple(seat for seat in seats if seat not in knew)
        found.append(Secret(event, event.visible_to, event.doer_known_to, tuple(later), never))
    return found


def promises(story: Story) -> list[Promise]:
    """What became of commitments and agreements, in the order of time."""
    return [_promise(story, event) for event in story.game.events if event.kind in PROMISES]


def _promise(story: Story, event: Event) -> Promise:
    changes = tuple((name, one, other) for name, (one, other) in event.changes.items() if one != other)
    return Promise(event, changes, tuple(_moved(story, event)))


def _moved(story: Story, event: Event) -> Iterator[tuple[str, float]]:
    """Each seat's score, by what the gauges were before and after."""
    program, rows, game = story.compiled.program, story.happened[event.number], story.game
    if rows.before is rows.after:
        return
    minutes = [turn.minute for turn in game.turns]
    then = game.turns[bisect_right(minutes, event.minute) - 1].values[:]
    state, gauges = game.snapshot(), slice(program.places.gauges, program.places.gauges + program.sizes.gauges)
    for row, seat in enumerate(story.compiled.names.seats):
        stands = []
        for stand in (rows.before, rows.after):
            then[gauges] = stand
            stands.append(score(program, state._replace(values=then), row))
        if abs(stands[1] - stands[0]) >= LEAST:
            yield seat, stands[1] - stands[0]
