"""A real server in a process of its own, and people who talk to it as browsers do."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.house.checkout import ROOT

STANDOFF = "standoff"


_open: dict[str, ExitStack] = {}
"""What people have opened to each server, so that a test need not close it."""


def close_all(url: str) -> None:
    """Everybody goes."""
    _open.pop(url, ExitStack()).close()


class Process:
    """`crisis-sim classroom`, started; what it printed is read up to the facilitator's link."""

    def __init__(self, store: Path, *options: str, scenario: str = STANDOFF, port: int = 0, typed: str = "") -> None:
        self.command = [
            sys.executable, "-m", "crisis_sim", "classroom", scenario,
            "--store", str(store), "--port", str(port), *options,
        ]  # fmt: skip
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        assert self.process.stdin is not None
        self.process.stdin.write(typed)
        self.process.stdin.close()
        self.said = ""
        self.errors = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Ctrl-C"):
                break
        else:
            assert self.process.stderr is not None
            self.errors = self.process.stderr.read()
            self.process.wait()
            return
        self._drains = [
            threading.Thread(target=self._drain, args=(name,), daemon=True) for name in ("stdout", "stderr")
        ]
        for drain in self._drains:
            drain.start()
        found = re.search(r"(http://127\.0\.0\.1:(\d+)/)control#(\S+)", self.said)
        assert found is not None, self.said
        self.url, self.port, self.control_code = found[1].rstrip("/"), int(found[2]), found[3]
        code = re.search(r"and type\s+(\S+)", self.said)
        assert code is not None
        self.join_code = code[1]
        self._wait_until_it_answers()

    def _drain(self, name: str) -> None:
        for line in getattr(self.process, name):
            self.errors += line if name == "stderr" else ""

    def _wait_until_it_answers(self) -> None:
        for _ in range(600):
            with suppress(httpx.TransportError):
                httpx.get(f"{self.url}/api/lobby", timeout=5)
                return
            assert self.process.poll() is None, self.errors
            time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ends it; returns the code it ended with."""
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        for drain in self._drains:
            drain.join()
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        return code


@contextmanager
def serving(store: Path, *options: str, scenario: str = STANDOFF, port: int = 0, typed: str = "") -> Iterator[Process]:
    process = Process(store, *options, scenario=scenario, port=port, typed=typed)
    try:
        yield process
    finally:
        close_all(getattr(process, "url", ""))
        if process.process.poll() is None:
            process.process.kill()
            process.process.wait()
        for stream in (process.process.stdout, process.process.stderr):
            assert stream is not None
            if not stream.closed:
                with suppress(ValueError):
                    stream.close()


def order_id() -> str:
    return secrets.token_hex(12)


class Somebody:
    """A person with a cookie. `stream()` opens a socket; `do` sends a command and returns status and answer."""

    def __init__(self, url: str, session: str, cookie: str) -> None:
        self.url, self.session, self.cookie = url, session, cookie
        self.client = httpx.Client(
            base_url=f"{url}/s/{session}/api/", headers={"Origin": url, "Cookie": f"seat={cookie}"}, timeout=30
        )
        _open.setdefault(url, ExitStack()).callback(self.client.close)

    def do(self, command: str, order: str | None = None, **body: Any) -> tuple[int, dict[str, Any]]:
        answer = self.client.post(command, json={"order": order or order_id(), **body})
        return answer.status_code, answer.json()

    def must(self, command: str, **body: Any) -> dict[str, Any]:
        status, answer = self.do(command, **body)
        assert status == 200, (command, body, answer)
        return answer

    def get(self, address: str) -> Any:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def stream(self, after: str = "") -> View:
        return View(self, after)


class View:
    """What somebody sees by their stream: the parts, as a page would keep them."""

    def __init__(self, somebody: Somebody, after: str = "") -> None:
        self.frames: list[str] = []
        self.parts: dict[str, Any] = {}
        self.at = after
        self.code: int | None = None
        self._open = ExitStack()
        _open.setdefault(somebody.url, ExitStack()).callback(self.close)
        connecting = connect(
            f"{somebody.url.replace('http', 'ws', 1)}/s/{somebody.session}/stream?after={after}",
            origin=Origin(somebody.url),
            additional_headers={"Cookie": f"seat={somebody.cookie}"},
            compression=None,
            max_size=None,
        )
        self.socket: ClientConnection = self._open.enter_context(connecting)
        self.hello = json.loads(self.socket.recv())["hello"]

    def read(self, timeout: float = 10) -> dict[str, Any] | None:
        """The next frame, taken in; None when it is closed."""
        try:
            text = str(self.socket.recv(timeout=timeout))
        except ConnectionClosed as closed:
            self.code = closed.rcvd.code if closed.rcvd else 1006
            return None
        self.frames.append(text)
        frame: dict[str, Any] = json.loads(text)
        self.at = frame["at"]
        if "all" in frame:
            self.parts = frame["all"]
        elif "add" in frame:
            self.parts[frame["part"]] = [*self.parts[frame["part"]], *frame["add"]]
        else:
            self.parts[frame["part"]] = frame["set"]
        return frame

    def until(self, wanted: Any, timeout: float = 15) -> dict[str, Any]:
        """Reads until `wanted(parts)` holds."""
        end = time.monotonic() + timeout
        while not (self.parts and wanted(self.parts)):
            left = end - time.monotonic()
            assert left > 0, f"it did not come: {list(self.parts)}"
            assert self.read(left) is not None, f"closed with {self.code}"
        return self.parts

    def close(self) -> None:
        self._open.close()


def _entered(url: str, where: str, body: dict[str, Any]) -> Somebody:
    answer = httpx.post(f"{url}/api/{where}", json=body, headers={"Origin": url}, timeout=30)
    assert answer.status_code == 200, answer.text
    return Somebody(url, answer.json()["session"], answer.cookies["seat"])


def facilitator(process: Process, password: str | None = None) -> Somebody:
    body = {"order": order_id(), "code": process.control_code, **({"password": password} if password else {})}
    return _entered(process.url, "control", body)


def pupil(process: Process, code: str | None = None, name: str | None = None) -> Somebody:
    body = {"order": order_id(), "code": code or process.join_code, **({"name": name} if name else {})}
    return _entered(process.url, "join", body)


def codes(control: Somebody) -> dict[str, Any]:
    """The codes for joining, from the facilitator's page."""
    view = control.stream()
    parts = view.until(lambda parts: "exercise" in parts)
    view.close()
    found: dict[str, Any] = parts["exercise"]["codes"]
    return found


def teams(process: Process, control: Somebody, table: int = 1) -> dict[str, Somebody]:
    """A person for each seat of a table."""
    return {seat: pupil(process, code) for seat, code in codes(control)["seats"][str(table)].items()}


def begun(process: Process, table: int = 1) -> tuple[Somebody, dict[str, Somebody]]:
    """Facilitator and teams, in the first turn."""
    control = facilitator(process)
    playing = teams(process, control, table)
    control.must("phase", to="brief")
    control.must("phase", to="turns", fill=True)
    return control, playing
