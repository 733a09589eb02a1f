"""Gauges are told in the unit that people use, and what is only so or not so as a sentence."""

import pytest

from crisis_sim.terminal.figures import Measure


def measure(unit: str = "", low: float = 0.0, high: float = 100.0, whole: bool = False) -> Measure:
    return Measure("tension", unit, low, high, whole, "", "")


@pytest.mark.parametrize(
    ("told", "value", "text"),
    [
        (measure("share", 0, 1), 0.354, "35 %"),
        (measure("percent"), 43.2, "43 %"),
        (measure("points"), 61.6, "62 points"),
        (measure("of 5", 0, 5), 1.138, "1.14 of 5"),
        (measure("persons", 0, 10000, whole=True), 5200, "5,200"),
        (measure(), 62, "62"),
    ],
)
def test_a_figure_has_its_unit_and_no_more_digits_than_its_range_makes_sense_of(
    told: Measure, value: float, text: str
) -> None:
    assert told.figure(value) == text


def test_what_is_so_or_not_so_is_a_sentence() -> None:
    siege = Measure("siege", "", 0, 1, True, "the embassy is besieged", "the embassy is not besieged")
    assert siege.sentence(1.0) == "the embassy is besieged"
    assert siege.sentence(0.0) == "the embassy is not besieged"
    assert measure().sentence(1.0) == ""
