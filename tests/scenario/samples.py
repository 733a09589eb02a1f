"""A scenario as small as one can be, for tests that break it."""

from __future__ import annotations

import pytest

from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import load_texts
from crisis_sim.scenario.text import Reading, read

MAIN = """\
title: Two neighbours
summary: They quarrel.
starts: 2031-05-04T06:00+02:00
horizon: 48
actors:
  ar: {name: Arland, seat: true}
  bo: {name: Borland}
gauges:
  tension:
    what: tension
    start: 40
    bounds: [0, 100]
    drift: 0.5 - tension / 100
doctrines:
  ar: {what: It waits., temperature: 1, appeal: {ar.protest: 1}}
outcomes:
  quiet: {name: Quiet, what: Nothing came of it.}
"""
ACTIONS = """\
actions:
  ar.protest:
    name: Protest
    effects:
    - tension += 1
"""
TEXTS = {"scenario.yaml": MAIN, "actions.yaml": ACTIONS}


def reading(text: str) -> Reading:
    return read("f.yaml", text)


def faults(text: str) -> list[str]:
    """What is wrong with one file, as a person sees it."""
    return [str(problem) for problem in reading(text).problems]


def plain(text: str) -> object:
    """What a file without faults says."""
    node, problems, _ = reading(text)
    assert not problems
    assert node is not None
    return node.plain()


def complaints(**changes: str) -> list[str]:
    """What is wrong with the small scenario after changes such as `main="horizon: 48 -> horizon: x"`."""
    texts = dict(TEXTS)
    for name, change in changes.items():
        file = "scenario.yaml" if name == "main" else f"{name}.yaml"
        old, new = change.split(" -> ")
        assert texts[file].count(old) == 1
        texts[file] = texts[file].replace(old, new)
    with pytest.raises(ScenarioError) as caught:
        load_texts(texts)
    return str(caught.value).splitlines()
