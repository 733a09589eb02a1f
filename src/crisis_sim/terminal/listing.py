"""What there is: the scenarios, and the saved games."""

from collections.abc import Iterator

from crisis_sim.journal import Branched
from crisis_sim.journal.saves import saves
from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import load, shipped
from crisis_sim.scenario.models import Scenario
from crisis_sim.terminal.lines import Line, hours


def scenario_lines(*, numbered: bool = False) -> Iterator[Line]:
    """The scenarios that come with the program; one that is broken is listed with what is wrong with it."""
    names = shipped()
    width = max(map(len, names), default=0) + 2
    for number, name in enumerate(names, 1):
        lead = f"{number:>4}  {name:{width}}" if numbered else f"{name:{width}}"
        try:
            scenario = load(name).scenario
        except ScenarioError as error:
            yield Line(f"cannot be loaded: {error.problems[0]}", lead, lead_style="bold")
            continue
        yield Line(scenario.title, lead, lead_style="bold")
        yield Line(in_brief(scenario), " " * len(lead), "dim")


def in_brief(scenario: Scenario) -> str:
    """`14 days · medium · seats us (the United States), ir (Iran)`."""
    seats = [f"{name} ({actor.short or actor.name})" for name, actor in scenario.actors.items() if actor.seat]
    parts = [hours(scenario.horizon), scenario.difficulty, f"seats {', '.join(seats)}"]
    return " · ".join(part for part in parts if part)


def save_lines() -> Iterator[Line]:
    """The saved games, the last one played first: when, who played what, how it stands, and how to go on."""
    found = saves()
    if not found:
        yield Line("There are no saved games. `crisis-sim play` begins one.")
    for save in found:
        changed = save.changed.astimezone()
        lead = f"{changed:%Y-%m-%d %H:%M}  "
        if save.journal is None:
            yield Line(f"{save.name}: {save.problem}", lead)
            continue
        header, result = save.journal.header, save.journal.result
        branched = [given.seats for given in save.journal.inputs if isinstance(given, Branched)]
        agents = branched[-1] if branched else header.agents
        people = ", ".join(seat for seat, agent in agents.items() if agent == "human") or "nobody"
        stands = "in progress" if result is None else f"over: {result.get('outcome')}"
        go_on = f"play --resume {save.name}" if result is None else f"replay {save.name}"
        yield Line(f"{header.scenario}, {people}, seed {header.seed}: {stands}", lead)
        yield Line(f"crisis-sim {go_on}", " " * len(lead), "dim")
