"""How a game stands or ended, as one object: what `run --json` prints."""

from collections.abc import Sequence
from typing import Any

from crisis_sim.engine.course import Course
from crisis_sim.rules.formula import evaluate
from crisis_sim.rules.scoring import MOST, score
from crisis_sim.terms.codes import AT_HORIZON, FAULTED, NOT_OVER, PLACES, RULES_VERSION
from crisis_sim.terms.records import Event, plain
from crisis_sim.terms.rows import END_REASON, OUTCOME_CLASS


def outcome(course: Course) -> str | None:
    """The id of the outcome class; None while the game goes on."""
    return course.compiled.names.classes[course.state.clock[OUTCOME_CLASS]] if course.over else None


def end_reason(course: Course) -> str | None:
    """The id of the end condition, `horizon`, or `fault` (see rulebook 19.2); None while the game goes on."""
    reason = course.state.clock[END_REASON]
    if reason == NOT_OVER:
        return None
    return {AT_HORIZON: "horizon", FAULTED: "fault"}.get(reason) or course.compiled.names.ends[reason]


def scores(course: Course) -> dict[str, float]:
    """How well each seat's objectives are met, 0 to 100, in truth."""
    return {seat: score(course.program, course.state, row) for row, seat in enumerate(course.compiled.names.seats)}


def objectives(course: Course) -> dict[str, dict[str, float]]:
    """How well each objective of each seat is met, 0 to 100, in truth."""
    seats, found = course.program.seats, {}
    for row, seat in enumerate(course.compiled.names.seats):
        met = (evaluate(course.program, course.state, formula) for formula in
               seats.value[seats.first_objective[row] : seats.first_objective[row + 1]])  # fmt: skip
        wanted = course.compiled.scenario.objectives.get(seat, {})
        found[seat] = {name: min(MOST, max(0.0, value)) for name, value in zip(wanted, met, strict=True)}
    return found


def facts(course: Course) -> dict[str, bool]:
    """What is so, of that which not everybody knows."""
    first = course.program.places.facts
    return {name: course.state.values[first + row] != 0.0 for row, name in enumerate(course.compiled.names.facts)}


def gauges(course: Course) -> dict[str, float]:
    """Every gauge of the scenario, in truth."""
    first, names = course.program.places.gauges, course.compiled.names.gauges
    scenario = course.compiled.scenario
    return {name: course.state.values[first + row] for row, name in enumerate(names) if name in scenario.gauges}


def forces(course: Course) -> dict[str, str]:
    """Where every force is: home, alert, transit, theatre."""
    first = course.program.places.units
    return {name: PLACES[int(course.state.values[first + row])] for row, name in enumerate(course.compiled.names.units)}


def result(course: Course, name: str, agents: dict[str, str], events: Sequence[Event]) -> dict[str, Any]:
    """Everything, ready for JSON."""
    return {
        "scenario": name,
        "scenario_hash": course.compiled.hash,
        "rules_version": RULES_VERSION,
        "seed": course.seed,
        "run": course.run,
        "agents": agents,
        "outcome": outcome(course),
        "ended_at_minute": course.minute,
        "end_reason": end_reason(course),
        "gauges": gauges(course),
        "forces": forces(course),
        "scores": scores(course),
        "events": [plain(event) for event in events],
        "digest": course.digest,
    }
