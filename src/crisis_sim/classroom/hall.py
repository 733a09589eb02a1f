"""The running server's middle: commands go to the disk, are done in order, and what they change flows to whom it
concerns; clocks that run out become commands too.

Everything here happens in one thread, one step at a time. Before a table is changed again, what its last change made
visible has been put into the streams: what flows to a view depends on the log alone, not on how busy the server is.
"""

import asyncio
import logging
import secrets
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from crisis_sim.classroom import afterwards, doing
from crisis_sim.classroom.clock import Clock
from crisis_sim.classroom.entries import SERVER, Answer, Entry
from crisis_sim.classroom.exercise import DEBRIEF, END, Exercise
from crisis_sim.classroom.gallery import Gallery
from crisis_sim.classroom.making import Opened
from crisis_sim.classroom.matrix import WITHIN_A_SEAT
from crisis_sim.classroom.people import Person
from crisis_sim.classroom.store import Kept, Store
from crisis_sim.classroom.turning import Turning
from crisis_sim.journal import NotSaved

BEAT = 0.1
"""Seconds between two looks at the clock."""
MARK_EVERY = 20
"""Beats after which a running clock is noted on the disk."""

log = logging.getLogger("crisis_sim.classroom")


class NotKept(Exception):
    """Something could not be written, and was not done."""


class Stopping(Exception):
    """The server is about to end, and takes no commands."""


class _Due(NamedTuple):
    kept: Kept
    answered: "asyncio.Future[Answer]"


