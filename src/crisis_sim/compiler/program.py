"""A checked scenario -> a Program: all rows together. Everything that is wrong is told at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from crisis_sim.compiler.consequences import entries_of
from crisis_sim.compiler.deeds import deeds_of
from crisis_sim.compiler.draft import Draft
from crisis_sim.compiler.happenings import action_rows, happening_rows
from crisis_sim.compiler.history import check_parameters, script_rows, start_of
from crisis_sim.compiler.known import Known
from crisis_sim.compiler.layout import NEVER, places_of
from crisis_sim.compiler.minds import class_rows, end_rows, flag_rows, reaction_rows, seat_rows, trait_values
from crisis_sim.compiler.names import Names, names_of
from crisis_sim.compiler.parameters import Settings, in_force
from crisis_sim.compiler.pins import pin_rows
from crisis_sim.compiler.promises import agreement_rows, commitment_rows
from crisis_sim.compiler.quantities import (
    fact_rows,
    gauge_rows,
    link_controls,
    link_rows,
    report_rows,
    sight_rows,
    unit_rows,
)
from crisis_sim.compiler.structure import check_structure
from crisis_sim.compiler.targets import Questions, questions_of
from crisis_sim.compiler.told import Told, told
from crisis_sim.language import Tree, closures
from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import Loaded
from crisis_sim.scenario.models import Scenario
from crisis_sim.terms.codes import MINUTES_AN_HOUR, PLACES
from crisis_sim.terms.rows import Floats, Places, Program, Sizes, Slots

LOG = 64
"""Events that one step can make, beside those of recorded draws."""
OPTIONAL = 256
"""Entries of the agenda beyond those that are never refused: what effects begin, decisions out of turn."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A scenario that can be played: its program, and what tells its rows."""

    scenario: Scenario
    hash: str  # of the scenario's texts
    program: Program
    trees: tuple[Tree, ...]  # of the formulas: for table code, and for their English
    names: Names
    told: tuple[Told, ...]  # per happening
    flags: tuple[int, ...]  # per flag: its formula
    parameters: Mapping[str, float]  # in force
    starts: datetime  # the first minute, with its offset from UTC
    questions: Questions  # that are asked of finished games
    settled: dict[int, Tree] = field(init=False, repr=False, compare=False, default_factory=dict)  # see `phrases`


def compile_scenario(loaded: Loaded, settings: Settings | None = None, as_of: str | None = None) -> Compiled:
    """The program of a scenario, with closures as its formulas.

    `settings`: values of parameters, within their bounds. `as_of`: a date, YYYY-MM-DD; parameters with values as of a
    date then take the latest that is free of later knowledge. ScenarioError holds all that is wrong.
    """
    scenario = loaded.scenario
    entries = entries_of(scenario, deeds_of(scenario))
    names = names_of(scenario, entries)
    known = Known(scenario, names, places_of(names), tuple(entries), slots=[{} for _ in names.seats])
    draft = Draft(known, loaded.document)
    rows = _rows(draft)
    questions = questions_of(draft)
    for one, other in draft.luck.clashes:
        message = f"the luck of {one} and of {other} would be the same: rename one of them, or change its order"
        draft.wrong(("title",), message, key=True)
    if draft.problems:
        raise ScenarioError(draft.problems)
    parameters = in_force(scenario, settings or {}, as_of)
    start = _values(known, rows.program.places, rows.starts, parameters)
    return Compiled(
        scenario=scenario,
        hash=loaded.document.hash,
        program=rows.program._replace(start=start, formulas=closures(rows.trees)),
        trees=rows.trees,
        names=names,
        told=tuple(told(entry) for entry in entries),
        flags=tuple(rows.flags),
        parameters=parameters,
        starts=rows.starts,
        questions=questions,
    )


def with_parameters(compiled: Compiled, settings: Settings) -> Compiled:
    """The same with other values of some parameters: only `program.start` differs. ScenarioError: one cannot be set."""
    parameters = in_force(compiled.scenario, {**compiled.parameters, **settings})
    start = list(compiled.program.start)
    _set_parameters(start, compiled.program.places, compiled.names, parameters)
    return replace(compiled, program=compiled.program._replace(start=start), parameters=parameters)


class _Rows(NamedTuple):
    program: Program
    trees: tuple[Tree, ...]
    flags: list[int]
    starts: datetime


