"""The values of parameters: what a user sets, what was known as of a date, and the author's defaults."""

import math
import re
from collections.abc import Mapping

from crisis_sim.scenario.errors import Problem, ScenarioError, did_you_mean, quoted
from crisis_sim.scenario.models import Scenario

Settings = Mapping[str, float]


def in_force(scenario: Scenario, settings: Settings, as_of: str | None = None) -> dict[str, float]:
    """The value of every parameter: as set, else as of the date, else its default.

    ScenarioError, one line for each name that is unknown and each value out of bounds.
    """
    problems = [_problem(scenario, name, value) for name, value in settings.items()]
    found = [Problem("", 0, 0, problem) for problem in problems if problem]
    if as_of is not None and (problem := _date_problem(scenario, as_of)):
        found.append(Problem("", 0, 0, problem))
    if found:
        raise ScenarioError(found)
    values = {name: _as_of(parameter.as_of, as_of, parameter.value) for name, parameter in scenario.parameters.items()}
    return {name: float(settings.get(name, value)) for name, value in values.items()}


def _problem(scenario: Scenario, name: str, value: float) -> str | None:
    parameter = scenario.parameters.get(name)
    if parameter is None:
        guess = did_you_mean(name, scenario.parameters)
        return f"there is no parameter {quoted(name)}{guess}; `crisis-sim explain` lists them"
    low, high = parameter.bounds
    if not math.isfinite(value) or not low <= value <= high:
        return f"{name} must lie between {low:g} and {high:g}, and {value:g} does not"
    return None


def _date_problem(scenario: Scenario, as_of: str) -> str | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", as_of):
        return f"a date is written YYYY-MM-DD, and not {quoted(as_of)}"
    dates = sorted({date for parameter in scenario.parameters.values() for date in parameter.as_of})
    if not dates:
        return "no parameter of this scenario has values as of a date"
    if as_of < dates[0]:
        return f"no parameter has a value as of {as_of}: the earliest is as of {dates[0]}"
    return None


def _as_of(dated: Mapping[str, float], as_of: str | None, default: float) -> float:
    """The latest value that is free of knowledge later than the date; the default where there is none."""
    dates = [date for date in dated if as_of is not None and date <= as_of]
    return dated[max(dates)] if dates else default
