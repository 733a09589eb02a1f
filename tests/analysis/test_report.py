"""The page about many runs: whole, honest, the same every time, proof against what a scenario's author may write."""

from __future__ import annotations

import hashlib
import shutil
from base64 import b64encode
from pathlib import Path

import pytest

from crisis_sim import api
from crisis_sim.analysis import report
from crisis_sim.analysis.report.folder import gather
from crisis_sim.analysis.report.telling import telling
from crisis_sim.batch.shares import wilson
from crisis_sim.scenario.loading import load
from crisis_sim.terms.records import WrongUse
from tests.analysis.pages import Page, batch_in, stands_alone

SECTIONS = (
    "summary", "purpose", "provenance", "outcomes", "times", "escalation", "answers", "gauges", "scores",
    "sensitivities", "telling", "model", "limits", "parameters", "sources",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return batch_in(tmp_path_factory.mktemp("report") / "batch")


@pytest.fixture(scope="module")
def text(folder: Path) -> str:
    return report.of_folder(folder)


def test_the_page_stands_alone(text: str) -> None:
    stands_alone(text)


def test_its_policy_allows_its_own_style_and_nothing_else(text: str) -> None:
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in text


def test_it_has_every_section_and_a_way_to_each(text: str) -> None:
    page = Page(text)
    assert set(SECTIONS) <= set(page.ids)
    assert {f"#{section}" for section in SECTIONS[1:]} == set(page.values("href"))


def test_it_says_that_its_probabilities_are_no_forecasts_and_what_it_is_not_for(text: str) -> None:
    page = Page(text)
    assert "Probabilities here are a model’s output, not forecasts." in page.text
    assert "It must not be used" in page.text
    assert "to decide whether to use force" in page.text


def test_every_outcome_stands_there_with_its_interval_also_one_that_never_came(folder: Path, text: str) -> None:
    batch, page = gather(folder), Page(text).text
    for name, count in batch.tally.outcomes.items():
        share = wilson(count, batch.n)
        assert f"{batch.compiled.scenario.outcomes[name].name} {count:,} {100 * share.p:.1f} %" in page


def test_a_single_run_has_no_spread_and_claims_none(tmp_path: Path) -> None:
    page = Page(report.of_folder(batch_in(tmp_path / "batch", n=1))).text
    assert "1 run of this model ended" in page
    assert "(sd –)" in page
    assert "always" not in page.partition("How things stood at the end")[2].partition("What the results hang on")[0]
    assert "0.0 to 79.3 %" in page  # Wilson's interval of what did not come in one run


def test_games_that_are_over_are_left_out_of_escalation_over_time_and_those_that_go_on_are_counted(
    tmp_path: Path,
) -> None:
    texts = dict(load("standoff").document.texts)
    assert texts["scenario.yaml"].count("when: tension >= 95") == 1
    texts["scenario.yaml"] = texts["scenario.yaml"].replace("when: tension >= 95", "when: tension >= 55")
    folder = batch_in(tmp_path / "batch", texts)
    batch, page = gather(folder), Page(report.of_folder(folder)).text
    ended, turn = batch.rows.column("ended_at_minute"), batch.compiled.program.sizes.turn
    going = [int((ended > day * 1440 - turn).sum()) for day in (1, 3, 5)]
    assert going[0] > going[1] > going[2] > 0
    table = page.partition("Half of these Nine tenths")[2].partition("Highest rung of the whole game")[0].split()
    for day, games in zip((1, 3, 5), going, strict=True):
        assert [str(day), str(games)] in [table[at : at + 2] for at in range(len(table) - 1)]
    assert "Games that were over before are left out" in page


def test_an_outcome_that_never_came_has_its_upper_bound(tmp_path: Path) -> None:
    texts = dict(load("standoff").document.texts)
    texts["scenario.yaml"] = texts["scenario.yaml"].replace(
        "\noutcomes:\n", "\noutcomes:\n  never: {name: Miracle, what: It never comes., when: tension < 0}\n", 1
    )
    page = Page(report.of_folder(batch_in(tmp_path / "batch", texts)))
    assert "never as “Miracle” (each at most 8.8 %)" in page.text
    assert "Miracle 0 0.0 % 0.0 to 8.8 %" in page.text
    assert any("Miracle: none; at most 8.8 %" in words for words in page.words)


def test_it_says_what_made_it_and_how_to_have_it_again(folder: Path, text: str) -> None:
    batch, page = gather(folder), Page(text).text
    for told in (batch.plan.scenario_hash, batch.tally.digest, batch.versions["crisis_sim"], batch.versions["python"]):
        assert told in page
    assert "crisis-sim batch standoff -n 40 --seed 3" in page
    assert "The number of runs was fixed beforehand." in page


def test_every_parameter_that_was_set_or_is_a_judgement_has_grade_and_source(folder: Path, text: str) -> None:
    page = Page(text).text
    for name, parameter in gather(folder).compiled.scenario.parameters.items():
        assert parameter.grade == "D"
        assert f"{name} {parameter.what}" in page
    assert "Invented for this scenario; nothing is measured." in page


def test_optional_stopping_is_disclosed(tmp_path: Path) -> None:
    page = Page(report.of_folder(batch_in(tmp_path / "batch", n=1010, until=0.1))).text
    assert "Stopping was optional" in page
    assert "1,000 runs, numbers 0 to 999" in page


def test_the_ten_runs_are_among_those_played_and_have_the_command_that_replays_them(text: str) -> None:
    page = Page(text)
    commands = [words for words in page.words if words.startswith("crisis-sim run standoff --seed 3 --run ")]
    runs = [int(command.rpartition(" ")[2]) for command in commands]
    assert 3 <= len(runs) <= 10
    assert len(set(runs)) == len(runs)
    assert all(0 <= run < 40 for run in runs)
    assert "Most escalation" in page.text


def test_a_run_is_described_as_it_goes_when_it_is_played_again(folder: Path) -> None:
    batch = gather(folder)
    outcomes = batch.compiled.scenario.outcomes
    for one in telling(batch)[:4]:
        again = api.run("standoff", 3, run=one.run)
        assert one.outcome == outcomes[again.outcome].name
        assert f"up to rung {max(event.rung for event in again.events)}" in one.what


def test_the_same_folder_gives_the_same_bytes(folder: Path, text: str, tmp_path: Path) -> None:
    elsewhere = shutil.copytree(folder, tmp_path / "elsewhere")
    assert report.of_folder(elsewhere) == text
    assert str(folder) not in text


def test_what_a_hostile_author_writes_is_shown_and_never_obeyed(tmp_path: Path) -> None:
    texts = dict(load("standoff").document.texts)
    hostile = '"</style></title><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}} &amp;"'
    written = texts["scenario.yaml"]
    for line in ("title: Standoff on the river", "what: tension on the river", "name: Settled"):
        assert line in written
        key = line.partition(":")[0]
        written = written.replace(line, f"{key}: {hostile}", 1)
    texts["scenario.yaml"] = written.replace("short: Arland", f"short: {hostile}", 1)
    text = report.of_folder(batch_in(tmp_path / "batch", texts))
    stands_alone(text)
    assert "</style></title><script>alert(1)</script>" in Page(text).text
    assert "{{7*7}} &amp;" in Page(text).text


def test_a_title_of_ones_own_is_escaped_too(folder: Path) -> None:
    page = Page(report.of_folder(folder, "A <b>bold</b> title"))
    assert "A <b>bold</b> title" in page.text
    assert page.tags.count("h1") == 1


@pytest.mark.parametrize("what", ["absent", "empty", "unfinished"])
def test_a_folder_that_holds_no_finished_batch_is_refused(folder: Path, tmp_path: Path, what: str) -> None:
    asked = tmp_path / "asked"
    if what == "empty":
        asked.mkdir()
    elif what == "unfinished":
        shutil.copytree(folder, asked)
        (asked / "summary.json").unlink()
    with pytest.raises(WrongUse) as refused:
        report.of_folder(asked)
    assert len(str(refused.value).splitlines()) == 1


def test_a_damaged_part_is_refused(folder: Path, tmp_path: Path) -> None:
    asked = shutil.copytree(folder, tmp_path / "asked")
    part = min((asked / "runs").glob("*.parquet"))
    part.write_bytes(part.read_bytes()[:-20] + b"\0" * 20)
    with pytest.raises(WrongUse):
        report.of_folder(asked)
