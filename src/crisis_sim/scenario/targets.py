"""By what a scenario asks to be judged: quantities that should lie in a band, and events that it should foresee.

None of it enters a game. It is worked out over games that are finished.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from crisis_sim.scenario.constructs import AnyName, Expression, Line, Name, Part, Text
from crisis_sim.scenario.minds import LocalTime

Date = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Statistic = Literal["share", "mean", "median", "quantile", "dispersion"]
"""What is made of the values of many games: `dispersion` is variance over mean."""
Evidence = Literal["calibration", "partly", "independent"]
"""What it shows when a target is met: nothing where the scenario was fitted to it."""


class Target(Part):
    """A quantity of many games played by bots, the band in which it should lie, and why."""

    check: Line = Field(description="The check it belongs to: `V1`.")
    what: Line = Field(description="What it is, in words.")
    statistic: Statistic = Field(description="What is made of the values: share, mean, median, quantile, dispersion.")
    value: Expression = Field(description="Its value in one finished game; for a share a condition.")
    given: Expression = Field(True, description="The games that count; all of them if it is left out.")
    at: Annotated[float, Field(gt=0, lt=1)] | None = Field(None, description="For a quantile: which one.")
    unit: str = Field("", max_length=300, description="Its unit: days, hours, attacks.")
    band: tuple[float, float] | None = Field(
        None, description="Where it should lie: [low, high]; without one it is told and not judged."
    )
    source: Line = Field(description="What the band rests on: a key of `sources`, or words.")
    kind: Evidence = Field(description="calibration, partly or independent: whether the scenario was fitted to it.")
    caveat: Text | None = Field(None, description="What a reader should know: how far the two sides are comparable.")

    @model_validator(mode="after")
    def fits_together(self) -> Self:
        """A quantile says which; a band has two ends."""
        if (self.statistic == "quantile") != (self.at is not None):
            raise ValueError("`at` says which quantile: it goes with `statistic: quantile`, and with no other")
        if self.band is not None and self.band[0] >= self.band[1]:
            raise ValueError(f"a band is [low, high], and {self.band[0]:g} is not below {self.band[1]:g}")
        return self


class Foreseen(Part):
    """Something that happened, or did not, after the line on which a scenario was built."""

    what: Line = Field(description="The event, as a clause that is true or not.")
    when: Expression = Field(description="Whether it has come to pass in one finished game.")
    happened: bool = Field(description="Whether it did.")
    base: Annotated[float, Field(gt=0, lt=1)] = Field(description="Its probability by base rates alone.")
    source: Line = Field(description="Where the base rate comes from: a key of `sources`, or words.")
    note: Text | None = None


class Hindcast(Part):
    """A forecast after the fact: games go on by bots from the recorded line, and are scored by what happened then."""

    what: Text = Field(description="In words: what is foretold from what.")
    begins: LocalTime = Field(description="Where the recorded line is left, 'YYYY-MM-DD HH:MM', local time.")
    as_of: Date = Field(description="Parameters free of knowledge later than this are scored beside the usual ones.")
    redrawn: list[AnyName] = Field(
        default_factory=list, description="Gauges and facts whose recorded start nobody knew then: drawn afresh."
    )
    parameters: dict[AnyName, float] = Field(default_factory=dict, description="Values that hold in these games.")
    events: dict[Name, Foreseen] = Field(min_length=1)
