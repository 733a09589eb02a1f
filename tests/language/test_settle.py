"""A formula with what is known put in means the same, and tells less."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.language import LanguageError, check, closure, english, parse_expression, places, settle
from tests.language.scope import tree_of
from tests.language.strategies import Case, cases


@given(cases(), st.data())
def test_what_is_settled_comes_to_the_same(case: Case, data):
    try:
        tree = check(parse_expression(case.text), case.scope)
    except LanguageError:
        return
    used = sorted(places(tree))
    chosen = data.draw(st.sets(st.sampled_from(used)) if used else st.just(set()))
    told = settle(tree, {place: case.row[place] for place in chosen})
    assert told.kind is tree.kind
    assert not places(told) & chosen
    whole = settle(tree, {place: case.row[place] for place in used})
    assert places(whole) == frozenset()
    assert math.isclose(closure(whole)(case.row), closure(tree)(case.row), rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("24 * balance", "24"),
        ("tension + 0 * oil + balance", "tension plus 1"),
        ("tension - 3 * (1 - balance)", "tension"),
        ("siege and tension > 50 * balance", "the siege is on and tension is above 50"),
        ("since(us.strike_militia) * balance", "hours since the airstrikes"),
    ],
)
def test_known_numbers_and_idle_factors_are_not_told(text, told):
    assert english(settle(tree_of(text), {3: 1.0})) == told
