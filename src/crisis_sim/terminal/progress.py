"""A batch while it runs (a live table in a terminal, plain lines elsewhere), and what came of it."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from crisis_sim.batch.running import Progress, Watcher
from crisis_sim.batch.shares import Share, wilson
from crisis_sim.scenario.models import Scenario
from crisis_sim.terminal.lines import Line, number
from crisis_sim.terminal.safe import safe_text

STEPS = 10
"""Plain lines that tell of the progress of a batch, at most."""


class Watched:
    """What was last heard of a batch."""

    def __init__(self) -> None:
        self.last: Progress | None = None

    @property
    def done(self) -> int:
        """Runs that are played and kept."""
        return self.last.tally.n if self.last else 0


@contextmanager
def watching(scenario: Scenario, heard: Watched) -> Iterator[Watcher]:
    """Shows on stderr how a batch goes on: in a terminal as a table that changes, elsewhere a line now and then."""
    console = Console(file=sys.stderr, markup=False, highlight=False, emoji=False)
    if not console.is_terminal or console.is_dumb_terminal:
        yield lambda progress: _tell(console, progress, heard)
        return
    with Live(console=console, transient=True, refresh_per_second=4) as live:

        def show(progress: Progress) -> None:
            heard.last = progress
            live.update(_table(scenario, progress))

        yield show


def _tell(console: Console, progress: Progress, heard: Watched) -> None:
    before, now = heard.done * STEPS // progress.n, progress.tally.n * STEPS // progress.n
    heard.last = progress
    if now > before:
        console.print(Text(safe_text(how_far(progress))), soft_wrap=True)


def how_far(progress: Progress) -> str:
    """`3,000 of 10,000 runs, 4,200 a second, 2 s left`."""
    told = f"{progress.tally.n:,} of {runs(progress.n)}"
    if progress.runs_per_second:
        told += f", {number(round(progress.runs_per_second))} a second"
    if progress.left is not None and progress.tally.n < progress.n:
        told += f", {lasting(progress.left)} left"
    return told


def runs(n: int) -> str:
    """`1 run`, `3,000 runs`."""
    return f"{n:,} run{'s' if n > 1 else ''}"


def lasting(seconds: float) -> str:
    """`2 s`, `3 min`, `2 h 5 min`."""
    if seconds < 99.5:
        return f"{max(1, round(seconds))} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _table(scenario: Scenario, progress: Progress) -> RenderableType:
    tally = progress.tally
    table = Table(box=None, pad_edge=False, show_header=False)
    for outcome, count in tally.outcomes.items():
        share = wilson(count, tally.n)
        bar = ProgressBar(total=1.0, completed=share.p, width=20)
        table.add_row(Text(str(share)), bar, Text(safe_text(scenario.outcomes[outcome].name)))
    page = Table.grid()
    for line in (Text(how_far(progress)), ProgressBar(total=progress.n, completed=tally.n, width=60), table):
        page.add_row(line)
    return page


def summary_lines(scenario: Scenario, summary: Mapping[str, Any]) -> Iterator[Line]:
    """What a batch came to, to be read."""
    agents = summary["agents"]
    same = len(set(agents.values())) == 1
    who = f"{next(iter(agents.values()))} in every seat" if same else ", ".join(f"{s} {a}" for s, a in agents.items())
    yield Line(f"{scenario.title}: {runs(summary['n'])}, seed {summary['seed']}, {who}", style="bold")
    if summary["settings"]:
        yield Line(", ".join(f"{name} {number(value)}" for name, value in summary["settings"].items()), "with ")
    yield Line()
    shares = {name: Share(**one) for name, one in summary["outcomes"].items()}
    width, long = max(len(str(share)) for share in shares.values()), max(map(len, shares))
    for name, share in shares.items():
        called = scenario.outcomes[name]
        yield Line(f"{called.name}: {called.what}", f"  {share!s:>{width}}  {name:<{long}}  ", lead_style="")
    yield Line()
    yield Line("In brackets the 95 % intervals (Wilson): what chance alone leaves open, given the model.")
    yield from _stopped(summary)
    speed = summary["runs_per_second"]
    told = (
        f"{number(round(speed))} runs a second, {number(summary['events_per_run'])} events a run"
        if speed
        else "none played now"
    )
    yield Line(f"{told} ({summary['engine']})", "Speed     ")
    yield Line(str(summary["digest"]), "Digest    ")


def _stopped(summary: Mapping[str, Any]) -> Iterator[Line]:
    """That it could stop early is said: what is told of a batch that stopped when it liked the look is worth less."""
    stop = summary["stopped"]
    if stop["until_ci"] is None:
        return
    wanted, looks = f"{100 * stop['until_ci']:g}", stop["looks"]
    at = f"after look {looks} of those fixed beforehand, at {summary['n']:,} of at most {summary['n_asked']:,} runs"
    if stop["reached"]:
        yield Line(
            f"Stopped {at}: every share is known to ±{wanted} percentage points or better. Stopping was optional."
        )
    else:
        widest = f"{100 * stop['half_width']:.2g}"
        yield Line(
            f"Played to the end: the widest interval is ±{widest} percentage points, and ±{wanted} was asked for. "
            f"Stopping was optional, and there were {looks} looks."
        )
