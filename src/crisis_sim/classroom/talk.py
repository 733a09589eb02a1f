"""What the sides of a table write to one another, and what control does with it on the way.

A message is shown to its sender at once and to the others when it arrives: control can delay messages, stop or alter
one, and let another side read along. Each seat counts its own talk by itself: nobody sees how much others write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from crisis_sim.classroom.entries import Refused

State = Literal["waiting", "held", "delivered", "stopped"]
MOST_HELD = 1000
MOST_DELAY = 3600


@dataclass(slots=True)
class Letter:
    """One message or public statement (`to` everybody), as control sees it. `sender` None: control."""

    id: int
    sender: str | None
    to: tuple[str, ...]
    text: str
    turn: int
    public: bool
    state: State = "waiting"
    due_at: int | None = None
    written: str | None = None  # its own words, if control changed them
    why: str = ""  # control's reason for that, or for keeping it back
    read_along: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of talk, as one seat sees it."""

    id: int
    kind: str
    sender: str | None
    to: tuple[str, ...]
    text: str
    turn: int
    own: bool


class Talk:
    """The talk of one table. `delay` in seconds; `stop`: nothing is delivered unless control releases it."""

    def __init__(self, seats: Sequence[str]) -> None:
        self.letters: list[Letter] = []
        self.on_the_way: dict[int, Letter] = {}
        self.seen: dict[str, list[Line]] = {seat: [] for seat in seats}
        self.statements: list[Letter] = []
        self.delay, self.stop, self.copy_to = 0, False, tuple[str, ...]()

    def hold(self, delay: int, stop: bool, copy_to: tuple[str, ...]) -> None:
        """What happens to messages from now on; public statements are heard at once, always."""
        if not 0 <= delay <= MOST_DELAY:
            raise Refused("out_of_range", f"a delay lies between 0 and {MOST_DELAY} seconds")
        self.delay, self.stop, self.copy_to = delay, stop, copy_to

    def write(self, sender: str | None, to: tuple[str, ...], text: str, turn: int, at: int, public: bool) -> Letter:
        """Somebody writes. The letter is not delivered yet; `due_at` says when it should be, None: not by itself."""
        # Counted by sender: how much the others have on the way is not theirs to know.
        if sum(one.sender == sender for one in self.on_the_way.values()) >= MOST_HELD:
            raise Refused("full", "too many messages of yours wait to be delivered")
        letter = Letter(len(self.letters) + 1, sender, to, text, turn, public)
        through = sender is None or public or not (self.delay or self.stop)
        letter.due_at = at if through else None if self.stop else at + 1000 * self.delay
        letter.state = "held" if letter.due_at is None else "waiting"
        self.letters.append(letter)
        self.on_the_way[letter.id] = letter
        if sender is not None:
            self._tell(sender, "statement" if public else "message", letter, letter.text)
        return letter

    def deliver(self, letter: Letter, text: str | None = None, why: str = "") -> list[str]:
        """It arrives, as it was written or in control's words. Returns who may read it now, the sender left out."""
        if text is not None and text != letter.text:
            letter.written, letter.text, letter.why = letter.text, text, why
        self._arrived(letter, "delivered")
        kind = "control" if letter.sender is None else "statement" if letter.public else "message"
        if letter.public:
            self.statements.append(letter)
        for seat in letter.to:
            self._tell(seat, kind, letter, letter.text)
        spies = [] if letter.public or letter.sender is None else self._readers(letter)
        for seat in spies:
            self._tell(seat, "intercept", letter, letter.text)
        letter.read_along = tuple(spies)
        return spies

    def stop_one(self, letter: Letter) -> None:
        """It never arrives."""
        self._arrived(letter, "stopped")

    def letter(self, number: int) -> Letter:
        """A letter that has not arrived. Refused, if there is none of that number."""
        if number not in self.on_the_way:
            raise Refused("unknown", "no message of that number waits")
        return self.on_the_way[number]

    def _arrived(self, letter: Letter, state: State) -> None:
        letter.state, letter.due_at = state, None
        del self.on_the_way[letter.id]

    def _readers(self, letter: Letter) -> list[str]:
        return [seat for seat in self.copy_to if seat not in letter.to and seat != letter.sender]

    def _tell(self, seat: str, kind: str, letter: Letter, text: str) -> None:
        lines = self.seen[seat]
        # Who else got a message that was not public is not the receiver's to know.
        to = letter.to if letter.public or seat == letter.sender or kind == "intercept" else (seat,)
        own = seat == letter.sender
        lines.append(Line(len(lines) + 1, kind, letter.sender, to, text, letter.turn, own))
