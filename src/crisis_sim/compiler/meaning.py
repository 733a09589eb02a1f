"""What the functions of things mean: trees over places of the values, and how they are told."""

from typing import TYPE_CHECKING

from crisis_sim.language import Tree, build
from crisis_sim.language.opcodes import EQUAL, LESS, LOGISTIC, MIN, MULTIPLY, SUBTRACT
from crisis_sim.terms.codes import (
    ALERTED,
    BREACHED,
    BROKEN,
    CALLED,
    COMPLIED,
    HOME,
    IN_FORCE,
    KEPT,
    PROPOSED,
    RELEASED,
    STANDING,
    THEATRE,
    TRANSIT,
)

if TYPE_CHECKING:
    from crisis_sim.compiler.known import Known

NEVER = 1e6
CERTAIN = 40.0  # log-odds of what somebody knows; the rules never go beyond
MOST_TIMES = 1e6
MOST_FIGURE = 1e6


def count(place: int, title: str) -> Tree:
    return build.value(place, f"how often “{title}” happened", 0.0, MOST_TIMES, False, f"“{title}” has not happened")


def since(place: int, now: int, title: str, horizon: int) -> Tree:
    clock = build.value(now, "hours since the beginning", 0.0, float(horizon))
    last = build.value(place, f"the hour of “{title}”", -NEVER, float(horizon))
    passed = build.calculate(SUBTRACT, clock, last)
    hours = build.calculate(MIN, build.number(NEVER), passed)
    return build.named(f"hours since “{title}”", hours, never=f"“{title}” has not happened")


def active(place: int, title: str) -> Tree:
    return build.value(place, f"“{title}” goes on", 0.0, 1.0, True, f"“{title}” does not go on")


def belief(place: int, what: str, whose: str | None) -> Tree:
    """The probability, from the log-odds that the state holds."""
    odds = build.value(place, f"log-odds that {what}", -CERTAIN, CERTAIN)
    told = f"the chance that {what}" if whose is None else f"the chance that {what}, in the eyes of {whose}"
    return build.named(told, build.calculate(LOGISTIC, odds))


def is_one_of(place: int, codes: tuple[int, ...], most: int, yes: str, no: str) -> Tree:
    where = build.value(place, yes, 0.0, float(most))
    return build.named(yes, build.either(*(build.compare(EQUAL, where, build.number(code)) for code in codes)), no)


def force(place: int, name: str, where: str) -> Tree:
    code = {"at home": HOME, "on alert": ALERTED, "in transit": TRANSIT, "in the theatre": THEATRE}[where]
    return is_one_of(place, (code,), THEATRE, f"“{name}” is {where}", f"“{name}” is not {where}")


def commitment(place: int, what: str, how: str) -> Tree:
    """`standing`: it binds, whether or not it has been called for."""
    codes, told, denied = {
        "standing": ((STANDING, CALLED), "stands", "does not stand"),
        "called": ((CALLED,), "is called for", "is not called for"),
        "kept": ((KEPT,), "was kept", "was not kept"),
        "broken": ((BROKEN,), "was broken", "was not broken"),
        "complied": ((COMPLIED,), "was complied with", "was not complied with"),
    }[how]
    told, denied = f"the commitment that {what} {told}", f"the commitment that {what} {denied}"
    return is_one_of(place, codes, RELEASED, told, denied)


def agreement(place: int, name: str, how: str) -> Tree:
    codes, told = {
        "proposed": ((PROPOSED,), "is proposed"),
        "in force": ((IN_FORCE,), "is in force"),
        "breached": ((BREACHED,), "is breached"),
    }[how]
    return is_one_of(place, codes, BREACHED, f"“{name}” {told}", f"“{name}” {told.replace('is', 'is not', 1)}")


def instructed(known: "Known", link: str) -> Tree:
    """1 escalate, 0 nothing, -1 restrain."""
    there = known.scenario.links[link]
    told = f"what {known.short(there.principal)} asks of {known.short(there.proxy)}"
    return build.value(known.places.instructions + known.names.links.row(link), told, -1.0, 1.0)


def obeys_alone(known: "Known", link: str, control: Tree) -> Tree:
    """The chance that a proxy obeys, as far as control alone decides it."""
    return build.named(_told_obeys(known, link), _share(control))


def obeys(known: "Known", link: str, stance: int = 0) -> Tree:
    """The chance that a proxy obeys, now: control, less where another principal asks for the contrary.

    `stance`: what this very order asks for; 0: what stands.
    """
    links = known.scenario.links
    mine = links[link]
    share = _share(known.controls[link])
    asked = build.number(stance) if stance else instructed(known, link)
    for other, rival in links.items():
        if rival.proxy != mine.proxy or rival.principal == mine.principal:
            continue
        contrary = build.compare(LESS, build.calculate(MULTIPLY, asked, instructed(known, other)), build.number(0))
        who, whom = known.short(rival.principal), known.short(mine.proxy)
        told = f"{who} asks the contrary of {whom}"
        against = build.named(told, contrary, told.replace(" asks ", " does not ask ", 1))
        withheld = build.calculate(SUBTRACT, build.number(1), _share(known.controls[other]))
        share = build.choose(against, build.calculate(MULTIPLY, share, withheld), share)
    return build.named(_told_obeys(known, link), share)


def _share(control: Tree) -> Tree:
    return build.clamp(control, build.number(0), build.number(1))


def _told_obeys(known: "Known", link: str) -> str:
    there = known.scenario.links[link]
    return f"the chance that {known.short(there.principal)} is obeyed by {known.short(there.proxy)}"


def claimed(place: int, source: str) -> Tree:
    """-1 until it is published."""
    return build.value(place, f"the figure of {source}", -1.0, MOST_FIGURE)
