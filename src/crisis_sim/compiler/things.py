"""The functions of things in formulas, such as count(us.strike_militia): which there are, and what each one reads."""

from typing import TYPE_CHECKING

from crisis_sim.compiler import meaning
from crisis_sim.compiler.entries import seat_of
from crisis_sim.compiler.known import RefusedNameError
from crisis_sim.language import NUMBER, LanguageError, Number, Tree, check, parse_expression
from crisis_sim.terms.codes import DENIABLE, SLOT_ACTIVE, SLOT_COUNT, SLOT_FORCE, SLOT_SINCE

if TYPE_CHECKING:
    from crisis_sim.compiler.scope import ScenarioScope

THINGS = {
    "count": "happening",
    "since": "happening",
    "active": "action",
    "belief": "fact",
    "at_home": "force",
    "on_alert": "force",
    "in_transit": "force",
    "in_theatre": "force",
    "standing": "commitment",
    "called": "commitment",
    "kept": "commitment",
    "broken": "commitment",
    "complied": "commitment",
    "proposed": "agreement",
    "in_force": "agreement",
    "breached": "agreement",
    "instructed": "link",
    "obeys": "link",
    "claimed": "claim",
}
"""The functions of things, and what kind of thing they are about."""

WHERE = {"at_home": "at home", "on_alert": "on alert", "in_transit": "in transit", "in_theatre": "in the theatre"}


def tree_of(scope: "ScenarioScope", function: str, thing: str, seat: str) -> Tree:
    """What function(thing), or belief(thing, seat), means in this scope. The names exist. LanguageError: not here."""
    match function:
        case "count" | "since" | "active":
            return _deed(scope, function, thing)
        case "belief":
            return _belief(scope, thing, scope.seat or seat)
        case "at_home" | "on_alert" | "in_transit" | "in_theatre":
            return _force(scope, thing, WHERE[function])
        case "proposed" | "in_force" | "breached":
            return _agreement(scope, thing, function.replace("_", " "))
        case "instructed" | "obeys":
            return _link(scope, function, thing)
        case "claimed":
            known = scope.known
            place = known.places.gauges + known.names.claim_gauge(thing)
            return meaning.claimed(place, known.scenario.claims[thing].source)
        case _:
            return _commitment(scope, thing, function)


def _deed(scope: "ScenarioScope", function: str, thing: str) -> Tree:
    known = scope.known
    row = known.names.happenings.row(thing)
    entry = known.entries[row]
    places = known.places
    truth, slot = {
        "count": (places.counts + row, SLOT_COUNT),
        "since": (places.last + row, SLOT_SINCE),
        "active": (places.active + row, SLOT_ACTIVE),
    }[function]
    if entry.silent and scope.seat is not None:
        raise LanguageError(f"{thing} is silent: no seat sees it, and its formulas cannot name it")
    if scope.seat is None or entry.side == scope.seat:
        place = truth
    elif entry.visibility == DENIABLE and entry.side is not None:
        raise LanguageError(f"{scope.seat} cannot know who did {thing}, which is deniable: its formulas cannot name it")
    elif entry.can_be_seen(known.names.seats.row(scope.seat)):
        place = known.slot(scope.seat, slot, row)
    else:
        raise LanguageError(f"{scope.seat} never sees {thing}: its formulas cannot name it")
    if function == "count":
        return meaning.count(place, entry.name)
    if function == "since":
        return meaning.since(place, places.now, entry.name, known.scenario.horizon)
    return meaning.active(place, entry.name)


def _belief(scope: "ScenarioScope", fact: str, seat: str) -> Tree:
    known, names = scope.known, scope.known.names
    place = known.places.beliefs + names.facts.row(fact) * len(names.seats) + names.seats.row(seat)
    return meaning.belief(place, known.scenario.facts[fact].what, None if scope.seat else known.short(seat))


def _force(scope: "ScenarioScope", unit: str, where: str) -> Tree:
    known = scope.known
    row, force = known.names.units.row(unit), known.scenario.forces[unit]
    if scope.seat is None or seat_of(known.scenario, force.of) == scope.seat:
        return meaning.force(known.places.units + row, force.name, where)
    return meaning.force(known.slot(scope.seat, SLOT_FORCE, row), force.name, where)


def _commitment(scope: "ScenarioScope", name: str, how: str) -> Tree:
    known = scope.known
    commitment = known.scenario.commitments[name]
    parties = (commitment.by, seat_of(known.scenario, commitment.to))
    if scope.seat is not None and not commitment.public and scope.seat not in parties:
        raise LanguageError(f"{scope.seat} cannot see {name}: it is secret")
    return meaning.commitment(known.places.standings + known.names.commitments.row(name), commitment.what, how)


def _agreement(scope: "ScenarioScope", name: str, how: str) -> Tree:
    known = scope.known
    agreement = known.scenario.agreements[name]
    if scope.seat is not None and agreement.private and scope.seat not in (agreement.sponsor, *agreement.parties):
        raise LanguageError(f"{scope.seat} cannot see {name}: it is private")
    return meaning.agreement(known.places.agreed + known.names.agreements.row(name), agreement.name, how)


def _link(scope: "ScenarioScope", function: str, name: str) -> Tree:
    known = scope.known
    link = known.scenario.links[name]
    if scope.seat is not None and seat_of(known.scenario, link.principal) != scope.seat:
        raise LanguageError(f"{name} is no link of {scope.seat}: its formulas can name only its own")
    if function == "instructed":
        return meaning.instructed(known, name)
    if not scope.obeys:
        raise LanguageError("obeys(…) cannot stand in what it is made from: the control of a link")
    if scope.seat is None:
        return meaning.obeys(known, name)
    # What the other principal asks of the proxy, this one does not know.
    return meaning.obeys_alone(known, name, _control_as_seen(scope, name))


def _control_as_seen(scope: "ScenarioScope", link: str) -> Tree:
    try:
        return check(parse_expression(scope.known.scenario.links[link].control), scope.for_control(), NUMBER)
    except RefusedNameError as error:
        raise LanguageError(f"{scope.seat} does not know the control of {link}: {error.message}") from None
    except LanguageError:
        return Number(0.5)  # wrong as the truth, too, where it is reported; once is enough
