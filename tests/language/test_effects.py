"""Effects: one statement, read but not yet looked up."""

import pytest

from crisis_sim.language import NUMBER, TRUTH, Change, Do, LanguageError, check, check_amount, opcodes, parse_effect
from tests.language.scope import SCOPE

CHANGES = [
    ("tension += triangular(3, 6, 12)", "+=", "tension", "triangular(3, 6, 12)", None),
    ("tension -= 3", "-=", "tension", "3", None),
    ("us.approval *= 1 + balance / 10", "*=", "us.approval", "1 + balance / 10", None),
    ("siege = true", "=", "siege", "true", None),
    ("  if siege and tension > 50: tension += 3 ", "+=", "tension", "3", "siege and tension > 50"),
    ("if warned:siege=false", "=", "siege", "false", "warned"),
    ("tension += 3 if siege else 4", "+=", "tension", "3 if siege else 4", None),
]


@pytest.mark.parametrize(("text", "sign", "name", "amount", "condition"), CHANGES, ids=[row[0] for row in CHANGES])
def test_a_change_is_read(text: str, sign: str, name: str, amount: str, condition: str | None) -> None:
    effect = parse_effect(text)
    assert isinstance(effect, Change)
    assert (effect.op, effect.name, effect.amount.text) == (sign, name, amount)
    assert (effect.condition.text if effect.condition else None) == condition
    assert effect.column == text.index(name, text.index(":") if condition else 0)


def test_the_parts_of_an_effect_are_checked_by_whoever_knows_the_names() -> None:
    effect = parse_effect("if tension > 50: tension += uniform(1, oil)")
    assert isinstance(effect, Change)
    assert effect.condition is not None
    assert check(effect.condition, SCOPE, TRUTH).kind is TRUTH
    assert check_amount(effect.amount, SCOPE).kind == opcodes.UNIFORM


def test_a_verb_has_arguments_that_are_names_or_amounts() -> None:
    effect = parse_effect("if siege: begin(funerals, triangular(24, 30, 48), us.approval, 3)")
    assert isinstance(effect, Do)
    assert effect.verb == "begin"
    assert [argument.name for argument in effect.arguments] == ["funerals", None, "us.approval", None]
    assert check_amount(effect.arguments[1], SCOPE).kind == opcodes.TRIANGULAR
    assert check(effect.arguments[3], SCOPE, NUMBER).high == 3.0
    assert [argument.column for argument in effect.arguments] == [16, 26, 50, 63]
    assert repr(effect.arguments[0]) == "Parsed('funerals')"


def test_a_verb_may_stand_alone() -> None:
    assert parse_effect("surrender()") == Do("surrender", (), None, 0)


REFUSED = [
    ("tension", "an effect is name += amount"),
    ("tension > 3", "an effect is name += amount"),
    ("tension: int = 3", "an effect is name += amount"),
    ("tension = oil = 3", "an effect is name += amount"),
    ("import os", "an effect is name += amount"),
    ("from os import system", "an effect is name += amount"),
    ("del tension", "an effect is name += amount"),
    ("pass", "an effect is name += amount"),
    ("global tension", "an effect is name += amount"),
    ("raise tension", "an effect is name += amount"),
    ("assert siege", "an effect is name += amount"),
    ("return 3", "an effect is name += amount"),
    ("while siege: tension = 3", "an effect is name += amount"),
    ("for x in tension: oil = 3", "an effect is name += amount"),
    ("with tension: oil = 3", "an effect is name += amount"),
    ("def f(): oil = 3", "an effect is name += amount"),
    ("class A: oil = 3", "an effect is name += amount"),
    ("(yield)", "an effect is name += amount"),
    ("await tension", "an effect is name += amount"),
    ("lambda: 3", "an effect is name += amount"),
    ("tension /= 3", "a value is changed with =, +=, -= or *="),
    ("tension **= 3", "a value is changed with =, +=, -= or *="),
    ("tension //= 3", "a value is changed with =, +=, -= or *="),
    ("tension, oil = 3", "one value is wanted, not several"),
    ("tension, = 3", "one value is wanted, not several"),
    ("*tension = 3", "can stand here"),
    ("f(x) = 3", "cannot be read"),
    ("3 = tension", "cannot be read"),
    ("true.x._y = 3", "no name begins with _"),
    ("_tension += 3", "no name begins with _"),
    ("f(3).x = 3", "a dot may stand only within"),
    ("tension = lambda: 3", "can stand here"),
    ("tension += (oil := 3)", "can stand here"),
    ("tension += (yield 3)", "can stand here"),
    ("tension += yield", "can stand here"),
    ("tension = 1, 2", "one value is wanted"),
    ("begin(x=3)", "takes plain values"),
    ("begin(*tension)", "takes plain values"),
    ("us.begin(3)", "the name of a verb is wanted"),
    ("begin(3)(4)", "the name of a verb is wanted"),
    ("__import__(os)", "no name begins with _"),
    ("if siege: tension += 1 else: tension += 2", "cannot be read"),
    ("if siege: if oil > 3: tension += 1", "cannot be read"),
    ("if siege:", "missing at the end"),
    ("if siege: pass", "an effect is name += amount"),
    ("if siege tension += 1", "cannot be read"),
    ("if lambda: 3: tension += 1", "can stand here"),
    ("if (x := 3): tension += 1", "can stand here"),
    ("tension += 1; oil += 1", "one statement at a time"),
    ("tension += 1\noil += 1", "on one line"),
    ("tension += 1 # more", "no comments"),
    ("tension += 1 \\", "cannot stand in an expression"),
    ("tension += '3'", "without quotes"),
    ("tension[0] += 1", "'[' cannot stand"),
    ("tension += " + "(" * 30 + "1" + ")" * 30, "nested more than 20 deep"),
    ("tension += " + "-" * 30 + "1", "nested more than 20 deep"),
    ("begin(" + "-" * 30 + "1)", "nested more than 20 deep"),
    ("tension += " + "1+" * 120 + "1", "more than 200"),
    ("a" * 501, "500 characters"),
    ("", "there is nothing"),
]


@pytest.mark.parametrize(("text", "part"), REFUSED, ids=[text[:40] for text, _ in REFUSED])
def test_anything_else_is_refused(text: str, part: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_effect(text)
    assert part in caught.value.message
    assert 0 <= caught.value.column <= len(text)
