"""What there is: the scenarios, and the saved games."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from crisis_sim.journal import Branched, Journal
from crisis_sim.journal.saves import saves
from crisis_sim.scenario.errors import ScenarioError, printable
from crisis_sim.scenario.loading import load, shipped
from crisis_sim.scenario.models import Scenario
from crisis_sim.terminal.lines import Line, hours, local_time
from crisis_sim.terminal.started import command


def scenario_lines(*, first: int | None = None) -> Iterator[Line]:
    """The scenarios that come with the program; one that is broken is listed with what is wrong with it.

    `first`: the number of the first; None: without numbers.
    """
    names = shipped()
    width = max(map(len, names), default=0) + 2
    for number, name in enumerate(names, first or 0):
        lead = f"{number:>4}  {name:{width}}" if first is not None else f"{name:{width}}"
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
        yield Line(f"There are no saved games. `{command('play')}` begins one.")
    for save in found:
        changed = save.changed.astimezone()
        lead = f"{changed:%Y-%m-%d %H:%M}  "
        if save.journal is None:
            yield Line(f"{save.name}: {save.problem}", lead)
            continue
        result = save.journal.result
        at = _game_time(save.journal)
        stands = f"in progress{at}" if result is None else f"over: {printable(str(result.get('outcome')))}{at}"
        go_on = ["play", "--resume"] if result is None else ["replay"]
        yield Line(f"{in_a_word(save.journal)}: {stands}", lead)
        yield Line(command(*go_on, save.name), " " * len(lead), "dim")
        if result is not None and people_of(save.journal):
            yield Line(command("play", "--rematch", save.name), " " * len(lead), "dim")


def in_a_word(journal: Journal) -> str:
    """`new_years_eve, us, seed 7`: what, whom people play, and the luck."""
    people = ", ".join(people_of(journal)) or "nobody"
    return f"{journal.header.scenario}, {people}, seed {journal.header.seed}"


def people_of(journal: Journal) -> list[str]:
    """The seats that people play in the end."""
    branched = [given.seats for given in journal.inputs if isinstance(given, Branched)]
    agents = branched[-1] if branched else journal.header.agents
    return [seat for seat, agent in agents.items() if agent == "human"]


def _game_time(journal: Journal) -> str:
    """`, at Tue 31 Dec 11:20`: where the game stands, as far as it is written down; local time is told by events."""
    if not journal.events:
        return ""
    event = journal.events[-1].line
    then = _minute(event)
    last = max([_minute(noted.line) for noted in journal.turns[-1:]] + [one.place.minute for one in journal.inputs[-1:]]
               + [then])  # fmt: skip
    try:
        moment = datetime.fromisoformat(str(event.get("local_time"))) + timedelta(minutes=last - then)
    except (ValueError, OverflowError):
        return ""
    return f", at {local_time(moment)}"


def _minute(line: Mapping[str, object]) -> int:
    minute = line.get("minute")
    return minute if isinstance(minute, int) else 0
