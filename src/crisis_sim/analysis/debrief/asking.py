"""Single questions about a game, without the whole debrief: what if this had been ordered there, or another temperament
had decided from there on? The whole debrief answers them too.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from crisis_sim.analysis.debrief.decisions import Decision, as_moves, choice_of, decisions_of
from crisis_sim.analysis.debrief.depth import COMPILED_DEPTH, PYTHON_DEPTH, Depth
from crisis_sim.analysis.debrief.futures import COMPILED, Futures
from crisis_sim.analysis.debrief.shifts import Measure, measures_of
from crisis_sim.analysis.debrief.swapping import Swap, handed_over, swapped
from crisis_sim.analysis.debrief.walking import Story, walk
from crisis_sim.engine import Game
from crisis_sim.engine.seats import seat_all
from crisis_sim.terms.records import Order, WrongUse, plain


class WhatIf(NamedTuple):
    """A game of which one asks what if. `n`: pairs of continuations for each answer."""

    story: Story
    futures: Futures
    decisions: tuple[Decision, ...]
    measures: tuple[Measure, ...]
    n: int

    def decision(self, number: int) -> Decision:
        """By its number, from 1. WrongUse, if there is none."""
        if not 1 <= number <= len(self.decisions):
            raise WrongUse(f"there is no decision {number}: they are numbered from 1 to {len(self.decisions)}")
        return self.decisions[number - 1]

    def swap(self, decision: int | Decision, orders: Sequence[Order | str] | str) -> Swap:
        """What other orders would have changed: `us.condemn, us.call_iraq_pm`, a list, or `do nothing`. WrongUse for
        orders that could not have been given there."""
        one = self.decision(decision) if isinstance(decision, int) else decision
        moves = as_moves(self.story, one, orders)
        if set(moves) == set(choice_of(self.story, one).moves):
            raise WrongUse(f"decision {one.number} was just that already, {one.told}: give it other orders")
        return swapped(self.story, self.futures, one, [moves], self.measures, self.n, _nobody)[0]

    def hand_over(self, decision: int | Decision, agent: str) -> Swap:
        """What would have changed, had a temperament or another bot played the seat from this decision on."""
        one = self.decision(decision) if isinstance(decision, int) else decision
        agents = {one.seat: agent}
        seat_all(self.story.compiled.names, agents)
        words = f"played by {agent} from there on"
        return handed_over(self.story, self.futures, one, agents, words, self.measures, self.n, _nobody)


def what_if(
    game: Game,
    *,
    n: int | None = None,
    engine: str = "auto",
    workers: int | None = None,
    control: bool = False,
) -> WhatIf:
    """Of a game that is over or, for `control`, that goes on. `n`: pairs of continuations for each answer; None: 1,000,
    and 40 in plain Python. WrongUse for any other game: what is told here is secret till its end."""
    check_secrets(game, control)
    futures = Futures(game.compiled, engine, workers)
    story = walk(game)
    return WhatIf(
        story, futures, tuple(decisions_of(story)), tuple(measures_of(game.compiled)), depth_of(futures.engine, n).fresh
    )


def depth_of(engine: str, n: int | None = None) -> Depth:
    """How deep to look. `n`: continuations of each of the largest changes, if not the usual number."""
    depth = COMPILED_DEPTH if engine == COMPILED else PYTHON_DEPTH
    if n is not None and n < 2:
        raise WrongUse("a change is estimated from at least 2 continuations")
    return depth if n is None else depth._replace(fresh=n)


def check_secrets(game: Game, control: bool) -> None:
    """WrongUse for a game that goes on, if it is not control that asks."""
    if not (game.over or control):
        raise WrongUse("that game is not over, and a debrief tells its secrets: a seat can have its own")


def in_json(value: Any) -> Any:
    """Records as objects of JSON."""
    if hasattr(value, "_asdict"):
        return {key: in_json(item) for key, item in value._asdict().items()}
    return [in_json(item) for item in value] if isinstance(value, list | tuple) else plain(value)


def _nobody(count: int) -> None:
    """Hears of continuations, and tells nobody."""
