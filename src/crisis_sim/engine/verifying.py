"""Whether a journal tells the game that comes out when its inputs are done again: every line of it, and their order."""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

import crisis_sim
from crisis_sim.engine.game import Game
from crisis_sim.engine.keeping import end_line, event_line, turn_line
from crisis_sim.journal import Journal, JournalError
from crisis_sim.journal.reading import Noted
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.rows import STEP

MOST_SHOWN = 200


class Mismatch(JournalError):
    """A replay that came out otherwise than its journal says. Its text names the place."""


def verify(journal: Journal, game: Game, *, whole: bool, strictly: bool) -> None:
    """Mismatch at the first line that is not that of the replay.

    `whole`: the game was replayed as far as the journal goes. `strictly`: what a program leaves that was killed while
    it wrote the result is a difference too, and so is the wording of an event, where this version wrote the journal.
    """
    shown = printable(str(journal.path))
    wording = strictly and journal.header.software.get("crisis_sim") == crisis_sim.__version__
    events = [event_line(event) for event in game.events]
    _compare(shown, "event", journal.events, events, wording)
    _compare(shown, "turn", journal.turns, [turn_line(turn) for turn in game.turns], wording)
    if not whole:
        return
    for what, noted, replayed in (("event", journal.events, len(events)), ("turn", journal.turns, len(game.turns))):
        if len(noted) > replayed:
            raise Mismatch(f"{shown}: line {noted[replayed].number}: the replay comes to no such {what}")
    _verify_places(shown, journal, game)
    _verify_end(shown, journal, game, strictly)


def _compare(shown: str, what: str, noted: Sequence[Noted], replayed: Sequence[dict[str, Any]], wording: bool) -> None:
    for number, (theirs, ours) in enumerate(zip(noted, replayed, strict=False)):
        # How an event is told may change from version to version; what happened may not.
        left_out = () if wording else ("text",)
        key = _difference(theirs.line, ours, left_out)
        if key is None:
            continue
        place = f"{shown}: line {theirs.number}: {what} {number}, minute {ours['minute']}"
        if key == "text":
            raise Mismatch(
                f"{place}: it differs in wording: {_told(ours, key)} in the replay, and {_told(theirs.line, key)} in "
                "the journal"
            )
        raise Mismatch(
            f"{place}: `{printable(key)}` is {_told(ours, key)} in the replay, and {_told(theirs.line, key)} in the "
            "journal"
        )


def _verify_places(shown: str, journal: Journal, game: Game) -> None:
    """Every line stands after the events and turns that went before it, and before all others."""
    by_events = [turn.events for turn in game.turns]
    by_steps = [turn.clock[STEP] for turn in game.turns]
    events, turns, committed = 0, 0, -1
    for number, line in journal.lines:
        place = journal.places.get(number)
        if place is not None:
            before = place.events, bisect_right(by_steps, place.steps)
        elif line["line"] == "turn":
            before = by_events[turns], turns
        elif line["line"] == "event":
            before = events, bisect_right(by_events, events)
        else:
            continue  # the result: how it ends is looked at by itself
        if before != (events, turns):
            raise Mismatch(
                f"{shown}: line {number}: it stands in the wrong place: {events} events and {turns} turns stand above "
                f"it, and in the replay {before[0]} events and {before[1]} turns come before it"
            )
        if place is not None and place.steps <= committed:
            raise Mismatch(f"{shown}: line {number}: it stands in the wrong place: it belongs before the decision")
        events += line["line"] == "event"
        turns += line["line"] == "turn"
        if place is not None and line["line"] == "decision":
            committed = place.steps


def _verify_end(shown: str, journal: Journal, game: Game, strictly: bool) -> None:
    place = f"{shown}: line {journal.lines[-1].number if journal.lines else 1}"
    if journal.result is None:
        if strictly and journal.events and journal.events[-1].line["kind"] == "end":
            raise Mismatch(f"{place}: the game is over there, and the line of its result is missing")
        return
    for what, noted, replayed in (
        ("event", len(journal.events), len(game.events)),
        ("turn", len(journal.turns), len(game.turns)),
    ):
        if replayed > noted:
            raise Mismatch(f"{place}: {what} {noted} is missing before the result: the replay has {replayed}")
    ours = end_line(game.result())
    key = _difference(journal.result, ours)
    if key is not None:
        within = _within(journal.result, ours, key)
        raise Mismatch(f"{place}: the result: `{printable(key)}` {within}")


def _difference(theirs: Mapping[str, Any], ours: Mapping[str, Any], left_out: Sequence[str] = ()) -> str | None:
    """The first field that is not the same, to the last digit of a number."""
    for key in [*ours, *(key for key in theirs if key not in ours)]:
        if key not in left_out and _told_in_full(theirs, key) != _told_in_full(ours, key):
            return key
    return None


def _within(theirs: Mapping[str, Any], ours: Mapping[str, Any], key: str) -> str:
    """What is different in a field of the result, which may hold values by name."""
    one, other = theirs.get(key), ours.get(key)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        name = _difference(one, other)
        if name is not None:
            return f"of {printable(name)} is {_told(other, name)} in the replay, and {_told(one, name)} in the journal"
    return f"is {_told(ours, key)} in the replay, and {_told(theirs, key)} in the journal"


def _told(line: Mapping[str, Any], key: str) -> str:
    told = _told_in_full(line, key)
    return told if len(told) <= MOST_SHOWN else f"{told[:MOST_SHOWN]}…"


def _told_in_full(line: Mapping[str, Any], key: str) -> str:
    """A field as JSON: numbers in full, so that 1, 1.0 and true are three things."""
    return json.dumps(line[key], sort_keys=True) if key in line else "missing"
