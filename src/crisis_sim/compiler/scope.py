"""What a name means in a formula: in the truth, or as one seat sees things.

A seat's formula never reads what the seat does not know: where what it sees differs from the truth, it reads a slot,
which the rules fill with what the seat sees before they evaluate its formulas.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from crisis_sim.compiler.known import Known, RefusedNameError, sight, sight_kind
from crisis_sim.compiler.things import THINGS, tree_of
from crisis_sim.language import LanguageError, Reading, Tree
from crisis_sim.scenario.constructs import Gauge, Shown
from crisis_sim.scenario.models import Scenario
from crisis_sim.terms.codes import NOISY, SLOT_GAUGE

LARGEST_DRAWN = 1e9


@dataclass(frozen=True, slots=True)
class ScenarioScope:
    """The names of one context. `seat`: whose view, or None for the truth. `drawn`: within effects. `traits`: within a
    doctrine. `beginning`: before anything has happened; then only `parameters`, or these and what is drawn earlier."""

    known: Known
    seat: str | None = None
    drawn: bool = False
    traits: bool = False
    obeys: bool = True
    beginning: frozenset[str] | None = None

    def read(self, name: str) -> Reading | None:
        """Part of the language's Scope."""
        scenario, names, places = self.known.scenario, self.known.names, self.known.places
        if name in scenario.parameters:
            parameter = scenario.parameters[name]
            return Reading(places.parameters + names.parameters.row(name), parameter.what, *in_order(parameter.bounds))
        if name.startswith("persona."):
            return self._trait(name)
        if name in ("now", "hour", "drawn"):
            return self._clock(name)
        if name not in scenario.gauges and name not in scenario.facts:
            return None
        if self.beginning is not None and name not in self.beginning:
            raise RefusedNameError(name, f"{name} is not known yet when this is worked out, at the first minute")
        if name in scenario.gauges:
            return self._gauge(name)
        if self.seat is not None:
            raise RefusedNameError(name, f"{self.seat} cannot see whether {name} is so: use belief({name})")
        fact = scenario.facts[name]
        place = places.facts + names.facts.row(name)
        return Reading(place, fact.what, 0.0, 1.0, True, f"it is not so that {fact.what}")

    def call(self, function: str, things: tuple[str, ...]) -> Tree | None:
        """Part of the language's Scope."""
        if self.beginning is not None:
            raise LanguageError(f"{function}(…) cannot stand here: nothing has happened yet")
        if any(thing not in known for thing, known in zip(things, self._things(function), strict=True)):
            return None
        return tree_of(self, function, things[0], things[-1])

    def for_control(self) -> "ScenarioScope":
        """The names that the control of a link may use, as this seat sees them."""
        return replace(self, drawn=False, traits=False, obeys=False)

    def thing_functions(self) -> Mapping[str, int]:
        """Part of the language's Scope."""
        return {name: self._arity(name) for name in THINGS}

    def names(self) -> Iterator[str]:
        """Part of the language's Scope: what may be meant by a name that is unknown."""
        scenario = self.known.scenario
        yield from scenario.parameters
        yield from (name for name in scenario.gauges if self.seat is None or self._sees(name))
        yield from ("now", "hour")
        if self.drawn:
            yield "drawn"
        if self.seat is None:
            yield from scenario.facts
        if self.traits:
            yield from (f"persona.{trait}" for trait in self.known.names.traits)

    def things(self, function: str) -> Iterable[str]:
        """Part of the language's Scope: what this function knows."""
        return [name for known in self._things(function) for name in known]

    def _arity(self, function: str) -> int:
        return 1 + (function == "belief" and self.seat is None)

    def _things(self, function: str) -> list[Iterable[str]]:
        names = self.known.names
        kind = THINGS[function]
        things: dict[str, Iterable[str]] = {
            "happening": names.happenings[: names.named],
            "action": names.actions,
            "fact": names.facts,
            "force": names.units,
            "commitment": names.commitments,
            "agreement": names.agreements,
            "link": names.links,
            "claim": names.claims,
        }
        return [things[kind], names.seats][: self._arity(function)]

    # Names

    def _clock(self, name: str) -> Reading:
        places, scenario = self.known.places, self.known.scenario
        if self.beginning is not None:
            raise RefusedNameError(name, f"{name} cannot stand here: this is worked out once, at the first minute")
        if name == "now":
            return Reading(places.now, "hours since the beginning", 0.0, float(scenario.horizon))
        if name == "hour":
            return Reading(places.hour, "the hour of the day", 0.0, 24.0)
        if not self.drawn:
            raise RefusedNameError(name, "drawn is the last amount drawn among effects: it can stand in effects only")
        return Reading(places.drawn, "the amount drawn", -LARGEST_DRAWN, LARGEST_DRAWN)

    def _trait(self, name: str) -> Reading | None:
        names, places = self.known.names, self.known.places
        trait = name.removeprefix("persona.")
        if not self.traits or self.seat is None:
            raise RefusedNameError(name, f"{name} can stand in doctrines only")
        if trait not in names.traits:
            return None
        self.known.traits_used.add((self.seat, trait))
        low, high = trait_bounds(self.known.scenario, trait)
        place = places.traits + names.seats.row(self.seat) * len(names.traits) + names.traits.row(trait)
        return Reading(place, trait, low, high)

    def _sees(self, gauge: str) -> bool:
        return self.seat is None or sight(self.known.scenario.gauges[gauge], self.seat) != "hidden"

    def _gauge(self, name: str) -> Reading:
        names, places = self.known.names, self.known.places
        gauge, row = self.known.scenario.gauges[name], names.gauges.row(name)
        exact = self._reading(places.gauges + row, gauge)
        if self.seat is None:
            return exact
        shown = sight(gauge, self.seat)
        if shown == "hidden":
            raise RefusedNameError(name, f"{self.seat} cannot see {name}: a formula of {self.seat} cannot name it")
        if not isinstance(shown, Shown):
            return exact
        if sight_kind(shown) == NOISY:
            place = self.known.slot(self.seat, SLOT_GAUGE, row)
        elif shown.late is not None:
            place = places.reports + names.reports.index((name, shown.late))
        else:
            place = places.gauges + row
        return self._reading(place, gauge, " as seen")

    @staticmethod
    def _reading(place: int, gauge: Gauge, how: str = "") -> Reading:
        """A gauge that is told by `yes` and `no` is a truth."""
        if gauge.yes is not None and gauge.no is not None:
            return Reading(place, gauge.yes + how, 0.0, 1.0, True, gauge.no + how)
        return Reading(place, gauge.what + how, *in_order(gauge.bounds))


def in_order(bounds: tuple[float, float]) -> tuple[float, float]:
    """Bounds that are the wrong way round are reported where they are written, and not wherever the name is used."""
    return min(bounds), max(bounds)


def trait_bounds(scenario: Scenario, trait: str) -> tuple[float, float]:
    """Between what a trait lies, over all personas."""
    found = [
        traits[trait]
        for persona in scenario.personas.values()
        for traits in (persona.traits, *persona.seats.values())
        if trait in traits
    ]
    return min(found), max(found)
