"""What all formulas of one scenario share: names, places, who sees what, and the slots that are handed out."""

from dataclasses import dataclass, field

from crisis_sim.compiler.entries import Entry
from crisis_sim.compiler.names import Names
from crisis_sim.language import LanguageError, Tree
from crisis_sim.scenario.constructs import Gauge, Shown
from crisis_sim.scenario.models import Scenario
from crisis_sim.terms.codes import EXACT, HIDDEN, NOISY
from crisis_sim.terms.rows import Places


class RefusedNameError(LanguageError):
    """A name that is known, and may not stand here."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(slots=True)
class Known:
    """What all scopes of one scenario share. Slots are handed out as formulas ask for them."""

    scenario: Scenario
    names: Names
    places: Places
    entries: tuple[Entry, ...]
    controls: dict[str, Tree] = field(default_factory=dict)  # of the links, in the truth
    slots: list[dict[tuple[int, int], int]] = field(default_factory=list)  # per seat: (kind, source) -> number
    traits_used: set[tuple[str, str]] = field(default_factory=set)  # (seat, trait)

    def slot(self, seat: str, kind: int, source: int) -> int:
        """The place at which this seat's formulas read it."""
        taken = self.slots[self.names.seats.row(seat)]
        return self.places.slots + taken.setdefault((kind, source), len(taken))

    def short(self, actor: str) -> str:
        """An actor in a few words. One that does not exist is reported elsewhere."""
        there = self.scenario.actors.get(actor)
        return actor if there is None else there.short or there.name


def sight(gauge: Gauge, seat: str) -> str | Shown:
    """How a seat sees a gauge."""
    shown = gauge.sight
    return shown.get(seat, shown.get("others", shown.get("all", "exact")))


def sight_kind(shown: str | Shown) -> int:
    if shown == "hidden":
        return HIDDEN
    if isinstance(shown, Shown) and (shown.noise is not None or shown.bias is not None):
        return NOISY
    return EXACT
