"""Golden transcripts: whole games in lines, as a pipe shows them.

After a change that is meant, `CRISIS_SIM_WRITE_GOLDEN=1 python -m pytest tests/terminal/test_transcript.py` writes them
anew; read the difference as if it were code.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest

from tests.cli.running import crisis_sim

GOLDEN = Path(__file__).parent / "golden"
WRITE = "CRISIS_SIM_WRITE_GOLDEN"

GAMES = {
    "standoff_arland": (
        ["standoff", "--as", "ar", "--seed", "7"],
        ["?", "brief", "forces", "1 2", "3", "undo", "2", "draft", "", "status", "cancel 1", "undo", "why 1", "go",
         "log", "? 3", "c", "fly", "say bo Let us talk.", "go", "3", "go", "why raid", *["go"] * 20],
    ),
    "standoff_both": (
        ["standoff", "--as", "ar,bo", "--seed", "11"],
        ["", "1", "", "", "hold", "", "", "2", "", "", "1", "", "", "status", "quit"],
    ),
    "first_steps": (
        ["first_steps", "--as", "town", "--seed", "3"],
        ["brief", "status", "1", "undo", "1", "preview", "", "why 2", "advisers", "propose", "", "go", "paper", "inbox",
         "3", "", "speed event", "", "status", *["go"] * 12],
    ),
    "standoff_odds": (
        ["standoff", "--as", "ar", "--seed", "7", "--difficulty", "hard"],
        ["p", "suggest", "2", "p", "a", "", "pause", "pause violence asked", "go", "status", "until +12", "3", "",
         "abort", "3", "", "", "w raid", "log violence", "log public", "speed day", "say bo Stop.", "inbox", "",
         "paper", "accept", "x", *["go"] * 20],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(GAMES))
def test_a_game_in_lines_reads_as_it_did(name: str, tmp_path: Path) -> None:
    words, typed = GAMES[name]
    answer = crisis_sim("play", *words, "--plain", home=tmp_path, typed="".join(f"{line}\n" for line in typed))
    assert (answer.code, answer.error) == (0, "")
    shown = re.sub(r"-\d{4}-\d{2}-\d{2}-1\b", "-DATE-1", answer.out)
    shown = re.sub(r"^(The journal +)/[^\n]*(\n {18}[^\n]*)*", r"\1PATH", shown, flags=re.M)
    path = GOLDEN / f"{name}.txt"
    if os.environ.get(WRITE):
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(GAMES))
def test_a_transcript_is_plain_text_that_fits_a_terminal(name: str) -> None:
    lines = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) <= 80
    assert all(line == line.rstrip() or line.endswith(("> ", ": ")) for line in lines)
    assert not [letter for line in lines for letter in line if unicodedata.category(letter) in {"Cc", "Cf"}]


def test_every_transcript_belongs_to_a_game() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(GAMES)
