"""The page and the terminal's text: they say what a reader needs, stand alone, and are the same every time."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

import crisis_sim.api as cs
from crisis_sim.analysis.debrief import Debrief, Depth, debrief
from crisis_sim.analysis.debrief.page import debrief_page
from crisis_sim.analysis.debrief.telling import (
    QUESTIONS_FILE,
    change,
    give_or_take,
    headline,
    questions,
    signed,
    summary,
)
from crisis_sim.engine import Game
from crisis_sim.terminal.debriefing import debrief_lines, turning_points
from tests.analysis.debrief.coins_played import debriefed, played
from tests.analysis.pages import Page, stands_alone

QUICK = Depth(screening=30, top=6, fresh=200, beliefs=20, options=20, alternatives=3)


@cache
def river() -> Debrief:
    """A game of the standoff in which one decision turned it."""
    return debrief(cs.run("standoff", seed=2).game, depth=QUICK)


def text_of(found: Debrief, seat: str | None = None) -> str:
    return "\n".join(f"{line.lead}{line.text}" for line in debrief_lines(found, seat))


@pytest.mark.parametrize("seat", [None, "ar", "bo"])
def test_the_page_stands_alone(seat):
    stands_alone(debrief_page(river(), seat))


def test_the_first_screen_says_what_happened_why_and_what_else_could_have_been():
    words = Page(debrief_page(river())).text
    heads = [words.index(part.head) for part in summary(river())]
    assert [part.head for part in summary(river())] == ["What happened", "Why", "What else could have been"]
    assert heads == sorted(heads)
    assert words.index("A model’s figures.") < words.index("How the chances went")
    assert "no forecast" in words


def test_page_and_terminal_tell_the_same_turning_points():
    page, text = Page(debrief_page(river())).text, " ".join(text_of(river()).split())
    assert river().points
    for point in river().points:
        told = headline(river().story, point.decision)
        assert told in page
        assert told in text
        for swap in river().swaps[point.decision.number]:
            assert change(swap.of(point.main.measure.kind, point.main.measure.name)) in page


def test_a_seats_page_has_its_own_decisions_alone():
    page = Page(debrief_page(river(), "ar")).text
    assert "Arland: its decisions" in page
    assert "Borland: its decisions" not in page


def test_the_same_game_gives_the_same_page():
    again = debrief(cs.run("standoff", seed=2).game, depth=QUICK)
    assert debrief_page(again) == debrief_page(river())


def test_a_game_without_a_turning_point_says_so():
    found = replace(debriefed("a.whistle"), points=())
    words = Page(debrief_page(found)).text
    assert "No single decision turned it" in words
    assert "None of them was a turning point" in words
    assert "No single decision turned it" in text_of(found)


def test_an_end_screen_gets_a_few_lines():
    lines = turning_points(river(), ["bo"], 2)
    assert 2 <= len(lines) <= 3
    assert "Borland" in lines[0].text
    assert "luck" in lines[-1].text


def test_the_scenarios_own_questions_come_first():
    game = played("a.better")
    texts = {
        **game.origin.texts,
        QUESTIONS_FILE: "# Questions\n\n- Why did she bet?\n* What is luck?\nNot a question.\n",
    }
    asked = questions(replace_origin(game, texts))
    assert [one.text for one in asked[:2]] == ["Why did she bet?", "What is luck?"]
    assert [one.of for one in asked] == ["scenario", "scenario", *["game"] * (len(asked) - 2)]


def replace_origin(game: Game, texts: dict[str, str]) -> Debrief:
    game.origin = game.origin._replace(texts=texts)
    return debrief(game, depth=QUICK)


def test_what_an_author_wrote_is_shown_and_never_obeyed():
    game = played("a.better")
    page = debrief_page(replace_origin(game, {QUESTIONS_FILE: "- <script>alert(1)</script> <b>why</b>?"}))
    stands_alone(page)
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(("value", "told"), [(2.13, "+2.1"), (-3.4, "−3.4"), (0.04, "0.0"), (-0.04, "0.0")])
def test_signs_are_those_of_what_is_shown(value, told):
    assert signed(value) == told


def test_an_interval_is_never_told_as_none():
    shift = river().points[0].main
    assert give_or_take(shift._replace(low=1.0, high=1.05)) == "± 0.1"
    assert give_or_take(shift._replace(low=1.0, high=1.0)) == "± 0"
