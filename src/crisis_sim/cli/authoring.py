"""Commands for authors: what there is, whether it is right, what it says, and a beginning of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from crisis_sim.cli.options import ScenarioArgument, page_here
from crisis_sim.terms.records import WrongUse

STARTER = "standoff"


def scenarios() -> None:
    """List the scenarios that come with the program: title, length, seats, difficulty."""
    from crisis_sim.terminal.listing import scenario_lines

    page_here().show(scenario_lines())


def check(
    path: Annotated[str, typer.Argument(metavar="PATH", help="The folder of a scenario, or its scenario.yaml.")],
) -> None:
    """Check a scenario. All errors are shown, each as file:line:column and what is wrong there."""
    from crisis_sim import api
    from crisis_sim.terminal.listing import in_brief
    from crisis_sim.terminal.safe import safe_text

    scenario = api.load(path).compiled.scenario
    print(safe_text(f"{path}: nothing is wrong. {scenario.title}: {in_brief(scenario)}"))


def schema() -> None:
    """Print the JSON Schema of a scenario file, for editors that complete and check while you type."""
    from crisis_sim.scenario.schema import as_text

    print(as_text(), end="")


def new(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="The folder to make. What is already there is left alone.")
    ],
) -> None:
    """Make a small, complete, playable scenario to start your own from."""
    from crisis_sim.scenario.loading import shipped_folder
    from crisis_sim.scenario.reading import MAIN
    from crisis_sim.scenario.schema import FILE
    from crisis_sim.terminal.started import command

    if path.exists():
        raise WrongUse(f"{path} is already there: name a folder that is not")
    text = (shipped_folder() / STARTER / MAIN).read_text(encoding="utf-8")
    path.mkdir(parents=True)
    (path / FILE).write_bytes((shipped_folder() / FILE).read_bytes())
    (path / MAIN).write_text(text.replace(f"../{FILE}", FILE, 1), encoding="utf-8")
    page_here().say(
        f"{path / MAIN} is yours to change.",
        f"  {command('check', str(path))}     finds every mistake",
        f"  {command('play', str(path))}      plays it",
    )


def explain(
    scenario: ScenarioArgument,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Whatever has a name there: an action, a force, …"),
    ] = None,
) -> None:
    """Explain the rules of a scenario in English: costs, chances, effects, sources and grades.

    Without a name it lists everything that can be explained.
    """
    from crisis_sim import api
    from crisis_sim.compiler.explain import explain as explained
    from crisis_sim.compiler.explain import overview
    from crisis_sim.terminal.lines import indented

    compiled = api.load(scenario).compiled
    page_here().show(map(indented, overview(compiled) if name is None else explained(compiled, name)))
