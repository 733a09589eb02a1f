"""What every request must be before anything of ours looks at it, and what every answer carries.

The Host has to be one of ours, and so does the Origin of whatever can change something: cookies alone do not tell one
port from another. Bodies are JSON, small, and whole before they are passed on.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping, Set
from typing import Any

from crisis_sim.scenario.errors import printable

MOST_BODY = 16 * 1024
BODY_SECONDS = 10.0

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

log = logging.getLogger("crisis_sim.classroom")


class Turned(Exception):
    """A request that is not let in: status, code, reason."""

    def __init__(self, status: int, code: str, reason: str) -> None:
        super().__init__(reason)
        self.status, self.body = status, {"ok": False, "code": code, "reason": reason}


class Shield:
    """Stands around the application. `hosts`: `name:port`, as browsers send it."""

    def __init__(self, app: App, hosts: Set[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message.get("headers", ()), *_headers(scope)]
            await send(message)

        try:
            host = self._check(scope)
            if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
                receive = await _whole_body(scope, receive)
            scope["classroom.host"] = host
            await self._app(scope, receive, sending)
        except Turned as turned:
            await _refuse(scope, sending, turned)
        except Exception:
            log.exception("a mistake in the program, at %s", printable(scope["path"].split("/")[-1][:40]))
            if not begun:
                await _refuse(scope, sending, Turned(500, "mistake", "a mistake in the program"))

    def _check(self, scope: MutableMapping[str, Any]) -> str:
        hosts, origins = _all(scope, b"host"), _all(scope, b"origin")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            raise Turned(421, "host", "this server has another address: use the one that it printed")
        changes = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        if (changes or origins) and origins != [f"http://{hosts[0]}"]:
            raise Turned(403, "origin", "that comes from another page")
        if len(_all(scope, b"cookie")) > 1:
            raise Turned(400, "cookie", "one line of cookies is enough")
        return hosts[0]


def _all(scope: MutableMapping[str, Any], name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


async def _whole_body(scope: MutableMapping[str, Any], receive: Receive) -> Receive:
    """The body, as a whole. Turned, if it is no JSON, too large, or does not come."""
    kinds = _all(scope, b"content-type")
    if len(kinds) != 1 or kinds[0].partition(";")[0].strip().lower() != "application/json":
        raise Turned(415, "content_type", "a request is JSON: Content-Type: application/json")
    lengths = _all(scope, b"content-length")
    if lengths and (not lengths[0].isdigit() or int(lengths[0]) > MOST_BODY):
        raise Turned(413, "too_large", f"a request has at most {MOST_BODY // 1024} KiB")
    body, more = b"", True
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    raise Turned(400, "cut_off", "the request was cut off")
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > MOST_BODY:
                    raise Turned(413, "too_large", f"a request has at most {MOST_BODY // 1024} KiB")
    except TimeoutError:
        raise Turned(408, "too_slow", "the request did not come to its end") from None
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _headers(scope: MutableMapping[str, Any]) -> list[tuple[bytes, bytes]]:
    host = scope.get("classroom.host", "")
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'{f' ws://{host}' if host else ''}; form-action 'none'; frame-ancestors 'none'; "
        "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
        (b"cache-control", b"no-cache" if scope["path"].startswith("/pages/") else b"no-store"),
    ]


async def _refuse(scope: MutableMapping[str, Any], send: Send, turned: Turned) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    body = json.dumps(turned.body).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if turned.status in (408, 413):
        headers.append((b"connection", b"close"))  # what is left of the body is not waited for
    await send({"type": "http.response.start", "status": turned.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
