"""The white cell: overrides with a reason, injects sent by hand, messages. All of these are inputs of the game."""

from collections.abc import Callable, Sequence

from crisis_sim.compiler import Compiled
from crisis_sim.journal import Input, Override, Place, Said, Sent
from crisis_sim.scenario.errors import did_you_mean, printable, quoted
from crisis_sim.terms.codes import CLAIM, INJECT
from crisis_sim.terms.records import WrongUse

MOST_LETTERS = 2000
MOST_SHOWN = 1e15  # a whole number can be too large to be written as any other


class Control:
    """What control can do to one game. `enter` does an input, and keeps it; `place` says where the game stands."""

    def __init__(self, compiled: Compiled, enter: Callable[[Input], None], place: Callable[[], Place]) -> None:
        self._compiled, self._enter, self._place = compiled, enter, place

    def override(self, gauge: str, value: float, reason: str) -> None:
        """Sets a gauge. WrongUse without a reason, for a value out of bounds, for an unknown gauge."""
        gauges = self._compiled.scenario.gauges
        if gauge not in gauges:
            raise WrongUse(f"there is no gauge {quoted(gauge)}{did_you_mean(gauge, gauges)}")
        low, high = gauges[gauge].bounds
        if not low <= value <= high:
            shown = f"{value:g}" if abs(value) < MOST_SHOWN else "this"
            raise WrongUse(f"{gauge} must lie between {low:g} and {high:g}, and {shown} does not")
        self._enter(Override(self._place(), gauge, float(value), clean(reason, "an override needs a reason")))

    def send(self, inject: str, reason: str) -> None:
        """Sends an inject or a claim now, whatever its conditions. WrongUse without a reason, or for an unknown one."""
        sendable = self.injects()
        if inject not in sendable:
            raise WrongUse(f"there is no inject or claim {quoted(inject)}{did_you_mean(inject, sendable)}")
        self._enter(Sent(self._place(), inject, clean(reason, "an inject by hand needs a reason")))

    def message(self, to: Sequence[str], text: str) -> None:
        """Sends free text to seats."""
        said = Said(self._place(), None, known_seats(self._compiled, to), clean(text, "a message needs some text"))
        self._enter(said)

    def injects(self) -> list[str]:
        """What can be sent."""
        kinds, names = self._compiled.program.happenings.kind, self._compiled.names.happenings
        return [name for row, name in enumerate(names) if kinds[row] in (INJECT, CLAIM)]


def clean(text: str, empty: str) -> str:
    """Free text without control characters and marks that turn the direction of writing; WrongUse if none is left."""
    kept = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())[:MOST_LETTERS].strip()
    if not kept:
        raise WrongUse(empty)
    return kept


def known_seats(compiled: Compiled, seats: Sequence[str]) -> tuple[str, ...]:
    """These seats, in the scenario's order. WrongUse for one that is not there, and for none."""
    for seat in seats:
        if seat not in compiled.names.seats:
            raise WrongUse(f"there is no seat '{printable(seat[:60])}'{did_you_mean(seat, compiled.names.seats)}")
    if not seats:
        raise WrongUse("a message needs somebody to go to")
    return tuple(seat for seat in compiled.names.seats if seat in seats)
