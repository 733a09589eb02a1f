"""Who plays which seat: bots of the rules by name, people, and agents written in Python.

A Python agent is asked with an observation and answers with orders. Whatever it does wrong (it raises, takes too long,
answers something that is not an order) becomes `AgentFailed`, and its seat's doctrine decides instead.
"""

import threading
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crisis_sim.compiler.names import Names
from crisis_sim.journal.notation import NotationError, parse
from crisis_sim.scenario.errors import did_you_mean, one_of, printable
from crisis_sim.terms.codes import DOCTRINE, EXTERNAL, HISTORICAL, LOOK_AHEAD, RANDOM
from crisis_sim.terms.records import Agent, Observation, Order, WrongUse

HUMAN = "human"
UTILITY = "utility"
OF_THE_RULES = {"random": RANDOM, "historical": HISTORICAL, "look_ahead": LOOK_AHEAD}
MOST_ORDERS = 100  # in one answer


class Seated(NamedTuple):
    """Who sits in a seat: the name for the journal, what the rules know, and the agent itself if it is a Python one."""

    name: str
    code: int
    persona: int
    agent: Agent | None = None

    @property
    def human(self) -> bool:
        """Whether its decisions come from outside, and the game waits for them."""
        return self.code == EXTERNAL and self.agent is None


class AgentFailed(Exception):
    """A Python agent did not answer with orders. Its text says what it did."""


def agent_names(names: Names) -> list[str]:
    """Everything that can be written for a bot or a person."""
    return [*names.personas, *OF_THE_RULES, HUMAN]


def parse_agents(text: str, names: Names) -> dict[str, str]:
    """`hawk`, or `us=hawk,ir=historical`: who plays what; a name alone is for all seats not named."""
    chosen: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        seat, equals, agent = (word.strip() for word in part.partition("="))
        if not equals:
            chosen |= {other: seat for other in names.seats if f"{other}=" not in text.replace(" ", "")}
        else:
            chosen[seat] = agent
    return chosen


def seat_all(names: Names, chosen: Mapping[str, str | Agent] | str | None) -> list[Seated]:
    """Who sits where, in the order of the seats. A seat that is left out is played by its doctrine. WrongUse for a name
    that is not there."""
    wanted = parse_agents(chosen, names) if isinstance(chosen, str) else dict(chosen or {})
    for seat in wanted:
        if seat not in names.seats:
            shown = printable(str(seat)[:60])
            raise WrongUse(f"there is no seat '{shown}'{did_you_mean(shown, names.seats)}: {one_of(names.seats)}")
    return [seated(names, wanted.get(seat, UTILITY)) for seat in names.seats]


def seated(names: Names, agent: str | Agent) -> Seated:
    """Somebody, by name or in person."""
    if not isinstance(agent, str):
        if not isinstance(agent, Agent):
            raise WrongUse(f"a {type(agent).__name__} is no agent: it has no method decide(observation)")
        return Seated(type(agent).__name__, EXTERNAL, 0, agent)
    if agent == HUMAN:
        return Seated(agent, EXTERNAL, 0)
    if agent in OF_THE_RULES:
        return Seated(agent, OF_THE_RULES[agent], 0)
    if agent in names.personas:
        return Seated(agent, DOCTRINE, names.personas.row(agent))
    known = agent_names(names)
    shown = printable(agent[:60])
    raise WrongUse(f"there is no agent '{shown}'{did_you_mean(shown, known)}: {one_of(known)}")


class Questions:
    """Asks Python agents. `timeout`: seconds that an answer may take; None: as long as it likes."""

    def __init__(self, timeout: float | None = None) -> None:
        self._timeout = timeout
        self._busy: dict[str, threading.Thread] = {}

    def ask(self, seat: str, agent: Agent, observation: Observation) -> list[Order]:
        """Its orders for this decision. AgentFailed, if it gives none that can be read."""
        if self._timeout is None:
            return _orders(_answer(agent, observation))
        return _orders(self._in_time(seat, agent, observation))

    def _in_time(self, seat: str, agent: Agent, observation: Observation) -> object:
        earlier = self._busy.get(seat)
        if earlier is not None and earlier.is_alive():
            raise AgentFailed("it is busy with an earlier decision")
        given: list[object] = []
        failed: list[AgentFailed] = []

        def work() -> None:
            try:
                given.append(_answer(agent, observation))
            except AgentFailed as error:
                failed.append(error)

        # A thread cannot be stopped: one that hangs is left behind, and does not keep the program from ending.
        thread = threading.Thread(target=work, name=f"agent of {seat}", daemon=True)
        self._busy[seat] = thread
        thread.start()
        thread.join(self._timeout)
        if failed:
            raise failed[0]
        if not given:
            raise AgentFailed(f"it gave no answer within {self._timeout:g} seconds")
        return given[0]


def _answer(agent: Agent, observation: Observation) -> object:
    try:
        return agent.decide(observation)
    except (Exception, SystemExit) as error:
        told = " ".join(str(error).split())[:200]
        raise AgentFailed(f"it raised {type(error).__name__}{': ' if told else ''}{printable(told)}") from error


def _orders(answer: object) -> list[Order]:
    """An answer as orders; texts are read as notation."""
    if not isinstance(answer, Sequence) or isinstance(answer, str | bytes):
        raise AgentFailed(f"it answered with a {type(answer).__name__}, not with a list of orders")
    if len(answer) > MOST_ORDERS:
        raise AgentFailed(f"it answered with {len(answer)} orders")
    return [_order(item) for item in answer]


def _order(item: object) -> Order:
    if isinstance(item, Order) and isinstance(item.action, str):
        return Order(item.action, bool(item.cancel))
    if isinstance(item, str):
        try:
            return parse(item)
        except NotationError as error:
            raise AgentFailed(f"it answered with what is no order: {error}") from None
    raise AgentFailed(f"it answered with a {type(item).__name__} where an order should be")
