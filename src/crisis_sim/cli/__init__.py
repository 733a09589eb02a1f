"""The commands. Whatever is heavy is imported inside a command, so that help costs nothing.

Each topic has a file; this one puts them together, and ends the process as promised.
"""

import io
import os
import signal
import sys
from typing import Annotated

import typer

import crisis_sim
from crisis_sim.cli import authoring, experiments, playing, report
from crisis_sim.cli.batch import batch
from crisis_sim.cli.bench import bench
from crisis_sim.cli.classroom import classroom
from crisis_sim.cli.debrief import debrief
from crisis_sim.cli.options import DONE, INTERRUPTED, WRONG
from crisis_sim.cli.validate import validate
from crisis_sim.terms.records import WrongUse

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
COMMANDS = (
    authoring.scenarios, authoring.check, authoring.schema, authoring.new, authoring.explain,
    playing.run, playing.play, playing.saves, playing.replay,
    batch,
    experiments.sweep, experiments.sensitivity, experiments.compare,
    report.report,
    debrief,
    validate,
    classroom,
    bench,
)  # fmt: skip
for command in COMMANDS:
    app.command()(command)

WELCOME = """\
A crisis between states, hour by hour.

  {0} play             play a side
  {0} run SCENARIO     watch a whole game, played by bots
  {0} scenarios        what there is to play
  {0} saves            your games, and how to go on
  {0} new PATH         begin a scenario of your own

`{0} --help` lists every command; `{0} COMMAND --help` explains one."""


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
        from crisis_sim.terminal.safe import safe_text
        from crisis_sim.terminal.started import command

        program = safe_text(command())
        print(WELCOME.format(program))


def _explained(error: Exception) -> int:
    """Says on stderr what went wrong, and returns the exit code."""
    from crisis_sim.scenario.errors import ScenarioError, printable

    if isinstance(error, typer.Abort):
        return INTERRUPTED
    if isinstance(error, ScenarioError):
        placed = any(problem.file for problem in error.problems)
        for line in str(error).splitlines():  # an editor can jump to a place, so nothing stands before it
            print(printable(line if placed else f"crisis-sim: {line}"), file=sys.stderr)
        return WRONG
    if isinstance(error, WrongUse):
        what = str(error)
    elif hasattr(error, "format_message"):  # Typer's own, about wrong use
        what = f"{error.format_message().rstrip('.')} (`--help` shows how)"
    elif isinstance(error, OSError) and error.strerror:
        what = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    else:
        what = f"a mistake in the program: {type(error).__name__}: {error} (CRISIS_SIM_DEBUG=1 shows where)"
    print(f"crisis-sim: {printable(' '.join(what.split()))}", file=sys.stderr)
    return WRONG


def main() -> None:
    """Run a command and end the process with its exit code; what goes wrong is one line on stderr."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever read has gone: end without a word
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115  (it was closed: there is nothing to read)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    try:
        code = app(standalone_mode=False, prog_name="crisis-sim") or DONE
        print(end="", flush=True)
    except Exception as error:
        if os.environ.get("CRISIS_SIM_DEBUG"):
            raise
        code = _explained(error)
    sys.exit(code)
