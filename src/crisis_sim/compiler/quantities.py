"""Gauges and how they are seen, facts and what is believed of them, forces, links: sections -> rows."""

from crisis_sim.compiler.consequences import arrival, departure
from crisis_sim.compiler.deeds import Path, Written
from crisis_sim.compiler.draft import Draft
from crisis_sim.compiler.entries import Entry, seat_of
from crisis_sim.compiler.happenings import row_or_none
from crisis_sim.compiler.known import Known, sight, sight_kind
from crisis_sim.compiler.meaning import MOST_FIGURE
from crisis_sim.compiler.scope import ScenarioScope
from crisis_sim.language import Number, Tree, build
from crisis_sim.language import places as places_of
from crisis_sim.scenario.constructs import Gauge, Shown
from crisis_sim.terms.codes import EXACT, MINUTES_AN_HOUR, NONE, PLACES
from crisis_sim.terms.rows import Facts, Gauges, Links, Reports, Sights, Units

WIDEST = 1e12
"""Gauges lie between minus this and this: a million times as much is still exact in the digest's 64 bits."""
LONGEST = 1e6
"""Hours; whatever lasts longer lasts for ever."""


def gauge_rows(draft: Draft) -> Gauges:
    """The gauges as written, then one for the figure of each claim."""
    known = draft.known
    rows = Gauges(*([] for _ in Gauges._fields))
    drawn_before = set(known.scenario.facts)
    for name, gauge in known.scenario.gauges.items():
        path: Path = ("gauges", name)
        _check_bounds(draft, path, gauge)
        beginning = ScenarioScope(known, beginning=frozenset(drawn_before))
        drawn_before.add(name)
        rows.start.append(draft.amount(Written(gauge.start, (*path, "start")), beginning))
        _check_start(draft, path, gauge, rows.start[-1])
        rows.low.append(gauge.bounds[0])
        rows.high.append(gauge.bounds[1])
        rows.whole.append(int(gauge.whole))
        rows.monotone.append(int(gauge.monotone))
        to, half_life = _relax(draft, path, gauge)
        rows.relax_to.append(to)
        rows.relax_share.append(half_life)
        drift = None if gauge.drift is None else draft.number(Written(gauge.drift, (*path, "drift")))
        rows.drift.append(NONE if drift is None or drift == Number(0.0) else draft.formula(drift))
        rows.luck.append(draft.luck.of(f"gauge/{name}"))
    for name in known.names.claims:
        rows.start.append(draft.plain(Number(-1.0)))
        rows.low.append(-1.0)
        rows.high.append(MOST_FIGURE)
        rows.whole.append(1)
        rows.monotone.append(0)
        for formula in (rows.relax_to, rows.relax_share, rows.drift):
            formula.append(NONE)
        rows.luck.append(draft.luck.of(f"claimed/{name}"))
    return rows


def _check_bounds(draft: Draft, path: Path, gauge: Gauge) -> None:
    low, high = gauge.bounds
    if low >= high:
        draft.wrong((*path, "bounds"), f"bounds are [low, high], and {low:g} is not below {high:g}", key=True)
    elif max(-low, high) > WIDEST:
        draft.wrong((*path, "bounds"), f"bounds lie between {-WIDEST:g} and {WIDEST:g}: use a larger unit", key=True)


def _check_start(draft: Draft, path: Path, gauge: Gauge, amount: int) -> None:
    """A start that can never lie within the bounds; one that may is kept within them."""
    low, high = gauge.bounds
    least, most = draft.ranges[amount]
    if low < high and (least > high or most < low):
        always = f"{least:g}" if least == most else f"from {least:g} to {most:g}"
        draft.wrong((*path, "start"), f"it starts outside its bounds, {low:g} to {high:g}: this is always {always}")


def _relax(draft: Draft, path: Path, gauge: Gauge) -> tuple[int, int]:
    if gauge.relax is None:
        return NONE, NONE
    to = draft.number(Written(gauge.relax.to, (*path, "relax", "to")))
    at: Path = (*path, "relax", "half_life")
    half_life = draft.number(Written(gauge.relax.half_life, at))
    if half_life.low <= 0.0:
        draft.wrong(at, f"a half-life must always be above 0, and this can be {half_life.low:g}: use max(x, 1)")
    return draft.formula(to), draft.formula(half_life)


def sight_rows(draft: Draft) -> Sights:
    """For each seat, how it sees each gauge. The figures of claims are seen by all."""
    known = draft.known
    names, places = known.names, known.places
    rows = Sights([], [], [], [])
    for seat in names.seats:
        for name, gauge in known.scenario.gauges.items():
            shown = sight(gauge, seat)
            source = places.gauges + names.gauges.row(name)
            if isinstance(shown, Shown) and shown.late is not None:
                source = places.reports + names.reports.index((name, shown.late))
            rows.kind.append(sight_kind(shown))
            rows.source.append(source)
            rows.noise.append(_shown(draft, name, seat, "noise"))
            rows.bias.append(_shown(draft, name, seat, "bias"))
        for claim in names.claims:
            rows.kind.append(EXACT)
            rows.source.append(places.gauges + names.claim_gauge(claim))
            rows.noise.append(NONE)
            rows.bias.append(NONE)
    return rows