class Hall:
    """One exercise with its store, clock and streams. `end`: called when the server has to end."""

    def __init__(self, store: Store, exercise: Exercise, clock: Clock, end: Callable[[], None] = lambda: None) -> None:
        self.store, self.exercise, self.clock = store, exercise, clock
        self.gallery = Gallery(exercise)
        self.turning = Turning()
        self.trouble: str | None = None
        self.running = False  # whether commands were ever taken
        self._end = end
        self._stopping = self._deleted = False
        self._due: deque[_Due] = deque()
        self._wake = asyncio.Event()
        self.gallery.wake = self._wake.set
        self._asked: set[str] = set()  # what the clock has asked for and was not answered yet
        self._numbers: Counter[str] = Counter()
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    def opened(cls, opened: Opened, clock: Clock | None = None, end: Callable[[], None] = lambda: None) -> "Hall":
        """The hall of an exercise, which is brought to where its log leads."""
        for entry in opened.entries:
            doing.do(opened.exercise, entry)
        opened.exercise.changed.clear()
        opened.exercise.moved.clear()
        return cls(opened.store, opened.exercise, clock or Clock(opened.store.at), end)

    async def started(self) -> bool:
        """From here on commands are taken; not, if that cannot be written: then there is `trouble`, and it ends."""
        self._tasks = [asyncio.create_task(self._work()), asyncio.create_task(self._beats())]
        try:
            await self.by_the_server("again", {})
        except NotKept:
            for task in self._tasks:
                task.cancel()
            self.store.close()
            self._end()
            return False
        self.gallery.begin(self.exercise.starts)
        self.running = True
        self._look_back()
        return True

    async def stop(self) -> None:
        """Whatever runs is paused with the time that is left, and everything is on the disk."""
        if self._deleted:
            return
        self._stopping = True
        self.turning.leave()
        with suppress(NotKept):
            await self._ask(Entry(self.clock.now(), SERVER, self._order("stopped"), "stopped", {}))
        for task in self._tasks:
            task.cancel()
        self.store.close()

    # Commands

    async def command(self, person: Person, order: str, kind: str, body: Mapping[str, Any]) -> Answer:
        """What somebody wants done; the answer is on the disk. NotKept, Stopping: then nothing was done."""
        before = self.exercise.answer_again(person.id, order)
        if before is not None:
            return before
        if self._stopping:
            raise Stopping
        if kind == "allocate":
            body = {**body, "chance": secrets.randbelow(2**31)}
        answer = await self._ask(Entry(self.clock.now(), person.id, order, kind, body))
        if answer.ok and kind == "phase":
            self._look_back()
            if self.exercise.over:
                await self.write_exports()
                self._tasks.append(asyncio.create_task(self._write_what_it_turned_on()))
        return answer

    async def by_the_server(self, kind: str, body: Mapping[str, Any]) -> Answer:
        """What the server itself enters."""
        if self._stopping:
            raise Stopping
        return await self._ask(Entry(self.clock.now(), SERVER, self._order(kind), kind, body))

    def _look_back(self) -> None:
        if self.exercise.phase in (DEBRIEF, END):
            self.turning.begin(self.exercise.tables)

    async def _write_what_it_turned_on(self) -> None:
        """It takes minutes: the files are there before, and are written anew with it."""
        if self.turning.under_way():
            while self.turning.under_way():
                await asyncio.sleep(1)
            await self.write_exports()

    async def write_exports(self) -> None:
        """What is left of the class, as files beside the store."""
        try:
            for _ in afterwards.write(self.exercise, self.store.path.with_suffix(""), self.turning.of):
                await asyncio.sleep(0)  # others are answered in between
        except (OSError, NotSaved) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else error
            self._troubled(f"what is left of the class could not be written: {why}")

    def delete(self) -> None:
        """Leaves nothing of the exercise, and ends."""
        self._stopping = self._deleted = True
        self.turning.leave()
        for task in self._tasks:
            task.cancel()
        self.store.delete()
        afterwards.remove(self.store.path.with_suffix(""))
        self._end()

    async def settled(self) -> None:
        """When all that was asked is done and has flowed."""
        while self._due or self.gallery.waiting:
            await asyncio.sleep(0)

    def _order(self, kind: str) -> str:
        self._numbers[kind] += 1
        return f"{kind}-{self.exercise.starts}-{self._numbers[kind]}-{secrets.token_hex(4)}"

    async def _ask(self, entry: Entry) -> Answer:
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[Answer] = loop.create_future()

        def told(kept: Iterable[Kept]) -> None:
            with suppress(RuntimeError):  # the server has ended meanwhile
                loop.call_soon_threadsafe(self._add, [_Due(one, answered) for one in kept])

        self.store.add([entry], told)
        return await answered

    def _add(self, due: Iterable[_Due]) -> None:
        self._due.extend(due)
        self._wake.set()

    # Doing

    async def _work(self) -> None:
        while True:
            if self._due:
                due = self._due.popleft()
                within = self._within_a_seat(due.kept.entry)
                if due.kept.trouble is None:
                    await self._draw_before(due.kept.entry, within)
                self._do(due)
                if within:
                    self._draw_seat(*within)  # a team talks to each other: that does not wait for other tables
            elif not self._draw_one():
                self._wake.clear()
                if not self._due:
                    await self._wake.wait()
            await asyncio.sleep(0)

    def _within_a_seat(self, entry: Entry) -> tuple[int, str] | None:
        """The table and seat whose view alone this entry can change, but for the facilitator's."""
        person = self.exercise.people.all.get(entry.who)
        if entry.kind not in WITHIN_A_SEAT or person is None or person.post is None:
            return None
        return person.post[:2]

    async def _draw_before(self, entry: Entry, within: tuple[int, str] | None) -> None:
        """Whoever's view this entry can change gets what the one before has changed."""
        if within:
            self._draw_seat(*within)
            return
        for table in self._concerned(entry):
            while self._draw_one(table):
                await asyncio.sleep(0)

    def _draw_seat(self, number: int, seat: str) -> None:
        self._drawn(lambda: self.gallery.draw_seat(number, seat))

    def _draw_one(self, table: int | None = None) -> bool:
        return self._drawn(lambda: self.gallery.draw_one(table))

    def _drawn(self, draw: Callable[[], bool | None]) -> bool:
        try:
            return bool(draw())
        except Exception:  # one view that cannot be drawn must not stop all others
            log.exception("a mistake in the program, in drawing a view")
            return True

    def _do(self, due: _Due) -> None:
        kept, answered = due.kept, due.answered
        if kept.trouble is not None:
            self._troubled(kept.trouble)
            if not answered.done():
                answered.set_exception(NotKept(kept.trouble))
            return
        self._relieved()
        entry = kept.entry
        if kept.again:
            answer = self.exercise.answer_again(entry.who, entry.order) or Answer(more={"again": True})
        else:
            try:
                answer = doing.do(self.exercise, entry)
            except Exception:
                log.exception("a mistake in the program, in %s", entry.kind)
                answer = Answer("mistake", "a mistake in the program: tell whoever runs it")
            self.gallery.take(self._concerned(entry))
        if not answered.done():
            answered.set_result(answer)

    def _concerned(self, entry: Entry) -> list[int]:
        """The tables that an entry can change."""
        table = entry.body.get("table")
        if table is None and entry.who in self.exercise.people.all:
            table = self.exercise.people.all[entry.who].table
        known = range(1, len(self.exercise.tables) + 1)
        return [table] if isinstance(table, int) and table in known else list(known)

    def _troubled(self, why: str) -> None:
        if self.trouble is None and self.running:
            log.error("%s", why)
        self.trouble = why
        self.gallery.trouble = why
        self.gallery.look_again()

    def _relieved(self) -> None:
        if self.trouble is not None:
            log.error("there is space again: it goes on")
            self.trouble = self.gallery.trouble = None
            self.gallery.look_again()

    # Clocks

    async def _beats(self) -> None:
        beats = 0
        while True:
            await asyncio.sleep(BEAT)
            now = self.clock.now()
            for key, kind, body in due_by(self.exercise, now):
                if key not in self._asked:
                    self._asked.add(key)
                    self._tasks.append(asyncio.create_task(self._by_the_clock(key, kind, body)))
            self._tasks = [task for task in self._tasks if not task.done()]
            beats += 1
            if beats % MARK_EVERY == 0 and any(table.timer.running for table in self.exercise.tables):
                self.store.mark(now)

    async def _by_the_clock(self, key: str, kind: str, body: Mapping[str, Any]) -> None:
        try:
            await self.by_the_server(kind, body)
        except (NotKept, Stopping):
            await asyncio.sleep(1)  # it is tried again
        finally:
            self._asked.discard(key)


def due_by(exercise: Exercise, now: int) -> Iterable[tuple[str, str, dict[str, Any]]]:
    """What the clock brings by this time: a key that is its own, the kind of entry, and its body."""
    if exercise.over:
        return
    for table in exercise.tables:
        number, ends_at = table.number, table.timer.ends_at
        if ends_at is not None and ends_at <= now and table.deciding:
            yield f"turn {number}", "time_up", {"table": number, "turn": table.turn}
        for letter in table.talk.on_the_way.values():
            if letter.due_at is not None and letter.due_at <= now:
                yield f"letter {number} {letter.id}", "deliver", {"table": number, "message": letter.id}
        for item in table.queue.items:
            if item.due_at is not None and item.due_at <= now and item.state == "queued":
                yield f"item {number} {item.id}", "due", {"table": number, "id": item.id}
