"""What a name means in a formula over a finished game: what is kept of it, and no more.

Such formulas read a row of values of their own, in which the blocks of `State.values` that are kept of a run stand in
their places, and after them what is noted of it on the way (see `Noticed`). The rules never see them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crisis_sim.compiler.known import Known, RefusedNameError
from crisis_sim.compiler.meaning import MOST_TIMES, NEVER
from crisis_sim.compiler.scope import ScenarioScope
from crisis_sim.compiler.things import THINGS
from crisis_sim.language import LanguageError, Reading, Tree, build

KEPT = ("count", "at_home", "on_alert", "in_transit", "in_theatre")
"""The functions of things that can be told of a game that is over."""
NOTED = {"first": 1, "changed": 1, "blows": 2, "answers": 2}
"""The functions that are for finished games alone, with their number of arguments."""


class Noticed(NamedTuple):
    """Where what was noted of a game stands in the row, and how long the row is."""

    first: int  # per happening: hours after which it first took place
    changed: int  # per gauge: hours after which it first changed
    blows: int  # doer * seats + target: see `batch.measures`
    answers: int
    end: int


def noticed_of(known: Known) -> Noticed:
    """Behind everything that a State keeps but for the slots of seats, which no finished game has."""
    seats = len(known.names.seats)
    starts = [known.places.slots]
    for size in (len(known.names.happenings), len(known.names.gauges), seats * seats, seats * seats):
        starts.append(starts[-1] + size)
    return Noticed(*starts)


@dataclass(frozen=True, slots=True)
class FinishedScope:
    """The truth of a game that is over."""

    known: Known

    def read(self, name: str) -> Reading | None:
        """Part of the language's Scope. `now`: when it ended."""
        if name in ("hour", "drawn") or name.startswith("persona."):
            raise RefusedNameError(name, f"{name} means nothing once a game is over")
        return self._truth().read(name)

    def call(self, function: str, things: tuple[str, ...]) -> Tree | None:
        """Part of the language's Scope."""
        if function in THINGS and function not in KEPT:
            raise LanguageError(f"{function}(…) is not kept of a finished game: use first, changed, count or gauges")
        if any(thing not in self.things(function) for thing in things):
            return None
        if function in KEPT:
            return self._truth().call(function, things)
        return self._noted(function, things)

    def thing_functions(self) -> Mapping[str, int]:
        """Part of the language's Scope."""
        return {**self._truth().thing_functions(), **NOTED}

    def names(self) -> Iterator[str]:
        """Part of the language's Scope."""
        return (name for name in self._truth().names() if name != "hour")

    def things(self, function: str) -> Iterable[str]:
        """Part of the language's Scope."""
        names = self.known.names
        if function == "first":
            return names.happenings[: names.named]
        if function == "changed":
            return self.known.scenario.gauges
        return names.seats if function in NOTED else self._truth().things(function)

    def _truth(self) -> ScenarioScope:
        return ScenarioScope(self.known)

    def _noted(self, function: str, things: tuple[str, ...]) -> Tree:
        names, noticed = self.known.names, noticed_of(self.known)
        if function == "first":
            row = names.happenings.row(things[0])
            title = f"the hour of the first “{self.known.entries[row].name}”"
            return build.value(noticed.first + row, title, 0.0, NEVER)
        if function == "changed":
            gauge = self.known.scenario.gauges[things[0]]
            if not (gauge.monotone or gauge.yes):
                message = f"{things[0]} moves all the time: changed(…) is for what only rises, or is so or not"
                raise LanguageError(message)
            place = noticed.changed + names.gauges.row(things[0])
            return build.value(place, f"the hour of the first change of {gauge.what}", 0.0, NEVER)
        doer, target = (names.seats.row(thing) for thing in things)
        block, told = (noticed.blows, "blows") if function == "blows" else (noticed.answers, "answered blows")
        phrase = f"{told} of {self.known.short(things[0])} against {self.known.short(things[1])}"
        return build.value(block + doer * len(names.seats) + target, phrase, 0.0, MOST_TIMES)
