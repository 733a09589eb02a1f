"""Events are coded by the published table, unchanged."""

from __future__ import annotations

import hashlib
from importlib import resources

import pytest

from crisis_sim.compiler.coding import TABLE, goldstein, plover, table
from tests.compiler.standoff import Swap, compiled, standoff

PUBLISHED = "22ae69794e081b8cc9bb87a15f59fabdaa6e9ba00b1d08990b46cd75291c0ca8"


def test_the_table_is_the_published_one() -> None:
    content = resources.files("crisis_sim.compiler").joinpath(TABLE).read_bytes()
    assert hashlib.sha256(content).hexdigest() == PUBLISHED
    assert len(content.splitlines()) == 1 + 311


# Values that a widespread copy of the table gets wrong, and the two codes that are younger than the table.
@pytest.mark.parametrize(
    ("cameo", "value"),
    [
        ("057", 8.0), ("016", -2.0), ("018", 3.4), ("145", -7.5), ("190", -10.0), ("086", 9.0),
        ("155", -7.2), ("176", -7.0), ("01", 0.0), ("0356", 7.0), ("1384", -7.0), ("087", 9.0),
    ],
)  # fmt: skip
def test_a_code_has_its_goldstein_value(cameo: str, value: float) -> None:
    assert goldstein(cameo) == value


@pytest.mark.parametrize(
    ("cameo", "type_"),
    [
        ("014", None), ("022", None), ("036", "AGREE"), ("046", "CONSULT"), ("057", "SUPPORT"), ("064", "COOPERATE"),
        ("072", "AID"), ("080", "CONCEDE"), ("087", "RETREAT"), ("0874", "RETREAT"), ("090", "ACCUSE"),
        ("1056", "REQUEST"), ("1123", "ACCUSE"), ("128", "REJECT"), ("1384", "THREATEN"), ("145", "PROTEST"),
        ("154", "MOBILIZE"), ("161", "SANCTION"), ("163", "COERCE"), ("171", "COERCE"), ("175", "ASSAULT"),
        ("176", None), ("186", "ASSAULT"), ("195", "ASSAULT"), (None, None),
    ],
)  # fmt: skip
def test_a_code_has_its_plover_type(cameo: str | None, type_: str | None) -> None:
    assert plover(cameo) == type_


def test_every_code_lies_on_goldsteins_scale_and_unknown_ones_have_no_value() -> None:
    assert all(-10.0 <= value <= 10.0 for value in table().values())
    assert goldstein("999") is None
    assert goldstein(None) is None


def test_a_happening_is_told_with_its_codes_rung_and_severity() -> None:
    told = standoff().told[standoff().names.happenings.row("ar.raid")]
    assert (told.kind, told.cameo, told.plover, told.goldstein, told.rung) == ("action", "190", "ASSAULT", -10.0, 9)
    assert [(outcome.id, outcome.severity) for outcome in told.outcomes] == [("success", "VI"), ("repelled", "WAR")]
    assert told.outcomes[1].says == "The raid is beaten back."


def test_an_outcome_without_words_of_its_own_is_told_in_those_of_its_happening() -> None:
    told = compiled(Swap(", says: Shots on the river; nobody is hurt.}", "}")).told
    unleash = standoff().names.happenings.row("bo.unleash")
    assert told[unleash].outcomes[1].says is None
    claim = standoff().told[standoff().names.happenings.row("old_mine")]
    assert claim.outcomes[0].says == "Borland's court speaks of {figure} dead and an old mine."
