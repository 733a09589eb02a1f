"""A formula over finished games that stands in no scenario: what a check of its own, or a user, asks of them."""

from crisis_sim.compiler.consequences import entries_of
from crisis_sim.compiler.deeds import deeds_of
from crisis_sim.compiler.finished_scope import FinishedScope
from crisis_sim.compiler.known import Known
from crisis_sim.compiler.program import Compiled
from crisis_sim.language import NUMBER, LanguageError, Tree, check, parse_expression
from crisis_sim.scenario.constructs import Expression
from crisis_sim.scenario.errors import Problem, ScenarioError


def tree_over_finished(compiled: Compiled, text: Expression) -> Tree:
    """The tree of it. ScenarioError: it cannot be read."""
    scenario = compiled.scenario
    entries = tuple(entries_of(scenario, deeds_of(scenario)))
    known = Known(scenario, compiled.names, compiled.program.places, entries)
    try:
        return check(parse_expression(text), FinishedScope(known), NUMBER)
    except LanguageError as error:
        raise ScenarioError([Problem("", 0, 0, f"{text}: {error.message}")]) from None
