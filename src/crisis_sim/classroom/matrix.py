"""Who may do what, as data: every command and every page by the kind of person. The wire is built from it, and a test
walks it."""

from collections.abc import Mapping, Set

from crisis_sim.classroom.people import Person
from crisis_sim.classroom.posts import ROLES

WAITING, SCREEN, CONTROL = "waiting", "screen", "control"
SERVER = "server"
TEAM = frozenset(ROLES)
EVERYBODY = TEAM | {WAITING, SCREEN, CONTROL}
"""Of those who joined. Whoever did not may see the pages for joining, and nothing else."""
ONLY_CONTROL = frozenset({CONTROL})

COMMANDS: Mapping[str, Set[str]] = {
    **dict.fromkeys(("propose", "approve", "withdraw", "commit", "message", "statement", "note", "ask", "read"), TEAM),
    **dict.fromkeys(
        (
            "phase", "clock", "extend", "early", "allocate", "seat", "unseat", "swap", "rename", "revoke", "bot",
            "override", "inject", "inject_edit", "inject_now", "inject_cancel", "say", "answer", "hold", "release",
            "stop", "unlock", "delete",
        ),
        ONLY_CONTROL,
    ),
}  # fmt: skip
"""`POST api/NAME`. What of it somebody may do in their role, the seat's roles decide (`posts`)."""

WITHIN_A_SEAT = frozenset({"propose", "approve", "withdraw", "note", "ask", "read"})
"""Commands that change what their own seat sees, and nobody else's view but the facilitator's."""

BY_THE_SERVER = frozenset({"enter", "again", "time_up", "deliver", "due", "stopped"})
"""Entries that only the server makes."""

LOOKS: Mapping[str, Set[str]] = {
    "": EVERYBODY,
    "stream": EVERYBODY,
    "api/me": EVERYBODY,
    "debrief": TEAM | {SCREEN, CONTROL},
    "api/debrief": TEAM | {SCREEN},
    "print": ONLY_CONTROL,
    "api/see/{table}/{seat}": ONLY_CONTROL,
    "api/gauges/{table}": ONLY_CONTROL,
    "api/preview/{table}": ONLY_CONTROL,
    "api/debrief/{table}": ONLY_CONTROL,
    "api/print/{table}": ONLY_CONTROL,
    "api/participation.csv": ONLY_CONTROL,
    "api/table-{table}.journal": ONLY_CONTROL,
    "api/qr.svg": ONLY_CONTROL,
}
"""`GET /s/SESSION/...`"""


def kind_of(person: Person) -> str:
    """What somebody counts as in the matrix."""
    if person.kind != "pupil":
        return person.kind
    return person.role or WAITING
