"""Two folders, compared run by run."""

from __future__ import annotations

from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.analysis.pairing import Comparison, compare
from crisis_sim.batch.results import Results
from crisis_sim.terms.records import WrongUse
from tests.analysis.sweeps import CRISIS
from tests.compiler.standoff import Swap, changed


def batch(folder: Path, n: int = 120, seed: int = 1, crisis: cs.Crisis = CRISIS, **how: object) -> Path:
    crisis.batch(n, seed=seed, folder=folder, engine="python", workers=1, **how)  # type: ignore[arg-type]
    return folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return batch(tmp_path_factory.mktemp("compared") / "plain")


def row(found: Comparison, name: str) -> tuple[float, float, float]:
    one = next(one for one in found.differences if one.response == name)
    return one.first, one.second, one.difference


def test_differences_are_those_of_the_two_batches(plain: Path, tmp_path: Path) -> None:
    hawk = batch(tmp_path / "hawk", agents={"ar": "hawk"})
    found, one, other = compare(plain, hawk), Results(plain), Results(hawk)
    assert found.paired
    assert found.n == (120, 120)
    for name, share in one.outcomes.items():
        assert row(found, f"outcome.{name}")[:2] == pytest.approx((share.p, other.outcomes[name].p))
    mean, other_mean = one.gauges["dead"].mean, other.gauges["dead"].mean
    assert row(found, "gauge.dead") == pytest.approx((mean, other_mean, other_mean - mean))
    for difference in found.differences:
        if difference.only_first is not None and difference.only_second is not None:
            assert (difference.only_second - difference.only_first) / 120 == pytest.approx(difference.difference)
        assert difference.low <= difference.difference <= difference.high


def test_pairs_gain_where_little_is_changed(plain: Path, tmp_path: Path) -> None:
    nearly = batch(tmp_path / "nearly", settings={"skirmish_rate": 0.63})
    gains = {one.response: one.gain for one in compare(plain, nearly).differences}
    assert gains["gauge.dead"] is not None
    assert gains["gauge.dead"] > 3
    apart = {one.response: one.se_unpaired / max(one.se, 1e-12) for one in compare(plain, nearly).differences}
    assert apart["gauge.dead"] ** 2 == pytest.approx(gains["gauge.dead"])


def test_an_edited_scenario_is_paired_too_and_what_only_one_has_is_named(plain: Path, tmp_path: Path) -> None:
    text = changed(
        Swap("boldness: 0.4", "boldness: 0.6"),
        Swap("flags:\n", "flags:\n  quiet: {what: none died, when: dead < 12}\n"),
    )
    folder = tmp_path / "standoff"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    found = compare(plain, batch(tmp_path / "edited", crisis=cs.load(folder)))
    assert found.paired
    assert "the scenario was edited in between" in found.remarks
    assert "only in one of the two: flag.quiet" in found.remarks


def test_other_seeds_are_not_paired_and_it_is_said(plain: Path, tmp_path: Path) -> None:
    found = compare(plain, batch(tmp_path / "other", n=80, seed=2))
    assert not found.paired
    assert found.n == (120, 80)
    assert found.remarks[0].startswith("not paired: the seeds differ (1 and 2)")
    assert {one.gain for one in found.differences} == {None}


def test_runs_that_only_one_has_are_left_out(plain: Path, tmp_path: Path) -> None:
    found = compare(plain, batch(tmp_path / "shorter", n=50))
    assert found.n == (50, 50)
    assert any("70 of the larger are left out" in remark for remark in found.remarks)
    assert {one.difference for one in found.differences} == {0.0}  # the same runs


def test_a_single_run_is_refused_and_few_are_told_of(plain: Path, tmp_path: Path) -> None:
    single = batch(tmp_path / "single", n=1)
    for first, second in ((plain, single), (single, plain), (single, batch(tmp_path / "other", n=1, seed=2))):
        with pytest.raises(WrongUse, match="holds a single run, and from one nothing follows") as refused:
            compare(first, second)
        assert len(str(refused.value).splitlines()) == 1
    few = compare(plain, batch(tmp_path / "pair", n=2, settings={"skirmish_rate": 0.63}))
    assert any(remark.startswith("only 2 runs: an interval of a mean takes for granted") for remark in few.remarks)
    assert not any(remark.startswith("only") for remark in compare(plain, batch(tmp_path / "many", n=30)).remarks)


def test_of_scenarios_with_other_names_only_what_both_have_is_compared(plain: Path, tmp_path: Path) -> None:
    folder = tmp_path / "renamed"
    folder.mkdir()
    text = changed(Swap("  war: {name", "  big_war: {name"))
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    found = compare(plain, batch(tmp_path / "out", n=40, crisis=cs.load(folder)))
    assert {"outcome.settled", "outcome.uneasy"} <= {one.response for one in found.differences}
    assert not {"outcome.war", "outcome.big_war"} & {one.response for one in found.differences}
    assert "only in one of the two: outcome.war, outcome.big_war" in found.remarks


def test_a_batch_that_could_stop_early_is_told_of(plain: Path, tmp_path: Path) -> None:
    stopping = batch(tmp_path / "stopping", n=40, until_ci=0.4)
    for first, second in ((plain, stopping), (stopping, plain)):
        assert any("--until-ci" in remark for remark in compare(first, second).remarks)
    assert not any("--until-ci" in remark for remark in compare(plain, batch(tmp_path / "other", n=40)).remarks)


def test_a_comparison_shows_itself_in_a_line_and_as_a_table(plain: Path, tmp_path: Path) -> None:
    paired, apart = (compare(plain, batch(tmp_path / f"seed{seed}", n=40, seed=seed)) for seed in (1, 2))
    assert repr(paired) == f"Comparison({tmp_path / 'seed1'} less {plain}: 40 pairs of runs, 14 responses)"
    assert "120 and 40 runs, not paired" in repr(apart)
    shown = paired._repr_html_()
    assert shown.count("<tr>") == 1 + len(paired.differences)
    assert "<td>gauge.tension</td>" in shown


def test_what_is_asked_for_is_compared(plain: Path, tmp_path: Path) -> None:
    hawk = batch(tmp_path / "hawk", n=40, agents="hawk")
    assert [one.response for one in compare(plain, hawk, ["war", "happened.ar.raid"]).differences] == [
        "outcome.war",
        "happened.ar.raid",
    ]
    with pytest.raises(WrongUse, match=r"did you mean outcome\.war|did you mean war"):
        compare(plain, hawk, ["wr"])


def test_folders_that_are_no_batches_are_refused(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no batch"):
        compare(plain, tmp_path / "nothing")
    with pytest.raises(WrongUse, match="compared with itself"):
        compare(plain, plain)
    CRISIS.sweep(["ar=hawk,dove"], n=2, folder=tmp_path / "sweep", engine="python", workers=1)
    with pytest.raises(WrongUse, match="not the folder of a batch"):
        compare(plain, tmp_path / "sweep")
