"""SimPy's clock for games that people or Python agents take part in. It paces; the rules decide.

Its time is that of the table, in minutes: it runs with the game's own minutes, and goes on while somebody thinks. At
the simulated pace no real time passes; at a real pace a minute takes `pace` seconds, by the monotonic clock.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from time import monotonic

import simpy
import simpy.rt

from crisis_sim.engine.course import Answer, Course

Answers = Mapping[int, Answer] | None
"""By seat; None: somebody is still thinking."""


class Paced(simpy.rt.RealtimeEnvironment):
    """Real time that stands still while nobody runs it."""

    def __init__(self, pace: float) -> None:
        super().__init__(factor=pace, strict=False)

    def sync(self) -> None:
        """From here on, at the pace: what was paused is not made up for."""
        self.env_start = self.now
        self.real_start = monotonic()


class Clock:
    """Waits for the next due minute, for decisions and their deadline, and takes the course on.

    `decide(seats, expired)` gives the answers of the seats that are asked. `reached(kind)` says after each step whether
    the clock should stop, and why. `deadline`: minutes of the table for a decision.
    """

    def __init__(
        self,
        course: Course,
        decide: Callable[[list[int], bool], Answers],
        reached: Callable[[int], str | None],
        *,
        pace: float | None = None,
        deadline: float | None = None,
    ) -> None:
        self._course, self._decide, self._reached = course, decide, reached
        self._deadline = deadline
        self._env = simpy.Environment() if pace is None else Paced(pace)
        self._since: float = 0.0  # table time at which the game came to its present minute
        self._go = self._env.event()
        self._stop = self._env.event()
        self._keeper = self._env.process(self._keep())
        self._env.step()  # up to where it waits to be started

    def run(self) -> str:
        """Runs until there is a reason to stop, and says which."""
        self._begin()
        if not self._go.triggered:
            self._go.succeed()
        return str(self._env.run(until=self._stop))

    def wait(self, minutes: float) -> str:
        """Lets table time pass, and all that falls due in it; ends early if there is a reason to stop."""
        self._begin()
        if not self._course.asks() and not self._go.triggered:
            self._go.succeed()
        self._env.run(until=self._stop | self._env.timeout(minutes))
        return str(self._stop.value) if self._stop.processed else "time"

    def interrupt(self) -> None:
        """Something was put on the agenda before what is waited for."""
        if self._keeper.is_alive:
            self._keeper.interrupt()

    def _begin(self) -> None:
        self._stop = self._env.event()
        if isinstance(self._env, Paced):
            self._env.sync()
        if not self._keeper.is_alive:
            self._stop.succeed("end")

    def _keep(self) -> Generator[simpy.Event, object, None]:
        with suppress(simpy.Interrupt):  # then there is something to do already
            yield self._go
        while not self._course.over:
            try:
                yield from self._next_thing()
            except simpy.Interrupt:
                continue  # look again at what comes next
        if not self._stop.triggered:
            self._stop.succeed("end")

    def _next_thing(self) -> Generator[simpy.Event, object, None]:
        course, env = self._course, self._env
        left = course.due() - course.minute - (env.now - self._since)
        if left > 0:
            yield env.timeout(left)
        asked = course.asks()
        if asked:
            yield from self._hear(asked)
        minute = course.minute
        kind = course.step()
        if course.minute != minute:
            self._since = env.now
        reason = None if course.in_a_round else self._reached(kind)
        if reason is not None and not course.over:
            yield from self._pause(reason)

    def _hear(self, asked: list[int]) -> Generator[simpy.Event, object, None]:
        """Stands at a decision until all have decided, or their time is up."""
        course, env = self._course, self._env
        course.come_to()
        self._since = env.now
        expired = env.event() if self._deadline is None else env.timeout(self._deadline)
        answers = self._decide(asked, False)
        while answers is None:
            yield from self._pause("decision", expired)
            answers = self._decide(asked, expired.processed)
        course.answer(answers)
        self._since = env.now

    def _pause(self, reason: str, also: simpy.Event | None = None) -> Generator[simpy.Event, object, None]:
        if not self._stop.triggered:
            self._stop.succeed(reason)
        self._go = self._env.event()
        yield self._go if also is None else self._go | also
