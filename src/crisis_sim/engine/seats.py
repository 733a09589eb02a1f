"""Who plays which seat: bots of the rules by name, people, and agents written in Python.

A Python agent is asked with an observation and answers with orders. Whatever it does wrong (it raises, takes too long,
answers something that is not an order) becomes `AgentFailed`, and its seat's doctrine decides instead. Nothing of an
answer is kept as it came: all of its own code runs while it is asked, and what is left are plain texts.
"""

import threading
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from crisis_sim.compiler import Compiled, with_parameters
from crisis_sim.compiler.names import Names
from crisis_sim.journal.notation import NotationError, parse
from crisis_sim.scenario.errors import did_you_mean, one_of, printable
from crisis_sim.terms.codes import DOCTRINE, EXTERNAL, HISTORICAL, LOOK_AHEAD, RANDOM
from crisis_sim.terms.records import Agent, Observation, Order, WrongUse

HUMAN = "human"
UTILITY = "utility"
OF_THE_RULES = {"random": RANDOM, "historical": HISTORICAL, "look_ahead": LOOK_AHEAD}
ANSWER_SECONDS = 60.0
"""What a Python agent has for an answer, unless something else is said."""
MOST_LETTERS = 200  # of an order in an answer; the longest that a scenario can name has 99
MOST_SHOWN = 60
MOST_TOLD = 300


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
    """A Python agent did not answer with orders. Its text says what it did, in one printable line."""


def brief(text: str) -> str:
    """What a stranger wrote, as it may be kept and shown: at most 60 printable characters."""
    shown = printable(text[: MOST_SHOWN + 1])
    return shown if len(shown) <= MOST_SHOWN else f"{shown[: MOST_SHOWN - 3]}..."


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
        name = brief(type(agent).__name__)
        # In a journal its name must not read as that of a bot, who would take its place in a replay.
        return Seated(f"{name} in Python" if name in agent_names(names) else name, EXTERNAL, 0, agent)
    if agent == HUMAN:
        return Seated(agent, EXTERNAL, 0)
    if agent in OF_THE_RULES:
        return Seated(agent, OF_THE_RULES[agent], 0)
    if agent in names.personas:
        return Seated(agent, DOCTRINE, names.personas.row(agent))
    known = agent_names(names)
    shown = printable(agent[:60])
    raise WrongUse(f"there is no agent '{shown}'{did_you_mean(shown, known)}: {one_of(known)}")


def played_with(
    compiled: Compiled, chosen: Mapping[str, str | Agent] | str | None, settings: Mapping[str, float] | None
) -> Compiled:
    """The program that these agents play with these settings. Where all are historical, the parameters that history
    names apply, as far as nothing else is set."""
    history, names = compiled.scenario.history, compiled.names
    playing = parse_agents(chosen, names) if isinstance(chosen, str) else dict(chosen or {})
    recorded: Mapping[str, float] = {}
    if history is not None and all(playing.get(seat) == "historical" for seat in names.seats):
        recorded = history.parameters
    if not recorded and not settings:
        return compiled
    return with_parameters(compiled, {**recorded, **(settings or {})})


class Questions:
    """Asks Python agents. `timeout`: seconds that an answer may take; None: as long as it likes, in the same thread."""

    def __init__(self, timeout: float | None = None) -> None:
        if timeout is not None and not 0 < timeout <= threading.TIMEOUT_MAX:
            raise WrongUse("the seconds for an agent's answer must be more than 0; None: as long as it likes")
        self._timeout = timeout
        self._busy: dict[str, threading.Thread] = {}

    def ask(self, seat: str, agent: Agent, observation: Observation) -> list[Order]:
        """Its orders for this decision. AgentFailed, if it gives none that can be read."""
        answer = _answer(agent, observation) if self._timeout is None else self._in_time(seat, agent, observation)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _in_time(self, seat: str, agent: Agent, observation: Observation) -> "list[Order] | BaseException":
        earlier = self._busy.get(seat)
        if earlier is not None and earlier.is_alive():
            return AgentFailed("it is busy with an earlier decision")
        given: list[list[Order] | BaseException] = []
        # A thread cannot be stopped: one that hangs is left behind, and does not keep the program from ending.
        thread = threading.Thread(
            target=lambda: given.append(_answer(agent, observation)), name=f"agent of {seat}", daemon=True
        )
        self._busy[seat] = thread
        thread.start()
        thread.join(self._timeout)
        return given[0] if given else AgentFailed(f"it gave no answer within {self._timeout:g} seconds")


def _answer(agent: Agent, observation: Observation) -> "list[Order] | BaseException":
    """Its orders, or why there are none. All of the agent's code runs in here: its `decide`, its lists, its texts.

    Any error is the agent's failure, also one that would end a program; only the user's interruption is not.
    """
    try:
        return _orders(agent.decide(observation), most=2 * len(observation.options))
    except KeyboardInterrupt as interruption:
        return interruption
    except BaseException as error:
        return _failed(error)


def _failed(error: BaseException) -> AgentFailed:
    """What is said of an error. The error goes along for whoever wants to see where in the agent it was raised."""
    failed = AgentFailed(_told(error))
    failed.__cause__ = None if type(error) is AgentFailed else error
    return failed


def _told(error: BaseException) -> str:
    try:
        words = " ".join(str(error).split())[:MOST_TOLD]
        told = words if type(error) is AgentFailed else f"raised {type(error).__name__}{': ' if words else ''}{words}"
    except BaseException:
        told = "raised an error that cannot be told"
    return f"it {printable(told)[:MOST_TOLD]}"


def _orders(answer: object, most: int) -> list[Order]:
    """An answer as orders; texts are read as notation. `most`: to give each order and take each back."""
    if not isinstance(answer, Sequence) or isinstance(answer, str | bytes):
        raise AgentFailed(f"answered with a {type(answer).__name__}, not with a list of orders")
    items = list(islice(answer, most + 1))
    if len(items) > most:
        raise AgentFailed(f"answered with more than {most} orders")
    return [_order(item) for item in items]


def _order(item: object) -> Order:
    if isinstance(item, Order):
        action, cancel = item.action, item.cancel
        if isinstance(action, str):
            return Order(_text(action), bool(cancel))
    if isinstance(item, str):
        try:
            return parse(_text(item))
        except NotationError as error:
            raise AgentFailed(f"answered with what is no order: {error}") from None
    raise AgentFailed(f"answered with a {type(item).__name__} where an order should be")


def _text(given: str) -> str:
    """The letters alone: a text of the agent's own making could do anything when it is looked at."""
    text = str.__getitem__(given, slice(MOST_LETTERS + 1))
    if len(text) > MOST_LETTERS:
        raise AgentFailed(f"answered with an order of more than {MOST_LETTERS} letters: {brief(text)}")
    return text
