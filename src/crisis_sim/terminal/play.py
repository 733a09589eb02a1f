"""A game in lines, without a terminal: a line that was typed comes in, the lines to be shown go out.

Whose turn it is, what it has seen and when the game goes on is decided here; the words to play with stand in `verbs`.
"""

from collections.abc import Iterator, Mapping, Sequence

from crisis_sim.engine.game import Game, Until
from crisis_sim.terminal import choices, reckoning, situation, story
from crisis_sim.terminal.lines import Line, paragraphs
from crisis_sim.terminal.started import command
from crisis_sim.terms.records import Observation

RECALLED = 12
"""Lines of the log that a player is reminded of when a game goes on."""


class Play:
    """One sitting at a game: the people of one or several seats take turns at one keyboard.

    `mine`: their seats. `briefs`: what each is told at the start. `left` is set when they stop. `handing`: the keyboard
    goes to somebody else, and what was shown must go out of sight.
    """

    def __init__(self, game: Game, mine: Sequence[str], briefs: Mapping[str, str]) -> None:
        self.game = game
        self.mine = tuple(mine)
        self.briefs = briefs
        self.left = False
        self.handing = False
        self.words = story.words_of(game)
        self.seat = self.mine[0]
        self._shown = dict.fromkeys(self.mine, 0)
        self._listed: dict[str, tuple[int, ...]] = dict.fromkeys(self.mine, ())
        self._decided: set[str] = set()

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

    def go_on(self, until: Until = "decision") -> Iterator[Line]:
        """Takes the game to where somebody at the keyboard must decide, or to its end."""
        if not self._undecided():
            self.game.advance(until)
            self._decided.clear()
            while not self.game.over and not self._undecided():
                self.game.advance()
        if self.game.over:
            yield from self._ending()
            return
        self.seat = self._undecided()[0]
        if len(self.mine) > 1:
            self.handing = True
            yield Line(f"Hand over to {self.words.actor(self.seat)}.", style="bold")
        else:
            yield from self.turn()

    def commit(self, until: Until = "decision") -> Iterator[Line]:
        """The seat at the keyboard has decided. The game goes on when all have."""
        self._decided.add(self.seat)
        try:
            yield from self.go_on(until)
        except Exception:
            self._decided.discard(self.seat)  # nothing was committed: it is this seat's turn still
            raise

    def turn(self) -> Iterator[Line]:
        """What the seat at the keyboard is shown when it is its turn."""
        self.handing = False
        seen = self.seen()
        yield from story.told(seen.events[self._shown[self.seat] :], numbered=True)
        self._shown[self.seat] = len(seen.events)
        yield Line()
        yield self._heading(seen)
        yield from situation.movers(seen)
        yield from situation.pending(seen)
        yield from self._legal(seen)
        if seen.draft:
            yield Line("In draft:", style="bold")
            yield from choices.drafted(seen)

    def _legal(self, seen: Observation) -> Iterator[Line]:
        before, self._listed[self.seat] = self._listed[self.seat], choices.numbers(seen)
        if before and before == self._listed[self.seat]:
            yield choices.legal_again(seen)
        else:
            yield from choices.legal(seen)

    def _undecided(self) -> list[str]:
        return [seat for seat in self.mine if seat in self.game.waiting and seat not in self._decided]

    def _heading(self, seen: Observation) -> Line:
        scenario = self.game.compiled.scenario
        out_of_turn = (seen.minute - scenario.first_turn * 60) % (scenario.turn * 60) != 0
        text = f"{situation.when(seen, seen.minute)} · {self.words.actor(self.seat)} decides"
        text += " out of turn" if out_of_turn else ""
        return Line(f"{text} (next: {situation.when(seen, seen.next_turn)})", style="bold")

    def _ending(self) -> Iterator[Line]:
        for seat in self.mine:
            if len(self.mine) > 1:
                yield Line()
                yield Line(f"What {self.words.actor(seat)} saw last:", style="bold")
            yield from story.told(self.game.events_for(seat, self._shown[seat]))
        yield from reckoning.ending(self.game, self.words, self.mine)
        yield from self._afterwards()

    def _afterwards(self) -> Iterator[Line]:
        """What can be done with a finished game."""
        game = self.game
        if game.path is not None:
            yield Line(command("replay", game.path.stem), "The whole story   ", "", "")
        again = command("play", game.origin.name, "--as", ",".join(self.mine), "--seed", str(game.seed))
        yield Line(again, "The same luck     ", "", "")
