"""Five minutes that teach by doing: what to try next, said when the last thing was done. Of one small scenario.

Each lesson waits for what the player does, not for what is read; whoever knows better just plays on.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from crisis_sim.engine import Game
from crisis_sim.terminal.lines import Line

SCENARIO = "first_steps"


class Lesson(NamedTuple):
    """What to try, and how one sees that it was done. `do`: what to type. `verb`: the word that does it."""

    title: str
    says: str
    do: str
    done: Callable[[Game, str], bool]


def _verb(*words: str) -> Callable[[Game, str], bool]:
    return lambda game, did: did in words


def _drafted(action: str) -> Callable[[Game, str], bool]:
    return lambda game, did: any(order.action == action for order in game.draft("town"))


def _given(action: str) -> Callable[[Game, str], bool]:
    def was(game: Game, did: str) -> bool:
        return any(event.kind == "order" and event.action == action for event in game.events_for("town"))

    return was


def _after(hours: int) -> Callable[[Game, str], bool]:
    return lambda game, did: game.minute >= 60 * hours


def _over(game: Game, did: str) -> bool:
    return game.over


LESSONS = (
    Lesson(
        "Who you are",
        "You are the council of a small harbour town. The light on the rock is out, and the islanders have the key.",
        "brief",
        _verb("brief"),
    ),
    Lesson(
        "What you know",
        "You see what your side can see: some things exactly, some late, some with an error. The page shows which way "
        "each thing moves, and in brackets the line of the log that moved it.",
        "status",
        _verb("status"),
    ),
    Lesson(
        "A draft",
        "Orders are drafted first. The numbers stand before them in the list. Draft the rowing boat.",
        "1",
        _drafted("town.send_boat"),
    ),
    Lesson("Second thoughts", "A draft costs nothing. Take the boat out again.", "undo", _verb("undo", "abort")),
    Lesson(
        "The odds",
        "Draft the boat again, and ask what to expect of it. The odds are played out from what you know and believe: "
        "they can be wrong, as you can.",
        "1, then preview",
        _verb("preview"),
    ),
    Lesson(
        "Commit",
        "Enter alone gives the draft and goes on to your next turn. Orders take time: the boat needs an hour or two.",
        "Enter",
        _given("town.send_boat"),
    ),
    Lesson(
        "Why",
        "The log is numbered. Ask why a line came about: the rule, what went into it, and what it goes back to.",
        "why 2, or why and a word of the line",
        _verb("why"),
    ),
    Lesson(
        "Advice",
        "Your advisers see what you see, and want different things.",
        "advisers",
        _verb("advisers"),
    ),
    Lesson(
        "Talk",
        "The islanders answer proposals. What you write to them in your own words is read by people alone. Propose the "
        "shared watch, and give the order.",
        "propose, then Enter",
        _given("town.propose_shared_watch"),
    ),
    Lesson(
        "Time",
        "You need not stop at every turn: `go` goes on until you see something happen. `pause` sets what stops you.",
        "go",
        _after(18),
    ),
    Lesson(
        "What cannot be taken back",
        "Breaking the door on the rock is grave: it is asked about once, with its odds, and then it is done. You need "
        "not. See the game to its end with `go` or Enter; every step is saved, and `quit` keeps your place.",
        "go",
        _over,
    ),
)


class Tutor:
    """Which lesson a player has come to."""

    def __init__(self) -> None:
        self.number = 0

    @classmethod
    def of(cls, game: Game) -> "Tutor | None":
        """A tutor for the scenario that has lessons, if its first side is played."""
        return cls() if game.origin.name == SCENARIO and game.seats.get("town") == "human" else None

    @property
    def lesson(self) -> Lesson | None:
        """What to try now; None: nothing is left to be taught."""
        return LESSONS[self.number] if self.number < len(LESSONS) else None

    def begin(self, game: Game) -> Iterator[Line]:
        """The lesson of a game that begins or goes on: what was done before is not asked for again."""
        while self.lesson is not None and game.minute > 0 and self.lesson.done(game, ""):
            self.number += 1
        yield from self._says()

    def follow(self, game: Game, did: str) -> Iterator[Line]:
        """After something was done: the next lesson, if that was it. `did`: the verb."""
        if self.lesson is None or game.over or not self.lesson.done(game, did):
            return
        self.number += 1
        yield from self._says()

    def _says(self) -> Iterator[Line]:
        lesson = self.lesson
        if lesson is None:
            return
        yield Line()
        yield Line(f"{self.number + 1} of {len(LESSONS)} · {lesson.title}", style="bold")
        yield Line(lesson.says, "  | ")
        yield Line(lesson.do, "  | type: ", "bold")
