"""What `validate` found, as lines of text: targets, hindcast, ablations, and what none of it shows."""

from collections.abc import Iterator

from crisis_sim.analysis.credibility.ablations import Ablation
from crisis_sim.analysis.credibility.checking import Validation
from crisis_sim.analysis.credibility.estimates import Estimate
from crisis_sim.analysis.credibility.foretold import CLIPS, Foretold
from crisis_sim.analysis.credibility.targets import EDGE, INSIDE, NO_GAMES, OUTSIDE, RULE, TOLD, Measured
from crisis_sim.scenario.targets import Target
from crisis_sim.terminal.experiments import in_columns
from crisis_sim.terminal.lines import Line, number

VERDICTS = {INSIDE: "inside", EDGE: "at the edge", OUTSIDE: "MISSED", NO_GAMES: "NO GAMES", TOLD: "–"}
FEW = 1_000
"""Games; with fewer, intervals are so wide that a band can hardly be missed."""
KINDS = {"calibration": "", "partly": " °", "independent": " *"}
MOST_CHANGES = 4


def validated(found: Validation) -> Iterator[Line]:
    """Everything, in the order in which it should be read."""
    title = found.compiled.scenario.title
    yield Line(f"{title}: {found.n:,} games by bots, seed {found.play.seed}", style="bold")
    yield Line()
    yield Line("How they end:", style="bold")
    rows = [
        [name, f"{_percent(one.value)} %", f"{_percent(one.low)}–{_percent(one.high)}"]
        for name, one in found.outcomes.items()
    ]
    yield from in_columns([["outcome", "share", "95 % interval"], *rows])
    yield Line()
    yield from in_columns([["target", "measured", "95 % interval", "band", ""], *map(_target, found.targets)])
    yield Line()
    yield Line(
        f"{RULE[:1].upper()}{RULE[1:]}. * the band rests on data from outside, ° in part; but whoever wrote the "
        "doctrines knew it. The others were fitted: that they are met shows nothing but this."
    )
    if found.n < FEW:
        edge = sum(one.verdict == EDGE for one in found.targets)
        yield Line(f"With so few games a band can hardly be missed: {edge} of {len(found.targets)} are at its edge.")
    yield Line()
    if found.hindcast is not None:
        yield from _hindcast(found.hindcast)
        yield Line()
    if found.ablations:
        yield from _ablations(found.ablations, found.ablated)
        yield Line()
    missed = [one.id for one in found.targets if not one.met]
    if missed:
        yield Line(f"Missed: {', '.join(missed)}.", style="bold")
    else:
        yield Line("No band is missed. That is no evidence that anything would have gone so.", style="bold")


def _target(one: Measured) -> list[str]:
    target, found = one.target, one.found
    band = "–" if target.band is None else _span(target, *target.band)
    interval = "–" if found.low is None or found.high is None else _span(target, found.low, found.high)
    value = "–" if found.value is None else shown(target, found.value) + _unit(target)
    return [f"{target.check} {one.id}", value, interval, band, (VERDICTS[one.verdict] + KINDS[target.kind]).strip()]


def shown(target: Target, value: float) -> str:
    """A value as a reader wants it: shares in per cent."""
    return f"{100 * value:.1f} %" if target.statistic == "share" else number(value)


def _unit(target: Target) -> str:
    return "" if target.statistic in ("share", "dispersion") or not target.unit else f" {target.unit}"


def _span(target: Target, low: float, high: float) -> str:
    if target.statistic == "share":
        return f"{100 * low:.1f}–{100 * high:.1f}"
    return f"{number(low)}–{number(high)}"


def interval(target: Target, found: Estimate) -> str:
    """`12.0–13.1`, or a dash."""
    return "–" if found.low is None or found.high is None else _span(target, found.low, found.high)


def _hindcast(found: Foretold) -> Iterator[Line]:
    hindcast = found.scenario.hindcast
    assert hindcast is not None
    yield Line(f"Hindcast from {hindcast.begins}: {found.n:,} games for each set of parameters", style="bold")
    names = [one.name for one in found.forecasts]
    rows = [["event", "came", *names]]
    for name, event in hindcast.events.items():
        chances = [f"{100 * one.chances[name].p:.1f} %" for one in found.forecasts]
        rows.append([name, "yes" if event.happened else "no", *chances])
    for k, clip in enumerate(CLIPS):
        rows.append([f"Brier, clip {clip:g}", "", *(f"{one.brier[k]:.3f}" for one in found.forecasts)])
        rows.append([f"log score, clip {clip:g}", "", *(f"{one.log[k]:.3f}" for one in found.forecasts)])
    yield from in_columns(rows)
    for name, beats in found.beaten.items():
        told = "beats both naive forecasts" if beats else "does not beat both naive forecasts by every score"
        yield Line(f"The set '{name}' {told}.", "  ")
    yield Line("Lower is better. One crisis is one case: none of this can be told from luck.", "  ")


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}"


def _ablations(found: list[Ablation], n: int) -> Iterator[Line]:
    yield Line(f"What changes in {n:,} games without a mechanism: outcomes, in percentage points", style="bold")
    yield Line("Only what the 95 % interval of the paired change tells from zero; one in twenty is chance.", "  ")
    for one in found:
        moved = {name: change for name, change in one.changes.items() if name.startswith("outcome.") and change.sign}
        largest = sorted(moved.items(), key=lambda each: -abs(each[1].difference))[:MOST_CHANGES]
        parts = [f"{name.removeprefix('outcome.')} {100 * change.difference:+.1f}" for name, change in largest]
        missed = f"; then missed: {', '.join(one.missed)}" if one.missed else ""
        yield Line(f"{', '.join(parts) or 'nothing that shows'}{missed}", f"  {one.mechanism.partition('.')[2]}: ")
