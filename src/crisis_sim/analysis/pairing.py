"""Two folders of batches, compared run by run: what an edit, a parameter or another agent changes.

Luck is addressed by seed, run and name, so run k of one batch meets the same luck as run k of the other wherever the
two scenarios have the same things in them. Most of the spread is then common to both, and falls out of the difference.
"""

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from crisis_sim.analysis.comparison import CHANCE_FINDING, Difference, differences
from crisis_sim.analysis.responses import chosen, responses
from crisis_sim.analysis.rows import compared
from crisis_sim.batch.results import Results
from crisis_sim.batch.showing import html_table
from crisis_sim.terms.records import WrongUse

LEAST = 2
MOST_NAMED = 12
FEW = 30
"""Of fewer runs than so many it is said that the intervals of means lean on how such means are spread."""


class Comparison(NamedTuple):
    """Every response that both batches have; `second` less `first`."""

    first: dict[str, Any]
    second: dict[str, Any]
    paired: bool
    n: tuple[int, int]  # runs that were compared
    remarks: list[str]
    differences: list[Difference]

    def to_json(self) -> dict[str, Any]:
        """As `compare --json` prints it."""
        return {**self._asdict(), "n": list(self.n), "differences": [one._asdict() for one in self.differences]}

    def __repr__(self) -> str:
        return f"Comparison({self._title()}, {len(self.differences)} responses)"

    def _title(self) -> str:
        runs = f"{self.n[0]:,} pairs of runs" if self.paired else f"{self.n[0]:,} and {self.n[1]:,} runs, not paired"
        return f"{self.second['folder']} less {self.first['folder']}: {runs}"

    def _repr_html_(self) -> str:
        rows = [
            (one.response, *(f"{value:.4g}" for value in (one.first, one.second, one.difference)),
             f"{one.low:.4g} – {one.high:.4g}", "" if one.gain is None else f"{one.gain:.3g}")
            for one in self.differences
        ]  # fmt: skip
        return html_table(self._title(), ("response", "first", "second", "difference", "95 % interval", "gain"), rows)


def compare(first: str | PathLike[str], second: str | PathLike[str], of: Iterable[str] | None = None) -> Comparison:
    """The difference of two finished batches. `of`: names of responses; by itself all but what happened, one by one.

    WrongUse for a folder that is no finished batch, a response that is not there, or a single run: one difference has
    no spread, and so no interval.
    """
    one, other = Results(Path(first)), Results(Path(second))
    if one.folder.resolve() == other.folder.resolve():
        raise WrongUse(f"{one.folder} is compared with itself: name two folders")
    for results in (one, other):
        if results.n < LEAST:
            raise WrongUse(f"{results.folder} holds a single run, and from one nothing follows: {LEAST} or more")
    wanted = list(of or [])
    classes = [list(one.outcomes), list(other.outcomes)]
    if one.scenario == other.scenario:  # in an edited one a class may be new: it was the end of no run before
        classes = [list(dict.fromkeys([*one.outcomes, *other.outcomes]))] * 2
    own, others = (responses(results.columns, each) for results, each in zip((one, other), classes, strict=True))
    names = {response.name for response in others}
    common = [response for response in own if response.name in names]
    asked = chosen(common, wanted) if wanted else [response for response in common if not response.detail]
    paired = one.seed == other.seed
    sums = compared(map(Path, one.files), map(Path, other.files), asked, paired)
    found = differences(sums)
    n = sums[0].n
    known = {response.name for response in common}
    alone = [each.name for each in [*own, *others] if each.name not in known and not each.detail]
    remarks = _pairs(one, other, paired, n[0])
    if alone:
        remarks.append(f"only in one of the two: {_named(alone)}")
    if min(n) < FEW:
        remarks.append(
            f"only {min(n)} runs: an interval of a mean takes for granted that such means are spread as a bell is, and "
            f"this is so from about {FEW} on"
        )
    if not wanted:
        remarks.append(_many(found))
    return Comparison(_told(one), _told(other), paired, n, remarks, found)


def _named(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _told(results: Results) -> dict[str, Any]:
    return {
        "folder": str(results.folder),
        "scenario": results.scenario,
        "scenario_hash": results.plan.scenario_hash,
        "seed": results.seed,
        "n": results.n,
        "agents": results.agents,
        "settings": results.settings,
    }


def _pairs(one: Results, other: Results, paired: bool, n: int) -> list[str]:
    told = []
    if not paired:
        told.append(
            f"not paired: the seeds differ ({one.seed} and {other.seed}), so the runs met other luck; with one seed "
            "for both the intervals would be narrower"
        )
    elif one.n != other.n:
        told.append(f"paired over the {n:,} runs that both have; {abs(one.n - other.n):,} of the larger are left out")
    if one.scenario != other.scenario:
        told.append(f"the scenarios are called {one.scenario} and {other.scenario}: only what has one name is compared")
    elif one.plan.scenario_hash != other.plan.scenario_hash:
        told.append("the scenario was edited in between")
    if one.plan.rules_version != other.plan.rules_version:
        told.append("the two were played by different versions of the rules")
    if one.plan.until_ci is not None or other.plan.until_ci is not None:
        told.append(
            "played with --until-ci: how many runs there are hung on what they showed, and these intervals and "
            "p-values take no account of that"
        )
    return told


def _many(found: list[Difference]) -> str:
    tried = len(found)
    return (
        f"{tried} comparisons at once: about {max(1, round(tried * CHANCE_FINDING))} would fall outside their interval "
        "by chance alone; those marked * hold after Benjamini and Hochberg (at most "
        f"{CHANCE_FINDING:.0%} of them false)"
    )
