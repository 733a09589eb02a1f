"""The words in which a game is played and told: orders, events, observations, messages, refusals.

All of them are values: they do not change, hold no reference to the game, and say everything by name. What an agent is
handed is an `Observation`; what it gives back is a list of `Order`s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, runtime_checkable

REFUSALS = (
    "legal",
    "not_yours",
    "game_over",
    "under_way",
    "no_effort_left",
    "used_up",
    "requirement",
    "too_late",
    "not_ordered",
    "unknown",
    "not_now",
)
"""Why an order is refused; the first ten in the order of the rules' own codes."""


class WrongUse(Exception):
    """Something was asked for that cannot be: a name that is not there, a damaged file. Its text is one line."""


class Order(NamedTuple):
    """One intent of a seat: to do an action, or (`cancel`) to take back the order of it that waits."""

    action: str
    cancel: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """An order that was taken. It stays a draft, which can be undone, until the turn is committed."""

    order: Order
    effort_left: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """An order that was not taken: a code of REFUSALS, and the reason in English. Not an exception, and false."""

    order: Order
    code: str
    reason: str

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Message:
    """Free text from one seat, or from control (None), to seats."""

    sender: str | None
    to: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as control or as one seat sees it.

    `number` counts from 0: for control all events, for a seat those that it saw. `cause` is the number of another event
    in the same count. What the viewer may not know is None or empty; `chance`, `luck`, `visible_to` and `doer_known_to`
    are for control alone. `changes`: what the gauges that the viewer sees exactly stood at, before and after.
    """

    number: int
    minute: int
    utc: str
    local_time: str
    kind: str
    actor: str | None
    target: str | None
    action: str | None
    outcome: str | None
    cameo: str | None
    plover: str | None
    goldstein: float | None
    rung: int
    severity: str
    claim: bool
    text: str
    cause: int | None
    changes: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    visible_to: tuple[str, ...] = ()
    doer_known_to: tuple[str, ...] = ()
    chance: float | None = None
    luck: float | None = None

    def __post_init__(self) -> None:
        # One event is told to many: nobody who is handed it can alter it for the next.
        object.__setattr__(self, "changes", MappingProxyType(dict(self.changes)))

    def __reduce__(self) -> tuple[type["Event"], tuple[Any, ...]]:
        """So that it can be copied and sent, which a read-only mapping cannot."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return type(self), tuple((values | {"changes": dict(self.changes)}).values())


@dataclass(frozen=True, slots=True)
class SeenGauge:
    """A gauge as a seat sees it. `sight`: exact, noisy, or late (then `as_of` is the minute of the report).

    `trend`: its change since the turn before, as seen; None in the first turn. `first`: as it was seen when the game
    began. `error`: the standard deviation of noisy sight; None, where that would tell what the seat cannot see.
    """

    id: str
    what: str
    unit: str
    group: str
    value: float
    sight: str
    as_of: int
    trend: float | None
    low: float
    high: float
    whole: bool
    yes: str = ""  # for a gauge that is 0 or 1: the sentence that 1 means
    no: str = ""
    first: float = 0.0
    error: float | None = None


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """An order of one's own that waits, or (`stage` under way) what came of it and goes on. Minutes of the game.

    `until`: when that will be over.
    """

    action: str
    name: str
    stage: str
    given: int
    approved: int
    due: int | None
    leaked: bool
    can_cancel: bool
    why_not: str
    until: int | None = None


@dataclass(frozen=True, slots=True)
class SeenForce:
    """A force where the seat knows or last knew it to be: home, alert, transit, theatre. `since`: minute, if known."""

    id: str
    name: str
    of: str
    size: int
    own: bool
    place: str
    heading: str
    since: int | None


@dataclass(frozen=True, slots=True)
class Belief:
    """The seat's own probability that something is so."""

    fact: str
    what: str
    probability: float


@dataclass(frozen=True, slots=True)
class SeenCommitment:
    """A threat, red line, ultimatum or pledge that was made, as far as the seat knows of it. `due`: minute."""

    id: str
    kind: str
    by: str
    to: str
    what: str
    standing: str
    due: int


@dataclass(frozen=True, slots=True)
class SeenAgreement:
    """An agreement that was proposed, as far as the seat knows of it. `due`: minute at which a proposal lapses."""

    id: str
    name: str
    what: str
    standing: str
    accepted_by: tuple[str, ...]
    due: int


@dataclass(frozen=True, slots=True)
class SeenClaim:
    """What a source said happened."""

    id: str
    source: str
    about: str
    figure: float


@dataclass(frozen=True, slots=True)
class OwnLink:
    """A proxy of the seat's own side, and what it is asked to do: escalate, restrain, nothing."""

    id: str
    proxy: str
    basis: str
    instruction: str


@dataclass(frozen=True, slots=True)
class Option:
    """An action of the seat: what it takes, and whether it can be ordered now. `code`, `reason`: why not."""

    action: str
    name: str
    what: str
    category: str
    target: str | None
    rung: int
    severity: str
    visibility: str
    grave: bool
    effort: int
    uses_left: int | None
    approval: str
    preparation: str
    duration: str
    legal: bool
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything that a seat may see at this moment, and nothing else."""

    seat: str
    minute: int
    utc: str
    local_time: str
    must_decide: bool
    over: bool
    effort: int
    next_turn: int
    gauges: tuple[SeenGauge, ...]
    orders: tuple[OwnOrder, ...]
    draft: tuple[Order, ...]
    forces: tuple[SeenForce, ...]
    beliefs: tuple[Belief, ...]
    links: tuple[OwnLink, ...]
    commitments: tuple[SeenCommitment, ...]
    agreements: tuple[SeenAgreement, ...]
    claims: tuple[SeenClaim, ...]
    events: tuple[Event, ...]
    options: tuple[Option, ...]
    score: float

    def gauge(self, name: str) -> float:
        """The value of a gauge as seen. KeyError, if the seat does not see it."""
        return next(gauge.value for gauge in _named(self.gauges, name))

    def belief(self, fact: str) -> float:
        """The seat's probability of a fact. KeyError, if there is no such fact."""
        return next(belief.probability for belief in self.beliefs if belief.fact == fact)

    def legal(self) -> tuple[Option, ...]:
        """The actions that can be ordered now."""
        return tuple(option for option in self.options if option.legal)


def _named(gauges: Sequence[SeenGauge], name: str) -> list[SeenGauge]:
    found = [gauge for gauge in gauges if gauge.id == name]
    if not found:
        raise KeyError(name)
    return found


@runtime_checkable
class Agent(Protocol):
    """Whoever decides for a seat from outside the rules."""

    def decide(self, observation: Observation) -> Sequence[Order]:
        """The orders for this decision point; none of them: hold."""
        ...


def plain(value: Any) -> Any:
    """A record as dicts, lists, texts and numbers, ready for JSON."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value
