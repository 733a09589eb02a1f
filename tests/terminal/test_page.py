"""Lines are wrapped under their lead, coloured only where colour is wanted, and always harmless."""

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.page import Page
from tests.terminal.test_safe import HOSTILE, is_obeyed_or_hidden


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(*lines: Line | str, stream: io.StringIO | None = None) -> str:
    stream = stream or io.StringIO()
    Page(stream).say(*lines)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm-256color")


def test_long_text_is_wrapped_under_the_end_of_its_lead() -> None:
    text = shown(Line("The brigade takes up positions along the river, says the court.", "11:40  "))
    assert text == "11:40  The brigade takes up positions\n       along the river, says the court.\n"


def test_an_empty_line_is_a_blank_line() -> None:
    assert shown("", Line()) == "\n\n"


def test_wide_letters_count_for_what_they_take() -> None:
    assert max(map(len, shown("大使館" * 20).splitlines())) == 20


def test_there_is_colour_on_a_terminal_and_none_elsewhere() -> None:
    line = Line("Rockets.", "19:20  ", "red")
    assert "\x1b[31m" in shown(line, stream=Terminal())
    assert shown(line) == "19:20  Rockets.\n"


def test_no_color_takes_the_colour_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[31m" not in shown(Line("Rockets.", "", "red"), stream=Terminal())


def test_a_dumb_terminal_gets_no_escape_sequences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in shown(Line("Rockets.", "19:20  ", "bold red"), stream=Terminal())


@given(st.text(max_size=60), st.text(max_size=10))
def test_what_is_printed_is_harmless_whatever_is_said(text: str, lead: str) -> None:
    output = shown(Line(text, lead))
    assert not [letter for letter in output if letter != "\n" and is_obeyed_or_hidden(letter)]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_terminal_obeys_nothing_that_a_stranger_wrote(text: str) -> None:
    output = shown(Line(text, text, "red"), stream=Terminal())
    for ours in ("\x1b[31m", "\x1b[2m", "\x1b[0m"):
        output = output.replace(ours, "")
    assert not [letter for letter in output if letter != "\n" and unicodedata.category(letter) in {"Cc", "Cf"}]


def test_brackets_are_no_markup() -> None:
    assert shown("[bold]Not bold[/bold] :smile:") == "[bold]Not bold[/bold] :smile:\n"
