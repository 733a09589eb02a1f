"""A checked scenario -> a Program: all rows together, and with them whatever tells what a row is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from crisis_sim.compiler.deeds import deeds_of
from crisis_sim.compiler.draft import Draft
from crisis_sim.compiler.entries import Entry, entries_of
from crisis_sim.compiler.happenings import action_rows, happening_rows
from crisis_sim.compiler.history import check_parameters, script_rows, start_of
from crisis_sim.compiler.known import Known
from crisis_sim.compiler.layout import NEVER, places_of
from crisis_sim.compiler.minds import class_rows, end_rows, flag_rows, reaction_rows, seat_rows, trait_values
from crisis_sim.compiler.names import Names, names_of
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
from crisis_sim.language import Tree, closures
from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import Loaded
from crisis_sim.scenario.models import Scenario
from crisis_sim.terms.codes import MINUTES_AN_HOUR, PLACES
from crisis_sim.terms.rows import Places, Program, Sizes, Slots

LOG = 64
"""Events that one step can make."""
OPTIONAL_ENTRIES = 256
"""Entries of the agenda beyond those that must never be refused: what effects begin, and decisions out of turn."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A program with its names and the trees of its formulas. `flags`: for each flag, the row of its formula."""

    program: Program
    trees: tuple[Tree, ...]
    names: Names
    entries: tuple[Entry, ...]
    start: datetime
    flags: tuple[int, ...]
    slots: Mapping[int, tuple[int, int]]  # not used by the rules: place -> seat, slot


def rows_of(loaded: Loaded) -> tuple[Program, tuple[Tree, ...], Known, datetime, tuple[int, ...]]:
    ...
