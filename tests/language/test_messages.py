"""What an author is told: one line that says what is wrong and what to do, and the place in the text."""

import pytest

from crisis_sim.language import NUMBER, TRUTH, LanguageError, check, name_problem, parse_effect, parse_expression
from tests.language.scope import SCOPE, Declared

DIVIDE_SAFELY = "divide by something that can never be zero, e.g. max(x, 1)"

MESSAGES = [
    ("tensoin > 50", 0, "unknown name tensoin (did you mean tension?)"),
    ("siege and tnsion > 50", 10, "unknown name tnsion (did you mean tension?)"),
    ("  us.aproval", 2, "unknown name us.aproval (did you mean us.approval?)"),
    ("1 + xyzzy", 4, "unknown name xyzzy"),
    ("siege and tru", 10, "unknown name tru (did you mean true?)"),
    ("sinc(us.evacuate)", 0, "unknown function sinc (did you mean since?)"),
    ("mx(1, 2)", 0, "unknown function mx (did you mean max?)"),
    ("since(us.strike)", 6, "since knows no us.strike (did you mean us.strike_militia?)"),
    ("link(ir, mi)", 5, "link knows no ir, mi"),
    ("since(3)", 6, "since(…) wants the name of a thing"),
    ("since()", 0, "since(…) takes 1 value, not 0"),
    ("since(us.evacuate, oil)", 0, "since(…) takes 1 value, not 2"),
    ("since > 3", 0, "since is a function: write since(thing)"),
    ("min > 3", 0, "min is a function: write min(…)"),
    ("uniform", 0, "uniform is a distribution: write uniform(…)"),
    ("min(3)", 0, "min(…) takes 2 or more values, not 1"),
    ("1 + clamp(1, 2)", 4, "clamp(…) takes 3 values, not 2"),
    ("clamp(oil, 9, 3)", 0, "the low end of clamp is above its high end: clamp(x, low, high)"),
    ("tension(3)", 0, "tension is not a function; to multiply, write *"),
    ("3(tension)", 0, "only the name of a function can stand before brackets; to multiply, write *"),
    ("2 * uniform(1, 2)", 4, "uniform(…) is drawn by chance: it can stand only where an amount is wanted, and alone"),
    (
        "tension and siege",
        0,
        "a condition is needed here, and tension is a number: compare it, e.g. tension > 0",
    ),
    (
        "not (tension + oil)",
        5,
        "a condition is needed here, and tension + oil is a number: compare it, e.g. tension + oil > 0",
    ),
    ("3 if 1 else 2", 5, "a condition is needed here, and 1 is a number: write true or false"),
    (
        "oil / tension",
        0,
        f"the divisor can be zero (it lies between 0 and 100): {DIVIDE_SAFELY}",
    ),
    (
        "1 + oil / 0",
        4,
        f"the divisor can be zero (it is always 0): {DIVIDE_SAFELY}",
    ),
    ("log(tension)", 0, "log of something that can be 0: it must always be above zero, e.g. log(max(x, 1))"),
    ("sqrt(balance)", 0, "sqrt of something that can be -1: it must never be below zero, e.g. sqrt(max(x, 0))"),
    ("exp(oil * 5)", 0, "exp of something that can be 1000 is too large: keep it below 700, e.g. exp(min(x, 10))"),
    ("exp(600) * exp(600)", 0, "this can become too large to calculate with"),
    ("floor(oil * 1e15)", 0, "floor of something so large that it has no fraction"),
    ("broken(us.evacuate)", 7, "log of something that can be 0: it must always be above zero, e.g. log(max(x, 1))"),
    ("tension > 1e20", 10, "a number must lie between -1e15 and 1e15"),
    ("tension = 3", 8, "one = sets a value; to compare, write =="),
    ("tension > 5 %", 12, "there is no %: write 0.05 for 5 %"),
    (
        "tension ** 2",
        0,
        "there is no **: only + - * / and the functions min, max, abs, clamp, exp, log, sqrt, logistic, floor",
    ),
    ("tension ^ 2", 8, "there is no power: multiply, or use exp and log"),
    ("siege & warned", 6, "write 'and' instead of &"),
    ("siege || warned", 6, "write 'or' instead of |"),
    ("!siege", 0, "write 'not' instead of !"),
    ("siege is true", 0, "there is no 'is': compare with == != < <= > >="),
    ("tension in oil", 0, "there is no 'in': compare with == != < <= > >="),
    ("'tension' > 3", 0, "names stand without quotes, and there is no text"),
    ("tension > 3,5", 0, "one value is wanted, not several with commas between them (decimals take a point)"),
    ("tension >", 9, "something is missing at the end"),
    ("tension oil", 8, "this cannot be read, from 'oil' on"),
    ("3 if siege", 0, "an 'if' needs its 'else': value if condition else other value"),
    ("(tension > 3", 0, "this ( is never closed"),
    ("tension > 3)", 11, "this ) has no ( before it"),
    ("12h > 3", 0, "12h is not a number: write numbers like 12, 0.5 or 1e6, with a space after them"),
    ("min(3, key=4)", 0, "min(…) takes plain values, without = and *"),
    ("us._secret", 0, "no name begins with _: us._secret"),
    ("exp(1).real", 0, "a dot may stand only within a declared name"),
    ("tension\n+ 1", 7, "an expression stands on one line"),
    ("t\u00e9nsion", 1, "'\\xe9' cannot stand in an expression"),
    (
        "0 < (1 < tension < 2) < 3",
        5,
        "a chain of comparisons within another one: write 'a < b and b < c'",
    ),
    ("tension" + " " * 500, 500, "an expression may have 500 characters, this has 507: split it"),
    ("-" * 30 + "1", 20, "nested more than 20 deep: split it"),
    ("1" + "+1" * 120, 0, "more than 200 names, numbers and operations: split it"),
    ("   ", 0, "an expression is wanted here, and there is nothing"),
    ("lambda", 6, "something is missing at the end"),
]


