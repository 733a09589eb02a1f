"""Program (what the author wrote, compiled; never changes) and State (one moment of one game), both as rows.

A row is a list in plain Python and a bare pointer in the compiled kernel. Rules only index it, from 0 up: no len, no
loop over it, no slice, no negative index. How many there are of anything stands in `Sizes`; single numbers of a State
live in rows too (`clock`).

Everything that a formula can read lies in one float row, `State.values`, in blocks; `Places` says where each block
begins. Ranges named `first_x` have one entry per owner and one more for the end. A field called `luck` is the 32-bit
hash of the name: addresses of chance are built from names and not from row numbers, so that adding a thing to a
scenario shifts nobody else's luck.
"""

from typing import Any, NamedTuple

Ints = list[int]
Floats = list[float]
Formula = int
"""Index into `Program.formulas`."""


class Sizes(NamedTuple):
    """How many rows there are of each thing, and the lengths of the game."""

    seats: int
    actors: int  # seats come first
    gauges: int
    reports: int
    facts: int
    units: int
    links: int
    actions: int  # the first rows of the happenings
    happenings: int
    commitments: int
    agreements: int
    traits: int
    personas: int
    classes: int  # of outcome
    ends: int
    pins: int
    script: int
    agenda: int  # capacity
    agenda_reserved: int  # kept free for what must not be refused
    log: int  # capacity, events of one step
    values: int  # length of State.values, scratch included
    horizon: int  # minutes
    turn: int  # minutes
    first_turn: int  # minutes
    effort: int  # a turn
    starts: int  # local minute of the day at minute 0


class Places(NamedTuple):
    """Where each block of `State.values` begins. From `gauges` to before `slots` is what changes in a game."""

    parameters: int
    traits: int  # seat * traits + trait
    gauges: int
    reports: int
    facts: int  # 1.0 true, 0.0 false
    beliefs: int  # log-odds; fact * seats + seat
    units: int  # HOME ... THEATRE
    counts: int  # per happening: how often it took place
    last: int  # per happening: hours at which it last took place; -1e6 never
    active: int  # per action: 1.0 while it goes on
    standings: int  # per commitment
    agreed: int  # per agreement
    instructions: int  # per link: -1 restrain, 0 none, 1 escalate
    now: int  # hours since the first minute
    hour: int  # local hour of the day, 0 to 24
    drawn: int  # the last amount drawn in this happening
    slots: int  # scratch: what the seat that decides sees, as formulas of it read it
    end: int


class Gauges(NamedTuple):
    start: Ints  # amount
    low: Floats
    high: Floats
    whole: Ints
    monotone: Ints
    relax_to: Ints  # formula or NONE
    relax_share: Ints  # formula: half-life in hours
    drift: Ints  # formula (a day) or NONE
    luck: Ints


class Sights(NamedTuple):
    """seat * gauges + gauge."""

    kind: Ints
    source: Ints  # place: the gauge's own, or its last report
    noise: Ints  # formula or NONE
    bias: Ints  # formula or NONE


class Reports(NamedTuple):
    gauge: Ints
    every: Ints  # minutes


class Slots(NamedTuple):
    first: Ints  # per seat, and the end
    kind: Ints
    source: Ints  # row of what it shows
    place: Ints


class Facts(NamedTuple):
    chance: Ints  # formula
    belief: Ints  # fact * seats + seat: formula, or NONE: knows the truth
    luck: Ints


class Units(NamedTuple):
    owner: Ints  # actor
    seat: Ints  # its side, or NONE
    size: Ints
    starts: Ints
    announced: Ints
    alert: Ints  # amount, hours
    transit: Ints  # amount, hours
    arrival: Ints  # happening
    departure: Ints  # happening
    luck: Ints


class Links(NamedTuple):
    principal: Ints  # actor
    seat: Ints  # the principal's side, or NONE
    proxy: Ints  # actor
    lasts: Ints  # formula, hours


