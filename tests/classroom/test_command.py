"""`crisis-sim classroom`: what goes wrong is one line and exit code 2, and the network is opened on purpose alone."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from crisis_sim import api
from crisis_sim.classroom import making
from crisis_sim.classroom.serving import lan_addresses
from tests.classroom.wire import Process, facilitator, order_id, serving
from tests.house.checkout import ROOT


def command(*words: str, typed: str = "", **surroundings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crisis_sim", "classroom", *words],
        cwd=ROOT, input=typed, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, **surroundings},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["standoff", "--minutes", "20"], "30 and 180"),
        (["standoff", "--tables", "0"], "--tables"),
        (["standoff", "--tables", "999"], "--tables"),
        (["no_such_crisis"], "there is no scenario"),
        (["standoff", "--port", "99999"], "--port"),
        (["standoff", "--lan"], "password"),
    ],
)
def test_wrong_use_is_one_line(tmp_path: Path, words: list[str], told: str) -> None:
    done = command(*words, "--store", str(tmp_path), typed="short\n")
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = command("standoff", "--port", str(port), "--store", str(tmp_path))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert f"port {port} is taken" in done.stderr


@pytest.mark.parametrize("missing", ["fastapi", "uvicorn", "websockets", "segno", "ifaddr"])
def test_a_missing_extra_is_one_line_with_the_command_that_installs_it(tmp_path: Path, missing: str) -> None:
    (tmp_path / f"{missing}.py").write_text(f"raise ModuleNotFoundError('no', name={missing!r})")
    done = command("standoff", "--store", str(tmp_path / "store"), PYTHONPATH=str(tmp_path))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "crisis-sim[classroom]" in done.stderr


def test_nobody_finds_last_weeks_rehearsal_in_their_lesson(tmp_path: Path) -> None:
    making.begin(api.load("standoff"), 2, 45, True, tmp_path).store.close()
    done = command("standoff", "--tables", "2", "--minutes", "45", "--store", str(tmp_path))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "--tables 2 --minutes 45 --rehearse" in done.stderr
    assert "--new" in done.stderr
    assert len(list(tmp_path.glob("*.exercise"))) == 1
    opened = making.open_or_begin("standoff", 2, 45, True, tmp_path)
    opened.store.close()
    assert opened.again
    another = making.open_or_begin("standoff", 1, 75, False, tmp_path, new=True)
    another.store.close()
    assert not another.again


def test_a_password_that_is_too_short_leaves_no_exercise(tmp_path: Path) -> None:
    assert command("standoff", "--lan", "--store", str(tmp_path), typed="short\n").returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_an_exercise_that_is_open_is_not_opened_twice(tmp_path: Path) -> None:
    with serving(tmp_path):
        done = command("standoff", "--port", "0", "--store", str(tmp_path))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "open in another window" in done.stderr


def test_an_exercise_that_cannot_be_gone_on_with_since_the_disk_is_full_says_so_in_one_line(tmp_path: Path) -> None:
    with serving(tmp_path):
        pass
    program = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "from crisis_sim.cli import main\n"
        f"sys.argv = ['crisis-sim', 'classroom', 'standoff', '--port', '0', '--store', {str(tmp_path)!r}]\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "could not be saved" in done.stderr


def test_without_lan_nobody_else_can_reach_it(tmp_path: Path) -> None:
    with serving(tmp_path) as process:
        listening = [address for address in lan_addresses() if _answers(address, process.port)]
        assert listening == []
        assert "█" not in process.said


def test_with_lan_every_address_answers_and_the_facilitator_needs_the_password(tmp_path: Path) -> None:
    with serving(tmp_path, "--lan", typed="correct horse\n") as process:
        for address in lan_addresses():
            assert f"http://{address}:{process.port}/" in process.said
            assert httpx.get(f"http://{address}:{process.port}/api/lobby").status_code == 200
        assert re.search("[▀▄█]", process.said)
        body = {"order": order_id(), "code": process.control_code}
        refused = httpx.post(f"{process.url}/api/control", json=body, headers={"Origin": process.url})
        assert refused.status_code == 403
        facilitator(process, "correct horse").must("phase", to="brief")
        assert "correct horse" not in process.said + process.errors


def test_a_rehearsal_needs_nobody_but_the_teacher(tmp_path: Path) -> None:
    with serving(tmp_path, "--rehearse", "--tables", "2") as process:
        control = facilitator(process)
        control.must("phase", to="brief")
        control.must("phase", to="turns")
        control.must("clock", do="step")
        view = control.stream()
        parts = view.until(lambda parts: parts["table.2"]["turn"] == 2)
        assert {team["agent"] for team in parts["table.1"]["seats"].values()} == {"utility"}


def test_nothing_is_said_on_stderr_in_an_ordinary_class(tmp_path: Path) -> None:
    process: Process
    with serving(tmp_path) as process:
        facilitator(process).must("phase", to="brief")
        assert process.end() == 0
        assert process.errors == ""


def _answers(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), timeout=1).close()
    except OSError:
        return False
    return True
