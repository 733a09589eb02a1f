"""Program and State of lists -> tables of words for the kernel (see `rows_ref`)."""

from collections.abc import Sequence
from typing import Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from crisis_sim.language import Tree, table_code
from crisis_sim.terms.rows import Floats, Program, State


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
    """A program for the kernel, and a fresh `state()` for each thread."""

    def __init__(self, program: Program, trees: Sequence[Tree], blank: State) -> None:
        code = table_code(trees, program.sizes.values)
        self.program = Table(program._replace(formulas=list(code.code)))
        self.blank = blank._replace(values=[*blank.values, *code.numbers, *([0.0] * code.registers)])

    def state(self) -> Table:
        """A state; behind its values stand the numbers and registers of table code."""
        return Table(self.blank)


def as_arrays(rows: Any) -> Any:
    """Lists become arrays, one type a row, decided by its declaration and not by what happens to be in it."""
    hints = get_type_hints(type(rows))
    arrays = {}
    for name, row in rows._asdict().items():
        if isinstance(row, list):
            arrays[name] = np.array(row, np.float64 if hints[name] == Floats else np.int64)
        elif hasattr(row, "_asdict"):
            arrays[name] = as_arrays(row)
        else:
            arrays[name] = row
    return type(rows)(**arrays)


def flat(rows: Any) -> Any:
    """The words of a table: numbers, and for each array its address and its length."""
    for row in rows:
        if isinstance(row, np.ndarray):
            array: NDArray[Any] = row
            yield array.ctypes.data
            yield len(array)
        elif hasattr(row, "_asdict"):
            yield from flat(row)
        else:
            yield int(row)
