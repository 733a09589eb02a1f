"""Carrying out a plan: chunks to workers, parts to the folder, tallies together, until all is played."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from crisis_sim.batch.chunk import play_chunk, prepared
from crisis_sim.batch.engines import PYTHON
from crisis_sim.batch.executors import Crew, crew_of
from crisis_sim.batch.parts import Folder, Part
from crisis_sim.batch.plan import Chunk, Plan
from crisis_sim.batch.shift import Shift
from crisis_sim.batch.summary import Stop, summary_of, widest
from crisis_sim.batch.tally import Tally
from crisis_sim.compiler import Compiled


class Progress(NamedTuple):
    """How far a batch is. `left`: seconds that the rest will take at this rate, if no look ends it earlier."""

    tally: Tally
    n: int
    runs_per_second: float | None
    left: float | None


Watcher = Callable[[Progress], None]


class How(NamedTuple):
    """How a plan is carried out. Nothing of this changes what comes out.

    `folder`: where its runs are kept; `lasting`: for good, and not only as long as somebody looks at them. `command`:
    what was typed, for the manifest.
    """

    engine: str = PYTHON
    workers: int | None = None
    cluster: str | None = None
    folder: Path | None = None
    resume: bool = False
    force: bool = False
    command: str = ""
    lasting: bool = True


class Played(NamedTuple):
    """A plan that was carried out, and what came of it."""

    tally: Tally | None  # None, if it was finished before
    summary: dict[str, Any]
    notice: str | None = None  # what somebody should be told of the engine, in one line


def play_plan(plan: Plan, compiled: Compiled, how: How, watch: Watcher | None = None) -> Played:
    """Plays a plan, or what is left of it in its folder; of a finished one, what it came to. WrongUse: in one line."""
    if how.folder is None:
        notice = _warm(plan, compiled, how)
        with crew_of(how.engine, how.workers, how.cluster) as crew:
            return carry_out(plan, how.engine, crew, watch=watch)._replace(notice=notice)
    made = {"command": how.command, "engine": how.engine}
    begun = Folder.begin(how.folder, plan, made, resume=how.resume, force=how.force, lasting=how.lasting)
    with closing(begun) as folder:
        if folder.finished:
            return Played(None, folder.summary)
        notice = _warm(folder.plan, compiled, how)
        with crew_of(how.engine, how.workers, how.cluster) as crew:
            return carry_out(folder.plan, how.engine, crew, folder=folder, watch=watch)._replace(notice=notice)


def _warm(plan: Plan, compiled: Compiled, how: How) -> str | None:
    """Spares the threads of this process to compile again what is compiled. What should be told of the engine."""
    return prepared(plan.to_text(), how.engine, compiled).engine.notice if how.cluster is None else None


def carry_out(
    plan: Plan,
    engine: str,
    crew: Crew,
    *,
    folder: Folder | None = None,
    keep: Callable[[Part], None] | None = None,
    watch: Watcher | None = None,
) -> Played:
    """Plays what of a plan is not in the folder yet. Interrupted, it keeps what is done, and raises
    KeyboardInterrupt.

    `keep`: takes each part as it comes, instead of a folder; without either, no rows are made. `watch`: hears of each.
    """
    if folder is not None:
        keep = folder.keep
    count = _Count(plan, watch)
    play = partial(play_chunk, plan.to_text(), engine, keep=keep is not None)
    at, looks, reached = 0, 0, False
    with Shift(crew, play, partial(_take, count, keep)) as shift:
        for look in plan.looks():
            shift.play(_missing(plan.chunks(at, look), folder, count))
            at, looks = look, looks + 1
            reached = plan.until_ci is not None and widest(count.tally) <= plan.until_ci
            if reached:
                break
    stop = Stop(looks, plan.until_ci, reached)
    summary = summary_of(plan, count.tally, engine, count.runs_per_second, stop)
    if folder is not None:
        folder.finish(summary)
    return Played(count.tally, summary)


@dataclass
class _Count:
    """What has been played so far, and how fast."""

    plan: Plan
    watch: Watcher | None
    so_far: Tally | None = None
    here: int = 0  # runs that were played now, and not found in the folder
    began: float | None = None

    @property
    def tally(self) -> Tally:
        assert self.so_far is not None  # a look has at least one run
        return self.so_far

    @property
    def runs_per_second(self) -> float | None:
        """Since the first worker began to play: neither loading nor compiling counts."""
        if self.began is None:
            return None
        return self.here / max(time.perf_counter() - self.began, 1e-9)

    def add(self, tally: Tally) -> None:
        self.so_far = tally if self.so_far is None else self.so_far + tally
        if self.watch is not None:
            rate = self.runs_per_second
            left = (self.plan.n - self.so_far.n) / rate if rate else None
            self.watch(Progress(self.so_far, self.plan.n, rate, left))


def _missing(chunks: Iterator[Chunk], folder: Folder | None, count: _Count) -> Iterator[Chunk]:
    """The chunks that are not there yet; those that are, are counted."""
    for chunk in chunks:
        tally = None if folder is None else folder.done(chunk)
        if tally is None:
            yield chunk
        else:
            count.add(tally)


def _take(count: _Count, keep: Callable[[Part], None] | None, part: Part) -> None:
    if count.began is None:
        count.began = time.perf_counter() - part.seconds
    if keep is not None:
        keep(part)
    count.here += part.count
    count.add(Tally.from_json(json.loads(part.tally)))
