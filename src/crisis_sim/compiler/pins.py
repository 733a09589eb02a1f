"""Recorded chance: draws written by name -> pins at the addresses where the rules draw."""

from typing import NamedTuple

from crisis_sim.compiler.deeds import Path
from crisis_sim.compiler.draft import Draft
from crisis_sim.scenario.errors import did_you_mean, one_of, quoted
from crisis_sim.scenario.minds import RecordedDraw
from crisis_sim.terms.codes import (
    ADD,
    BY_HAZARD,
    CONSTANT,
    FOR_ALERT,
    FOR_AMOUNT,
    FOR_APPROVAL,
    FOR_CHANCE,
    FOR_DELAY,
    FOR_DURATION,
    FOR_EVIDENCE,
    FOR_FACT,
    FOR_HAZARD,
    FOR_LEAK,
    FOR_NOTICE,
    FOR_OUTCOME,
    FOR_PREPARATION,
    FOR_PUBLICATION,
    FOR_REACTION,
    FOR_START,
    FOR_TRANSIT,
    NONE,
    REPORTED,
    SCALE,
    SET,
)
from crisis_sim.terms.rows import Happenings, Pins

NEVER = 1e18
"""Hours until what never comes."""

CHANGES = (SET, ADD, SCALE)


class What(NamedTuple):
    """One kind of draw: its purpose, of which things there is one, and what its value is."""

    purpose: int
    of: tuple[str, ...]
    value: str
    any: bool = True


DRAWS = {
    "start": What(FOR_START, ("gauge",), "number", any=False),
    "fact": What(FOR_FACT, ("fact",), "truth", any=False),
    "approval": What(FOR_APPROVAL, ("action",), "hours"),
    "preparation": What(FOR_PREPARATION, ("action",), "hours"),
    "duration": What(FOR_DURATION, ("action",), "hours"),
    "leak": What(FOR_LEAK, ("action",), "truth"),
    "outcome": What(FOR_OUTCOME, ("action", "process", "inject"), "outcome", any=False),
    "delay": What(FOR_DELAY, ("process", "inject", "claim"), "hours"),
    "chance": What(FOR_CHANCE, ("inject",), "truth"),
    "hazard": What(FOR_HAZARD, ("process",), "hours"),
    "publication": What(FOR_PUBLICATION, ("action", "process", "inject"), "hours"),
    "noticed": What(FOR_NOTICE, ("action", "process", "inject"), "truth"),
    "alert": What(FOR_ALERT, ("force",), "hours"),
    "transit": What(FOR_TRANSIT, ("force",), "hours"),
    "reaction": What(FOR_REACTION, ("action", "process", "inject", "claim"), "reaction"),
    "figure": What(FOR_AMOUNT, ("claim",), "number", any=False),
}
"""Draws that have names of their own. The name of a gauge or fact is one, too: of its change, or of a report of it."""


def pin_rows(draft: Draft, happenings: Happenings) -> Pins:
    """The recorded draws."""
    history = draft.known.scenario.history
    rows = Pins([], [], [], [], [])
    for number, draw in enumerate(history.draws if history else ()):
        _Pin(draft, happenings, ("history", "draws", number), draw).add(rows)
    return rows


WANTED = {
    "truth": "true or false",
    "hours": "hours, or never",
    "reaction": "true, false or hours",
    "number": "a number",
}


