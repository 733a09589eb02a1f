"""The page about experiments runs from top to bottom, and comes out as it is shown."""

from __future__ import annotations

from tests.docs.pages import DOCS, read
from tools.notebook import with_outputs


def test_the_worked_experiments_come_out_as_they_are_shown() -> None:
    page = read(DOCS / "experiments.md")
    assert with_outputs(page) == page, "run `.venv/bin/python tools/notebook.py docs/experiments.md`"
