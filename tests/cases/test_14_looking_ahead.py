"""Rulebook, chapter 14: looking ahead and imagining."""

from __future__ import annotations

import pytest

from crisis_sim.compiler import blank_state
from crisis_sim.rules.game import advance
from crisis_sim.rules.imagine import imagine
from crisis_sim.rules.look_ahead import look_ahead, mean_score
from crisis_sim.terms.codes import DOCTRINE, HOME, NONE, PLACES
from crisis_sim.terms.rows import NOW, State
from crisis_sim.testing.strict_rows import strict
from tests.cases.tables import SEATS, Table, everything, inject

OBJECTIVE = "objectives:\n  ar: {calm: {what: calm, weight: 1, value: 50 + mark}}\n"


def options(**gains: int) -> str:
    """Actions of Arland's, each with what it brings; the first appeals most."""
    actions = "".join(f"  ar.{name}: {{name: {name}, effects: [mark += {gain}]}}\n" for name, gain in gains.items())
    appeals = ", ".join(f"ar.{name}: {-place}" for place, name in enumerate(gains))
    rest = "".join(f"  {seat}: {{what: It waits., temperature: 1, appeal: {{}}}}\n" for seat in ("bo", "cy"))
    return f"actions:\n{actions}doctrines:\n  ar: {{what: It acts., temperature: 1, appeal: {{{appeals}}}}}\n{rest}"


def blank(game: Table) -> State:
    return strict(blank_state(game.compiled.program))


def imagined(game: Table, seat: str = "ar", seed: int = 5, run: int = 1) -> State:
    """A state that the seat thinks possible now."""
    state = blank(game)
    imagine(game.program, game.state, state, game.names.seats.row(seat), seed, run)
    return state


def best(*texts: str) -> str | None:
    game = Table(*texts, OBJECTIVE)
    action = look_ahead(game.program, game.state, blank(game), 0)
    assert game.waits(game.names.actions[action]) if action != NONE else not game.state.orders.nth[0]
    return None if action == NONE else game.names.actions[action]


def test_14_1_it_gives_the_order_that_leaves_it_best_among_the_four_that_appeal_most() -> None:
    assert best(options(worse=-9, better=7, good=5)) == "ar.better"
    assert best(options(worse=-9, bad=-5)) is None
    assert best(options(a=1, b=2, c=3, d=4, far_better=40)) == "ar.d"
    assert best(options(late=0), inject("flood", "mark += 9", at=1)) is None


def test_14_2_all_options_are_tried_with_the_same_luck() -> None:
    fog = "processes:\n  fog: {name: Fog, hazard: 9, effects: ['mark += normal(0, 5)']}\n"
    game = Table(options(one=0, two=0), OBJECTIVE, fog)
    one, two = (game.names.actions.row(f"ar.{name}") for name in ("one", "two"))
    scores = {mean_score(game.program, game.state, blank(game), 0, action, 0) for action in (NONE, one, two)}
    assert len(scores) == 1
    assert scores != {50}


LINES = """\
gauges:
  seen: {what: seen, start: 30, sight: {ar: {bias: 5}}}
  unseen: {what: unseen, start: "uniform(0, 100)", sight: {ar: hidden}}
facts: {shot: {what: they shot, chance: 0.5, beliefs: {ar: 0.8, bo: knows}}}
actions:
  ar.act: {name: Act, preparation: 9}
  bo.act: {name: Act, preparation: 9, visibility: covert}
  bo.hide: {name: Hide, visibility: covert, duration: 40, effects: [unseen = 7, "evidence(shot, 3, cy)"]}
forces:
  near: {name: N, of: bo, size: 9, transit: 30}
  far: {name: F, of: bo, size: 9, transit: 3, announced: false}
processes: {fire: {name: Fire, hazard: 0.1}}
"""


def test_14_3_an_imagined_state_is_made_from_what_the_seat_knows() -> None:
    game = Table(LINES)
    for action in ("ar.act", "bo.act"):
        game.order(action)
    game.until(5)
    gauges, shot = game.program.places.gauges, game.program.places.facts + game.names.facts.row("shot")
    states = [imagined(game, run=run) for run in range(200)]
    assert {state.values[gauges + game.names.gauges.row("seen")] for state in states} == {35}
    assert len({state.values[gauges + game.names.gauges.row("unseen")] for state in states}) == 200
    assert 135 < sum(state.values[shot] for state in states) < 180
    mine, theirs = game.names.actions.row("ar.act"), game.names.actions.row("bo.act")
    assert all(state.orders.due[mine] == 540 and state.orders.serial[mine] != 0 for state in states)
    assert all(state.orders.serial[theirs] == 0 for state in states)


def test_14_4_games_that_show_a_seat_the_same_give_it_the_same_imagined_states() -> None:
    games = [Table(LINES, inject("march", "deploy(near)")), Table(LINES, inject("march", "deploy(near)"))]
    games[1].order("bo.hide")
    games[1].order("bo.act")
    for game in games:
        game.until(4)
    games[1].override("unseen", 3)
    assert games[0].odds("shot", "cy") != games[1].odds("shot", "cy")
    first, second = (everything(game.program, imagined(game)) for game in games)
    assert first == second
    assert first != everything(games[0].program, imagined(games[0], run=2))


