"""The table of runs: its columns, what is NULL, and that DuckDB writes it as it is."""

from __future__ import annotations

from functools import cache

import duckdb
import pytest

import crisis_sim.api as cs
from crisis_sim.batch.columns import columns_of, parquet_of, rows_in
from crisis_sim.batch.engines import engine_for
from crisis_sim.batch.runs import Runs
from crisis_sim.compiler import Compiled
from crisis_sim.terms.codes import PLACES
from tests.batch.batches import planned

RUNS = 40
MADE_BY = {"it's": 'made "by" a test'}


@cache
def some_runs() -> tuple[Runs, Compiled]:
    plan, compiled = planned(agents="random")
    return engine_for(compiled, plan.agents, plan.seed, "compiled").play(3, RUNS), compiled


@pytest.fixture
def table(tmp_path):
    runs, compiled = some_runs()
    path = tmp_path / "part.parquet"
    path.write_bytes(parquet_of(runs, compiled, MADE_BY))
    with duckdb.connect() as database:
        yield database.execute("CREATE TABLE runs AS FROM read_parquet(?)", [str(path)])


def ask(table, question):
    return table.execute(question).fetchall()


def test_a_row_says_what_the_game_itself_says(table):
    crisis = cs.load("standoff")
    for run in (3, 17, 42):
        game = crisis.run(5, run=run, agents="random")
        told = game.to_dict()
        found = table.execute("SELECT * FROM runs WHERE run = ?", [run])
        row = dict(zip([one[0] for one in found.description], found.fetchone(), strict=True))
        for name in ("outcome", "ended_at_minute", "end_reason", "digest"):
            assert row[name] == told[name]
        assert row["events"] == len(told["events"])
        assert {name: row[f"gauge.{name}"] for name in told["gauges"]} == told["gauges"]
        assert {name: row[f"force.{name}"] for name in told["forces"]} == told["forces"]
        assert {name: row[f"score.{name}"] for name in told["scores"]} == told["scores"]
        assert {name: row[f"fact.{name}"] for name in game.game.facts()} == game.game.facts()
        happened = [one for one in told["events"] if one["kind"] == "process" and one["action"] == "skirmish"]
        assert row["first.skirmish"] == (happened[0]["minute"] if happened else None)


def test_every_column_is_there_once_and_typed():
    runs, compiled = some_runs()
    names = [column.name for column in columns_of(runs, compiled)]
    assert len(names) == len(set(names))
    kinds = {name.partition(".")[0] for name in names}
    assert kinds == {
        "run", "outcome", "ended_at_minute", "end_reason", "digest", "events", "peak_rung", "escalation_score",
        "gauge", "fact", "force", "score", "flag", "first", "count", "changed",
    }  # fmt: skip
    assert {f"count.{name}" for name in compiled.names.actions} <= set(names)
    silent = {told.id for told in compiled.told[len(compiled.names.actions) :] if told.silent}
    assert silent
    assert not silent & {name.removeprefix("first.") for name in names}


def test_what_never_came_is_null_and_never_a_number(table):
    counted = 'count(*), count("first.ar.raid"), count(*) FILTER ("count.ar.raid" > 0), min("first.ar.raid")'
    [[all_of_them, times, done, earliest]] = ask(table, f"SELECT {counted} FROM runs")
    assert 0 < times == done < all_of_them == RUNS
    assert earliest >= 0


def test_types_are_those_that_one_expects(table):
    kinds = {name: kind for name, kind, *_ in ask(table, "DESCRIBE runs")}
    assert kinds["run"] == "BIGINT"
    assert kinds["gauge.tension"] == "DOUBLE"
    assert kinds["gauge.dead"] == "INTEGER"
    assert kinds["fact.shot"] == kinds["flag.blood"] == "BOOLEAN"
    assert kinds["outcome"] == kinds["digest"] == kinds["force.brigade"] == "VARCHAR"
    assert {place for (place,) in ask(table, 'SELECT DISTINCT "force.brigade" FROM runs')} <= set(PLACES)


def test_a_file_says_what_made_it_and_how_many_rows_it_has(tmp_path):
    path = tmp_path / "part.parquet"
    path.write_bytes(parquet_of(*some_runs(), MADE_BY))
    assert rows_in(path) == RUNS
    with duckdb.connect() as database:
        found = database.execute("SELECT key, value FROM parquet_kv_metadata(?)", [str(path)]).fetchall()
    assert (b"it's", b'made "by" a test') in found


def test_the_same_runs_make_the_same_bytes():
    assert parquet_of(*some_runs(), MADE_BY) == parquet_of(*some_runs(), MADE_BY)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no Parquet at all" * 100])
def test_what_is_no_parquet_has_no_rows(tmp_path, content):
    path = tmp_path / "part.parquet"
    path.write_bytes(content)
    with pytest.raises(OSError, match=r"part\.parquet"):
        rows_in(path)
