"""Figures: Altair draws, vl-convert turns it into SVG, and the page gives it names, so that it can be read aloud.

Figures are narrow, so that a telephone shows them whole; several are small ones side by side. The few colours in them
are words that the page's style sheet answers, by day, by night and on paper (see `style.css`). None means anything by
itself: dots, lines, lengths and labels do.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree

import altair as alt
import vl_convert
from markupsafe import Markup

from crisis_sim.analysis.report.words import clean

INK, FAINT, GRID, MAIN, OTHER = "#222222", "#666666", "#dddddd", "#0072b2", "#d55e00"
"""As the style sheet knows them."""

WIDTH = 320
_SVG = "http://www.w3.org/2000/svg"
_FONT = "sans-serif"
_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": _FONT,
    "view": {"stroke": None},
    "axis": {"labelColor": FAINT, "titleColor": FAINT, "labelFontSize": 11, "titleFontSize": 11, "gridColor": GRID,
             "domainColor": FAINT, "tickColor": FAINT, "titleFontWeight": "normal"},
    "text": {"color": INK, "fontSize": 12},
}  # fmt: skip

ElementTree.register_namespace("", _SVG)


class Figure(NamedTuple):
    """A drawing and what stands below it."""

    svg: Markup
    title: str
    caption: str


class Dot(NamedTuple):
    """A share, or another number, with its interval. `label` stands above it; a hollow dot was seen in no run."""

    label: str
    share: float
    low: float
    high: float
    hollow: bool


class Bar(NamedTuple):
    """A class of a histogram."""

    low: float
    high: float
    runs: int


def svg(chart: alt.TopLevelMixin, name: str, title: str, what: str) -> Markup:
    """The figure as a piece of HTML. `name`: for its ids. `title`, `what`: read out instead of the drawing."""
    drawn = ElementTree.fromstring(vl_convert.vegalite_to_svg({**chart.to_dict(), "config": _CONFIG}))
    width, height = drawn.attrib.pop("width"), drawn.attrib.pop("height")
    for part in drawn.iter():
        for attribute in [key for key in part.attrib if key.startswith("aria-") or key == "role"]:
            del part.attrib[attribute]
    drawn.attrib.pop("version", None)
    drawn.set("class", "figure")
    drawn.set("role", "img")
    drawn.set("aria-labelledby", f"{name}-title {name}-what")
    drawn.set("width", width)
    drawn.set("height", height)
    for at, (tag, text) in enumerate((("title", title), ("desc", what))):
        inner = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{'what' if at else 'title'}"})
        inner.text = clean(text)
        drawn.insert(at, inner)
    text = ElementTree.tostring(drawn, encoding="unicode")
    return Markup(text.replace(f' xmlns="{_SVG}"', "", 1))  # a page needs none


def dots(rows: Sequence[Dot], *, shares: bool = True) -> alt.TopLevelMixin:
    """Shares (or other numbers) with their intervals, one below the other, each under its label. 0 is always there."""
    most = max([row.high for row in rows] + [0.01 if shares else 0.0])
    least = min([row.low for row in rows] + [0.0])
    most = most if most > least else least + 1.0
    format_ = ("%" if most > 0.08 else ".1%") if shares else "~f"
    end = min(1.0, most * 1.05) if shares else most + 0.05 * (most - least)
    values = [{"row": float(at), "label": clean(row.label), "share": row.share, "low": row.low, "high": row.high,
               "hollow": row.hollow, "left": least} for at, row in enumerate(rows)]  # fmt: skip
    across = alt.X("share:Q", title=None, scale=alt.Scale(domain=[least, end], nice=False),
                   axis=alt.Axis(format=format_, tickCount=5))  # fmt: skip
    scale = alt.Scale(domain=[-0.75, len(rows) - 0.55], reverse=True, nice=False)
    down = alt.Y("row:Q", title=None, axis=None, scale=scale)
    base = _chart(values).encode(y=down)
    line = base.mark_rule(color=MAIN, strokeWidth=3).encode(x=alt.X("low:Q"), x2="high:Q")
    full = base.transform_filter("!datum.hollow").mark_point(color=MAIN, fill=MAIN, size=70, opacity=1)
    hollow = base.transform_filter("datum.hollow").mark_point(color=MAIN, size=70, opacity=1)
    words = base.mark_text(align="left", baseline="bottom", dy=-7, dx=2, color=INK)
    words = words.encode(x=alt.X("left:Q"), text="label:N")
    layers = alt.layer(line, full.encode(x=across), hollow.encode(x=across), words)
    return layers.properties(width=WIDTH, height=38 * len(rows))


def steps(points: Sequence[dict[str, float]], days: float) -> alt.TopLevelMixin:
    """How many runs it has happened in so far, by day, with its band. Points: day, share, low, high."""
    base = _chart(points).encode(
        x=alt.X("day:Q", title="days since the beginning", scale=alt.Scale(domain=[0, days], nice=False),
                axis=alt.Axis(tickCount=7, grid=False))
    )  # fmt: skip
    up = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format="%", tickCount=5)
    band = base.mark_area(color=MAIN, opacity=0.25, interpolate="step-after").encode(
        y=alt.Y("low:Q", title=None, scale=up, axis=axis), y2="high:Q"
    )
    line = base.mark_line(color=MAIN, strokeWidth=2, interpolate="step-after").encode(y=alt.Y("share:Q", scale=up))
    return alt.layer(band, line).properties(width=WIDTH - 40, height=130)


def rungs(cycles: Sequence[dict[str, float]], days: float, most: int) -> alt.TopLevelMixin:
    """The highest rung of each staff cycle: median, and bands of half and of nine tenths of the runs."""
    base = _chart(cycles).encode(
        x=alt.X("day:Q", title="days since the beginning", scale=alt.Scale(domain=[0, days], nice=False),
                axis=alt.Axis(tickCount=7, grid=False))
    )  # fmt: skip
    up = alt.Scale(domain=[0, max(1, most)], nice=False)

    def band(low: str, high: str, opacity: float) -> alt.Chart:
        up_to = alt.Y(f"{low}:Q", title="rung", scale=up, axis=alt.Axis(tickMinStep=1, format="d"))
        marked: alt.Chart = base.mark_area(color=MAIN, opacity=opacity, interpolate="step-after")
        return marked.encode(y=up_to, y2=f"{high}:Q")

    line = base.mark_line(color=INK, strokeWidth=2, interpolate="step-after").encode(y=alt.Y("q50:Q", scale=up))
    return alt.layer(band("q05", "q95", 0.18), band("q25", "q75", 0.35), line).properties(width=WIDTH, height=200)


def bars(classes: Sequence[Bar], median: float) -> alt.TopLevelMixin:
    """A small histogram without axes, to stand in a row of a table; a stroke at the median."""
    values = [{"low": one.low, "high": one.high, "runs": one.runs, "zero": 0} for one in classes]
    low, high = classes[0].low, classes[-1].high
    across = alt.Scale(domain=[low, high], nice=False)
    drawn = _chart(values).mark_rect(color=MAIN, opacity=0.75).encode(
        x=alt.X("low:Q", axis=None, scale=across), x2="high:Q", y=alt.Y("zero:Q", axis=None), y2="runs:Q"
    )  # fmt: skip
    stroke = _chart([{"at": median}]).mark_rule(color=INK, strokeWidth=2)
    return alt.layer(drawn, stroke.encode(x=alt.X("at:Q", axis=None, scale=across))).properties(width=150, height=30)


def course(points: Sequence[dict[str, float]], days: float, low: float, high: float) -> alt.TopLevelMixin:
    """One gauge of one game, turn by turn. Points: day, value."""
    across = alt.Scale(domain=[0, days], nice=False)
    drawn: alt.Chart = _chart(points).mark_line(color=MAIN, strokeWidth=2, interpolate="step-after")
    return drawn.encode(
        x=alt.X("day:Q", title=None, scale=across, axis=alt.Axis(tickCount=7, grid=False)),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(domain=[low, high]), axis=alt.Axis(tickCount=3)),
    ).properties(width=200, height=70)


def _chart(values: Sequence[Mapping[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(values)))
