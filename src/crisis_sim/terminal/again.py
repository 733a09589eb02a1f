"""Games shown again from their journals, checked, or branched off."""

from collections.abc import Iterator
from pathlib import Path

from crisis_sim import api, engine
from crisis_sim.engine import Game
from crisis_sim.journal import Journal, read
from crisis_sim.journal.saves import saves
from crisis_sim.scenario.errors import did_you_mean, quoted
from crisis_sim.terminal import board, reckoning, story
from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.sitting import mine_of
from crisis_sim.terminal.started import command
from crisis_sim.terms.records import WrongUse

CONTROL = "control"


def find(journal: str) -> Journal:
    """The journal in a file, or that of a saved game. WrongUse, if there is neither."""
    there = Path(journal)
    if there.exists() and not there.is_dir():
        return read(journal)
    found = {save.name: save.path for save in saves()}
    if journal in found:
        return read(found[journal])
    if there.is_dir():
        lists = f"`{command('saves')}` lists them"
        raise WrongUse(f"{journal} is a directory: give the file of a journal, or the name of a saved game; {lists}")
    raise WrongUse(f"there is no journal and no saved game {quoted(journal)}{did_you_mean(journal, found)}")


def until(journal: Journal, at: str | None) -> Game:
    """The game as it stood at a time; without one, as far as it went. WrongUse for a time that it does not have."""
    whole = api.replay(journal, verify=False)
    if at is None:
        return whole
    minute = whole.dates.minute(at)
    if not 0 <= minute <= whole.minute:
        first, last = whole.dates.local(0)[:16], whole.dates.local(whole.minute)[:16]
        raise WrongUse(f"--at {at} is not in that game: it goes from {first} to {last}, or +{whole.minute / 60:.0f}")
    return api.replay(journal, until=minute, verify=False)


def branch_point(game: Game, at: str | None) -> None:
    """WrongUse, if one cannot play on from there."""
    if game.over:
        raise WrongUse("that game is over: say from when on you want to play it anew, as in --at +24"
                       if at is None else f"at --at {at} that game is over: play on from an earlier time")  # fmt: skip


def verified(journal: Journal) -> str:
    """What came out the same. Mismatch names the first place that did not."""
    return engine.verified(journal)


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
        figures = {name: words.figure(name, value) for name, value in gauges.items() if not words.sentence(name, value)}
        width = max(map(len, figures.values()), default=0)
        for name, value in gauges.items():
            if name in figures:
                yield Line(words.gauge(name), f"  {figures[name]:{width}}  ", lead_style="")
            else:
                yield Line(words.sentence(name, value), "  ")
    else:
        seen = game.observe(viewer)
        yield from story.told(seen.events, numbered=True)
        yield from board.status(seen, words)
    yield from reckoning.ending(game, words, [] if viewer == CONTROL else [viewer])
