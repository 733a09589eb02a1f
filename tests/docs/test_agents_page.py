"""The page about agents of one's own: its examples run, and give what it shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.docs.pages import DOCS, blocks, read
from tools.notebook import with_outputs

AGENTS = DOCS / "agents.md"
MOST_LINES = 15


def test_the_examples_come_out_as_they_are_shown() -> None:
    page = read(AGENTS)
    assert with_outputs(page) == page, "run `.venv/bin/python tools/notebook.py docs/agents.md`"


def test_many_games_on_several_processes_give_what_is_shown(tmp_path: Path) -> None:
    found = blocks(AGENTS)
    (many,) = [number for number, block in enumerate(found) if block.note == "many"]
    (tmp_path / "patient.py").write_text(found[0].text, encoding="utf-8")
    (tmp_path / "many.py").write_text(found[many].text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "many.py"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout == found[many + 1].text


def test_the_example_for_several_processes_is_short() -> None:
    (many,) = [block.text for block in blocks(AGENTS) if block.note == "many"]
    assert len([line for line in many.splitlines() if line]) <= MOST_LINES
