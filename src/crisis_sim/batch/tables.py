"""Rows of lists -> tables of words for the kernel (see `rows_ref`)."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from crisis_sim.batch.same import Same
from crisis_sim.compiler import Compiled, blank_state
from crisis_sim.language import TableCode, Tree, table_code
from crisis_sim.terms.rows import Floats, State


class Table:
    """A NamedTuple of rows as a flat table of words, and the arrays that its addresses point into."""

    def __init__(self, rows: Any) -> None:
        self.rows = as_arrays(rows)
        self.words = np.array(list(flat(self.rows)), np.int64)

    @property
    def address(self) -> int:
        """What the kernel takes. Good as long as this object lives."""
        return int(self.words.ctypes.data)


class Tables:
    """A scenario for the kernel: `program`, with table code as its formulas, and as many states as are wanted."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        code = coded(Same(compiled.trees), compiled.program.sizes.values)
        self.program = Table(compiled.program._replace(formulas=list(code.code)))
        self._behind = [*code.numbers, *([0.0] * code.registers)]

    def with_formulas(self, addresses: Sequence[int]) -> Table:
        """The program with machine code as its formulas."""
        return Table(self.compiled.program._replace(formulas=list(addresses)))

    def state(self, of: State | None = None) -> Table:
        """A blank state, or one like that of a game; behind its values stand the numbers and registers of table code.

        (Machine code does not need those, and does not mind.)
        """
        rows = blank_state(self.compiled.program) if of is None else of
        return Table(rows._replace(values=[*rows.values, *self._behind]))


@lru_cache(maxsize=4)
def coded(trees: Same[tuple[Tree, ...]], values: int) -> TableCode:
    """Table code, kept for a while: experiments play the same formulas with many values of their parameters."""
    return table_code(trees.thing, values)


def as_arrays(rows: Any) -> Any:
    """Lists become arrays, one type a row, decided by its declaration and not by what happens to be in it."""
    layout: type = type(rows)
    hints = hints_of(layout)
    arrays = {}
    for name, row in rows._asdict().items():
        if isinstance(row, list):
            arrays[name] = np.array(row, np.float64 if hints[name] == Floats else np.int64)
        elif hasattr(row, "_asdict"):
            arrays[name] = as_arrays(row)
        else:
            arrays[name] = row
    return type(rows)(**arrays)


@cache
def hints_of(layout: type) -> dict[str, Any]:
    """What the fields of a NamedTuple are declared as."""
    return get_type_hints(layout)


def flat(rows: Any) -> Any:
    """The words of a table: numbers, and for each array its address and its length."""
    for row in rows:
        if isinstance(row, np.ndarray):
            array: NDArray[Any] = row
            yield array.ctypes.data
            yield array.size
        elif hasattr(row, "_asdict"):
            yield from flat(row)
        else:
            yield int(row)
