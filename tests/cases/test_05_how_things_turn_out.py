"""Rulebook, chapter 5: how things turn out."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from crisis_sim.rules.adjudicate import choose_outcome
from tests.cases.tables import Table, inject

ALL = {"ar", "bo", "cy"}


def outcomes(game: Table, thing: str, number: int) -> Counter[str]:
    """How so many tries of a thing would turn out."""
    row = game.names.happenings.row(thing)
    first = game.program.happenings.first_outcome[row]
    drawn = [choose_outcome(game.program, game.state, row, nth)[0] - first for nth in range(number)]
    return Counter(game.names.outcomes[row][outcome] for outcome in drawn)


ONE_OF_EACH = """\
actions:
  ar.act: {name: Act, effects: [mark += 1]}
processes:
  tide: {name: Tide, every: 3, first: 2, effects: [mark += 10]}
claims:
  tale: {by: bo, source: A paper, about: mark, figure: 7, says: They give a figure., effects: [mark += 1000]}
forces:
  brigade: {name: B, of: ar, size: 9, transit: 1, arrival: [mark += 10000]}
commitments:
  oath: {kind: pledge, by: ar, to: bo, what: peace, abstain: [ar.act], deadline: 40, broken: [mark += 100000]}
"""


def one_of_each() -> Table:
    game = Table(ONE_OF_EACH, inject("flood", "mark += 100", "claim(tale)", "deploy(brigade)", "commit(oath)", at=0.5))
    game.until(0.9).order("ar.act")
    return game.until(3)


def test_5_1_everything_is_settled_in_one_way() -> None:
    game = one_of_each()
    settled = [event for event in game.events if event.kind != "order"]
    assert [game.count(str(event.thing)) for event in settled] == [1] * 7
    assert all(event.seen == ALL for event in settled)
    assert game.gauge("mark") == 111111


def test_5_10_every_happening_is_told_by_its_kind() -> None:
    assert {event.thing: event.kind for event in one_of_each().events if event.kind != "order"} == {
        "ar.act": "outcome",
        "tide": "process",
        "flood": "inject",
        "tale": "claim",
        "brigade.arrival": "process",
        "oath.made": "commitment",
        "oath.broken": "commitment",
    }


def test_5_2_what_proves_impossible_comes_to_nothing_and_its_own_side_sees_that() -> None:
    game = Table("actions:\n  ar.act: {name: Act, preparation: 2, possible: tension < 50, effects: [mark += 1]}\n")
    game.order("ar.act")
    game.until(1).override("tension", 60)
    (event,) = game.play().of("outcome")
    assert (event.outcome, event.seen) == (None, {"ar"})
    assert game.gauge("mark") == 0


DICE = """\
actions:
  ar.roll:
    name: Roll
    outcomes:
      low: {weight: 1}
      high: {weight: tension / 10}
      none: {weight: mark}
