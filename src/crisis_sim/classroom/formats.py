"""How the minutes of a lesson are spent, and what that makes of a scenario."""

import re
from collections.abc import Mapping
from math import ceil
from typing import NamedTuple

from crisis_sim.scenario.models import Scenario
from crisis_sim.terms.records import WrongUse

PRACTICE = 5
FEWEST, MOST = 30, 180
HOURS = (24, 12, 8, 6, 4, 3, 2, 1)
"""What a turn can cover."""
_LEFT_OUT = re.compile(r"^(?:history|hindcast|targets):.*\n(?:[ \t#].*\n|[ \t]*\n)*", re.MULTILINE)
_KEY = re.compile(r"^[a-z]", re.MULTILINE)
TURNS_SHARE = 0.65
"""Of the lesson, spent in turns."""
LEAST_DEBRIEF = 6
"""At least a sixth of the lesson is for what it was about."""


class Format(NamedTuple):
    """Minutes of brief, turn and debrief; how many turns; how many hours of the game each of them covers."""

    minutes: int
    brief: int
    turns: int
    turn: int
    debrief: int
    hours: int

    def __str__(self) -> str:
        return (
            f"{self.brief} minutes of brief, {self.turns} turns of {self.turn} minutes and {self.hours} hours, "
            f"{self.debrief} minutes of debrief"
        )


def spend(minutes: int, scenario: Scenario) -> Format:
    """The format for so many minutes. WrongUse for a lesson that is too short or too long."""
    if minutes == PRACTICE:
        return Format(PRACTICE, brief=1, turns=3, turn=1, debrief=1, hours=_hours(scenario, 3))
    if not FEWEST <= minutes <= MOST:
        raise WrongUse(f"--minutes must lie between {FEWEST} and {MOST}; or {PRACTICE}, for practice")
    turn = next(length for least, length in ((106, 8), (60, 6), (45, 5), (0, 4)) if minutes >= least)
    turn = 10 if minutes > 150 else turn
    brief = min(15, round(minutes / 7.5))
    turns = min(round(minutes * TURNS_SHARE / turn), (minutes - brief - ceil(minutes / LEAST_DEBRIEF)) // turn)
    return Format(minutes, brief, turns, turn, minutes - brief - turns * turn, _hours(scenario, turns))


def _hours(scenario: Scenario, turns: int) -> int:
    """As much of the story as goes into the turns, and at most a day in each of them."""
    most = (scenario.horizon - scenario.first_turn) // turns
    return next((hours for hours in HOURS if hours <= most), 1)


def fitted(texts: Mapping[str, str], scenario: Scenario, spent: Format) -> dict[str, str]:
    """The texts of the scenario with turns of this length, and an end when the last of them is over.

    The historical line, and what the model is checked against, are left out: they may go on beyond that end.
    """
    horizon = min(scenario.horizon, scenario.first_turn + spent.turns * spent.hours)
    return _with(_with(_of_the_class(texts), "turn", spent.hours), "horizon", horizon)


def _of_the_class(texts: Mapping[str, str]) -> dict[str, str]:
    left = {name: _LEFT_OUT.sub("", text) if name.endswith(".yaml") else text for name, text in texts.items()}
    return {name: text for name, text in left.items() if not name.endswith(".yaml") or _KEY.search(text)}


def _with(texts: Mapping[str, str], key: str, value: int) -> dict[str, str]:
    line, found = re.compile(rf"^{key}:.*$", re.MULTILINE), False
    changed = {}
    for name, text in texts.items():
        if not found and name.endswith(".yaml") and line.search(text):
            changed[name], found = line.sub(f"{key}: {value}", text, count=1), True
        else:
            changed[name] = text
    if not found:
        changed["scenario.yaml"] += f"\n{key}: {value}\n"
    return changed
