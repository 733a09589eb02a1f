"""The worked example for analysts runs from top to bottom, and comes out as the page shows it."""

from __future__ import annotations

import pytest

from tests.docs.pages import DOCS, read
from tools.notebook import python, shell, with_outputs

ANALYSING = DOCS / "analysing.md"


def test_the_worked_example_comes_out_as_it_is_shown() -> None:
    page = read(ANALYSING)
    assert with_outputs(page) == page, "run `.venv/bin/python tools/notebook.py docs/analysing.md`"


def test_a_page_shows_what_its_blocks_print_and_the_value_of_their_last_line() -> None:
    first = "a\n\n```python\nx = 6\nprint('six')\nx * 7\n```\n\n```text\nsomething old\n```\n\nb\n"
    page = first + "\n```python\nx\n```\n\nc\n"
    shown = "```python\nx\n```\n\n```text\n6\n```\n\nc\n"
    assert with_outputs(page).endswith(shown)
    assert "print('six')\nx * 7\n```\n\n```text\nsix\n42\n```\n\nb\n" in with_outputs(page)


def test_a_block_without_output_has_none_behind_it() -> None:
    page = "```python\nx = 1\n```\n\nb\n\n```text\nnot an output\n```\n"
    assert with_outputs(page) == page


def test_a_mistake_in_a_page_is_not_passed_over() -> None:
    with pytest.raises(ZeroDivisionError):
        python("1 / 0", {})
    with pytest.raises(ValueError, match="no_such_scenario"):
        shell("crisis-sim check no_such_scenario")
    with pytest.raises(ValueError, match="only crisis-sim"):
        shell("rm everything")


def test_commands_of_a_page_can_be_cut_short() -> None:
    assert shell("crisis-sim explain standoff ar.raid | head -1") == "ar.raid: Raid the guard posts\n"
