"""One table of an exercise: a game, its turns on the class's clock, and what each team makes of them.

A team's orders are proposed, approved, and committed. When the time of a turn is up, what was approved is ordered, and
what was only proposed lapses. Undoing a turn, and handing a seat to a bot and back, make a branch: the game that was is
kept as it was.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from crisis_sim.api import Crisis
from crisis_sim.classroom.entries import Refused
from crisis_sim.classroom.queue import Item, Queue
from crisis_sim.classroom.talk import Letter, Talk
from crisis_sim.classroom.timer import Timer
from crisis_sim.compiler.phrases import short
from crisis_sim.engine import HUMAN, Game
from crisis_sim.terms.records import Order, Refusal

MOST_PROPOSALS = 50
"""Of one seat in one turn."""
BOT = "utility"


@dataclass(slots=True)
class Proposal:
    """An order that somebody of a team wants given; the team counts them by itself. `by`: their name; `whose`: their
    id, since a name can be another's tomorrow."""

    id: int
    order: Order
    by: str
    why: str
    approved: bool = False
    whose: str = ""


@dataclass(slots=True)
class Question:
    """What a team asks control."""

    id: int
    text: str
    by: str
    answer: str | None = None


@dataclass(slots=True)
class Team:
    """What one seat has before it, apart from the game. Times on the exercise's clock."""

    proposals: list[Proposal] = field(default_factory=list)
    committed: bool = False
    note: str = ""
    note_by: str = ""
    questions: list[Question] = field(default_factory=list)
    active_at: int | None = None
    read: dict[str, int] = field(default_factory=dict)  # by person: how much of the talk
    filled_by_bot: bool = False  # because nobody sat there


