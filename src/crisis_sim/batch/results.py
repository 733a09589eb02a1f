"""The runs of a batch, to be asked: shares with intervals, questions in SQL, tables for other libraries, replays."""

import copy
import shutil
import weakref
from collections.abc import Mapping
from importlib import import_module
from itertools import pairwise
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from crisis_sim.batch.parts import Folder, part_name
from crisis_sim.batch.shares import Share, wilson
from crisis_sim.batch.showing import html_table
from crisis_sim.batch.summary import QUANTILES
from crisis_sim.batch.tally import Quantity, Tally
from crisis_sim.batch.traces import dyad_days, event_rows
from crisis_sim.engine.finished import Result
from crisis_sim.engine.game import Game
from crisis_sim.engine.keeping import Origin
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.records import WrongUse

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars
    import pyarrow
    from rich.console import Console, ConsoleOptions, RenderResult

    from crisis_sim.batch.answers import Answer

SHOWN = 4
"""Outcomes in a line."""
HEADINGS = ("outcome", "runs", "share", "95 % interval")


class Distribution(NamedTuple):
    """The values of a gauge or a score at the end of the runs. `quantiles`: 0.05, 0.25, 0.5, 0.75, 0.95.

    `sd`: with n - 1; of a single run, not a number.
    """

    mean: float
    sd: float
    quantiles: Mapping[float, float]


class Results:
    """The runs of a batch in a folder. They can be read and not changed.

    What `batch` gives without a folder is in a temporary one, which goes when these results are closed or forgotten:

        with cs.load("standoff").batch(10_000, seed=1) as results:
            print(results.outcomes["war"])
    """

    def __init__(self, folder: str | PathLike[str], *, temporary: bool = False) -> None:
        """Opens a finished folder, and looks whether every part of it is there and as it was written.

        WrongUse, in one line, for one that is not the folder of a batch, is not finished, or is damaged.
        """
        self.folder = Path(folder)
        self._remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True) if temporary else None
        opened = Folder.open(self.folder)
        self.plan = opened.plan
        self.tally, self._summary, self._files = _verified(opened)
        self._database: duckdb.DuckDBPyConnection | None = None
        self._closed = False

    @classmethod
    def open(cls, folder: str | PathLike[str]) -> Self:
        """The results that stand in a folder."""
        return cls(folder)

    # ------------------------------------------------------------------------------------------------- what it comes to

    @property
    def n(self) -> int:
        """How many runs there are. A batch that could stop early may have fewer than it was asked for."""
        return self.tally.n

    @property
    def seed(self) -> int:
        return self.plan.seed

    @property
    def scenario(self) -> str:
        """The name of the scenario."""
        return self.plan.scenario

    @property
    def agents(self) -> dict[str, str]:
        """Who played each seat."""
        return dict(self.plan.agents)

    @property
    def settings(self) -> dict[str, float]:
        """Parameters whose values differ from the scenario's own."""
        return dict(self.plan.settings)

    @property
    def digest(self) -> str:
        """Of all the runs together: the same wherever, however and in whatever pieces they were played."""
        return self.tally.digest

    @property
    def outcomes(self) -> dict[str, Share]:
        """The share of every outcome class, also of one that never came, with its 95 % Wilson interval."""
        return self._shares(self.tally.outcomes)

    @property
    def flags(self) -> dict[str, Share]:
        """The share of runs in which each flag holds at the end, with its interval."""
        return self._shares(self.tally.flags)

    @property
    def gauges(self) -> dict[str, Distribution]:
        """Every gauge at the end of the runs."""
        return self._distributions("gauge.")

    @property
    def scores(self) -> dict[str, Distribution]:
        """How well each seat did, 0 to 100."""
        return self._distributions("score.")

    def _shares(self, counts: Mapping[str, int]) -> dict[str, Share]:
        return {name: wilson(count, self.n) for name, count in counts.items()}

    def _distributions(self, kind: str) -> dict[str, Distribution]:
        values = self.tally.quantities.items()
        return {name.removeprefix(kind): _distribution(one) for name, one in values if name.startswith(kind)}

    def summary(self) -> dict[str, Any]:
        """Everything in one object: what `summary.json` holds and `batch --json` prints."""
        return copy.deepcopy(self._summary)

    # ------------------------------------------------------------------------------------------ asking and taking along

    def sql(self, question: str) -> "Answer":
        """The answer to a question in SQL about the table `runs`, one row a run.

        Of the answer `fetchall()` gives rows, `df()`, `pl()` and `arrow()` tables, and printed it shows itself. Columns
        with a dot in their names are quoted: `select avg("gauge.tension") from runs where outcome = 'war'`. A time that
        never came is NULL. `describe runs` lists the columns.

        One question at a time (`select`, `with`, `describe`, `summarize`, `explain`). It sees the runs and nothing
        else: no other file, no network, none of Python's variables. WrongUse for anything else, or a mistake in it,
        also for one that shows only when the answer is worked out.
        """
        import duckdb

        from crisis_sim.batch.answers import Answer, told_in_a_line

        with told_in_a_line():
            database = self._opened()
            statements = database.extract_statements(question)
            asking = duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN
            if len(statements) != 1 or statements[0].type not in asking:
                raise WrongUse("one question at a time can be asked, and nothing changed: select ... from runs")
            return Answer(database.sql(question))

    @property
    def columns(self) -> list[str]:
        """What is known of each run."""
        return self.sql("from runs limit 0").columns

    def to_pandas(self) -> "pandas.DataFrame":
        """All runs as a pandas table, in memory."""
        _needed("pandas")
        return self.sql("from runs").df()

    def to_polars(self) -> "polars.DataFrame":
        """All runs as a Polars table, in memory. `polars.scan_parquet(results.files)` reads only what is asked for."""
        table: polars.DataFrame = _needed("polars").read_parquet(self.files, hive_partitioning=False, glob=False)
        return table

    def to_arrow(self) -> "pyarrow.Table":
        """All runs as an Arrow table, in memory."""
        arrow, parquet = _needed("pyarrow"), import_module("pyarrow.parquet")
        tables = [parquet.read_table(file, partitioning=None) for file in self.files]
        return arrow.concat_tables(tables, promote_options="permissive")

    @property
    def files(self) -> list[str]:
        """The Parquet files of the runs, in order, for anything else that reads them."""
        self._still_open()
        return list(self._files)

    def run(self, number: int) -> Result:
        """One of the runs, played again with everything that happened in it; it is the same to the last digit.

        WrongUse, if there is no run of that number, or this version of the rules would play it otherwise.
        """
        if not 0 <= number < self.n:
            raise WrongUse(f"there is no run {number}: the {self.n:,} runs are numbered from 0")
        kept = self.sql(f"select digest from runs where run = {int(number)}").fetchall()
        plan = self.plan
        origin = Origin(plan.scenario, plan.texts, "")
        game = Game(plan.compile(), seed=plan.seed, run=number, seats=dict(plan.agents), origin=origin)
        game.play_out()
        if kept != [(game.digest,)]:
            raise WrongUse(f"run {number} comes out otherwise than it is kept in {self.folder}: the files were changed")
        return Result(game)

    def events(self, number: int) -> list[dict[str, Any]]:
        """What happened in one of the runs, a row an event, in the columns of public event data (CAMEO, Goldstein)."""
        return list(event_rows(self.run(number)))

    def dyad_days(self) -> list[dict[str, Any]]:
        """A row for each day and pair of sides: Goldstein's values of what one did to the other, mean over the runs."""
        return list(dyad_days(self.tally, self.plan.compile()))

    # ------------------------------------------------------------------------------------------------- coming and going

    def close(self) -> None:
        """Ends the use of the files, and removes them if they are temporary."""
        self._closed = True
        if self._database is not None:
            self._database.close()
            self._database = None
        if self._remove is not None:
            self._remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _still_open(self) -> None:
        if self._closed:
            raise WrongUse("these results are closed")

    def _opened(self) -> "duckdb.DuckDBPyConnection":
        """A database in memory whose one table is the files; whatever else it could reach is shut off."""
        import duckdb

        self._still_open()
        if self._database is None:
            files = ", ".join(map(_quoted, self._files))
            database = duckdb.connect()
            database.execute("SET python_enable_replacements = false")
            database.execute(f"SET allowed_paths = [{files}]")
            database.execute(f"CREATE VIEW runs AS SELECT * FROM read_parquet([{files}], hive_partitioning=false)")
            database.execute("SET enable_external_access = false")
            database.execute("SET lock_configuration = true")
            self._database = database
        return self._database

    # ------------------------------------------------------------------------------------------------------ being shown

    def __repr__(self) -> str:
        return f"Results({self._title()}: {self._in_a_line()})"

    def _title(self) -> str:
        return f"{self.scenario}, {self.n:,} runs, seed {self.seed}"

    def _in_a_line(self) -> str:
        most = sorted(self.outcomes.items(), key=lambda one: -one[1].n)
        told = [f"{name} {share.p:.1%}" for name, share in most[:SHOWN] if share.n]
        return ", ".join(told) + (", ..." if sum(share.n > 0 for _, share in most) > SHOWN else "")

    def _rows(self) -> list[tuple[str, str, str, str]]:
        return [
            (name, f"{one.n:,}", f"{one.p:.1%}", f"{one.low:.1%} – {one.high:.1%}")
            for name, one in self.outcomes.items()
        ]

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        from rich.table import Table

        table = Table(title=self._title(), title_justify="left")
        for number, heading in enumerate(HEADINGS):
            table.add_column(heading, justify="right" if number else "left")
        for row in self._rows():
            table.add_row(*row)
        yield table

    def _repr_html_(self) -> str:
        return html_table(self._title(), HEADINGS, self._rows())


