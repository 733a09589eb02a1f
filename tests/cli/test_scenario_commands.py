"""What an author does at the command line: list, check, begin anew, get help."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from pathlib import Path

import jsonschema
import pytest

from crisis_sim import __version__
from tests.cli.running import COMMAND, crisis_sim, refuses, surroundings
from tests.terminal.test_safe import is_obeyed_or_hidden

HOSTILE = "\x1b]0;owned\x07\u202e\u200b"
UNSEEN = "\u200b\u200f\u00ad"
"""What a scenario may hold and a terminal should not."""


def starter(home: Path) -> Path:
    assert crisis_sim("new", "mine", home=home).code == 0
    return home / "mine" / "scenario.yaml"


def test_without_arguments_it_says_what_there_is_to_do(tmp_path: Path) -> None:
    answer = crisis_sim(home=tmp_path)
    assert answer.code == 0
    assert "crisis-sim play" in answer.out
    assert len(answer.out.splitlines()) < 24


def test_it_knows_its_version(tmp_path: Path) -> None:
    assert crisis_sim("--version", home=tmp_path).out == f"crisis-sim {__version__}\n"


def test_the_list_of_scenarios_tells_title_length_seats_and_difficulty(tmp_path: Path) -> None:
    answer = crisis_sim("scenarios", home=tmp_path)
    assert answer.code == 0
    for word in ("new_years_eve", "standoff", "Standoff on the river", "5 days", "easy", "ar", "bo"):
        assert word in answer.out


def test_a_good_scenario_is_one_line(tmp_path: Path) -> None:
    answer = crisis_sim("check", starter(tmp_path), home=tmp_path, COLUMNS="200")
    assert (answer.code, answer.error) == (0, "")
    assert len(answer.out.splitlines()) == 1


def test_all_errors_of_a_scenario_are_told_at_their_places(tmp_path: Path) -> None:
    path = starter(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("horizon: 120", "horizon: soon").replace("turn: 6", "trun: 6"), encoding="utf-8")
    answer = crisis_sim("check", "mine", home=tmp_path)
    assert (answer.code, answer.out) == (2, "")
    lines = answer.error.splitlines()
    assert len(lines) == 2
    for line, word in zip(lines, ("horizon", "trun"), strict=True):
        row = next(number for number, each in enumerate(path.read_text("utf-8").splitlines(), 1) if word in each)
        assert line.startswith(f"mine/scenario.yaml:{row}:")
    assert "did you mean turn?" in lines[1]


def test_a_formula_that_names_what_is_not_there_is_found(tmp_path: Path) -> None:
    path = starter(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("when: anger > 70", "when: angre > 70"), encoding="utf-8")
    answer = crisis_sim("check", "mine", home=tmp_path)
    assert (answer.code, answer.out) == (2, "")
    assert "did you mean anger?" in answer.error


def test_an_unknown_scenario_gets_one_line_and_a_guess(tmp_path: Path) -> None:
    refuses(crisis_sim("check", "standof", home=tmp_path), "standof", "did you mean standoff?")


def test_the_schema_is_a_schema_and_is_the_one_beside_the_scenarios(tmp_path: Path) -> None:
    schema = json.loads(crisis_sim("schema", home=tmp_path).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    starter(tmp_path)
    assert json.loads((tmp_path / "mine" / "scenario.schema.json").read_text(encoding="utf-8")) == schema


def test_a_new_scenario_names_its_schema_in_its_first_line(tmp_path: Path) -> None:
    first = starter(tmp_path).read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=scenario.schema.json"


def test_what_new_tells_one_to_type_can_be_typed(tmp_path: Path) -> None:
    out = crisis_sim("new", "bad name", home=tmp_path).out
    assert "crisis-sim check 'bad name' " in out
    assert "crisis-sim play 'bad name' " in out


@pytest.mark.parametrize("command", ["chekc", "check nowhere", "explain standoff nothing", "replay nothing"])
def test_every_error_begins_with_the_name_of_the_program(tmp_path: Path, command: str) -> None:
    assert crisis_sim(*command.split(), home=tmp_path).error.startswith("crisis-sim: ")


def test_hints_can_be_typed_where_the_program_is_not_on_the_path(tmp_path: Path) -> None:
    answer = crisis_sim("saves", home=tmp_path, PATH="/usr/bin:/bin", COLUMNS="400")
    (hint,) = re.findall(r"`(.*) play`", answer.out)
    assert hint != "crisis-sim"
    done = subprocess.run(
        ["sh", "-c", f"{hint} --version"], cwd=tmp_path, env=surroundings(tmp_path), capture_output=True, check=True
    )
    assert done.stdout.decode() == f"crisis-sim {__version__}\n"


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    path = starter(tmp_path)
    path.write_text("mine", encoding="utf-8")
    refuses(crisis_sim("new", "mine", home=tmp_path), "mine", "already there")
    assert path.read_text(encoding="utf-8") == "mine"


def test_new_where_nothing_can_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refuses(crisis_sim("new", "file/mine", home=tmp_path), "file")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["chekc", "standoff"], "check"),
        (["check"], "PATH"),
        (["check", "a", "b"], "b"),
        (["check", "--fast", "standoff"], "--fast"),
        (["check", "no\x1b[2Jwhere"], "\\u001b"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(tmp_path: Path, words: list[str], told: str) -> None:
    refuses(crisis_sim(*words, home=tmp_path), told)


@pytest.mark.parametrize("title", [HOSTILE, UNSEEN])
@pytest.mark.parametrize("command", ["check", "run", "run --json", "explain", "explain NAME", "play"])
def test_a_hostile_title_folder_and_line_reach_the_terminal_as_text(tmp_path: Path, command: str, title: str) -> None:
    path = starter(tmp_path)
    text = path.read_text(encoding="utf-8").replace("Standoff on the river", json.dumps(f"[b]Trap[/b] {title}"), 1)
    path.write_text(text, encoding="utf-8")
    folder = path.parent.rename(tmp_path / f"mine{HOSTILE}")
    word, *more = command.replace("NAME", HOSTILE).split()
    answer = crisis_sim(word, folder, *more, home=tmp_path, typed=f"2\n{HOSTILE}\nsay ar {HOSTILE}\n")
    assert (answer.code == 0) == (title == UNSEEN and more != [HOSTILE])
    shown = answer.out + answer.error
    assert "[b]Trap[/b]" in shown or "\\u001b" in shown or "U+001B" in shown
    assert not [letter for letter in shown if letter != "\n" and is_obeyed_or_hidden(letter)]


@pytest.mark.parametrize(
    "command", ["", "scenarios", "check", "schema", "new", "explain", "run", "play", "saves", "replay"]
)
def test_every_command_has_help(tmp_path: Path, command: str) -> None:
    answer = crisis_sim(*command.split(), "--help", home=tmp_path)
    assert (answer.code, answer.error) == (0, "")
    assert answer.out.startswith("Usage: crisis-sim")


def test_output_that_nobody_reads_ends_quietly(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "schema"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=surroundings(tmp_path),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        error = process.stderr.read()
    assert error == b""
    assert process.returncode in {0, 141, -signal.SIGPIPE}


def test_without_anything_to_read_from_play_saves_and_ends(tmp_path: Path) -> None:
    line = " ".join([*COMMAND, "play", "standoff", "--as", "ar", "<&-"])
    done = subprocess.run(
        ["sh", "-c", line], cwd=tmp_path, env=surroundings(tmp_path), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"To go on:" in done.stdout


@pytest.mark.parametrize(
    ("where", "code", "told"), [("/dev/full", 2, b"No space left"), ("/dev/null", 0, b""), ("&-", 0, b"")]
)
def test_output_that_cannot_be_written_is_one_line(tmp_path: Path, where: str, code: int, told: bytes) -> None:
    line = " ".join([*COMMAND, "schema", f">{where}"])
    done = subprocess.run(
        ["sh", "-c", line], cwd=tmp_path, env=surroundings(tmp_path), capture_output=True, check=False
    )
    assert done.returncode == code
    assert told in done.stderr
    assert done.stderr.count(b"\n") == bool(told)