class _Pin:
    """One recorded draw on its way to its address."""

    def __init__(self, draft: Draft, happenings: Happenings, path: Path, draw: RecordedDraw) -> None:
        self.draft, self.happenings, self.path, self.draw = draft, happenings, path, draw
        self.names, self.scenario = draft.known.names, draft.known.scenario
        self.recorded = draw.value
        if draw.value == "never":
            self.recorded = NEVER if draw.what in DRAWS and DRAWS[draw.what].value == "hours" else False

    def wrong(self, key: str, message: str) -> None:
        self.draft.wrong((*self.path, key), message)

    def add(self, rows: Pins) -> None:
        what = self.what()
        if what is None:
            return
        kind = self.kind(what)
        items = [0] if kind == "any" else [] if kind is None else self.items(kind)
        seat, occurrence, value = self.seat(), self.occurrence(), self.value(what)
        if value is None or seat is None or occurrence is None:
            return
        for item in items:
            rows.item.append(item)
            rows.purpose.append(what.purpose)
            rows.seat.append(seat)
            rows.occurrence.append(occurrence)
            rows.value.append(value)

    def what(self) -> What | None:
        """The kind of draw: by its own name, or by the gauge or fact that it is about."""
        name = self.draw.what
        doers = ("action", "process", "inject", "claim")
        if name in DRAWS:
            return DRAWS[name]
        if name in self.scenario.gauges:
            return What(FOR_AMOUNT, doers, "number", any=False)
        if name in self.scenario.facts:
            return What(FOR_EVIDENCE, doers, "truth", any=False)
        known = [*DRAWS, *self.scenario.gauges, *self.scenario.facts]
        self.draft.unknown((*self.path, "what"), "draw", name, known)
        return None

    def kind(self, what: What) -> str | None:
        """Of which kind the thing is that this draw is of."""
        name = self.draw.of
        if name == "any":
            if not what.any:
                self.wrong("of", f"`{self.draw.what}` differs from thing to thing: name the thing")
                return None
            return "any"
        kinds = self.kinds_of(name)
        fitting = [kind for kind in kinds if kind in what.of]
        if fitting:
            return self.checked(fitting[0])
        if kinds:
            self.wrong("what", f"{name} has no draw `{self.draw.what}`: that is for {_a(what.of)}")
        else:
            known = [name for names in self.by_kind().values() for name in names]
            self.draft.unknown((*self.path, "of"), "thing", name, known)
        return None

    def checked(self, kind: str) -> str | None:
        """Whether this very thing has such a draw."""
        name, what = self.draw.of, self.draw.what
        mode = self.happenings.mode[self.names.happenings.row(name)] if name in self.names.happenings else NONE
        if kind == "process" and what in ("hazard", "delay") and (mode == BY_HAZARD) != (what == "hazard"):
            wanted = "hazard" if what == "hazard" else "period (`every`)"
            self.wrong("what", f"{name} has no {wanted}, and so no draw `{what}`")
            return None
        return kind

    def by_kind(self) -> dict[str, list[str]]:
        scenario = self.scenario
        return {
            "action": [*self.names.actions],
            "process": [*scenario.processes],
            "inject": [*scenario.injects],
            "claim": [*scenario.claims],
            "gauge": [*scenario.gauges],
            "fact": [*scenario.facts],
            "force": [*scenario.forces],
        }

    def kinds_of(self, name: str) -> list[str]:
        return [kind for kind, names in self.by_kind().items() if name in names]

    def items(self, kind: str) -> list[int]:
        """The luck of the thing; for a change or a report, that of the lines that bring it about."""
        name, what = self.draw.of, self.draw.what
        luck = self.draft.luck
        if kind in ("gauge", "fact", "force"):
            return [luck.of(f"{kind}/{name}")]
        row = self.names.happenings.row(name)
        if what in DRAWS and what != "figure":
            return [luck.of(self.draft.known.entries[row].luck)]
        found = self.lines_about(row)
        if not found:
            self.wrong("what", f"{name} has no effect that changes or reports `{what}`")
        return found

    def lines_about(self, row: int) -> list[int]:
        what, effects = self.draw.what, self.draft.effects
        first = self.draft.outcomes.first_effect[self.happenings.first_outcome[row]]
        end = self.draft.outcomes.first_effect[self.happenings.first_outcome[row + 1]]
        ops: tuple[int, ...] = CHANGES
        if what == "figure":
            subject = self.names.claim_gauge(self.draw.of)
        elif what in self.scenario.gauges:
            subject = self.names.gauges.row(what)
        else:
            subject, ops = self.names.facts.row(what), (REPORTED,)
        about = [at for at in range(first, end) if effects.op[at] in ops and effects.subject[at] == subject]
        # What is recorded is what chance brought: a change that is no draw stays as it is, if there is one that is.
        drawn = [at for at in about if ops == CHANGES and self.draft.amounts.kind[effects.amount[at]] != CONSTANT]
        return list(dict.fromkeys(effects.luck[at] for at in drawn or about))

    def seat(self) -> int | None:
        """The row of its seat; NONE is any."""
        seat = self.draw.seat
        if seat is None:
            return NONE
        if self.draw.what not in ("noticed", "reaction"):
            self.wrong("seat", f"a `{self.draw.what}` is nobody's in particular: leave `seat` out")
        elif seat not in self.names.seats:
            self.draft.unknown((*self.path, "seat"), "seat", seat, self.names.seats)
        else:
            return self.names.seats.row(seat)
        return None

    def occurrence(self) -> int | None:
        """Which time, as the rules count it; NONE is any."""
        nth, what = self.draw.nth, self.draw.what
        if what == "reaction":
            # The rules count sightings from 1, and draw twice at each: whether, and after how long.
            if nth == "any":
                self.wrong("nth", "a reaction needs its number: 1, 2, …")
                return None
            return 2 * nth + (not isinstance(self.recorded, bool))
        if nth == "any":
            return NONE
        if what == "transit":
            # The rules count two legs for each time it is deployed: out and back.
            unit = self.scenario.forces.get(self.draw.of)
            return 2 * (nth - (unit is not None and unit.starts == "alert"))
        return nth - 1

    def value(self, what: What) -> float | None:
        """What the rules shall find at this address."""
        value = self.recorded
        if what.value == "outcome":
            return self.outcome()
        if isinstance(value, str) or (isinstance(value, bool) != (what.value == "truth") and what.value != "reaction"):
            self.wrong("value", f"`{self.draw.what}` wants {WANTED[what.value]}, not {quoted(self.draw.value)}")
            return None
        if what.value in ("hours", "reaction") and value < 0:
            self.wrong("value", f"hours cannot be negative, and this is {value:g}")
            return None
        return float(value)

    def outcome(self) -> float | None:
        name, value = self.draw.of, self.draw.value
        if name not in self.names.happenings:
            return None
        outcomes = self.names.outcomes[self.names.happenings.row(name)]
        if isinstance(value, str) and value in outcomes:
            return float(outcomes.row(value))
        guess = did_you_mean(value, outcomes) if isinstance(value, str) else ""
        self.wrong("value", f"{name} has no outcome {quoted(value)}{guess}: {one_of(outcomes)}")
        return None


def _a(kinds: tuple[str, ...]) -> str:
    return one_of(f"an {kind}" if kind[0] in "aeiou" else f"a {kind}" for kind in kinds)
