"""The results of a batch say what is in its files, replay its runs, change nothing, and refuse what is damaged."""

import gc
import io
import json
import os
import sys

import pytest
from rich.console import Console

import crisis_sim
from crisis_sim import api
from crisis_sim.batch.plan import plan_of
from crisis_sim.batch.results import Results
from crisis_sim.batch.running import How, play_plan
from crisis_sim.batch.shares import wilson
from crisis_sim.terms.records import WrongUse
from tests.compiler.standoff import TEXT

N, CHUNK, SEED = 60, 25, 3
SETTINGS = {"skirmish_rate": 1.5}
AGENTS = {"ar": "hawk", "bo": "dove"}


def played(folder, name="standoff"):
    crisis = api.load("standoff")
    texts = {"scenario.yaml": TEXT}
    plan, compiled = plan_of(name, crisis.compiled, texts, N, seed=SEED, agents=AGENTS, settings=SETTINGS, chunk=CHUNK)
    play_plan(plan, compiled, How("python", 1, folder=folder))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return played(tmp_path_factory.mktemp("results") / "batch")


@pytest.fixture
def results(folder):
    with Results.open(folder) as opened:
        yield opened


@pytest.fixture
def copy(folder, tmp_path):
    """A copy that can be spoilt."""
    for path in folder.rglob("*.*"):
        target = tmp_path / "copy" / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return tmp_path / "copy"


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ------------------------------------------------------------------------------------------------- what it comes to


def test_results_say_what_was_played(results):
    assert (results.n, results.seed, results.scenario) == (N, SEED, "standoff")
    assert (results.agents, results.settings) == (AGENTS, SETTINGS)


def test_the_summary_is_the_file_and_everything_else_agrees_with_it(results):
    kept = json.loads((results.folder / "summary.json").read_text(encoding="utf-8"))
    assert results.summary() == kept
    assert results.digest == kept["digest"]
    assert {name: share.to_json() for name, share in results.outcomes.items()} == kept["outcomes"]
    assert {name: share.to_json() for name, share in results.flags.items()} == kept["flags"]
    for found, told in ((results.gauges, kept["gauges"]), (results.scores, kept["scores"])):
        assert list(found) == list(told)
        for name, one in found.items():
            assert (one.mean, one.sd) == (told[name]["mean"], told[name]["sd"])
            assert list(one.quantiles.values()) == list(told[name]["quantiles"].values())


def test_who_changes_a_summary_changes_only_his_own(results):
    results.summary()["outcomes"].clear()
    assert results.summary()["outcomes"]


def test_shares_count_the_rows_and_no_class_is_left_out(results):
    counted = dict(results.sql("select outcome, count(*) from runs group by outcome").fetchall())
    assert list(results.outcomes) == ["war", "settled", "uneasy"]
    assert results.outcomes == {name: wilson(counted.get(name, 0), N) for name in results.outcomes}


def test_gauges_are_those_of_the_rows(results):
    ((mean, sd),) = results.sql('select avg("gauge.tension"), stddev_samp("gauge.tension") from runs').fetchall()
    assert results.gauges["tension"].mean == pytest.approx(mean)
    assert results.gauges["tension"].sd == pytest.approx(sd)


# ------------------------------------------------------------------------------------------------------------ asking


def test_the_rows_come_in_the_order_of_the_runs(results):
    assert results.sql("select run from runs").fetchall() == [(run,) for run in range(N)]


def test_what_never_came_has_no_time(results):
    ((no_time, not_done),) = results.sql(
        'select count(*) filter ("first.ar.raid" is null), count(*) filter ("count.ar.raid" = 0) from runs'
    ).fetchall()
    assert 0 < no_time == not_done < N


