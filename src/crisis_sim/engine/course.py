"""The course of one game: its state, and everything that happened so far, one step at a time.

Both clocks drive it: the plain loop (`Game.play_out`) and SimPy's (`clock`). Nothing here knows about time that passes
outside, about files, or about who may see what.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from crisis_sim.compiler import Compiled, blank_state
from crisis_sim.rules import control, game
from crisis_sim.rules.agenda import KIND_SHIFT, MINUTE_SHIFT, ROW_MASK, SERIAL_MASK, next_due
from crisis_sim.rules.decide import choose_orders
from crisis_sim.rules.legality import refusal
from crisis_sim.rules.look_ahead import look_ahead
from crisis_sim.rules.orders import submit, withdraw
from crisis_sim.rules.record import record
from crisis_sim.rules.sight import fill_slots
from crisis_sim.terms.codes import DECIDE, DOCTRINE, EVENT_MESSAGE, EXTERNAL, LEGAL, LOOK_AHEAD, NONE, PULSE, SCRIPT
from crisis_sim.terms.rows import (
    DIGEST_HIGH,
    DIGEST_LOW,
    ENTRIES,
    EVENTS,
    LOGGED,
    NOW,
    PINNED,
    STEP,
    Floats,
    Ints,
    State,
)


class Happened(NamedTuple):
    """An event as the rules wrote it, in rows; and the gauges before and after its step, where it changed them."""

    minute: int
    kind: int
    actor: int
    target: int
    row: int
    outcome: int
    seen: int
    doer: int
    cause: int
    amount: float
    chance: float
    luck: float
    before: Floats
    after: Floats


class Turn(NamedTuple):
    """How things stood when a staff cycle began: for the journal's digests, and for trends."""

    minute: int
    events: int
    digest: str
    clock: Ints
    values: Floats
    blur: Floats


def copied(state: State) -> State:
    """A state of its own, in which nothing moves when this one does."""
    copy: State = _copied(state)
    return copy


def _copied(rows: Any) -> Any:
    return type(rows)(*map(_copied, rows)) if hasattr(rows, "_fields") else rows[:]


class Move(NamedTuple):
    """One order of an answer, in rows."""

    action: int
    cancel: bool


Answer = Sequence[Move] | None
"""What a seat does at a decision point; None: what its doctrine would do."""


