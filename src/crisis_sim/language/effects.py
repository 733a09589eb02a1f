"""Effects: one statement that changes a value or does something, optionally under a condition.

    tension += triangular(3, 6, 12)
    if siege: legitimacy -= 4
    begin(funerals, 24)

Which names can be changed, which verbs there are and what their arguments mean is the compiler's: it looks at
`Parsed.name`, or hands a part to `check` or `check_amount`.
"""

import ast
from dataclasses import dataclass
from typing import Literal, TypeAlias

from .errors import LanguageError
from .grammar import Parsed, accept, dotted, parse_python, read_text

Sign = Literal["=", "+=", "-=", "*="]

_SIGNS: dict[type[ast.operator], Sign] = {ast.Add: "+=", ast.Sub: "-=", ast.Mult: "*="}
_FORMS = "name += amount, name -= amount, name *= factor, name = amount, verb(…), or one of them behind 'if condition:'"


@dataclass(frozen=True, slots=True)
class Change:
    """`name` is set, raised, lowered or scaled by `amount`, where `condition` holds (None: always)."""

    op: Sign
    name: str
    amount: Parsed
    condition: Parsed | None
    column: int


@dataclass(frozen=True, slots=True)
class Do:
    """`verb(arguments)`, where `condition` holds (None: always)."""

    verb: str
    arguments: tuple[Parsed, ...]
    condition: Parsed | None
    column: int


Effect: TypeAlias = Change | Do


def parse_effect(text: str) -> Effect:
    """One statement of a scenario. Raises LanguageError and nothing else."""
    body, shift = read_text(text, colon=True)
    module = parse_python(body, shift, "exec")
    assert isinstance(module, ast.Module)
    if len(module.body) != 1:
        raise LanguageError("one statement is wanted", shift)
    statement = module.body[0]
    if not isinstance(statement, ast.If):
        return _statement(statement, None, shift)
    if statement.orelse or len(statement.body) != 1:
        raise LanguageError("one statement behind 'if condition:', and no else", shift)
    return _statement(statement.body[0], accept(statement.test, shift), shift)


def _statement(statement: ast.stmt, condition: Parsed | None, shift: int) -> Effect:
    at = shift + statement.col_offset
    match statement:
        case ast.AugAssign(op=operator):
            if type(operator) not in _SIGNS:
                raise LanguageError("a value is changed with =, +=, -= or *=, and in no other way", at)
            name = _changed(statement.target, shift)
            return Change(_SIGNS[type(operator)], name, accept(statement.value, shift), condition, at)
        case ast.Assign(targets=[target]):
            return Change("=", _changed(target, shift), accept(statement.value, shift), condition, at)
        case ast.Expr(value=ast.Call() as call):
            verb = dotted(call.func)
            if verb is None or "." in verb:
                raise LanguageError("the name of a verb is wanted before the brackets", at)
            accept(call, shift)
            # Each argument is an expression of its own, with limits of its own.
            return Do(verb, tuple(accept(argument, shift) for argument in call.args), condition, at)
        case _:
            raise LanguageError(f"an effect is {_FORMS}", at)


def _changed(target: ast.expr, shift: int) -> str:
    name = accept(target, shift).name
    if name is None:
        raise LanguageError("one declared name is wanted before the sign", shift + target.col_offset)
    return name
