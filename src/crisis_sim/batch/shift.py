"""Workers at work on chunks: some given out ahead, parts taken as they come, what a lost worker was at played again."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice
from typing import Self

from crisis_sim.batch.executors import Crew
from crisis_sim.batch.parts import Part
from crisis_sim.batch.plan import Chunk
from crisis_sim.terms.records import WrongUse

AHEAD = 2
"""Chunks that are under way or waiting, for each worker."""
MOST_LOST = 3
"""Times in a row that workers may be lost, with nothing done in between."""


class Shift:
    """Workers at work on one batch or experiment. `play`: a chunk, from its first run and how many; `take`: its part.

    Interrupted, it takes what was finished in the meantime.
    """

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