def _rows(draft: Draft) -> _Rows:
    """All rows, in an order that fixes the rows of formulas: a change of it changes nothing else."""
    known = draft.known
    names = known.names
    check_structure(draft)
    starts = start_of(draft)
    link_controls(draft)
    gauges = gauge_rows(draft)
    sights = sight_rows(draft)
    facts = fact_rows(draft)
    units = unit_rows(draft)
    links = link_rows(draft)
    happenings = happening_rows(draft)
    actions = action_rows(draft)
    seats = seat_rows(draft, actions)
    reactions = reaction_rows(draft, happenings)
    commitments = commitment_rows(draft)
    agreements = agreement_rows(draft)
    classes, ends, flags = class_rows(draft), end_rows(draft), flag_rows(draft)
    traits = trait_values(draft)
    check_parameters(draft)
    script = script_rows(draft, starts)
    pins = pin_rows(draft, happenings)
    slots = _slots(known)
    places = places_of(names, max(len(taken) for taken in known.slots))
    program = Program(
        sizes=_sizes(known, places, len(pins.item), len(script.minute), starts),
        places=places,
        formulas=[],
        start=[],
        traits=traits,
        gauges=gauges,
        sights=sights,
        reports=report_rows(draft),
        slots=slots,
        facts=facts,
        units=units,
        links=links,
        happenings=happenings,
        outcomes=draft.outcomes,
        effects=draft.effects,
        amounts=draft.amounts,
        choices=draft.choices,
        actions=actions,
        reactions=reactions,
        seats=seats,
        commitments=commitments,
        agreements=agreements,
        classes=classes,
        ends=ends,
        script=script,
        pins=pins,
    )
    return _Rows(program, tuple(draft.trees), flags, starts)


def _recorded(names: Names) -> int:
    """How many recorded draws one step can use: the first one draws for every gauge, fact and happening."""
    return len(names.gauges) + len(names.facts) + 2 * len(names.happenings)


def _slots(known: Known) -> Slots:
    """Each seat's slots. They lie over one another: one seat at a time decides."""
    rows = Slots([0], [], [], [])
    for taken in known.slots:
        for (kind, source), number in taken.items():
            rows.kind.append(kind)
            rows.source.append(source)
            rows.place.append(known.places.slots + number)
        rows.first.append(len(rows.kind))
    return rows


def _sizes(known: Known, places: Places, pins: int, script: int, starts: datetime) -> Sizes:
    names, scenario = known.names, known.scenario
    reserved = 4 * len(names.actions) + len(names.units) + len(names.happenings) + 4 * len(names.seats) + 16
    reserved += len(names.reports)
    return Sizes(
        seats=len(names.seats),
        actors=len(names.actors),
        gauges=len(names.gauges),
        reports=len(names.reports),
        facts=len(names.facts),
        units=len(names.units),
        links=len(names.links),
        actions=len(names.actions),
        happenings=len(names.happenings),
        commitments=len(names.commitments),
        agreements=len(names.agreements),
        traits=len(names.traits),
        personas=len(names.personas),
        classes=len(names.classes),
        ends=len(names.ends),
        pins=pins,
        script=script,
        agenda=reserved + OPTIONAL,
        agenda_reserved=reserved,
        log=LOG + 2 * len(names.actions) + _recorded(names) * (pins > 0),
        values=places.end,
        horizon=scenario.horizon * MINUTES_AN_HOUR,
        turn=scenario.turn * MINUTES_AN_HOUR,
        first_turn=scenario.first_turn * MINUTES_AN_HOUR,
        effort=scenario.effort,
        starts=starts.hour * MINUTES_AN_HOUR + starts.minute,
    )


def _values(known: Known, places: Places, starts: datetime, parameters: Mapping[str, float]) -> Floats:
    """The values before anything is drawn."""
    scenario, names = known.scenario, known.names
    values = [0.0] * places.end
    _set_parameters(values, places, names, parameters)
    for row, unit in enumerate(names.units):
        values[places.units + row] = float(PLACES.index(scenario.forces[unit].starts))
    for row in range(len(names.happenings)):
        values[places.last + row] = NEVER
    for claim in names.claims:
        values[places.gauges + names.claim_gauge(claim)] = -1.0
    values[places.hour] = starts.hour + starts.minute / MINUTES_AN_HOUR
    return values


def _set_parameters(values: Floats, places: Places, names: Names, parameters: Mapping[str, float]) -> None:
    for row, name in enumerate(names.parameters):
        values[places.parameters + row] = float(parameters[name])
