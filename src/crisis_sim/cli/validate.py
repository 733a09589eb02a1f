"""The command that asks how far a scenario can be believed."""

import json
import sys
from typing import Annotated

import typer

from crisis_sim.cli.options import INTERRUPTED, ScenarioArgument, page_here

RUNS = 20_000
SEED = 1
"""By itself always the same, so that a check that passes here passes anywhere."""


def validate(
    scenario: ScenarioArgument,
    n: Annotated[
        int, typer.Option("-n", metavar="N", min=1, help="How many games the targets are held against.")
    ] = RUNS,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="The luck of the games.")] = SEED,
    engine: Annotated[
        str, typer.Option("--engine", metavar="auto|compiled|python|simpy", help="What plays; all give the same games.")
    ] = "auto",
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="How many at once; else a worker for each core.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object with every figure.")] = False,
) -> None:
    """Check a scenario against its targets, score its hindcast, and take each mechanism out.

    It ends with 1 if a band is missed: if the whole 95 % interval lies outside it.
    """
    from crisis_sim import api

    crisis = api.load(scenario)
    try:
        found = crisis.validate(n, seed=seed, engine=engine, workers=workers, told=None if json_ else _aside)
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    if json_:
        print(json.dumps(found.to_json(), allow_nan=False))
    else:
        from crisis_sim.terminal.validation import validated

        page_here().show(validated(found))
    if not found.met:
        raise typer.Exit(1)


def _aside(what: str) -> None:
    """On a terminal, what is under way."""
    if sys.stderr.isatty():
        print(f"crisis-sim: {what} …", file=sys.stderr)
