"""Counterfactuals: one decision swapped for another, or a seat handed to another temperament from there on.

The others' orders of that minute stay as they were, and luck is the same wherever the two branches share an address:
the same shot hits in both, unless it is not fired in one of them.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from crisis_sim.analysis.debrief.decisions import Decision, choice_of, given_others
from crisis_sim.analysis.debrief.futures import Ask, Ends, Futures, Played, answers_of
from crisis_sim.analysis.debrief.shifts import Measure, Shift, largest, shift
from crisis_sim.analysis.debrief.turning import fresh_seed
from crisis_sim.analysis.debrief.walking import Story
from crisis_sim.compiler import Compiled
from crisis_sim.engine.course import Move
from crisis_sim.journal import write
from crisis_sim.terms.records import Order


class Swap(NamedTuple):
    """What another choice would have changed: from what was chosen (`before`) to this (`after`), measure by measure.

    `instead`: the orders, or `played by dove from there on`.
    """

    decision: Decision
    instead: str
    shifts: tuple[Shift, ...]

    @property
    def main(self) -> Shift:
        """What it changes most."""
        return largest(self.shifts)

    def outcome(self, name: str) -> Shift:
        """The change of the chance of an outcome class. KeyError, if there is none of that id."""
        return self.of("outcome", name)

    def score(self, seat: str) -> Shift:
        """The change of a seat's expected score. KeyError, if there is none."""
        return self.of("score", seat)

    def of(self, kind: str, name: str) -> Shift:
        """The change of one measure. KeyError, if there is none."""
        for one in self.shifts:
            if (one.measure.kind, one.measure.name) == (kind, name):
                return one
        raise KeyError(name)

    def __str__(self) -> str:
        return f"{self.decision.told} → {self.instead}: {self.main}"


def told(compiled: Compiled, moves: Sequence[Move]) -> str:
    """Orders by id; `do nothing`."""
    names = compiled.names.actions
    orders = [write(Order(names[move.action], move.cancel)) for move in moves]
    return ", ".join(orders) or "do nothing"


def swapped(
    story: Story, futures: Futures, decision: Decision, others: Sequence[Sequence[Move]], measures: Sequence[Measure],
    n: int, played: Played, purpose: str = "fresh", chosen: Ends | None = None,
) -> list[Swap]:  # fmt: skip
    """What each of these choices would have changed. `chosen`: how it goes on as it was, if that is known already."""
    asks: dict[Hashable, Ask] = {}
    moment, choice = story.rounds[decision.round], choice_of(story, decision)
    seed = fresh_seed(story, purpose, decision)
    for at, moves in enumerate(others):
        asks[at] = Ask(moment.state, answers_of(given_others(moment, choice, moves)), n, seed)
    if chosen is None:
        asks["chosen"] = Ask(moment.state, answers_of(moment.choices), n, seed)
    ends = futures.play(asks, played)
    as_it_was = chosen or ends["chosen"]
    return [
        _swap(decision, told(story.compiled, moves), as_it_was, ends[at], measures) for at, moves in enumerate(others)
    ]


def handed_over(
    story: Story, futures: Futures, decision: Decision, agents: Mapping[str, str], words: str,
    measures: Sequence[Measure], n: int, played: Played,
) -> Swap:  # fmt: skip
    """The seat leaves this decision and all that follow to another agent. WrongUse for an agent that is not there."""
    moment, choice = story.rounds[decision.round], choice_of(story, decision)
    seed = fresh_seed(story, "fresh", decision)
    others = [other for other in moment.choices if other.seat != choice.seat]
    asks: dict[Hashable, Ask] = {
        "chosen": Ask(moment.state, answers_of(moment.choices), n, seed),
        "handed": Ask(moment.state, answers_of(others), n, seed, agents=agents),
    }
    ends = futures.play(asks, played)
    return _swap(decision, words, ends["chosen"], ends["handed"], measures)


def _swap(decision: Decision, instead: str, chosen: Ends, other: Ends, measures: Sequence[Measure]) -> Swap:
    return Swap(decision, instead, tuple(shift(measure, chosen, other) for measure in measures))
