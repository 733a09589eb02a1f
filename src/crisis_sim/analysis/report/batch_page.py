"""The page about many runs: each of its sections as words, tables and figures."""

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from crisis_sim.analysis.report import figures
from crisis_sim.analysis.report.chosen import curves_of
from crisis_sim.analysis.report.commands import batch_command, run_command, sweep_commands
from crisis_sim.analysis.report.curves import Curve
from crisis_sim.analysis.report.distributions import gauges, scores
from crisis_sim.analysis.report.gathering import Batch
from crisis_sim.analysis.report.model import grades, model, parameters, provenance, sources, stopping
from crisis_sim.analysis.report.strengths import strengths
from crisis_sim.analysis.report.telling import LOOKED_AT, telling
from crisis_sim.analysis.report.words import (
    MINUTES_A_DAY,
    between,
    capital,
    counted,
    day,
    listed,
    number,
    per_cent,
    span,
)
from crisis_sim.batch.shares import wilson
from crisis_sim.batch.tally import Quantity
from crisis_sim.batch.weighing import PATIENCE
from crisis_sim.compiler.phrases import short

SECTIONS = (
    ("purpose", "Purpose and use"), ("provenance", "Model and provenance"), ("outcomes", "How the games ended"),
    ("times", "When things first happened"), ("escalation", "Escalation over time"),
    ("answers", "Who escalated in answer to whom"), ("gauges", "How things stood at the end"),
    ("scores", "Scores of the seats"), ("sensitivities", "What the results hang on"),
    ("telling", "Ten runs that tell most"), ("model", "The model in outline"), ("limits", "Assumptions and limits"),
    ("parameters", "Parameters"), ("sources", "Sources"),
)  # fmt: skip
DAYS_TOLD = (1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 90, 180, 365)
ENDS = {"horizon": "the time was up", "fault": "more happened at once than there is room for"}


def batch_page(batch: Batch) -> dict[str, Any]:
    """What the template needs."""
    days = _days(batch)
    curves = curves_of(batch, days)
    return {
        "title": batch.compiled.scenario.title,
        "scenario": batch.compiled.scenario,
        "sections": SECTIONS,
        "n_runs": counted(batch.n, "run"),
        "summary": list(_summary(batch, curves)),
        "provenance": provenance(batch),
        "command": batch_command(batch),
        "stopping": stopping(batch),
        "outcomes": _outcomes(batch),
        "times": _times(curves, days),
        "escalation": _escalation(batch, days),
        "answers": _answers(batch),
        "gauges": gauges(batch),
        "scores": scores(batch),
        "strengths": strengths(batch.sensitivities, batch.compiled),
        "sweep": {"what": batch.sweep, "commands": Markup("\n").join(sweep_commands(batch))},
        "telling": _telling(batch),
        "model": model(batch.compiled),
        "grades": grades(batch.compiled),
        "parameters": parameters(batch),
        "sources": sources(batch.compiled),
    }


def share_row(name: str, count: int, n: int) -> list[str]:
    """Name, runs, share, interval."""
    share = wilson(count, n)
    return [name, f"{count:,}", per_cent(share.p), between(share.low, share.high)]


def _summary(batch: Batch, curves: Sequence[Curve]) -> Iterator[str]:
    """What happened, in three sentences."""
    n, outcomes = batch.n, batch.compiled.scenario.outcomes
    ranked = sorted(batch.tally.outcomes.items(), key=lambda one: -one[1])
    told = [f"“{outcomes[name].name}” in {_of(count, n)}" for name, count in ranked[:3] if count]
    never = [f"“{outcomes[name].name}”" for name, count in ranked if not count]
    yield f"{counted(n, 'run')} of this model ended most often as {listed(told)}" + (
        f"; never as {listed(never)} (each at most {per_cent(wilson(0, n).high)})." if never else "."
    )
    peaks = batch.tally.quantities["peak_rung"]
    middle, high = peaks.quantile(0.5), peaks.quantile(0.95)
    reached = sum(count for rung, count in peaks.steps.items() if rung >= high)
    blows, answers = sum(batch.tally.blows.values()), sum(batch.tally.answers.values())
    cut = sum(batch.tally.cut.values())
    kind = f"at least {per_cent(answers / max(blows, 1))} were answered in kind within {span(PATIENCE)}" + (
        f", and at most {per_cent((answers + cut) / blows)}, since games ended before" if cut else "")  # fmt: skip
    yield (
        f"Half of them climbed to rung {number(middle)} or higher, and {_of(reached, n)} to rung {number(high)} or "
        f"higher; {f'of the blows that one side struck at another, {kind}' if blows else 'no side struck another'}."
    )
    happened = [f"“{one.name}” in {_of(one.happened, n)}" + (
        f" (in half of the games by {day(one.median)})" if one.median else "") for one in curves[:3]]  # fmt: skip
    ended = batch.tally.quantities["ended_at_minute"]
    if happened:
        yield f"What happened in some games and not in others: {listed(happened)}."
    else:
        yield f"Games lasted {span(ended.mean)} on average."


