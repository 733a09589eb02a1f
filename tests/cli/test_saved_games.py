"""Games that are played, listed, gone on with, shown again, checked and branched, from the command line."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import COMMAND, Answer, crisis_sim, refuses, surroundings
from tests.terminal.test_safe import is_obeyed_or_hidden

SECRET_OF_BORLAND = "silver in the guards' chest"


def play(home: Path, *words: str, typed: str = "") -> Answer:
    return crisis_sim("play", *(words or ("standoff", "--as", "ar", "--seed", "7")), home=home, typed=typed)


def journals(home: Path) -> list[Path]:
    return sorted((home / "crisis-sim" / "saves").glob("*.journal"))


def finished(home: Path) -> Path:
    """The journal of a game that was played to its end."""
    assert "Digest" in play(home, typed="1\n" + "\n" * 60).out
    (path,) = journals(home)
    return path


# Playing


def test_without_a_terminal_enter_is_the_default_and_the_end_of_input_saves(tmp_path: Path) -> None:
    answer = play(tmp_path, "standoff", "--as", "ar", "--plain", typed="\n\n")
    assert (answer.code, answer.error) == (0, "")
    assert answer.out.count("Arland decides") == 3
    assert "To go on:" in answer.out
    assert len(journals(tmp_path)) == 1


def test_what_is_left_out_is_asked_for_and_has_a_default(tmp_path: Path) -> None:
    answer = play(tmp_path, "--plain", typed="3\n2\n\nquit\n")
    assert answer.code == 0
    assert "Which crisis?" in answer.out
    assert "Borland> quit" in answer.out
    assert play(tmp_path, "--plain").code == 0


def test_a_game_in_progress_is_the_first_choice(tmp_path: Path) -> None:
    play(tmp_path, typed="1\n")
    answer = play(tmp_path, "--plain", typed="\ndraft\nquit\n")
    assert "   1  Go on with standoff, ar, seed 7" in answer.out
    assert "In draft:\n   1  Dive to the wreck" in answer.out
    assert len(journals(tmp_path)) == 1
    assert "Go on with" not in play(tmp_path, "--seed", "3").out
    assert "Which side" in play(tmp_path, "--plain", typed="3\n").out
    finished_home = tmp_path / "other"
    finished_home.mkdir()
    finished(finished_home)
    assert "Go on with" not in play(finished_home, "--plain").out


def test_the_length_of_a_turn_can_be_set(tmp_path: Path) -> None:
    answer = play(tmp_path, "standoff", "--as", "ar", "--seed", "7", "--turn", "24", typed="\n")
    assert "Sun 4 May 06:00 · Arland decides (next: Mon 5 May 06:00)" in answer.out
    assert "(next: Tue 6 May 06:00)" in play(tmp_path, "--resume").out


def test_a_game_goes_on_where_it_was_with_its_draft(tmp_path: Path) -> None:
    play(tmp_path, typed="2\n\n1\nquit\n")
    answer = play(tmp_path, "--resume", typed="draft\n")
    assert answer.code == 0
    assert "In draft:\n   1  Dive to the wreck" in answer.out
    assert "Arland gave an order: Send the 2nd Brigade to the river." in answer.out


def test_a_save_can_be_named_by_its_name_or_its_scenario(tmp_path: Path) -> None:
    play(tmp_path, typed="1\n")
    play(tmp_path, "standoff", "--as", "bo", typed="")
    first, second = journals(tmp_path)
    assert "Arland> " in play(tmp_path, "--resume", first.stem).out
    assert "Arland> " in play(tmp_path, "--resume", first.name).out
    os.utime(second)
    assert "Borland> " in play(tmp_path, "--resume", "standoff").out
    assert "Borland> " in play(tmp_path, "--resume").out


def test_a_game_that_is_open_elsewhere_is_not_played_twice(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "play", "standoff", "--as", "ar"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=surroundings(tmp_path), text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        while "You can order" not in process.stdout.readline():
            pass
        refuses(crisis_sim("play", "--resume", home=tmp_path), "somewhere else")
        process.stdin.close()
        process.stdout.read()


@pytest.mark.parametrize("kills", range(3))
def test_no_turn_that_was_answered_is_lost_in_a_kill(tmp_path: Path, kills: int) -> None:
    with subprocess.Popen(
        [*COMMAND, "play", "standoff", "--as", "ar", "--seed", "3"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=surroundings(tmp_path), text=True, bufsize=1,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        shown = ""
        for _ in range(2 + 3 * kills):
            process.stdin.write("\n")
            while not re.search(r"May (\d\d:\d\d) · Arland", line := process.stdout.readline()):
                pass
            shown = line
        process.kill()
    reached = re.search(r"\w+ \d May \d\d:\d\d · Arland decides", shown)
    again = re.search(r"\w+ \d May \d\d:\d\d · Arland decides", play(tmp_path, "--resume").out)
    assert reached is not None
    assert again is not None
    assert _when(again[0]) >= _when(reached[0])


def _when(text: str) -> tuple[int, str]:
    """Day and hour of `Sun 4 May 06:00 · Arland decides`."""
    _, day, _, hour, *_ = text.split()
    return int(day), hour


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["standof"], "did you mean standoff?"),
        (["standoff", "--as", "arr"], "did you mean ar?"),
        (["standoff", "--as", ","], "--as needs a seat"),
        (["standoff", "--as", "ar", "--agents", "bo=hwk"], "did you mean hawk?"),
        (["standoff", "--as", "ar", "--agents", "bo=human"], "--as"),
        (["standoff", "--as", "ar", "--turn", "0"], "--turn"),
        (["--resume"], "no game in progress"),
        (["--resume", "nothing"], "no saved game"),
        (["--resume", "../../etc/passwd"], "cannot name a saved game"),
        (["--resume", "x" * 300], "cannot name a saved game"),
        (["--resume", "--as", "ar"], "--resume"),
    ],
)
def test_wrong_use_of_play_is_one_line(tmp_path: Path, words: list[str], told: str) -> None:
    refuses(play(tmp_path, *words), told)


def test_where_nothing_can_be_saved_no_game_is_begun(tmp_path: Path) -> None:
    (tmp_path / "crisis-sim").write_text("a file, where a folder should be", encoding="utf-8")
    refuses(play(tmp_path), "crisis-sim")


# Listing


def test_the_list_of_saves_tells_who_played_what_how_it_stands_and_how_to_go_on(tmp_path: Path) -> None:
    path = finished(tmp_path)
    play(tmp_path, "standoff", "--as", "ar,bo", "--seed", "8")
    out = crisis_sim("saves", home=tmp_path).out
    names = [each.stem for each in journals(tmp_path)]
    assert "standoff, ar, bo, seed 8: in progress" in out
    date, game = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}  ", "standoff, ar, seed 7: over: (war|settled|uneasy), at .* May "
    assert re.search(date + game, out, re.M)
    assert f"crisis-sim replay {path.stem}" in out
    assert f"crisis-sim play --resume {next(name for name in names if name != path.stem)}" in out


def test_a_list_without_saves_says_how_to_begin(tmp_path: Path) -> None:
    answer = crisis_sim("saves", home=tmp_path)
    assert answer.code == 0
    assert "crisis-sim play" in answer.out


def test_a_broken_save_is_listed_with_what_is_wrong_and_links_are_not(tmp_path: Path) -> None:
    path = finished(tmp_path)
    (path.parent / "broken.journal").write_bytes(b"\x00\n\x1b[2J\n")
    (path.parent / "link.journal").symlink_to(path)
    (path.parent / "bad\x1b[2J.journal").write_bytes(path.read_bytes())
    answer = crisis_sim("saves", home=tmp_path)
    assert answer.code == 0
    assert "broken" in answer.out
    assert "link" not in answer.out
    assert not [letter for letter in answer.out if letter != "\n" and is_obeyed_or_hidden(letter)]


def test_a_finished_game_is_not_gone_on_with(tmp_path: Path) -> None:
    path = finished(tmp_path)
    refuses(play(tmp_path, "--resume", path.stem), "is over", f"crisis-sim replay {path.stem}")
    refuses(play(tmp_path, "--resume"), "no game in progress")


# Showing again


def test_a_replay_shows_the_whole_game_to_control_and_to_a_seat_what_it_saw(tmp_path: Path) -> None:
    path = finished(tmp_path)
    control = crisis_sim("replay", path, home=tmp_path).out
    assert "As control saw it" in control
    assert "Borland gave an order" in control
    assert SECRET_OF_BORLAND in control
    arland = crisis_sim("replay", path.stem, "--as", "ar", home=tmp_path).out
    assert "As Arland saw it" in arland
    assert "Borland gave an order" not in arland
    assert SECRET_OF_BORLAND not in arland


def test_a_game_in_progress_is_not_given_away(tmp_path: Path) -> None:
    play(tmp_path, typed="\n\n\n\n")
    (path,) = journals(tmp_path)
    out = crisis_sim("replay", path, home=tmp_path).out
    assert "As Arland saw it" in out
    assert SECRET_OF_BORLAND not in out


def test_a_replay_can_stop_at_a_time(tmp_path: Path) -> None:
    path = finished(tmp_path)
    early = crisis_sim("replay", path, "--at", "2031-05-04 18:00", home=tmp_path).out
    assert "Mon 5 May" not in early
    assert "Sun 4 May 2031" in early
    assert crisis_sim("replay", path, "--at", "+12", home=tmp_path).out == early
    assert "Digest" not in early


def test_a_replay_is_verified(tmp_path: Path) -> None:
    path = finished(tmp_path)
    answer = crisis_sim("replay", path, "--verify", home=tmp_path)
    assert (answer.code, answer.error) == (0, "")
    assert "The same game comes out" in answer.out


def test_a_journal_that_tells_another_game_is_exit_1_and_the_place_is_named(tmp_path: Path) -> None:
    path = finished(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    number, event = next((at, json.loads(line)) for at, line in enumerate(lines) if b'"claim":true' in line)
    lines[number] = json.dumps(event | {"outcome": "invented"}).encode() + b"\n"
    path.write_bytes(b"".join(lines))
    answer = crisis_sim("replay", path, "--verify", home=tmp_path)
    assert (answer.code, answer.out) == (1, "")
    assert len(answer.error.splitlines()) == 1
    assert answer.error.startswith("crisis-sim: ")
    assert f"{path}: line {number + 1}: " in answer.error
    assert "invented" in answer.error


def test_a_branch_is_another_game_and_leaves_the_first_alone(tmp_path: Path) -> None:
    path = finished(tmp_path)
    before = path.read_bytes()
    answer = crisis_sim("replay", path, "--branch", "--at", "+24", "--as", "bo", home=tmp_path, typed="1\n\nquit\n")
    assert (answer.code, answer.error) == (0, "")
    assert "Mon 5 May 06:00 · Borland decides" in answer.out
    assert path.read_bytes() == before
    (other,) = [each for each in journals(tmp_path) if each != path]
    assert "Borland> " in play(tmp_path, "--resume").out
    assert "standoff, bo, seed 7: in progress" in crisis_sim("saves", home=tmp_path).out
    assert crisis_sim("replay", other, "--verify", home=tmp_path).code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nothing"], "no saved game"),
        (["scenario.yaml"], "no saved game"),
        (["GAME", "--as", "contrl"], "did you mean control?"),
        (["GAME", "--at", "noon"], "is no time: write 2031-05-04T06:00, or +36"),
        (["GAME", "--at", "+999"], "it goes from 2031-05-04T06:00 to 2031-05-0"),
        (["GAME", "--at", "2031-05-03T06:00"], "is not in that game"),
        (["GAME", "--branch"], "--at +24"),
        (["."], "is a directory"),
        (["GAME", "--branch", "--at", "+24", "--as", "control"], "no seat"),
    ],
)
def test_wrong_use_of_replay_is_one_line(tmp_path: Path, words: list[str], told: str) -> None:
    path = finished(tmp_path)
    refuses(crisis_sim("replay", *(str(path) if word == "GAME" else word for word in words), home=tmp_path), told)


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"{}\n", b"\x1b[2J\n", b'{"line":"header","format":99}\n', b"[" * 100_000]
)
def test_what_is_no_journal_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad\x1b[2J.journal"
    path.write_bytes(content)
    answer = crisis_sim("replay", path, home=tmp_path)
    refuses(answer, "bad\\u001b[2J.journal")
    assert not [letter for letter in answer.error if letter != "\n" and is_obeyed_or_hidden(letter)]


def test_what_a_stranger_wrote_into_a_journal_is_shown_as_text(tmp_path: Path) -> None:
    play(tmp_path, "standoff", "--as", "ar", typed="say bo Hello.\n")
    (path,) = journals(tmp_path)
    hostile = json.dumps("\x1b[2J\u202e[bold]\u200b")[1:-1]
    path.write_text(path.read_text(encoding="utf-8").replace("Hello.", hostile), encoding="utf-8")
    answer = crisis_sim("replay", path, home=tmp_path)
    assert answer.code == 0
    assert "“\\u001b[2J\\u202e[bold]\\u200b”" in answer.out
    assert not [letter for letter in answer.out if letter != "\n" and is_obeyed_or_hidden(letter)]


def test_a_folder_is_no_journal(tmp_path: Path) -> None:
    refuses(crisis_sim("replay", tmp_path, home=tmp_path), str(tmp_path))


def test_a_damaged_line_in_the_middle_is_named(tmp_path: Path) -> None:
    path = finished(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[4] = b"{damaged\n"
    path.write_bytes(b"".join(lines))
    refuses(crisis_sim("replay", path, "--verify", home=tmp_path), "line 5")


def test_a_game_cut_off_in_the_middle_of_a_line_goes_on(tmp_path: Path) -> None:
    play(tmp_path, typed="\n\n")
    (path,) = journals(tmp_path)
    path.write_bytes(path.read_bytes()[:-7])
    answer = play(tmp_path, "--resume")
    assert answer.code == 0
    assert "Arland decides" in answer.out
