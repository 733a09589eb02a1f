"""`batch`: what it prints, what it keeps, and the one line it says when something is wrong."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.batch.batches import COMPILED_ALREADY, rows_of
from tests.cli.running import COMMAND, Answer, crisis_sim, refuses, surroundings

SMALL = ("batch", "standoff", "-n", "60", "--seed", "5", "--engine", "python", "--workers", "1")
DIGEST = re.compile(r"^[0-9a-f]{32}$")


def batch(*words: str | Path, home: Path, **more: str) -> Answer:
    return crisis_sim(*SMALL, *words, home=home, **more)


def test_it_tells_how_often_each_outcome_came_and_how_to_go_on(tmp_path):
    answer = batch("-o", "out", home=tmp_path)
    assert answer.code == 0, answer.error
    lines = answer.out.splitlines()
    assert lines[0] == "Standoff on the river: 60 runs, seed 5, utility in every seat"
    told = {line.split()[3]: line for line in lines if re.match(r" +\d+\.\d % \(\d+\.\d–\d+\.\d\)", line)}
    assert list(told) == ["war", "settled", "uneasy"]
    assert sum(float(line.split()[0]) for line in told.values()) == pytest.approx(100, abs=0.2)
    assert any(re.match(r"Digest +[0-9a-f]{32}$", line) for line in lines)
    assert "  crisis-sim report out --html report.html" in lines
    [replay] = [line.strip() for line in lines if line.startswith("  crisis-sim run")]
    story = crisis_sim(*replay.split()[1:], "--json", home=tmp_path)
    run = json.loads(story.out)
    rows = {row[0]: row for row in rows_of(tmp_path / "out")}
    assert run["digest"] == rows[run["run"]][4]
    assert run["outcome"] == rows[run["run"]][1]


def test_the_run_that_it_names_is_played_with_the_same_agents_and_settings(tmp_path):
    same = ("--agents", "ar=hawk", "--set", "guard_control=0.5", "--as-of", "2031-05-03")
    answer = batch(*same, "-o", "out", home=tmp_path)
    [replay] = [line.strip() for line in answer.out.splitlines() if line.startswith("  crisis-sim run")]
    run = json.loads(crisis_sim(*replay.split()[1:], "--json", home=tmp_path).out)
    rows = {row[0]: row for row in rows_of(tmp_path / "out")}
    assert run["digest"] == rows[run["run"]][4]


def test_json_is_one_object_and_nothing_else_and_the_same_as_the_file(tmp_path):
    answer = batch("--json", "-o", "out", home=tmp_path)
    summary = json.loads(answer.out)
    assert len(answer.out.splitlines()) == 1
    assert answer.out.isascii()
    assert summary == json.loads((tmp_path / "out" / "summary.json").read_text())
    assert list(summary["outcomes"]) == ["war", "settled", "uneasy"]
    assert sum(one["n"] for one in summary["outcomes"].values()) == summary["n"] == 60
    assert DIGEST.match(summary["digest"])


def test_without_a_folder_nothing_is_left_behind(tmp_path):
    answer = batch("--json", home=tmp_path, TMPDIR=str(tmp_path))
    assert DIGEST.match(json.loads(answer.out)["digest"])
    assert list(tmp_path.iterdir()) == []


def test_the_folder_says_what_was_typed(tmp_path):
    batch("-o", "out", home=tmp_path)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["command"] == f"crisis-sim {' '.join(SMALL)} -o out"
    again = crisis_sim(*manifest["command"].split()[1:-2], "--json", home=tmp_path)
    assert json.loads(again.out)["digest"] == json.loads((tmp_path / "out" / "summary.json").read_text())["digest"]


def test_a_seed_by_chance_is_told_so_that_it_can_be_played_again(tmp_path):
    words = ("batch", "standoff", "-n", "5", "--engine", "python", "--workers", "1", "--json")
    first = json.loads(crisis_sim(*words, home=tmp_path).out)
    second = json.loads(crisis_sim(*words, home=tmp_path).out)
    again = json.loads(crisis_sim(*words, "--seed", str(first["seed"]), home=tmp_path).out)
    assert first["seed"] != second["seed"]
    assert again["digest"] == first["digest"]


def test_going_on_needs_no_more_than_the_folder(tmp_path):
    first = json.loads(batch("--json", "-o", "out", home=tmp_path).out)
    again = crisis_sim("batch", "standoff", "-o", "out", "--resume", "--json", home=tmp_path)
    assert (again.code, json.loads(again.out)) == (0, first)


def test_stopping_early_is_disclosed(tmp_path):
    words = ("batch", "standoff", "-n", "9000", "--seed", "5", "--until-ci", "0.03")
    answer = crisis_sim(*words, home=tmp_path, **COMPILED_ALREADY)
    assert answer.code == 0, answer.error
    told = " ".join(answer.out.split())
    assert "Stopped after look 2 of those fixed beforehand, at 1,500 of at most 9,000 runs" in told
    assert "Stopping was optional." in told


def test_where_there_is_no_terminal_progress_is_a_few_plain_lines_apart_from_the_result(tmp_path):
    answer = batch("--chunk", "1", home=tmp_path)
    lines = answer.error.splitlines()
    assert 1 < len(lines) <= 10
    assert all(re.match(r"\d+ of 60 runs, [\d,.]+ a second(, \d+ s left)?$", line) for line in lines)
    assert "\x1b" not in answer.out + answer.error


def test_in_a_terminal_the_shares_are_shown_while_it_runs(tmp_path):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *SMALL, "--chunk", "5"],
        env=surroundings(tmp_path, {"TERM": "xterm-256color"}),
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how Linux tells that nobody holds the other end any more
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    out, _ = process.communicate()
    assert process.returncode == 0
    assert "of 60 runs" in shown.decode()
    assert "War on the river" in shown.decode()
    assert re.search(r"\d+\.\d % \(\d+\.\d–\d+\.\d\)", shown.decode())
    assert "\x1b" not in out


# What is wrong is said in one line


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-n", "0"], "greater than or equal to 1"),
        (["-n", "many"], "'-n'"),
        (["--seed", "-1"], "--seed"),
        (["--engine", "fast"], "there is no engine 'fast': auto, compiled, python or simpy"),
        (["--workers", "0"], "--workers"),
        (["--workers", "5000"], "the number of workers lies between 1 and 1,024"),
        (["--until-ci", "0.7"], "until-ci is half the width of an interval"),
        (["--until-ci", "nan"], "until-ci is half the width of an interval"),
        (["--agents", "hawkk"], "there is no agent 'hawkk' (did you mean hawk?)"),
        (["--agents", "human"], "ar cannot be played by a person in a batch"),
        (["--set", "guards=1"], "there is no parameter 'guards'"),
        (["--set", "guard_control=2"], "guard_control must lie between 0 and 1"),
        (["--set", "guard_control"], "write PARAM=VALUE"),
        (["--as-of", "yesterday"], "a date is written YYYY-MM-DD"),
        (["--resume"], "--resume needs a folder: -o DIR"),
        (["--force"], "--force needs a folder: -o DIR"),
        (["-o", "out", "--resume", "--force"], "choose one of them"),
        (["-o", "thesis"], "holds other things than a batch, and is left alone"),
        (["-o", "thesis", "--force"], "holds other things than a batch, and is left alone"),
        (["-o", "thesis/main.tex"], "is a file: name a folder"),
        (["-o", "thesis/main.tex/out"], "cannot write into"),
        (["-o", "x" * 300], "cannot write into"),
        (["--cluster", "here"], "write `local`, or the address of a scheduler, tls://HOST:PORT"),
        (["--cluster", "tcp://10.0.0.1:8786"], "only an encrypted one is used, tls://10.0.0.1:8786"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_wrong_use_is_one_line(tmp_path, words, told):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "main.tex").write_text("mine")
    refuses(batch(*words, home=tmp_path), told)
    assert (tmp_path / "thesis" / "main.tex").read_text() == "mine"


def test_a_scenario_that_is_not_there_is_one_line(tmp_path):
    refuses(crisis_sim("batch", "standof", "-n", "5", home=tmp_path), "there is no scenario 'standof'")


# What is not installed

WITHOUT = """
    import importlib.util, sys
    real = importlib.util.find_spec
    hidden = {hidden!r}.split()
    importlib.util.find_spec = lambda name, *more: None if name.split(".")[0] in hidden else real(name, *more)
    for name in hidden:
        sys.modules[name] = None
    from crisis_sim.cli import main
    sys.argv = ["crisis-sim", *{words!r}]
    main()
