"""Integer codes that the compiler writes and the rules read. Within a RULES_VERSION none changes its meaning."""

RULES_VERSION = 1
"""Raised whenever the same inputs would give another digest, and only then."""

MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 1440
NONE = -1

# Kinds of agenda entry, and their order within one minute (rank): reports are taken and the hour strikes before
# anything else happens; decisions come last, so that all who decide at one minute decide on the same moment.
REPORT, PULSE, EXECUTE, HAPPEN, FINISH, MOVE, LEAK, PUBLISH, DECIDE, SCRIPT, HORIZON = range(11)
RANK_REPORT, RANK_PULSE, RANK_HAPPEN, RANK_DECIDE = range(4)

# What a draw is for: part of its address. New purposes are added at the end.
(
    FOR_START,
    FOR_FACT,
    FOR_APPROVAL,
    FOR_PREPARATION,
    FOR_DURATION,
    FOR_LEAK,
    FOR_OUTCOME,
    FOR_AMOUNT,
    FOR_DELAY,
    FOR_CHANCE,
    FOR_HAZARD,
    FOR_PUBLICATION,
    FOR_NOTICE,
    FOR_REACTION,
    FOR_ALERT,
    FOR_TRANSIT,
    FOR_SIGHT,
    FOR_CHOICE,
    FOR_EVIDENCE,
    FOR_DEADLINE,
    FOR_IMAGINED,
) = range(21)

# Distributions (Program.amounts.kind). The first is an expression's plain value.
(
    CONSTANT,
    UNIFORM,
    TRIANGULAR,
    NORMAL,
    LOGNORMAL,
    EXPONENTIAL,
    GAMMA,
    BETA,
    POISSON,
    NEGATIVE_BINOMIAL,
    BERNOULLI,
    CHOICE,
) = range(12)

# Effects (Program.effects.op).
(
    SET,
    ADD,
    SCALE,
    DEPLOY,
    RECALL,
    EVIDENCE,
    REPORTED,
    TEACH,
    BEGIN,
    CANCEL,
    ALERT_SEAT,
    COMMIT,
    RELEASE,
    PROPOSE,
    ACCEPT,
    REJECT,
    INSTRUCT,
    STOP,
) = range(18)

# What a happening is (Program.happenings.kind); also the kind of the event it makes.
ACTION, PROCESS, INJECT, CLAIM, COMMITMENT, AGREEMENT, ARRIVAL = range(7)

# How a process or inject comes about (Program.happenings.mode).
BY_ORDER, BY_HAZARD, PERIODIC, AT_TIME, ON_CONDITION, BY_HAND = range(6)

# Who sees it (Program.happenings.visibility).
OVERT, PRIVATE, COVERT, DENIABLE = range(4)

# Event kinds (State.log and journal). The order is that of EVENT_KINDS.
(
    EVENT_ORDER,
    EVENT_CANCEL,
    EVENT_OUTCOME,
    EVENT_INJECT,
    EVENT_PROCESS,
    EVENT_CLAIM,
    EVENT_MESSAGE,
    EVENT_COMMITMENT,
    EVENT_AGREEMENT,
    EVENT_REVEAL,
    EVENT_OVERRIDE,
    EVENT_PIN,
    EVENT_END,
) = range(13)
EVENT_KINDS = (
    "order",
    "cancel",
    "outcome",
    "inject",
    "process",
    "claim",
    "message",
    "commitment",
    "agreement",
    "reveal",
    "override",
    "pin",
    "end",
)

# Where a force is: always exactly one of these.
HOME, ALERTED, TRANSIT, THEATRE = range(4)
PLACES = ("home", "alert", "transit", "theatre")

# How a commitment stands.
UNMADE, STANDING, CALLED, COMPLIED, KEPT, BROKEN, EXPIRED, RELEASED = range(8)
STANDINGS = ("not made", "standing", "called", "complied with", "kept", "broken", "expired", "released")
CALLED_BY_TRIGGER, CALLED_BY_DEADLINE, CALLED_AT_ONCE = range(3)

# How an agreement stands.
UNPROPOSED, PROPOSED, IN_FORCE, REJECTED, LAPSED, BREACHED = range(6)
AGREEMENT_STANDINGS = ("not proposed", "proposed", "in force", "rejected", "lapsed", "breached")

# Who decides for a seat (State.agents).
EXTERNAL, DOCTRINE, RANDOM, HISTORICAL, LOOK_AHEAD = range(5)

# Why an order is refused. LEGAL is 0, so that a refusal is true.
(
    LEGAL,
    NOT_YOURS,
    GAME_OVER,
    UNDER_WAY,
    NO_EFFORT_LEFT,
    USED_UP,
    REQUIREMENT,
    TOO_LATE,
    NOT_ORDERED,
    UNKNOWN,
) = range(10)

# How a seat sees a gauge (Program.sights.kind).
HIDDEN, EXACT, NOISY = range(3)

# What a seat's formula reads through a slot (Program.slots.kind).
SLOT_GAUGE, SLOT_COUNT, SLOT_SINCE, SLOT_FORCE, SLOT_ACTIVE = range(5)

# Why a game ended early or not (clock[END_REASON]): the row of the end condition, or one of these.
AT_HORIZON = -1
NOT_OVER = -2
FAULTED = -3  # the scenario made more happen at once than there is room for
