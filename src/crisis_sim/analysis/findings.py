"""A finished experiment, to be asked: its points, where the variance comes from, which factors matter."""

import copy
import math
import shutil
import weakref
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple, Self

from crisis_sim.analysis.designs import MORRIS, SOBOL, Design, neighbours
from crisis_sim.analysis.factors import Value
from crisis_sim.analysis.folder import ExperimentFolder
from crisis_sim.analysis.nested import Split
from crisis_sim.analysis.responses import Response, chosen, headline, responses
from crisis_sim.analysis.rows import Rows
from crisis_sim.analysis.sensitivity import LEAST, Correlation, Effect, Index, correlations, effects, indices
from crisis_sim.batch.showing import html_table
from crisis_sim.terms.records import WrongUse

ALL = "all"
RESAMPLES = 200
NAMED = 8
"""More factors than so many are counted and not named."""
NOISY = 0.1
"""A greater share of noise between points than this is warned of."""

FEW = 8
"""Of fewer trajectories or base points it is said that their intervals are too narrow: a bootstrap needs some."""
DRAWN = {MORRIS: "trajectories", SOBOL: "base points"}


class Sensitivity(NamedTuple):
    """Which factors move one response. `measure`: morris, sobol, or correlation where the design gives neither."""

    response: str
    split: Split
    measure: str
    factors: list[Effect] | list[Index] | list[Correlation]
    remarks: list[str]

    def to_json(self) -> dict[str, Any]:
        """As `sensitivity --json` prints it."""
        return {
            "response": self.response,
            **self.split._asdict(),
            "measure": self.measure,
            "factors": [row._asdict() for row in self.factors],
            "remarks": self.remarks,
        }


