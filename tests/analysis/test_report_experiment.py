"""The page about a sweep, and what of it goes into the page about a batch."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisis_sim import api
from crisis_sim.analysis import report
from crisis_sim.analysis.conducting import conduct
from crisis_sim.analysis.designs import make
from crisis_sim.analysis.experiment import experiment_plan
from crisis_sim.analysis.factors import factors_of
from crisis_sim.analysis.findings import Experiment
from crisis_sim.analysis.report.strengths import Strength, output_name
from crisis_sim.compiler import compile_scenario
from crisis_sim.scenario.loading import load, load_texts
from crisis_sim.terms.records import WrongUse
from tests.analysis.pages import Page, batch_in, stands_alone


def swept(folder: Path, kind: str, size: int, texts: dict[str, str] | None = None) -> Path:
    """A small sweep of the standoff."""
    loaded = load("standoff") if texts is None else load_texts(texts)
    compiled = compile_scenario(loaded)
    factors = factors_of(compiled, ["guard_control", "ar=utility,random"])
    plan = experiment_plan(
        "standoff", compiled, loaded.document.texts, make(kind, factors, size, 1), 5, seed=3, engine="python"
    )
    conduct(plan, folder, "python", workers=1)
    return folder


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return swept(tmp_path_factory.mktemp("sweep") / "sweep", "morris", 3)


@pytest.fixture(scope="module")
def text(sweep: Path) -> str:
    return report.of_folder(sweep)


def test_the_page_stands_alone_and_is_the_same_every_time(sweep: Path, text: str) -> None:
    stands_alone(text)
    assert report.of_folder(sweep) == text
    assert str(sweep) not in text


def test_it_says_what_was_varied_and_over_what(text: str) -> None:
    page = Page(text).text
    assert "2 factors were varied over 9 points, with 5 runs of the model at each." in page
    assert "guard_control share of the capital's orders that the river guards obey 0.4 to 0.9 share D invented" in page
    assert "ar who plays utility, random" in page


def test_every_outcome_has_its_range_over_the_points(sweep: Path, text: str) -> None:
    page, splits = Page(text).text, Experiment.open(sweep).splits()
    for name, outcome in load("standoff").scenario.outcomes.items():
        split = splits[f"outcome.{name}"]
        assert f"{outcome.name} {100 * split.mean:.1f} % {100 * split.low:.1f} % to {100 * split.high:.1f} %" in page


def test_every_output_says_how_much_is_chance_and_what_the_sweep_cannot_tell(sweep: Path, text: str) -> None:
    page = Page(text).text
    for one in Experiment.open(sweep).sensitivity():
        assert output_name(one.response, Experiment.open(sweep).plan.base.compile())[1:] in page
        assert all(remark[1:] in page for remark in one.remarks)
    assert "comes from the factors and" in page


def test_the_points_that_tell_most_have_the_command_that_plays_them(text: str) -> None:
    commands = [words for words in Page(text).words if words.startswith("crisis-sim run standoff --seed 3")]
    assert len(commands) >= 2
    assert all("--set guard_control=" in command for command in commands)
    assert any("--agents ar=random,bo=utility" in command for command in commands)


@pytest.mark.parametrize(("kind", "size"), [("lhs", 4), ("sobol", 2), ("grid", 2)])
def test_every_design_gives_a_page(tmp_path: Path, kind: str, size: int) -> None:
    page = Page(report.of_folder(swept(tmp_path / "sweep", kind, size)))
    assert page.problems == []
    assert "What the results hang on" in page.text


def test_a_batch_takes_in_what_a_sweep_of_its_scenario_found(tmp_path: Path, sweep: Path) -> None:
    batch = batch_in(tmp_path / "batch", n=10)
    alone, together = report.of_folder(batch), report.of_folder(batch, sweep=sweep)
    stands_alone(together)
    assert "crisis-sim sweep standoff" in Page(alone).text
    assert "crisis-sim sweep standoff" not in Page(together).text
    assert Experiment.open(sweep).digest in together
    assert "The strongest factors" in together


def test_a_sweep_of_another_scenario_is_refused(tmp_path: Path) -> None:
    texts = dict(load("standoff").document.texts)
    texts["scenario.yaml"] = texts["scenario.yaml"].replace("horizon: 120", "horizon: 48", 1)
    other = swept(tmp_path / "other", "lhs", 2, texts)
    with pytest.raises(WrongUse, match="another scenario"):
        report.of_folder(batch_in(tmp_path / "batch", n=5), sweep=other)


def test_a_sweep_by_other_agents_is_refused(tmp_path: Path, sweep: Path) -> None:
    batch = tmp_path / "hawks"
    api.load("standoff").batch(5, agents="ar=hawk", folder=batch).close()
    with pytest.raises(WrongUse, match="other agents"):
        report.of_folder(batch, sweep=sweep)


def test_a_sweep_takes_no_other_sweep(sweep: Path) -> None:
    with pytest.raises(WrongUse, match="sweep itself"):
        report.of_folder(sweep, sweep=sweep)


@pytest.mark.parametrize(
    ("low", "high", "chance", "beyond"),
    [(0.2, 0.4, 0.1, True), (0.05, 0.4, 0.1, False), (-0.5, -0.1, None, True), (-0.1, 0.4, None, False)],
)
def test_what_chance_explains_is_not_told_as_an_effect(
    low: float, high: float, chance: float | None, beyond: bool
) -> None:
    assert Strength("x", (low + high) / 2, low, high, chance).beyond_chance == beyond