def _of(count: int, n: int) -> str:
    share = wilson(count, n)
    return f"{per_cent(share.p)} ({between(share.low, share.high)})"


def _outcomes(batch: Batch) -> dict[str, Any]:
    n, compiled = batch.n, batch.compiled
    classes = compiled.scenario.outcomes
    dots = []
    for name, count in batch.tally.outcomes.items():
        share = wilson(count, n)
        many = per_cent(share.p) if count else f"none; at most {per_cent(share.high)}"
        dots.append(figures.Dot(f"{classes[name].name}: {many}", share.p, share.low, share.high, count == 0))
    what = "; ".join(f"{dot.label}, {between(dot.low, dot.high)}" for dot in dots)
    reasons = {**{name: end.what for name, end in compiled.scenario.ends.items()}, **ENDS}
    return {
        "figure": figures.Figure(
            figures.svg(figures.dots(dots), "outcomes-figure", "Shares of the outcomes with 95 % intervals", what),
            "Shares of the outcomes",
            "Dot: share of the runs; line: its interval. A hollow dot was seen in no run.",
        ),
        "rows": [share_row(classes[name].name, count, n) for name, count in batch.tally.outcomes.items()],
        "meanings": [(one.name, one.what) for one in classes.values()],
        "reasons": [share_row(capital(reasons[name]), count, n) for name, count in batch.tally.reasons.items()
                    if count or name != "fault"],
        "flags": [share_row(capital(compiled.scenario.flags[name].what), count, n)
                  for name, count in batch.tally.flags.items()],
    }  # fmt: skip


def _days(batch: Batch) -> list[int]:
    """The days at which tables look: few enough to be read."""
    last = batch.compiled.scenario.horizon // 24
    return [day for day in DAYS_TOLD if day <= last] or [1]


def _times(curves: Sequence[Curve], days: list[int]) -> dict[str, Any]:
    drawn = []
    for number_, one in enumerate(curves):
        last = f"{per_cent(one.by_day[-1])} by day {days[-1]}"
        what = f"{one.name}: " + ", ".join(f"{per_cent(p)} by day {at}" for p, at in zip(one.by_day, days, strict=True))
        svg = figures.svg(figures.steps(one.points, days[-1]), f"time-{number_}", f"When: {one.name}", what)
        drawn.append(figures.Figure(svg, capital(one.name), f"{last}; in {one.happened:,} of {one.runs:,} games"))
    columns = [f"Day {day}" for day in days]
    return {
        "figures": drawn,
        "heads": ["What", *columns, "Games in all", "95 % interval"],
        "shares": [[capital(one.name), *map(per_cent, one.by_day), *share_row("", one.happened, one.runs)[2:]]
                   for one in curves],
        "numbers": list(range(1, len(days) + 3)),
        "risk_heads": ["What", *columns],
        "risks": [[capital(one.name), *(f"{left:,}" for left in one.at_risk)] for one in curves],
        "risk_numbers": list(range(1, len(days) + 1)),
    }  # fmt: skip


