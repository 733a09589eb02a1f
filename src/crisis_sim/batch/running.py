"""Carrying out a plan: chunks to workers, parts to the folder, tallies together, until all is played."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Self

from crisis_sim.batch.chunk import play_chunk, prepared
from crisis_sim.batch.engines import PYTHON
from crisis_sim.batch.executors import Crew, crew_of
from crisis_sim.batch.parts import Folder, Part
from crisis_sim.batch.plan import Chunk, Plan
from crisis_sim.batch.summary import Stop, summary_of, widest
from crisis_sim.batch.tally import Tally
from crisis_sim.compiler import Compiled
from crisis_sim.terms.records import WrongUse

AHEAD = 2
"""Chunks that are under way or waiting, for each worker."""
MOST_LOST = 3
"""Times in a row that workers may be lost, with nothing done in between."""


class Progress(NamedTuple):
    """How far a batch is. `left`: seconds that the rest will take at this rate, if no look ends it earlier."""

    tally: Tally
    n: int
    runs_per_second: float | None
    left: float | None


Watcher = Callable[[Progress], None]


class How(NamedTuple):
    """How a plan is carried out. Nothing of this changes what comes out.

    `folder`: where its runs are kept. `command`: what was typed, for the manifest.
    """

    engine: str = PYTHON
    workers: int | None = None
    cluster: str | None = None
    folder: Path | None = None
    resume: bool = False
    force: bool = False
    command: str = ""


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
    with closing(Folder.begin(how.folder, plan, made, resume=how.resume, force=how.force)) as folder:
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
    with _Shift(crew, play, partial(_take, count, keep)) as shift:
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


class _Shift:
    """Workers at work on one batch."""

    def __init__(self, crew: Crew, play: Callable[[int, int], Part], take: Callable[[Part], None]) -> None:
        self._crew, self._play, self._take = crew, play, take
        self._executor: Executor | None = None
        self._under_way: dict[Future[Part], Chunk] = {}
        self._next: list[Chunk] = []  # what was under way when a worker was lost
        self._lost = 0  # times in a row

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._end()
        if kind is not None and issubclass(kind, KeyboardInterrupt):
            for future in self._under_way:  # what was finished in the meantime is kept, too
                if future.done() and not future.cancelled() and future.exception() is None:
                    self._take(future.result())

    def play(self, chunks: Iterator[Chunk]) -> None:
        """Has every chunk played, and takes the parts as they come."""
        while True:
            try:
                if not self._go_on(chunks):
                    return
            except self._crew.lost:
                self._begin_again()

    def _go_on(self, chunks: Iterator[Chunk]) -> bool:
        """Gives out work, so much at once and no more, and takes what has come. False: all is done."""
        self._executor = self._executor or self._crew.start()
        while len(self._under_way) < AHEAD * self._crew.workers:
            self._next = self._next or list(islice(chunks, 1))
            if not self._next:
                break
            future = self._executor.submit(self._play, self._next[0].first, self._next[0].count)
            self._under_way[future] = self._next.pop(0)
        if not self._under_way:
            return False
        for future in wait(self._under_way, return_when=FIRST_COMPLETED).done:
            part = future.result()
            del self._under_way[future]
            self._take(part)
            self._lost = 0
        return True

    def _begin_again(self) -> None:
        """A worker was lost: what it and its fellows were at is played again, by others."""
        self._lost += 1
        self._next += self._under_way.values()
        self._end()
        self._under_way, self._executor = {}, None
        if self._lost == MOST_LOST:
            raise WrongUse(
                f"a worker ended by itself, {MOST_LOST} times in a row: is there too little memory? "
                "(In a script, a batch with several processes belongs under `if __name__ == '__main__':`.)"
            )

    def _end(self) -> None:
        for future in self._under_way:
            future.cancel()
        if self._executor is not None:
            self._executor.shutdown(wait=True)
