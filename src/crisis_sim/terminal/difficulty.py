"""How hard a game is: how the sides that nobody plays are minded. A side can be made easier or harder than the rest.

It never changes the rules or the luck, only who sits on the other side of the table.
"""

from collections.abc import Sequence

from crisis_sim import api
from crisis_sim.scenario.errors import did_you_mean, one_of, quoted
from crisis_sim.terms.records import WrongUse

EASY, MEDIUM, HARD = LEVELS = ("easy", "medium", "hard")
AGENTS = {
    EASY: ("dove", "cautious", "utility"),
    MEDIUM: ("utility",),
    HARD: ("hawk", "look_ahead"),
}
"""By level, who plays: the first of these that the scenario has."""
WORDS = {
    EASY: "the others look for a way out, and forgive",
    MEDIUM: "the others weigh what they see, and mostly do what is best for them",
    HARD: "the others believe in force, and answer every blow",
}


def agent(crisis: api.Crisis, level: str) -> str:
    """Who plays a side at this level."""
    return next(name for name in AGENTS[level] if name in crisis.agents)


def meaning(crisis: api.Crisis, level: str) -> str:
    """`hawk: believes in force, answers everything`: who that is, in the scenario's own words."""
    name = agent(crisis, level)
    persona = crisis.compiled.scenario.personas.get(name)
    return f"{name}: {persona.what if persona else 'tries its best few orders in its head first'}"


def opponents(crisis: api.Crisis, mine: Sequence[str], text: str) -> dict[str, str]:
    """Who plays the seats that are not `mine`, by `hard`, or `medium,ir=easy`. WrongUse for what is neither."""
    others = [seat for seat in crisis.seats if seat not in mine]
    chosen = dict.fromkeys(others, MEDIUM)
    for part in filter(None, (part.strip() for part in text.split(","))):
        seat, equals, level = (word.strip() for word in part.partition("="))
        if not equals:
            seat, level = "", seat
        if level not in LEVELS:
            raise WrongUse(f"there is no difficulty {quoted(level)}{did_you_mean(level, LEVELS)}: {one_of(LEVELS)}")
        if seat and seat not in others:
            why = f"{seat} is yours" if seat in mine else f"there is no seat {quoted(seat)}{did_you_mean(seat, others)}"
            raise WrongUse(f"{why}: difficulty is for the sides that nobody plays")
        chosen |= {seat: level} if seat else {one: level for one in others if f"{one}=" not in text.replace(" ", "")}
    return {seat: agent(crisis, level) for seat, level in chosen.items()}
