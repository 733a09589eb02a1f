"""Agents in Python, good and bad."""

from __future__ import annotations

import threading
from typing import Any

from crisis_sim.terms.records import Observation, Order


class Busy:
    """Orders something legal at every decision, and takes back what it can now and then; no chance in it."""

    def __init__(self, taste: int = 0) -> None:
        self.taste = taste

    def decide(self, observation: Observation) -> list[Order]:
        turn = observation.minute // 97 + self.taste
        regrets = [Order(one.action, cancel=True) for one in observation.orders if one.can_cancel and turn % 5 == 0]
        legal = observation.legal()
        return [*regrets, *([Order(legal[turn % len(legal)].action)] if legal and turn % 3 else [])]


class Raises:
    def __init__(self, error: BaseException) -> None:
        self.error = error

    def decide(self, observation: Observation) -> list[Order]:
        raise self.error


class Answers:
    """Gives the same answer always, whatever it is."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def decide(self, observation: Observation) -> Any:
        return self.answer


class Hangs:
    """Does not come back until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def decide(self, observation: Observation) -> list[Order]:
        self.let_go.wait()
        return []


class Watches:
    """Holds, and keeps what it saw."""

    def __init__(self) -> None:
        self.seen: list[Observation] = []

    def decide(self, observation: Observation) -> list[Order]:
        self.seen.append(observation)
        return []
