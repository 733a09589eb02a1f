"""The columns of a row of results, and their Parquet, written by DuckDB.

A scenario's own names are quoted and never meant as anything else. What never took place has no minute: NULL.
"""

import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
from numpy.typing import NDArray

from crisis_sim.batch.runs import Runs
from crisis_sim.batch.tally import reason_of
from crisis_sim.batch.weighing import watched
from crisis_sim.compiler import Compiled
from crisis_sim.terms.codes import PLACES


class Column(NamedTuple):
    """A column: its values, and the SQL that makes of `$` (the values) what is written."""

    name: str
    values: NDArray[Any]
    sql: str = "$"


def columns_of(runs: Runs, compiled: Compiled) -> list[Column]:
    """Every column of the table of runs, in order."""
    return [*_head(runs, compiled), *_finals(runs, compiled), *_times(runs, compiled)]


def _head(runs: Runs, compiled: Compiled) -> Iterator[Column]:
    codes, reasons = np.unique(runs["reason"], return_inverse=True)
    digests = runs["digest_high"].astype(np.uint64) << np.uint64(32) | runs["digest_low"].astype(np.uint64)
    yield Column("run", np.arange(runs.first, runs.first + len(runs), dtype=np.int64))
    yield Column("outcome", runs["outcome"].astype(np.int32), _chosen(compiled.names.classes))
    yield Column("ended_at_minute", runs["ended"].astype(np.int32))
    yield Column("end_reason", reasons.astype(np.int32), _chosen(reason_of(compiled, int(code)) for code in codes))
    yield Column("digest", digests, "printf('%016x', $)")
    yield Column("events", runs["events"].astype(np.int32))
    yield Column("peak_rung", runs["peak_rung"].astype(np.int16))
    yield Column("escalation_score", runs["escalation_score"].astype(np.int32))


def _finals(runs: Runs, compiled: Compiled) -> Iterator[Column]:
    names, gauges = compiled.names, compiled.scenario.gauges
    for row, name in enumerate(gauges):  # the gauges of claims stand behind these
        values = runs["gauges"][:, row]
        yield Column(f"gauge.{name}", values, "CAST($ AS INTEGER)" if _fits(gauges[name].whole, values) else "$")
    for row, name in enumerate(names.facts):
        yield Column(f"fact.{name}", runs["facts"][:, row] != 0.0)
    for row, name in enumerate(names.units):
        yield Column(f"force.{name}", runs["units"][:, row].astype(np.int32), _chosen(PLACES))
    for row, name in enumerate(names.seats):
        yield Column(f"score.{name}", runs["scores"][:, row])
    for row, name in enumerate(names.flags):
        yield Column(f"flag.{name}", runs["flags"][:, row] != 0)


def _fits(whole: bool, values: NDArray[Any]) -> bool:
    return whole and bool(np.all(np.abs(values) < 2**31))


def _times(runs: Runs, compiled: Compiled) -> Iterator[Column]:
    actions = len(compiled.names.actions)
    for row, name in enumerate(compiled.names.happenings):
        if row < actions or not compiled.told[row].silent:
            yield Column(f"first.{name}", runs["first"][:, row].astype(np.int32), "nullif($, -1)")
    for row, name in enumerate(compiled.names.actions):
        yield Column(f"count.{name}", runs["count"][:, row].astype(np.int32))
    for n, name in enumerate(watched(compiled)):
        yield Column(f"changed.{name}", runs["changed"][:, n].astype(np.int32), "nullif($, -1)")


def parquet_of(runs: Runs, compiled: Compiled, made_by: Mapping[str, object]) -> bytes:
    """The rows as a Parquet file. `made_by` is kept in it, as text by name."""
    columns = columns_of(runs, compiled)
    # Names of scenarios stay out of the table that DuckDB reads: it does not tell capital letters from small ones.
    table = {f"c{n}": np.ascontiguousarray(column.values) for n, column in enumerate(columns)}
    chosen = ", ".join(f"{one.sql.replace('$', f'c{n}')} AS {_name(one.name)}" for n, one in enumerate(columns))
    kept = ", ".join(f"{_name(name)}: {_text(str(value))}" for name, value in made_by.items())
    with tempfile.TemporaryDirectory(prefix="crisis-sim-") as folder, duckdb.connect(config={"threads": 1}) as database:
        path = Path(folder) / "part.parquet"
        database.register("runs", table)
        database.execute(
            f"COPY (SELECT {chosen} FROM runs) TO {_text(str(path))} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{kept}}})"
        )
        return path.read_bytes()


def rows_in(path: Path) -> int:
    """How many rows the footer of a Parquet file promises. OSError, if it has none."""
    try:
        with _footers().cursor() as database:
            found = database.execute("SELECT num_rows FROM parquet_file_metadata(?)", [str(path)]).fetchone()
    except duckdb.Error as error:
        raise OSError(f"{path}: {error}") from None
    return int(found[0]) if found else 0


@cache
def _footers() -> duckdb.DuckDBPyConnection:
    """A database without tables, to look into files: to open one takes longer than to look."""
    return duckdb.connect(config={"threads": 1})


def _chosen(names: Any) -> str:
    """One of these texts, by its number."""
    return f"([{', '.join(map(_text, names))}])[$ + 1]"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
