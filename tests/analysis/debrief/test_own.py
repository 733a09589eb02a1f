"""While a game goes on a seat has its own debrief, and there is nothing in it that it may not see."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crisis_sim.api as cs
from crisis_sim.analysis.debrief import futures, knowing, own, own_debrief
from crisis_sim.analysis.debrief.own_telling import own_summary, rows
from crisis_sim.analysis.debrief.page import own_page
from crisis_sim.engine import Game
from crisis_sim.terms.records import WrongUse
from tests.analysis.pages import Page
from tests.engine.tables import Hidden, red_stream

BLUE = ["blue.stockpile", "blue.talk", "blue.propose_pact"]
GREEN = ["green.hoard", "green.accept_pact", "green.reject_pact"]
ORDERS = [0, 1, 1, 2, 0, -1, 1, 0]
UNTIL = 40 * 60

hidden = st.builds(
    Hidden,
    blue=st.lists(st.none() | st.sampled_from(BLUE), max_size=8),
    green=st.lists(st.none() | st.sampled_from(GREEN), max_size=8),
    overrides=st.lists(st.none() | st.tuples(st.sampled_from(["stock", "plans"]), st.floats(0, 100)), max_size=5),
    messages=st.lists(st.none() | st.text("abc ", min_size=1).filter(str.strip), max_size=5),
    first=st.booleans(),
)


def everything(game: Game, seat: str) -> str:
    """All that the seat's debrief says, in every shape that it has."""
    heard: list[str] = []
    whole = own_debrief(game, seat, n=2, engine="python", watch=lambda progress: heard.append(repr(progress)))
    told = [own_summary(whole, game), own_page(whole, game), repr(list(rows(whole, game))), repr(whole)]
    return "\n".join([*told, *heard])


@settings(max_examples=8)
@given(one=hidden, other=hidden, seed=st.integers(0, 2**31))
def test_games_that_differ_in_what_is_hidden_give_the_same_debrief(one, other, seed):
    streams = [red_stream(each, ORDERS, seed, UNTIL, everything) for each in (one, other)]
    assert streams[0] == streams[1]


QUIET = Hidden()
BUSY = Hidden(
    blue=["blue.stockpile", "blue.talk", "blue.propose_pact", "blue.stockpile"] * 2,
    green=["green.hoard", "green.hoard", "green.accept_pact", None] * 2,
    overrides=[None, ("stock", 70.0), ("plans", 9.0)],
    messages=[None, "hello", "there"],
)


def _count_of_all_decisions(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(own, "_numbered", lambda decisions: decisions)


def _luck_of_the_whole_game(patch: pytest.MonkeyPatch) -> None:
    asks = knowing.believed_asks
    patch.setattr(own, "believed_asks", lambda story, *more: {
        name: ask._replace(seed=len(story.happened)) for name, ask in asks(story, *more).items()
    })  # fmt: skip


def _states_as_they_were(patch: pytest.MonkeyPatch) -> None:
    play = futures.Futures._in_python
    patch.setattr(
        futures.Futures, "_in_python", lambda self, ask, played: play(self, ask._replace(believer=-1), played)
    )


@pytest.mark.parametrize("leak", [_count_of_all_decisions, _luck_of_the_whole_game, _states_as_they_were])
def test_a_planted_leak_is_noticed(leak, monkeypatch):
    assert red_stream(QUIET, ORDERS, 5, UNTIL, everything) == red_stream(BUSY, ORDERS, 5, UNTIL, everything)
    leak(monkeypatch)
    assert red_stream(QUIET, ORDERS, 5, UNTIL, everything) != red_stream(BUSY, ORDERS, 5, UNTIL, everything)


def test_a_seats_debrief_tells_of_its_own_decisions():
    game = cs.play("standoff", seed=1, seats={"ar": "human"})
    for _ in range(3):
        game.submit("ar", "ar.inquire")
        game.advance()
    mine = own_debrief(game, "ar", n=20)
    assert next(one.decision.orders[0].action for one in mine.insights if one.decision.orders) == "ar.inquire"
    assert {one.decision.seat for one in mine.insights} == {"ar"}
    assert all(one.outcomes for one in mine.insights if one.instead)
    assert mine.observation == game.observe("ar")
    page = Page(own_page(mine, game))
    assert page.problems == []
    assert not {"script", "link", "img"} & set(page.tags)
    assert "Dive to the wreck" in page.text
    assert "Let the guards shoot" not in page.text


def test_the_whole_is_kept_until_the_game_is_over():
    game = cs.play("standoff", seed=1, seats={"ar": "human"})
    game.advance()
    with pytest.raises(WrongUse, match="not over"):
        cs.debrief(game)
    whole = cs.debrief(game, control=True, n=20)
    assert whole.splits == ()
    assert whole.decisions
