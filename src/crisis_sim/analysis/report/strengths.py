"""What results hang on: the factors of an experiment by how much they move an output, as words, a figure and tables."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from crisis_sim.analysis.report import figures
from crisis_sim.analysis.report.words import capital, number, per_cent, sentence
from crisis_sim.analysis.sensitivity import Correlation, Effect, Index
from crisis_sim.compiler import Compiled

if TYPE_CHECKING:
    from crisis_sim.analysis.findings import Sensitivity

MOST = 10
MEASURES = {
    "morris": ("Morris’s μ*", "how much the output moves, on average, when one factor crosses its whole range"),
    "sobol": (
        "Sobol’s total index",
        "the share of the variance between points that a factor makes, with all its interactions",
    ),
    "correlation": (
        "Spearman’s rank correlation",
        "how surely the output rises (or falls, below 0) with a factor over the points",
    ),
}  # fmt: skip


class Strength(NamedTuple):
    """A factor, how much it moves the output, and the interval of that; `chance`: what chance alone would show."""

    factor: str
    value: float
    low: float
    high: float
    chance: float | None

    @property
    def interval(self) -> str:
        """`0.1 to 0.3`; of a factor that moved nothing in any run there is none: it was not seen to matter."""
        if self.low == self.high == 0.0:
            return "not seen"
        return f"{number(self.low)} to {number(self.high)}"

    @property
    def beyond_chance(self) -> bool:
        """Whether the whole interval is beyond what chance alone would show."""
        return self.low > self.chance if self.chance is not None else self.low > 0.0 or self.high < 0.0


def strengths(found: "Sequence[Sensitivity]", compiled: Compiled) -> list[dict[str, Any]]:
    """Output by output; the strongest ten factors of each."""
    return [_output(at, one, compiled) for at, one in enumerate(found)]


def _output(at: int, found: "Sensitivity", compiled: Compiled) -> dict[str, Any]:
    rows = [strength(row) for row in found.factors][:MOST]
    measure, what = MEASURES.get(found.measure, (found.measure, ""))
    split, name = found.split, output_name(found.response, compiled)
    dots = [figures.Dot(f"{row.factor}: {number(row.value)}", row.value, row.low, row.high, False) for row in rows]
    told = (
        f"Over the points it goes from {number(split.low)} to {number(split.high)}, {number(split.mean)} on average. "
        f"Of the variance of a single run, {per_cent(split.parameters)} comes from the factors and "
        f"{per_cent(split.chance)} from chance."
    )
    figure = None
    if dots:
        shown = "; ".join(f"{dot.label} ({number(dot.low)} to {number(dot.high)})" for dot in dots)
        drawn = figures.svg(figures.dots(dots, shares=False), f"strength-{at}", f"{measure} for {name}", shown)
        figure = figures.Figure(drawn, measure, f"{capital(what)}. Line: 95 % interval.")
    return {
        "name": capital(name),
        "told": told,
        "measure": measure,
        "figure": figure,
        "rows": [
            [row.factor, number(row.value), row.interval, "–" if row.chance is None else number(row.chance)]
            for row in rows
        ],
        "remarks": [sentence(remark) for remark in found.remarks],
    }  # fmt: skip


def output_name(response: str, compiled: Compiled) -> str:
    """An output in words: `share of “Open war”`, `mean of tension on the river`."""
    kind, _, name = response.partition(".")
    scenario = compiled.scenario
    match kind:
        case "outcome":
            return f"share of “{scenario.outcomes[name].name}”"
        case "flag":
            return f"share of games at whose end {scenario.flags[name].what}"
        case "gauge":
            return f"mean of {scenario.gauges[name].what}"
        case "score":
            return f"mean score of {scenario.actors[name].name}"
        case "happened":
            return f"share of games with {name}"
        case _:
            return f"mean {response.replace('_', ' ')}"


def measure_of(found: "Sensitivity") -> str:
    """The name of its measure."""
    return MEASURES.get(found.measure, (found.measure, ""))[0]


def strength(row: Effect | Index | Correlation) -> Strength:
    """By the measure that the design gives."""
    if isinstance(row, Effect):
        return Strength(row.factor, row.mu_star, row.mu_star_low, row.mu_star_high, row.chance)
    if isinstance(row, Index):
        return Strength(row.factor, row.total, row.total_low, row.total_high, row.chance)
    return Strength(row.factor, row.rho, row.low, row.high, None)
