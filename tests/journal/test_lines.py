"""What stands in a journal's lines is checked: numbers that are none, and texts that would steer a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crisis_sim.journal import Branched, Decision, JournalError, Override, Said, read
from crisis_sim.journal.lines import header_line
from tests.journal.journals import HEADER

PLACE = '"steps":1,"events":1,"minute":1'
NASTY = "\x1b]0;x\x07\u202e\u200b\ud800\n"
SHOWN = r"\u001b]0;x\u0007\u202e\u200b\ud800\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.journal"


def journal(path: Path, *lines: str, **header: object) -> None:
    path.write_text("\n".join([json.dumps({**header_line(HEADER), **header}), *lines, ""]))


@pytest.mark.parametrize(
    "value", ["1e400", "-1e400", "9" * 401, "-" + "9" * 401, "1.1e15", "true", "null", '"5"', "[5]"]
)
def test_a_number_that_is_none_is_refused_by_its_line(path: Path, value: str) -> None:
    journal(path, f'{{"line":"override",{PLACE},"gauge":"tension","value":{value},"reason":"x"}}')
    with pytest.raises(JournalError, match=r"line 2: `value` should be a number") as caught:
        read(path)
    assert len(str(caught.value)) < len(str(path)) + 100


@pytest.mark.parametrize("value", [10**400, "much", None, 2e15], ids=["digits", "text", "nothing", "large"])
def test_a_setting_that_is_none_is_refused_by_its_line(path: Path, value: object) -> None:
    journal(path, settings={"mechanism.rally": 0.5, "a\x1b[2Jb": value})
    with pytest.raises(JournalError, match=r"line 1: `a\\u001b\[2Jb` should be a number") as caught:
        read(path)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("value", ["0", "-3", "1e15", "-1000000000000000", "2.5e-320"])
def test_any_other_number_is_taken(path: Path, value: str) -> None:
    journal(path, f'{{"line":"override",{PLACE},"gauge":"tension","value":{value},"reason":"x"}}')
    (given,) = read(path).inputs
    assert isinstance(given, Override)
    assert given.value == float(value)


def test_no_text_of_a_journal_steers_a_terminal(path: Path) -> None:
    nasty = json.dumps(NASTY)
    journal(
        path,
        f'{{"line":"override",{PLACE},"gauge":"tension","value":1,"reason":{nasty}}}',
        f'{{"line":"message",{PLACE},"sender":{nasty},"to":[{nasty}],"text":{nasty}}}',
        f'{{"line":"decision",{PLACE},"orders":{{}},"instead":{{"ar":{nasty}}}}}',
        f'{{"line":"branch",{PLACE},"seats":{{{nasty}:{nasty}}}}}',
        scenario=NASTY,
        command=NASTY,
        agents={"ar": NASTY},
    )
    found = read(path)
    override, said, decided, branched = found.inputs
    assert isinstance(override, Override)
    assert isinstance(said, Said)
    assert isinstance(decided, Decision)
    assert isinstance(branched, Branched)
    assert override.reason == said.text == said.sender == said.to[0] == decided.instead["ar"] == SHOWN
    assert branched.seats == {SHOWN: SHOWN}
    assert found.header.scenario == found.header.command == found.header.agents["ar"] == SHOWN
    assert found.header.texts == HEADER.texts


def test_a_complaint_about_a_line_is_short_and_printable(path: Path) -> None:
    journal(path, json.dumps({"line": "decision", "orders": {NASTY * 10_000: 5}}))
    with pytest.raises(JournalError, match="line 2") as caught:
        read(path)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < len(str(path)) + 2500
