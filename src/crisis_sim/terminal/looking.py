"""The words by which a player looks: at the page, the log, the papers, the rules, and what advisers think."""

import contextlib
from collections.abc import Iterable, Iterator

from crisis_sim.compiler.explain import explain as explained
from crisis_sim.journal import resolve
from crisis_sim.scenario.errors import one_of, quoted
from crisis_sim.terminal import advisers as table
from crisis_sim.terminal import board, choices, newspaper, story, suggest, wire
from crisis_sim.terminal.lines import Line, indented, paragraphs, per_cent
from crisis_sim.terminal.ordering import option_of
from crisis_sim.terminal.play import Play
from crisis_sim.terms.records import WrongUse

MOST_GUESSES = 6
MOST_LOG = 20
"""Lines of the log that are shown unless more are asked for."""


def everything(play: Play, rest: str) -> Iterable[Line]:
    return explain(play, rest) if rest else choices.everything(play.seen())


def explain(play: Play, rest: str) -> Iterator[Line]:
    if not rest:
        raise WrongUse("explain what? Give the number of an order, or the name of an action, gauge or parameter")
    name = option_of(play, rest).action if rest.isdecimal() else _meant(play, rest)
    yield from map(indented, explained(play.game.compiled, name))


def _meant(play: Play, asked: str) -> str:
    """The name of what is meant by it, or by the beginning of its name or title. WrongUse, if that can be several."""
    compiled = play.game.compiled
    scenario, names = compiled.scenario, compiled.names
    titles = {option.action: option.name for option in play.game.legal(play.seat)}
    with contextlib.suppress(WrongUse):
        return resolve(asked, list(titles))
    theirs = dict(zip(names.happenings, (told.name for told in compiled.told), strict=False))
    named = {name: theirs[name] for name in names.happenings[: names.named]}
    more = {name: part.what for part_of in (scenario.gauges, scenario.parameters) for name, part in part_of.items()}
    if asked in named or asked in more:
        return asked
    for kind in (titles, named, more):  # one's own orders before those of others, things before numbers
        found = [name for name, title in kind.items() if title.casefold().startswith(asked.casefold())]
        if len(found) == 1:
            return found[0]
        if found:
            raise WrongUse(f"{quoted(asked)} can be {one_of(found[:MOST_GUESSES])}")
    return asked  # nothing, which `explain` says


def suggestions(play: Play, rest: str) -> Iterable[Line]:
    return suggest.reasoned(suggest.suggestions(play.game, play.seat))


def advisers(play: Play, rest: str) -> Iterable[Line]:
    return table.told(table.advisers(play.game, play.seat))


def brief(play: Play, rest: str) -> Iterator[Line]:
    text = play.briefs.get(play.seat)
    if text is not None:
        yield from paragraphs(text)
        return
    scenario = play.game.compiled.scenario
    actor = scenario.actors[play.seat]
    yield Line(f"You are {actor.name}.", style="bold")
    yield from paragraphs(actor.what)
    objectives = scenario.objectives.get(play.seat, {})
    if objectives:
        yield Line()
        yield Line("You want:", style="bold")
    for objective in objectives.values():
        yield Line(f"{objective.what} ({per_cent(objective.weight)} of your score)", "  ")


def status(play: Play, rest: str) -> Iterable[Line]:
    return board.status(play.seen(), play.words, rest)


def paper(play: Play, rest: str) -> Iterator[Line]:
    out = play.papers()
    if not out:
        yield Line("No paper is out yet: the first comes after midnight.")
        return
    found = [one for one in out if rest.casefold() in one.day.casefold()]
    if not found:
        raise WrongUse(f"there is no paper of {quoted(rest)}: {one_of([one.day for one in out])}")
    yield from newspaper.told(found[-1])


def log(play: Play, rest: str) -> Iterable[Line]:
    """The last lines, so many of them, all, those of a filter, or those with certain words."""
    events = play.game.events_for(play.seat)
    if rest and rest != "all" and not rest.isdecimal():
        found = wire.filtered(events, rest, play.game.compiled, play.seat)
        return story.told(found, numbered=True) if found else [Line(f"Nothing that you saw speaks of “{rest}”.")]
    most = len(events) if rest == "all" else int(rest) if rest.isdecimal() else MOST_LOG
    shown = events[len(events) - min(most, len(events)) :]
    return story.told(shown, numbered=True) if shown else [Line("Nothing has happened that you know of.")]


def why(play: Play, rest: str) -> Iterable[Line]:
    events = play.game.events_for(play.seat)
    if not rest and events:
        return story.why(play.game.why(play.seat, events[-1].number), play.words)
    if rest.isdecimal() and int(rest) < len(events):
        return story.why(play.game.why(play.seat, int(rest)), play.words)
    if not rest:
        return [Line("Nothing has happened that you know of.")]
    if rest.isdecimal():
        raise WrongUse("why what? Give the number of a line of the log, or words that stand in it")
    found = [event for event in events if rest.casefold() in event.text.casefold()]
    if not found:
        raise WrongUse(f"nothing that you saw speaks of “{rest}”; `log` shows the lines and their numbers")
    return story.why(play.game.why(play.seat, found[-1].number), play.words)
