"""An agent that follows a list: for tests, for lessons, for "what if they had"."""

from collections.abc import Mapping, Sequence

from crisis_sim.terms.records import Observation, Order


class Scripted:
    """Gives each order at the first decision point at or after its minute at which it is legal."""

    def __init__(self, orders: Mapping[int, Sequence[str]]) -> None:
        """`orders`: ids of actions by minute."""
        self._left = [(minute, action) for minute in sorted(orders) for action in orders[minute]]

    def decide(self, observation: Observation) -> list[Order]:
        """The orders that are due; one a decision, since the first may rule out the second."""
        legal = {option.action for option in observation.legal()}
        for place, (minute, action) in enumerate(self._left):
            if minute <= observation.minute and action in legal:
                del self._left[place]
                return [Order(action)]
        return []
