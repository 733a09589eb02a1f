"""Everything that a seat can order: the actions of the scenario, and those that its agreements bring with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from crisis_sim.language.english import joined
from crisis_sim.scenario.constructs import Expression
from crisis_sim.scenario.happenings import Action, Agreement
from crisis_sim.scenario.models import Scenario

Path = tuple[str | int, ...]
"""The way to something in the scenario's text."""


class Written(NamedTuple):
    """An expression or amount, and where it is written."""

    text: Expression
    path: Path


DONE, DISOBEYED, OVERSHOOT = "done", "disobeyed", "overshoot"
"""The outcome of what has no others; an order that its proxy did not obey; one that it overdid."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An action with its id, its seat, and where it is written."""

    id: str
    seat: str
    action: Action
    path: Path
    requires: tuple[Written, ...]  # all of them
    agreement: str | None = None  # it comes with this agreement


def deeds_of(scenario: Scenario) -> list[Deed]:
    """In the order of the seats, within a seat as written, an agreement's last. Ids without a seat: at the end."""
    seats = [name for name, actor in scenario.actors.items() if actor.seat]
    found = list(_written(scenario))
    written = {deed.id for deed in found}
    for name, agreement in scenario.agreements.items():
        # An id that is taken is reported by whoever checks the names.
        found += [deed for deed in _of_agreement(scenario, name, agreement) if deed.id not in written]
    rank = {seat: row for row, seat in enumerate(seats)}
    return sorted(found, key=lambda deed: rank.get(deed.seat, len(seats)))


def _written(scenario: Scenario) -> Iterator[Deed]:
    for id_, action in scenario.actions.items():
        path: Path = ("actions", id_)
        yield Deed(id_, id_.partition(".")[0], action, path, (Written(action.requires, (*path, "requires")),))


def agreement_ids(name: str, agreement: Agreement) -> list[str]:
    """The ids of the actions that an agreement brings with it."""
    others = [party for party in agreement.parties if party != agreement.sponsor]  # a sponsor accepts by proposing
    answers = [f"{party}.{answer}_{name}" for party in others for answer in ("accept", "reject")]
    return [f"{agreement.sponsor}.propose_{name}", *answers]


SAYS = {
    "propose": "proposed an agreement to {others}",
    "accept": "accepted an agreement",
    "reject": "rejected an agreement",
}


def called(scenario: Scenario, actor: str) -> str:
    """An actor's name within a sentence. Nothing tells whether it is one or many: keep to verbs in the past tense."""
    there = scenario.actors.get(actor)
    return actor if there is None else there.name


def capital(sentence: str) -> str:
    """With a capital letter at the beginning; the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def _of_agreement(scenario: Scenario, name: str, agreement: Agreement) -> Iterator[Deed]:
    open_to_proposal = f"not (proposed({name}) or in_force({name}) or breached({name}))"
    path: Path = ("agreements", name)
    for id_ in dict.fromkeys(agreement_ids(name, agreement)):
        seat, _, rest = id_.partition(".")
        verb = rest.partition("_")[0]
        proposes = verb == "propose"
        others = [party for party in agreement.parties if party != seat]
        partner = others[0] if proposes and others else agreement.sponsor
        said = SAYS[verb].format(others=joined([called(scenario, party) for party in others or [seat]], "and"))
        condition = open_to_proposal if proposes else f"proposed({name})"
        action = Action(
            name=f"{verb.capitalize()}: {agreement.name}"[:300],
            what=agreement.what,
            says=f"{capital(called(scenario, seat))} {said}: “{agreement.name}”."[:300],
            target=partner if partner in scenario.actors and partner != seat else None,
            cameo={"propose": "036", "accept": "057", "reject": "120"}[verb],
            severity="SQ" if verb == "reject" else "DE",
            visibility="private" if agreement.private else "overt",
            category="diplomacy",
            possible=condition,
            preparation=agreement.negotiation,
            effects=[f"{verb}({name})"],
        )
        requires = [Written(condition, path)]
        if proposes:
            requires.append(Written(agreement.requires, (*path, "requires")))
        yield Deed(id_, seat, action, path, tuple(requires), name)
