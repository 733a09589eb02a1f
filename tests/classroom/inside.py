"""A real server in a thread of this process, with a clock that the test moves: same requests, same bytes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crisis_sim.classroom import making, serving
from crisis_sim.classroom.app import make_app
from crisis_sim.classroom.clock import Clock
from crisis_sim.classroom.doors import Password
from crisis_sim.classroom.entrance import Entrance
from crisis_sim.classroom.hall import Hall
from crisis_sim.classroom.shield import Shield
from tests.classroom.wire import Somebody, _entered, close_all, order_id

CODE = "CCCCC-CCCC"


class Inside:
    """The server, and what is inside it. `time`: seconds by its clock."""

    def __init__(
        self, store: Path, scenario: str, tables: int = 1, minutes: int = 30, rehearse: bool = False,
        password: str | None = None, seed: int = 5,
    ) -> None:  # fmt: skip
        self.time = 0.0  # a jump of more than a few seconds is taken for sleep
        opened = making.open_or_begin(scenario, tables, minutes, rehearse, store, seed)
        self.hall = Hall.opened(opened, Clock(opened.store.at, lambda: self.time), self.end)
        self.exercise = self.hall.exercise
        self.entrance = Entrance(self.hall, CODE, Password(password) if password else None)
        self.app = make_app(self.hall, self.entrance)
        served = serving.listen(0, lan=False)
        self.port = served.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.hall.gallery.addresses = served.addresses
        self.server = serving.Server(serving.configured(Shield(self.app, served.hosts)))
        self._sockets = served.sockets
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self.server.serve(self._sockets))
        self.loop.close()

    def start(self) -> None:
        self._thread.start()
        while not self.server.started:
            assert self._thread.is_alive(), "the server did not start"
            self._thread.join(0.01)

    def end(self) -> None:
        self.server.should_exit = True

    def wait(self) -> None:
        self._thread.join()

    def pass_time(self, seconds: float) -> None:
        """By its clock, which looks at least every few seconds."""
        while seconds > 0:
            self.time += min(seconds, 4.0)
            seconds -= 4.0
            asyncio.run_coroutine_threadsafe(self._look(), self.loop).result(30)
        self.settle()

    async def _look(self) -> None:
        self.hall.clock.now()

    def settle(self) -> None:
        """Until all that is due has been done and has flowed."""

        async def quiet() -> None:
            for _ in range(3):
                await asyncio.sleep(0.11)
                await self.hall.settled()

        asyncio.run_coroutine_threadsafe(quiet(), self.loop).result(30)

    # People

    def control(self) -> Somebody:
        return _entered(self.url, "control", {"order": order_id(), "code": CODE})

    def pupil(self, seat: str | None = None, table: int = 1, name: str | None = None) -> Somebody:
        codes = self.exercise.made["codes"]
        code = codes["join"] if seat is None else codes["seats"][str(table)][seat]
        return _entered(self.url, "join", {"order": order_id(), "code": code, **({"name": name} if name else {})})

    def screen(self, table: int = 1) -> Somebody:
        return _entered(
            self.url, "join", {"order": order_id(), "code": self.exercise.made["codes"]["screen"][str(table)]}
        )

    def begun(self, **more: Any) -> tuple[Somebody, dict[str, Somebody]]:
        """Facilitator and teams, in the first turn."""
        control = self.control()
        playing = {seat: self.pupil(seat, name=f"the {seat}") for seat in self.exercise.seats}
        control.must("phase", to="brief")
        control.must("phase", to="turns", fill=True, **more)
        return control, playing


@contextmanager
def inside(store: Path, scenario: str = "standoff", **how: Any) -> Iterator[Inside]:
    server = Inside(store, scenario, **how)
    server.start()
    try:
        yield server
    finally:
        close_all(server.url)
        server.end()
        server.wait()
