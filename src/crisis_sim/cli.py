"""The commands. Whatever is heavy is imported inside a command, so that help costs nothing."""

import io
import os
import shlex
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import crisis_sim
from crisis_sim.terms.records import WrongUse

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

  {0} play             play a side
  {0} run SCENARIO     watch a whole game, played by bots
  {0} scenarios        what there is to play
  {0} saves            your games, and how to go on
  {0} new PATH         begin a scenario of your own

`{0} --help` lists every command; `{0} COMMAND --help` explains one."""

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
    from crisis_sim import api
    from crisis_sim.terminal.listing import in_brief
    from crisis_sim.terminal.safe import safe_text

    scenario = api.load(path).compiled.scenario
    print(safe_text(f"{path}: nothing is wrong. {scenario.title}: {in_brief(scenario)}"))


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
    from crisis_sim.terminal.started import command

    if path.exists():
        raise WrongUse(f"{path} is already there: name a folder that is not")
    text = (shipped_folder() / STARTER / MAIN).read_text(encoding="utf-8")
    path.mkdir(parents=True)
    (path / FILE).write_bytes((shipped_folder() / FILE).read_bytes())
    (path / MAIN).write_text(text.replace(f"../{FILE}", FILE, 1), encoding="utf-8")
    _page().say(
        f"{path / MAIN} is yours to change.",
        f"  {command('check', str(path))}     finds every mistake",
        f"  {command('play', str(path))}      plays it",
    )


@app.command()
def explain(
    scenario: ScenarioArgument,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="An action, gauge, parameter, process, inject or claim.")
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
    _page().show(map(indented, overview(compiled) if name is None else explained(compiled, name)))


@app.command()
def run(
    scenario: ScenarioArgument,
    seed: SeedOption = None,
    run_: Annotated[int, typer.Option("--run", metavar="K", min=0, help="Which run of a batch with this seed.")] = 0,
    agents: AgentsOption = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PARAM=VALUE", help="The value of a parameter; can be given several times."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object with everything, and no story.")] = False,
    journal: Annotated[
        Path | None, typer.Option("--journal", metavar="FILE", help="Keep the journal of the game in a new file.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Parameters without what became known after YYYY-MM-DD."),
    ] = None,
) -> None:
    """Run one game by bots, and tell it as a wire service would."""
    from crisis_sim import api
    from crisis_sim.terminal import sitting

    crisis = api.load(scenario, as_of=as_of)
    seed = sitting.new_seed() if seed is None else seed
    playing = sitting.agents_named(agents, crisis, people=False)
    result = crisis.run(
        seed, run=run_, agents=playing, settings=_settings(set_ or []), journal=journal, command=_command()
    )
    if json_:
        import json

        print(json.dumps(result.to_dict(), allow_nan=False))  # in ASCII: a terminal obeys nothing in it
        return
    from crisis_sim.terminal import reckoning, story

    page, words = _page(), story.words_of(result.game)
    page.show(story.beginning(result.game, words))
    page.show(story.told(story.news(result.events)))
    page.show(reckoning.ending(result.game, words))


@app.command()
def play(
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="[SCENARIO]", help="A scenario; with --resume, the name of a saved game."),
    ] = None,
    as_: SeatsOption = None,
    seed: SeedOption = None,
    agents: AgentsOption = None,
    turn: Annotated[
        int | None, typer.Option("--turn", metavar="HOURS", min=1, max=168, help="Hours from one decision to the next.")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Lines of text, for scripts and screen readers.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the last game, or with the saved game that is named.")
    ] = False,
) -> None:
    """Play a side. What is left out is asked for; every step is saved."""
    from crisis_sim.terminal import sitting
    from crisis_sim.terminal.plain import Keyboard, play_on

    page, keyboard = _page(), Keyboard()
    if resume:
        if (as_, seed, agents, turn) != (None, None, None, None):
            raise WrongUse("a game that goes on keeps its seats, seed, agents and turns: --resume stands alone")
        play_on(sitting.resume(scenario), keyboard, page)
        return
    if scenario is None:
        chosen = sitting.ask_scenario(keyboard, page, anew=(as_, seed, agents, turn) != (None, None, None, None))
        if chosen.goes_on:
            play_on(sitting.resume(chosen.name), keyboard, page)
            return
        scenario = chosen.name
    crisis = sitting.load(scenario, turn=turn)
    mine = sitting.seats_named(as_, crisis.seats) if as_ else sitting.ask_seats(crisis, keyboard, page)
    seed = sitting.new_seed() if seed is None else seed
    play_on(sitting.begin(crisis, mine, seed, agents, _command()), keyboard, page)


@app.command()
def saves() -> None:
    """List the saved games: date, seats, scenario, how each stands, and how to go on."""
    from crisis_sim.terminal.listing import save_lines

    _page().show(save_lines())


@app.command()
def replay(
    journal: Annotated[str, typer.Argument(metavar="JOURNAL", help="The file of a journal, or a saved game's name.")],
    as_: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="SEAT|control",
            help="Whose view; control sees everything. By itself: the player's of a game in progress, else control's.",
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="TIME", help="Up to a local time, YYYY-MM-DDTHH:MM, or +HOURS since the beginning."
        ),
    ] = None,
    branch: Annotated[
        bool,
        typer.Option(
            "--branch", help="Play on from there as another game; of a game that is over, --at says from when."
        ),
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check that the same game comes out; exit code 1 if not.")
    ] = False,
) -> None:
    """Show a game again, from its journal: all of it, or up to a time, as control or as a seat saw it."""
    from crisis_sim.engine import Mismatch
    from crisis_sim.terminal import again, sitting
    from crisis_sim.terminal.plain import Keyboard, play_on
    from crisis_sim.terminal.safe import safe_text

    page, opened = _page(), again.find(journal)
    if verify:
        try:
            page.say(again.verified(opened))
        except Mismatch as error:
            print(f"crisis-sim: {safe_text(str(error))}", file=sys.stderr)
            raise typer.Exit(NOT_SO) from None
        return
    game = again.until(opened, at)
    if not branch:
        page.show(again.story_of(game, again.viewer_of(opened, game, as_)))
        if opened.notice:
            page.say(opened.notice)
        return
    again.branch_point(game, at)
    mine = sitting.seats_named(as_, list(game.seats)) if as_ else sitting.mine_of(game)
    if not mine:
        raise WrongUse("whom do you want to play? Name a seat: --as SEAT")
    play_on(sitting.branch(game, mine), Keyboard(), page)


def _settings(given: list[str]) -> dict[str, float]:
    """`PARAM=VALUE` as a value by name."""
    settings: dict[str, float] = {}
    for text in given:
        name, _, value = text.partition("=")
        try:
            settings[name.strip()] = float(value)
        except ValueError:
            raise WrongUse(f"--set {text}: write PARAM=VALUE, with a number for VALUE") from None
    return settings


def _command() -> str:
    """What was typed, for the journal."""
    return shlex.join(["crisis-sim", *sys.argv[1:]])


def _page() -> "Page":
    from crisis_sim.terminal.page import Page

    return Page()


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
