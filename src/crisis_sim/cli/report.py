"""The command for readers: a page about many runs, or about one game."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer


def report(
    source: Annotated[
        str,
        typer.Argument(
            metavar="DIR|JOURNAL", help="The folder of a batch or a sweep; or a journal, or a saved game's name."
        ),
    ],
    html: Annotated[Path, typer.Option("--html", metavar="FILE", help="The page to write: one file, no network.")],
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="The page's title; else the scenario's.")
    ] = None,
    sweep: Annotated[
        Path | None, typer.Option("--sweep", metavar="DIR", help="A sweep, for what the results of a batch hang on.")
    ] = None,
    seat: Annotated[
        str | None,
        typer.Option("--as", metavar="control", help="Also a game that is not over: for those who may see everything."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file, if it is there already.")] = False,
) -> None:
    """Write a report as a page: a batch's shares, curves and most telling runs; a sweep's effects; a game's story."""
    from crisis_sim.cli.options import page_here
    from crisis_sim.terminal.again import CONTROL, find
    from crisis_sim.terms.records import WrongUse

    if seat not in (None, CONTROL):
        raise WrongUse("--as takes control alone: a report tells everything")
    there = Path(source)
    try:
        from crisis_sim.analysis import report as reports

        if _is_folder(there):
            import_module("duckdb")
    except ImportError as error:
        missing = (error.name or "a library").partition(".")[0]
        raise WrongUse(f'a report needs {missing}: pip install "crisis-sim[batch,analysis]"') from None
    reports.check_free(html, force)
    if _is_folder(there):
        text = reports.of_folder(there, title, sweep)
    elif sweep is not None:
        raise WrongUse("--sweep belongs to the report on a batch")
    else:
        text = reports.of_journal(find(source), title, control=seat == CONTROL)
    reports.write(html, text)
    page_here().say(f"{html}: {len(text.encode()) / 1000:,.0f} kB; open it in a browser, or print it.")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
