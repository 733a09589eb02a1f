"""What one seat sees, built from what it may see: its view of gauges, its own rows, what was shown to it.

Nothing is ever taken away from a whole: what is not put in here is not seen. Looking changes nothing.
"""

from collections.abc import Sequence
from math import exp

from crisis_sim.compiler.entries import seat_of
from crisis_sim.engine.course import Course, Move, Turn
from crisis_sim.engine.dates import Dates
from crisis_sim.engine.options import effort_left, options, why_no_cancel
from crisis_sim.language import places as places_of
from crisis_sim.rules.agenda import MINUTE_SHIFT, SERIAL_MASK
from crisis_sim.rules.imagine import imagine
from crisis_sim.rules.scoring import score
from crisis_sim.rules.sight import seen_gauge
from crisis_sim.terms.codes import (
    AGREEMENT_STANDINGS,
    EXACT,
    HIDDEN,
    LEGAL,
    NONE,
    PLACES,
    STANDINGS,
    UNMADE,
    UNPROPOSED,
)
from crisis_sim.terms.records import (
    Belief,
    Event,
    Observation,
    Order,
    OwnLink,
    OwnOrder,
    SeenAgreement,
    SeenClaim,
    SeenCommitment,
    SeenForce,
    SeenGauge,
)
from crisis_sim.terms.rows import ENTRIES

HEADINGS = {1: "out", 0: "", -1: "back"}
INSTRUCTIONS = {1: "escalate", 0: "nothing", -1: "restrain"}
SCORES = 3  # imagined states over which one's own score is taken


