"""Roles within a seat: what each may propose, approve and say. Where a role is not filled, its work falls to the rest.

Which actions belong to a role follows from their CAMEO codes, so that every scenario has roles without being asked.
"""

from collections.abc import Collection, Set
from typing import NamedTuple

HEAD, DIPLOMAT, MILITARY, PRESS, INTELLIGENCE = ROLES = ("head", "diplomat", "military", "press", "intelligence")
"""In the order in which they are given to pupils."""


class Role(NamedTuple):
    """`roots`: the two-digit CAMEO roots of what it may propose; `secret`: also what is covert or deniable."""

    name: str
    brief: str
    roots: Set[str] = frozenset()
    secret: bool = False
    approves: bool = False
    messages: bool = False
    states: bool = False


def _roots(*numbers: int) -> frozenset[str]:
    return frozenset(f"{number:02d}" for number in numbers)


WHAT_ROLES_ARE = {
    HEAD: Role(
        "Head",
        "You decide. The others propose; you approve, and you commit the turn for your side. You may also propose "
        "anything yourself. Ask each of them before time runs out: what is not approved is not done.",
        roots=_roots(*range(1, 21)),
        secret=True,
        approves=True,
        messages=True,
        states=True,
    ),
    DIPLOMAT: Role(
        "Diplomat",
        "You write to the other sides, and propose what is done by talking: channels, mediation, demands, offers, "
        "agreements. Know what each of the others wants, and what was promised to whom.",
        roots=_roots(2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 16),
        messages=True,
    ),
    MILITARY: Role(
        "Military",
        "You propose what is done with forces: moves, alerts, protection, force. Know how long each takes from order "
        "to deed, until when it can be called off, and what it may cost.",
        roots=_roots(7, 14, 15, 17, 18, 19, 20),
    ),
    PRESS: Role(
        "Press",
        "You speak in public for your side, and read what others say. Every word is heard by all: at home, by allies, "
        "by the other side. Tell a claim from a fact.",
        roots=_roots(1, 11, 13, 14),
        states=True,
    ),
    INTELLIGENCE: Role(
        "Intelligence",
        "You say how sure your side can be, and what the others may be up to. You propose inquiries and whatever is "
        "done in secret. Keep apart what was seen, what was claimed, and what you believe.",
        roots=_roots(9),
        secret=True,
    ),
}


def may_propose(role: str, filled: Collection[str], cameo: str | None, hidden: bool) -> bool:
    """Whether somebody in this role may propose an action. `filled`: the roles of the seat that have somebody."""
    wanted = {name for name, one in WHAT_ROLES_ARE.items() if name != HEAD and _is_theirs(one, cameo, hidden)}
    return role == HEAD or role in wanted or not wanted & set(filled)


def _is_theirs(role: Role, cameo: str | None, hidden: bool) -> bool:
    return (cameo is not None and cameo[:2] in role.roots) or (hidden and role.secret)


def may_approve(role: str, filled: Collection[str]) -> bool:
    """Whether somebody in this role may approve and commit."""
    return WHAT_ROLES_ARE[role].approves or HEAD not in filled


def may_message(role: str, filled: Collection[str]) -> bool:
    """Whether somebody in this role may write to the other sides."""
    return WHAT_ROLES_ARE[role].messages or not {HEAD, DIPLOMAT} & set(filled)


def may_state(role: str, filled: Collection[str]) -> bool:
    """Whether somebody in this role may speak in public."""
    return WHAT_ROLES_ARE[role].states or not {HEAD, PRESS} & set(filled)
