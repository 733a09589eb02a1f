"""The commands. Whatever is heavy is imported inside a command, so that help costs nothing."""

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import crisis_sim

if TYPE_CHECKING:
    from crisis_sim.terminal.page import Page

DONE, NOT_SO, WRONG, INTERRUPTED = 0, 1, 2, 130
STARTER = "standoff"

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)

ScenarioArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A shipped scenario's name, a folder, or the path of a scenario.yaml.")
]

WELCOME = """\
A crisis between states, hour by hour.

  crisis-sim play             play a side
  crisis-sim run SCENARIO     watch a whole game, played by bots
  crisis-sim scenarios        what there is to play
  crisis-sim saves            your games, and how to go on
  crisis-sim new PATH         begin a scenario of your own

`crisis-sim --help` lists every command; `crisis-sim COMMAND --help` explains one."""


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"crisis-sim {crisis_sim.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def welcome(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """A crisis between states, hour by hour: play a side, or watch a whole game."""
    if context.invoked_subcommand is None:
        print(WELCOME)


@app.command()
def scenarios() -> None:
    """List the scenarios that come with the program: title, length, seats, difficulty."""
    from crisis_sim.terminal.listing import scenario_lines

    _page().show(scenario_lines())


@app.command()
def check(
    path: Annotated[str, typer.Argument(metavar="PATH", help="The folder of a scenario, or its scenario.yaml.")],
) -> None:
    """Check a scenario. All errors are shown, each as file:line:column and what is wrong there."""
    from crisis_sim.scenario.loading import load
    from crisis_sim.terminal.listing import in_brief

    scenario = load(path).scenario
    _page().say(f"{path}: nothing is wrong. {scenario.title}: {in_brief(scenario)}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a scenario file, for editors that complete and check while you type."""
    from crisis_sim.scenario.schema import as_text

    print(as_text(), end="")


@app.command()
def new(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="The folder to make. What is already there is left alone.")
    ],
) -> None:
    """Make a small, complete, playable scenario to start your own from."""
    from crisis_sim.scenario.loading import shipped_folder
    from crisis_sim.scenario.reading import MAIN
    from crisis_sim.scenario.schema import FILE

    if path.exists():
        raise _Refused(f"{path} is already there: name a folder that is not")
    text = (shipped_folder() / STARTER / MAIN).read_text(encoding="utf-8")
    path.mkdir(parents=True)
    (path / FILE).write_bytes((shipped_folder() / FILE).read_bytes())
    (path / MAIN).write_text(text.replace(f"../{FILE}", FILE, 1), encoding="utf-8")
    _page().say(
        f"{path / MAIN} is yours to change.",
        f"  crisis-sim check {path}     finds every mistake",
        f"  crisis-sim play {path}      plays it",
    )


class _Refused(Exception):
    """Wrong use, in one line."""


def _page() -> "Page":
    from crisis_sim.terminal.page import Page

    return Page()


def _explained(error: Exception) -> int:
    """Says on stderr what went wrong, and returns the exit code."""
    from crisis_sim.scenario.errors import ScenarioError, printable

    code = WRONG
    if isinstance(error, typer.Abort):
        return INTERRUPTED
    if isinstance(error, ScenarioError):
        print(error, file=sys.stderr)  # lines that an editor can jump to, so nothing stands before them
        return WRONG
    if isinstance(error, _Refused):
        what = str(error)
    elif hasattr(error, "format_message"):  # Typer's own, about wrong use
        what = " ".join(error.format_message().split())
    elif isinstance(error, OSError) and error.filename:
        what = f"{error.filename}: {error.strerror}"
    else:
        what = f"a mistake in the program: {type(error).__name__}: {error} (CRISIS_SIM_DEBUG=1 shows where)"
    print(f"crisis-sim: {printable(what)}", file=sys.stderr)
    return code


def main() -> None:
    """Run a command and end the process with its exit code; what goes wrong is one line on stderr."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever read has gone: end without a word
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = app(standalone_mode=False, prog_name="crisis-sim") or DONE
        sys.stdout.flush()
    except Exception as error:
        if os.environ.get("CRISIS_SIM_DEBUG"):
            raise
        code = _explained(error)
    sys.exit(code)
