"""How a side that nobody plays decides, what each side wants, how a game ends, and what really happened."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from crisis_sim.scenario.constructs import Amount, AnyName, DottedName, Expression, Line, Name, Part, Text


class Reaction(Part):
    """A decision out of turn, because something was noticed."""

    to: list[AnyName] = Field(
        min_length=1, description="Actions, processes or injects; `name.outcome` is not possible here."
    )
    within: Amount = Field(2, description="Hours until the decision.")
    chance: Expression = Field(1, description="Chance that it is noticed at once.")


class Doctrine(Part):
    """How a seat decides when a bot plays it: what each action is worth to it, as it sees things."""

    what: Text = Field(description="In words: how it thinks, and why the formulas are as they are.")
    temperature: Expression = Field(description="Softmax temperature: 0 always takes the best, large is indifferent.")
    hold: Expression = Field(0, description="What doing nothing is worth.")
    appeal: dict[DottedName, Expression] = Field(
        description="What each action is worth; an action left out is never taken."
    )
    orders: Annotated[int, Field(ge=1, le=4)] = Field(1, description="Orders it may give at one decision.")
    reactions: list[Reaction] = Field(default_factory=list)


class Objective(Part):
    """One thing that a seat wants."""

    what: Line
    weight: Annotated[float, Field(gt=0, le=1)]
    value: Expression = Field(description="How well it is met, from 0 to 100, when the game ends.")


class OutcomeClass(Part):
    """One way in which a whole game can end. Classes are tried in order; the first that holds is the outcome."""

    name: Line
    what: Line
    when: Expression = True


class End(Part):
    """A condition that ends the game before its horizon."""

    what: Line
    when: Expression


class Flag(Part):
    """Something worth knowing about a finished game, beside its outcome."""

    what: Line
    when: Expression


LocalTime = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$")]


class RecordedOrder(Part):
    """An order that was given."""

    at: LocalTime = Field(description="Local time, 'YYYY-MM-DD HH:MM'.")
    order: DottedName
    note: Text | None = None
    source: Line | None = None


class RecordedDraw(Part):
    """What chance brought, at an address written by name."""

    of: AnyName | Literal["any"] = Field(description="An action, process, inject, claim, gauge, fact or force.")
    what: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}$")] = Field(
        description="Which draw: start, fact, approval, preparation, duration, leak, outcome, delay, chance, hazard, "
        "publication, noticed, alert, transit, reaction, or the name of the gauge whose change was drawn."
    )
    nth: Annotated[int, Field(ge=1)] | Literal["any"] = Field(1, description="Which occurrence, from 1; or any.")
    value: bool | float | AnyName | Literal["never"] = Field(
        description="Hours, a number, true or false, an outcome, never."
    )
    seat: Name | None = Field(None, description="For sight and reactions: whose.")
    note: Text | None = None
    source: Line | None = None


class History(Part):
    """What really happened: recorded orders and recorded chance. Agents called `historical` replay it."""

    what: Text
    parameters: dict[AnyName, float] = Field(
        default_factory=dict, description="Values that hold in the historical line."
    )
    orders: list[RecordedOrder]
    draws: list[RecordedDraw] = Field(default_factory=list)


Traits = dict[Name, float]


class Persona(Part):
    """A temperament that any seat's doctrine can be played with: a value for each trait its formulas name."""

    what: Line
    traits: Traits
    seats: dict[Name, Traits] = Field(default_factory=dict, description="Where it differs for a seat.")


__all__ = ["Amount", "Doctrine", "End", "Flag", "History", "Objective", "OutcomeClass", "Persona", "Reaction"]
