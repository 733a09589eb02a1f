"""What came from outside: the log of an exercise. Everything else can be had again from it.

An entry is written to the disk first and done afterwards, in the order of the log; doing it never looks at a clock, at
chance, or at a file, so that a server which was killed comes to the same state again.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

SERVER = "server"
CONTROL = "control"


class Entry(NamedTuple):
    """One thing that somebody, or the server's clock, wants done.

    `at`: milliseconds on the exercise's clock. `who`: a person's id, or SERVER. `order`: made by the client, unique for
    this person.
    """

    at: int
    who: str
    order: str
    kind: str
    body: Mapping[str, Any]


class Answer(NamedTuple):
    """What came of an entry. `code` is empty where it was done; `more` goes to whoever asked."""

    code: str = ""
    reason: str = ""
    more: Mapping[str, Any] = {}

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return not self.code

    def as_json(self) -> dict[str, Any]:
        """For the wire."""
        return {"ok": True, **self.more} if self.ok else {"ok": False, "code": self.code, "reason": self.reason}


class Refused(Exception):
    """An entry that cannot be done as things stand. Its text is one sentence."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason
