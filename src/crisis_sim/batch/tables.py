"""Program and State of lists -> the same of arrays, for the kernel."""

from collections.abc import Sequence
from typing import Any, get_type_hints

import numpy as np

from crisis_sim.language import Tree, table_code
from crisis_sim.terms.rows import Floats, Program, State


class Tables:
    """What the kernel takes: `program`, and a fresh `state()` for each thread."""

    def __init__(self, program: Program, trees: Sequence[Tree], blank: State) -> None:
        code = table_code(trees, program.sizes.values)
        self.program: Any = as_arrays(program._replace(formulas=np.array(code.code, np.int64)))
        self.blank = blank
        self.tail = [*code.numbers, *([0.0] * code.registers)]

    def state(self) -> Any:
        """A state of arrays; behind its values stand the numbers and registers of table code."""
        return as_arrays(self.blank._replace(values=self.blank.values + self.tail))


def as_arrays(rows: Any) -> Any:
    """Lists become arrays, one type a row, decided by its declaration and not by what happens to be in it.

    An empty row becomes a row of one zero, so that its address is always good.
    """
    hints = get_type_hints(type(rows))
    fields = {}
    for name, row in rows._asdict().items():
        if isinstance(row, list):
            fields[name] = np.array(row or [0], np.float64 if hints[name] == Floats else np.int64)
        elif hasattr(row, "_asdict"):
            fields[name] = as_arrays(row)
        else:
            fields[name] = row
    return type(rows)(**fields)
