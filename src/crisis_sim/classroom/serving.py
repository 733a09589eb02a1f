"""The process: sockets, addresses, signals, and what is printed for the teacher."""

import asyncio
import contextlib
import errno
import gc
import io
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

import ifaddr
import segno
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from crisis_sim.classroom import doors
from crisis_sim.classroom.app import make_app
from crisis_sim.classroom.doors import Password
from crisis_sim.classroom.entrance import Entrance
from crisis_sim.classroom.hall import Hall
from crisis_sim.classroom.making import Opened
from crisis_sim.classroom.shield import Shield
from crisis_sim.terms.records import WrongUse

MOST_FILES = 16_384
ASKING_SECONDS = 15.0
"""Seconds from connecting to the end of the first request's head."""
GRACE = 2
"""Seconds that connections have to end by themselves."""


class Served(NamedTuple):
    """Where a server listens. `addresses`: with `/` at the end; the last is for other machines, if there is one."""

    sockets: list[socket.socket]
    addresses: tuple[str, ...]
    hosts: frozenset[str]


def listen(port: int, lan: bool) -> Served:
    """Sockets on this machine alone, or on all its addresses. WrongUse, if the port is taken."""
    sockets = [_socket(socket.AF_INET, "0.0.0.0" if lan else "127.0.0.1", port)]
    port = sockets[0].getsockname()[1]
    with contextlib.suppress(OSError):  # a machine without IPv6
        sockets.append(_socket(socket.AF_INET6, "::1", port))
    names = ["127.0.0.1", "localhost", "[::1]"]
    others = lan_addresses() if lan else []
    hosts = frozenset(f"{name}:{port}" for name in [*names, *others, *([socket.gethostname()] if lan else [])])
    shown = [f"http://{name}:{port}/" for name in ["127.0.0.1", *others]]
    return Served(sockets, tuple(shown), hosts | (set(names) if port == 80 else set()))


def lan_addresses() -> list[str]:
    """The IPv4 addresses at which other machines may find this one; the likeliest comes last."""
    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str)]
    private = ("192.168.", "10.", "172.")
    usable = [one for one in found if not one.startswith(("127.", "169.254."))]
    return sorted(usable, key=lambda one: (one.startswith(private), one.startswith("192.168."), one))


def _socket(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    one = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        one.bind((address, port))
        one.listen(2048)
    except OSError as error:
        one.close()
        if family == socket.AF_INET and error.errno == errno.EADDRINUSE:
            raise WrongUse(f"port {port} is taken: end what uses it, or give another with --port") from None
        if family == socket.AF_INET:
            raise WrongUse(f"cannot listen on port {port}: {error.strerror or error}") from None
        raise
    return one


class Door(H11Protocol):
    """One connection. Whoever opens it and asks for nothing is not waited for."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(ASKING_SECONDS, self._close_if_nothing_came)

    def _close_if_nothing_came(self) -> None:
        if getattr(self, "cycle", None) is None and self.transport.get_protocol() is self:
            self.transport.close()


class Server(uvicorn.Server):
    """One whose signals are ours to handle. `begun` is called when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun: Callable[[], None] = lambda: None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self.begun()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def serve(opened: Opened, served: Served, password: str | None, lan: bool, say: Callable[[str], None]) -> None:
    """Serves an exercise until it is told to end. The facilitator's code is made anew each time."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a client that hangs up must not take the server along
    _allow_many_connections()
    logging.basicConfig(format="%(message)s", level=logging.WARNING, stream=sys.stderr)
    code = doors.new_code()

    def end() -> None:
        server.should_exit = True

    hall = Hall.opened(opened, end=end)
    hall.gallery.addresses, hall.gallery.lan = served.addresses, lan
    entrance = Entrance(hall, code, Password(password) if password is not None else None)
    server = Server(configured(Shield(make_app(hall, entrance), served.hosts)))
    gc.collect()
    gc.set_threshold(20_000, 20, 20)
    gc.freeze()  # to look through all that is there again and again would keep everybody waiting

    def announce() -> None:
        for line in announcement(opened, served, code, lan):
            say(line)

    server.begun = announce
    asyncio.run(_serve(server, served, end))
    if not hall.running:
        raise WrongUse(str(hall.trouble))


def _allow_many_connections() -> None:
    """A school has more pupils than a system's first guess at how many files a program opens."""
    try:
        import resource
    except ImportError:  # Windows
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def configured(app: Shield) -> uvicorn.Config:
    """How the server is set up: it says nothing of itself, keeps nothing waiting, and compresses nothing."""
    return uvicorn.Config(
        app,
        http=Door,
        ws=WebSocketsSansIOProtocol,
        ws_max_size=1024,
        ws_per_message_deflate=False,
        h11_max_incomplete_event_size=16 * 1024,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
    )


async def _serve(server: Server, served: Served, end: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(one, end)
        except NotImplementedError:  # Windows
            signal.signal(one, lambda *_: end())
    await server.serve(served.sockets)


def announcement(opened: Opened, served: Served, code: str, lan: bool) -> list[str]:
    """What the teacher needs: where pupils go, what they type, and the facilitator's own link."""
    exercise = opened.exercise
    address = served.addresses[-1]
    join = exercise.made["codes"]["join"]
    lines = [
        f"{exercise.crisis.title}: {exercise.format}.",
        f"{'Going on with' if opened.again else 'Exercise'} {exercise.name}, kept in {opened.store.path}",
        *(["To begin another instead, add --new."] if opened.again else []),
        "",
        f"  Pupils go to        {address}join   and type   {join}",
        f"  You go to           {served.addresses[0]}control#{code}",
    ]
    if lan:
        lines += [f"                      {other}" for other in served.addresses[1:-1]]
        lines += ["", *_qr(f"{address}join#{join}")]
    else:
        lines.append("  Only this machine can reach it; --lan opens it to the network.")
    return [*lines, "", "Ctrl-C ends it; the same command goes on with it."]


def _qr(text: str) -> list[str]:
    drawn = io.StringIO()
    segno.make(text, micro=False).terminal(drawn, compact=True)
    return drawn.getvalue().splitlines()
