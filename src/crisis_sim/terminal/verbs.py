"""The words to play with: what each does, and how what was typed is understood."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from crisis_sim.terminal import looking, ordering, wire
from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.started import command
from crisis_sim.terms.records import WrongUse


class Verb(NamedTuple):
    """A word, what may follow it, what it does in a few words, and what does it."""

    word: str
    follows: str
    what: str
    do: Callable[[Play, str], Iterable[Line]]


ORDER, COMMIT, LOOK = "order", "commit", "?"
"""What is done without its word: numbers, an empty line, a question mark."""


def obey(play: Play, typed: str) -> Iterator[Line]:
    """What comes of a line: an empty one commits, numbers and names of actions are orders, all else begins a verb.

    A tutor has the last word. WrongUse, if it means nothing.
    """
    did, lines = done(play, typed)
    yield from lines
    if play.tutor is not None:
        yield from play.tutor.follow(play.game, did)


def done(play: Play, typed: str) -> tuple[str, list[Line]]:
    """Does what a line says; the verb that it was, and what it answers. WrongUse, if it means nothing."""
    word, _, rest = typed.strip().partition(" ")
    did, lines = _understood(play, word, typed, rest.strip())
    return did, list(lines)


def _understood(play: Play, word: str, typed: str, rest: str) -> tuple[str, Iterable[Line]]:
    """The verb that it is, and its lines."""
    if not word:
        return COMMIT, ordering.commit(play)
    if word == "?":
        return LOOK, looking.everything(play, rest)
    if word.replace(",", "").isdecimal():
        return ORDER, ordering.order(play, typed)
    verb = _verb(word)
    if verb is not None:
        return verb.word, verb.do(play, rest)
    try:
        options = ordering.options_of(play, typed)
    except WrongUse as error:
        raise WrongUse(f"{error}; `help` lists the words you can use, `?` the orders") from None
    return ORDER, ordering.drafted(play, options)


def _verb(word: str) -> Verb | None:
    """The verb that is meant; None, if no verb begins so."""
    asked = KEYS.get(word.lower(), word.lower())
    found = [verb for verb in VERBS if verb.word == asked] or [verb for verb in VERBS if verb.word.startswith(asked)]
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongUse(f"'{asked}' can be {' or '.join(verb.word for verb in found)}")
    return None


def _save(play: Play, rest: str) -> Iterable[Line]:
    return saved(play)


def _quit(play: Play, rest: str) -> Iterable[Line]:
    play.left = True
    return saved(play)


def saved(play: Play) -> Iterator[Line]:
    """Where the game is, and how to go on with it."""
    play.forget()
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
    yield Line("One letter does for these: " + ", ".join(f"{key} {word}" for key, word in KEYS.items()) + ".")
    yield Line()
    yield Line("What the log can be asked for:", style="bold")
    for word, what in wire.MEANING.items():
        yield Line(what, f"  {word:{WIDTH}}", "", "bold")
    yield Line()
    yield Line("What stands behind an order:", style="bold")
    for word, what in LEGEND:
        yield Line(what, f"  {word:{WIDTH}}", "", "bold")


KEYS = {"a": "advisers", "p": "preview", "w": "why"}
"""Letters that stand for a word although others begin with them too."""

VERBS = (
    Verb("abort", "", "empties the draft", ordering.abort),
    Verb("accept", "[NAME]", "accepts what is proposed", ordering.accept),
    Verb("advisers", "", "what people of opposed minds would do in your place, and why", looking.advisers),
    Verb("brief", "", "who you are and what you want", looking.brief),
    Verb("cancel", "[N]", "takes an order back, while that is possible; alone: which can be", ordering.cancel),
    Verb("commit", "", "the same as Enter alone", ordering.commit),
    Verb("draft", "", "the orders that are not given yet", ordering.draft),
    Verb(
        "explain",
        "NAME",
        "the rules of an action, a gauge or a parameter; the beginning of its title is enough",
        looking.explain,
    ),
    Verb("forces", "", "where they are, and when they will be there", ordering.forces),
    Verb("go", "", "commits, and goes on until you see something happen", ordering.go),
    Verb("help", "", "these words", _help),
    Verb("inbox", "", "proposals, promises with a deadline, messages", ordering.inbox_lines),
    Verb("log", "[N|all|WORD]", "what you saw happen; `log violence`: see below", looking.log),
    Verb("order", "N|NAME", "the same as the number alone", ordering.order),
    Verb("paper", "[DAY]", "the front page of the last day, or of another", looking.paper),
    Verb("pause", "[KINDS]", "what stops the clock: you choose", ordering.pause),
    Verb("preview", "", "the odds of the draft, as far as you know", ordering.preview),
    Verb("propose", "[NAME]", "proposes an agreement", ordering.propose),
    Verb("quit", "", "stops; everything is saved", _quit),
    Verb("reject", "[NAME]", "rejects what is proposed", ordering.reject),
    Verb("save", "", "where the game is saved, which it is at every step", _save),
    Verb("say", "SEAT WORDS", "a message to another seat, or to `all`", ordering.say),
    Verb("speed", "[WORD]", "how far Enter goes: a turn, a day, to the next event", ordering.speed),
    Verb("status", "[all|GROUP]", "how things stand: what changed, everything, or one group", looking.status),
    Verb("suggest", "", "what is worth a look, and what speaks for it", looking.suggestions),
    Verb("undo", "", "takes the last order out of the draft", ordering.undo),
    Verb("until", "TIME", "commits, and goes on until a time, as in `until +24`", ordering.until),
    Verb("why", "[N|WORDS]", "what a line of the log goes back to; alone: the last", looking.why),
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