@pytest.mark.parametrize(
    "question",
    ["with war as (from runs where outcome = 'war') select count(*) from war", "describe runs", "explain from runs"],
)
def test_anything_that_only_asks_can_be_asked(results, question):
    assert results.sql(question).fetchall()


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "select 1; select 2",
        "delete from runs",
        "create table mine as from runs",
        "copy runs to '{outside}'",
        "attach '{outside}' as other",
        "set enable_external_access = true",
        "install httpfs",
    ],
)
def test_nothing_but_questions_is_taken(results, tmp_path, statement):
    with pytest.raises(WrongUse, match="one question at a time"):
        results.sql(statement.format(outside=tmp_path / "outside"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "question",
    [
        "from '{file}'",
        "from read_csv('{file}')",
        "from read_text('{file}')",
        "from glob('{folder}/*')",
        "from read_parquet('https://localhost:1/x.parquet')",
    ],
)
def test_a_question_reads_no_other_file(results, tmp_path, question):
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(WrongUse) as refused:
        results.sql(question.format(file=file, folder=tmp_path)).fetchall()
    assert len(str(refused.value).splitlines()) == 1


def test_a_question_sees_no_variable_of_python(results):
    runs_of_mine = {"run": [1]}
    with pytest.raises(WrongUse, match="runs_of_mine"):
        results.sql("from runs_of_mine")
    assert runs_of_mine


def test_a_mistake_in_a_question_is_told_in_one_line(results):
    with pytest.raises(WrongUse) as refused:
        results.sql('select "gauge.tensoin" from runs')
    assert len(str(refused.value).splitlines()) == 1
    assert "gauge.tension" in str(refused.value)


@pytest.mark.parametrize("look", ["fetchall", "fetchnumpy", "df", "pl", "arrow", "__repr__"])
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("select cast(outcome as int) from runs", "Could not convert string"),
        ("select (select run from runs)", "More than one row returned"),
        ("select error('boom\nbang') from runs", "boom bang"),
    ],
)
def test_a_mistake_that_shows_only_when_the_answer_is_worked_out_is_told_in_one_line_too(
    results, question, told, look
):
    with pytest.raises(WrongUse, match=told) as refused:
        getattr(results.sql(question), look)()
    assert len(str(refused.value).splitlines()) == 1
    assert results.sql("select count(*) from runs").fetchall() == [(N,)]


def test_an_answer_comes_in_every_shape_and_shows_itself(results):
    answer = results.sql("select run, outcome from runs order by run limit 2")
    assert answer.columns == ["run", "outcome"]
    assert [run for run, _ in answer.fetchall()] == [0, 1]
    rows = results.sql("select run from runs order by run limit 2")
    assert rows.df()["run"].tolist() == rows.pl()["run"].to_list() == rows.arrow()["run"].to_pylist() == [0, 1]
    assert rows.fetchnumpy()["run"].tolist() == [0, 1]
    assert "outcome" in repr(answer)
    assert answer.relation.limit(1).fetchall()[0][0] == 0


# ------------------------------------------------------------------------------------------------------ taking along


