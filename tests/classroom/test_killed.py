"""kill -9 at any moment: whatever was acknowledged is there, once; and the same log gives the same game.

Clients do what a page does: they send a command with an id of their own until it is answered.
"""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from crisis_sim.classroom import making
from crisis_sim.classroom.hall import Hall
from tests.classroom.wire import Somebody, _entered, close_all, order_id
from tests.house.checkout import ROOT

PUPILS = 6


class Mortal:
    """A server that is killed and started again at the same address."""

    def __init__(self, store: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "tests.classroom.forking", str(store), str(self.port)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.child, self.control_code = 0, ""

    def start(self) -> None:
        assert self.parent.stdin is not None
        assert self.parent.stdout is not None
        self.parent.stdin.write("\n")
        self.parent.stdin.flush()
        seen = ""
        while "Ctrl-C" not in seen or "pid " not in seen:
            line = self.parent.stdout.readline()
            assert line, "the parent has gone"
            seen += line
        self.child = int(re.search(r"pid (\d+)", seen)[1])  # type: ignore[index]
        self.control_code = re.search(r"control#(\S+)", seen)[1]  # type: ignore[index]

    def wait_until_it_answers(self) -> None:
        for _ in range(1000):
            with suppress(httpx.TransportError):
                httpx.get(f"{self.url}/api/lobby", timeout=5)
                return
            time.sleep(0.02)
        raise AssertionError("it does not answer")

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        assert self.parent.stdout is not None
        os.kill(self.child, how)
        while "ended" not in self.parent.stdout.readline():
            pass

    def end(self) -> None:
        assert self.parent.stdin is not None
        assert self.parent.stdout is not None
        self.parent.stdin.close()
        self.parent.wait(30)
        self.parent.stdout.close()


class Pupil(threading.Thread):
    """Somebody who works, and repeats what was not answered. `acknowledged`: order ids, with the status."""

    def __init__(self, somebody: Somebody, seat: str, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.somebody, self.seat, self.stop = somebody, seat, stop
        self.acknowledged: dict[str, int] = {}
        self.luck = random.Random(number)
        self.texts: list[str] = []

    def run(self) -> None:
        while not self.stop.is_set():
            command, body = self._wanted()
            order = order_id()
            while order not in self.acknowledged:
                with suppress(httpx.TransportError):
                    status, _ = self.somebody.do(command, order, **body)
                    if status in (429, 503):
                        time.sleep(0.1)
                        continue
                    self.acknowledged[order] = status
                    if command == "ask" and status == 200:
                        self.texts.append(body["text"])
                    break
                time.sleep(0.02)

    def _wanted(self) -> tuple[str, dict[str, Any]]:
        seat = self.seat
        actions = {"ar": ["ar.inquire", "ar.deploy_brigade"], "bo": ["bo.deny", "bo.hold_back"]}[seat]
        wanted: list[tuple[str, dict[str, Any]]] = [
            ("propose", {"action": self.luck.choice(actions)}),
            ("withdraw", {"proposal": self.luck.randint(1, 3)}),
            ("message", {"to": ["bo" if seat == "ar" else "ar"], "text": order_id()}),
            ("note", {"text": order_id()}),
            ("ask", {"text": order_id()}),
        ]
        return self.luck.choice(wanted)


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Mortal]:
    server = Mortal(tmp_path)
    yield server
    close_all(server.url)
    with suppress(ProcessLookupError):
        if server.child:
            os.kill(server.child, signal.SIGKILL)
    server.end()


def lives(mortal: Mortal, store: Path, deaths: int, seed: int) -> None:
    luck, stop = random.Random(seed), threading.Event()
    mortal.start()
    mortal.wait_until_it_answers()
    control = _entered(mortal.url, "control", {"order": order_id(), "code": mortal.control_code})
    view = control.stream()
    codes = view.until(lambda parts: "exercise" in parts)["exercise"]["codes"]["seats"]["1"]
    view.close()
    pupils = []
    for number in range(PUPILS):
        seat = ("ar", "bo")[number % 2]
        somebody = _entered(mortal.url, "join", {"order": order_id(), "code": codes[seat]})
        pupils.append(Pupil(somebody, seat, number, stop))
    control.must("phase", to="brief")
    control.must("phase", to="turns")
    for pupil in pupils:
        pupil.start()
    for death in range(deaths):
        time.sleep(luck.expovariate(1 / 0.15))
        if death % 10 == 7:
            with suppress(httpx.TransportError):
                control.do("clock", do=luck.choice(["step", "undo"]))
        mortal.kill()
        mortal.start()
    mortal.wait_until_it_answers()
    time.sleep(0.5)
    stop.set()
    for pupil in pupils:
        pupil.join(60)
        assert not pupil.is_alive()
    view = control.stream()
    live = view.until(lambda parts: "table.1" in parts)
    digest, questions = live["table.1"]["digest"], [one["text"] for one in live["questions"]]
    close_all(mortal.url)
    mortal.kill(signal.SIGTERM)

    opened = making.reopen(next(store.glob("*.exercise")))
    assert opened is not None
    kept = Counter(entry.order for entry in opened.entries)
    acknowledged = [order for pupil in pupils for order in pupil.acknowledged]
    assert len(acknowledged) > deaths
    assert {order for order in acknowledged if kept[order] == 0} == set(), "acknowledged, and lost"
    assert {order for order, times in kept.items() if times > 1} == set(), "kept twice"
    asked = Counter(questions)
    for pupil in pupils:
        assert all(asked[text] == 1 for text in pupil.texts), "an effect that is lost or came twice"
    hall = Hall.opened(opened)
    assert hall.exercise.tables[0].game.digest == digest
    opened.store.close()


def test_nothing_acknowledged_is_lost_and_nothing_comes_twice(mortal: Mortal, tmp_path: Path) -> None:
    lives(mortal, tmp_path, deaths=50, seed=1)


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_in_a_thousand_deaths(mortal: Mortal, tmp_path: Path) -> None:
    lives(mortal, tmp_path, deaths=1000, seed=2)
