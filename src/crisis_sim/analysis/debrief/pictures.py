"""The pictures of a debrief: how the chances went over a game, with the decisions marked, and who believed what."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from crisis_sim.analysis.debrief.explaining import seat_name
from crisis_sim.analysis.debrief.record import FactLine
from crisis_sim.analysis.debrief.telling import capital, figure, when
from crisis_sim.analysis.debrief.whole import Debrief, Point
from crisis_sim.analysis.report import figures
from crisis_sim.terms.codes import MINUTES_A_DAY

WORTH = 5.0
"""Per cent: a class that was never as likely as this gets no picture."""
MOST_CURVES = 6
WIDTH, HEIGHT = 340, 100
STEPS_TOLD = 8
CERTAIN = 0.999


def curves(debrief: Debrief) -> list[figures.Figure]:
    """A picture for each class that mattered, the one that came about first."""
    story, points = debrief.story, debrief.curve()
    shown = []
    for at, measure in enumerate(debrief.measures):
        highest = max(point.levels[at].mean for point in points[:-1])
        came = measure.name == debrief.game.outcome()
        if measure.kind == "outcome" and (came or highest >= WORTH):
            shown.append((not came, -highest, at))
    found = []
    for _, _, at in sorted(shown)[:MOST_CURVES]:
        measure = debrief.measures[at]
        name = story.compiled.scenario.outcomes[measure.name].name
        step = max(1, len(points) // STEPS_TOLD)
        told = "; ".join(
            f"{when(story, point.minute)}: {figure(measure, point.levels[at].mean)}" for point in points[::step]
        )
        drawn = figures.svg(_curve(debrief, points, at), f"curve-{measure.name}", f"The chance of “{name}”", told)
        first, last = points[0].levels[at].mean, points[-1].levels[at].mean
        caption = f"{figure(measure, first)} at the beginning, {'it came' if last else 'it did not come'}."
        found.append(figures.Figure(drawn, capital(name), caption))
    return found


def _curve(debrief: Debrief, points: Sequence[Point], at: int) -> alt.TopLevelMixin:
    """Line and band of one class; a stroke with its rank at every turning point."""
    days = max(debrief.game.minute / MINUTES_A_DAY, 0.1)
    rows = [{"day": point.minute / MINUTES_A_DAY, "order": order, "mean": point.levels[at].mean / 100,
             "low": point.levels[at].low / 100, "high": point.levels[at].high / 100}
            for order, point in enumerate(points)]  # fmt: skip
    across = alt.X("day:Q", title="days since the beginning", scale=alt.Scale(domain=[0, days], nice=False),
                   axis=alt.Axis(tickCount=7, grid=False))  # fmt: skip
    up = alt.Scale(domain=[0, 1], nice=False)
    base = _chart(rows).encode(x=across)
    axis = alt.Axis(format="%", tickCount=3)
    band = base.mark_area(color=figures.MAIN, opacity=0.2).encode(
        y=alt.Y("low:Q", title=None, scale=up, axis=axis), y2="high:Q"
    )
    line = base.mark_line(color=figures.MAIN, strokeWidth=2).encode(y=alt.Y("mean:Q", scale=up), order="order:Q")
    marks = [{"day": point.decision.minute / MINUTES_A_DAY, "rank": str(rank), "up": 0.98 - 0.17 * (rank % 2)}
             for rank, point in enumerate(debrief.points, 1)]  # fmt: skip
    marked = _chart(marks)
    strokes = marked.mark_rule(color=figures.OTHER, strokeWidth=1, strokeDash=[3, 3]).encode(x=alt.X("day:Q"))
    ranks = marked.mark_text(color=figures.INK, align="left", baseline="top", dx=2, fontWeight="bold")
    layers = [band, line]
    if marks:
        layers += [strokes, ranks.encode(x=alt.X("day:Q"), y=alt.Y("up:Q", scale=up), text="rank:N")]
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def beliefs(debrief: Debrief, fact: FactLine) -> list[figures.Figure]:
    """What each seat that could be wrong believed of a fact over time."""
    days = max(debrief.game.minute / MINUTES_A_DAY, 0.1)
    found = []
    for one in fact.beliefs:
        first, last = one.course[0][1], one.course[-1][1]
        if min(first, last) >= CERTAIN or max(first, last) <= 1.0 - CERTAIN:
            continue
        points = [{"day": minute / MINUTES_A_DAY, "value": 100 * share} for minute, share in one.course]
        name = seat_name(debrief.story, one.seat)
        told = f"{100 * first:.0f} % at the beginning, {100 * last:.0f} % at the end"
        drawn = figures.svg(
            figures.course(points, days, 0.0, 100.0), f"belief-{fact.fact}-{one.seat}", f"What {name} believed", told
        )
        found.append(figures.Figure(drawn, name, told))
    return found


def _chart(values: Sequence[Mapping[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(values)))
