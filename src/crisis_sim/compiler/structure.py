"""Whether the parts of a scenario fit together, formulas apart: who exists, what goes with what, which names clash."""

import re
from collections.abc import Iterable, Mapping

from crisis_sim.compiler.deeds import DISOBEYED, OVERSHOOT, Path, agreement_ids
from crisis_sim.compiler.draft import Draft
from crisis_sim.compiler.entries import seat_of
from crisis_sim.compiler.things import THINGS
from crisis_sim.language import name_problem
from crisis_sim.scenario.errors import did_you_mean, quoted
from crisis_sim.scenario.happenings import Action

MOST_SEATS = 16
MOST_HAPPENINGS = 65_000
KEPT_WORDS = ("now", "hour", "drawn", "persona", *THINGS)
SOURCED = (
    "parameters", "gauges", "forces", "facts", "links", "actions", "processes", "injects", "commitments", "targets",
)  # fmt: skip
KEPT_ACTORS = ("all", "others", "any", "knows", "control")


def check_structure(draft: Draft) -> None:
    """Notes all that does not fit together."""
    for check in (
        _check_actors,
        _check_names,
        _check_parameters,
        _check_seen,
        _check_links,
        _check_actions,
        _check_by_themselves,
        _check_claims,
        _check_sources,
    ):
        check(draft)
    if len(draft.known.entries) > MOST_HAPPENINGS:
        message = f"there are {len(draft.known.entries):,} things that can happen; at most {MOST_HAPPENINGS:,} fit"
        draft.wrong(("actions",), message, key=True)


def _check_actors(draft: Draft) -> None:
    scenario, seats = draft.known.scenario, draft.known.names.seats
    if len(seats) > MOST_SEATS:
        draft.wrong(("actors",), f"there are {len(seats)} seats, and at most {MOST_SEATS} can play", key=True)
    for name, actor in scenario.actors.items():
        if name in KEPT_ACTORS:
            draft.wrong(("actors", name), f"`{name}` means something else: give the actor another name", key=True)
        if actor.seat and actor.side is not None:
            draft.wrong(("actors", name, "side"), f"{name} is a seat, on nobody's side: leave `side` out", key=True)
        elif actor.side is not None and actor.side not in seats:
            draft.unknown(("actors", name, "side"), "seat", actor.side, seats)
    for name, force in scenario.forces.items():
        actor_exists(draft, ("forces", name, "of"), force.of)


def actor_exists(draft: Draft, path: Path, actor: str | None) -> None:
    if actor is not None and actor not in draft.known.scenario.actors:
        draft.unknown(path, "actor", actor, draft.known.scenario.actors)


# Names


def _check_names(draft: Draft) -> None:
    scenario = draft.known.scenario
    in_formulas: dict[str, Iterable[str]] = {
        "parameters": scenario.parameters,
        "gauges": scenario.gauges,
        "facts": scenario.facts,
    }
    happening: dict[str, Iterable[str]] = {
        "processes": scenario.processes,
        "injects": scenario.injects,
        "claims": scenario.claims,
    }
    others: dict[str, Iterable[str]] = {
        "actors": scenario.actors,
        "forces": scenario.forces,
        "links": scenario.links,
        "actions": scenario.actions,
        "commitments": scenario.commitments,
        "agreements": scenario.agreements,
    }
    for section, things in {**in_formulas, **happening, **others}.items():
        for name in things:
            if problem := name_problem(name):
                draft.wrong((section, name), f"the name {name} {problem}", key=True)
            elif section in in_formulas and name.partition(".")[0] in KEPT_WORDS:
                draft.wrong((section, name), f"{name} means something else in formulas: choose another name", key=True)
    _check_clashes(draft, in_formulas)
    _check_clashes(draft, happening)
    for name in scenario.claims:
        if f"claim_{name}" in scenario.gauges:
            message = f"claim_{name} is the figure of the claim {name}: give the gauge another name"
            draft.wrong(("gauges", f"claim_{name}"), message, key=True)
    for name, agreement in scenario.agreements.items():
        for id_ in agreement_ids(name, agreement):
            if id_ in scenario.actions:
                draft.wrong(("actions", id_), f"{id_} comes with the agreement {name}: choose another name", key=True)


def _check_clashes(draft: Draft, sections: Mapping[str, Iterable[str]]) -> None:
    first: dict[str, str] = {}
    for section, names in sections.items():
        for name in names:
            other = first.setdefault(name, section)
            if other != section:
                draft.wrong((section, name), f"{name} stands under {other}, too: one name, one thing", key=True)


def _check_parameters(draft: Draft) -> None:
    for name, parameter in draft.known.scenario.parameters.items():
        path: Path = ("parameters", name)
        low, high = parameter.bounds
        if low > high:
            draft.wrong((*path, "bounds"), f"bounds are [low, high], and {low:g} is above {high:g}", key=True)
            continue
        if parameter.range[0] > parameter.range[1]:
            low_end, high_end = parameter.range
            draft.wrong((*path, "range"), f"a range is [low, high], and {low_end:g} is above {high_end:g}", key=True)
        for key, value in (("value", parameter.value), ("range", parameter.range[0]), ("range", parameter.range[1])):
            if not low <= value <= high:
                draft.wrong((*path, key), f"{value:g} lies outside the bounds, {low:g} to {high:g}", key=key == "range")
        for date, value in parameter.as_of.items():
            if not low <= value <= high:
                draft.wrong((*path, "as_of", date), f"{value:g} lies outside the bounds, {low:g} to {high:g}")


