"""How deep a debrief looks: how many continuations for what."""

from typing import NamedTuple


class Depth(NamedTuple):
    """Numbers of continuations, and of decisions."""

    screening: int  # of each arm of each round of decisions
    top: int  # decisions that are looked at again
    fresh: int  # for each arm of these, with luck that the screening did not use
    beliefs: int  # for each decision and each of its two arms, from what the seat believed
    options: int  # for each thing that could have been ordered at one of the top decisions
    alternatives: int  # of these, how many are told
    held: bool = True  # whether what seats believed is also looked at where they ordered nothing


COMPILED_DEPTH = Depth(screening=100, top=10, fresh=1000, beliefs=200, options=100, alternatives=3)
PYTHON_DEPTH = Depth(screening=4, top=4, fresh=40, beliefs=4, options=4, alternatives=2, held=False)
"""In plain Python a continuation takes some hundredths of a second."""
