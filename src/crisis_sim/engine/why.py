"""Why something happened, as a viewer may know it: the paragraphs of the rules, what went in, and what it goes back to.

Made from the viewer's own events and from what the scenario says openly; what the viewer does not see does not enter.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crisis_sim.compiler import Compiled
from crisis_sim.compiler.explain import requirement
from crisis_sim.compiler.phrases import chance as chance_phrase
from crisis_sim.compiler.phrases import hours, settled
from crisis_sim.engine.chronicle import CONTROL, Chronicle
from crisis_sim.engine.course import Course, Happened
from crisis_sim.language import TRUTH, Number, Tree, closure, english, places
from crisis_sim.language.english import roughly
from crisis_sim.terms.codes import (
    AT_TIME,
    BY_HAZARD,
    COVERT,
    DENIABLE,
    EVENT_REVEAL,
    NONE,
    ON_CONDITION,
    PERIODIC,
    PRIVATE,
)
from crisis_sim.terms.records import Event

Paragraph = tuple[str, str]
"""Number in the rulebook, and what it says in a few words."""

BY_KIND: dict[str, tuple[Paragraph, ...]] = {
    "order": (("4.1", "what makes an order legal"), ("4.8", "approval and preparation are drawn when it is given")),
    "cancel": (("4.10", "an order that waits can be taken back for a while"), ("4.12", "orders can be called off")),
    "outcome": (("4.8", "an order is carried out when approval and preparation are over"),),
    "inject": (("5.14", "an inject comes when something begins it"),),
    "process": (("5.8", "what took place is counted"),),
    "claim": (("8.7", "a claim gives a figure and moves nothing"), ("8.8", "it is published after a while")),
    "message": (("5.10", "of messages the rules take no notice"),),
    "commitment": (("10.2", "commitments are looked at when the hour strikes"), ("10.11", "their fate is an event")),
    "agreement": (("11.2", "in force when all have accepted"), ("11.5", "breached when one of its promises is broken")),
    "reveal": (("3.7", "others learn of a thing when it is published"), ("4.13", "an order that waits can leak")),
    "override": (("16.1", "control can set a gauge"),),
    "pin": (("15.3", "recorded chance takes the place of a draw"),),
    "end": (("17.1", "end conditions"), ("17.2", "the horizon"), ("17.3", "the first class that holds")),
}
WEIGHTS: Paragraph = ("5.3", "outcomes are drawn by their weights")
BY_MODE: dict[int, Paragraph] = {
    BY_HAZARD: ("12.5", "a rate builds up hour by hour until it strikes"),
    PERIODIC: ("5.15", "it comes again and again"),
    AT_TIME: ("5.11", "it comes at its hour, with its chance"),
    ON_CONDITION: ("5.12", "it comes when its condition becomes true"),
}
HIDDEN_DOER: Paragraph = ("3.5", "the deed of a deniable thing is seen by all, its doer by its own side")
NOTICED: Paragraph = ("3.6", "what is done in secret may be noticed")
THROUGH: Paragraph = ("9.1", "a proxy obeys with a chance")
MOVES: Paragraph = ("7.2", "a force is alerted, leaves, and arrives")
IMPOSSIBLE: Paragraph = ("5.1", "what is not possible comes to nothing")


class Why(NamedTuple):
    """`inputs`: sentences. `chance`, `luck`: of the draw, where the viewer may know them. `chain`: causes, the nearest
    first, as far back as the viewer knows them."""

    event: Event
    rules: tuple[Paragraph, ...]
    inputs: tuple[str, ...]
    chance: float | None
    luck: float | None
    chain: tuple[Event, ...]


def why(course: Course, chronicle: Chronicle, viewer: int, number: int) -> Why:
    """Of the event with this number among those of the viewer (a row, or CONTROL)."""
    seen = chronicle.of(viewer)
    event = seen[number]
    serial = chronicle.serial(viewer, number)
    rows = course.happened[serial]
    if rows.kind == EVENT_REVEAL and rows.cause != NONE:
        rows = course.happened[rows.cause]
    known = event.action is not None and event.action in course.compiled.names.happenings
    readable = _readable(course.compiled, chronicle, viewer)
    reads_all = known and all(places(tree) <= readable for tree in _weights(course.compiled, rows))
    open_ = viewer == CONTROL or course.over
    happened = course.happened[serial]
    shows = open_ or (reads_all and event.kind == "outcome")
    drew = happened.chance < 1.0 and happened.outcome != NONE and (event.kind != "reveal")
    return Why(
        event=event,
        rules=tuple(dict.fromkeys(_rules(course.compiled, event, rows, known))),
        inputs=tuple(_inputs(course, event, rows, readable)) if known else (),
        chance=happened.chance if drew and shows else None,
        luck=happened.luck if drew and open_ else None,
        chain=tuple(_chain(event, seen)),
    )


def _chain(event: Event, seen: Sequence[Event]) -> Iterator[Event]:
    while event.cause is not None:
        event = seen[event.cause]
        yield event


def _rules(compiled: Compiled, event: Event, rows: Happened, known: bool) -> Iterator[Paragraph]:
    if not known and event.kind in ("outcome", "process", "reveal"):
        yield from (WEIGHTS, HIDDEN_DOER)
        return
    happenings = compiled.program.happenings
    if known and event.kind in ("process", "inject") and happenings.mode[rows.row] in BY_MODE:
        yield BY_MODE[happenings.mode[rows.row]]
    elif event.kind == "process" and compiled.told[rows.row].kind == "arrival":
        yield MOVES
    else:
        yield from BY_KIND[event.kind]
    if not known or event.kind != "outcome":
        return
    if rows.outcome == NONE:
        yield IMPOSSIBLE
    if _weights(compiled, rows):
        yield WEIGHTS
    if compiled.program.actions.link[rows.row] != NONE:
        yield THROUGH
    if happenings.visibility[rows.row] == DENIABLE:
        yield HIDDEN_DOER
    if happenings.visibility[rows.row] in (PRIVATE, COVERT):
        yield NOTICED


def _weights(compiled: Compiled, rows: Happened) -> list[Tree]:
    """The weights of the outcomes of what happened; none, where it could turn out one way only."""
    if rows.row == NONE or rows.outcome == NONE:
        return []
    first = compiled.program.happenings.first_outcome
    outcomes = range(first[rows.row], first[rows.row + 1])
    return [settled(compiled, compiled.program.outcomes.weight[at]) for at in outcomes] if len(outcomes) > 1 else []


def _readable(compiled: Compiled, chronicle: Chronicle, viewer: int) -> frozenset[int]:
    """The places of the gauges that the viewer sees exactly and at once."""
    return frozenset(compiled.program.places.gauges + row for row in chronicle.exact(viewer))


def _inputs(course: Course, event: Event, rows: Happened, readable: frozenset[int]) -> Iterator[str]:
    """What the scenario says about it, with how things stood where the viewer saw that."""
    compiled, program = course.compiled, course.program
    happenings = program.happenings
    values = list(program.start)
    values[program.places.gauges : program.places.gauges + program.sizes.gauges] = rows.before

    def tell(tree: Tree) -> str:
        if tree.kind is TRUTH or not places(tree) or not places(tree) <= readable:
            return english(tree)
        return f"{english(tree)}, which came to {roughly(float(closure(tree)(values)))}"

    if event.kind == "order":
        needs = requirement(compiled, compiled.names.actions[rows.row])
        if needs != "always":
            yield f"It can be ordered when {needs}."
        waits = [("approval", program.actions.approval), ("preparation", program.actions.preparation)]
        told = [f"{what} {span}" for what, column in waits if (span := hours(compiled, column[rows.row]))]
        if told:
            yield f"It takes {'; '.join(told)}."
        return
    if event.kind == "process" and happenings.mode[rows.row] == BY_HAZARD:
        yield f"So many times a day: {tell(settled(compiled, happenings.rate[rows.row]))}."
    if event.kind == "inject" and happenings.mode[rows.row] == ON_CONDITION:
        yield f"It comes when {tell(settled(compiled, happenings.rate[rows.row]))}."
    comes = happenings.chance[rows.row]
    if event.kind in ("inject", "process") and comes != NONE and settled(compiled, comes) != Number(1.0):
        yield f"It comes with a chance: {chance_phrase(compiled, comes)}."
    noticed = happenings.noticed[rows.row]
    secret = happenings.visibility[rows.row] in (PRIVATE, COVERT) and event.kind == "outcome"
    if secret and settled(compiled, noticed) != Number(0.0):
        yield f"Each of the others notices it with a chance: {chance_phrase(compiled, noticed)}."
    first = happenings.first_outcome[rows.row]
    for number, weight in enumerate(_weights(compiled, rows)):
        name = compiled.told[rows.row].outcomes[number].id
        mark = "It turned out as" if first + number == rows.outcome else "It could have been"
        yield f"{mark} “{name}”: weight {tell(weight)}."
