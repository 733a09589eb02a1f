"""What both faces show: the page, suggestions, gates, advisers, the papers, the inbox, the end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim import api
from crisis_sim.compiler import Compiled, compile_scenario
from crisis_sim.engine import Game
from crisis_sim.scenario.loading import load_texts
from crisis_sim.terminal import (
    advisers,
    arrivals,
    board,
    difficulty,
    ending,
    gates,
    inbox,
    newspaper,
    situation,
    story,
    suggest,
    wire,
)
from crisis_sim.terminal.plain import answer
from crisis_sim.terminal.play import Play
from crisis_sim.terms.records import Event, WrongUse
from crisis_sim.terms.rows import State
from tests.engine.tables import Hidden, red_stream
from tests.engine.test_noninterference import BUSY, ORDERS, QUIET, hidden, red_orders

EVE = "iq"
"""The seat that a person holds in a game of the flagship in which much happens."""


def sat(name: str, seat: str, turns: int = 0, seed: int = 3) -> Game:
    game = api.load(name).play(seed, seats={seat: "human"})
    for _ in range(turns):
        game.advance("turn")
    return game


@pytest.fixture(scope="module")
def eve() -> Game:
    return sat("new_years_eve", EVE, 24, seed=6)


def rows(game: Game, seat: str) -> list[board.Row]:
    sections = board.board(game.observe(seat), story.words_of(game))
    return [row for section in sections for row in section.rows]


# The page


def test_the_page_has_everything_that_a_seat_keeps_an_eye_on(eve: Game) -> None:
    seen = eve.observe(EVE)
    titles = [section.title for section in board.board(seen, story.words_of(eve))]
    groups = [gauge.group for gauge in seen.gauges if gauge.group]
    assert titles[0] == board.LADDER
    assert set(groups) <= set(titles)
    for title in ("Promises and threats", "What is claimed", "What you believe"):
        assert title in titles
    told = " ".join(row.what for row in rows(eve, EVE))
    assert all(one.what in told for one in seen.commitments)


def test_what_moved_a_gauge_last_is_a_line_of_the_seats_own_log(eve: Game) -> None:
    events = eve.events_for(EVE)
    caused = [row for row in rows(eve, EVE) if row.cause is not None]
    assert len(caused) > 5
    assert all(events[row.cause.number] == row.cause for row in caused if row.cause is not None)
    moved = [gauge for event in events for gauge in event.changes]
    killed = next(row for row in rows(eve, EVE) if row.what == "the number of Americans killed")
    assert killed.cause is not None
    assert "us_killed" in killed.cause.changes
    assert "us_killed" in moved


def test_the_ladder_says_how_high_it_went_within_a_day_and_before() -> None:
    game = sat("standoff", "ar")
    ladder = board.board(game.observe("ar"), story.words_of(game))[0].rows[0]
    assert (ladder.value, ladder.trend, ladder.cause) == ("0", "", None)
    game.submit("ar", "ar.deploy_brigade")
    for _ in range(2):
        game.advance("turn")
    ladder = board.board(game.observe("ar"), story.words_of(game))[0].rows[0]
    assert ladder.value == str(max(event.rung for event in game.events_for("ar")))
    assert ladder.trend == "up"
    assert ladder.cause is not None


def test_a_force_under_way_says_between_when_it_will_be_there() -> None:
    game = sat("standoff", "ar")
    game.submit("ar", "ar.deploy_brigade")
    arrived = None
    windows = []
    while arrived is None:
        game.advance()
        seen = game.observe("ar")
        (force,) = seen.forces
        if force.place == "theatre":
            arrived = force.since
            break
        span = arrivals.window(force, story.words_of(game).spans["brigade"], seen.minute)
        if force.heading == "out":
            assert span is not None
            windows.append(span)
            assert any("there between" in row.what for row in rows(game, "ar"))
    assert windows
    assert arrived is not None
    assert all(first - 60 <= arrived <= last + 4 * 60 for first, last in windows)


# Suggestions, advisers, gates


@pytest.mark.parametrize("seat", ["us", "ir", "iq", "mi"])
def test_at_most_seven_orders_are_suggested_and_all_can_be_given(seat: str) -> None:
    game = sat("new_years_eve", seat, 3)
    found = suggest.suggestions(game, seat)
    options = game.legal(seat)
    assert 0 < len(found) <= suggest.MOST
    assert [one.number for one in found] == sorted({one.number for one in found})
    assert all(one.option == options[one.number - 1] and one.option.legal for one in found)


def test_what_can_be_answered_is_among_the_suggestions() -> None:
    game = sat("standoff", "ar", seed=7)
    while "ar.accept_pull_back" not in [option.action for option in game.observe("ar").legal()]:
        assert not game.over
        game.advance()
    found = [one.option.action for one in suggest.suggestions(game, "ar")]
    assert {"ar.accept_pull_back", "ar.reject_pull_back"} <= set(found)


def test_advisers_are_of_opposed_minds(eve: Game) -> None:
    for seat in ("us", "ir"):
        said = advisers.advisers(sat("new_years_eve", seat), seat)
        assert [one.name for one in said] == ["hawk", "dove", "utility"]
        assert said[0].advice != said[1].advice
        assert all(one.reasons for one in said)


def test_an_adviser_says_what_it_makes_of_the_draft() -> None:
    game = sat("standoff", "ar")
    game.submit("ar", "ar.deploy_brigade")
    said = {one.name: one for one in advisers.advisers(game, "ar")}
    assert said["hawk"].on_draft == "I would give “Send the 2nd Brigade to the river” too."
    assert all(one.on_draft for one in said.values())


def test_where_there_is_one_temperament_there_is_one_adviser() -> None:
    crisis = api.load("standoff")
    texts = dict(crisis.texts)
    lines = texts["scenario.yaml"].splitlines()
    texts["scenario.yaml"] = "\n".join(line for line in lines if not line.startswith(("  hawk:", "  dove:")))
    alone = api.Crisis("alone", compile_scenario(load_texts(texts)), texts)
    assert [one.name for one in advisers.advisers(alone.play(1, seats={"ar": "human"}), "ar")] == ["utility"]


def test_what_is_grave_has_a_gate_and_what_is_not_has_none() -> None:
    game = sat("first_steps", "town")
    game.submit("town", "town.send_tug")
    assert gates.gates(game, "town") == []
    for _ in range(2):
        game.advance("turn")
    game.submit("town", "town.break_door")
    (gate,) = gates.gates(game, "town")
    assert gate.action == "town.break_door"
    assert "take back" in gate.why


def test_what_may_end_the_game_has_a_gate_and_only_then(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "scenarios" / "standoff" / "scenario.yaml").read_text(encoding="utf-8")
    tense = text.replace("when: tension >= 95", "when: tension >= 47 and count(ar.deploy_brigade) > 0")
    (tmp_path / "scenario.yaml").write_text(tense, encoding="utf-8")
    game = api.load(tmp_path).play(7, seats={"ar": "human"})
    for order in ("ar.inquire", "ar.deploy_brigade"):
        game.submit("ar", order)
    (gate,) = gates.gates(game, "ar")
    assert (gate.action, "the river is at war" in gate.why) == ("ar.deploy_brigade", True)


# The log, the papers, the inbox


@pytest.mark.parametrize("kind", wire.FILTERS)
def test_every_filter_keeps_some_of_the_log_in_its_order(eve: Game, kind: str) -> None:
    events = eve.events_for(EVE)
    found = wire.filtered(events, kind, eve.compiled, EVE)
    assert 0 < len(found) < len(events)
    assert found == [event for event in events if event in found]


def test_the_papers_print_nothing_that_not_everybody_sees() -> None:
    game = sat("new_years_eve", "us", 40, seed=5)
    printed = [
        event
        for paper in newspaper.papers(game.events_for("us"), game.compiled, "us", game.local_time)
        for event in (*([paper.headline] if paper.headline else []), *paper.stories, *paper.claims)
    ]
    assert len(printed) > 10
    texts = {seat: {event.text for event in game.events_for(seat)} for seat in game.seats}
    assert all(event.text in texts[seat] for event in printed for seat in texts)


def test_the_gravest_news_of_the_day_is_the_headline() -> None:
    game = sat("new_years_eve", "us", 40, seed=5)
    order = newspaper.SEVERITIES.index
    for paper in newspaper.papers(game.events_for("us"), game.compiled, "us", game.local_time):
        if paper.headline is not None:
            assert all(order(paper.headline.severity) >= order(story_.severity) for story_ in paper.stories)


def test_the_paper_of_today_is_not_out() -> None:
    game = sat("standoff", "ar")
    for _ in range(2):
        game.advance("turn")
        assert newspaper.papers(game.events_for("ar"), game.compiled, "ar", game.local_time) == []
    game.advance("turn")
    assert len(newspaper.papers(game.events_for("ar"), game.compiled, "ar", game.local_time)) == 1


def test_proposals_and_messages_wait_in_the_inbox() -> None:
    game = sat("standoff", "ar", seed=7)
    words = story.words_of(game)
    assert inbox.inbox(game.observe("ar"), words) == []
    while not any(item.kind == "proposal" for item in inbox.inbox(game.observe("ar"), words)):
        assert not game.over
        game.advance()
    game.message("bo", ["ar"], "Well?")
    items = inbox.inbox(game.observe("ar"), words)
    assert [item.kind for item in items] == ["proposal", "message"]
    assert items[0].due is not None
    assert items[0].due > game.minute


def seen_event(game: Game, seat: str, kind: str) -> Event:
    return next(event for event in game.events_for(seat) if wire.belongs(event, kind, game.compiled, seat))


def test_only_what_was_chosen_stops_the_clock(eve: Game) -> None:
    for kind, (asked, _) in inbox.BY_EVENT.items():
        if not asked:
            continue
        event = seen_event(eve, EVE, asked)
        assert inbox.stops(frozenset((kind,)), [event], eve.compiled, EVE)
        assert not inbox.stops(frozenset((inbox.TURN, inbox.ASKED)), [event], eve.compiled, EVE)
    assert not inbox.stops(frozenset(inbox.PAUSES), [], eve.compiled, EVE)


# Difficulty


def test_difficulty_is_who_sits_on_the_other_side() -> None:
    crisis = api.load("new_years_eve")
    assert difficulty.opponents(crisis, ["us"], "hard") == {"ir": "hawk", "iq": "hawk", "mi": "hawk"}
    assert difficulty.opponents(crisis, ["us"], "hard,iq=easy") == {"ir": "hawk", "iq": "dove", "mi": "hawk"}
    assert difficulty.opponents(crisis, ["us", "ir"], "mi=easy") == {"iq": "utility", "mi": "dove"}
    for level in difficulty.LEVELS:
        assert difficulty.agent(crisis, level) in difficulty.meaning(crisis, level)


@pytest.mark.parametrize(
    ("text", "said"), [("harsh", "did you mean hard"), ("us=hard", "us is yours"), ("xx=easy", "no seat")]
)
def test_a_difficulty_that_is_none_is_refused(text: str, said: str) -> None:
    with pytest.raises(WrongUse, match=said):
        difficulty.opponents(api.load("new_years_eve"), ["us"], text)


# The end


def test_the_end_has_scores_beside_history_and_where_it_turned() -> None:
    game = sat("new_years_eve", "us", seed=11)
    game.play_out()
    end = ending.ending_of(game, ["us"])
    (us,) = end.seats
    assert (end.outcome, us.score) == (game.outcome(), game.scores()["us"])
    historical = api.load("new_years_eve").run(1, agents="historical")
    assert us.history == historical.scores["us"]
    assert sum(one.weight * one.met for one in us.objectives) == pytest.approx(us.score)
    assert 0 < len(us.swings) <= 3


def test_without_a_history_there_is_nothing_to_stand_beside() -> None:
    game = sat("first_steps", "town")
    game.play_out()
    (town,) = ending.ending_of(game, ["town"]).seats
    assert town.history is None
    assert all(one.history is None for one in town.objectives)


# Nothing hidden


def everything_shown(game: Game, seat: str) -> str:
    """All lines that a player can have at this moment, with the first legal order in draft."""
    legal = game.observe(seat).legal()
    if legal:
        game.submit(seat, legal[0].action)
    play = Play(game, [seat], {})
    words = ["?", "status all", "suggest", "advisers", "draft", "forces", "inbox", "paper", "log all", "brief"]
    words += [f"log {kind}" for kind in wire.FILTERS] + [f"why {event.number}" for event in game.events_for(seat)]
    lines = [line for word in words for line in answer(play, word)]
    shown = "\n".join(f"{line.lead}|{line.text}|{line.style}" for line in lines) + repr(gates.gates(game, seat))
    while game.undo(seat):
        pass
    return shown


@settings(max_examples=10)
@given(one=hidden, other=hidden, orders=red_orders, seed=st.integers(0, 2**63 - 1))
def test_two_games_that_differ_in_what_is_hidden_show_the_same_lines(
    one: Hidden, other: Hidden, orders: list[int], seed: int
) -> None:
    streams = [red_stream(some, orders, seed, 36 * 60, everything_shown) for some in (one, other)]
    assert streams[0] == streams[1]


def test_the_busiest_of_secrets_is_not_shown() -> None:
    assert red_stream(QUIET, ORDERS, looking=everything_shown) == red_stream(BUSY, ORDERS, looking=everything_shown)


def test_a_gate_that_knew_the_truth_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def leaking(compiled: Compiled, state: State, seat: str, action: str) -> str:
        gauges = compiled.program.places.gauges
        return str(state.values[gauges : gauges + compiled.program.sizes.gauges])

    monkeypatch.setattr(gates, "may_end", leaking)
    streams = [red_stream(some, ORDERS, looking=everything_shown) for some in (QUIET, BUSY)]
    assert streams[0] != streams[1]


def test_the_dead_are_told_before_the_wounded_however_many_these_are() -> None:
    game = sat("new_years_eve", "us", 1)
    seen = game.observe("us")
    moved = {"us_killed": 1.0, "us_wounded": 4.0, "militia_killed": 25.0}
    gauges = tuple(replace(gauge, value=moved.get(gauge.id, gauge.value), trend=moved.get(gauge.id), error=0.0)
                   for gauge in seen.gauges)  # fmt: skip
    (line,) = situation.movers(replace(seen, gauges=gauges))
    told = [line.text.index(words) for words in ("militiamen killed", "Americans killed", "Americans wounded")]
    assert told == sorted(told)
