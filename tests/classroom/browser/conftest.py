"""Exercises in a real browser. One whole class is played with every change; the rest is nightly, by `make slow`.

They need Chromium. A machine that has none may leave them out; CI may not.
"""

import os
from pathlib import Path

import pytest

from tests.classroom.browser.browsing import MISSING, found

HERE = Path(__file__).parent
ALWAYS = HERE / "test_whole_class.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and item.path != ALWAYS:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _on_a_machine_with_a_browser() -> None:
    if found() is None and os.environ.get("CI") != "true":
        pytest.skip(MISSING)
