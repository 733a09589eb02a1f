"""Rulebook, chapter 9: proxies."""

from __future__ import annotations

from collections import Counter

import pytest

from crisis_sim.rules.adjudicate import choose_outcome
from tests.cases.tables import Table, inject


def links(control: object = 0.5, other: object = 0.4, **more: object) -> str:
    fields = "".join(f", {name}: {value}" for name, value in more.items())
    return f"""\
links:
  pay: {{principal: bo, proxy: guards, control: {control}, basis: pay{fields}}}
  creed: {{principal: ar, proxy: guards, control: {other}, basis: creed}}
"""


ORDER = """\
actions:
  bo.unleash:
    name: Unleash
    doer: guards
    through: pay
    outcomes: {hit: {weight: 3, effects: [mark += 1]}, miss: {weight: 1, effects: [mark += 2]}}
    disobeyed: [mark += 10]
"""


def turns(game: Table, number: int = 2000) -> Counter[str]:
    row = game.names.happenings.row("bo.unleash")
    first = game.program.happenings.first_outcome[row]
    drawn = [choose_outcome(game.program, game.state, row, nth)[0] - first for nth in range(number)]
    return Counter(game.names.outcomes[row][outcome] for outcome in drawn)


def test_9_1_an_order_through_a_link_is_obeyed_as_far_as_control_goes() -> None:
    game = Table(links(control="mark / 100"), ORDER)
    game.override("mark", 60)
    found = turns(game)
    assert 730 < found["disobeyed"] < 870
    assert 820 < found["hit"] < 980
    assert 240 < found["miss"] < 360
    game.override("mark", 100)  # what counts is the control when it is due
    assert turns(game)["disobeyed"] == 0


@pytest.mark.parametrize(
    ("control", "mine", "theirs", "chance"),
    [
        (0.5, "nothing", "nothing", 50),
        (0.5, "escalate", "escalate", 50),
        (0.5, "escalate", "restrain", 30),
        (0.5, "restrain", "escalate", 30),
        (0.5, "nothing", "restrain", 50),
        ("tension", "nothing", "nothing", 100),
    ],
)
def test_9_2_a_contrary_instruction_of_another_principal_weighs_against_it(
    control: object, mine: str, theirs: str, chance: float
) -> None:
    game = Table(
        links(control),
        inject("word", f"instruct(pay, {mine})", f"instruct(creed, {theirs})", "mark = 100 * obeys(pay)"),
    )
    assert game.until(1).gauge("mark") == pytest.approx(chance)


def test_9_3_an_order_that_is_not_obeyed_does_what_disobedience_does_and_no_more() -> None:
    lines = ORDER.replace("    through", "    effects: [mark += 100]\n    through")
    game = Table(links(control=0), lines)
    game.order("bo.unleash")
    (event,) = game.until(1).of("outcome")
    assert (event.outcome, game.gauge("mark")) == ("disobeyed", 10)
    assert game.count("bo.unleash") == 0
    assert not game.active("bo.unleash")
    assert event.seen == {"bo"}


def test_9_4_an_order_that_is_obeyed_may_be_overdone() -> None:
    lines = ORDER + "    overshoot: [mark += 1000]\n    effects: [mark += 100]\n"
    found = turns(Table(links(control=0.5, overshoot=0.4), lines))
    assert 320 < found["overshoot"] < 480
    assert 930 < found["disobeyed"] < 1070
    game = Table(links(control=1, overshoot=1), lines)
    game.order("bo.unleash")
    assert game.until(1).gauge("mark") == 1101
    assert turns(Table(links(control=1, overshoot=1), ORDER))["overshoot"] == 0


@pytest.mark.parametrize("control", [0, 1])
def test_9_5_a_stance_becomes_the_standing_instruction_obeyed_or_not(control: float) -> None:
    game = Table(links(control=control), ORDER + "    stance: escalate\n    preparation: 2\n")
    game.order("bo.unleash")
    assert game.until(1).instructed("pay") == 0
    assert game.until(2).instructed("pay") == 1
    assert game.instructed("creed") == 0


def test_9_5_an_order_without_a_stance_leaves_the_instruction_as_it_is() -> None:
    game = Table(links(), ORDER, inject("word", "instruct(pay, restrain)"))
    game.until(1).order("bo.unleash")
    assert game.until(2).instructed("pay") == -1
    assert len(game.of("outcome")) == 1


def test_9_6_an_instruction_ends_after_its_time_with_the_hour() -> None:
    game = Table(
        links(lasts=2.5), inject("word", "instruct(pay, restrain)"), inject("more", "instruct(pay, escalate)", at=2)
    )
    assert game.until(1).instructed("pay") == -1
    assert game.until(2).instructed("pay") == 1
    assert game.until(4.9).instructed("pay") == 1
    assert game.until(5).instructed("pay") == 0
    exact = Table(links(lasts=2), inject("word", "instruct(pay, restrain)"))
    assert exact.until(2.9).instructed("pay") == -1
    assert exact.until(3).instructed("pay") == 0


def test_9_7_a_proxy_acts_alone_through_its_processes() -> None:
    game = Table("processes:\n  skirmish: {name: Skirmish, by: guards, hazard: 24}\n").play()
    assert {(event.thing, event.actor) for event in game.of("process")} == {("skirmish", "guards")}
    assert game.of("order") == []
