"""An experiment: the same runs at every point, and the same results however it is carried out."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from crisis_sim.analysis.conducting import conduct
from crisis_sim.analysis.experiment import play_rows
from crisis_sim.analysis.findings import Experiment
from crisis_sim.analysis.folder import ExperimentFolder
from crisis_sim.batch.parts import Part
from crisis_sim.batch.plan import Chunk
from crisis_sim.terms.records import WrongUse
from tests.analysis.sweeps import CRISIS, files, plan

ENGINES = ["python", "compiled"]


def answers(experiment: Experiment) -> str:
    """Everything that it says, but for how fast it was and by what."""
    summary = {name: one for name, one in experiment.summary().items() if name not in ("runs_per_second", "engine")}
    return json.dumps([summary, experiment.table(), [one.to_json() for one in experiment.sensitivity(["all"])]])


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Experiment:
    """9 points with 12 runs each, in one piece."""
    folder = tmp_path_factory.mktemp("sweep") / "known"
    conduct(plan(), folder, "python", workers=1)
    return Experiment(folder)


def test_every_row_is_the_run_of_that_number_at_its_point(known: Experiment) -> None:
    files = [str(file) for file in sorted((known.folder / "runs").glob("*.parquet"))]
    kept = duckdb.connect().execute("SELECT run, digest FROM read_parquet(?) ORDER BY run", [files]).fetchall()
    assert [row for row, _ in kept] == list(range(9 * 12))
    for row in (0, 11, 12, 50, 107):
        point, run = divmod(row, 12)
        values = zip(["guard_control", "skirmish_rate"], known.design.values(point), strict=True)
        assert CRISIS.run(1, run=run, settings={name: float(one) for name, one in values}).digest == kept[row][1]


@pytest.mark.parametrize(("engine", "workers", "chunk"), [("python", 1, 7), ("python", 2, 30), ("compiled", 2, 25)])
def test_engine_workers_and_pieces_change_nothing(
    known: Experiment, tmp_path: Path, engine: str, workers: int, chunk: int
) -> None:
    conduct(plan(chunk=chunk), tmp_path / "x", engine, workers=workers)
    assert answers(Experiment(tmp_path / "x")) == answers(known)


def test_one_that_was_interrupted_goes_on_and_comes_to_the_same(known: Experiment, tmp_path: Path) -> None:
    folder, cut = tmp_path / "x", plan(chunk=20)

    def lost(progress: object) -> None:
        if len(list((folder / "runs").glob("*.json"))) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        conduct(cut, folder, "python", workers=1, watch=lost)
    with pytest.raises(WrongUse, match="not finished"):
        Experiment(folder)
    before = {name: one for name, one in files(folder).items() if name.startswith("runs/")}
    conduct(plan(chunk=33), folder, "python", workers=1, resume=True)
    assert answers(Experiment(folder)) == answers(known)
    assert before.items() <= files(folder).items()


def test_a_half_written_part_is_played_again(known: Experiment, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    begun = ExperimentFolder.begin(folder, plan(chunk=50), {}, resume=False, force=False)
    begun.keep(play_rows(begun.plan.to_text(), "python", 0, 50))
    part = next((folder / "runs").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-100])
    assert begun.done(Chunk(0, 50)) is None
    begun.close()
    conduct(plan(), folder, "python", workers=1, resume=True)
    assert answers(Experiment(folder)) == answers(known)


def test_a_damaged_part_of_a_finished_one_is_refused(tmp_path: Path) -> None:
    conduct(plan(), tmp_path / "x", "python", workers=1)
    part = next((tmp_path / "x" / "runs").glob("*.parquet"))
    part.write_bytes(b"nothing")
    with pytest.raises(WrongUse, match="missing or damaged"):
        Experiment(tmp_path / "x")


def test_a_finished_folder_is_opened_by_resume_and_never_overwritten_without_force(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    conduct(plan(), folder, "python", workers=1)
    before = files(folder)
    with pytest.raises(WrongUse, match="finished experiment: --force"):
        conduct(plan(), folder, "python", workers=1)
    conduct(plan(), folder, "python", workers=1, resume=True)
    assert files(folder) == before
    conduct(plan(n=3), folder, "python", workers=1, force=True)
    assert Experiment(folder).n == 3


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"n": 5}, "another number of runs"),
        ({"size": 4}, "another design"),
        ({"seed": 2}, "another seed"),
        ({"agents": "hawk"}, "another agents"),
        ({"settings": {"mechanism.mediation": 0}}, "another parameters"),
    ],
)
def test_another_experiment_is_not_gone_on_with(tmp_path: Path, other: dict[str, object], said: str) -> None:
    ExperimentFolder.begin(tmp_path / "x", plan(), {}, resume=False, force=False).close()
    with pytest.raises(WrongUse, match=said):
        conduct(plan(**other), tmp_path / "x", "python", resume=True)  # type: ignore[arg-type]


def test_a_folder_of_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    for force in (False, True):
        with pytest.raises(WrongUse, match="other things than an experiment"):
            conduct(plan(), tmp_path, "python", force=force)
    CRISIS.batch(3, seed=1, folder=tmp_path / "batch", engine="python", workers=1)
    before = files(tmp_path / "batch")
    for force in (False, True):
        with pytest.raises(WrongUse, match="not the folder of an experiment"):
            conduct(plan(), tmp_path / "batch", "python", force=force)
    assert files(tmp_path / "batch") == before
    assert (tmp_path / "letter.txt").read_text() == "dear"


def test_points_and_design_are_written_for_others_to_read(known: Experiment) -> None:
    points = duckdb.connect().execute("FROM read_parquet(?)", [str(known.folder / "points.parquet")])
    assert [column[0] for column in points.description or []] == [
        "point",
        "guard_control",
        "skirmish_rate",
        "at.guard_control",
        "at.skirmish_rate",
    ]
    assert len(points.fetchall()) == 9
    design = json.loads((known.folder / "design.json").read_text())
    assert (design["kind"], design["size"], design["points"]) == ("morris", 3, 9)
    responses = duckdb.connect().execute("FROM read_parquet(?)", [str(known.folder / "responses.parquet")]).fetchnumpy()
    assert responses["outcome.war"].tolist() == [row["outcome.war"] for row in known.table()]


def test_agents_are_factors(tmp_path: Path) -> None:
    with CRISIS.sweep(["ar=hawk,dove", "bo=utility,random"], n=8, seed=1, engine="python", workers=1) as experiment:
        rows = experiment.table(["outcome.war", "score.ar"])
    assert [(row["ar"], row["bo"]) for row in rows] == [
        ("hawk", "utility"), ("hawk", "random"), ("dove", "utility"), ("dove", "random"),
    ]  # fmt: skip
    batch = CRISIS.batch(8, seed=1, agents={"ar": "dove", "bo": "random"}, engine="python", workers=1)
    assert rows[3]["outcome.war"] == batch.outcomes["war"].p
    assert not experiment.folder.exists()


def test_the_history_of_a_scenario_is_a_point_like_others() -> None:
    with CRISIS.sweep(["agents=historical,utility"], n=2, seed=1, engine="python", workers=1) as experiment:
        [historical, _] = experiment.table(["score.ar"])
    alone = [CRISIS.run(1, run=run, agents="historical").scores["ar"] for run in (0, 1)]
    assert historical["score.ar"] == pytest.approx(sum(alone) / 2, abs=1e-5)


def test_chance_is_measured_from_the_runs(known: Experiment) -> None:
    """The same response twice: its means drawn anew scatter about its means as much as chance lets them."""
    rows, response = known._rows, next(one for one in known._available() if one.name == "escalation_score")
    means, again = rows.means([response])[:, 0], rows.again(response, 400, 1)
    values = np.array(
        duckdb.connect()
        .execute(
            "SELECT escalation_score FROM read_parquet(?) ORDER BY run",
            [[str(file) for file in sorted((known.folder / "runs").glob("*.parquet"))]],
        )
        .fetchall(),
        np.float64,
    ).reshape(9, 12)
    assert means == pytest.approx(values.mean(axis=1))
    assert again.mean(axis=1) == pytest.approx(means, rel=0.1)
    assert again.std(axis=1) == pytest.approx(values.std(axis=1) / np.sqrt(12), rel=0.2)
    pairs = np.array([[0, 1, 0], [3, 8, 1]])
    apart = (values[pairs[:, 1]] - values[pairs[:, 0]]).var(axis=1, ddof=1) / 12
    assert rows.noise(response, pairs) == pytest.approx(apart)


def test_more_runs_leave_less_noise_and_say_so() -> None:
    few, many = (
        CRISIS.sweep(["skirmish_rate=0:3"], n=n, design="grid", size=3, seed=1, engine="compiled", workers=1).splits()[
            "escalation_score"
        ]
        for n in (10, 1000)
    )
    assert many.noise < 0.01 < few.noise
    assert many.parameters + many.chance == pytest.approx(1)
    assert many.parameters > 0.1


def test_a_design_without_indices_says_what_it_cannot_give() -> None:
    with CRISIS.sweep(
        ["guard_control", "skirmish_rate"], n=20, design="lhs", size=8, seed=1, engine="python", workers=1
    ) as experiment:
        [found] = experiment.sensitivity(["escalation_score"])
    assert found.measure == "correlation"
    assert any("no Morris effects and no Sobol indices" in remark for remark in found.remarks)
    assert found.factors[0].factor == "skirmish_rate"


def test_too_few_points_for_an_answer_are_said(known: Experiment) -> None:
    how: dict[str, Any] = {"n": 4, "seed": 1, "engine": "python", "workers": 1}
    with CRISIS.sweep(["skirmish_rate"], design="lhs", size=3, **how) as experiment:
        [found] = experiment.sensitivity(["escalation_score"])
    assert found.factors == []
    assert "3 points are too few for a rank correlation: 4 or more" in found.remarks
    [few] = known.sensitivity(["escalation_score"])
    assert any(remark.startswith("the intervals are drawn from 3 trajectories, and so few") for remark in few.remarks)
    with CRISIS.sweep(["skirmish_rate"], design="morris", size=8, **how) as experiment:
        [enough] = experiment.sensitivity(["escalation_score"])
    assert not any(remark.startswith("the intervals are drawn") for remark in enough.remarks)


def test_an_experiment_shows_itself_in_a_line_and_as_a_table(known: Experiment) -> None:
    assert repr(known) == "Experiment(standoff, morris of 9 points, 12 runs at each)"
    shown = known._repr_html_()
    assert f"<caption>{known!r}</caption>" in shown
    assert shown.count("<tr>") == 1 + sum(one.sd > 0 for one in known.splits().values())


def test_the_default_responses_are_the_outcome_escalation_and_flags(known: Experiment) -> None:
    assert [one.response for one in known.sensitivity()] == ["outcome.war", "escalation_score", "flag.blood"]
    assert known.sensitivity(["P(war)"])[0].response == "outcome.war"
    with pytest.raises(WrongUse, match=r"did you mean gauge\.tension"):
        known.sensitivity(["gauge.tensoin"])


@pytest.mark.parametrize("settings", [{"guard_control": 0.5}])
def test_a_factor_cannot_be_held_fixed(settings: dict[str, float]) -> None:
    with pytest.raises(WrongUse, match="guard_control is a factor"):
        plan(settings=settings)


def test_a_part_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    begun = ExperimentFolder.begin(tmp_path / "x", plan(), {}, resume=False, force=False)
    (tmp_path / "x" / "runs").write_text("in the way")
    with pytest.raises(WrongUse, match="cannot write any more"):
        begun.keep(Part(0, 1, "{}", b"", 0.0))


@pytest.mark.parametrize("how", [{"resume": True}, {"force": True}])
def test_a_second_sweep_into_the_same_folder_is_refused_until_the_first_ends(
    tmp_path: Path, how: dict[str, bool]
) -> None:
    folder = tmp_path / "x"
    first = ExperimentFolder.begin(folder, plan(n=2), {}, resume=False, force=False)
    before = files(folder)
    with pytest.raises(WrongUse, match="another sweep is at work in this folder"):
        conduct(plan(n=2), folder, "python", workers=1, **how)  # type: ignore[arg-type]
    assert files(folder) == before
    first.close()
    conduct(plan(n=2), folder, "python", workers=1, **how)  # type: ignore[arg-type]
    conduct(plan(n=2), folder, "python", workers=1, force=True)  # the one that ended has let go of it


@pytest.mark.parametrize("names", [["points.parquet"], ["design.json", "points.parquet", "runs"]])
def test_one_that_lost_its_design_to_an_interrupted_force_can_be_resumed(
    known: Experiment, tmp_path: Path, names: list[str]
) -> None:
    folder = tmp_path / "x"
    conduct(plan(), folder, "python", workers=1)
    for name in ("summary.json", "responses.parquet", *names):  # the manifest goes last
        shutil.rmtree(folder / name) if name == "runs" else (folder / name).unlink()
    conduct(plan(), folder, "python", workers=1, resume=True)
    assert answers(Experiment(folder)) == answers(known)


def test_points_that_differ_from_the_plan_are_written_again_by_resume(known: Experiment, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    ExperimentFolder.begin(folder, plan(), {}, resume=False, force=False).close()
    (folder / "points.parquet").write_bytes(b"nothing")
    (folder / "design.json").write_text("{}")
    conduct(plan(), folder, "python", workers=1, resume=True)
    for name in ("points.parquet", "design.json"):
        assert (folder / name).read_bytes() == (known.folder / name).read_bytes()


def test_parts_that_are_not_of_the_plan_are_not_counted(known: Experiment, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    begun = ExperimentFolder.begin(folder, plan(chunk=50), {}, resume=False, force=False)
    begun.keep(play_rows(begun.plan.to_text(), "python", 0, 50))
    begun.keep(play_rows(begun.plan.to_text(), "python", 20, 30))
    (folder / "runs" / "part-0000000000050.parquet").write_bytes(b"without a sidecar")
    assert [file.name for file in begun.files] == ["part-0000000000000.parquet"]
    begun.close()
    conduct(plan(), folder, "python", workers=1, resume=True)
    assert answers(Experiment(folder)) == answers(known)


def test_runs_without_a_manifest_are_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "part-0000000000000.parquet").write_bytes(b"dear")
    before = files(tmp_path)
    for force in (False, True):
        with pytest.raises(WrongUse, match="other things than an experiment"):
            conduct(plan(), tmp_path, "python", force=force)
    assert files(tmp_path) == before


def test_no_room_for_rows_or_points_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = plan().to_text()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(WrongUse, match=r"^the rows of runs 3 to 4 could not be written: [^\n]+$"):
        play_rows(text, "python", 3, 2)
    with pytest.raises(WrongUse, match=r"^the points of the experiment could not be written: [^\n]+$"):
        ExperimentFolder.begin(tmp_path / "x", plan(), {}, resume=False, force=False)


def test_a_quotation_mark_in_the_temporary_folder_does_no_harm(
    known: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "it's").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "it's"))
    ExperimentFolder.begin(tmp_path / "n=2" / "x", plan(), {}, resume=False, force=False).close()
    assert ExperimentFolder.open(tmp_path / "n=2" / "x").plan.identity == known.plan.identity