def test_every_table_holds_the_same_runs(results):
    pandas, polars, arrow = results.to_pandas(), results.to_polars(), results.to_arrow()
    assert list(pandas.columns) == polars.columns == arrow.column_names == results.columns
    assert pandas["digest"].tolist() == polars["digest"].to_list() == arrow["digest"].to_pylist()
    assert len(set(pandas["digest"])) == N


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_library_that_is_not_there_is_named_with_how_to_get_it(results, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(WrongUse, match=f"this needs {library}: pip install {library}"):
        getattr(results, {"pyarrow": "to_arrow"}.get(library, f"to_{library}"))()


def test_any_run_can_be_replayed_and_is_the_same_to_the_last_digit(results):
    kept = dict(results.sql("select run, digest from runs").fetchall())
    for number in (0, CHUNK, N - 1):
        assert results.run(number).digest == kept[number]
    alone = api.load("standoff").run(SEED, run=7, agents=AGENTS, settings=SETTINGS)
    assert results.run(7).to_dict() == alone.to_dict()


@pytest.mark.parametrize("number", [-1, N, 10**12])
def test_a_run_that_was_not_played_cannot_be_replayed(results, number):
    with pytest.raises(WrongUse, match="there is no run"):
        results.run(number)


# --------------------------------------------------------------------------------------------------- coming and going


def test_whatever_is_asked_the_folder_stays_as_it_was(folder):
    before = contents(folder)
    with Results.open(folder) as results:
        results.sql("from runs").fetchall()
        results.to_pandas()
        results.run(1)
    assert contents(folder) == before


def test_a_temporary_folder_goes_when_its_results_are_closed(copy):
    with Results(copy, temporary=True) as results:
        assert results.sql("from runs").fetchall()
    assert not copy.exists()


def test_a_temporary_folder_goes_when_its_results_are_forgotten(copy):
    results = Results(copy, temporary=True)
    assert results.n == N
    del results
    gc.collect()
    assert not copy.exists()


def test_a_batch_without_a_folder_leaves_nothing_behind():
    with api.load("standoff").batch(20, seed=1, engine="python", workers=1) as results:
        place = results.folder
        assert [run for (run,) in results.sql("select run from runs").fetchall()] == list(range(20))
    assert not place.exists()


def test_a_folder_is_opened_by_the_package_itself(folder):
    with crisis_sim.results(folder) as results:
        assert results.n == N


def test_results_that_are_closed_know_their_sums_and_answer_no_question(folder):
    with Results.open(folder) as results:
        pass
    assert results.outcomes
    for ask in (lambda: results.sql("from runs"), results.to_polars, lambda: results.run(0), lambda: results.files):
        with pytest.raises(WrongUse, match="closed"):
            ask()


def flip(path):
    spoilt = bytearray(path.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    path.write_bytes(spoilt)


def change(path, **values):
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def part(folder, kind, number=1):
    return sorted(folder.glob(f"runs/*.{kind}"))[number]


DAMAGE = {
    "a byte of a part is another": (lambda copy: flip(part(copy, "parquet")), "damaged: runs 25 to 49"),
    "a part is missing": (lambda copy: part(copy, "parquet").unlink(), "damaged: runs 25 to 49"),
    "a sidecar is missing": (lambda copy: part(copy, "json").unlink(), "damaged: runs 25 to 49"),
    "a sidecar is cut off": (lambda copy: part(copy, "json").write_text("{"), "damaged: runs 25 to 49"),
    "a part is another's": (
        lambda copy: part(copy, "parquet").write_bytes(part(copy, "parquet", 0).read_bytes()),
        "damaged: runs 25 to 49",
    ),
    "the summary counts other runs": (lambda copy: change(copy / "summary.json", n=50), "damaged"),
    "the summary is of other runs": (lambda copy: change(copy / "summary.json", digest="0" * 32), "do not agree"),
    "the summary counts no runs at all": (lambda copy: change(copy / "summary.json", n=None), "damaged"),
    "the summary is cut off": (lambda copy: (copy / "summary.json").write_text("{"), "cannot be read"),
    "there is no summary": (lambda copy: (copy / "summary.json").unlink(), "unfinished"),
    "it is not finished": (lambda copy: change(copy / "manifest.json", state="unfinished"), "unfinished"),
    "the manifest is another's": (lambda copy: change(copy / "manifest.json", kind="a sweep"), "of something else"),
    "there is no manifest": (lambda copy: (copy / "manifest.json").unlink(), "there is no batch in"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_or_foreign_folder_is_refused_in_one_line(copy, damage):
    spoil, said = DAMAGE[damage]
    spoil(copy)
    with pytest.raises(WrongUse, match=said) as refused:
        Results.open(copy)
    assert len(str(refused.value).splitlines()) == 1


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(WrongUse, match="there is no batch in"):
        Results.open(tmp_path / "nowhere")


# -------------------------------------------------------------------------------------------------------- being shown


def test_results_show_themselves_in_a_line_a_table_and_a_notebook(results):
    shown = repr(results)
    assert shown.startswith("Results(standoff, 60 runs, seed 3: ")
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(results)
    table, page = console.export_text(), results._repr_html_()
    for name, share in results.outcomes.items():
        for text in (name, f"{share.p:.1%}", f"{share.low:.1%}", f"{share.high:.1%}"):
            assert text in table
            assert text in page


def test_a_name_is_shown_in_a_notebook_as_text(tmp_path):
    with Results.open(played(tmp_path / "batch", name="<script>")) as results:
        assert "<script>" not in results._repr_html_()
        assert "&lt;script&gt;" in results._repr_html_()


def test_only_what_is_kept_for_good_waits_for_the_disk(tmp_path, monkeypatch):
    waited, really = [], os.fsync

    def noticed(file) -> None:
        waited.append(file)
        really(file)

    monkeypatch.setattr(os, "fsync", noticed)
    with api.load("standoff").batch(5, seed=1, engine="python", workers=1) as passing:
        assert (waited, passing.n) == ([], 5)
    api.load("standoff").batch(5, seed=1, engine="python", workers=1, folder=tmp_path / "out").close()
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len(waited) >= 2 * len(files)  # the file, and the folder that names it
