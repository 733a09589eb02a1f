"""What a scenario is made of, apart from what happens in it: numbers, sides, gauges, forces, facts, links.

Durations are in hours, rates are per day, shares lie between 0 and 1, unless a `unit` says otherwise.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
"""A plain name: lower-case letters, digits and underscores."""

DottedName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}\.[a-z][a-z0-9_]{0,47}$")]
"""A name with the name of its owner before it: `us.strike_militia`, `mechanism.rally`."""

AnyName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}(\.[a-z][a-z0-9_]{0,47})?$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\n]+$")]

Expression = bool | int | float | Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""A number, or a formula over declared names: `0.25 + 0.35 * face_saved`."""

Amount = Expression
"""An expression, or one distribution of expressions: `triangular(24, 44, 72)`."""

Effect = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""One statement: `tension += 5`, `deploy(marines)`, `if siege > 0: approval -= 1`."""

Grade = Literal["A", "B", "C", "D"]
"""How well founded a number is: A measured, B estimated from data, C read from literature, D judgement."""


class Part(BaseModel):
    """Every construct: unknown fields are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Sourced(Part):
    """A construct whose numbers say where they come from."""

    source: Line | None = Field(None, description="Where its numbers come from: a key of `sources`, or words.")
    grade: Grade | None = Field(None, description="A measured, B estimated from data, C from literature, D judgement.")
    note: Text | None = Field(None, description="What a reader should know about it.")


class Parameter(Part):
    """A named number that can be swept and set from the command line."""

    what: Line = Field(description="What it is, in words that fit into a sentence.")
    value: float = Field(description="Its default.")
    range: tuple[float, float] = Field(description="Plausible values, for sweeps: [low, high].")
    bounds: tuple[float, float] = Field(description="Possible values, for `--set`: [low, high].")
    unit: str = Field("", max_length=300, description="Its unit: hours, a day, share, persons, ...")
    source: Line = Field(description="Where it comes from: a key of `sources`, or words.")
    grade: Grade = Field(description="A measured, B estimated from data, C from literature, D judgement.")
    note: Text | None = None
    as_of: dict[Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")], float] = Field(
        default_factory=dict, description="Its value free of all knowledge later than the date."
    )


class Actor(Part):
    """A side in the crisis. One with `seat: true` can be played; the others belong to a seat's side, or to nobody."""

    name: Line = Field(description="Its full name.")
    short: Line | None = Field(None, description="Its name in a headline.")
    seat: bool = Field(False, description="Whether somebody can play it.")
    side: Name | None = Field(None, description="For an actor without a seat: the seat it belongs to.")
    what: Text | None = Field(None, description="Who it is, for the brief.")
    difficulty: Line | None = Field(None, description="For a seat: how hard it is to play.")


class Shown(Part):
    """How a seat sees a gauge: with an error, a slant, or late. None of them: exactly."""

    noise: Expression | None = Field(None, description="Standard deviation of what is seen; may be a formula.")
    bias: Expression | None = Field(None, description="Added to what is seen; may be a formula.")
    late: Annotated[int, Field(ge=1, le=336)] | None = Field(
        None, description="Hours between reports: what is seen is the value at the last report."
    )


class Relax(Part):
    """A gauge drawn back to a level, exponentially, in continuous time."""

    to: Expression = Field(description="The level it is drawn to.")
    half_life: Expression = Field(description="Hours until half of the distance is gone.")


class Gauge(Sourced):
    """A bounded quantity. Who sees it, and how well, is part of it."""

    what: Line = Field(description="What it is, in words that fit into a sentence: 'tension between the US and Iran'.")
    start: Amount = Field(description="Its value at the first minute, or the distribution it is drawn from.")
    bounds: tuple[float, float] = Field((0.0, 100.0), description="It never leaves [low, high].")
    unit: str = Field("", max_length=300, description="persons, share, points, ...")
    whole: bool = Field(False, description="Whether it counts things: every change is rounded to whole numbers.")
    monotone: bool = Field(False, description="Whether it can only rise, as counts of the dead do.")
    relax: Relax | None = Field(None, description="A level it is drawn back to.")
    drift: Expression | None = Field(None, description="Change a day, applied hourly; may be a formula.")
    sight: dict[str, Literal["exact", "hidden"] | Shown] = Field(
        default_factory=dict,
        description="How each seat sees it; `all` or `others` for the rest. Without it everybody sees it exactly.",
    )
    yes: Line | None = Field(None, description="For a gauge that is 0 or 1: the sentence that 1 means.")
    no: Line | None = Field(None, description="For a gauge that is 0 or 1: the sentence that 0 means.")
    group: Line | None = Field(
        None, description="The heading it stands under on a situation page; without one it is bookkeeping."
    )


class Force(Sourced):
    """Units that are at home, on alert, in transit or in the theatre, and in exactly one of these."""

    name: Line
    of: Name = Field(description="The actor they belong to.")
    size: Annotated[int, Field(ge=1, le=1_000_000)] = Field(description="Persons.")
    starts: Literal["home", "alert", "theatre"] = "home"
    alert: Amount = Field(0, description="Hours from the order to deploy to departure.")
    transit: Amount = Field(description="Hours from departure to arrival.")
    announced: bool = Field(True, description="Whether its moves are public; otherwise its side alone knows.")
    arrival: list[Effect] = Field(default_factory=list, description="What happens when it arrives.")
    departure: list[Effect] = Field(default_factory=list, description="What happens when it leaves the theatre.")
    says: Line | None = Field(None, description="How its arrival is told.")
    cameo: str = Field("154", description="CAMEO code of its arrival.")
    rung: Annotated[int, Field(ge=0, le=44)] = 5


class Fact(Sourced):
    """Something that is true or false and that not everybody knows; drawn at the start."""

    what: Line = Field(description='The proposition, as a clause: "Kata\'ib Hezbollah fired on K-1".')
    chance: Expression = Field(description="Probability that it is true; may name parameters.")
    beliefs: dict[str, Expression] = Field(
        default_factory=dict,
        description="Each seat's probability of it at the start; `all` or `others` for the rest; otherwise 0.5. "
        "`knows` for a seat that knows the truth.",
    )


class Link(Sourced):
    """A principal's control of a proxy. A proxy with two principals weighs the one against the other."""

    principal: Name
    proxy: Name
    control: Expression = Field(
        description="Share of orders obeyed when nothing pulls the other way; may be a formula."
    )
    overshoot: Expression = Field(0, description="Chance that an order that is obeyed is overdone.")
    basis: Line = Field(description="What the control rests on: law, patronage, ...")
    lasts: Expression = Field(72, description="Hours that an instruction through this link stands.")
