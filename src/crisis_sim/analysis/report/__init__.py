"""Reports: one page about many runs, or about one game. One file, without scripts, that asks nothing of any network.

`folder` and `gathering` say what a report on many runs is made of; `batch_page`, `experiment_page` and `journal_page`
turn it into words, tables and figures; the templates say where these stand.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from crisis_sim.analysis.report.batch_page import batch_page
from crisis_sim.analysis.report.gathering import Batch
from crisis_sim.analysis.report.journal_page import journal_page
from crisis_sim.analysis.report.writing import check_free, page, write
from crisis_sim.engine import replay
from crisis_sim.journal import Journal

if TYPE_CHECKING:
    from crisis_sim.analysis.findings import Experiment

__all__ = ["check_free", "of_batch", "of_experiment", "of_folder", "of_journal", "write"]


def of_folder(path: Path, title: str | None = None, sweep: Path | None = None) -> str:
    """The page about the batch or the experiment in a folder. WrongUse, if there is none that is finished.

    `sweep`: the folder of an experiment with the batch's scenario: what it found goes into the page.
    """
    from crisis_sim.analysis.report import folder  # needs DuckDB, which a journal does not

    if folder.is_experiment(path):
        return of_experiment(folder.experiment_in(path, sweep), title)
    return of_batch(folder.gather(path, sweep), title)


def of_experiment(experiment: "Experiment", title: str | None = None) -> str:
    """The page about an experiment."""
    from crisis_sim.analysis.report.experiment_page import experiment_page

    return page("experiment.html.j2", "Report on an experiment", _titled(experiment_page(experiment), title))


def of_batch(batch: Batch, title: str | None = None) -> str:
    """The page about a batch, wherever it comes from."""
    return page("batch.html.j2", "Report on many runs", _titled(batch_page(batch), title))


def of_journal(journal: Journal, title: str | None = None, control: bool = False) -> str:
    """The page about the game of a journal. `control`: also if it is not over, for those who may see everything.

    Mismatch, if another game comes out; WrongUse, if it is not over and not for control.
    """
    words = journal_page(journal, replay(journal), control)
    return page("journal.html.j2", "Report on one game", _titled(words, title))


def _titled(words: dict[str, object], title: str | None) -> dict[str, object]:
    return {**words, "title": title or words["title"]}
