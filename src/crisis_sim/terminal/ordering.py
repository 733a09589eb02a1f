"""The words by which orders are drafted, taken back, asked about and given."""

from collections.abc import Iterable, Iterator, Sequence

from crisis_sim.journal import resolve
from crisis_sim.scenario.errors import did_you_mean, one_of, quoted
from crisis_sim.terminal import choices, forecast, inbox, situation
from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.play import SPEEDS, Play, Reach
from crisis_sim.terms.records import Option, Refusal, WrongUse

MOST_NAMED = 6
"""Names that are listed where one could mean any of them."""
MEANT = {"turn": "to your next turn", "day": "a day ahead", "event": "to the next thing that you see"}


def order(play: Play, typed: str) -> Iterator[Line]:
    """Drafts one order or several."""
    if not typed.strip():
        raise WrongUse("order what? Give numbers of the list that `?` shows")
    yield from drafted(play, options_of(play, typed))


def drafted(play: Play, options: Iterable[Option]) -> Iterator[Line]:
    """Drafts them, one after the other."""
    for option in options:
        yield from _draft(play, option)


def _draft(play: Play, option: Option) -> Iterator[Line]:
    answer = play.game.submit(play.seat, option.action)
    if isinstance(answer, Refusal):
        yield Line(f"{option.name} cannot be ordered: {answer.reason}.")
    else:
        yield Line(f"In draft: {option.name}. Effort left: {answer.effort_left}.{_grave(option)}")


def _grave(option: Option) -> str:
    return " This is grave: it may not be possible to take it back." if option.grave else ""


def options_of(play: Play, typed: str) -> list[Option]:
    """The actions that several numbers and ids stand for, or the one whose shown name begins so. WrongUse otherwise."""
    words = typed.replace(",", " ").split()
    if len(words) == 1 or all(word.isdecimal() for word in words):
        return [option_of(play, word) for word in words]
    options = play.game.legal(play.seat)
    try:
        return [_numbered(options, word) if word.isdecimal() else _by_id(options, word) for word in words]
    except WrongUse:  # it is a name of several words
        return [_named(options, typed.strip())]


def option_of(play: Play, asked: str) -> Option:
    """The action that a number, or the beginning of an id or shown name, stands for. WrongUse, unless it is one."""
    options = play.game.legal(play.seat)
    if asked.isdecimal():
        return _numbered(options, asked)
    try:
        return _by_id(options, asked)
    except WrongUse:
        if " " not in asked and not _begin_so(options, asked):
            raise  # one word is more likely an id that was mistyped, or could be several ids
        return _named(options, asked)


def _numbered(options: Sequence[Option], word: str) -> Option:
    number = int(word)
    if not 1 <= number <= len(options):
        raise WrongUse(f"there is no order {number}: the numbers go from 1 to {len(options)}")
    return options[number - 1]


def _by_id(options: Sequence[Option], word: str) -> Option:
    action = resolve(word, [option.action for option in options])
    return next(option for option in options if option.action == action)


def _named(options: Sequence[Option], asked: str) -> Option:
    """The one with this name, or whose name alone begins so."""
    found = _begin_so(options, asked)
    exact = [option for option in found if option.name.casefold() == asked.casefold()]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    if found:
        raise WrongUse(f"{quoted(asked)} can be {one_of([f'“{option.name}”' for option in found[:MOST_NAMED]])}")
    guess = did_you_mean(asked, [option.name for option in options])
    raise WrongUse(f"there is no order {quoted(asked)}{guess}: give its number, or the beginning of its name")


def _begin_so(options: Iterable[Option], asked: str) -> list[Option]:
    return [option for option in options if option.name.casefold().startswith(asked.casefold())]


def cancel(play: Play, rest: str) -> Iterator[Line]:
    if not rest:
        yield from _what_can_be_cancelled(play)
        return
    option = option_of(play, rest)
    drafted = option.action in (order.action for order in play.game.draft(play.seat) if not order.cancel)
    answer = play.game.cancel(play.seat, option.action)
    play.doubt()
    if isinstance(answer, Refusal):
        yield Line(f"{option.name} cannot be cancelled: {answer.reason}.")
    elif drafted:
        yield Line(f"Out of the draft: {option.name}. Effort left: {answer.effort_left}.")
    else:
        yield Line(f"In draft: cancel: {option.name}.")


def _what_can_be_cancelled(play: Play) -> Iterator[Line]:
    """Orders that were given and wait, with their numbers."""
    seen = play.seen()
    waiting = {order.action for order in seen.orders if order.can_cancel}
    if not waiting:
        yield Line("No order of yours waits that could be taken back; `undo` takes the last one out of the draft.")
        return
    yield Line("You can take back, with `cancel` and its number or name:", style="bold")
    for number, option in enumerate(seen.options, 1):
        if option.action in waiting:
            yield Line(option.name, f"{number:>4}  ")


def undo(play: Play, rest: str) -> Iterator[Line]:
    undone = play.game.undo(play.seat)
    play.doubt()
    yield Line("Nothing is in draft." if undone is None else f"Undone: {choices.in_words(undone, play.seen())}.")


def abort(play: Play, rest: str) -> Iterator[Line]:
    undone = 0
    while play.game.undo(play.seat) is not None:
        undone += 1
    play.doubt()
    yield Line("The draft is empty now." if undone else "Nothing is in draft.")


def draft(play: Play, rest: str) -> Iterable[Line]:
    return choices.drafted(play.seen())


# Agreements


def propose(play: Play, rest: str) -> Iterator[Line]:
    yield from _draft(play, _about(play, "propose", rest))


