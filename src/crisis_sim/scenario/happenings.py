"""What can happen: actions that are ordered, processes that run by themselves, injects that arrive, claims that are
made, commitments that are kept or broken, agreements. All share one body: outcomes with effects, and who sees them.
"""

from typing import Annotated, Literal

from pydantic import Field

from crisis_sim.scenario.constructs import (
    Amount,
    AnyName,
    DottedName,
    Effect,
    Expression,
    Line,
    Name,
    Part,
    Sourced,
    Text,
)

Severity = Literal["DE", "SQ", "PO", "NV", "VI", "WAR"]
"""De-escalation, status quo, posturing, non-violent escalation, violent escalation, open war."""

Visibility = Literal["overt", "private", "covert", "deniable"]


class Outcome(Part):
    """One way in which a thing can turn out."""

    weight: Expression = Field(
        1, description="Its share among the outcomes; may be a formula. Weights need not add up to 1."
    )
    effects: list[Effect] = Field(default_factory=list)
    says: Line | None = Field(None, description="How it is told, by a wire service.")
    severity: Severity | None = Field(None, description="Where it differs from the action's own.")


class Happening(Sourced):
    """The body of everything that can happen."""

    name: Line = Field(description="A short title.")
    what: Text | None = Field(None, description="What it is, for whoever has to decide.")
    says: Line | None = Field(None, description="How it is told, by a wire service; an outcome can tell it otherwise.")
    target: Name | None = Field(None, description="The actor it is done to.")
    cameo: Annotated[str, Field(pattern=r"^[0-9]{2,4}$")] | None = Field(None, description="CAMEO event code.")
    rung: Annotated[int, Field(ge=0, le=44)] = Field(0, description="Rung of the escalation ladder (Kahn 1965).")
    severity: Severity = "SQ"
    visibility: Visibility = Field(
        "overt",
        description="overt: seen by all; private: by its owner and its target; covert: by its owner; deniable: the "
        "deed is seen by all, its doer by the owner alone.",
    )
    noticed: Expression = Field(0, description="private or covert: chance that another seat notices it all the same.")
    publication: Amount = Field(0, description="Hours until the others learn of it, where they do.")
    possible: Expression = Field(
        True,
        description="Read from the truth when it is carried out. Where it fails, nothing comes of it, and that is "
        "seen.",
    )
    effects: list[Effect] = Field(default_factory=list, description="What it does, whatever the outcome; comes first.")
    outcomes: dict[Name, Outcome] = Field(default_factory=dict, description="How it can turn out; one is drawn.")


class Action(Happening):
    """A kind of thing that a seat can order. Its id begins with the seat: `us.strike_militia`."""

    doer: Name | None = Field(None, description="The actor that carries it out, where it is not the seat itself.")
    category: Name = Field("other", description="For `cancel(SEAT, CATEGORY)`.")
    requires: Expression = Field(True, description="When it can be ordered; may name only what the seat itself knows.")
    approval: Amount = Field(0, description="Hours until the order is approved.")
    preparation: Amount = Field(0, description="Hours from approval to execution.")
    duration: Amount = Field(0, description="Hours that it goes on, once it has begun; `active(...)` meanwhile.")
    afterwards: list[Effect] = Field(default_factory=list, description="What happens when its duration ends.")
    cancel_until: Expression = Field(
        0, description="Hours before execution after which it cannot be cancelled any more."
    )
    leak: Expression = Field(0, description="Chance that it becomes known while it is prepared.")
    uses: Annotated[int, Field(ge=1, le=1000)] | None = Field(None, description="How often it can be done in a game.")
    effort: Annotated[int, Field(ge=0, le=9)] = Field(
        1, description="How much of the turn's effort an order of it takes."
    )
    through: Name | None = Field(
        None, description="A link: the order goes to the proxy, which may disobey or overdo it."
    )
    stance: Literal["escalate", "restrain"] | None = Field(
        None,
        description="What it asks of the proxy: the instruction stands for a while and weighs against the other "
        "principal's.",
    )
    overshoot: list[Effect] = Field(default_factory=list, description="What an overdone order does besides.")
    disobeyed: list[Effect] = Field(default_factory=list, description="What happens when the proxy does not obey.")
    grave: bool = Field(
        False, description="Whether it can end the game or cannot be taken back: a player is asked once."
    )


