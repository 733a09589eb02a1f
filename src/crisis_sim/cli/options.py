"""What several commands share: options, the page they write on, what was typed."""

import shlex
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from crisis_sim.terms.records import WrongUse

if TYPE_CHECKING:
    from crisis_sim.terminal.page import Page

DONE, NOT_SO, WRONG, INTERRUPTED = 0, 1, 2, 130

ScenarioArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A shipped scenario's name, a folder, or the path of a scenario.yaml.")
]

SeedOption = Annotated[
    int | None,
    typer.Option(
        "--seed", metavar="N", min=0, max=2**63 - 1, help="The same seed gives the same game; else by chance."
    ),
]
AgentsOption = Annotated[
    str | None,
    typer.Option(
        "--agents",
        metavar="NAME|SEAT=NAME,...",
        help="Who plays, all or seat by seat: a persona (utility, hawk, dove, ...), random, look_ahead or historical.",
    ),
]
SeatsOption = Annotated[str | None, typer.Option("--as", metavar="SEAT[,SEAT]", help="The seats that you play.")]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PARAM=VALUE", help="The value of a parameter; can be given several times."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Parameters without what became known after YYYY-MM-DD."),
]


def settings_of(given: list[str]) -> dict[str, float]:
    """`PARAM=VALUE` as a value by name."""
    settings: dict[str, float] = {}
    for text in given:
        name, _, value = text.partition("=")
        try:
            settings[name.strip()] = float(value)
        except ValueError:
            raise WrongUse(f"--set {text}: write PARAM=VALUE, with a number for VALUE") from None
    return settings


def typed() -> str:
    """What was typed, for the journal."""
    return shlex.join(["crisis-sim", *sys.argv[1:]])


def page_here() -> "Page":
    from crisis_sim.terminal.page import Page

    return Page()