def _shown(draft: Draft, name: str, seat: str, key: str) -> int:
    sights = draft.known.scenario.gauges[name].sight
    whose = next((whose for whose in (seat, "others", "all") if whose in sights), None)
    shown = sights[whose] if whose is not None else None
    text = getattr(shown, key) if isinstance(shown, Shown) else None
    if text is None or whose is None:
        return NONE
    path: Path = ("gauges", name, "sight", whose, key)
    tree = draft.number(Written(text, path))
    if telling := _telling(draft, name, seat, tree):
        draft.wrong(path, f"{seat} does not see {telling} exactly, and this would tell: use what {seat} sees exactly")
    return draft.formula(tree)


def _telling(draft: Draft, name: str, seat: str, tree: Tree) -> str | None:
    """What an error in what the seat sees hangs on, although the seat does not see it exactly; the gauge itself may."""
    known = draft.known
    gauges = known.places.gauges
    for place in sorted(places_of(tree)):
        row = place - gauges
        own = _deed_at(known, place)
        if place < known.places.traits or row == known.names.gauges.row(name) or (own and own.side == seat):
            continue
        other = known.names.gauges[row] if 0 <= row < len(known.names.gauges) else None
        if other not in known.scenario.gauges:
            return other or "this"
        if sight(known.scenario.gauges[other], seat) != "exact":
            return other
    return None


def _deed_at(known: Known, place: int) -> Entry | None:
    """What a place tells of: how often it was done, when, or whether it goes on."""
    at = known.places
    for first, end in ((at.counts, at.last), (at.last, at.active), (at.active, at.standings)):
        if first <= place < end:
            return known.entries[place - first]
    return None


def report_rows(draft: Draft) -> Reports:
    """Gauges that somebody sees late, with the minutes between two reports."""
    names = draft.known.names
    return Reports(
        gauge=[names.gauges.row(gauge) for gauge, _ in names.reports],
        every=[hours * MINUTES_AN_HOUR for _, hours in names.reports],
    )


def fact_rows(draft: Draft) -> Facts:
    """Facts, and each seat's belief at the start; NONE where the seat knows."""
    known = draft.known
    rows = Facts([], [], [])
    only_parameters = ScenarioScope(known, beginning=frozenset())
    beginning = ScenarioScope(known, beginning=frozenset({*known.scenario.gauges, *known.scenario.facts}))
    for name, fact in known.scenario.facts.items():
        rows.chance.append(draft.formula(draft.share(Written(fact.chance, ("facts", name, "chance")), only_parameters)))
        for seat in known.names.seats:
            whose = next((whose for whose in (seat, "others", "all") if whose in fact.beliefs), seat)
            text = fact.beliefs.get(whose, 0.5)
            written = Written(text, ("facts", name, "beliefs", whose))
            rows.belief.append(NONE if text == "knows" else draft.formula(draft.share(written, beginning)))
        rows.luck.append(draft.luck.of(f"fact/{name}"))
    return rows


def unit_rows(draft: Draft) -> Units:
    """Forces."""
    known = draft.known
    names = known.names
    rows = Units(*([] for _ in Units._fields))
    for name, force in known.scenario.forces.items():
        path: Path = ("forces", name)
        side = seat_of(known.scenario, force.of)
        rows.owner.append(row_or_none(draft, force.of))
        rows.seat.append(NONE if side is None else names.seats.row(side))
        rows.size.append(force.size)
        rows.starts.append(PLACES.index(force.starts))
        rows.announced.append(int(force.announced))
        rows.alert.append(draft.amount(Written(force.alert, (*path, "alert"))))
        rows.transit.append(draft.amount(Written(force.transit, (*path, "transit"))))
        rows.arrival.append(names.happenings.row(arrival(name)))
        rows.departure.append(names.happenings.row(departure(name)))
        rows.luck.append(draft.luck.of(f"force/{name}"))
    return rows


def link_controls(draft: Draft) -> None:
    """Works out what each link's control is made from: before all formulas, which may name it."""
    scope = draft.truth_scope.for_control()
    for name, link in draft.known.scenario.links.items():
        draft.known.controls[name] = draft.share(Written(link.control, ("links", name, "control")), scope)


def link_rows(draft: Draft) -> Links:
    """Links."""
    rows = Links([], [], [], [])
    for name, link in draft.known.scenario.links.items():
        rows.principal.append(row_or_none(draft, link.principal))
        side = seat_of(draft.known.scenario, link.principal)
        rows.seat.append(NONE if side is None else draft.known.names.seats.row(side))
        rows.proxy.append(row_or_none(draft, link.proxy))
        lasts = draft.number(Written(link.lasts, ("links", name, "lasts")))
        rows.lasts.append(draft.formula(build.clamp(lasts, build.number(0), build.number(LONGEST))))
        draft.share(Written(link.overshoot, ("links", name, "overshoot")))
    return rows
