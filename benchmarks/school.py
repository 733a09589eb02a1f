"""A whole school at one server: real processes, real sockets, every client with a stream of its own.

Clients and server share the machine. Acknowledgement: from sending a command to its answer, which is on the disk.
Fan-out: from the moment a command is sent to the moment another member of the team has what it changed.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import resource
import secrets
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h11
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

EVERY = 10.0
"""Seconds between two commands of one client, on average."""
JOINING = 20
"""Clients that join at the same time."""


@dataclass
class Found:
    """What was measured, in milliseconds; and what went wrong."""

    acknowledged: list[float] = field(default_factory=list)
    fanned_out: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)
    share: float = 0.0  # of a core, that the server used


class Server:
    """`crisis-sim classroom` in a process of its own."""

    def __init__(self, store: Path, tables: int, port: int = 0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "crisis_sim", "classroom", "new_years_eve", "--tables", str(tables), "--store",
             str(store), "--port", str(port), "--minutes", "75"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.url, self.control_code, self.join_code = "", "", ""
        for line in self.process.stdout:
            words = line.split()
            if " and type " in line:
                self.join_code = words[-1]
            if "control#" in line:
                self.url, _, self.control_code = words[-1].partition("/control#")
            if line.startswith("Ctrl-C"):
                return
        raise SystemExit("the server did not start")

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def memory(self) -> float:
        """Megabytes; 0 where the system does not say."""
        with suppress(OSError):
            pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
        return 0.0

    def worked(self) -> float:
        """Seconds of a core that it has used; 0 where the system does not say."""
        with suppress(OSError):
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


class Refused(Exception):
    """The connection was closed, or what came back was no answer."""


class Line:
    """One kept connection, as a browser has; lighter than a client library, so that the server is what is measured."""

    def __init__(self, url: str) -> None:
        self.url, self._host, self._port = url, "127.0.0.1", int(url.rsplit(":", 1)[1])
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._http = h11.Connection(h11.CLIENT)

    async def post(self, path: str, body: dict[str, Any], cookie: str = "") -> tuple[int, dict[str, str], bytes]:
        """Status, headers, body. Sent anew on a new connection, if the old one was closed meanwhile."""
        content = json.dumps(body).encode()
        headers = [("Host", f"{self._host}:{self._port}"), ("Origin", self.url), ("Content-Type", "application/json"),
                   ("Content-Length", str(len(content))), ("Cookie", f"seat={cookie}")]  # fmt: skip
        for again in range(50):
            # A server closes what was idle for long. As a browser, it asks again at once, and later with patience.
            await asyncio.sleep(0.1 if again > 1 else 0)
            try:
                return await self._asked(h11.Request(method="POST", target=path, headers=headers), content)
            except (OSError, Refused, h11.ProtocolError):
                self.close()
        raise Refused

    async def _asked(self, request: h11.Request, content: bytes) -> tuple[int, dict[str, str], bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
            self._http = h11.Connection(h11.CLIENT)
        reader, writer = self._streams
        for sent in (request, h11.Data(data=content), h11.EndOfMessage()):
            writer.write(self._http.send(sent) or b"")
        status, headers, answer = 0, dict[str, str](), b""
        while True:
            event: Any = self._http.next_event()
            if event is h11.NEED_DATA:
                self._http.receive_data(await reader.read(65536))
            elif isinstance(event, h11.Response):
                status = event.status_code
                headers = {name.decode(): value.decode() for name, value in event.headers}
            elif isinstance(event, h11.Data):
                answer += event.data
            elif isinstance(event, h11.EndOfMessage):
                self._http.start_next_cycle()
                return status, headers, answer
            else:
                raise Refused

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


class Client:
    """One pupil: a stream, and now and then a command."""

    def __init__(self, server: Server, found: Found) -> None:
        self.url, self.found, self.line = server.url, found, Line(server.url)
        self.session = self.cookie = self.at = ""
        self.legal: list[str] = []
        self.proposals: list[int] = []
        self.done: set[str] = set()  # the orders that were acknowledged
        self.placed = False

    async def enter(self, where: str, code: str) -> None:
        status, headers, body = await self.line.post(f"/api/{where}", {"order": secrets.token_hex(12), "code": code})
        assert status == 200, body
        self.session = json.loads(body)["session"]
        self.cookie = headers["set-cookie"].split("seat=", 1)[1].split(";", 1)[0]

    async def do(self, command: str, measured: bool = True, **body: Any) -> int:
        began, order = time.perf_counter(), secrets.token_hex(12)
        status, _, _ = await self.line.post(f"/s/{self.session}/api/{command}", {"order": order, **body}, self.cookie)
        if measured:
            self.found.acknowledged.append(1000 * (time.perf_counter() - began))
        if status == 200:
            self.done.add(order)
        if status not in (200, 403, 409):
            self.found.errors[str(status)] += 1
        return status

    async def look(self, slowly: bool = False) -> None:
        """Follows the stream, for as long as it is let."""
        while True:
            with suppress(OSError, WebSocketException):
                async with connect(
                    f"{self.url.replace('http', 'ws', 1)}/s/{self.session}/stream?after={self.at}",
                    origin=Origin(self.url), additional_headers={"Cookie": f"seat={self.cookie}"},
                    compression=None, max_size=None, max_queue=1 if slowly else 64, proxy=None,
                ) as socket:  # fmt: skip
                    async for text in socket:
                        if slowly:
                            await asyncio.sleep(len(text) / 1024)
                        self._take(str(text))
            await asyncio.sleep(0.2 + random.random())

    def _take(self, text: str) -> None:
        """What is large is not looked into: a browser has a machine of its own for that."""
        if text.startswith('{"at":"'):
            self.at = text[7 : text.index('"', 7)]
        if '"all":{' in text[:40]:
            self.placed = self.placed or '"book":{' in text[:100]
            self._take_options(json.loads(text)["all"].get("options")) if not self.legal else None
        elif '"part":"notes"' in text[:60]:
            note = json.loads(text)["set"]["text"]
            if note.startswith("sent "):
                self.found.fanned_out.append(1000 * (time.perf_counter() - float(note.split()[1])))
        elif '"part":"draft"' in text[:60]:
            self.proposals = [one["id"] for one in json.loads(text)["set"]["proposals"]]

    def _take_options(self, options: dict[str, Any] | None) -> None:
        if options:
            self.legal = [action for action, option in options["options"].items() if option["legal"]]

    async def work(self, until: float) -> None:
        await asyncio.sleep(random.random() * EVERY)
        while time.perf_counter() < until:
            await self.something()
            await asyncio.sleep(min(random.expovariate(1 / EVERY), max(0.0, until - time.perf_counter())))

    async def something(self) -> None:
        chance = random.random()
        if chance < 0.3:
            await self.do("note", text=f"sent {time.perf_counter()}")
        elif chance < 0.6 and self.legal:
            await self.do("propose", action=random.choice(self.legal))
        elif chance < 0.8 and self.proposals:
            await self.do("withdraw", proposal=random.choice(self.proposals))
        else:
            await self.do("read", upto=0)


class School:
    """Server, facilitator and pupils."""

    def __init__(self, tables: int, pupils: int) -> None:
        self.tables, self.found = tables, Found()
        self.folder = Path(tempfile.mkdtemp())
        self.server = Server(self.folder, tables)
        self.control = Client(self.server, self.found)
        self.pupils = [Client(self.server, self.found) for _ in range(tables * pupils)]
        self.looking: list[asyncio.Task[None]] = []

    async def gather(self) -> None:
        """Everybody joins, gets a place, and the first turn begins."""
        await self.control.enter("control", self.server.control_code)
        gate = asyncio.Semaphore(JOINING)

        async def enter(pupil: Client) -> None:
            async with gate:
                await pupil.enter("join", self.server.join_code)

        await asyncio.gather(*map(enter, self.pupils))
        for command, body in (("allocate", {}), ("phase", {"to": "brief"}), ("phase", {"to": "turns", "fill": True})):
            assert await self.control.do(command, measured=False, **body) == 200
        self.looking = [asyncio.create_task(one.look()) for one in [self.control, *self.pupils]]
        while not all(pupil.placed for pupil in self.pupils):
            await asyncio.sleep(0.2)

    async def work(self, seconds: float, step_every: float = 60.0) -> None:
        """Everybody works; now and then the turns end at all tables at once."""
        began, worked = time.perf_counter(), self.server.worked()
        until = began + seconds
        working = [asyncio.create_task(pupil.work(until)) for pupil in self.pupils]
        next_step = time.perf_counter() + step_every / 2
        while time.perf_counter() < until:
            await asyncio.sleep(1)
            self.found.memory.append(self.server.memory())
            if time.perf_counter() > next_step:
                next_step += step_every
                await self.control.do("clock", measured=False, do="step")
        await asyncio.gather(*working)
        self.found.share = (self.server.worked() - worked) / (time.perf_counter() - began)

    async def rush(self) -> tuple[float, float]:
        """All submit within two seconds of a deadline; then the server is killed, and all come back.

        Returns the longest wait for an answer, and for the stream after the restart, in seconds.
        """
        self.found.acknowledged.clear()

        async def at_the_last_moment(pupil: Client) -> None:
            await asyncio.sleep(2 * random.random())
            await pupil.do("note", text="at the last moment")

        deadline = asyncio.create_task(self._deadline())
        await asyncio.gather(*map(at_the_last_moment, self.pupils))
        await deadline
        answered = max(self.found.acknowledged) / 1000
        for pupil in self.pupils:
            pupil.placed = False
        port = self.server.port
        self.server.end(signal.SIGKILL)
        began = time.perf_counter()
        self.server = await asyncio.to_thread(Server, self.folder, self.tables, port)
        while not all(pupil.placed for pupil in self.pupils):
            await asyncio.sleep(0.1)
        return answered, time.perf_counter() - began

    async def _deadline(self) -> None:
        await asyncio.sleep(2)
        await self.control.do("clock", measured=False, do="step")

    async def __aenter__(self) -> School:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self.looking:
            task.cancel()
        await asyncio.gather(*self.looking, return_exceptions=True)
        for client in [self.control, *self.pupils]:
            client.line.close()
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def end(self) -> None:
        """The server is told to end; its file stays."""
        if self.server.process.returncode is None:
            self.server.end()


def quantile(values: Sequence[float], share: float) -> float:
    return statistics.quantiles(values, n=1000)[round(1000 * share) - 1] if len(values) > 1 else 0.0


def many_connections() -> None:
    """More than a system's first guess at how many a program opens."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 16_384), most))
