"""What stands in which row: the one place where the order of everything is decided."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from crisis_sim.compiler.entries import Entry
from crisis_sim.scenario.constructs import Shown
from crisis_sim.scenario.models import Scenario

UTILITY = "utility"
"""The persona that is played unless another is asked for; its row is 0."""


class Index(Sequence[str]):
    """Names in the order of their rows. `index[row]` is a name, `index.row(name)` a row (KeyError: there is none)."""

    __slots__ = ("_names", "_rows")

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._rows: dict[str, int] = {}
        for row, name in enumerate(self._names):
            self._rows.setdefault(name, row)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[str, ...]: ...
    def __getitem__(self, row: int | slice) -> str | tuple[str, ...]:
        return self._names[row]

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def row(self, name: str) -> int:
        return self._rows[name]

    def __repr__(self) -> str:
        return f"Index({', '.join(self._names)})"


@dataclass(frozen=True, slots=True)
class Names:
    """Names of all rows. Happenings begin with the actions; those that follow from other things have names like
    `brigade.arrival`, `ar.raid.afterwards`, `red_line.kept` and `pull_back.agreed`."""

    seats: Index
    actors: Index  # seats first
    parameters: Index
    traits: Index
    personas: Index  # `utility` first
    gauges: Index  # those of the claims last
    reports: tuple[tuple[str, int], ...]  # a gauge, and hours between its reports
    facts: Index
    units: Index
    links: Index
    actions: Index
    happenings: Index
    outcomes: tuple[Index, ...]  # of each happening
    commitments: Index
    agreements: Index
    claims: Index
    categories: Index  # of actions
    objectives: tuple[Index, ...]  # of each seat
    classes: Index
    ends: Index
    flags: Index
    named: int  # so many happenings stand in the scenario under their own names: actions, processes, injects, claims

    def claim_gauge(self, claim: str) -> int:
        """The row of the gauge that holds the figure of a claim."""
        return len(self.gauges) - len(self.claims) + self.claims.row(claim)


def names_of(scenario: Scenario, entries: Sequence[Entry]) -> Names:
    """The rows of a scenario. Whatever is wrong with it, every row has a name; the faults are found elsewhere."""
    seats = [name for name, actor in scenario.actors.items() if actor.seat]
    deeds = [entry.deed for entry in entries if entry.deed is not None]
    personas = sorted(scenario.personas, key=lambda name: name != UTILITY)
    return Names(
        seats=Index(seats),
        actors=Index([*seats, *(name for name, actor in scenario.actors.items() if not actor.seat)]),
        parameters=Index(scenario.parameters),
        traits=Index(_traits(scenario)),
        personas=Index(personas),
        gauges=Index([*scenario.gauges, *(f"claim_{name}" for name in scenario.claims)]),
        reports=_reports(scenario),
        facts=Index(scenario.facts),
        units=Index(scenario.forces),
        links=Index(scenario.links),
        actions=Index(deed.id for deed in deeds),
        happenings=Index(entry.id for entry in entries),
        outcomes=tuple(Index(turn.id for turn in entry.turns) for entry in entries),
        commitments=Index(scenario.commitments),
        agreements=Index(scenario.agreements),
        claims=Index(scenario.claims),
        categories=Index(dict.fromkeys(deed.action.category for deed in deeds)),
        objectives=tuple(Index(scenario.objectives.get(seat, {})) for seat in seats),
        classes=Index(scenario.outcomes),
        ends=Index(scenario.ends),
        flags=Index(scenario.flags),
        named=len(deeds) + len(scenario.processes) + len(scenario.injects) + len(scenario.claims),
    )


def _traits(scenario: Scenario) -> list[str]:
    found: dict[str, None] = {}
    for persona in scenario.personas.values():
        for traits in (persona.traits, *persona.seats.values()):
            found.update(dict.fromkeys(traits))
    return list(found)


def _reports(scenario: Scenario) -> tuple[tuple[str, int], ...]:
    return tuple(
        dict.fromkeys(
            (name, shown.late)
            for name, gauge in scenario.gauges.items()
            for shown in gauge.sight.values()
            if isinstance(shown, Shown) and shown.late is not None
        )
    )
