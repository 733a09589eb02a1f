"""What there is: the scenarios, and one in a line."""

from collections.abc import Iterator

from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import load, shipped
from crisis_sim.scenario.models import Scenario
from crisis_sim.terminal.lines import Line, hours


def scenario_lines() -> Iterator[Line]:
    """The scenarios that come with the program; one that is broken is listed with what is wrong with it."""
    names = shipped()
    width = max(map(len, names), default=0) + 2
    for name in names:
        try:
            scenario = load(name).scenario
        except ScenarioError as error:
            yield Line(f"cannot be loaded: {error.problems[0]}", f"{name:{width}}", lead_style="bold")
            continue
        yield Line(scenario.title, f"{name:{width}}", lead_style="bold")
        yield Line(in_brief(scenario), " " * width, "dim")


def in_brief(scenario: Scenario) -> str:
    """`14 days, medium; seats: us (the United States), ir (Iran)`."""
    seats = [f"{name} ({actor.short or actor.name})" for name, actor in scenario.actors.items() if actor.seat]
    parts = [hours(scenario.horizon), scenario.difficulty, f"seats {', '.join(seats)}"]
    return " · ".join(part for part in parts if part)
