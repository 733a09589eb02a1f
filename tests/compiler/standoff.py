"""The little crisis of scenarios/standoff, whole, changed and broken."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

import pytest

from crisis_sim.compiler import Compiled, compile_scenario
from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import load_texts

TEXT = (Path(__file__).parents[2] / "scenarios" / "standoff" / "scenario.yaml").read_text("utf-8")
HERE = "»"
"""Stands in a changed text before the character at which the mistake should be shown."""


class Swap(NamedTuple):
    """A piece of the scenario's text that stands there once, and what takes its place."""

    old: str
    new: str


def changed(*swaps: Swap) -> str:
    """The text of the scenario after some changes."""
    text = TEXT
    for old, new in swaps:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the scenario"
        text = text.replace(old, new)
    return text


def compiled(*swaps: Swap) -> Compiled:
    """The scenario, compiled after some changes."""
    return compile_scenario(load_texts({"scenario.yaml": changed(*swaps)}))


@functools.cache
def standoff() -> Compiled:
    """The scenario as it is."""
    return compiled()


def mistakes(*swaps: Swap) -> list[str]:
    """What is wrong after some changes, a line each, without the file's name."""
    text = changed(*swaps).replace(HERE, "")
    with pytest.raises(ScenarioError) as caught:
        compile_scenario(load_texts({"scenario.yaml": text}))
    return [f"{one.line}:{one.column}: {one.message}" for one in caught.value.problems]


def places_of_marks(*swaps: Swap) -> list[str]:
    """Line and column of each mark in the changed text."""
    found = []
    for number, line in enumerate(changed(*swaps).splitlines(), 1):
        while HERE in line:
            found.append(f"{number}:{line.index(HERE) + 1}")
            line = line.replace(HERE, "", 1)  # noqa: PLW2901
    return found
