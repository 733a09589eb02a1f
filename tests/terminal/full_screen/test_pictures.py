"""What is on the screen reads as it did, and the pictures in the documents show the screen of today.

After a change that is meant, `python tools/draw_pictures.py` draws them anew; read the difference as if it were code.
"""

from __future__ import annotations

import html
import re

import pytest
from textual.binding import Binding

from crisis_sim.terminal.screen.table import Table
from tools.draw_pictures import PICTURES, SCENES, TEXTS, drawn


@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_scene_is_on_the_screen_as_it_was_and_in_its_picture(name: str) -> None:
    text, picture = drawn(name)
    assert text == (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    assert words_in(picture) == words_in((PICTURES / f"{name}.svg").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_picture_asks_no_other_host_for_anything(name: str) -> None:
    picture = (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
    assert not re.search(r"url\(\s*['\"]?http|href=|@import|<script", picture)


@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_scene_fits_its_screen(name: str) -> None:
    lines = (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    columns, rows = SCENES[name].size
    assert len(lines) <= rows
    assert max(map(len, lines)) <= columns


def test_every_picture_belongs_to_a_scene() -> None:
    assert {path.stem for path in PICTURES.glob("*.svg")} == set(SCENES)
    assert {path.stem for path in TEXTS.glob("*.txt")} == set(SCENES)


def test_the_guide_names_every_key_of_the_table_and_shows_pictures_that_are_there() -> None:
    page = (PICTURES.parent / "playing.md").read_text(encoding="utf-8")
    for bound in Table.BINDINGS:
        if isinstance(bound, Binding) and bound.description:
            assert f"`{bound.key_display or bound.key}`" in page
    shown = re.findall(r"!\[[^]]+\]\(pictures/(\w+)\.svg\)", page)
    assert shown
    assert set(shown) <= set(SCENES)


def words_in(picture: str) -> str:
    """What can be read in a picture, in its order."""
    return html.unescape(" ".join(re.findall(r"<text[^>]*>(.*?)</text>", picture, re.S))).replace("\xa0", " ")