class Process(Happening):
    """Something that happens by itself, again and again: at a rate, or periodically."""

    by: Name | None = Field(None, description="The actor that does it; nobody: nature, the press, chance.")
    hazard: Expression | None = Field(None, description="Rate a day at which it happens; may be a formula.")
    every: Amount | None = Field(None, description="Hours from one time to the next.")
    first: Amount | None = Field(None, description="With `every`: hours until the first time.")
    running: Expression = Field(True, description="While this holds.")
    silent: bool = Field(False, description="Bookkeeping: no event of it is told to anybody.")


class Inject(Happening):
    """Something that arrives once (or `times` times): on time, on a condition, or by hand."""

    by: Name | None = Field(None, description="The actor it comes from; nobody: nature, the press, chance.")
    at: Amount | None = Field(None, description="Hours after the first minute.")
    when: Expression | None = Field(None, description="As soon as this becomes true (looked at every hour).")
    unless: Expression = Field(False, description="It does not come if this holds when it is due: 'on non-action'.")
    after: Amount = Field(0, description="With `when`, or from `begin(...)`: hours of delay.")
    chance: Expression = Field(1, description="Chance that it comes at all.")
    times: Annotated[int, Field(ge=1, le=1000)] = Field(1, description="How often it can come.")
    hint: Line | None = Field(None, description="What control may tell the players when it did not come.")
    to: list[Name] = Field(default_factory=list, description="The seats that see it, where it is private to some.")


class Claim(Part):
    """What a source says happened, kept apart from the truth. Published by `claim(NAME)`."""

    by: Name | None = Field(None, description="The actor that says it.")
    source: Line = Field(description="Who says it: 'Iranian state media', 'Iraqi health ministry'.")
    about: Name = Field(description="The gauge it is about.")
    figure: Amount = Field(description="The number it gives.")
    says: Line = Field(description="How it is told; {figure} stands for the number.")
    after: Amount = Field(0, description="Hours until it is published.")
    effects: list[Effect] = Field(default_factory=list)
    note: Text | None = None


class Commitment(Part):
    """A threat, ultimatum, pledge or red line. The engine checks whether it is kept."""

    kind: Literal["threat", "ultimatum", "pledge", "red_line"]
    by: Name
    to: Name
    what: Line = Field(
        description="Its content, as a clause: 'Iran will pay a very big price if Americans are harmed'."
    )
    public: bool = True
    demand: Expression | None = Field(None, description="Met when true: the other side has complied.")
    trigger: Expression | None = Field(None, description="threat, red line: what calls for the promised action.")
    promised: list[DottedName] = Field(default_factory=list, description="Any of these actions keeps it.")
    abstain: list[AnyName] = Field(default_factory=list, description="Any of these actions or processes breaks it.")
    deadline: Amount = Field(168, description="Hours for which it stands.")
    grace: Amount = Field(48, description="Hours to act, once it is called.")
    complied: list[Effect] = Field(default_factory=list)
    kept: list[Effect] = Field(default_factory=list)
    broken: list[Effect] = Field(default_factory=list)
    source: Line | None = None
    note: Text | None = None


class Agreement(Part):
    """A proposal made of commitments on both sides. It gives its sponsor an action `propose_NAME`, the parties
    `accept_NAME` and `reject_NAME`; a party that breaks one of its commitments breaches it.
    """

    name: Line
    what: Text
    sponsor: Name = Field(description="The seat that can propose it.")
    parties: list[Name] = Field(
        min_length=1, description="The seats that must accept; the sponsor accepts by proposing."
    )
    commitments: list[Name] = Field(min_length=1)
    requires: Expression = Field(True, description="When its sponsor can propose it.")
    private: bool = Field(True, description="Whether only the sponsor and the parties know of it.")
    negotiation: Amount = Field("triangular(1, 3, 12)", description="Hours that a proposal or an answer takes.")
    lapses: Amount = Field(48, description="Hours until an unanswered proposal lapses.")
    agreed: list[Effect] = Field(default_factory=list)
    rejected: list[Effect] = Field(default_factory=list)
    breached: list[Effect] = Field(default_factory=list)
    note: Text | None = None
