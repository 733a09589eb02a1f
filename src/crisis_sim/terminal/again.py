"""Games shown again from their journals, checked, or branched off."""

from collections.abc import Iterator
from pathlib import Path

from crisis_sim import api
from crisis_sim.engine import Game
from crisis_sim.journal import Journal, read
from crisis_sim.journal.saves import saves
from crisis_sim.scenario.errors import did_you_mean, quoted
from crisis_sim.terminal import situation, story
from crisis_sim.terminal.lines import Line, number
from crisis_sim.terminal.sitting import mine_of
from crisis_sim.terms.records import WrongUse

CONTROL = "control"


def find(journal: str) -> Journal:
    """The journal in a file, or that of a saved game. WrongUse, if there is neither."""
    if Path(journal).exists():
        return read(journal)
    found = {save.name: save.path for save in saves()}
    if journal not in found:
        raise WrongUse(f"there is no journal and no saved game {quoted(journal)}{did_you_mean(journal, found)}")
    return read(found[journal])


def verified(journal: Journal) -> str:
    """What came out the same. Mismatch names the first place that did not."""
    game = api.replay(journal, verify=True)
    return f"The same game comes out: {len(game.events)} events, {len(game.turns)} turns, digest {game.digest}."


def viewer_of(journal: Journal, game: Game, asked: str | None) -> str:
    """Whose view to show: a seat or control. By itself, a game in progress is shown as its player sees it."""
    people = mine_of(game)
    if asked is None:
        return people[0] if people and journal.result is None else CONTROL
    seats = [*game.seats, CONTROL]
    if asked not in seats:
        raise WrongUse(f"there is no seat {quoted(asked)}{did_you_mean(asked, seats)}: --as takes {', '.join(seats)}")
    return asked


def story_of(game: Game, viewer: str) -> Iterator[Line]:
    """What the viewer saw, and how things stand for it."""
    words = story.words_of(game)
    yield from story.beginning(game, words)
    yield Line(f"As {'control' if viewer == CONTROL else words.actor(viewer)} saw it.")
    if viewer == CONTROL:
        yield from story.told([event for event in game.events if event.kind != "pin"], numbered=True)
        yield Line()
        gauges = game.result()["gauges"]
        width = max(len(number(value)) for value in gauges.values())
        for name, value in gauges.items():
            yield Line(words.gauge(name), f"  {number(value):{width}}  ", lead_style="")
    else:
        seen = game.observe(viewer)
        yield from story.told(seen.events, numbered=True)
        yield from situation.status(seen, words)
    yield from story.ending(game, words)
