"""Truth beside belief, claims beside what they were about, who knew what: as the game itself has it."""

from __future__ import annotations

import pytest

import crisis_sim.api as cs
from crisis_sim.analysis.debrief import record
from crisis_sim.analysis.debrief.walking import Story, walk


@pytest.fixture(scope="module", params=[("new_years_eve", "historical"), ("new_years_eve", "hawk"), ("standoff", None)])
def story(request: pytest.FixtureRequest) -> Story:
    name, agents = request.param
    return walk(cs.run(name, seed=4, agents=agents).game)


def test_beliefs_begin_and_end_as_the_seats_themselves_held_them(story):
    game = story.game
    for fact in record.facts(story):
        assert fact.so == game.facts()[fact.fact]
        for one in fact.beliefs:
            assert one.course[-1][0] == game.minute
            assert one.course[-1][1] == pytest.approx(game.observe(one.seat).belief(fact.fact))
            assert [minute for minute, _ in one.course] == sorted(minute for minute, _ in one.course)
            assert all(0.0 <= share <= 1.0 for _, share in one.course)


def test_whoever_knows_is_never_wrong(story):
    facts = story.compiled.scenario.facts
    for fact in record.facts(story):
        for one in fact.beliefs:
            if facts[fact.fact].beliefs.get(one.seat) == "knows":
                assert all(abs(share - fact.so) < 1e-6 for _, share in one.course)


def test_beside_a_claim_stands_what_was_so_at_that_minute(story):
    claimed = record.claims(story)
    assert len(claimed) == sum(event.claim for event in story.game.events)
    end = story.game.result()["gauges"]
    for one in claimed:
        row = story.compiled.names.gauges.row(one.about)
        assert one.truth == story.happened[one.event.number].before[row]
        assert one.truth_at_the_end == end[one.about]


def test_everybody_is_told_at_once_or_later_or_never(story):
    everybody = set(story.game.seats)
    found = record.secrets(story)
    assert found
    for one in found:
        later = [seat for _, seats in one.later for seat in seats]
        assert sorted([*one.at_once, *later, *one.never]) == sorted(everybody)
        assert all(minute >= one.event.minute for minute, _ in one.later)
        for seat in one.never:
            seen = story.game.events_for(seat)
            assert not any(event.text == one.event.text and event.minute == one.event.minute for event in seen)


def test_what_became_of_promises_is_told_with_what_it_moved(story):
    found = record.promises(story)
    assert [one.event for one in found] == [one for one in story.game.events if one.kind in record.PROMISES]
    for one in found:
        assert all(before != after for _, before, after in one.changes)
        assert {seat for seat, _ in one.scores} <= set(story.game.seats)
        assert one.changes or not one.scores
