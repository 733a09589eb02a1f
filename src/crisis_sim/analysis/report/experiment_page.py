"""The page about an experiment: what was varied, what that did to the outcomes, and what the results hang on."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from crisis_sim.analysis.findings import Experiment, Sensitivity
from crisis_sim.analysis.report.commands import point_command
from crisis_sim.analysis.report.model import Pairs, grades, model, played_by, settings_told, sources
from crisis_sim.analysis.report.strengths import measure_of, output_name, strength, strengths
from crisis_sim.analysis.report.words import counted, listed, number, per_cent
from crisis_sim.analysis.responses import OUTCOME
from crisis_sim.compiler import Compiled

SECTIONS = (
    ("purpose", "Purpose and use"), ("provenance", "Model and provenance"), ("factors", "What was varied"),
    ("outcomes", "How the games ended"), ("sensitivities", "What the results hang on"),
    ("telling", "Points that tell most"), ("model", "The model in outline"), ("limits", "Assumptions and limits"),
    ("sources", "Sources"),
)  # fmt: skip
DESIGNS = {
    "grid": "a grid",
    "lhs": "a Latin hypercube",
    "sequence": "Sobol’s sequence",
    "sobol": "Saltelli’s points for Sobol’s indices",
    "morris": "Morris’s trajectories",
}


def experiment_page(experiment: Experiment) -> dict[str, Any]:
    """What the template needs."""
    base = experiment.plan.base
    compiled = base.compile()
    found = experiment.sensitivity()
    return {
        "title": compiled.scenario.title,
        "scenario": compiled.scenario,
        "sections": SECTIONS,
        "summary": list(_summary(experiment, compiled, found)),
        "provenance": _provenance(experiment, compiled),
        "design": f"{counted(len(experiment.design), 'point')} ({DESIGNS[experiment.design.kind]}), with "
                  f"{counted(experiment.n, 'run')} at each. Run by run, the luck is the same at every point.",
        "factors": list(_factors(experiment, compiled)),
        "outcomes": list(_outcomes(experiment, compiled)),
        "strengths": strengths(found, compiled),
        "telling": list(_telling(experiment, compiled, found)),
        "model": model(compiled),
        "grades": grades(compiled),
        "sources": sources(compiled),
    }  # fmt: skip


def _summary(experiment: Experiment, compiled: Compiled, found: list[Sensitivity]) -> Iterator[str]:
    design, first = experiment.design, found[0]
    name = output_name(first.response, compiled)
    yield (
        f"{counted(len(design.factors), 'factor')} were varied over {counted(len(design), 'point')}, with "
        f"{counted(experiment.n, 'run')} of the model at each."
    )
    low, high = _value(first, first.split.low), _value(first, first.split.high)
    yield f"The {name} went from {low} to {high} over these points."
    rows = [row for row in map(strength, first.factors) if row.beyond_chance]
    strongest = [f"{row.factor} ({number(row.value)}, 95 % interval {row.interval})" for row in rows[:3]]
    if strongest:
        yield f"It moved most with {listed(strongest)}, by {measure_of(first)}."
    else:
        yield "No factor moved it by more than chance explains."


def _value(found: Sensitivity, value: float) -> str:
    share = found.response.startswith((OUTCOME, "flag.", "happened."))
    return per_cent(value) if share else number(value)


def _provenance(experiment: Experiment, compiled: Compiled) -> Pairs:
    base, summary = experiment.plan.base, experiment.summary()
    return [
        ("Scenario", f"{compiled.scenario.title} ({base.scenario}, version {compiled.scenario.version})"),
        ("Scenario hash", base.scenario_hash),
        ("Rules version", str(base.rules_version)),
        ("Seed", str(base.seed)),
        ("Played by", played_by(compiled, base.agents)),
        ("Parameters held fixed", settings_told(base.settings)),
        ("Engine", str(summary["engine"])),
        ("Runs", f"{experiment.plan.rows:,} in all; their number was fixed beforehand"),
        ("Digest of all runs", experiment.digest),
    ]


def _factors(experiment: Experiment, compiled: Compiled) -> Iterator[list[str]]:
    """Name, meaning, where it was varied, grade, source."""
    for factor in experiment.design.factors:
        known = compiled.scenario.parameters.get(factor.name)
        values = [value if isinstance(value, str) else number(value) for value in factor.values]
        varied = ", ".join(values) if values else f"{number(factor.low)} to {number(factor.high)}"
        if known is None:
            yield [factor.name, "who plays", varied, "", ""]
        else:
            yield [factor.name, known.what, f"{varied} {known.unit}".rstrip(), known.grade, known.source]


def _outcomes(experiment: Experiment, compiled: Compiled) -> Iterator[list[str]]:
    """Each class: its mean over the points, its lowest and highest share at one, and what makes the difference."""
    for name, split in experiment.splits().items():
        if name.startswith(OUTCOME):
            title = compiled.scenario.outcomes[name.removeprefix(OUTCOME)].name
            made = f"{per_cent(split.parameters)} / {per_cent(split.chance)}" if split.sd else "–"
            yield [title, per_cent(split.mean), f"{per_cent(split.low)} to {per_cent(split.high)}", made]


def _telling(experiment: Experiment, compiled: Compiled, found: list[Sensitivity]) -> Iterator[dict[str, str]]:
    """For the first outputs, the points at which they are highest and lowest, with a run to look at."""
    base, design = experiment.plan.base, experiment.design
    for one in found[:3]:
        rows = experiment.table([one.response])
        means = np.array([row[one.response] for row in rows], float)
        for which, point in (("highest", int(means.argmax())), ("lowest", int(means.argmin()))):
            values = dict(zip((factor.name for factor in design.factors), design.values(point), strict=True))
            told = {name: value if isinstance(value, str) else f"{value:g}" for name, value in values.items()}
            shown = [f"{name} = {value}" for name, value in told.items()]
            yield {
                "what": f"Point {point}: {which} {output_name(one.response, compiled)}, {_value(one, means[point])}",
                "values": ", ".join(shown) if len(shown) <= 12 else f"{len(shown)} factors, as in the command",
                "command": point_command(base, design.factors, design.values(point)),
            }