def _check_seen(draft: Draft) -> None:
    """Who sees a gauge, and who believes what of a fact."""
    scenario = draft.known.scenario
    for name, gauge in scenario.gauges.items():
        _check_whose(draft, ("gauges", name, "sight"), gauge.sight)
        if (gauge.yes is None) != (gauge.no is None):
            draft.wrong(("gauges", name), f"{name} says only one of `yes` and `no`: say both, or neither", key=True)
        elif gauge.yes is not None and (gauge.bounds != (0.0, 1.0) or not gauge.whole):
            message = f"{name} is told by `yes` and `no`, so it is 0 or 1: give it `bounds: [0, 1]` and `whole: true`"
            draft.wrong(("gauges", name), message, key=True)
    for name, fact in scenario.facts.items():
        _check_whose(draft, ("facts", name, "beliefs"), fact.beliefs)


def _check_whose(draft: Draft, path: Path, whose: Iterable[str]) -> None:
    seats = draft.known.names.seats
    whose = list(whose)
    for name in whose:
        if name not in seats and name not in ("all", "others"):
            draft.unknown((*path, name), "seat", name, [*seats, "all", "others"], key=True)
    if "all" in whose and "others" in whose:
        draft.wrong((*path, "others"), "`all` and `others` both mean the rest: keep one of them", key=True)


# What there is between actors


def _check_links(draft: Draft) -> None:
    pairs: dict[tuple[str, str], str] = {}
    for name, link in draft.known.scenario.links.items():
        path: Path = ("links", name)
        actor_exists(draft, (*path, "principal"), link.principal)
        actor_exists(draft, (*path, "proxy"), link.proxy)
        if link.principal == link.proxy:
            draft.wrong((*path, "proxy"), f"{link.proxy} cannot be its own proxy")
        other = pairs.setdefault((link.principal, link.proxy), name)
        if other != name:
            draft.wrong(path, f"{link.principal} controls {link.proxy} already, through {other}", key=True)


def _check_actions(draft: Draft) -> None:
    scenario, seats = draft.known.scenario, draft.known.names.seats
    for id_, action in scenario.actions.items():
        path: Path = ("actions", id_)
        seat = id_.partition(".")[0]
        if seat not in seats:
            draft.wrong(path, f"an action's id begins with its seat, and {seat} is none: {', '.join(seats)}", key=True)
        actor_exists(draft, (*path, "doer"), action.doer)
        actor_exists(draft, (*path, "target"), action.target)
        if action.category == "any":
            draft.wrong((*path, "category"), "`any` means every category in cancel(…): choose another word")
        if action.through is not None:
            _check_through(draft, path, seat, action)
            continue
        for key, given in (("stance", action.stance), ("overshoot", action.overshoot), ("disobeyed", action.disobeyed)):
            if given:
                draft.wrong((*path, key), f"`{key}` is for an order through a proxy: add `through`", key=True)


def _check_through(draft: Draft, path: Path, seat: str, action: Action) -> None:
    scenario = draft.known.scenario
    through = action.through
    if through not in scenario.links:
        draft.unknown((*path, "through"), "link", str(through), scenario.links)
    elif seat_of(scenario, scenario.links[through].principal) not in (seat, None):
        draft.wrong((*path, "through"), f"{through} is no link of {seat}: its principal is on another side")
    for name in (DISOBEYED, OVERSHOOT):
        if name in action.outcomes:
            message = f"`{name}` is an outcome of every order through a proxy: choose another name"
            draft.wrong((*path, "outcomes", name), message, key=True)


# What comes by itself


def _check_by_themselves(draft: Draft) -> None:
    scenario, seats = draft.known.scenario, draft.known.names.seats
    for name, process in scenario.processes.items():
        path: Path = ("processes", name)
        actor_exists(draft, (*path, "by"), process.by)
        actor_exists(draft, (*path, "target"), process.target)
        if (process.hazard is None) == (process.every is None):
            message = "a process needs `hazard` (a rate a day) or `every` (hours), and not both"
            draft.wrong(path, message, key=True)
        elif process.first is not None and process.every is None:
            draft.wrong((*path, "first"), "`first` goes with `every`", key=True)
    for name, inject in scenario.injects.items():
        path = ("injects", name)
        actor_exists(draft, (*path, "by"), inject.by)
        actor_exists(draft, (*path, "target"), inject.target)
        if inject.at is not None and inject.when is not None:
            message = "an inject comes `at` an hour or `when` something is so, not both; with neither, by hand"
            draft.wrong((*path, "when"), message, key=True)
        for number, seat in enumerate(inject.to):
            if seat not in seats:
                draft.unknown((*path, "to", number), "seat", seat, seats)


def _check_claims(draft: Draft) -> None:
    scenario = draft.known.scenario
    for name, claim in scenario.claims.items():
        actor_exists(draft, ("claims", name, "by"), claim.by)
        if claim.about not in scenario.gauges:
            draft.unknown(("claims", name, "about"), "gauge", claim.about, scenario.gauges)
    for name, commitment in scenario.commitments.items():
        actor_exists(draft, ("commitments", name, "to"), commitment.to)


def _check_sources(draft: Draft) -> None:
    """A source may be given in words; a single word that is almost the name of a listed one is a slip."""
    scenario = draft.known.scenario
    for section in SOURCED:
        for name, body in getattr(scenario, section).items():
            source = body.source
            if source is None or source in scenario.sources or not re.fullmatch("[a-z0-9_]+", source):
                continue
            if meant := did_you_mean(source, scenario.sources):
                draft.wrong((section, name, "source"), f"there is no source {quoted(source)}{meant}")
