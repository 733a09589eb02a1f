"""What happened, on paper: the notation of orders, the lines of a journal, files that only grow, saved games."""

from crisis_sim.journal.lines import (
    FORMAT,
    Branched,
    Decision,
    Header,
    Input,
    JournalError,
    Override,
    Place,
    Said,
    Sent,
)
from crisis_sim.journal.notation import NotationError, parse, resolve, write
from crisis_sim.journal.reading import Journal, read
from crisis_sim.journal.writing import NotSaved, Writer

__all__ = [
    "FORMAT",
    "Branched",
    "Decision",
    "Header",
    "Input",
    "Journal",
    "JournalError",
    "NotSaved",
    "NotationError",
    "Override",
    "Place",
    "Said",
    "Sent",
    "Writer",
    "parse",
    "read",
    "resolve",
    "write",
]
