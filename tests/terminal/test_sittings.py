"""Sittings as people have them, against a model: draft, undo, commit, ask, save, be killed, go on, branch off."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from crisis_sim import api
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.sitting import mine_of
from tests.terminal.test_play import sit, text, typed

LOOKS = ("status", "status all", "?", "suggest", "advisers", "inbox", "paper", "log talk", "why 0", "forces", "help")


class Sittings(RuleBasedStateMachine):
    """One player at the standoff. The model: what is in draft, what was ever committed, where the game stood then."""

    @initialize(seed=st.integers(0, 5), seat=st.sampled_from(["ar", "bo"]))
    def begin(self, seed: int, seat: str) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.files = 0
        self.drafted: list[str] = []
        self.given: list[tuple[int, str]] = []
        self.sit(sit(self.folder / "0.journal", seat, seed=seed))

    def sit(self, play: Play) -> None:
        self.play = play
        self.seat = play.seat
        play.patience = 0.0
        text(play.begin())

    def path(self) -> Path:
        self.files += 1
        return self.folder / f"{self.files}.journal"

    def options(self) -> list[str]:
        return [option.action for option in self.play.game.legal(self.seat)]

    # Before a turn is given

    @precondition(lambda self: not self.play.done)
    @rule(number=st.integers(0, 6))
    def draft(self, number: int) -> None:
        legal = {option.action for option in self.play.game.observe(self.seat).legal()}
        shown = typed(self.play, str(number))
        if 1 <= number <= len(self.options()) and self.options()[number - 1] in legal:
            self.drafted.append(self.options()[number - 1])
            assert "In draft" in shown

    @precondition(lambda self: not self.play.done)
    @rule()
    def undo(self) -> None:
        typed(self.play, "undo")
        self.drafted = self.drafted[:-1]

    @precondition(lambda self: not self.play.done)
    @rule()
    def abort(self) -> None:
        typed(self.play, "abort")
        self.drafted = []

    @precondition(lambda self: not self.play.done)
    @rule(line=st.sampled_from(LOOKS))
    def look(self, line: str) -> None:
        before = self.play.game.digest
        typed(self.play, line)
        assert self.play.game.digest == before

    @precondition(lambda self: not self.play.done)
    @rule()
    def ask_for_odds(self) -> None:
        before = self.play.game.digest
        typed(self.play, "preview")
        self.play.forget()
        assert self.play.game.digest == before

    # Giving it

    @precondition(lambda self: not self.play.done)
    @rule(word=st.sampled_from(["", "commit", "go", "until +18"]))
    def commit(self, word: str) -> None:
        minute, grave = self.play.game.minute, self.play.open_gates()
        if grave:
            assert "Sure?" in typed(self.play, word)
            assert self.play.game.minute == minute
        typed(self.play, word)
        self.given += [(minute, action) for action in self.drafted]
        self.drafted = []
        assert self.play.game.minute > minute or self.play.game.over

    # Saving, dying, going on

    @precondition(lambda self: not self.play.done)
    @rule()
    def save(self) -> None:
        assert "To go on:" in typed(self.play, "save")

    @precondition(lambda self: not self.play.game.over)
    @rule()
    def be_killed_and_go_on(self) -> None:
        """What a kill leaves is the journal as it lies on the disk."""
        assert self.play.game.path is not None
        copy = self.path()
        shutil.copy(self.play.game.path, copy)
        digest = self.play.game.digest
        self.play.game.close()
        game = api.resume(copy)
        assert game.digest == digest
        self.sit(Play(game, mine_of(game), {}))

    @precondition(lambda self: self.play.game.minute > 0)
    @rule(share=st.floats(0, 0.99), seat=st.sampled_from(["ar", "bo"]))
    def branch_off(self, share: float, seat: str) -> None:
        """Another game from an earlier time, perhaps as the other side; the first one's file is left as it is."""
        game = self.play.game
        assert game.path is not None
        before = game.path.read_bytes()
        then = int(game.minute * share)
        other = "bo" if seat == "ar" else "ar"
        branch = game.branch(then, {seat: "human", other: "utility"})
        assert branch.minute <= game.minute
        branch.save(self.path())
        assert game.path.read_bytes() == before
        game.close()
        self.drafted = []
        self.given = [(minute, action) for minute, action in self.given if minute < then]
        self.sit(Play(branch, [seat], {}))

    # What is always so

    @invariant()
    def the_draft_is_what_was_drafted(self) -> None:
        if not self.play.game.over:
            assert [order.action for order in self.play.game.draft(self.seat)] == self.drafted

    @invariant()
    def what_was_given_is_in_the_log(self) -> None:
        given = {(event.minute, event.action) for event in self.play.game.events if event.kind == "order"}
        assert set(self.given) <= given

    @invariant()
    def somebody_can_do_something_or_it_is_over(self) -> None:
        game = self.play.game
        assert game.over or self.play.seat in game.waiting

    def teardown(self) -> None:
        if hasattr(self, "play"):
            game = self.play.game
            self.play.forget()
            game.close()
            assert game.path is not None
            assert api.replay(game.path, verify=True).digest == game.digest
            shutil.rmtree(self.folder)


Sittings.TestCase.settings = settings(
    max_examples=(settings.default or settings()).max_examples // 3, stateful_step_count=20
)
TestSittings = Sittings.TestCase
