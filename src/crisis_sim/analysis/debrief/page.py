"""A debrief as one page: the same look as a report's, one file, without scripts, that asks nothing of any network."""

from collections.abc import Iterator, Sequence
from typing import Any

from crisis_sim.analysis.debrief import pictures
from crisis_sim.analysis.debrief.explaining import instead_told, listed, orders_told, seat_name
from crisis_sim.analysis.debrief.own import OwnDebrief
from crisis_sim.analysis.debrief.shifts import Shift
from crisis_sim.analysis.debrief.telling import (
    RESERVATION,
    arrow,
    capital,
    change,
    figure,
    give_or_take,
    headline,
    knew,
    measure_name,
    moved,
    questions,
    sentence,
    signed,
    split_rows,
    summary,
    when,
)
from crisis_sim.analysis.debrief.turning import TurningPoint
from crisis_sim.analysis.debrief.whole import Debrief
from crisis_sim.analysis.report.words import figure as gauge_figure
from crisis_sim.analysis.report.writing import page
from crisis_sim.engine import Game

KIND = "Debrief of one game"
MOST_MOVED = 4


def debrief_page(debrief: Debrief, seat: str | None = None, title: str | None = None) -> str:
    """The whole page; or that of one seat, with what concerns it."""
    return page("debrief.html.j2", KIND, _words(debrief, seat, title))


def own_page(own: OwnDebrief, game: Game, title: str | None = None) -> str:
    """What a seat may have while the game goes on."""
    from crisis_sim.analysis.debrief.own_telling import own_words

    return page("debrief_own.html.j2", "A seat’s own debrief, while the game goes on", own_words(own, game, title))


def _words(debrief: Debrief, seat: str | None, title: str | None) -> dict[str, Any]:
    game, seats = debrief.game, list(debrief.game.seats) if seat is None else [seat]
    compiled = game.compiled
    points = debrief.points if seat is None else debrief.of(seat)
    ranks = {point.decision.number: rank for rank, point in enumerate(debrief.points, 1)}
    name = compiled.scenario.title if seat is None else f"{compiled.scenario.title}: {seat_name(debrief.story, seat)}"
    return {
        "title": title or name,
        "scenario": compiled.scenario,
        "reservation": RESERVATION,
        "summary": list(summary(debrief)),
        "curves": pictures.curves(debrief),
        "sections": _sections(debrief, seats),
        "overview": [_row(debrief, ranks[point.decision.number], point) for point in points],
        "points": [_point(debrief, ranks[point.decision.number], point) for point in points],
        "doubtful": [_doubtful(debrief, one) for one in debrief.others],
        "outcome": compiled.scenario.outcomes[str(game.outcome())].name if game.over else "",
        "control": any(one.control.mean for one in debrief.splits),
        "of_outcome": split_rows(debrief.story, debrief.splits, "outcome"),
        "of_scores": split_rows(debrief.story, debrief.splits, "score"),
        "seats": [_seat(debrief, one) for one in seats],
        "facts": [_fact(debrief, at) for at in range(len(debrief.facts))],
        "claims": list(_claims(debrief)),
        "secrets": list(_secrets(debrief)),
        "promises": list(_promises(debrief)),
        "questions": questions(debrief),
        "depth": debrief.depth,
        "engine": debrief.engine,
        "decisions": len(debrief.decisions),
        "provenance": _provenance(debrief),
    }


def _sections(debrief: Debrief, seats: Sequence[str]) -> list[tuple[str, str]]:
    found = [("curve", "How the chances went"), ("points", "Turning points"), ("split", "Decisions and luck")]
    found += [(f"seat-{seat}", f"{seat_name(debrief.story, seat)}: its decisions") for seat in seats]
    return [*found, ("beliefs", "What was so, and what was believed"), ("secrets", "Who knew what, and when"),
            ("promises", "Promises kept and broken"), ("questions", "Questions to talk about"),
            ("method", "How this was found"), ("provenance", "Where this comes from")]  # fmt: skip


def _row(debrief: Debrief, rank: int, point: TurningPoint) -> list[str]:
    decision, insight = point.decision, debrief.insight(point.decision)
    story = debrief.story
    return [
        str(rank),
        when(story, decision.minute),
        f"{seat_name(story, decision.seat)} {orders_told(story, decision.orders)}",
        capital(measure_name(story, point.main.measure)),
        arrow(point.main),
        insight.verdict if insight is not None else "",
    ]


def _point(debrief: Debrief, rank: int, point: TurningPoint) -> dict[str, Any]:
    story, decision = debrief.story, point.decision
    why, insight = debrief.explained[decision.number], debrief.insight(decision)
    measure, own = point.main.measure, _own_heads(debrief, point)
    return {
        "rank": rank,
        "number": decision.number,
        "head": headline(story, decision),
        "told": sentence(moved(story, point.main)),
        "doctrine": why.doctrine,
        "came": [f"{when(story, event.minute)}: {event.text}" for event in why.came],
        "because": why.because,
        "knew": knew(story, insight) if insight is not None else "",
        "moved": [
            [capital(measure_name(story, one.measure)), arrow(one), change(one)] for one in _most(point.shifts)
        ],
        "swap_heads": ["Instead", capital(measure_name(story, measure)), "Change", *own],
        "swaps": [
            [
                capital(instead_told(story, swap.instead)),
                figure(measure, swap.of(measure.kind, measure.name).after.mean),
                change(swap.of(measure.kind, measure.name)),
                *([change(swap.score(decision.seat))] if own else []),
            ]
            for swap in debrief.swaps[decision.number]
        ],
        "as_it_was": figure(point.main.measure, point.main.after.mean),
    }  # fmt: skip


