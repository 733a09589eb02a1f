"""The runs of a folder in DuckDB, and exact sums over them: by point, by run, over pairs.

Everything that is summed is an integer (`Response.fixed`), so neither the number of threads nor the way in which the
runs were cut into files changes a digit.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from crisis_sim.analysis.comparison import Sums
from crisis_sim.analysis.nested import Split, split
from crisis_sim.analysis.responses import Response
from crisis_sim.batch.tally import ONE

AT_ONCE = 24
"""Responses that are summed in one pass over the files."""
CELLS = 1 << 20
"""Values that are held at once."""
MEMORY = "400MB"


class Rows:
    """Runs of an experiment: a table of points by runs. Only what is asked for is read."""

    def __init__(self, files: Iterable[Path], runs: int) -> None:
        """`runs`: at each point. Row number `run` of the files is point * runs + run."""
        self._database, self._runs = _database(), runs
        listed = ", ".join(_text(str(file)) for file in files)
        self._database.execute(
            f'CREATE VIEW runs AS SELECT run // {runs} AS point, run % {runs} AS run, run AS "row", * EXCLUDE (run) '
            f"FROM read_parquet([{listed}], hive_partitioning=false)"
        )

    @property
    def columns(self) -> list[str]:
        return self._database.sql("FROM runs LIMIT 0").columns

    def means(self, responses: Sequence[Response]) -> NDArray[np.float64]:
        """The mean of each response at each point: shape (points, responses)."""
        columns = []
        for some in _portions(responses):
            sums, counts = self._sums("point", some), self._counts()
            columns += [[total / (n * ONE) for total, n in zip(one, counts, strict=True)] for one in sums]
        return np.array(columns, np.float64).T

    def splits(self, responses: Sequence[Response]) -> list[Split]:
        """Where the variance of each response comes from."""
        found = []
        for some in _portions(responses):
            by_point, by_run = self._sums("point", some), self._sums("run", some)
            squares = self._fetch(f"SELECT {_each(some, 'sum({0}::HUGEINT * {0})')} FROM runs")[0]
            found += [split(*sums) for sums in zip(by_point, by_run, map(int, squares), strict=True)]
        return found

    def noise(self, response: Response, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        """What chance adds to the difference of two points' means: its variance, for each pair (point, other point)."""
        self._database.register("asked", {"pair": np.arange(len(pairs)), "a": pairs[:, 0], "b": pairs[:, 1]})
        rows = self._fetch(
            f"WITH x AS (SELECT point, run, {response.fixed} AS y FROM runs), "
            "d AS (SELECT pair, (two.y - one.y)::HUGEINT AS d FROM asked JOIN x one ON one.point = a "
            "JOIN x two ON two.point = b AND two.run = one.run) "
            "SELECT count(*), sum(d), sum(d * d) FROM d GROUP BY pair ORDER BY pair"
        )
        self._database.unregister("asked")
        return np.array([_variance_of_mean(*row) for row in rows], np.float64)

    def again(self, response: Response, times: int, seed: int) -> NDArray[np.float64]:
        """The means at all points with runs drawn anew, the same at each point: shape (points, times)."""
        chosen = np.random.default_rng(seed).multinomial(self._runs, np.full(self._runs, 1 / self._runs), times).T
        rows = self._fetch("SELECT count(*) FROM runs")[0][0]
        portion, found = max(1, CELLS // self._runs) * self._runs, []
        for row in range(0, rows, portion):
            values = self._database.execute(
                f'SELECT ({response.sql})::DOUBLE AS y FROM runs WHERE "row" >= {row} AND "row" < {row + portion} '
                'ORDER BY "row"'
            ).fetchnumpy()["y"]
            found.append(np.asarray(values, np.float64).reshape(-1, self._runs) @ chosen / self._runs)
        return np.concatenate(found)

    def _sums(self, by: str, responses: Sequence[Response]) -> list[list[int]]:
        rows = self._fetch(f"SELECT {_each(responses, 'sum({0})')} FROM runs GROUP BY {by} ORDER BY {by}")
        return [[int(row[n]) for row in rows] for n in range(len(responses))]

    def _counts(self) -> list[int]:
        return [row[0] for row in self._fetch("SELECT count(*) FROM runs GROUP BY point ORDER BY point")]

    def _fetch(self, sql: str) -> list[tuple[Any, ...]]:
        return self._database.execute(sql).fetchall()


def compared(first: Iterable[Path], second: Iterable[Path], responses: Sequence[Response], paired: bool) -> list[Sums]:
    """Exact sums over two batches; `paired`: over the runs that both have."""
    database = _database()
    for name, files in (("one", first), ("two", second)):
        listed = ", ".join(_text(str(file)) for file in files)
        database.execute(f"CREATE VIEW {name} AS FROM read_parquet([{listed}], hive_partitioning=false)")
    found = []
    for some in _portions(responses):
        made = ", ".join(f"{response.fixed} AS y{n}" for n, response in enumerate(some))
        tables = f"WITH a AS (SELECT run, {made} FROM one), b AS (SELECT run, {made} FROM two) "
        own = ", ".join(f"sum(y{n}), sum(y{n}::HUGEINT * y{n})" for n in range(len(some)))
        if paired:
            both = ", ".join(
                f"sum(a.y{n}), sum(b.y{n}), sum(a.y{n}::HUGEINT * a.y{n}), sum(b.y{n}::HUGEINT * b.y{n}), "
                f"sum(a.y{n}::HUGEINT * b.y{n})"
                for n in range(len(some))
            )
            row = _row(database, f"{tables} SELECT count(*), {both} FROM a JOIN b USING (run)")
            n, cells = row[0], row[1:]
            found += [
                Sums(one.name, one.share, (n, n), (at[0], at[1]), (at[2], at[3]), at[4])
                for one, at in zip(some, _groups(cells, 5), strict=True)
            ]
        else:
            left, right = (_row(database, f"{tables} SELECT count(*), {own} FROM {name}") for name in "ab")
            found += [
                Sums(one.name, one.share, (left[0], right[0]), (a[0], b[0]), (a[1], b[1]), None)
                for one, a, b in zip(some, _groups(left[1:], 2), _groups(right[1:], 2), strict=True)
            ]
    return found


def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": MEMORY, "preserve_insertion_order": False})


def _row(database: duckdb.DuckDBPyConnection, sql: str) -> list[int]:
    [row] = database.execute(sql).fetchall()
    return [int(cell or 0) for cell in row]


def _groups(cells: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (cells[at : at + size] for at in range(0, len(cells), size))


def _portions(responses: Sequence[Response]) -> Iterator[Sequence[Response]]:
    return (responses[at : at + AT_ONCE] for at in range(0, len(responses), AT_ONCE))


def _each(responses: Sequence[Response], sql: str) -> str:
    return ", ".join(sql.format(response.fixed) for response in responses)


def _variance_of_mean(n: int, total: int, squares: int) -> float:
    return (n * squares - total * total) / (n * n * (n - 1) * ONE * ONE) if n > 1 else 0.0


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
