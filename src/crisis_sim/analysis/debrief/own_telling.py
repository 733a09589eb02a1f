"""A seat's own debrief of a game that goes on, in words: nothing in it that the seat may not see."""

from collections.abc import Iterator, Sequence
from typing import Any

from crisis_sim.analysis.debrief.explaining import instead_named, listed, orders_named
from crisis_sim.analysis.debrief.own import OwnDebrief, OwnInsight
from crisis_sim.analysis.debrief.telling import capital, change, when
from crisis_sim.compiler.phrases import short
from crisis_sim.engine import Game

LIKELY = 5.0
"""Per cent: what seemed less likely is not told."""
RESERVATION = (
    "All of it is made of what this seat was shown, and of nothing else: the game goes on, and what is hidden from it "
    "stays hidden. The figures are those of a model, played on from states that the seat could think possible."
)


def rows(own: OwnDebrief, game: Game) -> Iterator[list[str]]:
    """When, what, what could be expected of it for the seat's own score, and the outcomes that seemed likeliest."""
    for one in own.insights:
        beside = f" beside {instead_named(game.compiled, one.instead)}" if one.instead else ""
        expected = "" if one.believed is None else f"{change(one.believed)}{beside}"
        yield [
            when(game, one.decision.minute),
            capital(orders_named(game.compiled, one.decision.orders)),
            expected,
            likely(one, game),
        ]


def likely(one: OwnInsight, game: Game) -> str:
    """`“Contained” 61 %, “No siege” 22 %`."""
    outcomes = game.compiled.scenario.outcomes
    ranked = sorted(one.outcomes, key=lambda pair: -pair[1].mean)
    return ", ".join(f"“{outcomes[name].name}” {level.mean:.0f} %" for name, level in ranked if level.mean >= LIKELY)


def beliefs(own: OwnDebrief) -> list[tuple[str, str]]:
    """What it takes to be so."""
    return [(capital(one.what), f"{100 * one.probability:.0f} %") for one in own.beliefs]


def promises(own: OwnDebrief, game: Game) -> list[tuple[str, str]]:
    """What it knows of commitments and agreements, and how they stand."""
    actors = game.compiled.scenario.actors
    found = [
        (f"{_name(game, one.by) if one.by in actors else one.by}: {one.what}", one.standing) for one in own.commitments
    ]
    return found + [(f"“{one.name}”: {one.what}", one.standing) for one in own.agreements]


def _name(game: Game, actor: str) -> str:
    return short(game.compiled, actor)


def own_words(own: OwnDebrief, game: Game, title: str | None) -> dict[str, Any]:
    """What the template of the page needs."""
    name = _name(game, own.seat)
    return {
        "title": title or f"{game.compiled.scenario.title}: {name}",
        "scenario": game.compiled.scenario,
        "name": name,
        "told": own_summary(own, game),
        "reservation": RESERVATION,
        "rows": list(rows(own, game)),
        "beliefs": beliefs(own),
        "promises": promises(own, game),
        "n": own.depth.beliefs,
        "engine": own.engine,
    }


def own_summary(own: OwnDebrief, game: Game) -> str:
    """Where it stands, and what has been expected most of what was done."""
    best = clearest(own.insights)
    told = f"{_name(game, own.seat)} has decided {len(own.insights)} times until {when(game, game.minute)}."
    if not best:
        return f"{told} None of its orders could be expected to change its score clearly."
    parts = []
    for one in best:
        if one.believed is not None:
            did = orders_named(game.compiled, one.decision.orders)
            parts.append(f"{when(game, one.decision.minute)}: it {did} ({change(one.believed)})")
    return f"{told} Most could be expected of this, for its own score: {listed(parts)}."


def clearest(found: Sequence[OwnInsight], most: int = 3) -> list[OwnInsight]:
    """The largest of those that were clear."""
    clear = [one for one in found if one.believed is not None and one.believed.clear]
    return sorted(clear, key=lambda one: -abs(one.believed.difference if one.believed else 0.0))[:most]
