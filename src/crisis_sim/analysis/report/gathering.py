"""What a report on many runs is made of, wherever it was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from numpy.typing import NDArray

from crisis_sim.batch.plan import Plan
from crisis_sim.batch.tally import Tally
from crisis_sim.compiler import Compiled

if TYPE_CHECKING:
    from crisis_sim.analysis.findings import Sensitivity


class Rows(Protocol):
    """The runs of a folder, a row for each, in the order of their numbers."""

    def column(self, name: str, most: int | None = None) -> NDArray[Any]:
        """One column, of all runs or of the first `most`; -1 for a minute that never came."""
        ...

    def of(self, runs: Sequence[int]) -> list[dict[str, Any]]:
        """Whole rows of these runs, in this order, by the names of their columns."""
        ...


@dataclass(frozen=True, slots=True)
class Batch:
    """A finished batch. `tally` is of the runs that were played, `plan` says how many were asked for at most.

    `versions`: of the software that played them. `sensitivities`: of a sweep of the same scenario, and `sweep` says
    which; none where nobody looked.
    """

    compiled: Compiled
    plan: Plan
    tally: Tally
    rows: Rows
    engine: str
    versions: Mapping[str, str]
    sensitivities: Sequence["Sensitivity"] = ()
    sweep: str = ""

    @property
    def n(self) -> int:
        """Runs."""
        return self.tally.n
