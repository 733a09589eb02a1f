"""The command for teachers: a class in browsers."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from crisis_sim.cli.options import ScenarioArgument
from crisis_sim.terms.records import WrongUse

FEWEST_LETTERS = 8
NEEDED = ("fastapi", "uvicorn", "websockets", "segno", "ifaddr")


def classroom(
    scenario: ScenarioArgument,
    tables: Annotated[int, typer.Option("--tables", metavar="N", help="Tables, each with a game of its own.")] = 1,
    minutes: Annotated[
        int, typer.Option("--minutes", metavar="M", help="Length of the lesson, 30 to 180; 5 for a practice crisis.")
    ] = 75,
    port: Annotated[int, typer.Option("--port", metavar="P", min=0, max=65535, help="0: any that is free.")] = 8019,
    lan: Annotated[
        bool, typer.Option("--lan", help="Open it to the network; asks for a password for the facilitator.")
    ] = False,
    rehearse: Annotated[bool, typer.Option("--rehearse", help="Bots fill the seats where nobody sits.")] = False,
    new: Annotated[
        bool, typer.Option("--new", help="Begin another exercise, also if one of this scenario has not ended.")
    ] = False,
    store: Annotated[
        Path | None, typer.Option("--store", metavar="DIR", help="The folder in which exercises are kept.")
    ] = None,
) -> None:
    """Run a class in browsers: one facilitator, teams that see what their side may see.

    The same command goes on with an exercise that has not ended.
    """
    try:
        from crisis_sim.classroom import making, serving
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in NEEDED:
            raise
        raise WrongUse(
            f"a class needs {missing.name}, which is not installed: pip install 'crisis-sim[classroom]'"
        ) from None
    password = _password() if lan else None
    opened = making.open_or_begin(scenario, tables, minutes, rehearse, store or making.folder(), new=new)
    try:
        served = serving.listen(port, lan)
    except BaseException:
        opened.store.close()
        raise
    serving.serve(opened, served, password, lan, say=lambda line: print(line, flush=True))


def _password() -> str:
    """For the facilitator, typed; from a pipe, its first line."""
    if sys.stdin.isatty():
        given = str(typer.prompt("A password for the facilitator's page", hide_input=True))
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if len(given) < FEWEST_LETTERS:
        raise WrongUse(f"the facilitator's password needs at least {FEWEST_LETTERS} letters")
    return given
