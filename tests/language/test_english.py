"""What a rule means and why it came out as it did, in words."""

import pytest

from crisis_sim.language import because, build, english, opcodes
from tests.language.scope import ROW, tree_of

TOLD = [
    ("tension > 50 and siege", "tension is above 50 and the siege is on", "tension 62 is above 50 and the siege is on"),
    ("tension > 70 and siege", "tension is above 70 and the siege is on", "tension 62 is at most 70"),
    (
        "tension > 70 and mechanism.rally",
        "tension is above 70 and rallying is on",
        "tension 62 is at most 70 and rallying is not on",
    ),
    (
        "tension > 70 or mechanism.rally",
        "tension is above 70 or rallying is on",
        "tension 62 is at most 70 and rallying is not on",
    ),
    ("tension > 70 or siege", "tension is above 70 or the siege is on", "the siege is on"),
    (
        "not (tension > 50 and siege)",
        "tension is at most 50 or the siege is not on",
        "tension 62 is above 50 and the siege is on",
    ),
    ("not (siege or warned)", "the siege is not on and Iran was not warned", "the siege is on and Iran was warned"),
    ("warned", "Iran was warned", "Iran was warned"),
    ("not warned", "Iran was not warned", "Iran was warned"),
    ("siege == false", "the siege is not on", "the siege is on"),
    (
        "(siege or warned) and tension < 20",
        "(the siege is on or Iran was warned) and tension is below 20",
        "tension 62 is at least 20",
    ),
    (
        "20 <= tension <= 40",
        "20 is at most tension and tension is at most 40",
        "tension 62 is above 40",
    ),
    ("us.approval >= 40", "approval of the president is at least 40", "approval of the president (44) is at least 40"),
    ("tension == 62", "tension is 62", "tension is 62"),
    ("tension != 62", "tension is not 62", "tension is 62"),
    ("tension == 3", "tension is 3", "tension 62 is not 3"),
    ("tension < oil", "tension is below the price of oil", "tension 62 is below the price of oil (70)"),
    (
        "tension * 2 > oil - 3",
        "tension times 2 is above the price of oil minus 3",
        "tension 62 times 2, which makes 124, is above the price of oil (70) minus 3, which makes 67",
    ),
    (
        "since(us.strike_militia) > 24",
        "hours since the airstrikes is above 24",
        "hours since the airstrikes (3) is at most 24",
    ),
    (
        "warned if siege else tension > 3",
        "Iran was warned if the siege is on, otherwise tension is above 3",
        "the siege is on and Iran was warned",
    ),
    ("balance > 0", "the balance is above 0", "the balance is 0"),
    ("balance + 2 * balance > 0", None, "the balance (0) plus 2 times the balance (0), which makes 0, is at most 0"),
    ("tension > 62", "tension is above 62", "tension 62 is at most 62"),
    ("true", "always", "always"),
    ("1 > 2", "never", "never"),
    (
        "0.25 + 0.35 * tension",
        "0.25 plus 0.35 times tension",
        "0.25 plus 0.35 times tension 62 makes 21.9",
    ),
    (
        "(tension + 1) * (oil - (tension - 2))",
        "(tension plus 1) times (the price of oil minus (tension minus 2))",
        "(tension 62 plus 1) times (the price of oil (70) minus (tension 62 minus 2)) makes 630",
    ),
    ("oil / 4 * 3", "the price of oil divided by 4 times 3", "the price of oil (70) divided by 4 times 3 makes 52.5"),
    ("-tension", "minus tension", "minus tension 62 makes -62"),
    ("tension", "tension", "tension 62"),
    ("oil", "the price of oil", "the price of oil (70)"),
    ("1234567", "1,234,567", "1,234,567"),
    (
        "0.3 * siege + 2",
        "(0.3 if the siege is on) plus 2",
        "(0.3 if the siege is on, as it is) plus 2 makes 2.3",
    ),
    (
        "3 if tension > 70 else 4",
        "3 if tension is above 70, otherwise 4",
        "3 if tension is above 70, as it is not, otherwise 4 makes 4",
    ),
    (
        "clamp(tension - 50, 0, 10)",
        "(tension minus 50) kept between 0 and 10",
        "(tension 62 minus 50) kept between 0 and 10 makes 10",
    ),
    ("min(tension, 5)", "the smaller of tension and 5", "the smaller of tension 62 and 5 makes 5"),
    (
        "max(tension, oil, balance)",
        "the largest of tension, the price of oil and the balance",
        "the largest of tension 62, the price of oil (70) and the balance (0) makes 70",
    ),
    (
        "exp(-tension / 10) * logistic(tension)",
        "the exponential of (minus tension divided by 10) times the logistic of tension",
        "the exponential of (minus tension 62 divided by 10) times the logistic of tension 62 makes 0.00203",
    ),
    (
        "sqrt(oil) + log(oil) - abs(tension)",
        "the square root of the price of oil plus the natural logarithm of the price of oil minus the size of tension",
        None,
    ),
    ("floor(oil / 3)", "(the price of oil divided by 3) rounded down", None),
]


@pytest.mark.parametrize(("text", "meaning", "reason"), TOLD, ids=[text for text, _, _ in TOLD])
def test_a_formula_is_told_in_words(text: str, meaning: str | None, reason: str | None) -> None:
    tree = tree_of(text)
    if meaning is not None:
        assert english(tree) == meaning
    if reason is not None:
        assert because(tree, ROW) == reason


def test_values_that_look_alike_but_differ_are_told_in_full() -> None:
    row = (50.00000001, *ROW[1:])
    assert because(tree_of("tension > 50"), row) == "tension 50.00000001 is above 50.0"


def test_a_sum_that_comes_to_nothing_is_told_part_by_part() -> None:
    marches = build.value(0, "how often “March” happened", 0.0, 9.0, denial="“March” has not happened")
    dead = build.value(1, "the number of dead", 0.0, 9.0)
    tree = build.compare(opcodes.GREATER, build.calculate(opcodes.ADD, marches, dead), build.number(0.0))
    assert because(tree, (0.0, 0.0)) == "“March” has not happened and the number of dead is 0"
    assert because(tree, (2.0, 0.0)) == (
        "how often “March” happened (2) plus the number of dead (0), which makes 2, is above 0"
    )


def test_a_fact_is_told_once() -> None:
    assert because(tree_of("tension < 5 and tension < 5"), ROW) == "tension 62 is at least 5"


def test_the_compilers_own_meaning_is_told_by_its_phrase() -> None:
    tree = build.compare(opcodes.GREATER, build.value(0, "x", 0.0, 100.0), build.number(50.0))
    assert english(build.named("the crowd", tree)) == "the crowd is on"
    told = build.named("a crowd stands at the gate", tree, denial="nobody stands at the gate")
    assert english(build.deny(told)) == "nobody stands at the gate"
    assert because(build.deny(told), ROW) == "a crowd stands at the gate"
