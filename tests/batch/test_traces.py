"""Runs in the shape of public event data: codes, dates, who to whom, and the tone of each pair of sides by day."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisis_sim.api import load
from crisis_sim.batch.results import Results
from crisis_sim.batch.traces import event_rows

GAMES = 4


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    place: Path = tmp_path_factory.mktemp("traces")
    return load("new_years_eve").batch(GAMES, seed=3, folder=place / "b")


def test_every_row_of_a_run_has_a_date_a_code_and_its_root(results: Results) -> None:
    rows = results.events(2)
    assert len(rows) > 20
    for row in rows:
        assert row["run"] == 2
        assert row["date"] == row["utc"][:10]
        assert "2019-12-27" <= row["date"] <= "2020-01-10"
        assert row["cameo"].startswith(row["root"])
        assert row["text"]
    assert [row["utc"] for row in rows] == sorted(row["utc"] for row in rows)


def test_the_historical_line_reads_like_the_record() -> None:
    rows = list(event_rows(load("new_years_eve").run(1, agents="historical")))
    strike = next(row for row in rows if row["action"] == "us.strike_militia")
    assert (strike["source"], strike["target"], strike["cameo"], strike["goldstein"]) == ("us", "kh", "195", -10.0)
    assert strike["date"] == "2019-12-29"
    assert not any(row["outcome"] is None and not row["claim"] for row in rows)


def test_the_tone_of_a_day_is_the_mean_of_the_runs_own(results: Results) -> None:
    """Summed by hand over the runs, event by event."""
    compiled = results.plan.compile()
    sides = {name: actor.side or name for name, actor in compiled.scenario.actors.items()}
    own_proxies = {name for name, action in compiled.scenario.actions.items() if action.through}
    day, pair = 2, ("us", "mi")
    total = 0.0
    for run in range(GAMES):
        result = results.run(run)
        minutes = {event.number: event.minute for event in result.events}
        for row in event_rows(result):
            here = (sides.get(row["source"]), sides.get(row["target"]))
            if here == pair and minutes[row["event"]] // 1440 == day and row["action"] not in own_proxies:
                total += row["goldstein"] or 0.0
    (found,) = [one for one in results.dyad_days() if (one["source"], one["target"]) == pair and one["day"] == day]
    assert found["goldstein"] == pytest.approx(total / GAMES)
    assert found["date"] == "2019-12-29"


def test_there_is_a_row_for_every_day_and_pair_of_different_sides(results: Results) -> None:
    rows = results.dyad_days()
    assert len({(one["source"], one["target"], one["day"]) for one in rows}) == len(rows)
    assert all(one["source"] != one["target"] for one in rows)
    assert {one["day"] for one in rows} == set(range(14))  # the last minute of the fourteenth begins no fifteenth
    assert len(rows) == 14 * 12


def test_a_day_says_how_many_games_were_not_over_before_it(results: Results) -> None:
    ended = [end for (end,) in results.sql("select ended_at_minute from runs").fetchall()]
    for row in results.dyad_days():
        begun = row["day"] * 1440
        assert sum(end >= begun + 60 for end in ended) <= row["games"] <= sum(end >= begun for end in ended)
    tenths = sum(sum(days) for pair, days in results.tally.dyads.items() if pair[:2] != pair[3:])
    assert sum(row["goldstein"] for row in results.dyad_days()) == pytest.approx(tenths / 10 / GAMES)
