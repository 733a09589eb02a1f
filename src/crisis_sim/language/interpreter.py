"""Table code, carried out.

Written so that numba compiles this very function; in plain Python it is what tests compare with.
"""

import math
from collections.abc import MutableSequence, Sequence

from .opcodes import (
    ABS,
    ADD,
    AND,
    COPY,
    DIVIDE,
    EQUAL,
    EXP,
    FLOOR,
    GIVE,
    GREATER,
    GREATER_EQUAL,
    LESS,
    LESS_EQUAL,
    LOG,
    LOGISTIC,
    MAX,
    MIN,
    MULTIPLY,
    NEGATE,
    NOT,
    OR,
    SELECT,
    SQRT,
    SUBTRACT,
    UNEQUAL,
)


def interpret(code: Sequence[int], formula: int, values: MutableSequence[float]) -> float:
    """The result of formula number `formula`.

    `values` is one row: state, numbers, registers (overwritten); see `table_code`.
    """
    at = code[formula]
    while True:
        instruction = code[at]
        at += 1
        op = instruction & 0xFF
        target = (instruction >> 8) & 0xFFFF
        left = values[(instruction >> 24) & 0xFFFF]
        right = values[(instruction >> 40) & 0xFFFF]
        if op == MULTIPLY:
            values[target] = left * right
        elif op == ADD:
            values[target] = left + right
        elif op == SUBTRACT:
            values[target] = left - right
        elif op == GIVE:
            return left
        elif op == GREATER:
            values[target] = 1.0 if left > right else 0.0
        elif op == LESS:
            values[target] = 1.0 if left < right else 0.0
        elif op == AND:
            values[target] = 1.0 if left != 0.0 and right != 0.0 else 0.0
        elif op == MAX:
            values[target] = right if right > left else left
        elif op == MIN:
            values[target] = right if right < left else left
        elif op == OR:
            values[target] = 1.0 if left != 0.0 or right != 0.0 else 0.0
        elif op == NOT:
            values[target] = 1.0 if left == 0.0 else 0.0
        elif op == COPY:
            values[target] = left
        elif op == SELECT:
            values[target] = left if values[target] != 0.0 else right
        elif op == DIVIDE:
            values[target] = left / right
        elif op == GREATER_EQUAL:
            values[target] = 1.0 if left >= right else 0.0
        elif op == LESS_EQUAL:
            values[target] = 1.0 if left <= right else 0.0
        elif op == EQUAL:
            values[target] = 1.0 if left == right else 0.0
        elif op == UNEQUAL:
            values[target] = 1.0 if left != right else 0.0
        elif op == NEGATE:
            values[target] = -left
        elif op == LOGISTIC:
            if left >= 0.0:
                values[target] = 1.0 / (1.0 + math.exp(-left))
            else:
                grown = math.exp(left)
                values[target] = grown / (1.0 + grown)
        elif op == EXP:
            values[target] = math.exp(left)
        elif op == LOG:
            values[target] = math.log(left)
        elif op == ABS:
            values[target] = abs(left)
        elif op == SQRT:
            values[target] = math.sqrt(left)
        elif op == FLOOR:
            values[target] = float(math.floor(left))
