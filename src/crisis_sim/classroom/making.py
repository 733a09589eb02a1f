"""An exercise begun, or found again in its file."""

import re
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

import crisis_sim
from crisis_sim import api
from crisis_sim.api import Crisis
from crisis_sim.classroom import formats
from crisis_sim.classroom.doors import new_code
from crisis_sim.classroom.entries import Entry
from crisis_sim.classroom.exercise import END, Exercise
from crisis_sim.classroom.formats import Format
from crisis_sim.classroom.store import ENDING, Store
from crisis_sim.compiler import compile_scenario
from crisis_sim.scenario import loading
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.codes import RULES_VERSION
from crisis_sim.terms.records import WrongUse

MOST_TABLES = 60
SEEDS = 2**31


class Opened(NamedTuple):
    """A store, its log, and the exercise before anything of the log is done. `again`: it was begun earlier."""

    store: Store
    entries: list[Entry]
    exercise: Exercise
    again: bool


def folder() -> Path:
    """Where exercises are kept, if nothing else is said."""
    from os import environ

    home = environ.get("CRISIS_SIM_HOME")
    return (Path(home) if home else Path(platformdirs.user_data_path("crisis-sim", False))) / "classroom"


def open_or_begin(
    scenario: str,
    tables: int,
    minutes: int,
    rehearse: bool,
    where: Path,
    seed: int | None = None,
    new: bool = False,
) -> Opened:
    """The exercise of this scenario that was not ended, or else a new one. `new`: a new one in any case.

    WrongUse for what cannot be, and for an exercise that was begun otherwise than is asked for now.
    """
    crisis = api.load(scenario)
    _check_asked(crisis, tables, minutes)
    try:
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUse(f"cannot keep exercises in {printable(str(where))}: {error.strerror or error}") from None
    for path in () if new else sorted(where.glob(f"{_plain(crisis.name)}-*{ENDING}"), reverse=True):
        opened = reopen(path)
        if opened is not None:
            _check_same(opened, tables, minutes, rehearse)
            return opened
    return begin(crisis, tables, minutes, rehearse, where, seed)


def begin(crisis: Crisis, tables: int, minutes: int, rehearse: bool, where: Path, seed: int | None = None) -> Opened:
    """A new exercise, in a file of its own."""
    spent = _check_asked(crisis, tables, minutes)
    fitted = formats.fitted(crisis.texts, crisis.compiled.scenario, spent)
    name = _new_name(crisis.name, where)
    made: dict[str, Any] = {
        "name": name,
        "scenario": crisis.name,
        "texts": fitted,
        "tables": tables,
        "format": spent._asdict(),
        "rehearse": rehearse,
        "seed": secrets.randbelow(SEEDS) if seed is None else seed,
        "rules_version": RULES_VERSION,
        "software": crisis_sim.__version__,
        "codes": {
            "join": new_code(),
            "screen": {str(table): new_code() for table in range(1, tables + 1)},
            "seats": {str(table): {seat: new_code() for seat in crisis.seats} for table in range(1, tables + 1)},
        },
    }
    exercise = _exercise(made)
    return Opened(Store(where / f"{name}{ENDING}", made), [], exercise, again=False)


def _check_asked(crisis: Crisis, tables: int, minutes: int) -> Format:
    if not 1 <= tables <= MOST_TABLES:
        raise WrongUse(f"--tables must lie between 1 and {MOST_TABLES}")
    return formats.spend(minutes, crisis.compiled.scenario)


def _check_same(opened: Opened, tables: int, minutes: int, rehearse: bool) -> None:
    """Nobody finds last week's rehearsal in their lesson."""
    made = opened.exercise.made
    begun = (int(made["tables"]), opened.exercise.format.minutes, bool(made["rehearse"]))
    if begun != (tables, minutes, rehearse):
        opened.store.close()
        options = f"--tables {begun[0]} --minutes {begun[1]}{' --rehearse' if begun[2] else ''}"
        raise WrongUse(
            f"{opened.exercise.name} was begun with {options} and has not ended: give these to go on with it, or --new "
            "to begin another beside it"
        )


def reopen(path: Path) -> Opened | None:
    """An exercise in its file; None, if it has ended."""
    store = Store(path)
    entries = store.entries()
    if any(entry.kind == "phase" and entry.body["to"] == END for entry in entries):
        store.close()
        return None
    if store.made["rules_version"] != RULES_VERSION:
        theirs = store.made["rules_version"]
        store.close()
        raise WrongUse(
            f"{printable(str(path))}: it was played by rules {theirs}, and these are rules {RULES_VERSION}: go on with "
            "it in the version that began it, or give --store another folder"
        )
    return Opened(store, entries, _exercise(store.made), again=True)


def _exercise(made: dict[str, Any]) -> Exercise:
    loaded = loading.load_texts(made["texts"])
    return Exercise(made, Crisis(str(made["scenario"]), compile_scenario(loaded), made["texts"]))


def _new_name(scenario: str, where: Path) -> str:
    base = f"{_plain(scenario)}-{datetime.now().astimezone():%Y-%m-%d}"
    number = 1
    while any(where.glob(f"{base}-{number}*")):
        number += 1
    return f"{base}-{number}"


def _plain(scenario: str) -> str:
    return re.sub(r"[^a-z0-9_]", "_", scenario.lower())[:60].strip("_") or "exercise"