class Happenings(NamedTuple):
    """Actions first, in the order of seats; then processes, injects, claims, and what follows from these."""

    kind: Ints
    mode: Ints
    owner: Ints  # actor or NONE
    seat: Ints  # the side of its owner, or NONE
    target: Ints  # actor or NONE
    visibility: Ints
    audience: Ints  # mask of seats that always see it
    silent: Ints
    noticed: Ints  # formula
    publication: Ints  # amount, hours
    possible: Ints  # formula or NONE
    first_outcome: Ints  # and the end
    first_reaction: Ints  # and the end
    rate: Ints  # hazard a day, condition, or NONE: formula
    running: Ints  # formula or NONE: hazard and periodic only while; injects: not if
    delay: Ints  # amount, hours: period, time or delay
    first: Ints  # amount, hours: first time of a period
    chance: Ints  # formula or NONE
    times: Ints  # at most; 0: no limit
    luck: Ints


class Outcomes(NamedTuple):
    weight: Ints  # formula
    done: Ints  # 0: a proxy disobeyed, and the deed was not done
    first_effect: Ints  # and the end


class Effects(NamedTuple):
    op: Ints
    subject: Ints  # place, unit, fact, happening, seat, commitment, agreement, link
    object: Ints  # mask of seats, category, stance
    amount: Ints  # amount, or NONE
    condition: Ints  # formula or NONE
    luck: Ints


class Amounts(NamedTuple):
    kind: Ints
    first: Ints  # formulas, in order; NONE where there is none
    second: Ints
    third: Ints
    more: Ints  # for a choice: first row in `choices`
    pairs: Ints  # for a choice: how many


class Choices(NamedTuple):
    value: Ints  # formula
    weight: Ints  # formula


class Actions(NamedTuple):
    category: Ints
    requires: Ints  # formula as its seat sees things, or NONE
    approval: Ints  # amount, hours
    preparation: Ints
    duration: Ints
    cancel_until: Ints  # formula, hours, or NONE
    leak: Ints  # formula or NONE
    uses: Ints  # 0: no limit
    effort: Ints
    link: Ints  # or NONE
    stance: Ints  # -1, 0, 1
    afterwards: Ints  # happening or NONE
    appeal: Ints  # formula as its seat sees things, or NONE: bots never take it


class Reactions(NamedTuple):
    seat: Ints
    chance: Ints  # formula
    within: Ints  # amount, hours


class Seats(NamedTuple):
    first_action: Ints  # and the end
    temperature: Ints  # formula
    hold: Ints  # formula
    orders: Ints
    first_objective: Ints  # and the end
    weight: Floats  # per objective
    value: Ints  # per objective: formula


class Commitments(NamedTuple):
    giver: Ints  # seat
    receiver: Ints  # actor
    seen: Ints  # mask of seats
    called: Ints  # CALLED_BY_...
    demand: Ints  # formula or NONE
    trigger: Ints  # formula or NONE
    deadline: Ints  # amount, hours
    grace: Ints  # amount, hours
    first_promised: Ints  # and the end
    promised: Ints  # happenings
    first_abstain: Ints  # and the end
    abstain: Ints  # happenings
    made: Ints  # happening
    complied: Ints  # happening
    kept: Ints  # happening
    broken: Ints  # happening
    luck: Ints


class Agreements(NamedTuple):
    sponsor: Ints  # seat
    parties: Ints  # mask, the sponsor's bit included where it is a party
    seen: Ints  # mask
    first_commitment: Ints  # and the end
    commitment: Ints
    lapses: Ints  # amount, hours
    agreed: Ints  # happening
    rejected: Ints  # happening
    breached: Ints  # happening
    luck: Ints


class Script(NamedTuple):
    """What the historical agents order, by minute."""

    minute: Ints
    seat: Ints
    action: Ints


class Pins(NamedTuple):
    """Recorded chance: where a draw of this address is wanted, this is what it gives."""

    item: Ints  # luck of the thing; 0: any
    purpose: Ints
    seat: Ints  # or NONE: any
    occurrence: Ints  # or NONE: any
    value: Floats


