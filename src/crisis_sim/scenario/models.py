"""A scenario, whole: the model behind every check and behind the JSON Schema."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from crisis_sim.scenario.constructs import (
    Actor,
    AnyName,
    DottedName,
    Fact,
    Force,
    Gauge,
    Line,
    Link,
    Name,
    Parameter,
    Part,
    Text,
)
from crisis_sim.scenario.happenings import Action, Agreement, Claim, Commitment, Inject, Process
from crisis_sim.scenario.minds import Doctrine, End, Flag, History, Objective, OutcomeClass, Persona
from crisis_sim.scenario.targets import Hindcast, Target

FirstMinute = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$")
]


class Scenario(Part):
    """A crisis that can be played: who, what they can do, what happens by itself, and how it ends."""

    title: Line
    summary: Text = Field(description="What it is about, in a paragraph.")
    version: Annotated[int, Field(ge=1)] = Field(1, description="Raised by the author when the scenario changes.")
    starts: FirstMinute = Field(description="The first minute, with its offset from UTC: 2019-12-27T19:20+03:00.")
    place: Line = Field("local time", description="Whose time it is: 'Baghdad'.")
    horizon: Annotated[int, Field(ge=1, le=8760)] = Field(description="Hours after which the game ends at the latest.")
    turn: Annotated[int, Field(ge=1, le=168)] = Field(6, description="Hours of one staff cycle.")
    first_turn: Annotated[int, Field(ge=0, le=168)] = Field(0, description="Hours until the first decision.")
    effort: Annotated[int, Field(ge=1, le=99)] = Field(
        2, description="Effort that a seat's orders of one turn may take."
    )
    difficulty: str = Field("", max_length=300, description="How hard it is, in a word or two.")
    content_note: Text | None = Field(None, description="What a player should be told before.")
    sources: dict[Name, Line] = Field(
        default_factory=dict, description="Where things come from; `source` fields name these."
    )
    parameters: dict[AnyName, Parameter] = Field(default_factory=dict)
    actors: dict[Name, Actor]
    gauges: dict[Name, Gauge]
    forces: dict[Name, Force] = Field(default_factory=dict)
    facts: dict[Name, Fact] = Field(default_factory=dict)
    links: dict[Name, Link] = Field(default_factory=dict)
    actions: dict[DottedName, Action]
    processes: dict[Name, Process] = Field(default_factory=dict)
    injects: dict[Name, Inject] = Field(default_factory=dict)
    claims: dict[Name, Claim] = Field(default_factory=dict)
    commitments: dict[Name, Commitment] = Field(default_factory=dict)
    agreements: dict[Name, Agreement] = Field(default_factory=dict)
    doctrines: dict[Name, Doctrine]
    personas: dict[Name, Persona] = Field(
        default_factory=lambda: {"utility": Persona(what="plays by its doctrine", traits={})},
        description="`utility` is the default.",
    )
    objectives: dict[Name, dict[Name, Objective]] = Field(default_factory=dict)
    outcomes: dict[Name, OutcomeClass] = Field(description="Tried in this order; the last one should always hold.")
    ends: dict[Name, End] = Field(default_factory=dict)
    flags: dict[Name, Flag] = Field(default_factory=dict)
    history: History | None = None
    targets: dict[Name, Target] = Field(
        default_factory=dict, description="By what it asks to be judged; `crisis-sim validate` does."
    )
    hindcast: Hindcast | None = None

    @model_validator(mode="after")
    def has_a_seat(self) -> "Scenario":
        """A game needs somebody to play it."""
        if not any(actor.seat for actor in self.actors.values()):
            raise ValueError("no actor has `seat: true`: a game needs at least one seat")
        return self