class Course:
    """One game in progress. Seats whose agent is EXTERNAL are asked for by `asks` and answered by `answer`."""

    def __init__(self, compiled: Compiled, seed: int, run: int, agents: Sequence[int], personas: Sequence[int]) -> None:
        self.compiled = compiled
        self.program = compiled.program
        self.state: State = blank_state(self.program)
        self.happened: list[Happened] = []
        self.turns: list[Turn] = []
        self.texts: dict[int, str] = {}  # free text of messages and reasons, by the event's number
        self.seed, self.run = seed, run
        self._imagined: State | None = None
        self._answers: dict[int, Answer] = {}
        self._answered = NONE  # the minute that was last answered for
        places = self.program.places
        self._gauges = slice(places.gauges, places.gauges + self.program.sizes.gauges)
        self.state.clock[LOGGED] = 0
        game.start(self.program, self.state, seed, run, list(agents), list(personas))
        self._outside = self._has_outside()
        before = self.state.values[self._gauges]
        self._collect(before)
        self._keep_turn()

    # Where it stands

    @property
    def over(self) -> bool:
        return game.over(self.state)

    @property
    def minute(self) -> int:
        return self.state.clock[NOW]

    @property
    def step_number(self) -> int:
        """How many steps were taken: with the number of events, the exact place of an input."""
        return self.state.clock[STEP]

    @property
    def decisions_are_next(self) -> bool:
        """Whether the next thing is the decision of some seat; then all that is left of the minute are decisions."""
        next_due(self.state)
        return self.state.agenda.what[0] >> KIND_SHIFT in (DECIDE, SCRIPT)

    @property
    def events(self) -> int:
        return self.state.clock[EVENTS]

    @property
    def digest(self) -> str:
        clock = self.state.clock
        return f"{clock[DIGEST_HIGH]:08x}{clock[DIGEST_LOW]:08x}"

    def due(self) -> int:
        """The minute of the next thing."""
        return next_due(self.state)

    def asks(self) -> list[int]:
        """The rows of the EXTERNAL seats that decide next, all on the same moment; none if something else is due."""
        if not self._outside or self.over:
            return []
        due = next_due(self.state)
        if due == self._answered or not self.decisions_are_next:
            return []
        agenda, found = self.state.agenda, set()
        for entry in range(self.state.clock[ENTRIES]):
            what = agenda.what[entry]
            if agenda.key[entry] >> MINUTE_SHIFT == due and what >> KIND_SHIFT == DECIDE:
                seat = what & ROW_MASK
                if self.state.agents[seat] == EXTERNAL:
                    found.add(seat)
        return sorted(found)

    # What moves it

    def come_to(self) -> None:
        """Sets the clock to the minute of the next thing, for those who are asked there."""
        game.come_to(self.program, self.state)

    def answer(self, answers: Mapping[int, Answer]) -> None:
        """What the seats that are asked do. A seat that is left out holds."""
        self._answered = next_due(self.state)
        self._answers = dict(answers)

    @property
    def in_a_round(self) -> bool:
        """Whether seats that have answered have not had their turn yet."""
        return bool(self._answers)

    def step(self) -> int:
        """Does the next thing; returns its kind."""
        state = self.state
        before = state.values[self._gauges]
        if self._outside:
            next_due(state)
            what = state.agenda.what[0]
            if what >> KIND_SHIFT == DECIDE:
                self._decide(what & ROW_MASK)
        kind = game.advance(self.program, state)
        if state.clock[LOGGED] != 0:
            self._collect(before)
        if kind == PULSE and state.clock[NOW] % self.program.sizes.turn == 0:
            self._keep_turn()
        return kind

    def would_refuse(self, seat: int, action: int, draft: Sequence[Move]) -> int:
        """LEGAL, or why the seat cannot order this now, on top of what it has in draft."""
        state, costs = self.state, self.program.actions.effort
        kept = state.effort[seat], [state.orders.serial[move.action] for move in draft]
        for move in draft:
            if not move.cancel:
                state.effort[seat] -= costs[move.action]
                state.orders.serial[move.action] = SERIAL_MASK  # stands for an order that is not given yet
        fill_slots(self.program, state, seat)
        why_not = refusal(self.program, state, seat, action)
        state.effort[seat] = kept[0]
        for move, serial in zip(reversed(draft), reversed(kept[1]), strict=True):
            state.orders.serial[move.action] = serial
        return why_not

    def override(self, gauge: int, value: float, reason: str) -> None:
        """Control sets a gauge."""
        before = self.state.values[self._gauges]
        self.texts[self.events] = reason
        control.override(self.program, self.state, gauge, value)
        self._collect(before)

    def send(self, happening: int) -> None:
        """Control sends an inject or claim: it is the next thing that happens."""
        control.send(self.program, self.state, happening)

    def message(self, sender: int, seen: int, text: str) -> None:
        """Free text reaches the seats of the mask. `sender`: a seat, or NONE for control."""
        self.texts[self.events] = text
        record(self.state, EVENT_MESSAGE, sender, NONE, NONE, NONE, seen, seen, NONE, 0.0, 1.0, 0.0)
        self._collect(self.state.values[self._gauges])

    def hand_over(self, agents: Mapping[int, tuple[int, int]]) -> None:
        """From here on other agents play: (agent, persona) by seat. Recorded chance no longer applies."""
        state, sizes, places = self.state, self.program.sizes, self.program.places
        state.clock[PINNED] = 0
        for seat, (agent, persona) in agents.items():
            state.agents[seat], state.personas[seat] = agent, persona
            for trait in range(sizes.traits):
                at = (persona * sizes.seats + seat) * sizes.traits + trait
                state.values[places.traits + seat * sizes.traits + trait] = self.program.traits[at]
        self._outside = self._has_outside()

    def imagined(self) -> State:
        """Rows to imagine a state in; what is in them does not last."""
        if self._imagined is None:
            self._imagined = blank_state(self.program)
        return self._imagined

    # Inside

    def _has_outside(self) -> bool:
        return any(agent in (EXTERNAL, LOOK_AHEAD) for agent in self.state.agents)

    def _decide(self, seat: int) -> None:
        """What has to be done before the rules take this decision off the agenda, for agents that they do not move."""
        program, state = self.program, self.state
        if state.agents[seat] not in (EXTERNAL, LOOK_AHEAD):
            return
        self.come_to()
        before = state.values[self._gauges]
        if state.agents[seat] == LOOK_AHEAD:
            look_ahead(program, state, self.imagined(), seat)
        elif seat in self._answers:
            moves = self._answers.pop(seat)
            if moves is None:
                out_of_turn = int(state.flash[seat] == state.agenda.key[0] & SERIAL_MASK)
                choose_orders(program, state, seat, DOCTRINE, out_of_turn)
            else:
                for move in moves:
                    self._take(seat, move)
        self._collect(before)

    def _take(self, seat: int, move: Move) -> None:
        fill_slots(self.program, self.state, seat)
        give = withdraw if move.cancel else submit
        why_not = give(self.program, self.state, seat, move.action)
        if why_not != LEGAL:
            raise AssertionError(f"an order that was legal when it was taken is refused: {seat}, {move}, {why_not}")

    def _collect(self, before: Floats) -> None:
        """Takes the events of this step out of the log."""
        clock, log = self.state.clock, self.state.log
        after = self.state.values[self._gauges]
        if after == before:
            after = before
        for n in range(clock[LOGGED]):
            self.happened.append(
                Happened(
                    minute=clock[NOW],
                    kind=log.kind[n],
                    actor=log.actor[n],
                    target=log.target[n],
                    row=log.row[n],
                    outcome=log.outcome[n],
                    seen=log.seen[n],
                    doer=log.doer[n],
                    cause=log.cause[n],
                    amount=log.amount[n],
                    chance=log.chance[n],
                    luck=log.luck[n],
                    before=before,
                    after=after,
                )
            )
        clock[LOGGED] = 0

    def _keep_turn(self) -> None:
        state = self.state
        self.turns.append(Turn(self.minute, self.events, self.digest, state.clock[:], state.values[:], state.blur[:]))
