"""Journals opened again: watched up to a time, checked, or gone on with."""

import json
from collections.abc import Mapping
from typing import Any

from crisis_sim.compiler import compile_scenario
from crisis_sim.engine.game import Game
from crisis_sim.engine.keeping import Origin, event_line, turn_line
from crisis_sim.engine.replaying import Replay, seated_again
from crisis_sim.engine.seats import seat_all
from crisis_sim.journal import Journal, JournalError, Writer
from crisis_sim.journal.reading import Noted
from crisis_sim.scenario.errors import ScenarioError, printable
from crisis_sim.scenario.loading import load_texts
from crisis_sim.terms.codes import EXTERNAL
from crisis_sim.terms.records import Agent


class Mismatch(JournalError):
    """A replay that came out otherwise than its journal says. Its text names the place."""


def replay(journal: Journal, *, until: int | None = None, verify: bool = True) -> Game:
    """The game of a journal, up to the decisions of minute `until`, or as far as it goes. The file is left alone.

    Mismatch, if an event or a digest of the replay is not that of the journal; JournalError, if it cannot be replayed.
    """
    game = _game(journal, until)
    if verify:
        _verify(journal, game, until is None)
    return game


def resume(journal: Journal, seats: Mapping[str, Agent] | None = None) -> Game:
    """The game of a journal, to be gone on with in the same file, with the drafts that were not committed.

    `seats`: the Python agents among its players, again; otherwise people take their place.
    """
    game = _game(journal, None, seats)
    _verify(journal, game, True)
    if journal.result is not None:
        return game
    game.keep_in(Writer.resume(journal.path, journal.length), len(journal.events), len(journal.turns))
    for seat, (steps, orders) in journal.drafts.items():
        if seat in game.waiting and steps == game.steps:
            for order in orders:
                game.submit(seat, order)
    return game


def _game(journal: Journal, until: int | None, seats: Mapping[str, Agent] | None = None) -> Game:
    journal.check_that_it_can_be_replayed()
    header, shown = journal.header, printable(str(journal.path))
    try:
        loaded = load_texts(header.texts)
        compiled = compile_scenario(loaded, header.settings)
    except ScenarioError as error:
        first = str(error).splitlines()[0]
        raise JournalError(f"{shown}: line 1: the scenario in it cannot be used: {first}") from None
    if compiled.hash != header.scenario_hash:
        raise JournalError(f"{shown}: line 1: the scenario in it was changed: its hash is {compiled.hash}")
    if list(header.agents) != list(compiled.names.seats):
        raise JournalError(f"{shown}: line 1: its agents are not those of the seats {', '.join(compiled.names.seats)}")
    begun = [seated_again(compiled.names, agent) for agent in header.agents.values()]
    course = Replay(compiled, header.seed, header.run, begun, journal.inputs, shown)
    course.to(until)
    if until is None:
        _go_as_far(journal, course)
    if seats:
        playing = seat_all(compiled.names, dict(seats))
        course.seated = [
            playing[row] if seat in seats else course.seated[row] for row, seat in enumerate(compiled.names.seats)
        ]
    origin = Origin(header.scenario, header.texts, header.command)
    return Game.at(course, origin, journal.inputs[: course.done], begun)


def _go_as_far(journal: Journal, replayed: Replay) -> None:
    """Beyond the last input, to the next decision; where nobody is asked, as far as the journal tells."""
    course = replayed.course
    ended = journal.result is not None
    people = any(one.code == EXTERNAL for one in replayed.seated)
    while not course.over and not course.asks():
        behind = course.events < len(journal.events) or len(course.turns) < len(journal.turns)
        if not (people or behind or ended):
            return
        course.step()


def _verify(journal: Journal, game: Game, whole: bool) -> None:
    shown = printable(str(journal.path))
    events = [event_line(event) for event in game.events]
    _compare(shown, "event", journal.events, events, whole)
    _compare(shown, "turn", journal.turns, [turn_line(turn) for turn in game.turns], whole)
    if whole and journal.result is not None and journal.result.get("digest") != game.digest:
        raise Mismatch(
            f"{shown}: the last line: the digest is {journal.result.get('digest')}, in the replay {game.digest}"
        )


def _compare(shown: str, what: str, noted: list[Noted], replayed: list[dict[str, Any]], whole: bool) -> None:
    for number, (theirs, ours) in enumerate(zip(noted, replayed, strict=False)):
        line = json.loads(json.dumps(ours))
        for key in line.keys() | theirs.line.keys():
            # How an event is told may change from version to version; what happened may not.
            if key != "text" and theirs.line.get(key) != line.get(key):
                found, wanted = json.dumps(line.get(key)), json.dumps(theirs.line.get(key))
                minute = f"minute {ours['minute']}"
                raise Mismatch(
                    f"{shown}: line {theirs.number}: {what} {number}, {minute}: `{key}` is {found} in the "
                    f"replay, and {wanted} in the journal"
                )
    if whole and len(noted) > len(replayed):
        raise Mismatch(f"{shown}: line {noted[len(replayed)].number}: the replay comes to no such {what}")