def _verified(opened: Folder) -> tuple[Tally, dict[str, Any], list[str]]:
    """What a finished batch comes to, by its parts and by its summary, which must agree; and its files."""
    shown = printable(str(opened.path))
    if not opened.finished:
        raise WrongUse(f"{shown} holds an unfinished batch: `crisis-sim batch ... -o {shown} --resume` goes on")
    summary = opened.summary
    n, files = summary.get("n"), {path.stem: path for path in opened.files()}
    ends = [look for look in opened.plan.looks() if isinstance(n, int) and look <= n]
    found: list[Path] = []
    whole: Tally | None = None
    for first, end in pairwise([0, *ends]):
        for chunk in opened.plan.chunks(first, end):
            tally, file = opened.done(chunk), files.get(part_name(chunk.first))
            if tally is None or file is None:
                last = chunk.first + chunk.count - 1
                raise WrongUse(f"{shown} is damaged: runs {chunk.first} to {last} are not as they were written")
            whole = tally if whole is None else whole + tally  # one at a time: a great batch has thousands
            found.append(file)
    if whole is None or (whole.n, whole.digest) != (n, summary.get("digest")):
        raise WrongUse(f"{shown} is damaged: its parts and its summary do not agree")
    return whole, summary, list(map(str, found))


def _distribution(values: Quantity) -> Distribution:
    return Distribution(values.mean, values.sd, {share: values.quantile(share) for share in QUANTILES})


def _needed(library: str) -> Any:
    try:
        return import_module(library)
    except ImportError:
        raise WrongUse(f"this needs {library}: pip install {library}") from None


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "''") + "'"
