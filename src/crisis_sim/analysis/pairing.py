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
from crisis_sim.terms.records import WrongUse


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


def compare(first: str | PathLike[str], second: str | PathLike[str], of: Iterable[str] | None = None) -> Comparison:
    """The difference of two finished batches. `of`: names of responses; by itself all but what happened, one by one.

    WrongUse for a folder that is no finished batch, or a response that is not there.
    """
    one, other = Results(Path(first)), Results(Path(second))
    if one.folder.resolve() == other.folder.resolve():
        raise WrongUse(f"{one.folder} is compared with itself: name two folders")
    wanted = list(of or [])
    classes = list(dict.fromkeys([*one.outcomes, *other.outcomes]))
    own, others = (responses(results.columns, classes) for results in (one, other))
    names = {response.name for response in others}
    common = [response for response in own if response.name in names]
    asked = chosen(common, wanted) if wanted else [response for response in common if not response.detail]
    paired = one.seed == other.seed
    sums = compared(map(Path, one.files), map(Path, other.files), asked, paired)
    found = differences(sums)
    n = sums[0].n
    alone = [response.name for response in own if response not in common]
    alone += [response.name for response in others if response.name not in {each.name for each in own}]
    remarks = _pairs(one, other, paired, n[0]) + ([f"only in one of the two: {', '.join(alone)}"] if alone else [])
    if not wanted:
        remarks.append(_many(found))
    return Comparison(_told(one), _told(other), paired, n, remarks, found)


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
