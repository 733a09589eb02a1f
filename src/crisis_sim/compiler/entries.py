"""Everything that can happen, brought to one shape. Here what has a name of its own; see also `consequences`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crisis_sim.compiler.deeds import DISOBEYED, DONE, OVERSHOOT, Deed, Path, Written
from crisis_sim.scenario.constructs import Effect
from crisis_sim.scenario.happenings import Action, Agreement, Claim, Happening, Inject, Process, Severity
from crisis_sim.scenario.models import Scenario
from crisis_sim.terms.codes import (
    ACTION,
    AT_TIME,
    BY_HAND,
    BY_HAZARD,
    BY_ORDER,
    CLAIM,
    COVERT,
    DENIABLE,
    INJECT,
    ON_CONDITION,
    OVERT,
    PERIODIC,
    PRIVATE,
    PROCESS,
)

NOTHING, CERTAIN, ALWAYS = Written(0, ()), Written(1, ()), Written(True, ())

VISIBILITY = {"overt": OVERT, "private": PRIVATE, "covert": COVERT, "deniable": DENIABLE}


@dataclass(frozen=True, slots=True)
class Lines:
    """Effects that stand together, where they are written, and the name under which their luck is hashed."""

    path: Path
    luck: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One way in which a thing can turn out. `weight` is None where the proxy decides."""

    id: str
    weight: Written | None
    lines: tuple[Lines, ...]
    says: str | None
    severity: Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """One happening, as the scenario has it: expressions are text still, actors and seats are names."""

    id: str
    kind: int
    path: Path
    luck: str
    name: str
    turns: tuple[Turn, ...]
    mode: int = BY_HAND
    owner: str | None = None
    side: str | None = None
    target: str | None = None
    visibility: int = OVERT
    audience: int = 0
    silent: bool = False
    what: str | None = None
    says: str | None = None
    cameo: str | None = None
    rung: int = 0
    severity: Severity = "SQ"
    noticed: Written = NOTHING
    publication: Written = NOTHING
    possible: Written = ALWAYS
    rate: Written | None = None
    running: Written | None = None
    delay: Written = NOTHING
    first: Written = NOTHING
    chance: Written = CERTAIN
    times: int = 0
    deed: Deed | None = None  # of an action
    claim: str | None = None  # its name, of a claim
    after: Written = NOTHING  # of an inject: the delay with which others begin it

    def can_be_seen(self, seat: int) -> bool:
        """Whether a seat can ever come to know of it: it is shown to it, it may notice it, or it may leak."""
        if (self.audience >> seat) & 1:
            return True
        leaks = self.deed is not None and self.deed.action.leak != 0
        return not self.silent and (self.noticed.text != 0 or leaks)


def seat_of(scenario: Scenario, actor: str | None) -> str | None:
    """The seat on whose side an actor is, if it is on any."""
    if actor is None or actor not in scenario.actors:
        return None
    if scenario.actors[actor].seat:
        return actor
    side = scenario.actors[actor].side
    return side if side in scenario.actors and scenario.actors[side].seat else None


def mask_of(scenario: Scenario, seats: Iterable[str | None]) -> int:
    """Bits of the seats; what is no seat is left out."""
    wanted = set(seats)
    order = [name for name, actor in scenario.actors.items() if actor.seat]
    return sum(1 << row for row, seat in enumerate(order) if seat in wanted)


def everybody(scenario: Scenario) -> int:
    return mask_of(scenario, scenario.actors)


def _shown(scenario: Scenario, body: Happening, sides: Iterable[str | None]) -> tuple[int, int]:
    """Visibility, and the mask of the seats that always see it; `sides` are those of whoever does it."""
    visibility = VISIBILITY[body.visibility]
    if visibility in (OVERT, DENIABLE):
        return visibility, everybody(scenario)
    target = seat_of(scenario, body.target) if visibility == PRIVATE else None
    return visibility, mask_of(scenario, (*sides, target))


def _entry(id_: str, kind: int, path: Path, luck: str, body: Happening) -> Entry:
    return Entry(
        id=id_,
        kind=kind,
        path=path,
        luck=luck,
        name=body.name,
        turns=_turns(path, luck, body),
        target=body.target,
        what=body.what,
        says=body.says,
        cameo=body.cameo,
        rung=body.rung,
        severity=body.severity,
        noticed=Written(body.noticed, (*path, "noticed")),
        publication=Written(body.publication, (*path, "publication")),
        possible=Written(body.possible, (*path, "possible")),
    )


