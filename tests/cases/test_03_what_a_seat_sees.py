"""Rulebook, chapter 3: what a seat sees."""

from __future__ import annotations

import statistics

import pytest

from crisis_sim.scenario.errors import ScenarioError
from tests.cases.tables import Table, compiled, inject

ALL = {"ar", "bo", "cy"}


def deed(visibility: str = "overt", **more: object) -> str:
    fields = "".join(f", {name}: {value}" for name, value in more.items())
    return f"actions:\n  ar.raid: {{name: Raid, target: guards, visibility: {visibility}{fields}}}\n"


def gauge(sight: str, **more: object) -> str:
    fields = "".join(f", {name}: {value}" for name, value in more.items())
    return f"gauges:\n  anger: {{what: anger, start: 40, sight: {sight}{fields}}}\n"


def raided(*texts: str, run: int = 0) -> Table:
    """Arland has raided at the first minute, and five hours have passed."""
    game = Table(*texts, run=run)
    assert game.order("ar.raid") == "legal"
    return game.until(5)


def test_3_1_a_gauge_is_seen_exactly_with_an_error_late_or_not_at_all() -> None:
    game = Table(
        gauge("{ar: {bias: 7}, bo: hidden, cy: {late: 6}}"), inject("flood", "anger += 9", "tension += 9")
    ).until(2)
    assert game.gauge("anger") == 49
    assert (game.seen("ar", "anger"), game.seen("bo", "anger"), game.seen("cy", "anger")) == (56, 0, 40)
    assert game.seen("bo", "tension") == game.gauge("tension")


def test_3_2_the_error_stays_for_a_staff_cycle() -> None:
    game = Table(gauge("{ar: {noise: 5, bias: 3}}"))
    first = game.seen("ar", "anger")
    before = game.everything()
    assert [game.seen("ar", "anger") for _ in range(3)] == [first] * 3
    assert game.everything() == before
    assert game.until(5.9).seen("ar", "anger") == first
    assert game.until(6).seen("ar", "anger") != first
    assert game.seen("bo", "anger") == 40


def test_3_2_the_error_has_the_spread_and_the_slant_that_are_written() -> None:
    game = Table(gauge("{ar: {noise: 5, bias: 3}}"), "horizon: 8000\nturn: 1\n")
    seen = [game.until(hour).seen("ar", "anger") for hour in range(400)]
    assert statistics.fmean(seen) == pytest.approx(43, abs=1.25)
    assert statistics.pstdev(seen) == pytest.approx(5, rel=0.2)


def test_3_3_a_late_gauge_is_that_of_the_last_report() -> None:
    game = Table(gauge("{bo: {late: 4}}"), inject("one", "anger = 50"), inject("two", "anger = 60", at=4))
    assert game.until(3.9).seen("bo", "anger") == 40
    assert game.until(4).seen("bo", "anger") == 50  # what happens at the same minute comes after the report
    assert game.until(8).seen("bo", "anger") == 60


def test_3_4_what_is_seen_is_within_bounds_and_whole_where_it_counts() -> None:
    lines = gauge("{all: {noise: 9}}", start=1, bounds="[0, 3]", whole="true").replace("start: 40, ", "")
    seen = {Table(lines, run=run).seen("ar", "anger") for run in range(40)}
    assert seen == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("visibility", "seen", "doer"),
    [
        ("overt", ALL, ALL),
        ("private", {"ar", "bo"}, {"ar", "bo"}),
        ("covert", {"ar"}, {"ar"}),
        ("deniable", ALL, {"ar"}),
    ],
)
def test_3_5_who_sees_a_thing(visibility: str, seen: set[str], doer: set[str]) -> None:
    (event,) = raided(deed(visibility)).of("outcome")
    assert (event.seen, event.doer) == (seen, doer)


def test_3_5_an_inject_is_seen_by_those_it_is_sent_to() -> None:
    game = Table(inject("note", to=["cy"], visibility="private"), inject("flood")).until(1)
    assert [(event.thing, set(event.seen)) for event in game.of("inject")] == [("note", {"cy"}), ("flood", ALL)]


def test_3_6_others_notice_each_for_itself() -> None:
    always = raided(deed("covert", noticed=1)).of("outcome")
    assert always[0].seen == ALL
    noticed = [raided(deed("covert", noticed=0.5), run=run).of("outcome")[0].seen - {"ar"} for run in range(80)]
    assert {frozenset(), frozenset({"bo"}), frozenset({"cy"}), frozenset({"bo", "cy"})} == set(noticed)
    assert 20 < sum("bo" in seats for seats in noticed) < 60


def test_3_7_others_learn_of_it_when_it_is_published() -> None:
    game = raided(deed(publication=3))
    (at_once,), (later,) = game.of("outcome"), game.of("reveal")
    assert (at_once.minute, at_once.seen) == (1, {"ar"})
    assert (later.minute, later.seen, later.doer) == (181, {"bo", "cy"}, {"bo", "cy"})
    assert later.cause == at_once.number


def test_3_8_a_published_deniable_deed_does_not_name_its_doer() -> None:
    (later,) = raided(deed("deniable", publication=3)).of("reveal")
    assert (later.seen, later.doer) == ({"bo", "cy"}, frozenset())


