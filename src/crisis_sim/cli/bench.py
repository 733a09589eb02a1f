"""The command that measures: engine beside engine on this machine."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from crisis_sim.cli.options import page_here


def bench(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="What is played while it is measured: a scenario.")
    ] = "new_years_eve",
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object with every figure.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Seconds instead of a minute, and rougher.")] = False,
) -> None:
    """Measure the speed of this machine on a scenario, engine beside engine, as ratios."""
    from crisis_sim import api

    api.needs_batch()
    from crisis_sim.batch.bench import bench as measured

    crisis = api.load(scenario)
    found = measured(crisis.name, crisis.compiled, quick=quick)
    if json_:
        import json

        print(json.dumps(found))
        return
    page_here().say(*_lines(found))


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    machine = found["machine"]
    yield f"{found['scenario']}, each seat by its doctrine; {found['rounds']} rounds: median (lowest–highest)"
    yield f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}"
    yield ""
    yield f"{'engine':8} {'runs a second':>24} {'events a second':>16} {'times simpy':>20}"
    for name, one in found["engines"].items():
        runs, events, times = one["runs_per_second"], one["events_per_second"], one["times_simpy"]
        yield f"{name:8} {_spread(runs):>24} {_short(events['median']):>16} {_spread(times):>20}"
    if found["threads"]:
        two = found["threads"]["2"]
        yield ""
        yield f"Two threads of the compiled engine beside one: {_spread(two['times_one'])} times as fast."


def _spread(spread: Mapping[str, float]) -> str:
    return f"{_short(spread['median'])} ({_short(spread['low'])}–{_short(spread['high'])})"


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
