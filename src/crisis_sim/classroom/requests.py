"""The bodies that come in: checked for their shape here, and for their sense where they are done."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

OrderId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{1,64}$")]
ActionId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}\.[a-z][a-z0-9_]{0,63}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=8000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=8000)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Number = Annotated[int, Field(ge=1, le=1_000_000)]
TableNumber = Annotated[int, Field(ge=1, le=1000)]
Delay = Annotated[int, Field(ge=0, le=10_800)]
Seats = Annotated[list[Id], Field(max_length=32)]


class Body(BaseModel):
    """Of every request: the client's own id for it, so that it is done once however often it is sent."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    order: OrderId

    def wanted(self) -> dict[str, Any]:
        """What stands in the log of it."""
        return self.model_dump(exclude={"order"}, exclude_none=True)


class Join(Body):
    """A code from the wall, and a name that is not one's own."""

    code: Code
    name: Name | None = None


class Enter(Body):
    """The facilitator's code, and the password if the class is on a network."""

    code: Code
    password: Annotated[str, StringConstraints(max_length=200)] | None = None


class Propose(Body):
    """An order, or (`cancel`) that one is taken back."""

    action: ActionId
    cancel: bool = False
    why: Annotated[str, StringConstraints(max_length=1000)] | None = None


class OfProposal(Body):
    """One of the team's proposals, by its number."""

    proposal: Number


class Commit(Body):
    """Whether the team is done with this turn."""

    committed: bool


class Message(Body):
    """Words for some of the other sides."""

    to: Annotated[list[Id], Field(min_length=1, max_length=32)]
    text: Words


class Text(Body):
    """Words."""

    text: Words


class Note(Body):
    """What the team notes, all of it."""

    text: Annotated[str, StringConstraints(max_length=8000)]


class Read(Body):
    """How far somebody has read the talk."""

    upto: Annotated[int, Field(ge=0, le=1_000_000)]


class Phase(Body):
    """What comes next. `fill`: bots play the seats that nobody sits in."""

    to: Literal["practice", "brief", "turns", "debrief", "end"]
    fill: bool | None = None


class Clock(Body):
    """What the clock of a table does; of all, if none is named."""

    do: Literal["go", "pause", "step", "undo"]
    table: TableNumber | None = None


class Extend(Body):
    """More seconds, or fewer."""

    seconds: Annotated[int, Field(ge=-3600, le=3600)]
    table: TableNumber | None = None


class Early(Body):
    """Whether a turn ends as soon as all teams have committed."""

    early: bool


class Nothing(Body):
    """Nothing more needs to be said."""


class Place(Body):
    """A place for a pupil; without a role, the next that is free."""

    person: Id
    table: TableNumber
    seat: Id
    role: Id | None = None


class OfPerson(Body):
    """Somebody."""

    person: Id


class Swap(Body):
    """The people of two seats."""

    table: TableNumber
    seats: Annotated[list[Id], Field(min_length=2, max_length=2)]


class Rename(Body):
    """Another name for somebody."""

    person: Id
    name: Name


class Bot(Body):
    """Who plays a seat: a persona, or `human`."""

    table: TableNumber
    seat: Id
    agent: Id


class Override(Body):
    """A gauge, what it shall be, and why."""

    table: TableNumber
    gauge: Id
    value: float
    reason: Words


class Inject(Body):
    """An inject of the scenario, or words of control's own; now, after so many seconds, or when a turn begins."""

    table: TableNumber
    inject: Id | None = None
    text: Words | None = None
    to: Seats | None = None
    turn: Number | None = None
    delay: Delay | None = None
    reason: Words


class InjectEdit(Body):
    """What is to be otherwise in one of them."""

    table: TableNumber
    id: Number
    text: Words | None = None
    to: Seats | None = None
    turn: Number | None = None
    delay: Delay | None = None


class OfInject(Body):
    """One that waits."""

    table: TableNumber
    id: Number


class Say(Body):
    """Words of control, to a table or to all; to all seats, if none is named."""

    table: TableNumber | None = None
    to: Seats | None = None
    text: Words


class AnswerTo(Body):
    """An answer to a question."""

    table: TableNumber
    seat: Id
    question: Number
    text: Words


class Hold(Body):
    """What happens to messages on the way: seconds of delay, stopped until released, who reads along."""

    table: TableNumber
    delay: Annotated[int, Field(ge=0, le=3600)]
    stop: bool
    copy_to: Seats


class Release(Body):
    """A message that waits is delivered; in other words, if some are given with a reason, which the debrief tells."""

    table: TableNumber
    message: Number
    text: Words | None = None
    reason: Words | None = None


class Stop(Body):
    """A message that waits is never delivered."""

    table: TableNumber
    message: Number


class Unlock(Body):
    """An address that has tried too many codes."""

    address: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class Delete(Body):
    """The name of the exercise, typed, so that it is meant."""

    name: Name


BODIES: dict[str, type[Body]] = {
    "propose": Propose,
    "approve": OfProposal,
    "withdraw": OfProposal,
    "commit": Commit,
    "message": Message,
    "statement": Text,
    "note": Note,
    "ask": Text,
    "read": Read,
    "phase": Phase,
    "clock": Clock,
    "extend": Extend,
    "early": Early,
    "allocate": Nothing,
    "seat": Place,
    "unseat": OfPerson,
    "swap": Swap,
    "rename": Rename,
    "revoke": OfPerson,
    "bot": Bot,
    "override": Override,
    "inject": Inject,
    "inject_edit": InjectEdit,
    "inject_now": OfInject,
    "inject_cancel": OfInject,
    "say": Say,
    "answer": AnswerTo,
    "hold": Hold,
    "release": Release,
    "stop": Stop,
    "unlock": Unlock,
    "delete": Delete,
}
"""By the name of the command."""
