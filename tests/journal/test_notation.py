"""An order is one line, and a line is one order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.journal import NotationError, parse, resolve, write
from crisis_sim.terms.records import Order

ACTIONS = ["us.strike_militia", "us.strike_wider", "us.speak", "us.speak_softly", "us.hold"]

ids = st.from_regex(r"[a-z][a-z0-9_]{0,31}\.[a-z][a-z0-9_]{0,47}", fullmatch=True)


@given(order=st.builds(Order, ids, st.booleans()))
def test_what_is_written_is_read_back(order: Order) -> None:
    assert parse(write(order)) == order


def test_spaces_around_do_not_matter() -> None:
    assert parse("  us.hold ") == Order("us.hold")
    assert parse("-us.hold") == parse(" -   us.hold") == Order("us.hold", cancel=True)


@given(text=st.text())
def test_whatever_else_is_a_line_of_explanation(text: str) -> None:
    complaints = ["one"]
    try:
        assert parse(write(parse(text))) == parse(text)
    except NotationError as error:
        complaints = str(error).splitlines()
    assert len(complaints) == 1


@pytest.mark.parametrize(
    "text", ["", "us", "US.hold", "us.hold us.hold", "us.", ".hold", "us.hold\nus.hold", "--us.hold"]
)
def test_what_is_no_order_is_refused(text: str) -> None:
    with pytest.raises(NotationError, match="is no order"):
        parse(text)


@pytest.mark.parametrize(
    ("word", "action"),
    [
        ("us.hold", "us.hold"),
        ("h", "us.hold"),
        ("us.h", "us.hold"),
        ("strike_m", "us.strike_militia"),
        ("speak", "us.speak"),
        ("us.speak", "us.speak"),
        ("speak_", "us.speak_softly"),
    ],
)
def test_a_beginning_that_is_enough_is_enough(word: str, action: str) -> None:
    assert resolve(word, ACTIONS) == action


def test_a_beginning_that_can_be_several_names_them() -> None:
    with pytest.raises(NotationError, match=r"can be us\.strike_militia or us\.strike_wider"):
        resolve("strike", ACTIONS)


def test_a_word_that_begins_nothing_is_guessed_at() -> None:
    with pytest.raises(NotationError, match=r"did you mean us\.strike_wider"):
        resolve("us.strike_wyder", ACTIONS)
    with pytest.raises(NotationError):
        resolve("", ACTIONS)
