"""A document against the model of a scenario: what does not fit is said in plain English, at its place.

Names in formulas are the compiler's business; it finds their places in the same document.
"""

import json

from pydantic import ValidationError

from crisis_sim.scenario.errors import SHOWN, Problem, ScenarioError
from crisis_sim.scenario.misfits import Misfit, misfits
from crisis_sim.scenario.models import Scenario
from crisis_sim.scenario.reading import Document
from crisis_sim.scenario.tree import Place, node_at


def parse(document: Document) -> Scenario:
    """The checked scenario. ScenarioError holds all that is wrong with it, and what was found in reading its texts."""
    # Strictly, and as JSON: so "5" is no number, `yes` no truth and 1 no text, and a list may still become a tuple.
    try:
        scenario = Scenario.model_validate_json(json.dumps(document.root.plain()), strict=True)
    except ValidationError as error:
        # What could not be read left a gap, which then does not fit either: one fault is enough.
        known = {problem[:3] for problem in document.problems}
        problems = [*document.problems, *_problems(document, error, known)]
    else:
        problems = list(document.problems)
        if not problems:
            return scenario
    raise ScenarioError(problems)


def _problems(document: Document, error: ValidationError, known: set[tuple[str, int, int]]) -> list[Problem]:
    placed = [(_place(document, one), one) for one in misfits(error.errors(include_url=False))]
    placed = sorted((pair for pair in placed if pair[0] not in known), key=lambda pair: pair[0])
    return [
        # Looking for near names takes a while, and what is not shown needs none.
        Problem(*place, one.message(node_at(document.root, one.path), guess=number < SHOWN))
        for number, (place, one) in enumerate(placed)
    ]


def _place(document: Document, one: Misfit) -> Place:
    """Scalars are pointed at; of lists, mappings and what is empty, the key."""
    node = node_at(document.root, one.path)
    return document.place(one.path, key=one.at_key or node is None or not node.written)