"""


def test_5_3_outcomes_come_in_proportion_to_their_weights() -> None:
    game = Table(DICE)
    found = outcomes(game, "ar.roll", 2000)
    assert 310 < found["low"] < 490  # one in five
    assert found["none"] == 0
    game.override("tension", 10)
    assert 880 < outcomes(game, "ar.roll", 2000)["low"] < 1120  # one in two: weights are those of the minute


def test_5_4_weights_below_zero_are_zero_and_the_first_outcome_is_the_last_resort() -> None:
    game = Table(DICE)
    game.override("mark", -500)
    assert outcomes(game, "ar.roll", 400)["none"] == 0
    lines = "actions:\n  ar.act: {name: Act, outcomes: {one: {weight: mark}, two: {weight: mark}}}\n"
    assert outcomes(Table(lines), "ar.act", 50) == {"one": 50}


def test_5_5_shared_effects_come_first_and_every_line_sees_those_before_it() -> None:
    lines = (
        "actions:\n  ar.act: {name: Act, effects: [mark += 3, mark *= mark], outcomes: {a: {effects: [mark += 1]}}}\n"
    )
    game = Table(lines)
    game.order("ar.act")
    assert game.until(1).gauge("mark") == 10


MARCH = (
    "actions:\n  ar.march: {name: March, preparation: 1, duration: 3, effects: [mark += 1], afterwards: [mark += 10]}\n"
)


def test_5_6_an_action_goes_on_for_its_duration() -> None:
    game = Table(MARCH)
    game.order("ar.march")
    assert not game.until(0.9).active("ar.march")
    assert game.until(1).active("ar.march")
    assert game.gauge("mark") == 1
    assert game.until(3.9).active("ar.march")
    assert not game.until(4).active("ar.march")
    assert game.gauge("mark") == 11


def test_5_7_what_is_stopped_ends_at_once() -> None:
    game = Table(MARCH, inject("halt", "stop(ar.march)", at=2), inject("again", "stop(ar.march)", at=3))
    game.order("ar.march")
    game.until(2)
    assert not game.active("ar.march")
    assert game.gauge("mark") == 11
    assert game.play().gauge("mark") == 11


def test_5_8_what_took_place_is_counted_and_what_was_impossible_is_not() -> None:
    lines = "actions:\n  ar.act: {name: Act, possible: mark < 1}\n"
    game = Table(
        lines, inject("look", "tension = since(ar.act)", at=6), inject("early", "tension = count(ar.act)", at=0)
    )
    assert game.until(0.5).gauge("tension") == 0
    game.order("ar.act")
    game.until(2).override("mark", 1)
    game.order("ar.act")
    game.until(5)
    assert game.count("ar.act") == 1
    assert game.until(6).gauge("tension") == 6 - 31 / 60


def test_5_9_a_silent_process_leaves_no_event() -> None:
    game = Table("processes:\n  rent: {name: Rent, every: 5, silent: true, effects: [mark += 1]}\n").play()
    assert game.gauge("mark") == 9
    assert [event.kind for event in game.events] == ["end"]
    idle = "processes:\n  rent: {name: Rent, every: 5, silent: true, possible: mark > 0, effects: [mark += 1]}\n"
    assert [event.kind for event in Table(idle).play().events] == ["end"]


def test_5_11_an_inject_comes_at_its_hour_by_chance() -> None:
    minutes = [
        Table(inject("flood", at="uniform(2, 4)", chance=0.5), run=run).play().minutes("inject") for run in range(60)
    ]
    came = [found[0] for found in minutes if found]
    assert 15 < len(came) < 45
    assert all(120 <= minute <= 240 for minute in came)
    assert max(map(len, minutes)) == 1


def test_5_12_an_inject_on_a_condition_comes_each_time_it_becomes_true() -> None:
    wave = "processes:\n  wave: {name: Wave, every: 5, first: 0.5, silent: true, effects: [mark = 1 - mark]}\n"
    game = Table(wave, inject("flood", when="mark > 0", after=1.5, times=2)).play()
    # True from half past 0 and, after a time of not being so, from half past 10 and 20; seen at the next full hour.
    assert game.minutes("inject") == [60 + 90, 660 + 90]


def test_5_13_an_inject_does_not_come_if_its_unless_holds_when_it_is_due() -> None:
    flood = inject("flood", at=3, unless="mark > 0")
    assert Table(flood).play().minutes("inject", "flood") == [180]
    assert Table(flood, inject("act", "mark += 1", at=2.9)).play().minutes("inject", "flood") == []
    assert Table(flood, inject("act", "mark += 1", "begin(flood, 9)", at=4)).play().minutes("inject", "flood") == [180]


def test_5_14_what_is_begun_comes_after_its_delay_and_not_too_often() -> None:
    calls = [inject(f"call_{hour}", "begin(flood)", at=hour) for hour in (1, 2, 3)]
    game = Table(*calls, inject("flood", by_hand=True, after=2, times=2)).play()
    assert game.minutes("inject", "flood") == [180, 240]
    game = Table(inject("call", "begin(flood, 7)"), inject("flood", by_hand=True, after=2)).play()
    assert game.minutes("inject", "flood") == [480]
    assert Table(inject("flood", by_hand=True)).play().of("inject") == []
    assert (
        Table(inject("call", "begin(flood)"), inject("flood", by_hand=True, chance=0)).play().of("inject", "flood")
        == []
    )


def test_5_15_a_periodic_process_comes_again_and_again_while_it_runs() -> None:
    tide = "processes:\n  tide: {name: Tide, every: 4, first: 1, running: mark < 1}\n"
    game = Table(tide, inject("stop", "mark = 1", at=8), inject("go", "mark = 0", at=12)).until(20)
    assert game.minutes("process") == [60, 300, 780, 1020]  # 9 o'clock is left out
    often = Table("horizon: 400\nprocesses:\n  tide: {name: Tide, every: 'uniform(2, 6)'}\n").play().minutes("process")
    gaps = [later - earlier for earlier, later in pairwise(often)]
    assert all(120 <= gap <= 360 for gap in gaps)
    assert len(set(gaps)) > 20