"""


def without(hidden: str, *words: str, home: Path) -> Answer:
    program = textwrap.dedent(WITHOUT.format(hidden=hidden, words=words))
    done = subprocess.run(
        [sys.executable, "-c", program], env=surroundings(home), cwd=home, capture_output=True, text=True, check=False
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def test_without_numba_plain_python_plays_and_says_so_in_one_line(tmp_path):
    words = ("batch", "standoff", "-n", "20", "--seed", "5", "--workers", "1", "--json")
    slow = without("numba llvmlite", *words, home=tmp_path)
    assert slow.code == 0, slow.error
    summary = json.loads(slow.out)
    assert summary["engine"] == "python"
    notices = [line for line in slow.error.splitlines() if line.startswith("crisis-sim:")]
    install = 'pip install "crisis-sim[batch]"'
    assert notices == [f"crisis-sim: numba is not installed, so the runs are played in plain Python, slowly: {install}"]
    fast = crisis_sim(*words, home=tmp_path, **COMPILED_ALREADY)
    assert json.loads(fast.out)["engine"] == "compiled"
    assert json.loads(fast.out)["digest"] == summary["digest"]


@pytest.mark.parametrize(
    ("hidden", "words", "told"),
    [
        ("numpy", (), 'a batch needs numpy: pip install "crisis-sim[batch]"'),
        ("duckdb", (), 'a batch needs duckdb: pip install "crisis-sim[batch]"'),
        ("numpy duckdb numba", (), 'a batch needs numpy and duckdb: pip install "crisis-sim[batch]"'),
        ("numba", ("--engine", "compiled"), 'the compiled engine needs numba: pip install "crisis-sim[batch]"'),
        (
            "distributed",
            ("--engine", "python", "--cluster", "local"),
            '--cluster needs distributed: pip install "crisis-sim[batch,cluster]"',
        ),
    ],
)
def test_what_is_missing_is_named_with_the_command_that_installs_it(tmp_path, hidden, words, told):
    refuses(without(hidden, "batch", "standoff", "-n", "5", *words, home=tmp_path), told)
