"""Known escapes are refused one by one: each with one clear line, without running, importing or opening anything."""

import sys
import warnings
from contextlib import suppress

import pytest

from crisis_sim.language import (
    Do,
    LanguageError,
    check,
    check_amount,
    parse_amount,
    parse_effect,
    parse_expression,
)
from tests.language.escapes import ESCAPES
from tests.language.scope import SCOPE

watching: list[str] | None = None


def watch(event: str, _: tuple[object, ...]) -> None:
    if watching is not None:
        watching.append(event)


sys.addaudithook(watch)


def refused(text: str) -> LanguageError:
    with pytest.raises(LanguageError) as caught:
        check(parse_expression(text), SCOPE)
    return caught.value


def test_the_list_of_escapes_is_long_and_without_repetition() -> None:
    assert len(ESCAPES) == len(set(ESCAPES)) >= 200


@pytest.mark.parametrize("text", ESCAPES, ids=lambda text: ascii(text)[:60])
def test_an_escape_is_refused_with_one_clear_line(text: str) -> None:
    error = refused(text)
    assert type(error) is LanguageError
    assert 0 <= error.column <= len(text)
    assert error.message.isprintable()
    assert 5 < len(error.message) < 200
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


@pytest.mark.parametrize("text", ESCAPES, ids=lambda text: ascii(text)[:60])
def test_an_escape_is_refused_as_an_amount_and_in_every_part_of_an_effect(text: str) -> None:
    with pytest.raises(LanguageError):
        check_amount(parse_amount(text), SCOPE)
    with pytest.raises(LanguageError):
        check_amount(parse_amount(f"uniform({text}, 1000)"), SCOPE)
    for effect in (f"tension += {text}", f"if {text}: tension = 1", f"raise_alarm(({text}), 1)"):
        with pytest.raises(LanguageError):
            check_parts(effect)


def check_parts(text: str) -> None:
    effect = parse_effect(text)
    parts = effect.arguments if isinstance(effect, Do) else (effect.amount,)
    for part in parts if effect.condition is None else (effect.condition, *parts):
        check_amount(part, SCOPE)


def test_refusing_runs_imports_and_opens_nothing() -> None:
    global watching  # noqa: PLW0603 - an audit hook cannot be taken out again, only told to rest
    refused("1 / tension + unknown")
    watching = []
    try:
        for text in ESCAPES:
            refused(text)
    finally:
        seen, watching = watching, None
    assert set(seen) == {"compile"}


def test_nothing_is_warned_of() -> None:
    for action in ("error", "always"):
        for text in [*ESCAPES, "1if 2else 3", "tension is 1", "0x1or 2", "'\\d'", "1 is 1", "(1)(2)", "tension == 1"]:
            with warnings.catch_warnings(record=action == "always") as seen:
                warnings.simplefilter("error" if action == "error" else "always")
                with suppress(LanguageError):
                    check(parse_expression(text), SCOPE)
            assert not seen


NOT_TEXT = [None, [], {}, b"1", 1j, object(), float("nan"), float("inf"), 10**400, -(10**5000)]


@pytest.mark.parametrize("given", NOT_TEXT, ids=range(len(NOT_TEXT)))
def test_what_is_not_text_is_refused(given: object) -> None:
    with pytest.raises(LanguageError):
        check(parse_expression(given), SCOPE)  # type: ignore[arg-type]
    with pytest.raises(LanguageError):
        parse_effect(given)  # type: ignore[arg-type]
