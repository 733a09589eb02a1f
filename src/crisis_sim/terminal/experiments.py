"""Experiments and comparisons as lines of text: narrow tables, and under each what its columns say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from crisis_sim.analysis.comparison import CHANCE_FINDING, Difference
from crisis_sim.analysis.findings import Experiment, Sensitivity
from crisis_sim.analysis.nested import Split
from crisis_sim.analysis.pairing import Comparison
from crisis_sim.analysis.responses import SHARES
from crisis_sim.analysis.sensitivity import Correlation, Effect, Index
from crisis_sim.terminal.lines import Line, number

MOST_POINTS = 32
"""Points that are shown one by one; of more, only what they come to."""
WIDEST = 80
"""Columns of text that a table takes, if it can."""
MOST_FACTORS = 20
"""Factors of which each is named."""


def swept(experiment: Experiment, scenario: str) -> Iterator[Line]:
    """What an experiment came to."""
    plan, design, splits = experiment.plan, experiment.design, experiment.splits()
    yield Line(
        f"{scenario}: {design.kind} of {len(design):,} points, {plan.n:,} runs at each with the same luck, "
        f"seed {plan.base.seed}",
        style="bold",
    )
    for factor in design.factors[:MOST_FACTORS]:
        yield Line(str(factor), "  ")
    if len(design.factors) > MOST_FACTORS:
        yield Line(f"and {len(design.factors) - MOST_FACTORS} more factors", "  ")
    varying = {name: split for name, split in splits.items() if split.sd > 0.0}
    if len(design) <= MOST_POINTS:
        yield from _points(experiment, [name for name in varying if not name.startswith(("gauge.", "ended"))])
    yield Line()
    rows = [["", "mean", "low", "high", "sd", "param.", "chance", "noise"]]
    rows += [[name.removeprefix("outcome."), *_split(name, split)] for name, split in varying.items()]
    yield from in_columns(rows)
    if len(varying) < len(splits):
        yield Line()
        yield Line(", ".join(name for name in splits if name not in varying), "Never varies: ")
    yield Line()
    yield Line(
        "low, high: the lowest and the highest mean of a point. sd: of a single run at a point that is not known; of "
        "its variance, parameters (param.) make one share and chance the other. noise: the share of the variance "
        f"between points that {plan.n:,} runs a point leave to chance."
    )


def _points(experiment: Experiment, names: Sequence[str]) -> Iterator[Line]:
    """The points one below the other, with as many responses beside one another as there is room for."""
    table = experiment.table(names)
    factors = [factor.name for factor in experiment.design.factors]
    head = ["", *factors, *(name.removeprefix("outcome.") for name in names)]
    rows = [head]
    for row in table:
        values = [value if isinstance(value, str) else number(value) for value in (row[name] for name in factors)]
        rows.append([str(row["point"]), *values, *(_value(name, float(row[name])) for name in names)])
    widths = [max(len(row[n]) for row in rows) + 2 for n in range(len(head))]
    fixed = list(range(len(factors) + 1))
    some: list[int] = []
    for n in range(len(fixed), len(head)):
        if some and sum(widths[each] for each in [*fixed, *some, n]) > WIDEST:
            yield Line()
            yield from in_columns([[row[each] for each in [*fixed, *some]] for row in rows])
            some = []
        some.append(n)
    yield Line()
    yield from in_columns([[row[each] for each in [*fixed, *some]] for row in rows])


def sensitive(found: Iterable[Sensitivity]) -> Iterator[Line]:
    """Which factors move each response."""
    measures = set()
    for one in found:
        split, name = one.split, one.response
        low, high = (_value(name, value) for value in (split.low, split.high))
        yield Line(f"{name}: {_value(name, split.mean)} on average, {low} to {high} over the points", style="bold")
        if split.low < split.high:
            yield Line(f"  parameters make {split.parameters:.0%} of the variance of a single run, chance the rest")
        for remark in one.remarks:
            yield Line(remark, "  ", lead_style="")
        if one.factors:
            measures.add(one.measure)
            moving = [row for row in one.factors if row not in _still(one)]
            yield from in_columns([_HEADS[one.measure], *(_factor(name, row) for row in moving)])
        if _still(one):
            still = ", ".join(row.factor for row in _still(one))
            yield Line(f"without any effect at these points: {still}", "  ", lead_style="")
        yield Line()
    for measure in sorted(measures):
        yield Line(_MEANING[measure])


_HEADS = {
    "morris": ["", "mu*", "95 % interval", "mu", "sigma", "chance"],
    "sobol": ["", "first", "95 % interval", "total", "95 % interval", "chance"],
    "correlation": ["", "rho", "95 % interval"],
}
_MEANING = {
    "morris": "mu*: mean size of the effect of moving a factor, as if over its whole range; mu: with its sign; sigma: "
    "how much it varies with the other factors; chance: the mu* that chance alone would show. Shares in percentage "
    "points.",
    "sobol": "first: the share of the variance between points that a factor makes by itself; total: with all that it "
    "does together with others; chance: how much of total is noise.",
    "correlation": "rho: Spearman's rank correlation over the points.",
}


def _still(one: Sensitivity) -> list[Effect | Index]:
    """The factors that never moved it by anything."""
    rows = [row for row in one.factors if isinstance(row, Effect | Index)]
    return [row for row in rows if (row.mu_star if isinstance(row, Effect) else row.total) == 0.0]


def _factor(name: str, row: Effect | Index | Correlation) -> list[str]:
    if isinstance(row, Effect):
        interval = _interval(name, row.mu_star_low, row.mu_star_high)
        return [row.factor, _plain(name, row.mu_star), interval, *(
            _plain(name, value) for value in (row.mu, row.sigma, row.chance)
        )]  # fmt: skip
    if isinstance(row, Index):
        first = f"{row.first_low:.2f} to {row.first_high:.2f}"
        total = f"{row.total_low:.2f} to {row.total_high:.2f}"
        return [row.factor, f"{row.first:.2f}", first, f"{row.total:.2f}", total, f"{row.chance:.2f}"]
    return [row.factor, f"{row.rho:.2f}", f"{row.low:.2f} to {row.high:.2f}"]


def compared(found: Comparison) -> Iterator[Line]:
    """What differs between two batches."""
    for called, told in (("first ", found.first), ("second", found.second)):
        agents = ", ".join(f"{seat} {agent}" for seat, agent in told["agents"].items())
        settings = ", ".join(f"{name} {number(value)}" for name, value in told["settings"].items())
        what = f"{told['folder']}: {told['scenario']}, {told['n']:,} runs, seed {told['seed']}, {agents}"
        yield Line(f"{what}{'; ' if settings else ''}{settings}", f"{called}  ")
    if found.paired:
        yield Line(f"paired by run number over {found.n[0]:,} runs with the same luck", "        ", lead_style="")
    for remark in found.remarks:
        yield Line(remark, "        ", lead_style="")
    yield Line()
    moved = [one for one in found.differences if one.difference or one.se]
    head = ["", "first", "second", "change", "95 %", "gain"]
    columns = len(head) if found.paired else 5
    rows = [[f"{'*' if one.q < CHANCE_FINDING else ' '} {one.response}", *_difference(one)] for one in moved]
    yield from in_columns([row[:columns] for row in (["", *head[1:]], *rows)])
    same = [one.response for one in found.differences if one not in moved]
    if same:
        yield Line()
        yield Line(", ".join(same), "The same in every run: ")
    yield Line()
    if found.paired:
        yield Line("gain: how many times as many runs would be needed for the same interval without pairs.")
    yield Line("The change is second less first, with its 95 % interval; of shares, in percentage points.")


def _difference(one: Difference) -> list[str]:
    name = one.response
    gain = "" if one.gain is None else f"{number(one.gain)}×"
    return [
        _value(name, one.first),
        _value(name, one.second),
        _signed(name, one.difference),
        f"{_signed(name, one.low)}…{_signed(name, one.high)}",
        gain,
    ]


def _split(name: str, split: Split) -> list[str]:
    means = [_value(name, value) for value in (split.mean, split.low, split.high)]
    return [
        *means,
        _plain(name, split.sd),
        *(f"{share:.0%}" for share in (split.parameters, split.chance, split.noise)),
    ]


def _value(name: str, value: float) -> str:
    return f"{100 * value:.1f}%" if name.startswith(SHARES) else number(value)


def _plain(name: str, value: float) -> str:
    """Of shares: in percentage points."""
    return f"{100 * value:.1f}" if name.startswith(SHARES) else number(value)


def _signed(name: str, value: float) -> str:
    told = _plain(name, value)
    return f"+{told}" if value > 0 and told.strip("0.") else told


def _interval(name: str, low: float, high: float) -> str:
    return f"{_plain(name, low)} to {_plain(name, high)}"


def in_columns(rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    """Columns as wide as they need to be: the first to the left, the others to the right."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for at, row in enumerate(rows):
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        yield Line("  ".join(cells).rstrip(), style="dim" if at == 0 else "")


def as_json(experiment: Experiment) -> Mapping[str, object]:
    """What `sweep --json` prints: the summary, and the points if there are few."""
    summary = experiment.summary()
    return {**summary, "table": experiment.table()} if len(experiment.design) <= MOST_POINTS else summary