def test_14_5_the_others_play_their_doctrines_and_know_what_they_know() -> None:
    personas = """\
personas:
  utility: {what: usual, traits: {boldness: -1}}
  hawk: {what: bold, traits: {boldness: 1}}
"""
    game = Table(LINES, personas, personas=dict.fromkeys(SEATS, "hawk"))
    hawk, utility = game.names.personas.row("hawk"), game.names.personas.row("utility")
    truths = set()
    for run in range(20):
        state = imagined(game, run=run)
        assert [state.personas[row] for row in range(3)] == [hawk, utility, utility]
        assert [state.agents[row] for row in range(3)] == [DOCTRINE] * 3
        shot = game.names.facts.row("shot")
        true = state.values[game.program.places.facts + shot] != 0
        assert state.values[game.program.places.beliefs + 3 * shot + 1] == (40 if true else -40)
        truths.add(true)
    assert truths == {True, False}


def test_14_6_forces_go_on_from_where_they_were_last_known() -> None:
    game = Table(LINES, inject("march", "deploy(near)", "deploy(far)")).until(9)
    assert (game.place("near"), game.place("far")) == ("transit", "theatre")
    state, units = imagined(game), game.program.places.units
    near, far = game.names.units.row("near"), game.names.units.row("far")
    assert PLACES[int(state.values[units + near])] == "transit"
    assert int(state.values[units + far]) == HOME
    while state.clock[NOW] < 40 * 60:
        advance(game.program, state)
    assert PLACES[int(state.values[units + near])] == "theatre"


def test_14_7_thresholds_are_drawn_afresh() -> None:
    game = Table(LINES).until(5)
    fire = game.names.happenings.row("fire")
    thresholds = {imagined(game, run=run).threshold[fire] for run in range(50)}
    assert len(thresholds) == 50
    assert game.state.threshold[fire] not in thresholds
    assert sum(thresholds) / 50 == pytest.approx(1, abs=0.6)


def test_14_7_an_inject_comes_in_an_imagined_game_with_its_chance() -> None:
    game = Table(inject("flood", at=9, chance=0.3)).until(2)
    came = 0
    for run in range(60):
        state = imagined(game, run=run)
        while state.clock[NOW] < 600:
            advance(game.program, state)
        came += int(state.values[game.program.places.counts + game.names.happenings.row("flood")])
    assert 6 < came < 32


def test_14_9_promises_that_the_seat_knows_of_stand_as_they_stand() -> None:
    lines = """\
commitments:
  open: {kind: pledge, by: bo, to: cy, what: peace, abstain: [bo.strike]}
  secret: {kind: pledge, by: bo, to: cy, what: war, public: false, abstain: [bo.strike]}
agreements:
  pact: {name: A pact, what: Peace., sponsor: bo, parties: [cy], commitments: [open], private: false, negotiation: 1}
  plot: {name: A plot, what: War., sponsor: bo, parties: [cy], commitments: [secret], negotiation: 1}
actions: {bo.strike: {name: Strike}}
"""
    game = Table(lines, inject("vow", "commit(open)", "commit(secret)"))
    game.order("bo.propose_pact")
    game.order("bo.propose_plot")
    state, places = imagined(game.until(2)), game.program.places

    def stands(block: int, row: int) -> tuple[float, float]:
        return game.state.values[block + row], state.values[block + row]

    for known, unknown, block, index in (
        ("open", "secret", places.standings, game.names.commitments),
        ("pact", "plot", places.agreed, game.names.agreements),
    ):
        truth, thought = stands(block, index.row(known))
        assert truth == thought != 0
        truth, thought = stands(block, index.row(unknown))
        assert truth != thought == 0


def test_14_9_instructions_of_its_own_stand_and_those_of_others_are_unknown() -> None:
    lines = """\
links:
  pay: {principal: bo, proxy: guards, control: 0.5, basis: pay}
  creed: {principal: ar, proxy: guards, control: 0.4, basis: creed}
"""
    game = Table(lines, inject("word", "instruct(pay, escalate)", "instruct(creed, restrain)")).until(2)
    state, instructions = imagined(game), game.program.places.instructions
    assert state.values[instructions + game.names.links.row("creed")] == -1
    assert state.values[instructions + game.names.links.row("pay")] == 0


def test_14_10_deeds_are_as_the_seat_saw_them() -> None:
    lines = """\
actions:
  bo.talk: {name: Talk, duration: 9}
  bo.hide: {name: Hide, visibility: covert, duration: 9}
  cy.look: {name: Look, requires: active(bo.talk) and since(bo.talk) < 4}
"""
    game = Table(lines).until(1)
    game.order("bo.talk")
    game.order("bo.hide")
    state = imagined(game.until(4))
    talk, hide = game.names.actions.row("bo.talk"), game.names.actions.row("bo.hide")
    places, width = game.program.places, len(game.names.happenings)
    assert (state.values[places.counts + talk], state.values[places.counts + hide]) == (1, 0)
    assert state.values[places.last + talk] == 61 / 60
    assert [state.seen_minute[seat * width + talk] for seat in range(3)] == [61] * 3
    assert (state.values[places.active + talk], state.values[places.active + hide]) == (1, 0)
    while state.clock[NOW] < 10 * 60 + 2:
        advance(game.program, state)
    assert state.values[places.active + talk] == 0


def test_14_8_imagining_changes_nothing() -> None:
    game = Table(LINES)
    game.order("ar.act")
    game.until(3)
    before, digest = game.everything(), game.digest
    imagined(game)
    assert (game.everything(), game.digest) == (before, digest)
