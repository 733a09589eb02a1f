"""The words to play with: what each does, and how what was typed is understood."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from crisis_sim.compiler.explain import explain
from crisis_sim.journal import resolve
from crisis_sim.scenario.errors import one_of, quoted
from crisis_sim.terminal import choices, situation, story
from crisis_sim.terminal.lines import Line, indented, paragraphs, per_cent
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.started import command
from crisis_sim.terms.records import Option, Refusal, WrongUse

MOST_GUESSES = 6
MOST_LOG = 20
"""Lines of the log that are shown unless more are asked for."""


class Verb(NamedTuple):
    """A word, what may follow it, what it does in a few words, and what does it."""

    word: str
    follows: str
    what: str
    do: Callable[[Play, str], Iterable[Line]]


def obey(play: Play, typed: str) -> Iterable[Line]:
    """What comes of a line: an empty one commits, numbers and names of actions are orders, all else begins a verb.

    WrongUse, if it means nothing.
    """
    word, _, rest = typed.strip().partition(" ")
    if not word:
        return play.commit()
    if word == "?":
        return _choices(play, rest.strip())
    if word.replace(",", "").isdecimal():
        return _order(play, typed)
    verb = _verb(word, [option.action for option in play.game.legal(play.seat)])
    return _order(play, typed) if verb is None else verb.do(play, rest.strip())


def _verb(word: str, actions: list[str]) -> Verb | None:
    """The verb that is meant; None for an action."""
    asked = word.lower()
    found = [verb for verb in VERBS if verb.word == asked] or [verb for verb in VERBS if verb.word.startswith(asked)]
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongUse(f"'{asked}' can be {' or '.join(verb.word for verb in found)}")
    try:
        resolve(word, actions)
    except WrongUse as error:
        raise WrongUse(f"{error}; `help` lists the words you can use, `?` the orders") from None
    return None


# Orders


def _order(play: Play, typed: str) -> Iterator[Line]:
    """Drafts one order or several."""
    if not typed.strip():
        raise WrongUse("order what? Give numbers of the list that `?` shows")
    for word in typed.replace(",", " ").split():
        option = _option(play, word)
        answer = play.game.submit(play.seat, option.action)
        if isinstance(answer, Refusal):
            yield Line(f"{option.name} cannot be ordered: {answer.reason}.")
        else:
            yield Line(f"In draft: {option.name}. Effort left: {answer.effort_left}.{_grave(option)}")


def _grave(option: Option) -> str:
    return " This is grave: it may not be possible to take it back." if option.grave else ""


def _option(play: Play, word: str) -> Option:
    """The action that a number or the beginning of a name stands for. WrongUse, if there is none."""
    options = play.game.legal(play.seat)
    if word.isdecimal():
        number = int(word)
        if not 1 <= number <= len(options):
            raise WrongUse(f"there is no order {number}: the numbers go from 1 to {len(options)}")
        return options[number - 1]
    action = resolve(word, [option.action for option in options])
    return next(option for option in options if option.action == action)


def _cancel(play: Play, rest: str) -> Iterator[Line]:
    if not rest:
        raise WrongUse("cancel what? Give the number or name of an order; `status` shows those that wait")
    option = _option(play, rest)
    drafted = option.action in (order.action for order in play.game.draft(play.seat) if not order.cancel)
    answer = play.game.cancel(play.seat, option.action)
    if isinstance(answer, Refusal):
        yield Line(f"{option.name} cannot be cancelled: {answer.reason}.")
    elif drafted:
        yield Line(f"Out of the draft: {option.name}. Effort left: {answer.effort_left}.")
    else:
        yield Line(f"In draft: cancel: {option.name}.")


def _commit(play: Play, rest: str) -> Iterable[Line]:
    return play.commit()


def _go(play: Play, rest: str) -> Iterable[Line]:
    if len(play.mine) > 1:
        raise WrongUse("`go` is for one player; with several, each decides in turn")
    return play.commit("event")


def _undo(play: Play, rest: str) -> Iterator[Line]:
    order = play.game.undo(play.seat)
    yield Line("Nothing is in draft." if order is None else f"Undone: {choices.in_words(order, play.seen())}.")


def _abort(play: Play, rest: str) -> Iterator[Line]:
    undone = 0
    while play.game.undo(play.seat) is not None:
        undone += 1
    yield Line("The draft is empty now." if undone else "Nothing is in draft.")


def _draft(play: Play, rest: str) -> Iterable[Line]:
    return choices.drafted(play.seen())


# Looking


def _choices(play: Play, rest: str) -> Iterable[Line]:
    return _explain(play, rest) if rest else choices.everything(play.seen())


def _explain(play: Play, rest: str) -> Iterator[Line]:
    if not rest:
        raise WrongUse("explain what? Give the number of an order, or the name of an action, gauge or parameter")
    name = _option(play, rest).action if rest.isdecimal() else _meant(play, rest)
    yield from map(indented, explain(play.game.compiled, name))


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


def _brief(play: Play, rest: str) -> Iterator[Line]:
    brief = play.briefs.get(play.seat)
    if brief is not None:
        yield from paragraphs(brief)
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


def _status(play: Play, rest: str) -> Iterable[Line]:
    return situation.status(play.seen(), play.words, rest)


def _forces(play: Play, rest: str) -> Iterable[Line]:
    return situation.forces(play.seen(), play.words)


def _log(play: Play, rest: str) -> Iterable[Line]:
    events = play.game.events_for(play.seat)
    most = len(events) if rest == "all" else int(rest) if rest.isdecimal() else MOST_LOG
    if rest and rest != "all" and not rest.isdecimal():
        found = [event for event in events if rest.casefold() in event.text.casefold()]
        return story.told(found, numbered=True) if found else [Line(f"Nothing that you saw speaks of “{rest}”.")]
    shown = events[len(events) - min(most, len(events)) :]
    return story.told(shown, numbered=True) if shown else [Line("Nothing has happened that you know of.")]


def _why(play: Play, rest: str) -> Iterable[Line]:
    events = play.game.events_for(play.seat)
    if rest.isdecimal() and int(rest) < len(events):
        return story.why(events[int(rest)], events, play.words)
    if rest.isdecimal() or not rest:
        raise WrongUse("why what? Give the number of a line of the log, or words that stand in it")
    found = [event for event in events if rest.casefold() in event.text.casefold()]
    if not found:
        raise WrongUse(f"nothing that you saw speaks of “{rest}”; `log` shows the lines and their numbers")
    return story.why(found[-1], events, play.words)


def _say(play: Play, rest: str) -> Iterator[Line]:
    to, _, text = rest.partition(" ")
    others = [seat for seat in play.game.compiled.names.seats if seat != play.seat]
    if not text.strip():
        raise WrongUse(f"say to whom, and what? `say {others[0]} We should talk.`, or `say all ...`")
    play.game.message(play.seat, others if to == "all" else to.split(","), text)
    yield Line("Said.")


# Leaving


def _save(play: Play, rest: str) -> Iterable[Line]:
    return saved(play)


def _quit(play: Play, rest: str) -> Iterable[Line]:
    play.left = True
    return saved(play)


def saved(play: Play) -> Iterator[Line]:
    """Where the game is, and how to go on with it."""
    path = play.game.path
    if play.game.trouble:
        yield Line(f"{play.game.trouble}.")
    if path is not None:
        yield Line("Everything up to here is saved. To go on:")
        yield Line(command("play", "--resume", path.stem), "  ")


def _help(play: Play, rest: str) -> Iterator[Line]:
    yield Line("The beginning of a word is enough. Nothing that is asked here takes time in the game.")
    yield Line("gives the orders in draft, and goes on; without a draft: hold", f"  {'Enter':{WIDTH}}", "", "bold")
    yield Line("drafts the orders of these numbers, or names", f"  {'3 5':{WIDTH}}", "", "bold")
    yield Line("what you can order, and why not the rest; `? 3`: what 3 means", f"  {'?':{WIDTH}}", "", "bold")
    for verb in VERBS:
        yield Line(verb.what, f"  {f'{verb.word} {verb.follows}':{WIDTH}}", "", "bold")
    yield Line()
    yield Line("What stands behind an order:", style="bold")
    for word, what in LEGEND:
        yield Line(what, f"  {word:{WIDTH}}", "", "bold")


VERBS = (
    Verb("abort", "", "empties the draft", _abort),
    Verb("brief", "", "who you are and what you want", _brief),
    Verb("cancel", "N", "takes an order back, while that is possible", _cancel),
    Verb("commit", "", "the same as Enter alone", _commit),
    Verb("draft", "", "the orders that are not given yet", _draft),
    Verb(
        "explain",
        "NAME",
        "the rules of an action, a gauge or a parameter; the beginning of its title is enough",
        _explain,
    ),
    Verb("forces", "", "where they are", _forces),
    Verb("go", "", "commits, and goes on until you see something happen", _go),
    Verb("help", "", "these words", _help),
    Verb("log", "[N|all|WORDS]", "what you saw happen", _log),
    Verb("order", "N", "the same as the number alone", _order),
    Verb("quit", "", "stops; everything is saved", _quit),
    Verb("save", "", "where the game is saved, which it is at every step", _save),
    Verb("say", "SEAT WORDS", "a message to another seat, or to `all`", _say),
    Verb("status", "[all|GROUP]", "how things stand: what changed, everything, or one group", _status),
    Verb("undo", "", "takes the last order out of the draft", _undo),
    Verb("why", "N|WORDS", "what a line of the log goes back to", _why),
)
LEGEND = (
    ("effort 1", "what it takes of what you can do between two turns"),
    ("takes 3 + 12 h", "hours until it is approved, and then until it is ready; each may be a span"),
    ("2 left", "so often it can still be ordered"),
    ("grave", "it may not be possible to take back what comes of it"),
    ("private", "seen by you and by whom it is meant for"),
    ("covert", "seen by nobody else, unless it leaks"),
    ("deniable", "seen by all, but not whose doing it is"),
    ("about", "you see it with an error; `give or take` says, where you know, how large it mostly is"),
)
WIDTH = 2 + max(len(f"{verb.word} {verb.follows}") for verb in VERBS)
