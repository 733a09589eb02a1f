"""The answer to a question in SQL: worked out when it is looked at, and what goes wrong then is told in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from crisis_sim.scenario.errors import printable
from crisis_sim.terms.records import WrongUse

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

MOST_TOLD = 300


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """Whatever DuckDB raises inside is raised as WrongUse, in one line."""
    try:
        yield
    except duckdb.Error as error:
        raise WrongUse(printable(" ".join(str(error).split())[:MOST_TOLD])) from None


class Answer:
    """Rows that a question gives. Printed, it shows the first of them. WrongUse, in one line, for a mistake in it.

    `relation`: DuckDB's own, for everything else that it can do; its errors are DuckDB's.
    """

    def __init__(self, relation: duckdb.DuckDBPyRelation) -> None:
        self.relation = relation

    @property
    def columns(self) -> list[str]:
        """Their names, in order."""
        return list(self.relation.columns)

    def fetchall(self) -> list[Any]:
        """All rows, as tuples."""
        with told_in_a_line():
            return self.relation.fetchall()

    def fetchnumpy(self) -> dict[str, Any]:
        """The columns as arrays of NumPy, masked where there are NULLs."""
        with told_in_a_line():
            return self.relation.fetchnumpy()

    def df(self) -> "pandas.DataFrame":
        """As a pandas table."""
        with told_in_a_line():
            return self.relation.df()

    def pl(self) -> "polars.DataFrame":
        """As a Polars table."""
        with told_in_a_line():
            table: polars.DataFrame = self.relation.pl()
            return table

    def arrow(self) -> "pyarrow.Table":
        """As an Arrow table."""
        with told_in_a_line():
            return self.relation.to_arrow_table()

    def __repr__(self) -> str:
        with told_in_a_line():
            return str(self.relation)
