"""Typed trees -> table code: eight bytes an instruction, `op | target | left | right` in 8, 16, 16 and 16 bits from
the lowest.

Operands are places in ONE row of floats: the state's values, then from `first_number` the numbers of the formulas,
then registers. `code` begins with the first instruction of each formula. There are no jumps: both arms of a
conditional are worked out, which is harmless because no checked tree can fail. SELECT takes its condition from its
target.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from .errors import LanguageError
from .opcodes import COPY, GIVE, NOT, SELECT
from .tree import AsNumber, Calculation, Comparison, Conditional, Logic, Named, Not, Number, Tree, Truth, Value, walk

MOST_PLACES = 1 << 16


@dataclass(frozen=True, slots=True)
class TableCode:
    """`code`: starts, then instructions.

    `numbers` stand in the row from `first_number` on, followed by `registers` free places.
    """

    code: list[int]
    numbers: list[float]
    registers: int


def table_code(trees: Sequence[Tree], first_number: int) -> TableCode:
    """Table code of all formulas together. Raises LanguageError when one row of 65,536 places is too small for them."""
    numbers: dict[bytes, float] = {}
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, (Number, Truth)):
                numbers.setdefault(_bits(node.value), float(node.value))
    placed = {bits: first_number + index for index, bits in enumerate(numbers)}
    writer = _Writer(placed, first_number + len(numbers))
    starts: list[int] = []
    for tree in trees:
        starts.append(len(trees) + len(writer.code))
        writer.emit(GIVE, 0, writer.place(tree, 0), 0)
    return TableCode(starts + writer.code, list(numbers.values()), writer.registers)


def _bits(value: float) -> bytes:
    # 0.0 and -0.0 are equal, and two numbers.
    return struct.pack("<d", value)


@dataclass(slots=True)
class _Writer:
    numbers: dict[bytes, int]
    first_register: int
    code: list[int] = field(default_factory=list)
    registers: int = 0

    def emit(self, op: int, target: int, left: int, right: int) -> None:
        if max(target, left, right) >= MOST_PLACES:
            wanted = f"more than {MOST_PLACES:,} values, numbers and registers"
            raise LanguageError(f"the formulas of this scenario need {wanted}: make the scenario smaller")
        self.code.append(op | target << 8 | left << 24 | right << 40)

    def place(self, tree: Tree, taken: int) -> int:
        """Where the value of `tree` will be found; `taken` registers hold something still wanted."""
        match tree:
            case Value():
                return tree.place
            case Number() | Truth():
                return self.numbers[_bits(tree.value)]
            case Named():
                return self.place(tree.tree, taken)
            case AsNumber():
                return self.place(tree.part, taken)
            case Calculation() | Logic():
                return self.operation(tree.op, tree.parts, taken)
            case Comparison():
                return self.operation(tree.op, (tree.left, tree.right), taken)
            case Not():
                return self.operation(NOT, (tree.part,), taken)
            case Conditional():
                return self.selection(tree, taken)
            case _:
                assert_never(tree)

    def operation(self, op: int, parts: tuple[Tree, ...], taken: int) -> int:
        left = self.place(parts[0], taken)
        target = self.register(taken)
        if len(parts) == 1:
            self.emit(op, target, left, left)
        for part in parts[1:]:
            right = self.place(part, taken + (left == target))
            self.emit(op, target, left, right)
            left = target
        return target

    def selection(self, tree: Conditional, taken: int) -> int:
        condition = self.place(tree.condition, taken)
        target = self.register(taken)
        if condition != target:
            self.emit(COPY, target, condition, condition)
        yes = self.place(tree.yes, taken + 1)
        no = self.place(tree.no, taken + 1 + (yes == target + 1))
        self.emit(SELECT, target, yes, no)
        return target

    def register(self, taken: int) -> int:
        self.registers = max(self.registers, taken + 1)
        return self.first_register + taken