def accept(play: Play, rest: str) -> Iterator[Line]:
    yield from _draft(play, _about(play, "accept", rest))


def reject(play: Play, rest: str) -> Iterator[Line]:
    yield from _draft(play, _about(play, "reject", rest))


def _about(play: Play, verb: str, rest: str) -> Option:
    """The order to propose, accept or reject an agreement; without its name, the only one that is legal."""
    begins = f"{play.seat}.{verb}_"
    options = {option.action.removeprefix(begins): option for option in play.game.legal(play.seat)
               if option.action.startswith(begins)}  # fmt: skip
    if not options:
        raise WrongUse(f"there is nothing that you could {verb} in this game")
    if rest:
        agreements = play.game.compiled.scenario.agreements
        titles = [name for name in options if agreements[name].name.casefold().startswith(rest.casefold())]
        return options[titles[0]] if len(titles) == 1 else options[resolve(rest, list(options))]
    legal = [name for name, option in options.items() if option.legal]
    if len(legal) == 1:
        return options[legal[0]]
    if len(options) == 1:
        return next(iter(options.values()))
    raise WrongUse(f"{verb} what? {one_of(legal or list(options))}")


# Going on


def preview(play: Play, rest: str) -> Iterator[Line]:
    """The odds of the draft; what has come out so far, if that takes long."""
    odds = play.preview().wait(play.patience)
    yield from forecast.told(odds, play.game.compiled, play.words)
    if not odds.done:
        yield Line("Still playing; `preview` again shows more, and you need not wait.")


def commit(play: Play, rest: str = "", reach: Reach | None = None) -> Iterator[Line]:
    """Gives the draft, and goes on; what is grave is asked about once."""
    gates = play.open_gates()
    if not gates:
        yield from play.commit(reach)
        return
    play.confirm()
    for gate in gates:
        yield Line(f"{gate.name}: {gate.why}.", "Sure?  ", lead_style="bold")
    yield Line(forecast.in_short(play.preview().wait(play.patience), play.game.compiled), "       ")
    yield Line("Enter again gives it; `undo` or `abort` takes it out of the draft.", "       ")


def go(play: Play, rest: str) -> Iterable[Line]:
    _alone(play, "go")
    return commit(play, "", Reach(inbox.UNTIL_SOMETHING))


def until(play: Play, rest: str) -> Iterable[Line]:
    _alone(play, "until")
    if not rest:
        raise WrongUse(f"until when? A local time, as in {play.game.local_time[:16]}, or hours from now, as in +12")
    ahead = rest.startswith("+")
    minute = play.game.dates.minute(rest) + (play.game.minute if ahead else 0)
    if minute <= play.game.minute:
        raise WrongUse(f"it is {play.game.local_time[:16]} already")
    kinds = play.pausing - {inbox.TURN} if play.pausing != inbox.USUAL else inbox.WHILE_AWAY
    return commit(play, "", Reach(kinds, minute))


def _alone(play: Play, word: str) -> None:
    if len(play.mine) > 1:
        raise WrongUse(f"`{word}` is for one player; with several, each decides in turn")


def speed(play: Play, rest: str) -> Iterator[Line]:
    if rest:
        _alone(play, "speed")
        play.speed = _meant(rest, "speed", SPEEDS)
    yield Line(f"Enter goes {MEANT[play.speed]}. You can say `speed` and one of {', '.join(SPEEDS)}.")


def _meant(typed: str, what: str, known: Sequence[str]) -> str:
    """The one of these words that is meant by it or by its beginning. `what`: what they are."""
    found = [word for word in known if word.startswith(typed)]
    if typed in known or len(found) == 1:
        return typed if typed in known else found[0]
    raise WrongUse(f"there is no {what} {quoted(typed)}: say {one_of(found or known)}")


def pause(play: Play, rest: str) -> Iterator[Line]:
    """Shows or chooses what stops the clock."""
    if rest == "usual":
        play.pausing = inbox.USUAL
    elif rest == "nothing":
        play.pausing = frozenset()
    elif rest:
        words = rest.replace(",", " ").split()
        play.pausing = frozenset(_meant(word, "kind of thing", tuple(inbox.PAUSES)) for word in words)
    yield Line("What stops the clock:", style="bold")
    for kind, what in inbox.PAUSES.items():
        yield Line(what, f"  {'yes' if kind in play.pausing else 'no ':4} {kind:9} ", lead_style="")
    yield Line("`pause` and some of these words chooses, `pause usual` and `pause nothing` too.")


# Talking


def say(play: Play, rest: str) -> Iterator[Line]:
    to, _, text = rest.partition(" ")
    game = play.game
    others = [seat for seat in game.compiled.names.seats if seat != play.seat]
    if not text.strip():
        raise WrongUse(f"say to whom, and what? `say {others[0]} We should talk.`, or `say all ...`" if others
                       else "there is nobody else at this table to say anything to")  # fmt: skip
    told = others if to == "all" else to.split(",")
    game.message(play.seat, told, text)
    yield Line("Said.")
    bots = [play.words.actor(seat) for seat in told if game.seats.get(seat) != "human"]
    if bots:
        yield Line(f"{' and '.join(bots)}: played by the program, which notes your words and answers proposals alone.")


def inbox_lines(play: Play, rest: str) -> Iterable[Line]:
    seen = play.seen()
    return inbox.told(inbox.inbox(seen, play.words), seen)


def forces(play: Play, rest: str) -> Iterable[Line]:
    return situation.forces(play.seen(), play.words)