class Experiment:
    """The runs of an experiment in a folder. They can be read and not changed."""

    def __init__(self, folder: str | PathLike[str], *, temporary: bool = False) -> None:
        """Opens a finished folder. WrongUse, in one line, for one that is not that."""
        self._folder = ExperimentFolder.open(Path(folder))
        if not self._folder.finished:
            raise WrongUse(f"the experiment in {folder} is not finished: go on with its sweep and --resume")
        self.plan = self._folder.plan
        for chunk in self.plan.chunks():
            if self._folder.done(chunk) is None:
                at = f"{self._folder.path}, rows {chunk.first} to {chunk.first + chunk.count - 1}"
                raise WrongUse(f"{at}: these are missing or damaged; sweep again with --force")
        self._rows = Rows(self._folder.files, self.plan.n)
        self._summary = self._folder.summary
        self._remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True) if temporary else None

    @classmethod
    def open(cls, folder: str | PathLike[str]) -> Self:
        """The experiment that stands in a folder."""
        return cls(folder)

    @property
    def folder(self) -> Path:
        return self._folder.path

    @property
    def design(self) -> Design:
        """Its factors and points."""
        return self.plan.design

    @property
    def n(self) -> int:
        """Runs at each point; they have the same luck at all of them."""
        return self.plan.n

    @property
    def digest(self) -> str:
        """Of all the runs together: the same wherever, however and in whatever pieces they were played."""
        return str(self._summary["digest"])

    @property
    def responses(self) -> list[str]:
        """Everything that can be asked of it."""
        return [one.name for one in self._available()]

    def summary(self) -> dict[str, Any]:
        """Everything in one object: what `summary.json` holds."""
        return copy.deepcopy(self._summary)

    def splits(self) -> dict[str, Split]:
        """Where the variance of each response comes from: parameters or chance."""
        return {name: Split(**one) for name, one in self._summary["responses"].items()}

    def table(self, of: Iterable[str] | None = None) -> list[dict[str, Value]]:
        """A row for each point: its number, the values of the factors, and the mean of each response."""
        asked = (
            chosen(self._available(), of) if of is not None else [one for one in self._available() if not one.detail]
        )
        means = self._rows.means(asked)
        names = [factor.name for factor in self.design.factors]
        return [
            {
                "point": point,
                **dict(zip(names, self.design.values(point), strict=True)),
                **{one.name: float(means[point, n]) for n, one in enumerate(asked)},
            }
            for point in range(len(self.design))
        ]

    def sensitivity(self, of: Iterable[str] | None = None) -> list[Sensitivity]:
        """Which factors move each response. By itself: open war (or the first outcome), escalation, and the flags.

        `of`: names of responses, or `all`. WrongUse for one that is not there.
        """
        wanted = list(of or [])
        if ALL in wanted:
            asked = [one for one in self._available() if not one.detail]
        elif wanted:
            asked = chosen(self._available(), wanted)
        else:
            asked = self._by_itself()
        splits, means = self._rows.splits(asked), self._rows.means(asked)
        return [self._one(response, splits[n], means[:, n]) for n, response in enumerate(asked)]

    def close(self) -> None:
        """Ends the use of the files, and removes them if they are temporary."""
        if self._remove is not None:
            self._remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        design = self.design
        return (
            f"Experiment({self.plan.base.scenario}, {design.kind} of {len(design):,} points, {self.n:,} runs at each)"
        )

    def _repr_html_(self) -> str:
        head = ("response", "mean", "lowest at a point", "highest", "by parameters", "by chance")
        rows = [
            (name, *(f"{value:.4g}" for value in (one.mean, one.low, one.high)), f"{one.parameters:.0%}",
             f"{one.chance:.0%}")
            for name, one in self.splits().items() if one.sd
        ]  # fmt: skip
        return html_table(repr(self), head, rows)

    def _available(self) -> list[Response]:
        return responses(self._rows.columns, self._summary["outcomes"])

    def _by_itself(self) -> list[Response]:
        available = self._available()
        more = [one for one in available if one.name == "escalation_score" or one.name.startswith("flag.")]
        return [headline(available), *more]

    def _one(self, response: Response, split: Split, means: Any) -> Sensitivity:
        design = self.design
        if split.low == split.high:
            return Sensitivity(response.name, split, design.kind, [], ["it is the same at every point"])
        remarks = _noise(split, self.n)
        if design.kind not in (MORRIS, SOBOL):
            remarks.append(
                f"a design of the kind {design.kind} gives no Morris effects and no Sobol indices, only rank "
                "correlations; sweep with --morris or --sobol for those"
            )
            if len(design) < LEAST:
                remarks.append(f"{len(design)} points are too few for a rank correlation: {LEAST} or more")
            unordered = [factor.name for factor in design.factors if factor.seat]
            if unordered:
                remarks.append(f"agents have no order, so there is no correlation with {', '.join(unordered)}")
            return Sensitivity(response.name, split, "correlation", correlations(design, means), remarks)
        if design.size < FEW:
            remarks.append(
                f"the intervals are drawn from {design.size} {DRAWN[design.kind]}, and so few make them too narrow: "
                f"take {FEW} or more"
            )
        noise = self._rows.noise(response, neighbours(design))
        again = self._rows.again(response, RESAMPLES, design.seed)
        if design.kind == MORRIS:
            moved = effects(design, means, noise, again)
            remarks += _lost([row.factor for row in moved if row.mu_star_low <= row.chance], len(moved))
            return Sensitivity(response.name, split, MORRIS, moved, remarks)
        shares = indices(design, means, noise, again)
        remarks += _lost([row.factor for row in shares if row.total_low <= row.chance], len(shares))
        return Sensitivity(response.name, split, SOBOL, shares, remarks)


def _noise(split: Split, n: int) -> list[str]:
    told = f"{split.noise:.0%} of the variance between points is noise that {n:,} runs a point leave"
    if split.noise <= NOISY:
        return [told]
    if split.parameters <= 0.0:
        return [f"{told}: nothing here can be told from chance"]
    needed = n * split.noise / (1.0 - split.noise) * (1.0 - NOISY) / NOISY
    return [f"{told}; about {_rounded(needed):,} runs a point would bring it down to {NOISY:.0%}"]


def _lost(names: list[str], of: int) -> list[str]:
    told = ", ".join(names) if len(names) <= NAMED else f"{len(names)} of {of} factors"
    return [f"not to be told from chance: {told}"] if names else []


def _rounded(value: float) -> int:
    """To two digits."""
    digits = max(0, len(str(int(value))) - 2)
    step: int = 10**digits
    return math.ceil(value / step) * step
