"""A game in lines, without a terminal: a line that was typed comes in, the lines to be shown go out.

Whose turn it is, what it has seen and when the game goes on is decided here; the words to play with stand in `verbs`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from crisis_sim.analysis.odds import PYTHON, Preview
from crisis_sim.analysis.warming import Warming
from crisis_sim.engine.game import Game
from crisis_sim.terminal import choices, inbox, newspaper, reckoning, situation, story, suggest
from crisis_sim.terminal.gates import Gate, gates
from crisis_sim.terminal.hindsight import Hindsight, page_path
from crisis_sim.terminal.lines import Line, paragraphs
from crisis_sim.terminal.started import command
from crisis_sim.terminal.tutorial import Tutor
from crisis_sim.terms.codes import MINUTES_A_DAY
from crisis_sim.terms.records import Observation, Order

if TYPE_CHECKING:
    from crisis_sim.analysis.debrief import Debrief

RECALLED = 12
"""Lines of the log that a player is reminded of when a game goes on."""

TURN, DAY, NEWS = SPEEDS = ("turn", "day", "event")
"""How far Enter goes: to the next turn, a day, or to the next thing that is seen."""


class Reach(NamedTuple):
    """How far to go on: to the first of these kinds of thing (of inbox.PAUSES), or to this minute."""

    kinds: frozenset[str]
    minute: int | None = None


class Play:
    """One sitting at a game: the people of one or several seats take turns at one keyboard.

    `mine`: their seats. `briefs`: what each is told at the start. `left` is set when they stop. `handing`: the keyboard
    goes to somebody else, and what was shown must go out of sight. `pausing`: what stops the clock. `patience`:
    seconds to wait for a preview; None: until it is done. `opened`: how many events each had seen when it began.
    """

    def __init__(self, game: Game, mine: Sequence[str], briefs: Mapping[str, str]) -> None:
        self.game = game
        self.mine = tuple(mine)
        self.briefs = briefs
        self.left = False
        self.handing = False
        self.words = story.words_of(game)
        self.seat = self.mine[0]
        self.pausing = inbox.USUAL
        self.speed = TURN
        self.patience: float | None = None
        self.tutor = Tutor.of(game)
        self._shown = dict.fromkeys(self.mine, 0)
        self.opened = {seat: len(game.events_for(seat)) for seat in self.mine}
        self._papers = dict.fromkeys(self.mine, 0)
        self._listed: dict[str, tuple[int, ...]] = dict.fromkeys(self.mine, ())
        self._decided: set[str] = set()
        self._confirmed: set[tuple[str, str]] = set()
        self._warming: Warming | None = None
        self._preview: tuple[tuple[str, int, tuple[Order, ...]], Preview] | None = None
        self._hindsight: Hindsight | None = None

    @property
    def done(self) -> bool:
        """Whether there is nothing more to be typed."""
        return self.left or self.game.over

    @property
    def prompt(self) -> str:
        name = self.words.actor(self.seat)
        return f"Enter, when {name} is at the keyboard: " if self.handing else f"{name}> "

    def seen(self) -> Observation:
        """What the seat at the keyboard sees."""
        return self.game.observe(self.seat)

    def papers(self) -> list[newspaper.Paper]:
        """The front pages of the days that are over."""
        game = self.game
        return newspaper.papers(game.events_for(self.seat), game.compiled, self.seat, game.local_time)

    # Before a draft is given

    def warm_up(self) -> None:
        """Begins to make the compiled rules ready, for odds of many games. Once the first screen is there."""
        self._warming = self._warming or Warming(self.game.compiled)

    @property
    def engine(self) -> str:
        """What plays a preview that is begun now."""
        return PYTHON if self._warming is None else self._warming.engine

    def preview(self) -> Preview:
        """The odds of the draft of the seat at the keyboard; the same one as long as the draft is the same."""
        key = self.seat, self.game.steps, tuple(self.game.draft(self.seat))
        if self._preview is None or self._preview[0] != key:
            self.forget()
            game = self.game
            self._preview = key, Preview(game.compiled, game.snapshot(), self.seat, key[2], self.engine)
        return self._preview[1]

    def forget(self) -> None:
        """Stops what is played out in the background, if anything is."""
        if self._hindsight is not None:
            self._hindsight.leave()
        if self._preview is not None:
            self._preview[1].cancel()
            self._preview = None

    def open_gates(self) -> list[Gate]:
        """The orders in draft that must be asked about, and were not yet."""
        return [gate for gate in gates(self.game, self.seat) if (self.seat, gate.action) not in self._confirmed]

    def confirm(self) -> None:
        """The player was asked about all of them."""
        self._confirmed |= {(self.seat, gate.action) for gate in self.open_gates()}

    def doubt(self) -> None:
        """Something went out of the draft: what was confirmed is asked about again."""
        self._confirmed = {(seat, action) for seat, action in self._confirmed if seat != self.seat}

    # The course of a sitting

    def begin(self) -> Iterator[Line]:
        """The first lines: what it is about or, of a game that goes on, what was seen last; and the turn."""
        scenario = self.game.compiled.scenario
        yield Line(scenario.title, style="bold")
        if self.game.minute == 0:
            yield from paragraphs(scenario.summary, scenario.content_note)
        for seat in self.mine:
            self._shown[seat] = max(0, len(self.game.events_for(seat)) - RECALLED)
        yield Line()
        yield Line("Type the number of an order to draft it; Enter gives the orders in draft and goes on.")
        yield Line("`?` shows what you can do and what not, `brief` who you are, `help` every word.")
        if len(self.mine) > 1:
            yield Line()
        yield from self.go_on()
        if self.tutor is not None:
            yield from self.tutor.begin(self.game)

    def go_on(self, reach: Reach | None = None) -> Iterator[Line]:
        """Takes the game to where somebody at the keyboard must decide and wants to be asked, or to its end."""
        if not self._undecided():
            before = {seat: len(self.game.events_for(seat)) for seat in self.mine}
            self.game.advance()
            self._decided.clear()
            while not self.game.over and not (self._undecided() and self._there(reach, before)):
                self.game.advance()
        if self.game.over:
            yield from self.ending()
            return
        self.seat = self._undecided()[0]
        if len(self.mine) > 1:
            self.handing = True
            yield Line(f"Hand over to {self.words.actor(self.seat)}.", style="bold")
        else:
            yield from self.turn()

    def commit(self, reach: Reach | None = None) -> Iterator[Line]:
        """The seat at the keyboard has decided. The game goes on when all have: as far as `reach`, or the speed."""
        self._decided.add(self.seat)
        try:
            yield from self.go_on(reach or self._usual())
        except Exception:
            self._decided.discard(self.seat)  # nothing was committed: it is this seat's turn still
            raise
        finally:
            self.forget()
        self._confirmed.clear()

    def turn(self) -> Iterator[Line]:
        """What the seat at the keyboard is shown when it is its turn."""
        self.handing = False
        seen = self.seen()
        yield from story.told(seen.events[self._shown[self.seat] :], numbered=True)
        self._shown[self.seat] = len(seen.events)
        yield from self._delivered()
        yield Line()
        yield self._heading(seen)
        yield from situation.movers(seen)
        yield from situation.pending(seen)
        yield from self._legal(seen)
        if seen.draft:
            yield Line("In draft:", style="bold")
            yield from choices.drafted(seen)

    def _usual(self) -> Reach:
        """How far Enter goes."""
        if self.speed == NEWS:
            return Reach(inbox.UNTIL_SOMETHING)
        if self.speed == DAY:
            return Reach(self.pausing - {inbox.TURN}, self.game.minute + MINUTES_A_DAY)
        return Reach(self.pausing)

    def _there(self, reach: Reach | None, before: Mapping[str, int]) -> bool:
        """Whether the one player wants to be asked here. Several players take every turn."""
        if len(self.mine) > 1 or reach is None:
            return True
        seat, game = self.mine[0], self.game
        if (reach.minute is not None and game.minute >= reach.minute) or inbox.stops(
            reach.kinds, game.events_for(seat, before[seat]), game.compiled, seat
        ):
            return True
        return (inbox.ASKED if self._out_of_turn(game.minute) else inbox.TURN) in reach.kinds

    def _delivered(self) -> Iterator[Line]:
        """The paper, if a new one is out."""
        out = self.papers()
        new, self._papers[self.seat] = len(out) > self._papers[self.seat], len(out)
        if new:
            yield Line()
            yield newspaper.in_a_line(out[-1])

    def _legal(self, seen: Observation) -> Iterator[Line]:
        legal, found = choices.numbers(seen), suggest.suggestions(self.game, self.seat)
        now = tuple(one.number for one in found)
        before, self._listed[self.seat] = self._listed[self.seat], now
        if before and before == now:
            yield suggest.again(found, len(legal), seen.effort)
        else:
            yield from suggest.listed(found, len(legal), seen.effort)

    def _undecided(self) -> list[str]:
        return [seat for seat in self.mine if seat in self.game.waiting and seat not in self._decided]

    def _out_of_turn(self, minute: int) -> bool:
        scenario = self.game.compiled.scenario
        return (minute - scenario.first_turn * 60) % (scenario.turn * 60) != 0

    def _heading(self, seen: Observation) -> Line:
        text = f"{situation.when(seen, seen.minute)} · {self.words.actor(self.seat)} decides"
        text += " out of turn" if self._out_of_turn(seen.minute) else ""
        return Line(f"{text} (next: {situation.when(seen, seen.next_turn)})", style="bold")

    # Afterwards

    def hindsight(self) -> Hindsight:
        """What the game turned on, which begins to be found when it is asked for first. Once it is over."""
        if self._hindsight is None:
            self._hindsight = Hindsight(self.game)
        return self._hindsight

    def ending(self, debrief: "Debrief | None" = None) -> Iterator[Line]:
        """What was seen last, and what came of it. `debrief`: what it turned on, where that is known already."""
        for seat in self.mine:
            if len(self.mine) > 1:
                yield Line()
                yield Line(f"What {self.words.actor(seat)} saw last:", style="bold")
            yield from story.told(self.game.events_for(seat, self._shown[seat]))
        turned: list[Line] = []
        own = False
        if debrief is not None:
            from crisis_sim.terminal.debriefing import turning_points

            turned = turning_points(debrief, self.mine)
            own = any(debrief.of(seat) for seat in self.mine)
        yield from reckoning.ending(self.game, self.words, self.mine, turned, swings=not own)
        yield from self._afterwards()

    def _afterwards(self) -> Iterator[Line]:
        """What can be done with a finished game."""
        path = self.game.path
        if path is not None:
            yield Line(command("debrief", path.stem), "What it turned on ", "", "")
            yield Line(command("replay", path.stem), "The whole story   ", "", "")
            yield Line(command("play", "--rematch", path.stem), "The same luck     ", "", "")
            yield Line(str(path), "The journal       ", "", "")
            if (page := page_path(self.game)).exists():
                yield Line(str(page), "The debrief       ", "", "")