class Program(NamedTuple):
    """A compiled scenario."""

    sizes: Sizes
    places: Places
    formulas: Any  # the seam: closures | table code | addresses of machine code
    start: Floats  # State.values at the start, before anything is drawn
    traits: Floats  # (persona * seats + seat) * traits + trait
    gauges: Gauges
    sights: Sights
    reports: Reports
    slots: Slots
    facts: Facts
    units: Units
    links: Links
    happenings: Happenings
    outcomes: Outcomes
    effects: Effects
    amounts: Amounts
    choices: Choices
    actions: Actions
    reactions: Reactions
    seats: Seats
    commitments: Commitments
    agreements: Agreements
    classes: Ints  # per outcome class: formula
    ends: Ints  # per end: formula
    script: Script
    pins: Pins


class Agenda(NamedTuple):
    """A binary heap."""

    key: Ints  # (minute, rank, serial) in one integer
    what: Ints  # kind and row in one integer
    cause: Ints  # serial of the event it follows from, or NONE


class Orders(NamedTuple):
    """Per action; an action has at most one order at a time."""

    serial: Ints  # of its agenda entry; 0: none
    nth: Ints  # orders of it given so far
    given: Ints  # minute
    approved: Ints  # minute
    due: Ints  # minute
    event: Ints  # serial of the event that gave it
    ongoing: Ints  # serial of the agenda entry that ends it; 0: not going on
    leaked: Ints  # mask of seats that know of it


class Log(NamedTuple):
    """The events of the last step; `clock[LOGGED]` of them."""

    kind: Ints
    actor: Ints  # or NONE
    target: Ints  # actor or NONE
    row: Ints  # happening, commitment, agreement, gauge: by kind
    outcome: Ints  # or NONE
    seen: Ints  # mask of seats
    doer: Ints  # mask of seats that know who did it
    cause: Ints  # serial of an event, or NONE
    amount: Floats
    chance: Floats
    luck: Floats


class State(NamedTuple):
    """One moment of one game."""

    values: Floats
    clock: Ints  # see below
    key: Ints  # of luck: seed low, seed high, run low, run high
    agenda: Agenda
    orders: Orders
    fired: Ints  # per happening: how often it came up, whether or not anything came of it
    begun: Ints  # per happening: how often it was put on the agenda
    armed: Ints  # per happening: whether its condition held when last looked at
    accrued: Floats  # per happening: hazard since it last took place
    threshold: Floats  # per happening: hazard at which it takes place next
    unit_serial: Ints  # of its agenda entry; 0: it does not move
    unit_heading: Ints  # 1 out, 0 none, NONE back
    unit_since: Ints  # minute since which it is where it is
    unit_nth: Ints  # moves ordered so far
    unit_seen: Ints  # seat * units + unit: where the seat last knew it to be
    seen_count: Ints  # seat * happenings + happening
    seen_minute: Ints
    promise_due: Ints  # per commitment: minute
    promise_nth: Ints
    promise_mark: Ints  # per commitment: sum of promised deeds when it was called
    abstain_mark: Ints  # per commitment: sum of forborne deeds when it was made
    accepted: Ints  # per agreement: mask of seats
    proposal_due: Ints  # per agreement: minute
    proposal_nth: Ints
    instruction_due: Ints  # per link: minute
    agents: Ints  # per seat
    personas: Ints  # per seat
    blur: Floats  # seat * gauges + gauge: deviation of the error in what it sees, for this staff cycle
    effort: Ints  # per seat: left in this turn
    decisions: Ints  # per seat: so far
    flash: Ints  # per seat: serial of a decision out of turn; 0: none
    weights: Floats  # scratch of one choice
    log: Log


# State.clock
(
    NOW,
    SERIAL,
    ENTRIES,
    EVENTS,
    LOGGED,
    DIGEST_LOW,
    DIGEST_HIGH,
    OVER,
    END_REASON,
    OUTCOME_CLASS,
    PINNED,
    STEP,
    CAUSE,
    AGENDA_ROOM,
    LOG_ROOM,
    FAULT,
    CLOCK_SIZE,
) = range(17)
