"""The command for many runs at once."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from crisis_sim.cli.options import (
    INTERRUPTED,
    AgentsOption,
    AsOfOption,
    ScenarioArgument,
    SeedOption,
    SetOption,
    page_here,
    settings_of,
    typed,
)
from crisis_sim.terms.records import WrongUse

RUNS = 1_000


def batch(
    scenario: ScenarioArgument,
    n: Annotated[int | None, typer.Option("-n", metavar="N", min=1, help="How many runs; 1,000 if left out.")] = None,
    seed: SeedOption = None,
    folder: Annotated[
        Path | None,
        typer.Option("-o", metavar="DIR", help="A folder for the runs: Parquet files, manifest, summary."),
    ] = None,
    agents: AgentsOption = None,
    set_: SetOption = None,
    as_of: AsOfOption = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="auto|compiled|python|simpy", help="What plays; all give the same runs.")
    ] = "auto",
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="How many at once; else a worker for each core.")
    ] = None,
    until_ci: Annotated[
        float | None,
        typer.Option(
            "--until-ci",
            metavar="X",
            help="Stop at the first of some fixed looks at which every outcome's share is known to within X (0.01).",
        ),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what is in the folder already.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the batch that is in the folder.")] = False,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="local|ADDRESS", help="Play on Dask: started here, or at tls://HOST:PORT."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object with everything, and no story.")] = False,
    chunk: Annotated[int | None, typer.Option("--chunk", metavar="RUNS", min=1, hidden=True)] = None,
) -> None:
    """Play many runs by bots, and tell how often each outcome came, with intervals."""
    from crisis_sim import api

    api.needs_batch()
    from crisis_sim.batch.engines import COMPILED, choose
    from crisis_sim.batch.plan import plan_of
    from crisis_sim.batch.running import How, play_plan
    from crisis_sim.terminal import sitting
    from crisis_sim.terminal.progress import Watched, summary_lines, watching
    from crisis_sim.terminal.started import command

    if folder is None and (resume or force):
        raise WrongUse(f"--{'resume' if resume else 'force'} needs a folder: -o DIR")
    if resume and force:
        raise WrongUse("--resume goes on with what --force would remove: choose one of them")
    chosen = choose(engine)
    if chosen.name == COMPILED and cluster is None:
        from crisis_sim.batch.kernel import prepare

        prepare()  # while the scenario is read
    crisis = api.load(scenario, as_of=as_of)
    if resume and folder is not None:
        n, seed = _as_begun(folder, n, seed)
    plan, compiled = plan_of(
        crisis.name,
        crisis.compiled,
        crisis.texts,
        RUNS if n is None else n,
        seed=sitting.new_seed() if seed is None else seed,
        agents=sitting.agents_named(agents, crisis, people=False),
        settings=settings_of(set_ or []),
        until_ci=until_ci,
        chunk=chunk,
        engine=chosen.name,
    )
    if chosen.notice:
        _aside(chosen.notice)
    heard = Watched()
    how = How(chosen.name, workers, cluster, folder, resume, force, typed())
    try:
        with watching(compiled.scenario, heard) as watch:
            done = play_plan(plan, compiled, how, watch)
    except KeyboardInterrupt:
        again = [word for word in sys.argv[1:] if word not in ("--force", "--resume")]
        kept = (
            f"at least {heard.done:,} of {plan.n:,} runs are kept"
            if folder
            else "nothing is kept without a folder, -o DIR"
        )
        _aside(f"interrupted; {kept}" + (f". To go on: {command(*again, '--resume')}" if folder else ""))
        raise typer.Exit(INTERRUPTED) from None
    summary = done.summary
    if done.notice:
        _aside(done.notice)
    if json_:
        import json

        print(json.dumps(summary, allow_nan=False))
        return
    from crisis_sim.terminal.safe import safe_text

    page_here().show(summary_lines(compiled.scenario, summary))
    came = {name: runs for name, runs in summary["examples"].items() if runs}
    rare = min(came, key=lambda name: int(summary["outcomes"][name]["n"]))
    same = _given("--agents", agents) + [word for each in set_ or [] for word in ("--set", each)]
    replay = ("run", scenario, "--seed", str(plan.seed), "--run", str(came[rare][0]), *same, *_given("--as-of", as_of))
    print("\nHow to go on")
    print(safe_text(f"  {command(*replay)}"))  # as wide as it is: a command is there to be copied
    print(safe_text(f"      tells the story of a run that ended so: {compiled.scenario.outcomes[rare].name}"))
    if folder is not None:
        print(safe_text(f"  {command('report', str(folder), '--html', 'report.html')}"))
        print("      writes a page about all of them")


def _as_begun(folder: Path, n: int | None, seed: int | None) -> tuple[int | None, int | None]:
    """What is not said again is as it was when the batch was begun."""
    from crisis_sim.batch.parts import Folder

    if n is not None and seed is not None:
        return n, seed
    try:
        begun = Folder.open(folder).plan
    except WrongUse:
        return n, seed  # there is nothing yet; what else is wrong with the folder is told when it is opened to write
    return begun.n if n is None else n, begun.seed if seed is None else seed


def _given(option: str, value: str | None) -> list[str]:
    return [] if value is None else [option, value]


def _aside(text: str) -> None:
    from crisis_sim.terminal.safe import safe_text

    print(f"crisis-sim: {safe_text(text)}", file=sys.stderr)