def _escalation(batch: Batch, days: list[int]) -> dict[str, Any]:
    tally, turn = batch.tally, batch.compiled.program.sizes.turn
    shares = (0.05, 0.25, 0.5, 0.75, 0.95)
    last = batch.compiled.program.sizes.horizon / MINUTES_A_DAY
    cycles: list[dict[str, float]] = []
    for at, histogram in enumerate(histogram for histogram in tally.rungs if histogram):  # to the end of the last game
        of = Quantity(0.0, 1.0, steps=histogram)
        found = {f"q{round(100 * share):02}": of.quantile(share) for share in shares}
        cycles.append({"day": at * turn / MINUTES_A_DAY, "games": of.n, **found})
    end = min(last, len(cycles) * turn / MINUTES_A_DAY)
    peaks, score = tally.quantities["peak_rung"], tally.quantities["escalation_score"]
    most = max(peaks.steps)
    rows = []
    for at in days:
        cycle = max(0, at * MINUTES_A_DAY // turn - 1)
        if cycle >= len(cycles):
            rows.append([at, "0", "–", "–", "–"])
            continue
        one = cycles[cycle]
        rows.append([at, number(one["games"]), number(one["q50"]), f"{number(one['q25'])} to {number(one['q75'])}",
                     f"{number(one['q05'])} to {number(one['q95'])}"])  # fmt: skip
    what = "; ".join(
        f"day {row[0]}: {row[1]} games, median {row[2]}, half {row[3]}, nine tenths {row[4]}" for row in rows
    )
    svg = figures.svg(
        figures.rungs([*cycles, {**cycles[-1], "day": end}], last, most),
        "escalation-figure",
        "Highest rung of each staff cycle over time",
        what,
    )
    caption = "Line: median. Darker band: half of the games that are not over; lighter band: nine tenths of them."
    above = [(rung, sum(count for step, count in peaks.steps.items() if step >= rung))
             for rung in range(max(1, min(peaks.steps)), most + 1)]  # fmt: skip
    return {
        "figure": figures.Figure(svg, "Highest rung of each staff cycle", caption),
        "rows": rows,
        "peaks": [share_row(str(rung), count, batch.n) for rung, count in above],
        "score": f"median {number(score.quantile(0.5))}, nine tenths {number(score.quantile(0.05))} to "
                 f"{number(score.quantile(0.95))}, mean {number(score.mean)} (sd {number(score.sd)}).",
    }  # fmt: skip


def _answers(batch: Batch) -> dict[str, Any]:
    tally, compiled = batch.tally, batch.compiled
    seats = {seat: short(compiled, seat) for seat in compiled.names.seats}
    rows, dots, cells = [], [], {}
    for pair, blows in tally.blows.items():
        if not blows:
            continue
        doer, _, target = pair.partition(">")
        answers, share = tally.answers[pair], wilson(tally.answers[pair], blows)
        wait = span(tally.waits[pair] / answers) if answers else "–"
        most = per_cent((answers + tally.cut[pair]) / blows)
        name = f"{seats[doer]} struck {seats[target]}"
        rows.append([name, number(blows / batch.n), per_cent(share.p), between(share.low, share.high), most, wait])
        dots.append(figures.Dot(f"{name}: {per_cent(share.p)} answered", share.p, share.low, share.high, answers == 0))
        cells[doer, target] = f"{per_cent(share.p)} ({wait})" if answers else "never"
    if not rows:
        return {"rows": [], "patience": span(PATIENCE)}
    what = "; ".join(f"{row[0]} {row[1]} times a game, answered in {row[2]}, mean wait {row[5]}" for row in rows)
    return {
        "rows": rows,
        "figure": figures.Figure(
            figures.svg(figures.dots(dots), "answers-figure", "Share of blows that were answered in kind", what),
            "Blows that were answered",
            "Dot: share of the blows that were seen to be answered; line: its interval. A hollow dot: none was.",
        ),
        "patience": span(PATIENCE),
        "heads": ["Who strikes", *(f"{name} answers" for name in seats.values())],
        "matrix": [[name, *("" if doer == other else cells.get((doer, other), "no blows") for other in seats)]
                   for doer, name in seats.items()],
    }  # fmt: skip


def _telling(batch: Batch) -> dict[str, Any]:
    among = "" if batch.n <= LOOKED_AT else f", among the first {LOOKED_AT:,} runs"
    runs = [{**one._asdict(), "command": run_command(batch, one.run)} for one in telling(batch)]
    return {"among": among, "runs": runs}
