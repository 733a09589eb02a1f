"""What `validate` measures: intervals, verdicts, formulas over finished games, scores of forecasts."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.analysis.credibility.contrasts import contrast
from crisis_sim.analysis.credibility.estimates import dispersion, estimate, mean, quantile, share
from crisis_sim.analysis.credibility.finished import Play, Reader
from crisis_sim.analysis.credibility.foretold import CLIPS, _scores, foretold, recorded
from crisis_sim.analysis.credibility.targets import EDGE, INSIDE, NO_GAMES, OUTSIDE, TOLD, measured, reader_of, verdict
from crisis_sim.api import Crisis, load
from crisis_sim.batch.engines import COMPILED, PYTHON, engine_for
from crisis_sim.compiler import compile_scenario
from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import load_texts
from crisis_sim.scenario.targets import Target
from tests.docs.test_scenario_format import example

GAMES = 60


@pytest.fixture(scope="module")
def page() -> Crisis:
    """The example of the author's guide, which has every kind of target, and a hindcast."""
    texts = example()
    return Crisis("page", compile_scenario(load_texts(texts)), texts)


# Estimates


def test_nine_in_ten_intervals_and_more_hold_what_they_look_for() -> None:
    random = np.random.default_rng(1)
    drawn = random.gamma(2.0, 3.0, (400, 200))
    truths = {"mean": 6.0, "median": float(np.median(random.gamma(2.0, 3.0, 10**6)))}
    for name, measure in (("mean", mean), ("median", lambda values: quantile(values, 0.5))):
        found = [measure(values) for values in drawn]
        held = sum(one.low <= truths[name] <= one.high for one in found if one.low is not None and one.high is not None)
        assert held > 0.92 * len(drawn), name


def test_a_poisson_count_has_a_dispersion_of_one() -> None:
    found = dispersion(np.random.default_rng(2).poisson(4.0, 5000).astype(float), seed=1)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 1.0 < found.high
    assert found.high - found.low < 0.2


def test_of_no_games_nothing_is_known() -> None:
    target = Target(check="V", what="x", statistic="share", value=1, source="x", kind="calibration", band=(0, 1))
    assert estimate(target, np.array([])).value is None


def test_a_share_is_what_was_counted() -> None:
    found = share(np.array([1.0, 0.0, 0.0, 1.0]))
    assert (found.n, found.value) == (4, 0.5)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_band_is_missed_only_if_the_whole_interval_lies_outside(a: float, b: float, c: float, d: float) -> None:
    (low, high), band = sorted((a, b)), sorted((c, d))
    found = share(np.array([0.0]))._replace(value=low, low=low, high=high)
    said = verdict(found, band)
    outside = high < band[0] or low > band[1]
    inside = band[0] <= low and high <= band[1]
    assert said == (OUTSIDE if outside else INSIDE if inside else EDGE)


def test_what_has_no_band_is_told_and_what_has_no_games_is_not_met() -> None:
    assert verdict(share(np.array([1.0])), None) == TOLD
    assert verdict(estimate_of_nothing(), (0, 1)) == NO_GAMES


def estimate_of_nothing() -> Any:
    return share(np.array([0.0]))._replace(value=None, low=None, high=None)


def test_a_contrast_of_pairs_is_narrower_than_its_parts() -> None:
    random = np.random.default_rng(3)
    common = random.normal(0, 10, 500)
    found = contrast(common, common + 1 + random.normal(0, 0.1, 500))
    assert found.low < 1 < found.high
    assert found.high - found.low < 0.1
    assert (found.sign, contrast(common, common).sign) == (1, 0)


# Formulas over finished games


def test_formulas_read_what_the_journal_of_a_run_says(page: Crisis) -> None:
    texts = (
        "first(ar.raid)",
        "changed(dead)",
        "count(skirmish)",
        "dead",
        "in_theatre(brigade)",
        "now",
        "guard_control",
    )
    runs = engine_for(page.compiled, None, 5, PYTHON).play(0, GAMES)
    table = Reader.of(page.compiled, *texts)(runs)
    for number, row in enumerate(table):
        result = page.run(5, run=number)
        done = [event for event in result.events if event.kind == "outcome" and event.outcome is not None]
        raids = [event.minute / 60 for event in done if event.action == "ar.raid"]
        deaths = [event.minute / 60 for event in result.events if "dead" in event.changes]
        gauges = result.to_dict()["gauges"]
        assert row[0] == (raids[0] if raids else 1e6)
        assert row[1] == (deaths[0] if deaths else 1e6)
        assert row[3] == gauges["dead"]
        assert (row[3] > 11) == (row[1] < 1e6)
        assert row[4] == (result.to_dict()["forces"]["brigade"] == "theatre")
        assert row[5] == result.to_dict()["ended_at_minute"] / 60
        assert row[6] == page.compiled.parameters["guard_control"]


def test_every_engine_is_asked_the_same(page: Crisis) -> None:
    answers = [Play(3, engine).runs(page.compiled, GAMES, reader_of(page.compiled)) for engine in (PYTHON, COMPILED)]
    assert (answers[0] == answers[1]).all()


def test_every_kind_of_statistic_is_measured(page: Crisis) -> None:
    found = measured(page.compiled.scenario.targets, Play(3).runs(page.compiled, 400, reader_of(page.compiled)))
    assert [one.id for one in found] == ["raids", "first_raid", "deaths_come"]
    assert {one.target.statistic for one in found} == {"share", "quantile", "mean"}
    assert all(one.found.n > 10 for one in found)
    assert set(found[0].to_json()) >= {"id", "what", "value", "low", "high", "band", "pass", "source", "independent"}