def observe(
    course: Course, dates: Dates, seat: int, draft: Sequence[Move], events: Sequence[Event], must_decide: bool
) -> Observation:
    """The observation of a seat (a row) at this moment. `events`: those that it saw."""
    sizes, minute = course.program.sizes, course.minute
    actions = course.compiled.names.actions
    return Observation(
        seat=course.compiled.names.seats[seat],
        minute=minute,
        utc=dates.utc(minute),
        local_time=dates.local(minute),
        must_decide=must_decide,
        over=course.over,
        effort=effort_left(course, seat, draft),
        next_turn=sizes.first_turn + max(0, (minute - sizes.first_turn) // sizes.turn + 1) * sizes.turn,
        gauges=gauges(course, seat),
        orders=own_orders(course, seat),
        draft=tuple(Order(actions[move.action], move.cancel) for move in draft),
        forces=forces(course, seat),
        beliefs=beliefs(course, seat),
        links=links(course, seat),
        commitments=commitments(course, seat),
        agreements=agreements(course, seat),
        claims=claims(course, seat),
        events=tuple(events),
        options=options(course, seat, draft),
        score=own_score(course, seat),
    )


def gauges(course: Course, seat: int) -> tuple[SeenGauge, ...]:
    """Every gauge that the seat sees at all."""
    scenario, program = course.compiled.scenario, course.program
    earlier = next((turn for turn in reversed(course.turns) if turn.minute < course.minute), None)
    found = []
    for row, name in enumerate(course.compiled.names.gauges):
        at = seat * program.sizes.gauges + row
        kind = program.sights.kind[at]
        if kind == HIDDEN or name not in scenario.gauges:
            continue
        gauge = scenario.gauges[name]
        value = seen_gauge(program, course.state, seat, row)
        report = program.sights.source[at] - program.places.reports
        late = 0 <= report < program.sizes.reports
        every = program.reports.every[report] if late else 1
        found.append(
            SeenGauge(
                id=name,
                what=gauge.what,
                unit=gauge.unit,
                group=gauge.group or "",
                value=value,
                sight="noisy" if kind != EXACT else "late" if late else "exact",
                as_of=course.minute // every * every,
                trend=None if earlier is None else value - _seen_then(course, seat, row, earlier),
                low=program.gauges.low[row],
                high=program.gauges.high[row],
                whole=program.gauges.whole[row] != 0,
                yes=gauge.yes or "",
                no=gauge.no or "",
                first=_seen_then(course, seat, row, course.turns[0]),
                error=_error(course, at, row),
            )
        )
    return tuple(found)


def _error(course: Course, at: int, gauge: int) -> float | None:
    """How large the errors are in what is seen, unless they hang on the gauge itself: then they would tell it."""
    noise = course.program.sights.noise[at]
    if noise == NONE:
        return 0.0
    tells = course.program.places.gauges + gauge in places_of(course.compiled.trees[noise])
    return None if tells else course.state.blur[at]


def _seen_then(course: Course, seat: int, gauge: int, turn: Turn) -> float:
    then = course.state._replace(values=turn.values, clock=turn.clock, blur=turn.blur)
    return seen_gauge(course.program, then, seat, gauge)


def own_orders(course: Course, seat: int) -> tuple[OwnOrder, ...]:
    """The seat's orders that wait, and what came of them and goes on."""
    state, first = course.state, course.program.seats.first_action
    found = []
    for action in range(first[seat], first[seat + 1]):
        waits = state.orders.serial[action] != 0
        if not waits and state.orders.ongoing[action] == 0:
            continue
        code, reason = why_no_cancel(course, seat, action)
        approved = state.orders.approved[action]
        found.append(
            OwnOrder(
                action=course.compiled.names.actions[action],
                name=course.compiled.told[action].name,
                stage="under way" if not waits else "approval" if course.minute < approved else "preparation",
                given=state.orders.given[action],
                approved=approved,
                due=state.orders.due[action] if waits else None,
                leaked=state.orders.leaked[action] != 0,
                can_cancel=code == LEGAL,
                why_not=reason,
                until=None if waits else _due(course, state.orders.ongoing[action]),
            )
        )
    return tuple(found)


def _due(course: Course, serial: int) -> int | None:
    """The minute of an entry of the agenda."""
    keys = course.state.agenda.key[: course.state.clock[ENTRIES]]
    return next((key >> MINUTE_SHIFT for key in keys if key & SERIAL_MASK == serial), None)


def forces(course: Course, seat: int) -> tuple[SeenForce, ...]:
    """Every force, where the seat knows or last knew it to be."""
    program, state, scenario = course.program, course.state, course.compiled.scenario
    found = []
    for row, name in enumerate(course.compiled.names.units):
        force = scenario.forces[name]
        own = program.units.seat[row] == seat
        followed = own or program.units.announced[row] != 0
        found.append(
            SeenForce(
                id=name,
                name=force.name,
                of=force.of,
                size=program.units.size[row],
                own=own,
                place=PLACES[state.unit_seen[seat * program.sizes.units + row]],
                heading=HEADINGS[state.unit_heading[row]] if followed else "",
                since=state.unit_since[row] if followed else None,
            )
        )
    return tuple(found)


def beliefs(course: Course, seat: int) -> tuple[Belief, ...]:
    """The seat's own probability of every fact."""
    program, values = course.program, course.state.values
    found = []
    for row, name in enumerate(course.compiled.names.facts):
        odds = values[program.places.beliefs + row * program.sizes.seats + seat]
        found.append(Belief(name, course.compiled.scenario.facts[name].what, 1.0 / (1.0 + exp(-odds))))
    return tuple(found)


def links(course: Course, seat: int) -> tuple[OwnLink, ...]:
    """The proxies of the seat's own side, and what it asks of them."""
    names, scenario = course.compiled.names, course.compiled.scenario
    found = []
    for row, name in enumerate(names.links):
        link = scenario.links[name]
        if seat_of(scenario, link.principal) == names.seats[seat]:
            asked = int(course.state.values[course.program.places.instructions + row])
            found.append(OwnLink(name, link.proxy, link.basis, INSTRUCTIONS[asked]))
    return tuple(found)


def commitments(course: Course, seat: int) -> tuple[SeenCommitment, ...]:
    """The commitments that were made, of those that the seat may see."""
    program, state, scenario = course.program, course.state, course.compiled.scenario
    found = []
    for row, name in enumerate(course.compiled.names.commitments):
        standing = int(state.values[program.places.standings + row])
        if (program.commitments.seen[row] >> seat) & 1 == 1 and standing != UNMADE:
            made = scenario.commitments[name]
            due = state.promise_due[row]
            found.append(SeenCommitment(name, made.kind, made.by, made.to, made.what, STANDINGS[standing], due))
    return tuple(found)


def agreements(course: Course, seat: int) -> tuple[SeenAgreement, ...]:
    """The agreements that were proposed, of those that the seat may see."""
    program, state, names = course.program, course.state, course.compiled.names
    found = []
    for row, name in enumerate(names.agreements):
        standing = int(state.values[program.places.agreed + row])
        if (program.agreements.seen[row] >> seat) & 1 == 1 and standing != UNPROPOSED:
            made = course.compiled.scenario.agreements[name]
            by = tuple(party for bit, party in enumerate(names.seats) if (state.accepted[row] >> bit) & 1)
            due = state.proposal_due[row]
            found.append(SeenAgreement(name, made.name, made.what, AGREEMENT_STANDINGS[standing], by, due))
    return tuple(found)


def claims(course: Course, seat: int) -> tuple[SeenClaim, ...]:
    """What sources have said so far, as far as the seat heard it."""
    program, state, names = course.program, course.state, course.compiled.names
    found = []
    for name in names.claims:
        if state.seen_count[seat * program.sizes.happenings + names.happenings.row(name)] > 0:
            claim = course.compiled.scenario.claims[name]
            figure = state.values[program.places.gauges + names.claim_gauge(name)]
            found.append(SeenClaim(name, claim.source, claim.about, figure))
    return tuple(found)


def own_score(course: Course, seat: int) -> float:
    """How well the seat seems to be doing, 0 to 100. Its objectives may turn on what it cannot see, so they are
    measured on states that it imagines."""
    imagined = course.imagined()
    total = 0.0
    for trial in range(SCORES):
        imagine(course.program, course.state, imagined, seat, 0, trial)
        total += score(course.program, imagined, seat)
    return total / SCORES
