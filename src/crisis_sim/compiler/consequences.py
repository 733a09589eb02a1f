"""What follows from other things: forces arrive, actions end, promises are kept or broken. And all entries together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crisis_sim.compiler.deeds import Deed, Path, called, capital
from crisis_sim.compiler.entries import (
    Entry,
    action_entry,
    claim_entry,
    done,
    everybody,
    inject_entry,
    mask_of,
    party_mask,
    process_entry,
    seat_of,
)
from crisis_sim.language.english import joined
from crisis_sim.scenario.constructs import Effect
from crisis_sim.scenario.models import Scenario
from crisis_sim.terms.codes import AGREEMENT, ARRIVAL, COMMITMENT, COVERT, OVERT, PRIVATE, PROCESS


def entries_of(scenario: Scenario, deeds: Sequence[Deed]) -> list[Entry]:
    """All happenings, in the order of their rows."""
    return [
        *(action_entry(scenario, deed) for deed in deeds),
        *(process_entry(scenario, name, process) for name, process in scenario.processes.items()),
        *(inject_entry(scenario, name, inject) for name, inject in scenario.injects.items()),
        *(claim_entry(scenario, name, claim) for name, claim in scenario.claims.items()),
        *_moves(scenario),
        *(_afterwards(scenario, deed) for deed in deeds if deed.action.afterwards),
        *_fates(scenario),
    ]


def _moves(scenario: Scenario) -> Iterator[Entry]:
    """Arrivals and departures of forces."""
    for name, force in scenario.forces.items():
        side = seat_of(scenario, force.of)
        for id_, verb, effects in (
            (arrival(name), "arrived", force.arrival),
            (departure(name), "left", force.departure),
        ):
            path: Path = ("forces", name, id_.rpartition(".")[2])
            luck = f"force/{id_}"
            said = force.says if verb == "arrived" and force.says else f"{force.name} {verb}."
            yield Entry(
                id=id_,
                kind=ARRIVAL,
                path=path,
                luck=luck,
                name=f"{force.name} {verb}",
                turns=done(path, luck, effects, said),
                owner=force.of,
                side=side,
                visibility=OVERT if force.announced else COVERT,
                audience=everybody(scenario) if force.announced else mask_of(scenario, (side,)),
                says=said,
                cameo=force.cameo if verb == "arrived" else None,
                rung=force.rung if verb == "arrived" else 0,
            )


def _afterwards(scenario: Scenario, deed: Deed) -> Entry:
    path: Path = (*deed.path, "afterwards")
    luck = f"action/{afterwards(deed.id)}"
    return Entry(
        id=afterwards(deed.id),
        kind=PROCESS,
        path=path,
        luck=luck,
        name=f"After: {deed.action.name}",
        turns=done(path, luck, deed.action.afterwards),
        owner=deed.action.doer or deed.seat,
        side=seat_of(scenario, deed.seat),
        silent=True,
    )


FATES = {
    "threat": {
        "made": "{by} threatened {to}: {what}",
        "complied": "the demand behind a threat of {by} to {to} was met: “{what}”",
        "kept": "{by} carried out a threat to {to}: “{what}”",
        "broken": "{by} did not carry out a threat to {to}: “{what}”",
    },
    "ultimatum": {
        "made": "{by} set an ultimatum to {to}: {what}",
        "complied": "the demand of {by} on {to} was met: “{what}”",
        "kept": "{by} acted on an ultimatum to {to}: “{what}”",
        "broken": "{by} did not act on an ultimatum to {to}: “{what}”",
    },
    "pledge": {
        "made": "{by} pledged to {to}: {what}",
        "complied": "a pledge of {by} to {to} was met: “{what}”",
        "kept": "{by} kept a pledge to {to}: “{what}”",
        "broken": "{by} broke a pledge to {to}: “{what}”",
    },
    "red_line": {
        "made": "{by} drew a red line for {to}: {what}",
        "complied": "the demand behind a red line of {by} for {to} was met: “{what}”",
        "kept": "{by} acted on a red line for {to}: “{what}”",
        "broken": "{by} did not act on a red line for {to}: “{what}”",
    },
}
"""How what becomes of a commitment is told, by its kind. What was said is quoted where it could be taken for a deed."""

ANSWERS = {
    "agreed": "{sides} agreed: “{name}”",
    "rejected": "a proposal of {sponsor} was rejected: “{name}”",
    "breached": "an agreement of {sides} was breached: “{name}”",
}


def _fates(scenario: Scenario) -> Iterator[Entry]:
    """What follows when commitments are made, kept or broken, and when agreements are reached, refused or breached."""
    for name, commitment in scenario.commitments.items():
        side = seat_of(scenario, commitment.by)
        parties = mask_of(scenario, (side, seat_of(scenario, commitment.to)))
        effects: dict[str, list[Effect]] = {
            "made": [],
            "complied": commitment.complied,
            "kept": commitment.kept,
            "broken": commitment.broken,
        }
        words = {"by": called(scenario, commitment.by), "to": called(scenario, commitment.to), "what": commitment.what}
        for fate, lines in effects.items():
            yield replace(
                _fate(COMMITMENT, ("commitments", name), fate, lines, FATES[commitment.kind][fate].format_map(words)),
                owner=commitment.by,
                side=side,
                target=commitment.to,
                visibility=OVERT if commitment.public else PRIVATE,
                audience=everybody(scenario) if commitment.public else parties,
            )
    for name, agreement in scenario.agreements.items():
        sides = agreement.parties if len(agreement.parties) > 1 else [agreement.sponsor, *agreement.parties]
        words = {
            "sides": joined([called(scenario, side) for side in dict.fromkeys(sides)], "and"),
            "sponsor": called(scenario, agreement.sponsor),
            "name": agreement.name,
        }
        for answer, lines in (
            ("agreed", agreement.agreed),
            ("rejected", agreement.rejected),
            ("breached", agreement.breached),
        ):
            yield replace(
                _fate(AGREEMENT, ("agreements", name), answer, lines, ANSWERS[answer].format_map(words)),
                owner=agreement.sponsor,
                side=seat_of(scenario, agreement.sponsor),
                visibility=PRIVATE if agreement.private else OVERT,
                audience=party_mask(scenario, agreement) if agreement.private else everybody(scenario),
            )


def _fate(kind: int, path: tuple[str, str], fate: str, effects: Sequence[Effect], told: str) -> Entry:
    section, name = path
    luck = f"{section[:-1]}/{name}/{fate}"
    told = capital(told.removesuffix("."))
    says = f"{told}."
    return Entry(
        id=f"{name}.{fate}",
        kind=kind,
        path=(*path, fate),
        luck=luck,
        name=told,
        turns=done((*path, fate), luck, effects, says),
        says=says,
    )


def arrival(unit: str) -> str:
    return f"{unit}.arrival"


def departure(unit: str) -> str:
    return f"{unit}.departure"


def afterwards(action: str) -> str:
    return f"{action}.afterwards"
