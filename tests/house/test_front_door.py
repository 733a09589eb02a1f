"""`import crisis_sim` offers what the api offers: the same names, the same things."""

from __future__ import annotations

import pytest

import crisis_sim
from crisis_sim import api


def test_the_package_offers_exactly_the_names_of_the_api() -> None:
    assert set(crisis_sim.__all__) - {"__version__"} == set(api.__all__)


@pytest.mark.parametrize("name", sorted(api.__all__))
def test_every_name_on_offer_is_the_thing_itself(name: str) -> None:
    assert getattr(crisis_sim, name) is getattr(api, name)
    assert name in dir(crisis_sim)


def test_a_name_that_is_not_on_offer_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'no_such_thing'"):
        _ = crisis_sim.no_such_thing
