"""Journals opened again: watched up to a time, checked, or gone on with."""

from collections.abc import Mapping

from crisis_sim.compiler import compile_scenario
from crisis_sim.engine.game import Game
from crisis_sim.engine.keeping import Origin
from crisis_sim.engine.replaying import Replay, seated_again
from crisis_sim.engine.seats import ANSWER_SECONDS, seat_all
from crisis_sim.engine.verifying import verify as verify_against
from crisis_sim.journal import Journal, JournalError, Writer
from crisis_sim.scenario.errors import ScenarioError, printable
from crisis_sim.scenario.loading import load_texts
from crisis_sim.terms.codes import EXTERNAL
from crisis_sim.terms.records import Agent


def replay(journal: Journal, *, until: int | None = None, verify: bool = True) -> Game:
    """The game of a journal, up to the decisions of minute `until`, or as far as it goes. The file is left alone.

    Mismatch, if a line of the journal is not what comes out, or not in its place; JournalError, if it cannot be
    replayed.
    """
    game = _game(journal, until)
    if verify:
        verify_against(journal, game, whole=until is None, strictly=True)
    return game


def verified(journal: Journal) -> str:
    """What came out the same, in one sentence; and that the game is not finished, where it is not. Raises as `replay`
    does."""
    game = replay(journal)
    if journal.result is not None:
        return f"The same game comes out: {len(game.events)} events, {len(game.turns)} turns, digest {game.digest}."
    told = f"The same game comes out as far as it goes: {len(journal.events)} events, not finished."
    return f"{told} {journal.notice}." if journal.notice else told


def resume(journal: Journal, seats: Mapping[str, Agent] | None = None) -> Game:
    """The game of a journal, to be gone on with in the same file, with the drafts that were not committed.

    `seats`: the Python agents among its players, again; otherwise people take their place.
    """
    game = _game(journal, None, seats)
    verify_against(journal, game, whole=True, strictly=False)
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
            # The result calls an agent as the journal did when it began: it is the same agent again.
            playing[row]._replace(name=course.seated[row].name) if seat in seats else course.seated[row]
            for row, seat in enumerate(compiled.names.seats)
        ]
    origin = Origin(header.scenario, header.texts, header.command)
    return Game.at(course, origin, journal.inputs[: course.done], begun, timeout=ANSWER_SECONDS)


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