def _turns(path: Path, luck: str, body: Happening) -> tuple[Turn, ...]:
    common = Lines((*path, "effects"), luck, tuple(body.effects))
    written = [
        Turn(
            id=id_,
            weight=Written(outcome.weight, (*path, "outcomes", id_, "weight")),
            lines=(common, Lines((*path, "outcomes", id_, "effects"), f"{luck}/{id_}", tuple(outcome.effects))),
            says=outcome.says or body.says,
            severity=outcome.severity or body.severity,
        )
        for id_, outcome in body.outcomes.items()
    ] or [Turn(DONE, Written(1, path), (common,), body.says, body.severity)]
    if not isinstance(body, Action) or body.through is None:
        return tuple(written)
    # What a proxy makes of an order: done as usual, not done, or done and overdone.
    disobeyed = Lines((*path, "disobeyed"), f"{luck}/disobeyed", tuple(body.disobeyed))
    written.append(Turn(DISOBEYED, None, (disobeyed,), None, "SQ"))
    if body.overshoot:
        overdone = Lines((*path, "overshoot"), f"{luck}/overshoot", tuple(body.overshoot))
        written.append(replace(written[0], id=OVERSHOOT, weight=None, lines=(*written[0].lines, overdone)))
    return tuple(written)


def action_entry(scenario: Scenario, deed: Deed) -> Entry:
    action = deed.action
    visibility, audience = _shown(scenario, action, (deed.seat, seat_of(scenario, action.doer)))
    if deed.agreement is not None and action.visibility == "private":
        audience = party_mask(scenario, scenario.agreements[deed.agreement])
    return replace(
        _entry(deed.id, ACTION, deed.path, f"action/{deed.id}", action),
        mode=BY_ORDER,
        owner=action.doer or deed.seat,
        side=seat_of(scenario, deed.seat),
        visibility=visibility,
        audience=audience,
        deed=deed,
    )


def process_entry(scenario: Scenario, name: str, process: Process) -> Entry:
    path: Path = ("processes", name)
    side = seat_of(scenario, process.by)
    visibility, audience = _shown(scenario, process, (side,))
    every = Written(0 if process.every is None else process.every, (*path, "every"))
    return replace(
        _entry(name, PROCESS, path, f"process/{name}", process),
        mode=PERIODIC if process.hazard is None else BY_HAZARD,
        owner=process.by,
        side=side,
        visibility=visibility,
        audience=0 if process.silent else audience,
        silent=process.silent,
        rate=None if process.hazard is None else Written(process.hazard, (*path, "hazard")),
        running=None if process.running is True else Written(process.running, (*path, "running")),
        delay=every,
        first=every if process.first is None else Written(process.first, (*path, "first")),
    )


def inject_entry(scenario: Scenario, name: str, inject: Inject) -> Entry:
    path: Path = ("injects", name)
    side = seat_of(scenario, inject.by)
    visibility, audience = _shown(scenario, inject, (side,))
    if inject.to:
        visibility, audience = PRIVATE, mask_of(scenario, (side, *inject.to))
    after = Written(inject.after, (*path, "after"))
    return replace(
        _entry(name, INJECT, path, f"inject/{name}", inject),
        mode=AT_TIME if inject.at is not None else BY_HAND if inject.when is None else ON_CONDITION,
        owner=inject.by,
        side=side,
        visibility=visibility,
        audience=audience,
        rate=None if inject.when is None else Written(inject.when, (*path, "when")),
        running=None if inject.unless is False else Written(inject.unless, (*path, "unless")),
        delay=after if inject.at is None else Written(inject.at, (*path, "at")),
        chance=Written(inject.chance, (*path, "chance")),
        times=inject.times,
        after=after,
    )


def claim_entry(scenario: Scenario, name: str, claim: Claim) -> Entry:
    path: Path = ("claims", name)
    luck = f"claim/{name}"
    after = Written(claim.after, (*path, "after"))
    return Entry(
        id=name,
        kind=CLAIM,
        path=path,
        luck=luck,
        name=claim.source,
        turns=done((*path, "effects"), luck, claim.effects, claim.says),
        owner=claim.by,
        side=seat_of(scenario, claim.by),
        audience=everybody(scenario),
        says=claim.says,
        cameo="010",
        delay=after,
        after=after,
        claim=name,
    )


def done(path: Path, luck: str, effects: Sequence[Effect], says: str | None = None) -> tuple[Turn, ...]:
    return (Turn(DONE, Written(1, path), (Lines(path, luck, tuple(effects)),), says, "SQ"),)


def party_mask(scenario: Scenario, agreement: Agreement) -> int:
    return mask_of(scenario, (agreement.sponsor, *agreement.parties))