@pytest.mark.parametrize(
    ("formula", "complaint"),
    [
        ("since(ar.raid) > 1", "since(…) is not kept of a finished game"),
        ("standing(red_line)", "standing(…) is not kept"),
        ("belief(shot, ar) > 0.5", "belief(…) is not kept"),
        ("changed(tension) > 1", "tension moves all the time"),
        ("first(ar.rade) > 1", "did you mean ar.raid?"),
        ("blows(ar, guards) > 1", "blows knows no"),
        ("hour > 4", "hour means nothing once a game is over"),
        ("tention > 4", "did you mean tension?"),
    ],
)
def test_what_is_not_known_of_a_finished_game_is_refused_in_one_line(
    page: Crisis, formula: str, complaint: str
) -> None:
    with pytest.raises(ScenarioError) as refused:
        Reader.of(page.compiled, formula)
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


MISTAKES = {
    "value: count(ar.raid)\n    statistic: median\n    band: [2, 1]": "2 is not below 1",
    "value: 1\n    statistic: quantile\n    band: [1, 2]": "`at` says which quantile",
    "value: cash > 1\n    statistic: share\n    at: 0.5": "`at` says which quantile",
    "value: since(ar.raid)\n    statistic: mean": "is not kept of a finished game",
    "value: cash\n    statistic: share": "cash",
}


@pytest.mark.parametrize("lines", MISTAKES)
def test_a_mistake_in_a_target_is_told_at_its_place(lines: str) -> None:
    head = "targets:\n  odd:\n    check: O\n    what: odd\n    source: chronicle\n    kind: partly\n"
    with pytest.raises(ScenarioError) as refused:
        compile_scenario(load_texts({**example(), "zz.yaml": f"{head}    {lines}\n"}))
    assert MISTAKES[lines] in str(refused.value)
    assert all(line.startswith("zz.yaml:") for line in str(refused.value).splitlines())


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("redrawn: [tension, shot]", "redrawn: [tention]", "did you mean tension?"),
        (
            "parameters: {guard_control: 0.7}\n  events",
            "parameters: {guard_control: 7}\n  events",
            "outside the bounds",
        ),
        ("begins: 2031-05-05 12:00", "begins: 2041-05-05 12:00", "not within the game"),
    ],
)
def test_a_mistake_in_a_hindcast_is_told_at_its_place(old: str, new: str, complaint: str) -> None:
    texts = {name: text.replace(old, new) for name, text in example().items()}
    assert texts != example()
    with pytest.raises(ScenarioError) as refused:
        compile_scenario(load_texts(texts))
    assert complaint in str(refused.value)


# The hindcast


def test_scores_are_those_of_the_textbook() -> None:
    told = [(0.9, True), (0.2, False), (0.0, True)]
    brier, logs = _scores(told, 0.01)
    assert brier == pytest.approx((0.01 + 0.04 + 0.99**2) / 3)
    assert logs == pytest.approx(-(log(0.9) + log(0.8) + log(0.01)) / 3)


def test_a_certain_and_right_forecaster_cannot_be_beaten() -> None:
    for clip in CLIPS:
        brier, logs = _scores([(1.0, True), (0.0, False)], clip)
        assert brier == pytest.approx(clip**2)
        assert logs == pytest.approx(-log(1 - clip))


def test_a_hindcast_begins_where_the_recorded_line_is_left(page: Crisis) -> None:
    begins = page.compiled.questions.begins
    assert begins is not None
    state = recorded(page.compiled, 4, 0)
    course = page.run(4, agents="historical").game
    last = [turn for turn in course.turns if turn.minute <= begins][-1]
    place = page.compiled.program.places.gauges + page.compiled.names.gauges.row("dead")
    assert state.values[place] >= last.values[place]
    assert state.clock[0] <= begins


def test_a_hindcast_scores_both_sets_and_two_naive_forecasts(page: Crisis) -> None:
    found = foretold(page.texts, 40, Play(2))
    assert found is not None
    assert [one.name for one in found.forecasts] == ["usual", "as of 2031-05-03", "base rates", "nothing"]
    assert found.forecasts[2].chances["settled"].p == 0.3
    assert found.forecasts[3].chances["settled"].p == 0.0
    assert set(found.beaten) == {"usual", "as of 2031-05-03"}
    assert found.to_json()["crises"] == 1
    again = foretold(page.texts, 40, Play(2))
    assert again is not None
    assert again.to_json() == found.to_json()


def test_what_nobody_knew_is_drawn_afresh(page: Crisis) -> None:
    from crisis_sim.analysis.credibility.foretold import _unknown_then

    loaded = load_texts(page.texts)
    place = page.compiled.program.places.facts + page.compiled.names.facts.row("shot")
    free = compile_scenario(_unknown_then(loaded))
    assert {recorded(page.compiled, 1, line).values[place] for line in range(12)} == {1.0}
    assert {recorded(free, 1, line).values[place] for line in range(12)} == {0.0, 1.0}


def test_shipped_targets_and_hindcast_say_where_they_come_from() -> None:
    scenario = load("new_years_eve").compiled.scenario
    assert scenario.hindcast is not None
    assert {one.check for one in scenario.targets.values()} == {f"V{number}" for number in range(1, 9)}
    assert {one.source for one in scenario.targets.values()} <= set(scenario.sources)
    assert {one.source for one in scenario.hindcast.events.values()} <= set(scenario.sources)
    assert all(one.caveat for one in scenario.targets.values())
    independent = {one.check for one in scenario.targets.values() if one.kind == "independent" and one.band}
    assert independent == {"V4", "V7", "V8"}
