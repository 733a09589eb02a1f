"""What can be asked of runs: a column of their tables, or whether something is so, as a number a run.

`outcome.CLASS`, `flag.NAME`, `happened.NAME` are shares; `gauge.NAME`, `score.SEAT`, `escalation_score`, `peak_rung`,
`ended_at_minute` are means. The part before the dot may be left out where no two names are alike.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crisis_sim.batch.tally import ONE
from crisis_sim.scenario.errors import did_you_mean, quoted
from crisis_sim.terms.records import WrongUse

OUTCOME, HAPPENED, FIRST = "outcome.", "happened.", "first."
SHARES = (OUTCOME, "flag.", HAPPENED)
MEANS = ("escalation_score", "peak_rung", "ended_at_minute")
BY_ITSELF = ("open_war",)
"""Outcome classes that are looked at first, where a scenario has them; else its first class."""


class Response(NamedTuple):
    """A number for each run. `sql`: from the columns of its row."""

    name: str
    sql: str

    @property
    def share(self) -> bool:
        """Whether it is 0 or 1 for a run, and so a share over many."""
        return self.name.startswith(SHARES)

    @property
    def detail(self) -> bool:
        """Whether it is one of very many, and looked at only when it is named."""
        return self.name.startswith(HAPPENED)

    @property
    def fixed(self) -> str:
        """The same as an integer, for sums that do not depend on their order."""
        return f"CAST(floor(({self.sql})::DOUBLE * {ONE}) AS BIGINT)"


def responses(columns: Iterable[str], classes: Iterable[str]) -> list[Response]:
    """Everything that these columns can answer: outcomes, escalation, flags, gauges, scores, then what happened."""
    columns = list(columns)
    found = [Response(f"{OUTCOME}{name}", f"outcome = {_text(name)}") for name in classes]
    found += [Response(name, _column(name)) for name in MEANS if name in columns]
    for kind in ("flag.", "gauge.", "score."):
        found += [Response(name, _column(name)) for name in columns if name.startswith(kind)]
    first = [name.removeprefix(FIRST) for name in columns if name.startswith(FIRST)]
    return found + [Response(f"{HAPPENED}{name}", f"{_column(FIRST + name)} IS NOT NULL") for name in first]


def chosen(available: Sequence[Response], wanted: Iterable[str]) -> list[Response]:
    """The responses of these names, also without what stands before the dot, or as P(...). WrongUse: there is none."""
    return [_named(available, text.strip()) for text in wanted]


def headline(available: Sequence[Response]) -> Response:
    """What is asked first: open war, or the first outcome class."""
    outcomes = [one for one in available if one.name.startswith(OUTCOME)]
    first = [one for name in BY_ITSELF for one in outcomes if one.name == OUTCOME + name]
    return (first or outcomes or list(available))[0]


def _named(available: Sequence[Response], text: str) -> Response:
    name = text[2:-1].strip() if text.startswith("P(") and text.endswith(")") else text
    by_name = {one.name: one for one in available}
    if name in by_name:
        return by_name[name]
    short = [one for one in available if one.name.partition(".")[2] == name]
    if len(short) > 1:
        raise WrongUse(f"{quoted(text)} can be {' or '.join(one.name for one in short)}: say which")
    if not short:
        known = [*by_name, *(one.partition(".")[2] for one in by_name if "." in one)]
        raise WrongUse(f"no response is called {quoted(text)}{did_you_mean(name, known)}; {_kinds(available)}")
    return short[0]


def _kinds(available: Sequence[Response]) -> str:
    kinds = dict.fromkeys(one.name.partition(".")[0] + (".NAME" if "." in one.name else "") for one in available)
    return f"there are {', '.join(kinds)}"


def _column(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
