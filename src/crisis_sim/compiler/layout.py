"""Where everything that a formula can read lies in `State.values`, and how long the rows of a State are."""

from crisis_sim.compiler.names import Names
from crisis_sim.terms.rows import CLOCK_SIZE, Agenda, Log, Orders, Places, Program, State

NEVER = -1e6
"""Hours at which something that never took place last took place."""


def places_of(names: Names, slots: int = 0) -> Places:
    """The blocks of the values, one after the other; `slots` is the largest number of slots that a seat needs."""
    seats, happenings = len(names.seats), len(names.happenings)
    sizes = Places(
        parameters=len(names.parameters),
        traits=seats * len(names.traits),
        gauges=len(names.gauges),
        reports=len(names.reports),
        facts=len(names.facts),
        beliefs=len(names.facts) * seats,
        units=len(names.units),
        counts=happenings,
        last=happenings,
        active=len(names.actions),
        standings=len(names.commitments),
        agreed=len(names.agreements),
        instructions=len(names.links),
        now=1,
        hour=1,
        drawn=1,
        slots=slots,
        end=0,
    )
    starts: list[int] = []
    total = 0
    for size in sizes:
        starts.append(total)
        total += size
    return Places(*starts)


def place_names(names: Names, places: Places) -> list[str]:
    """What lies at each place, in words: for whoever looks at a State."""
    per_seat = [f"{thing} ({seat})" for thing in names.facts for seat in names.seats]
    blocks = {
        "parameter": list(names.parameters),
        "trait": [f"{seat}'s {trait}" for seat in names.seats for trait in names.traits],
        "gauge": list(names.gauges),
        "report": [f"{gauge} every {hours} h" for gauge, hours in names.reports],
        "fact": list(names.facts),
        "log-odds": per_seat,
        "force": list(names.units),
        "count": list(names.happenings),
        "last": list(names.happenings),
        "active": list(names.actions),
        "commitment": list(names.commitments),
        "agreement": list(names.agreements),
        "instruction": list(names.links),
        "clock": ["now", "hour", "drawn"],
        "slot": [str(slot) for slot in range(places.end - places.slots)],
    }
    return [f"{block} {name}" for block, members in blocks.items() for name in members]


def blank_state(program: Program) -> State:
    """A State of lists of the right lengths, all zero, for the rules to start a game in."""
    sizes = program.sizes
    seats, happenings = sizes.seats, sizes.happenings
    return State(
        values=[0.0] * sizes.values,
        clock=[0] * CLOCK_SIZE,
        key=[0] * 4,
        agenda=Agenda(*([0] * sizes.agenda for _ in Agenda._fields)),
        orders=Orders(*([0] * sizes.actions for _ in Orders._fields)),
        fired=[0] * happenings,
        begun=[0] * happenings,
        armed=[0] * happenings,
        accrued=[0.0] * happenings,
        threshold=[0.0] * happenings,
        unit_serial=[0] * sizes.units,
        unit_heading=[0] * sizes.units,
        unit_since=[0] * sizes.units,
        unit_nth=[0] * sizes.units,
        unit_seen=[0] * (seats * sizes.units),
        seen_count=[0] * (seats * happenings),
        seen_minute=[0] * (seats * happenings),
        promise_due=[0] * sizes.commitments,
        promise_nth=[0] * sizes.commitments,
        promise_mark=[0] * sizes.commitments,
        abstain_mark=[0] * sizes.commitments,
        accepted=[0] * sizes.agreements,
        proposal_due=[0] * sizes.agreements,
        proposal_nth=[0] * sizes.agreements,
        instruction_due=[0] * sizes.links,
        agents=[0] * seats,
        personas=[0] * seats,
        blur=[0.0] * (seats * sizes.gauges),
        effort=[0] * seats,
        decisions=[0] * seats,
        flash=[0] * seats,
        weights=[0.0] * max(choices_at_once(program), 1),
        log=Log(
            kind=[0] * sizes.log,
            actor=[0] * sizes.log,
            target=[0] * sizes.log,
            row=[0] * sizes.log,
            outcome=[0] * sizes.log,
            seen=[0] * sizes.log,
            doer=[0] * sizes.log,
            cause=[0] * sizes.log,
            amount=[0.0] * sizes.log,
            chance=[0.0] * sizes.log,
            luck=[0.0] * sizes.log,
        ),
    )


def choices_at_once(program: Program) -> int:
    """The most among which one choice is ever made: a seat's actions and holding, or the outcomes of a happening."""
    actions = program.seats.first_action
    outcomes = program.happenings.first_outcome
    most_actions = max(actions[row + 1] - actions[row] + 1 for row in range(program.sizes.seats))
    most_outcomes = max((outcomes[row + 1] - outcomes[row] for row in range(program.sizes.happenings)), default=0)
    return max(most_actions, most_outcomes)
