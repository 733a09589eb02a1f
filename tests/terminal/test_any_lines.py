"""Whatever is typed into a game, and whenever it is killed: nothing breaks, and what is on the disk is the game."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from crisis_sim import api
from crisis_sim.terminal.plain import answer
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.sitting import mine_of
from crisis_sim.terminal.verbs import VERBS
from tests.terminal.test_play import sit, text, typed

WORDS = st.sampled_from([verb.word for verb in VERBS if verb.word != "quit"])
FOLLOWS = st.sampled_from(
    ["", "1", "2", "3", "inquire", "tension", "all", "bo", "bo Hello.", "brigade", "guard_control"]
)
LINES = st.one_of(
    st.just(""),
    st.integers(0, 7).map(str),
    st.lists(st.integers(1, 5).map(str), max_size=3).map(" ".join),
    st.tuples(WORDS, FOLLOWS).map(" ".join),
    WORDS.map(lambda word: word[:2]),
    st.text(max_size=20),
)


class AnyLines(RuleBasedStateMachine):
    """Random lines, and kills: what a kill leaves is the journal as it lies on the disk at that moment."""

    @initialize(seed=st.integers(0, 5), mine=st.sampled_from([("ar",), ("bo",), ("ar", "bo")]))
    def begin(self, seed: int, mine: tuple[str, ...]) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.kills = 0
        self.play = sit(self.folder / "0.journal", *mine, seed=seed)
        self.play.patience = 0.0
        text(self.play.begin())

    @rule(line=LINES)
    def type(self, line: str) -> None:
        if not self.play.done and line.strip() not in {"q", "quit"}:
            answer(self.play, line)

    @rule(turns=st.integers(1, 6))
    def hold(self, turns: int) -> None:
        typed(self.play, *[""] * turns)

    @rule()
    def kill_and_resume(self) -> None:
        if self.play.game.over:
            return
        before, path = self.play.game, self.play.game.path
        assert path is not None
        self.kills += 1
        copy = self.folder / f"{self.kills}.journal"
        shutil.copy(path, copy)
        game = api.resume(copy)
        assert game.waiting == before.waiting
        assert game.minute == before.minute
        for seat in self.play.mine:
            assert game.observe(seat) == before.observe(seat)
        assert mine_of(game) == list(self.play.mine)
        before.close()
        self.play = Play(game, self.play.mine, {})
        self.play.patience = 0.0
        text(self.play.begin())

    @invariant()
    def somebody_can_do_something_or_it_is_over(self) -> None:
        game = self.play.game
        assert game.over or self.play.seat in game.waiting

    def teardown(self) -> None:
        if hasattr(self, "play"):
            game = self.play.game
            game.close()
            assert game.path is not None
            assert api.replay(game.path, verify=True).digest == game.digest
            shutil.rmtree(self.folder)


AnyLines.TestCase.settings = settings(
    max_examples=(settings.default or settings()).max_examples // 3, stateful_step_count=20
)
TestAnyLines = AnyLines.TestCase
