"""What a report says of the model behind it: where it comes from, what it is made of, and what it cannot tell."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from crisis_sim.analysis.report.gathering import Batch
from crisis_sim.analysis.report.words import counted, listed, number, per_cent, span
from crisis_sim.compiler import Compiled
from crisis_sim.compiler.explain_standing import GRADES
from crisis_sim.compiler.phrases import short
from crisis_sim.engine.dates import Dates
from crisis_sim.scenario.constructs import Parameter

Pairs = list[tuple[str, str]]
WEAK = "CD"


def provenance(batch: Batch) -> Pairs:
    """What made these runs."""
    plan, scenario, tally = batch.plan, batch.compiled.scenario, batch.tally
    return [
        ("Scenario", f"{scenario.title} ({plan.scenario}, version {scenario.version})"),
        ("Scenario hash", plan.scenario_hash),
        ("Rules version", str(plan.rules_version)),
        ("Played by", played_by(batch.compiled, plan.agents)),
        ("Parameters set", settings_told(plan.settings)),
        ("Engine", batch.engine),
        ("Software", listed([f"{name} {version}" for name, version in sorted(batch.versions.items())])),
        ("Events", f"{tally.events:,} in all, {number(tally.events / max(1, tally.n))} a game"),
        ("Digest of all runs", tally.digest),
    ]


def played_by(compiled: Compiled, agents: Mapping[str, str]) -> str:
    """`US: hawk and Iran: utility`."""
    return listed([f"{short(compiled, seat)}: {agent}" for seat, agent in agents.items()])


def settings_told(settings: Mapping[str, float]) -> str:
    """`embassy_defence = 0.3 and offramp = 0`."""
    return listed([f"{name} = {value:g}" for name, value in settings.items()]) or "none: all have their defaults"


def stopping(batch: Batch) -> str:
    """How many runs, of which seed, and who decided that they were enough."""
    plan, n = batch.plan, batch.n
    told = f"{counted(n, 'run')}, numbers 0 to {n - 1:,}, of seed {plan.seed}. "
    if plan.until_ci is None:
        return told + "The number of runs was fixed beforehand."
    width = per_cent(plan.until_ci)
    looks = f"It was looked at after {listed([f'{look:,}' for look in plan.looks() if look <= n])} runs"
    if n < plan.n:
        ended = f"and stopped when every outcome’s share was known to within {width} either way"
    else:
        ended = f"and went on to the most that was asked for ({plan.n:,})"
    return (
        f"{told}Stopping was optional: {looks} {ended}. Intervals are computed as if the number had been fixed; with "
        "such stopping they are, if anything, a little too narrow."
    )


def model(compiled: Compiled) -> Pairs:
    """The outline of the ODD protocol, from the scenario itself."""
    scenario, names = compiled.scenario, compiled.names
    dates = Dates(compiled.starts)
    seats = [f"{scenario.actors[seat].name} ({_actions(compiled, seat)})" for seat in names.seats]
    others = [actor.name for name, actor in scenario.actors.items() if name not in names.seats]
    groups = list(dict.fromkeys(gauge.group for gauge in scenario.gauges.values() if gauge.group))
    switches = [name.partition(".")[2].replace("_", " ") for name in names.parameters if name.startswith("mechanism.")]
    state = [counted(len(scenario.gauges), "gauge") + (f" ({listed(groups)})" if groups else "")]
    state += [counted(len(scenario.forces), "force")] if scenario.forces else []
    state += [f"{counted(len(scenario.facts), 'fact')} that not everybody knows"] if scenario.facts else []
    state += [counted(len(scenario.links), "link") + " to proxies"] if scenario.links else []
    by_itself = [
        counted(len(part), name)
        for part, name in (
            (scenario.processes, "process"), (scenario.injects, "inject"), (scenario.claims, "claim"),
            (scenario.commitments, "commitment"), (scenario.agreements, "agreement"),
        ) if part
    ]  # fmt: skip
    told = [
        ("Who decides", listed(seats)),
        ("Who else acts", listed(others) or "nobody"),
        ("State", listed(state)),
        ("Begins", f"{dates.spoken(0)} ({scenario.place})"),
        ("Lasts", f"{span(scenario.horizon * 60)} at most, counted in minutes"),
        ("Staff cycle", counted(scenario.turn, "hour")),
        ("What comes by itself", listed(by_itself) or "nothing"),
    ]
    if switches:
        told.append(("Mechanisms with a switch", listed(switches)))
    return told


def _actions(compiled: Compiled, seat: str) -> str:
    return counted(sum(name.partition(".")[0] == seat for name in compiled.names.actions), "action")


def grades(compiled: Compiled) -> str:
    """How well founded the parameters are: `104 parameters: 8 measured (A), ...`."""
    counts = Counter(str(parameter.grade) for parameter in compiled.scenario.parameters.values())
    told = [f"{counts[grade]} {GRADES[grade]} ({grade})" for grade in GRADES if counts[grade]]
    return f"{counted(len(compiled.scenario.parameters), 'parameter')}: {listed(told) or 'nothing to grade'}"


def parameters(batch: Batch) -> dict[str, Any]:
    """Every parameter that was set or is weakly founded."""
    settings, known = batch.plan.settings, batch.compiled.scenario.parameters
    shown = [name for name in known if name in settings] + [
        name for name, one in known.items() if one.grade in WEAK and name not in settings
    ]
    told = f"{len(settings)} of {len(known)} were set for these runs; the others have their defaults."
    left = len(known) - len(shown)
    if left:
        told += f" {left} graded A (measured) or B (estimated from data) that were not set are left out."
    return {
        "what": told,
        "rows": [_parameter(batch, name, known[name], settings.get(name)) for name in shown],
    }


def _parameter(batch: Batch, name: str, one: Parameter, set_to: float | None) -> list[str]:
    value = f"{number(one.value)}" if set_to is None else f"set to {number(set_to)} (default {number(one.value)})"
    return [
        name,
        one.what,
        f"{value} {one.unit}".rstrip(),
        f"{number(one.range[0])} to {number(one.range[1])}",
        one.grade,
        one.source,
    ]


def sources(compiled: Compiled) -> Pairs:
    """The scenario's bibliography."""
    return list(compiled.scenario.sources.items()) or [("none", "this scenario names no sources")]
