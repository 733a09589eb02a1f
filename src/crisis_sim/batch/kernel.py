"""The compiled rules, to be called: they play runs of a scenario, many in one call, and let other threads go on.

What is called here was made by `compiling`, which needs numba; this does not. It does not depend on a scenario:
programs and states are handed to it by address, so an edited scenario needs no compiling.
"""

import ctypes
import threading
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from crisis_sim.batch.compile_cache import compiled_rules, prepare
from crisis_sim.batch.machine_code import Loaded, MachineCode
from crisis_sim.batch.many import Asked, continue_many, play_many
from crisis_sim.batch.measures import Measures
from crisis_sim.batch.playing import Answers
from crisis_sim.batch.runs import Layout, Runs, blank_runs, layout_of
from crisis_sim.batch.same import Same
from crisis_sim.batch.tables import Table, Tables
from crisis_sim.batch.weighing import blank_notes, measures_of
from crisis_sim.compiler import Compiled
from crisis_sim.language import Tree
from crisis_sim.terms.codes import NONE
from crisis_sim.terms.rows import State

__all__ = ["Kernel", "prepare"]

LARGE = 2_000
"""From so many runs on, machine code for the formulas repays the time that it takes to make."""
WELL = (0, -2)  # what numba's functions give when nothing was raised


class Workplace(NamedTuple):
    """What one thread writes to while it plays."""

    state: Table
    imagined: Table
    noted: Table


class Kernel:
    """A scenario, ready to be played by the compiled rules. Any number of threads may play at once.

    `notice`: one line that somebody should be told, or None.
    """

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.measures: Measures = measures_of(compiled)
        self.layout: Layout = layout_of(compiled.program.sizes, self.measures)
        self.notice = compiled_rules().notice
        self._tables = Tables(compiled)
        self._measures = Table(self.measures)
        self._own = threading.local()
        self._lock = threading.Lock()
        self._asked_for = 0
        self._quick: tuple[Table, MachineCode] | None = None

    def play(self, first: int, count: int, seed: int, agents: Sequence[int], personas: Sequence[int]) -> Runs:
        """Runs first, first + 1, ..., from their first minute. `agents`, `personas`: one of each per seat."""
        runs, asked = self._asked(first, count, seed, agents, personas)
        place, program = self._workplace(), self._program(count)
        call(play_many, program, place.state, place.imagined, self._measures, place.noted, asked)
        return runs

    def play_on(
        self,
        origin: State,
        first: int,
        count: int,
        seed: int,
        agents: Sequence[int],
        personas: Sequence[int],
        answers: Answers,
        believer: int = NONE,
    ) -> Runs:
        """Continuations of a game from a state of it, which is left as it is. See `playing.play_on`."""
        runs, asked = self._asked(first, count, seed, agents, personas, believer)
        place, program = self._workplace(), self._program(count)
        tables = self._tables.state(origin), place.state, place.imagined
        call(continue_many, program, *tables, self._measures, place.noted, Table(answers), asked)
        return runs

    def use_machine_code(self) -> None:
        """Makes machine code of the formulas now, however many runs will be asked for."""
        with self._lock:
            if self._quick is None:
                code = machine_code(Same(self.compiled.trees))
                self._quick = self._tables.with_formulas(code.addresses), code

    @property
    def uses_machine_code(self) -> bool:
        """Whether the formulas are machine code by now."""
        return self._quick is not None

    def _program(self, count: int) -> Table:
        with self._lock:
            self._asked_for += count
            large = self._asked_for >= LARGE
        if large and self._quick is None:
            self.use_machine_code()
        return self._quick[0] if self._quick else self._tables.program

    def _workplace(self) -> Workplace:
        place: Workplace | None = getattr(self._own, "place", None)
        if place is None:
            noted = Table(blank_notes(self.compiled, self.measures))
            place = self._own.place = Workplace(self._tables.state(), self._tables.state(), noted)
        return place

    def _asked(
        self,
        first: int,
        count: int,
        seed: int,
        agents: Sequence[int],
        personas: Sequence[int],
        believer: int = NONE,
    ) -> tuple[Runs, Table]:
        runs = blank_runs(self.layout, first, count)
        integers, floats = self.layout.widths
        asked = Asked(
            seed, first, count, believer, integers, floats, list(agents), list(personas),
            runs.integers, runs.floats,  # type: ignore[arg-type]  # rows
        )  # fmt: skip
        return runs, Table(asked)


_one_at_a_time = threading.Lock()


def machine_code(trees: Same[tuple[Tree, ...]]) -> MachineCode:
    """Machine code, kept for a while: experiments play the same formulas with many values of their parameters."""
    with _one_at_a_time:  # whoever else needs the same waits for it
        return _machine_code(trees)


@lru_cache(maxsize=4)
def _machine_code(trees: Same[tuple[Tree, ...]]) -> MachineCode:
    return MachineCode(trees.thing)


@cache
def loaded() -> dict[Any, Any]:
    """The entries of the compiled rules, in memory."""
    names = {entry: f"{entry.__module__}.{entry.__qualname__}" for entry in (play_many, continue_many)}
    code = Loaded(compiled_rules().code)
    return {entry: (code, code.address(name)) for entry, name in names.items()}


def call(entry: Any, *tables: Table) -> None:
    """Calls an entry; other threads go on meanwhile. IndexError: an index was beyond its row (where it is checked)."""
    _, address = loaded()[entry]
    kind = ctypes.CFUNCTYPE(ctypes.c_int32, *[ctypes.c_void_p] * (2 + len(tables)))
    nothing, message = ctypes.c_void_p(), ctypes.c_void_p()
    places = [ctypes.addressof(nothing), ctypes.addressof(message), *(table.address for table in tables)]
    if kind(address)(*places) not in WELL:
        raise IndexError("the compiled rules found an index beyond the end of a row")
