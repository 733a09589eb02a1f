"""Program, State and the like as numba sees them: one address each, with the fields of the NamedTuples.

The kernel hands every rule two words, whatever a program holds; so its functions need not be inlined to be fast, and
compile in seconds. Behind the address stands a flat table of words in the order of the declaration: numbers as they
are, a row as the address of its first element and its length. Rows are indexed and nothing else.

With NUMBA_BOUNDSCHECK=1 every index is checked against the length; without it, nothing is.
"""

import operator
from functools import cache
from typing import Any, get_type_hints

from llvmlite import ir
from numba import types
from numba.core import config
from numba.core.datamodel import models, register_default
from numba.core.imputils import lower_getattr_generic
from numba.core.typing import signature
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global
from numba.extending import lower_builtin

from crisis_sim.terms.rows import Floats

CHECKED = bool(config.BOUNDSCHECK)
WORD = ir.IntType(64)
ROW_WORDS = 2  # address, length


class Ref(types.Opaque):
    """The address of a table of words laid out as one of the NamedTuples."""

    def __init__(self, layout: type) -> None:
        self.layout = layout
        super().__init__(name=f"Ref({layout.__name__})")


class Row(types.Opaque):
    """The address of a row's two words."""

    def __init__(self, element: types.Type) -> None:
        self.element = element
        super().__init__(name=f"Row({element})")


register_default(Ref)(models.OpaqueModel)
register_default(Row)(models.OpaqueModel)
INT_ROW = Row(types.int64)
FLOAT_ROW = Row(types.float64)


@cache
def fields(layout: type) -> dict[str, tuple[int, Any]]:
    """Where each field of a NamedTuple stands, in words, and what it is: int, a row, or another NamedTuple."""
    places = {}
    at = 0
    for name, hint in get_type_hints(layout).items():
        places[name] = (at, hint)
        at += words(hint)
    return places


def words(hint: Any) -> int:
    """How many words a field takes."""
    if hint is int:
        return 1
    if hasattr(hint, "_fields"):
        return sum(words(inner) for _, inner in fields(hint).values())
    return ROW_WORDS


def kind(hint: Any) -> types.Type:
    """What numba takes a field for."""
    if hint is int:
        return types.int64
    if hasattr(hint, "_fields"):
        return Ref(hint)
    return FLOAT_ROW if hint == Floats else INT_ROW


@infer_getattr
class RefAttributes(AttributeTemplate):
    """The type of `program.gauges`, `gauges.low`, ..."""

    key = Ref

    def generic_resolve(self, ref: Ref, name: str) -> types.Type | None:
        field = fields(ref.layout).get(name)
        return kind(field[1]) if field else None


@lower_getattr_generic(Ref)
def read_field(context: Any, builder: ir.IRBuilder, ref: Ref, value: Any, name: str) -> Any:
    """A number is loaded; a row or an inner table is an address further on."""
    at, hint = fields(ref.layout)[name]
    if hint is int:
        return load_word(builder, value, at)
    return builder.gep(value, [WORD(8 * at)])


def load_word(builder: ir.IRBuilder, address: Any, at: int) -> Any:
    """A word of a table; tables do not change while a kernel runs, and the compiler may know."""
    place = builder.bitcast(builder.gep(address, [WORD(8 * at)]), WORD.as_pointer())
    word = builder.load(place)
    word.set_metadata("invariant.load", builder.module.add_metadata([]))
    return word


@infer_global(operator.getitem)
class ReadElement(AbstractTemplate):
    """The type of row[index]."""

    def generic(self, arguments: Any, keywords: Any) -> Any:
        row, index = arguments
        if isinstance(row, Row) and isinstance(index, types.Integer):
            return signature(row.element, row, types.int64)
        return None


@infer_global(operator.setitem)
class WriteElement(AbstractTemplate):
    """The type of row[index] = value."""

    def generic(self, arguments: Any, keywords: Any) -> Any:
        row, index, value = arguments
        cut_off = isinstance(value, types.Float) and row != FLOAT_ROW  # numba would; a list would not
        if isinstance(row, Row) and isinstance(index, types.Integer) and not cut_off:
            return signature(types.none, row, types.int64, row.element)
        return None


@lower_builtin(operator.getitem, Row, types.int64)
def read_element(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
    """row[index]"""
    return builder.load(place_of(context, builder, signature.args[0], arguments[0], arguments[1]))


@lower_builtin(operator.setitem, Row, types.int64, types.int64)
@lower_builtin(operator.setitem, Row, types.int64, types.float64)
def write_element(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
    """row[index] = value"""
    builder.store(arguments[2], place_of(context, builder, signature.args[0], arguments[0], arguments[1]))
    return context.get_dummy_value()


def place_of(context: Any, builder: ir.IRBuilder, row: Row, words: Any, index: Any) -> Any:
    """The address of an element; an index beyond the row raises where that is wanted."""
    if CHECKED:
        beyond = builder.icmp_unsigned(">=", index, load_word(builder, words, 1))  # a negative one is huge
        with builder.if_then(beyond, likely=False):
            context.call_conv.return_user_exc(builder, IndexError, ("a row is indexed beyond its end",))
    first = builder.inttoptr(load_word(builder, words, 0), context.get_value_type(row.element).as_pointer())
    return builder.gep(first, [index])
