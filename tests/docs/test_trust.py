"""Every promise of docs/trust.md names tests that exist."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import TRUST, read
from tests.house.checkout import ROOT

PROMISED = [
    *(f"R{number}" for number in range(1, 9)),
    *(f"F{number}" for number in range(1, 10)),
    *(f"S{number}" for number in range(1, 8)),
    *(f"B{number}" for number in range(1, 7)),
    *(f"L{number}" for number in range(1, 6)),
]
ROWS = [line for line in read(TRUST).splitlines() if line.startswith("| ") and not line.startswith("| |")]


def last_column(row: str) -> str:
    return row.strip("| ").rpartition(" | ")[2]


def named_tests(text: str) -> list[tuple[str, str]]:
    return re.findall(r"`(tests/\S+\.py): (test_\w+)`", text)


def test_every_promise_has_its_row() -> None:
    assert re.findall(r"^\| ([A-Z]\d) \|", read(TRUST), re.MULTILINE) == PROMISED


@pytest.mark.parametrize(("file", "name"), sorted(set(named_tests(read(TRUST)))))
def test_a_test_that_is_named_exists(file: str, name: str) -> None:
    assert re.search(rf"^(async )?def {name}\(", read(ROOT / file), re.MULTILINE)


@pytest.mark.parametrize("row", [row for row in ROWS if not row.startswith("| promise")])
def test_a_promise_names_a_test(row: str) -> None:
    assert named_tests(last_column(row))


def test_every_reference_is_read() -> None:
    assert len(named_tests(read(TRUST))) == read(TRUST).count("`tests/")