@pytest.mark.parametrize(("text", "column", "message"), MESSAGES, ids=range(1, len(MESSAGES) + 1))
def test_a_mistake_is_told_plainly(text: str, column: int, message: str) -> None:
    with pytest.raises(LanguageError) as caught:
        check(parse_expression(text), SCOPE)
    assert (caught.value.message, caught.value.column) == (message, column)
    assert str(caught.value) == message


def test_a_number_where_a_condition_is_wanted_is_refused_and_the_other_way_round_it_counts() -> None:
    with pytest.raises(LanguageError, match=r"compare it, e\.g\. tension > 0"):
        check(parse_expression("tension"), SCOPE, TRUTH)
    assert check(parse_expression("siege"), SCOPE, NUMBER).kind is NUMBER
    assert check(parse_expression("siege"), SCOPE).kind is TRUTH


def test_a_place_within_an_effect_is_counted_from_its_beginning() -> None:
    effect = parse_effect("  if siege: tension += oyl")
    assert (effect.column, effect.condition.column if effect.condition else None) == (12, 5)
    with pytest.raises(LanguageError) as caught:
        check(getattr(effect, "amount"), SCOPE)  # noqa: B009 - either kind of effect has its own fields
    assert caught.value.column == 23


def test_without_a_list_of_things_there_is_just_no_suggestion() -> None:
    class Silent:
        read, names = SCOPE.read, SCOPE.names
        thing_functions, call = SCOPE.thing_functions, SCOPE.call

    with pytest.raises(LanguageError, match=r"^since knows no us.strike$"):
        check(parse_expression("since(us.strike)"), Silent())


@pytest.mark.parametrize("name", ["tension", "us.strike_militia", "kh_fired", "a1.b2", "Tension", "mechanism.rally"])
def test_a_usable_name_has_no_problem_and_can_be_read(name: str) -> None:
    assert name_problem(name) is None
    assert parse_expression(name).name == name
    readings = {name: SCOPE.readings["tension"]}
    assert check(parse_expression(f"({name} + 1) / 2 > 3"), Declared(readings)).kind is TRUTH


UNUSABLE = ["", "1a", "_a", "a._b", "a..b", "a.", ".a", "a b", "a-b", "if", "us.is", "not", "true", "False", "min"]
UNUSABLE += ["uniform", "a.1b", "n\u00e9e", "\uff41", "a\n", "a" * 101, "None", "lambda.x"]


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_name_that_no_expression_could_use_has_a_problem(name: str) -> None:
    assert name_problem(name)