def _own_heads(debrief: Debrief, point: TurningPoint) -> list[str]:
    """A column for the seat's own score, where it has one and the turning point is not told by it anyway."""
    own = ("score", point.decision.seat)
    known = any((one.kind, one.name) == own for one in debrief.measures)
    return ["Change of its own score"] if known and tuple(point.main.measure[:2]) != own else []


def _most(shifts: Sequence[Shift]) -> list[Shift]:
    """What changed most, of that which surely did."""
    return sorted((one for one in shifts if one.clear), key=lambda one: -abs(one.difference))[:MOST_MOVED]


def _doubtful(debrief: Debrief, point: TurningPoint) -> str:
    again = f"{signed(point.main.difference)} {give_or_take(point.main)}"
    return f"{headline(debrief.story, point.decision)} (first {signed(point.screened.difference)}, again {again})"


def _seat(debrief: Debrief, seat: str) -> dict[str, Any]:
    story, game = debrief.story, debrief.game
    ranks = {point.decision.number: rank for rank, point in enumerate(debrief.points, 1)}
    own = [one for one in debrief.insights if one.decision.seat == seat and one.decision.orders]
    return {
        "id": f"seat-{seat}",
        "name": seat_name(story, seat),
        "agent": game.seats[seat],
        "score": f"{game.scores()[seat]:.1f}",
        "points": [(ranks[one.decision.number], headline(story, one.decision)) for one in debrief.of(seat)],
        "all": sum(one.seat == seat for one in debrief.decisions),
        "rows": [
            [
                when(story, one.decision.minute),
                capital(orders_told(story, one.decision.orders)),
                change(one.true),
                change(one.believed),
                one.verdict,
            ]
            for one in own
        ],
    }


def _fact(debrief: Debrief, at: int) -> dict[str, Any]:
    fact = debrief.facts[at]
    knowing = [one.seat for one in fact.beliefs if abs(float(fact.so) - one.course[0][1]) < 1e-6]
    told = listed([seat_name(debrief.story, seat) for seat in knowing])
    return {
        "what": capital(fact.what),
        "so": "So it was" if fact.so else "It was not so",
        "knowing": f"; {told} knew" if told else "",
        "figures": pictures.beliefs(debrief, fact),
    }


def _claims(debrief: Debrief) -> Iterator[list[str]]:
    gauges = debrief.game.compiled.scenario.gauges
    for one in debrief.claims:
        gauge = gauges[one.about]
        then, end = gauge_figure(gauge, one.truth), gauge_figure(gauge, one.truth_at_the_end)
        yield [when(debrief.story, one.event.minute), one.event.text, gauge.what, then, end]


def _secrets(debrief: Debrief) -> Iterator[list[str]]:
    story, everybody = debrief.story, len(debrief.game.seats)
    for one in debrief.secrets:
        later = [f"{_names(debrief, seats)} on {when(story, minute)}" for minute, seats in one.later]
        learned = "; ".join(later)
        if one.never:
            learned = "; ".join([*later, f"{_names(debrief, one.never)} never"])
        at_once = "all" if len(one.at_once) == everybody else _names(debrief, one.at_once) or "nobody"
        doer = "all" if len(one.doer_known_to) == everybody else _names(debrief, one.doer_known_to) or "nobody"
        yield [when(story, one.event.minute), one.event.text, at_once, doer, learned]


def _names(debrief: Debrief, seats: Sequence[str]) -> str:
    return listed([seat_name(debrief.story, seat) for seat in seats])


def _promises(debrief: Debrief) -> Iterator[list[str]]:
    story, gauges = debrief.story, debrief.game.compiled.scenario.gauges
    for one in debrief.promises:
        changes = "; ".join(
            f"{gauges[name].what}: {gauge_figure(gauges[name], before)} → {gauge_figure(gauges[name], after)}"
            for name, before, after in one.changes
            if name in gauges
        )
        scores = "; ".join(f"{seat_name(story, seat)} {signed(points)}" for seat, points in one.scores)
        yield [when(story, one.event.minute), one.event.text, changes, scores]


def _provenance(debrief: Debrief) -> list[tuple[str, str]]:
    game = debrief.game
    depth = ", ".join(f"{name} {number:,}" for name, number in debrief.depth._asdict().items() if name != "held")
    return [
        ("Scenario", f"{game.compiled.scenario.title} ({game.origin.name})"),
        ("Scenario hash", game.compiled.hash),
        ("Seed and run", f"{game.seed}, {game.run}"),
        ("Played by", listed([f"{seat_name(debrief.story, seat)}: {agent}" for seat, agent in game.seats.items()])),
        ("Digest of the game", game.digest),
        ("Continuations", f"{depth}; played by the {debrief.engine} rules"),
    ]
