"""What came of it, when a game is over: what each seat reached of what it wanted, the dead, and what was true."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from crisis_sim.engine import Game
from crisis_sim.scenario.constructs import Gauge
from crisis_sim.terminal.ending import SeatEnd, ending_of
from crisis_sim.terminal.lines import Line, local_time, number, per_cent
from crisis_sim.terminal.situation import Words

PERSONS = "persons"


def ending(
    game: Game, words: Words, mine: Sequence[str] = (), turned: Sequence[Line] = (), *, swings: bool = True
) -> Iterator[Line]:
    """The reckoning. `mine`: the seats that are told how they did; without any, all are. `turned`: what it turned on,
    by a debrief; `swings`: where the score of each of them moved most.

    Nothing of a game that goes on. The outcome is the last line of its story, and is not told again.
    """
    if not game.over:
        return
    scores = game.scores()
    if mine:
        for end in ending_of(game, mine).seats:
            yield from _own(game, words, end)
            if swings:
                yield from _swings(game, end)
    else:
        for seat in game.seats:
            yield from _objectives(game, words, seat, scores[seat])
    if turned:
        yield Line()
        yield Line("The decisions that turned it", style="bold")
        yield from turned
    others = [seat for seat in scores if mine and seat not in mine]
    if others:
        yield Line()
        reached = ", ".join(f"{words.actor(seat)} {number(round(scores[seat]))}" for seat in others)
        yield Line(f"{reached} (of 100)", "Others    ")
    yield from _dead(game, words)
    yield from _facts(game, words, mine)
    yield Line()
    yield Line(f"{game.digest} (seed {game.seed}, run {game.run})", "Digest    ")


def _objectives(game: Game, words: Words, seat: str, score: float) -> Iterator[Line]:
    """`  21.1 of 30  no American dies`: the points, which add up to the score."""
    objectives, met = game.compiled.scenario.objectives.get(seat, {}), game.objectives()[seat]
    yield Line()
    yield Line(f"{words.actor(seat)} reached {score:.1f} of 100 points", style="bold")
    for name, objective in objectives.items():
        points = f"{objective.weight * met[name]:.1f} of {number(100 * objective.weight)}"
        yield Line(objective.what, f"  {points:>12}  ", lead_style="")


def _own(game: Game, words: Words, end: SeatEnd) -> Iterator[Line]:
    """A player's own: the points beside those of history."""
    yield Line()
    beside = "" if end.history is None else f"; history reached {end.history:.1f}"
    yield Line(f"{words.actor(end.seat)} reached {end.score:.1f} of 100 points{beside}", style="bold")
    for one in end.objectives:
        points = f"{one.weight * one.met:.1f} of {number(100 * one.weight)}"
        then = "" if one.history is None else f" (history: {one.weight * one.history:.1f})"
        yield Line(f"{one.what}{then}", f"  {points:>12}  ", lead_style="")


def _swings(game: Game, end: SeatEnd) -> Iterator[Line]:
    """Where the score of a player moved most."""
    if end.swings:
        yield Line()
        yield Line("Where it turned", style="bold")
    for swing in end.swings:
        text = "no single event" if swing.event is None else swing.event.text
        when = local_time(datetime.fromisoformat(game.dates.local(swing.minute)))
        yield Line(text, f"  {when}  {swing.change:+6.1f}  ", lead_style="")


def _dead(game: Game, words: Words) -> Iterator[Line]:
    """Everybody who was counted, in truth."""
    gauges, stand = game.compiled.scenario.gauges, game.result()["gauges"]
    counts = [(name, round(stand[name])) for name, gauge in gauges.items() if _counts_people(gauge) and stand[name]]
    if not any(map(_counts_people, gauges.values())):
        return
    titles = dict.fromkeys(gauges[name].group for name, _ in counts)
    title = next(iter(titles)) if len(titles) == 1 else None
    yield Line()
    yield Line(title or "The dead and the hurt", style="bold")
    if not counts:
        yield Line("Nobody.", "  ")
    width = max((len(number(count)) for _, count in counts), default=0)
    for name, count in counts:
        yield Line(words.gauge(name), f"  {number(count):>{width}}  ", lead_style="")


def _counts_people(gauge: Gauge) -> bool:
    return gauge.monotone and gauge.whole and gauge.unit == PERSONS


def _facts(game: Game, words: Words, mine: Iterable[str]) -> Iterator[Line]:
    """What was so, and what those who played believed."""
    believed = {seat: game.observe(seat) for seat in mine}
    for row, (name, so) in enumerate(game.facts().items()):
        if row == 0:
            yield Line()
            yield Line("What was true", style="bold")
        text = f"{game.compiled.scenario.facts[name].what}: {'so it was' if so else 'it was not so'}"
        for seat, seen in believed.items():
            who = "you" if len(believed) == 1 else words.actor(seat)
            text += f"; {who} believed {per_cent(seen.belief(name))}"
        yield Line(f"{text}.", "  ")
