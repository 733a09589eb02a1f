"""Rows as strict as the compiled kernel's: what would go wrong there in silence raises here, in plain Python."""

from typing import Any, NoReturn, TypeVar, get_type_hints

from crisis_sim.terms.rows import Floats

Rows = TypeVar("Rows")
INT_MOST = 1 << 63


class StrictRow(list[Any]):
    """A row that is indexed by ints from 0 up, keeps to its type, and is neither measured nor looped over."""

    def __init__(self, values: list[Any], kind: type) -> None:
        super().__init__(values)
        self.kind = kind
        for value in values:
            self.check(value)

    def check(self, value: object) -> None:
        """A float in an int row, or an int beyond 64 bits, would be changed in silence by the kernel."""
        if type(value) is not self.kind:
            raise TypeError(f"{value!r} into a row of {self.kind.__name__}")
        if isinstance(value, int) and not -INT_MOST <= value < INT_MOST:
            raise OverflowError(f"{value} does not fit into 64 bits")

    def __getitem__(self, index: Any) -> Any:
        check_index(index)
        return super().__getitem__(index)

    def __setitem__(self, index: Any, value: Any) -> None:
        check_index(index)
        self.check(value)
        super().__setitem__(index, value)

    def __iter__(self) -> NoReturn:
        raise TypeError("rules do not loop over a row")

    def __len__(self) -> NoReturn:
        raise TypeError("rules do not measure a row")


def check_index(index: object) -> None:
    """`row[-1]` reads foreign memory in the kernel."""
    if type(index) is not int or index < 0:
        raise IndexError(f"a row is indexed by an int from 0 up, not by {index!r}")


def strict(rows: Rows) -> Rows:
    """The same Program or State with strict rows; `formulas`, the seam, stays as it is."""
    hints = get_type_hints(type(rows))
    fields = {}
    for name, row in rows._asdict().items():  # type: ignore[attr-defined]
        if name == "formulas":
            fields[name] = row
        elif isinstance(row, list):
            fields[name] = StrictRow(row, float if hints[name] == Floats else int)
        elif hasattr(row, "_asdict"):
            fields[name] = strict(row)
        else:
            fields[name] = row
    return type(rows)(**fields)
