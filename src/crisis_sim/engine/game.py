"""A game as whoever plays, watches or controls it meets it.

game = Game(compiled, seed=7, seats={"us": "human"})
game.advance()
game.submit("us", "us.strike_militia")
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from crisis_sim.compiler import Compiled
from crisis_sim.engine import keeping, result
from crisis_sim.engine.chronicle import CONTROL, Chronicle
from crisis_sim.engine.clock import Clock
from crisis_sim.engine.control import Control, clean, known_seats
from crisis_sim.engine.counsel import Counsel, counsel
from crisis_sim.engine.course import Course, Turn, copied
from crisis_sim.engine.dates import Dates
from crisis_sim.engine.keeping import Keeper, Origin
from crisis_sim.engine.narration import Narrator, line
from crisis_sim.engine.options import effort_left, judge, options
from crisis_sim.engine.prospects import Prospect, prospects
from crisis_sim.engine.replaying import Replay, do
from crisis_sim.engine.rounds import DECISION, END, UNTIL, Rounds
from crisis_sim.engine.seats import Questions, Seated, seat_all
from crisis_sim.engine.swings import Swing, swings
from crisis_sim.engine.why import Why, why
from crisis_sim.journal import Branched, Input, Place, Said, Writer, parse
from crisis_sim.scenario.errors import did_you_mean, one_of, printable
from crisis_sim.terms.records import Accepted, Agent, Event, Observation, Option, Order, Refusal, WrongUse
from crisis_sim.terms.rows import State

Until = Literal["decision", "turn", "event", "thing", "end"]


class Game:
    """One play of a scenario. Seats that are left out are played by their doctrine; `human` seats decide from outside.

    `pace`: seconds that a minute of the game takes; None: none. `deadline`: minutes of the table for a decision.
    `timeout`: seconds for the answer of a Python agent. `origin`: the scenario's name and texts, for journals.
    """

    def __init__(
        self,
        compiled: Compiled,
        *,
        seed: int,
        run: int = 0,
        seats: Mapping[str, str | Agent] | str | None = None,
        origin: Origin | None = None,
        pace: float | None = None,
        deadline: float | None = None,
        timeout: float | None = None,
    ) -> None:
        if not 0 <= seed < 2**63 or not 0 <= run < 2**40:
            raise WrongUse("a seed lies between 0 and 2**63 - 1, a run between 0 and 2**40 - 1")
        begun = seat_all(compiled.names, seats)
        origin = origin or Origin(compiled.scenario.title, {})
        self._start(Replay(compiled, seed, run, begun, ()), origin, (), begun, pace, deadline, timeout)

    @classmethod
    def at(
        cls,
        replay: Replay,
        origin: Origin,
        inputs: Sequence[Input],
        begun: Sequence[Seated],
        pace: float | None = None,
        deadline: float | None = None,
        timeout: float | None = None,
    ) -> "Game":
        """The game that a replay has come to, by these inputs. `begun`: who sat where when it began."""
        game = object.__new__(cls)
        game._start(replay, origin, inputs, begun, pace, deadline, timeout)
        return game

    def _start(
        self,
        replay: Replay,
        origin: Origin,
        inputs: Sequence[Input],
        begun: Sequence[Seated],
        pace: float | None,
        deadline: float | None,
        timeout: float | None,
    ) -> None:
        self._course: Course = replay.course
        self._seated, self._begun = replay.seated, begun
        self._timing = {"pace": pace, "deadline": deadline, "timeout": timeout}
        self.compiled, self.origin = self._course.compiled, origin
        self.dates = Dates(self.compiled.starts)
        self._chronicle = Chronicle(self.compiled, self._course, self.dates, Narrator(self.compiled))
        self._rounds = Rounds(self._course, self._seated, self._chronicle, self.dates, Questions(timeout))
        self._rounds.inputs = list(inputs)
        self._clock = Clock(self._course, self._rounds.decide, self._rounds.reached, pace=pace, deadline=deadline)
        self.control = Control(self.compiled, self._enter, self._rounds.place)
        if any(self._seated[row].human for row in self._course.asks()):
            self._clock.run()

    # Where it stands

    @property
    def seed(self) -> int:
        """Half of the key of its luck."""
        return self._course.seed

    @property
    def run(self) -> int:
        """The other half."""
        return self._course.run

    @property
    def seats(self) -> dict[str, str]:
        """Who plays each seat, by name."""
        return _named(self.compiled, self._seated)

    @property
    def begun(self) -> tuple[Seated, ...]:
        """Who sat where when it began, in the order of the seats; a branch may have changed that since."""
        return tuple(self._begun)

    @property
    def minute(self) -> int:
        """Minutes since the scenario's first one."""
        return self._course.minute

    @property
    def local_time(self) -> str:
        """ISO 8601, with the scenario's own offset."""
        return self.dates.local(self.minute)

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self._course.over

    @property
    def waiting(self) -> tuple[str, ...]:
        """The seats that people must decide for now, before the clock goes on."""
        return tuple(self.compiled.names.seats[row] for row in self._rounds.waiting)

    @property
    def digest(self) -> str:
        """16 hexadecimal digits in which all that happened so far is mixed."""
        return self._course.digest

    @property
    def turns(self) -> list[Turn]:
        """How things stood when each turn began; for control."""
        return self._course.turns

    @property
    def steps(self) -> int:
        """How many steps the rules have taken."""
        return self._course.step_number

    @property
    def inputs(self) -> list[Input]:
        """All that came from outside so far: with the seed, the whole game."""
        return list(self._rounds.inputs)

    @property
    def events(self) -> list[Event]:
        """All that happened so far, as control sees it."""
        return list(self._chronicle.of(CONTROL))

    def events_for(self, seat: str, after: int = 0) -> list[Event]:
        """What the seat saw so far, without the first `after` events."""
        return self._chronicle.of(self._row(seat))[after:]

    def line(self, event: Event) -> str:
        """One line of the wire, with date and place."""
        return line(self.compiled.scenario.place, self.dates.spoken, event.minute, event.text)

    def outcome(self) -> str | None:
        """The id of the outcome class; None while the game goes on."""
        return result.outcome(self._course)

    def scores(self) -> dict[str, float]:
        """How well each seat's objectives are met, in truth: for control, and for all when the game is over."""
        return result.scores(self._course)

    def objectives(self) -> dict[str, dict[str, float]]:
        """How well each objective of each seat is met, 0 to 100, in truth: for those who may see the scores."""
        return result.objectives(self._course)

    def facts(self) -> dict[str, bool]:
        """What is so, of that which not everybody knows: for control, and for all when the game is over."""
        return result.facts(self._course)

    def result(self) -> dict[str, Any]:
        """Everything about the game as one object, ready for JSON: what `run --json` prints."""
        return result.result(self._course, self.origin.name, self.seats, self._chronicle.of(CONTROL))

    def why(self, viewer: str, number: int) -> Why:
        """Why an event of a seat, or of `control`, happened, as far as that viewer may know."""
        return why(self._course, self._chronicle, CONTROL if viewer == "control" else self._row(viewer), number)

    def swings(self, seat: str, most: int = 3) -> list[Swing]:
        """Where the game turned for a seat, in truth: for control, and for all when the game is over."""
        return swings(self._course, self._row(seat), self._chronicle.of(CONTROL), most)

    # What a seat can do

    def counsel(self, seat: str, persona: str) -> list[Counsel]:
        """What a temperament would order in the seat's place, on what the seat sees, and why; the best comes first."""
        row, rows = self._row(seat), self.compiled.names.personas
        return counsel(self._course, row, rows.row(persona), self._rounds.draft(row))

    def snapshot(self) -> State:
        """A copy of how things stand, all of it: for what goes on from there, and shows nobody what is hidden."""
        return copied(self._course.state)

    def observe(self, seat: str) -> Observation:
        """All that the seat may see now."""
        return self._rounds.observe(self._row(seat))

    def legal(self, seat: str) -> list[Option]:
        """Every action of the seat, with what it takes, and whether it can be ordered now; if not, why."""
        row = self._row(seat)
        return list(options(self._course, row, self._rounds.draft(row)))

    def prospects(self, seat: str) -> dict[str, tuple[Prospect, ...]]:
        """What may come of each order that can turn out in several ways, on what the seat sees and believes."""
        return prospects(self._course, self._row(seat))

    def submit(self, seat: str, order: Order | str) -> Accepted | Refusal:
        """Puts an order into the seat's draft. NotSaved, if it could not be written: then it was not taken."""
        row = self._row(seat)
        order = parse(order) if isinstance(order, str) else order
        if row not in self._rounds.waiting:
            code, why = ("game_over", "the game is over") if self.over else ("not_now", "it is not your time to decide")
            return Refusal(order, code, why)
        draft = self._rounds.draft(row)
        judged = judge(self._course, row, order, draft)
        if isinstance(judged, Refusal):
            return judged
        self._rounds.redraft(row, [*draft, judged])
        return self._accepted(row, order)

    def cancel(self, seat: str, action: str) -> Accepted | Refusal:
        """Takes an order back: out of the draft, or, if it was given earlier and waits, by an order to cancel it."""
        row = self._row(seat)
        draft, names = self._rounds.draft(row), self.compiled.names.actions
        kept = [move for move in draft if move.cancel or names[move.action] != action]
        if len(kept) == len(draft):
            return self.submit(seat, Order(action, cancel=True))
        self._rounds.redraft(row, kept)
        return self._accepted(row, Order(action, cancel=True))

    def undo(self, seat: str) -> Order | None:
        """Takes the last order out of the draft, and returns it."""
        row = self._row(seat)
        draft = self._rounds.draft(row)
        if not draft:
            return None
        self._rounds.redraft(row, draft[:-1])
        return self._rounds.order(draft[-1])

    def draft(self, seat: str) -> list[Order]:
        """The seat's orders that are not committed yet."""
        return [self._rounds.order(move) for move in self._rounds.draft(self._row(seat))]

    def message(self, seat: str, to: Sequence[str], text: str) -> None:
        """Sends free text from a seat to others, who get it at once."""
        self._row(seat)
        text = clean(text, "a message needs some text")
        self._enter(Said(self._rounds.place(), seat, known_seats(self.compiled, to), text))

    # Going on

    def advance(self, until: Until = "decision") -> str:
        """Commits the drafts of those who had to decide, and goes on until a seat must decide or the game ends.

        `turn`: decisions out of turn are let pass; where nobody is asked, to the next turn. `event`: until people see
        something (without people: until something happens); their decisions are let pass. `thing`: the next thing on
        the agenda. `end`: all decisions are let pass. Returns why it stopped: decision, turn, event, thing, end.
        NotSaved, if the drafts could not be written: then they are drafts still.
        """
        if until not in UNTIL:
            raise WrongUse(f"advance until what? {one_of(UNTIL)}")
        self._rounds.go_on(until, commit=True)
        return self._stopped(self._clock.run())

    def wait(self, minutes: float) -> str:
        """Lets the table's clock run while somebody thinks or watches: deadlines pass, things fall due.

        Returns why it stopped, or `time`.
        """
        self._rounds.go_on(DECISION, commit=False)
        return self._stopped(self._clock.wait(minutes))

    def play_out(self, strict: bool = False) -> None:
        """To the end in a plain loop, with no clock; people's decisions pass. `strict`: WrongUse if an agent fails."""
        course = self._course
        self._rounds.go_on(END, commit=True, strict=strict)
        while not course.over:
            asked = course.asks()
            if asked:
                course.come_to()
                answers = self._rounds.decide(asked, False)
                if answers is None:
                    break
                course.answer(answers)
            course.step()
        self._stopped(END)

    def branch(self, at: int, seats: Mapping[str, str | Agent] | None = None) -> "Game":
        """Another game that is this one up to the decisions of minute `at`, and goes on from there by itself.

        `seats`: who plays on, where that changes. This game is left as it is. Recorded chance ends at the branch.
        """
        changed = dict(zip(self.compiled.names.seats, seat_all(self.compiled.names, seats), strict=True))
        replay = Replay(self.compiled, self.seed, self.run, self._begun, self._rounds.inputs)
        replay.to(at)
        replay.seated = [
            changed[seat] if seat in (seats or {}) else one
            for seat, one in zip(self.compiled.names.seats, self._seated, strict=True)
        ]
        course = replay.course
        course.hand_over({row: (one.code, one.persona) for row, one in enumerate(replay.seated)})
        place = Place(course.step_number, course.events, course.minute)
        inputs = [*self._rounds.inputs[: replay.done], Branched(place, _named(self.compiled, replay.seated))]
        return self.at(replay, self.origin, inputs, self._begun, **self._timing)

    # Saving

    @property
    def path(self) -> Path | None:
        """Where its journal is; None if it keeps none."""
        return self._rounds.keeper.path

    @property
    def trouble(self) -> str | None:
        """Why the journal lacks what happened since the last input; None if it does not. Nothing is lost by it."""
        return self._rounds.keeper.trouble

    def save(self, path: Path) -> None:
        """Keeps a journal from now on, in a new file, with all that was until now. NotSaved, if that fails."""
        agents = _named(self.compiled, self._begun)
        header = keeping.header(self.compiled, self.origin, self.seed, self.run, agents)
        rounds = self._rounds
        rounds.keeper.begin(path, header, rounds.inputs, self._course, self._chronicle.of(CONTROL))
        for row in rounds.waiting:
            rounds.redraft(row, rounds.draft(row))
        self._keep()

    def keep_in(self, writer: Writer, events: int, turns: int) -> None:
        """Goes on with a journal that has so many events and turns already."""
        self._rounds.keeper = Keeper(writer, events, turns)
        self._keep()

    def close(self) -> None:
        """Closes the journal, so that the game can be gone on with another time; here it goes on without one."""
        self._rounds.keeper.close()

    # Inside

    def _row(self, seat: str) -> int:
        seats = self.compiled.names.seats
        if seat not in seats:
            raise WrongUse(f"there is no seat '{printable(seat[:60])}'{did_you_mean(seat, seats)}: {one_of(seats)}")
        return seats.row(seat)

    def _accepted(self, row: int, order: Order) -> Accepted:
        return Accepted(order, effort_left(self._course, row, self._rounds.draft(row)))

    def _enter(self, given: Input) -> None:
        """Does what control or a message does; first it is written down."""
        if self.over:
            raise WrongUse("the game is over")
        self._rounds.enter(given)
        do(self._course, given)
        self._clock.interrupt()
        if self._rounds.waiting:  # what was sent comes before the decision
            self._rounds.go_on(DECISION, commit=False)
            self._clock.run()
        self._stopped("")
        self._rounds.review()

    def _stopped(self, reason: str) -> str:
        self._keep()
        if self._rounds.trouble is not None:
            trouble, self._rounds.trouble = self._rounds.trouble, None
            raise trouble
        return reason

    def _keep(self) -> None:
        """Writes down what happened since; a game that is over is closed."""
        keeper = self._rounds.keeper
        if keeper.is_open:
            keeper.tell(self._course, self._chronicle.of(CONTROL))
            if self.over:
                keeper.end(self.result())


def _named(compiled: Compiled, seated: Sequence[Seated]) -> dict[str, str]:
    return {seat: one.name for seat, one in zip(compiled.names.seats, seated, strict=True)}
