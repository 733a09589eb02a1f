"""What is said of a happening in events and reports, once and for all: how it is coded, and how it is told."""

from dataclasses import dataclass

from crisis_sim.compiler.coding import goldstein, plover
from crisis_sim.compiler.entries import Entry
from crisis_sim.terms.codes import ACTION, AGREEMENT, ARRIVAL, CLAIM, COMMITMENT, INJECT, PROCESS

SECTIONS = {
    ACTION: "action",
    PROCESS: "process",
    INJECT: "inject",
    CLAIM: "claim",
    COMMITMENT: "commitment",
    AGREEMENT: "agreement",
    ARRIVAL: "arrival",
}


@dataclass(frozen=True, slots=True)
class ToldOutcome:
    """One outcome: its id, how grave it is, and how a wire service tells it; None: as its happening's name says."""

    id: str
    severity: str
    says: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One happening. `says` may hold {figure}, for the amount of its event."""

    id: str
    kind: str
    name: str
    what: str | None
    says: str | None
    cameo: str | None
    plover: str | None
    goldstein: float | None
    rung: int
    severity: str
    silent: bool
    outcomes: tuple[ToldOutcome, ...]


def told(entry: Entry) -> Told:
    """What is said of an entry."""
    return Told(
        id=entry.id,
        kind=SECTIONS[entry.kind],
        name=entry.name,
        what=entry.what,
        says=entry.says,
        cameo=entry.cameo,
        plover=plover(entry.cameo),
        goldstein=goldstein(entry.cameo),
        rung=entry.rung,
        severity=entry.severity,
        silent=entry.silent,
        outcomes=tuple(ToldOutcome(turn.id, turn.severity, turn.says) for turn in entry.turns),
    )