class Table:
    """A table, by number. It is `begun` from the brief on; `turn` counts from 1, and is 0 before the first."""

    def __init__(self, number: int, crisis: Crisis) -> None:
        self.number, self.crisis, self.seats = number, crisis, list(crisis.seats)
        self._game: Game | None = None
        self._blank(0, 0)

    @property
    def game(self) -> Game:
        """Refused before there is one."""
        if self._game is None:
            raise Refused("not_now", "the game has not begun")
        return self._game

    @property
    def begun(self) -> bool:
        """Whether there is a game."""
        return self._game is not None

    @property
    def deciding(self) -> bool:
        """Whether a turn is on."""
        return self.turn > 0 and not self.finished

    def begin(self, seed: int, turns: int, length: int) -> None:
        """A new game for everybody, and nothing of an earlier one: so many turns of so many milliseconds."""
        # The tables of a class have the same crisis with other luck: what one finds out is not so at the next.
        self._game = self.crisis.play(seed, run=self.number, seats=HUMAN, timeout=None, command="crisis-sim classroom")
        if not self._game.waiting:
            self._game.advance("decision")
        self._blank(turns, length)

    def _blank(self, turns: int, length: int) -> None:
        self.turns, self.length = turns, length
        self.turn, self.finished = 0, False
        self.timer, self.starts = Timer(), dict[int, int]()
        self.talk, self.queue = Talk(self.seats), Queue()
        self.teams = {seat: Team() for seat in self.seats}
        self.past: list[tuple[str, Game]] = []

    # Turns

    def first_turn(self, at: int) -> None:
        """The teams decide from now on."""
        if self.turn:
            raise Refused("not_now", f"table {self.number} has begun already")
        self._new_turn(at, go=True)

    def end_turn(self, at: int) -> None:
        """What was approved is ordered, and the game goes on to the next turn, or to its end."""
        if not self.deciding:
            raise Refused("not_now", f"table {self.number} is not in a turn")
        running = self.timer.running
        self.game.advance("turn")
        if self.game.over or self.turn == self.turns:
            self.finished = True
            self.timer.clear()
            self._clear()
        else:
            self._new_turn(at, running)

    def undo_turn(self) -> None:
        """Back to the beginning of the turn before, or of this one if it is the first. The time stands still."""
        if not self.turn:
            raise Refused("not_now", f"table {self.number} has no turn to undo")
        back = self.turn if self.finished else max(1, self.turn - 1)
        self._keep(f"turn {self.turn}, undone")
        self._game = self.game.branch(self.starts[back])
        self.turn, self.finished = back, False
        self._clear()
        self.timer.set(self.length, 0, go=False)

    def hand_over(self, seat: str, agent: str) -> None:
        """Somebody else plays this seat from now on: a bot by name, or people."""
        if self.game.over:
            raise Refused("game_over", "the game is over")
        if self.game.seats[seat] == agent:
            return
        self._game = self.game.branch(self.game.minute, {seat: agent})
        if HUMAN in self._game.seats.values() and not self._game.waiting:
            self._game.advance("decision")  # until now, nobody had to be asked
        if agent != HUMAN:
            self.teams[seat].proposals.clear()
            self.teams[seat].committed = False
        for one in self.seats:
            self._order_again(one)

    def is_played_by_people(self, seat: str) -> bool:
        """Whether the seat waits for a team."""
        return self.begun and self.game.seats[seat] == HUMAN

    @property
    def all_committed(self) -> bool:
        """Whether every team is done with this turn."""
        playing = [team for seat, team in self.teams.items() if self.is_played_by_people(seat)]
        return bool(playing) and all(team.committed for team in playing)

    # Orders of a team

    def propose(self, seat: str, order: Order, by: str, why: str, approve: bool) -> Proposal:
        """An order that is legal now; `approve`: whoever proposes it may also decide. Refused with the reason."""
        team = self._deciding(seat)
        if any(one.order == order for one in team.proposals):
            raise Refused("again", "that is proposed already")
        if len(team.proposals) >= MOST_PROPOSALS:
            raise Refused("full", f"{MOST_PROPOSALS} proposals are enough for one turn: take some back")
        self._submit(seat, order)
        if not approve:
            self.game.undo(seat)
        number = max((one.id for one in team.proposals), default=0) + 1
        proposal = Proposal(number, order, by, why, approve)
        team.proposals.append(proposal)
        return proposal

    def approve(self, seat: str, number: int) -> Proposal:
        """The order is given, unless it is taken back before the turn ends."""
        proposal = self._proposal(seat, number)
        if not proposal.approved:
            self._submit(seat, proposal.order)
            proposal.approved = True
        return proposal

    def withdraw(self, seat: str, number: int) -> Proposal:
        """The proposal is taken back."""
        proposal = self._proposal(seat, number)
        self.teams[seat].proposals.remove(proposal)
        if proposal.approved:
            self._order_again(seat)
        return proposal

    def commit(self, seat: str, committed: bool) -> None:
        """The team is done with this turn, or is not after all."""
        if not self.deciding:
            raise Refused("not_now", "no turn is on")
        self.teams[seat].committed = committed

    def proposal(self, seat: str, number: int) -> Proposal:
        """Refused, if there is none of that number."""
        found = next((one for one in self.teams[seat].proposals if one.id == number), None)
        if found is None:
            raise Refused("unknown", "there is no such proposal any more")
        return found

    # What is written

    def write(self, sender: str | None, to: tuple[str, ...], text: str, at: int, public: bool = False) -> Letter:
        """A message or a public statement. It arrives at once, unless control wants it otherwise."""
        if self.game.over:
            raise Refused("game_over", "the game is over: nobody reads messages any more")
        letter = self.talk.write(sender, to, text, self.turn, at, public)
        if letter.due_at is not None and letter.due_at <= at:
            self.deliver(letter)
        return letter

    def deliver(self, letter: Letter, text: str | None = None, why: str = "") -> None:
        """A letter arrives, and stands in the journal from here on. `text`, `why`: words of control, and its reason."""
        spies = self.talk.deliver(letter, text, why)
        if self.game.over:
            return
        if letter.sender is None:
            self.game.control.message(letter.to, letter.text)
            return
        self.game.message(letter.sender, letter.to, letter.text)
        if spies:
            sender, *to = (short(self.crisis.compiled, seat) for seat in (letter.sender, *letter.to))
            self.game.control.message(spies, f"Intercepted, {sender} to {', '.join(to)}: {letter.text}")

    def send(self, item: Item, at: int) -> None:
        """An item of control's queue goes out."""
        if self.game.over:
            raise Refused("game_over", "the game is over")
        if item.inject is not None:
            self.game.control.send(item.inject, item.reason)
            self._review()
        else:
            self.write(None, item.to or tuple(self.seats), item.text, at)
        item.state, item.due_at = "sent", None

    def override(self, gauge: str, value: float, reason: str) -> None:
        """Control sets a gauge. WrongUse for what cannot be."""
        self.game.control.override(gauge, value, reason)
        self._review()

    # Inside

    def _new_turn(self, at: int, go: bool) -> None:
        self.turn += 1
        self.starts[self.turn] = self.game.minute
        self._clear()
        for team in self.teams.values():
            if team.active_at is None:
                team.active_at = at  # whoever never did anything has been idle since the first turn
        self.timer.set(self.length, at, go)
        for item in self.queue.for_turn(self.turn):
            if not self.game.over:
                self.send(item, at)

    def _clear(self) -> None:
        for team in self.teams.values():
            team.proposals.clear()
            team.committed = False

    def _keep(self, label: str) -> None:
        self.past.append((label, self.game))

    def _deciding(self, seat: str) -> Team:
        if not self.deciding:
            raise Refused("not_now", "no turn is on")
        if self.teams[seat].committed:
            raise Refused("committed", "your side has committed this turn: take that back first")
        return self.teams[seat]

    def _proposal(self, seat: str, number: int) -> Proposal:
        self._deciding(seat)
        return self.proposal(seat, number)

    def _submit(self, seat: str, order: Order) -> None:
        answer = self.game.submit(seat, order)
        if isinstance(answer, Refusal):
            raise Refused(answer.code, answer.reason)

    def _order_again(self, seat: str) -> None:
        """Puts what is approved into the game's draft; what has become illegal is only proposed again."""
        while self.game.undo(seat):
            pass
        for proposal in self.teams[seat].proposals:
            if proposal.approved:
                proposal.approved = not isinstance(self.game.submit(seat, proposal.order), Refusal)

    def _review(self) -> None:
        """After control has changed something, drafts hold what is still legal, and so do the teams' lists."""
        for seat, team in self.teams.items():
            drafted: Collection[Order] = self.game.draft(seat)
            for proposal in team.proposals:
                proposal.approved = proposal.approved and proposal.order in drafted