def test_3_9_formulas_of_a_seat_know_what_it_has_seen() -> None:
    counts = "actions:\n  bo.answer: {name: Answer, requires: count(ar.raid) > 0}\n"
    since = "actions:\n  cy.answer: {name: Answer, requires: since(ar.raid) < 6}\n"
    own = "actions:\n  ar.answer: {name: Answer, requires: count(ar.raid) > 0}\n"
    game = Table(deed(publication=3), counts, since, own)
    game.order("ar.raid")
    game.until(2)
    assert [game.why_not(f"{seat}.answer") for seat in ("ar", "bo", "cy")] == ["legal", "requirement", "requirement"]
    game.until(4.9)
    assert [game.why_not(f"{seat}.answer") for seat in ("ar", "bo", "cy")] == ["legal"] * 3
    game.until(6.1)  # counted from the deed, and not from the news of it
    assert game.why_not("cy.answer") == "requirement"


def test_3_9_news_of_an_older_deed_does_not_show_that_a_newer_one_goes_on() -> None:
    lines = deed("covert", noticed="1 if count(ar.raid) < 2 else 0", publication=3, duration=1.5)
    answer = "actions:\n  cy.answer: {name: Answer, requires: active(ar.raid)}\n"
    game = Table(lines, answer)
    game.order("ar.raid")
    game.until(2).order("ar.raid")
    game.until(3.2)
    assert game.active("ar.raid")
    assert game.why_not("cy.answer") == "requirement"


def test_3_9_who_saw_the_first_time_does_not_see_the_second() -> None:
    lines = deed("covert", noticed="1 if count(ar.raid) < 2 else 0", duration=1)
    answer = "actions:\n  cy.answer: {name: Answer, requires: active(ar.raid)}\n"
    game = Table(lines, answer)
    game.order("ar.raid")
    assert game.until(0.5).why_not("cy.answer") == "legal"
    assert game.until(2).why_not("cy.answer") == "requirement"
    game.order("ar.raid")
    game.until(2.5)
    assert game.active("ar.raid")
    assert game.why_not("cy.answer") == "requirement"


def test_3_10_a_force_of_others_is_where_it_was_last_shown() -> None:
    lines = """\
forces:
  hidden: {name: H, of: ar, size: 9, transit: 2, announced: false}
  shown: {name: S, of: ar, size: 9, transit: 2}
"""
    game = Table(lines, inject("march", "deploy(hidden)", "deploy(shown)")).until(5)
    assert (game.place("hidden"), game.place("shown")) == ("theatre", "theatre")
    assert (game.place_seen("ar", "hidden"), game.place_seen("bo", "hidden")) == ("theatre", "home")
    assert game.place_seen("bo", "shown") == "theatre"


@pytest.mark.parametrize(
    ("formula", "complaint"),
    [
        ("shot", "use belief(shot)"),
        ("cash > 3", "cy cannot see cash"),
        ("standing(oath)", "cy cannot see oath"),
        ("obeys(command) > 0.5", "command is no link of cy"),
        ("count(ar.sneak) > 0", "cy never sees ar.sneak"),
    ],
)
def test_3_11_a_formula_of_a_seat_cannot_name_what_it_does_not_see(formula: str, complaint: str) -> None:
    lines = """\
facts: {shot: {what: they shot, chance: 0.5}}
gauges: {cash: {what: cash, start: 5, sight: {cy: hidden}}}
links: {command: {principal: bo, proxy: guards, control: 0.5, basis: pay}}
commitments: {oath: {kind: pledge, by: ar, to: bo, what: peace, public: false, abstain: [ar.sneak]}}
"""
    actions = (
        f"actions:\n  ar.sneak: {{name: Sneak, visibility: covert}}\n  cy.act: {{name: Act, requires: {formula}}}\n"
    )
    with pytest.raises(ScenarioError) as caught:
        compiled(lines, actions)
    (problem,) = str(caught.value).splitlines()
    assert complaint in problem


def test_3_13_an_error_keeps_its_size_for_a_staff_cycle() -> None:
    lines = gauge("{ar: exact, bo: {noise: 4}, cy: {noise: 0.5 * anger}}")
    game = Table(lines, inject("flood", "anger += 20", at=2)).until(1)
    error = game.seen("cy", "anger") - game.gauge("anger")
    assert error != 0
    game.until(3)
    assert game.gauge("anger") == 60
    assert game.seen("cy", "anger") - 60 == pytest.approx(error)


@pytest.mark.parametrize("noise", ["cash", "0.1 * rumour", "count(ar.raid)", "1 if shot else 2"])
def test_3_13_an_error_hangs_on_nothing_that_the_seat_does_not_see_exactly(noise: str) -> None:
    lines = """\
facts: {shot: {what: a shot fell, chance: 0.5}}
actions: {ar.raid: {name: Raid, visibility: covert, noticed: 0.5}}
gauges:
  cash: {what: cash, start: 5, sight: {cy: hidden}}
  rumour: {what: rumour, start: 5, sight: {cy: {noise: 3}}}
"""
    with pytest.raises(ScenarioError, match="exactly, and this would tell"):
        compiled(gauge(f"{{cy: {{noise: {noise}}}}}"), lines)


def test_3_12_a_thing_is_counted_when_it_is_learnt_of() -> None:
    game = Table(deed(publication=3))
    at = game.names.seats.row("bo") * len(game.names.happenings) + game.names.happenings.row("ar.raid")
    game.order("ar.raid")
    game.until(3)
    assert game.state.seen_count[at] == 0
    game.until(4)
    assert (game.state.seen_count[at], game.state.seen_minute[at]) == (1, 1)
