"""What the view-model says, as rows of the screen's sheets."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from crisis_sim.engine import Game
from crisis_sim.terminal import board, choices, situation
from crisis_sim.terminal.again import CONTROL
from crisis_sim.terminal.lines import clock
from crisis_sim.terminal.play import DAY, NEWS, TURN
from crisis_sim.terminal.screen import rows
from crisis_sim.terminal.screen.sheet import Row, heading
from crisis_sim.terminal.situation import Words
from crisis_sim.terminal.suggest import Suggestion
from crisis_sim.terms.records import Observation

WAYS = {"up": "▲", "down": "▼", "": " "}


def standing(seen: Observation, words: Words, *, everything: bool = False) -> Iterator[Row]:
    """How things stand: what has changed, with what moved it last; or `everything`."""
    first = True
    for section in board.board(seen, words):
        shown = [row for row in section.rows if everything or row.changed or not section.gauge]
        if not shown:
            continue
        if not first:
            yield Row()
        first = False
        yield heading(section.title)
        for before, row in zip((None, *shown), shown, strict=False):
            yield _thing(row, told=before is not None and before.cause == row.cause)


def _thing(row: board.Row, *, told: bool) -> Row:
    value = row.value.replace(", give or take ", " ± ")
    trend = f"{WAYS[row.trend]} {row.change}".strip()
    cause = (
        f"{clock(datetime.fromisoformat(row.cause.local_time))} {row.cause.text}"
        if row.cause is not None and not told
        else ""
    )
    tail = f"{value}  {trend}".strip() if value else ""
    return Row(
        begun(row.what),
        tail=tail,
        tail_style="bold" if row.trend else "",
        below=row.more or cause,
        short=not row.more,
        key=row.cause.number if row.cause is not None else None,
    )


def begun(text: str) -> str:
    """As a line begins: without the article that a sentence needs, and with a capital."""
    text = text.removeprefix("the ")
    return text[:1].upper() + text[1:]


def strip(seen: Observation) -> str:
    """What moved most, in one short line."""
    return "   ".join(line.text.replace("the number of ", "") for line in situation.movers(seen))


def orders(seen: Observation, suggested: Sequence[Suggestion]) -> Iterator[Row]:
    """The suggested orders, numbered from 1, and where the others are."""
    now = {option.action: option for option in seen.options}
    for number, one in enumerate(suggested, 1):
        option = now[one.option.action]
        yield rows.order(option, number, rows.is_drafted(option, seen))
    more = len(seen.options) - len(suggested)
    if more:
        yield Row(f"{more} more, and why some cannot be given now", "  o  ", "dim", "bold", key="")


def hint(action: object, seen: Observation, suggested: Sequence[Suggestion]) -> list[Row]:
    """What an order is, and what speaks for it."""
    option = next((one for one in seen.options if one.action == action), None)
    if option is None:
        return []
    because = next((one.because for one in suggested if one.option.action == action), "")
    return [Row(option.what, style="dim"), *([Row(because, "For it: ", "dim")] if because else [])]


def draft(seen: Observation, speed: str) -> Iterator[Row]:
    """What is in draft, and how far the space bar goes."""
    for order in seen.draft:
        yield Row(choices.in_words(order, seen), "    ✓  ", "bold", "bold", key=order)
    what = "Hold" if not seen.draft else "Give it" if len(seen.draft) == 1 else "Give them"
    how_far = {TURN: f"to {situation.when(seen, seen.next_turn)}", DAY: "for a day", NEWS: "until you see something"}
    yield Row(f"{what} and go on {how_far[speed]}", "Space  ", "", "bold", tail="+ speed", key="")


def in_truth(game: Game, words: Words) -> Iterator[Row]:
    """How things stand in truth: for control, and for all when the game is over."""
    gauges, groups = game.compiled.scenario.gauges, _groups(game)
    values = game.result()["gauges"]
    for title, names in groups.items():
        yield heading(title)
        for name in names:
            sentence = words.sentence(name, values[name])
            yield Row(begun(sentence or gauges[name].what), tail="" if sentence else words.figure(name, values[name]))
        yield Row()


def _groups(game: Game) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, gauge in game.compiled.scenario.gauges.items():
        if gauge.group:
            found.setdefault(gauge.group, []).append(name)
    return found or {board.SITUATION: list(game.compiled.scenario.gauges)}


def seen_of(game: Game, viewer: str, words: Words) -> Iterable[Row]:
    """How things stand, for a seat or for control."""
    return in_truth(game, words) if viewer == CONTROL else standing(game.observe(viewer), words, everything=True)
