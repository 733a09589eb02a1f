"""The commands for designed experiments: sweep, sensitivity, compare."""

import json
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

UNCERTAIN = "CD"
"""The grades of parameters that rest on literature or on judgement."""

OfOption = Annotated[
    list[str] | None,
    typer.Option(
        "--of",
        metavar="RESPONSE",
        help="outcome.NAME, gauge.NAME, score.SEAT, flag.NAME, happened.NAME, escalation_score, ...; several times.",
    ),
]


def sweep(
    scenario: ScenarioArgument,
    n: Annotated[int, typer.Option("-n", metavar="N", min=2, help="How many runs at each point.")],
    folder: Annotated[Path, typer.Option("-o", metavar="DIR", help="A folder for the runs, the points, the summary.")],
    factors: Annotated[
        list[str] | None,
        typer.Option(
            "-p",
            "--vary",
            metavar="PARAM[=LOW:HIGH]|NAME=A,B,...",
            help="What varies: a parameter over its declared or this range, or its values, or a seat's agents "
            "(us=hawk,dove); can be given several times.",
        ),
    ] = None,
    grade: Annotated[
        str | None, typer.Option("--grade", metavar="GRADES", help="Vary every parameter of these grades: CD.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Vary every parameter of grade C and D.")] = False,
    grid: Annotated[
        int | None, typer.Option("--grid", metavar="N", min=1, help="Every combination of N steps of each range.")
    ] = None,
    lhs: Annotated[int | None, typer.Option("--lhs", metavar="N", min=1, help="N points of a Latin hypercube.")] = None,
    sequence: Annotated[
        int | None, typer.Option("--sequence", metavar="N", min=1, help="N points of Sobol's sequence: 64, 128, ...")
    ] = None,
    sobol: Annotated[
        int | None,
        typer.Option(
            "--sobol", metavar="N", min=1, help="For Sobol's indices: N (64, 128, ...) x (factors + 2) points."
        ),
    ] = None,
    morris: Annotated[
        int | None, typer.Option("--morris", metavar="N", min=1, help="For screening: N x (factors + 1) points.")
    ] = None,
    seed: SeedOption = None,
    agents: AgentsOption = None,
    set_: SetOption = None,
    as_of: AsOfOption = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="auto|compiled|python|simpy", help="What plays; all give the same runs.")
    ] = "auto",
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="How many at once; else a worker for each core.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="local|ADDRESS", help="Play on Dask: started here, or at tls://HOST:PORT."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what is in the folder already.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the experiment that is in the folder.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object with everything, and no story.")] = False,
) -> None:
    """Play many runs at every point of a design over parameters and agents, all points with the same luck."""
    from crisis_sim import api

    api.needs_analysis()
    from crisis_sim.analysis import conducting
    from crisis_sim.batch.engines import choose
    from crisis_sim.terminal import experiments, sitting
    from crisis_sim.terminal.progress import Watched, watching
    from crisis_sim.terminal.started import command

    if resume and force:
        raise WrongUse("--resume goes on with what --force would remove: choose one of them")
    if all_ and grade is not None:
        raise WrongUse(f"--all is --grade {UNCERTAIN}: leave one of the two out")
    sizes = {"grid": grid, "lhs": lhs, "sequence": sequence, "sobol": sobol, "morris": morris}
    asked = {kind: size for kind, size in sizes.items() if size is not None}
    if len(asked) > 1:
        raise WrongUse(f"one design at a time, and not {' and '.join(f'--{kind}' for kind in asked)}")
    design, size = next(iter(asked.items()), (None, 0))
    chosen = choose(engine)
    if chosen.notice:
        _aside(chosen.notice)
    crisis = api.load(scenario, as_of=as_of)
    heard = Watched()
    try:
        with watching(crisis.compiled.scenario, heard) as watch:
            experiment = conducting.sweep(
                crisis.name,
                crisis.compiled,
                crisis.texts,
                factors or [],
                n=n,
                design=design,
                size=size,
                grades=UNCERTAIN if all_ else grade or "",
                seed=_seed_for(folder, resume) if seed is None else seed,
                agents=sitting.agents_named(agents, crisis, people=False),
                settings=settings_of(set_ or []),
                folder=folder,
                engine=chosen.name,
                workers=workers,
                cluster=cluster,
                resume=resume,
                force=force,
                command=typed(),
                watch=watch,
            )
    except KeyboardInterrupt:
        again = [word for word in sys.argv[1:] if word not in ("--force", "--resume")]
        _aside(f"interrupted; {heard.done:,} runs are kept. To go on: {command(*again, '--resume')}")
        raise typer.Exit(INTERRUPTED) from None
    if json_:
        print(json.dumps(experiments.as_json(experiment), allow_nan=False))
        return
    page = page_here()
    page.show(experiments.swept(experiment, crisis.title))
    page.say("", "How to go on", f"  {command('sensitivity', str(folder))}", "      says which factors matter")


def sensitivity(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep.")],
    of: OfOption = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object with every figure.")] = False,
) -> None:
    """Tell which factors of a sweep matter: Morris's effects or Sobol's indices, with intervals, and what is chance.

    By itself of open war (or the first outcome), escalation and flags; `--of all` takes all.
    """
    from crisis_sim import api

    experiment = api.experiment(folder)
    from crisis_sim.terminal import experiments

    found = experiment.sensitivity(of)
    if json_:
        kept = {"folder": str(folder), "design": experiment.design.to_dict(), "n": experiment.n}
        print(json.dumps({**kept, "responses": [one.to_json() for one in found]}, allow_nan=False))
        return
    page_here().show(experiments.sensitive(found))


def compare(
    first: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a batch.")],
    second: Annotated[Path, typer.Argument(metavar="DIR", help="Another, with something changed.")],
    of: OfOption = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object with every figure.")] = False,
) -> None:
    """Compare two batches, in pairs of runs with the same luck: differences, intervals, and what pairing gained."""
    from crisis_sim import api

    found = api.compare(first, second, of)
    from crisis_sim.terminal import experiments

    if json_:
        print(json.dumps(found.to_json(), allow_nan=False))
        return
    page_here().show(experiments.compared(found))


def _seed_for(folder: Path, resume: bool) -> int:
    """That of the experiment that is gone on with, if there is one; else by chance."""
    from crisis_sim.analysis.folder import ExperimentFolder
    from crisis_sim.terminal import sitting

    try:
        return ExperimentFolder.open(folder).plan.base.seed if resume else sitting.new_seed()
    except WrongUse:
        return sitting.new_seed()  # there is nothing yet; what else is wrong is told when it is opened to write


def _aside(text: str) -> None:
    from crisis_sim.terminal.safe import safe_text

    print(f"crisis-sim: {safe_text(text)}", file=sys.stderr)
