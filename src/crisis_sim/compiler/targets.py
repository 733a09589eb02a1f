"""Targets and hindcast: sections -> trees over finished games, apart from the program, which does not grow by them."""

from dataclasses import dataclass

from crisis_sim.compiler.deeds import Path, Written
from crisis_sim.compiler.draft import Draft
from crisis_sim.compiler.finished_scope import FinishedScope, Noticed, noticed_of
from crisis_sim.compiler.history import minute_of, start_of
from crisis_sim.language import NUMBER, TRUTH, Kind, Tree
from crisis_sim.scenario.targets import Target


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every finished game: whether it counts, and its value. A condition's value is 1 or 0."""

    value: Tree
    given: Tree


@dataclass(frozen=True, slots=True)
class Questions:
    """All that is asked of finished games, by name, and where what was noted of them stands in the row it reads."""

    noticed: Noticed
    targets: dict[str, Question]
    foreseen: dict[str, Tree]
    begins: int | None  # minute at which the hindcast leaves the recorded line


def questions_of(draft: Draft) -> Questions:
    """The trees of the sections `targets` and `hindcast`."""
    scenario, scope = draft.known.scenario, FinishedScope(draft.known)
    targets = {}
    for name, target in scenario.targets.items():
        path: Path = ("targets", name)
        value = _tree(draft, Written(target.value, (*path, "value")), _kind(target), scope)
        targets[name] = Question(value, _tree(draft, Written(target.given, (*path, "given")), TRUTH, scope))
    foreseen, begins = {}, None
    if scenario.hindcast is not None:
        for name, event in scenario.hindcast.events.items():
            written = Written(event.when, ("hindcast", "events", name, "when"))
            foreseen[name] = _tree(draft, written, TRUTH, scope)
        begins = minute_of(draft, ("hindcast", "begins"), scenario.hindcast.begins, start_of(draft))
        _check_hindcast(draft)
    return Questions(noticed_of(draft.known), targets, foreseen, begins)


def _tree(draft: Draft, written: Written, kind: Kind, scope: FinishedScope) -> Tree:
    return draft.truth(written, scope) if kind is TRUTH else draft.number(written, scope)


def _kind(target: Target) -> Kind:
    return TRUTH if target.statistic == "share" else NUMBER


def _check_hindcast(draft: Draft) -> None:
    scenario = draft.known.scenario
    assert scenario.hindcast is not None
    if scenario.history is None:
        message = "a hindcast goes on from the recorded line, and there is none: add `history`"
        draft.wrong(("hindcast",), message, key=True)
    for number, name in enumerate(scenario.hindcast.redrawn):
        if name not in scenario.gauges and name not in scenario.facts:
            known = [*scenario.gauges, *scenario.facts]
            draft.unknown(("hindcast", "redrawn", number), "gauge or fact", name, known)
    for name, value in scenario.hindcast.parameters.items():
        path: Path = ("hindcast", "parameters", name)
        if name not in scenario.parameters:
            draft.unknown(path, "parameter", name, scenario.parameters, key=True)
            continue
        low, high = scenario.parameters[name].bounds
        if not low <= value <= high:
            draft.wrong(path, f"{value:g} lies outside the bounds of {name}, {low:g} to {high:g}")
