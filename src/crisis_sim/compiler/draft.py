"""What is being compiled: the rows so far, and everything that is wrong with the scenario.

Nothing here raises for an author's mistake: it is noted, something harmless stands in for it, and the work goes on, so
that all mistakes are told at once.
"""

import re
from collections.abc import Iterable

from crisis_sim.compiler.deeds import Path, Written
from crisis_sim.compiler.known import Known, RefusedNameError
from crisis_sim.compiler.luck import Luck
from crisis_sim.compiler.scope import ScenarioScope
from crisis_sim.language import (
    NUMBER,
    TRUTH,
    LanguageError,
    Number,
    Scope,
    Tree,
    Truth,
    Value,
    check,
    check_amount,
    parse_expression,
)
from crisis_sim.language.amounts import Amount
from crisis_sim.language.opcodes import CHOICE
from crisis_sim.scenario.errors import Problem, did_you_mean, quoted
from crisis_sim.scenario.reading import Document
from crisis_sim.terms.codes import NONE
from crisis_sim.terms.rows import Amounts, Choices, Effects, Outcomes

STAND_IN = 0.5
"""Stands for a number that cannot be read."""


class Draft:
    """Rows under construction. Formulas, amounts and choices that are equal share their rows."""

    def __init__(self, known: Known, document: Document) -> None:
        self.known = known
        self.document = document
        self.problems: list[Problem] = []
        self.luck = Luck()
        self.trees: dict[Tree, int] = {}
        self.amounts = Amounts(*([] for _ in Amounts._fields))
        self.choices = Choices([], [])
        self.outcomes = Outcomes([], [], [0])
        self.effects = Effects(*([] for _ in Effects._fields))
        self.ranges: list[tuple[float, float]] = []  # per amount: between what it lies
        self._amount_rows: dict[tuple[int, tuple[int, ...]], int] = {}
        self.truth_scope = ScenarioScope(known)

    # What is wrong

    def wrong(self, path: Path, message: str, *, key: bool = False, offset: int | None = None) -> None:
        """Notes a mistake: at the value at `path`, at its key, or at a character of its text."""
        place = self.document.place(path, key=key, offset=offset)
        self.problems.append(Problem(place.file, place.line, place.column, message))

    def unknown(self, path: Path, what: str, name: str, known: Iterable[str], *, key: bool = False) -> None:
        """Notes a name that nothing has."""
        self.wrong(path, f"there is no {what} {quoted(name)}{did_you_mean(name, known)}", key=key)

    def misread(self, path: Path, text: object, error: LanguageError) -> None:
        """Notes a mistake in a text of the language, at its place."""
        column = error.column
        if isinstance(error, RefusedNameError) and isinstance(text, str):
            found = re.search(rf"(?<![\w.]){re.escape(error.name)}(?![\w.])", text)
            column = found.start() if found else column
        self.wrong(path, error.message, offset=column)

    # Formulas

    def number(self, written: Written, scope: Scope | None = None) -> Tree:
        """The tree of a number."""
        try:
            return check(parse_expression(written.text), scope or self.truth_scope, NUMBER)
        except LanguageError as error:
            self.misread(written.path, written.text, error)
            return Number(STAND_IN)

    def share(self, written: Written, scope: Scope | None = None) -> Tree:
        """The tree of a chance or share: refused where it can never lie between 0 and 1."""
        tree = self.number(written, scope)
        if tree.high < 0.0 or tree.low > 1.0:
            always = f"{tree.low:g}" if tree.low == tree.high else f"from {tree.low:g} to {tree.high:g}"
            cure = f" (for {always} % write {tree.low / 100:g})" if 1.0 < tree.low == tree.high <= 100.0 else ""
            self.wrong(written.path, f"this must lie between 0 and 1, and is always {always}{cure}")
        return tree

    def truth(self, written: Written, scope: Scope | None = None) -> Tree:
        """The tree of a condition."""
        try:
            return check(parse_expression(written.text), scope or self.truth_scope, TRUTH)
        except LanguageError as error:
            self.misread(written.path, written.text, error)
            return Value(self.known.places.now, "?", 0.0, 1.0, True)

    def formula(self, tree: Tree) -> int:
        """The row of a formula."""
        return self.trees.setdefault(tree, len(self.trees))

    def condition(self, tree: Tree, usual: bool = True) -> int:
        """The row of a condition, or NONE where it is always what it usually is."""
        return NONE if tree == Truth(usual) else self.formula(tree)

    def chance(self, written: Written, scope: Scope | None = None) -> int:
        """The row of a chance, or NONE for certainty."""
        tree = self.share(written, scope)
        return NONE if isinstance(tree, Number) and tree.value == 1.0 else self.formula(tree)

    # Amounts

    def amount(self, written: Written, scope: Scope | None = None) -> int:
        """The row of an amount."""
        try:
            amount = check_amount(parse_expression(written.text), scope or self.truth_scope)
        except LanguageError as error:
            self.misread(written.path, written.text, error)
            return self.plain(Number(STAND_IN))
        return self.interned(amount)

    def plain(self, tree: Tree) -> int:
        """The row of an amount that is just a number."""
        return self.interned(Amount(0, (tree,), tree.low, tree.high))

    def interned(self, amount: Amount) -> int:
        """The row of an amount whose names are looked up."""
        arguments = tuple(self.formula(argument) for argument in amount.arguments)
        key = (amount.kind, arguments)
        if key not in self._amount_rows:
            self._amount_rows[key] = len(self.amounts.kind)
            self.ranges.append((amount.low, amount.high))
            self._add_amount(amount.kind, arguments)
        return self._amount_rows[key]

    def _add_amount(self, kind: int, arguments: tuple[int, ...]) -> None:
        pairs = arguments if kind == CHOICE else ()
        first, second, third = (*(() if pairs else arguments), NONE, NONE, NONE)[:3]
        self.amounts.kind.append(kind)
        self.amounts.first.append(first)
        self.amounts.second.append(second)
        self.amounts.third.append(third)
        self.amounts.more.append(len(self.choices.value) if pairs else NONE)
        self.amounts.pairs.append(len(pairs) // 2)
        self.choices.value.extend(pairs[::2])
        self.choices.weight.extend(pairs[1::2])
