"""Compiles the rules from outside, to one piece of object code. With `rows_ref`, the only room that knows numba.

The functions of `rules` are taken as they are; nothing is written twice. Their types are those of their annotations, so
each is worked through once, by itself, and all stand in one module that LLVM then optimises once. (numba's own way,
one module a function, optimises every function again in each of its callers: three times as slow.)
"""

import math
import operator
from collections.abc import Callable, Hashable, MutableSequence, Sequence
from functools import partial
from types import FunctionType
from typing import Any, get_type_hints

import llvmlite.binding as llvm
from llvmlite import ir
from numba import types
from numba.core import callconv, codegen, compiler, cpu, lowering, targetconfig, typing
from numba.core.datamodel import models, register_default
from numba.core.errors import TypingError
from numba.core.funcdesc import PythonFunctionDescriptor
from numba.core.ssa import reconstruct_ssa
from numba.core.typed_passes import PreLowerStripPhis, type_inference_stage

from crisis_sim.batch import playing
from crisis_sim.batch.machine_code import FIRST_ADDRESS, object_code_of
from crisis_sim.batch.many import continue_many, play_many
from crisis_sim.batch.rows_ref import CHECKED, FLOAT_ROW, INT_ROW, WORD, fields, kind, load_word
from crisis_sim.language.interpreter import interpret
from crisis_sim.rules import formula as seam
from crisis_sim.terms.rows import Formula, Program, State

ENTRIES = (play_many, continue_many)


class Rule(types.Callable, types.Opaque):
    """A function that is compiled by itself, with the types of its annotations."""

    def __init__(self, function: Callable[..., Any]) -> None:
        hints = get_type_hints(function)
        self.function = function
        self.returns = type_of(hints.pop("return"))
        self.takes = tuple(type_of(hint) for hint in hints.values())
        self.names = tuple(hints)
        super().__init__(name=f"Rule({function.__module__}.{function.__qualname__})")

    def get_call_type(self, context: Any, args: Any, kws: Any) -> Any:
        """The one signature that it has. numba would cut a float off where an int is wanted; Python would not."""
        for wanted, given in zip(self.takes, args, strict=False):
            if isinstance(wanted, types.Integer) and isinstance(given, types.Float):
                raise TypingError(f"{self.name} takes {self.takes}, not {args}")
        return typing.signature(self.returns, *self.takes)

    def get_call_signatures(self) -> Any:
        """For numba's messages."""
        return [typing.signature(self.returns, *self.takes)], False

    def get_impl_key(self, signature: Any) -> Any:
        """What it is found by."""
        return self

    def descriptor(self, typemap: Any = None, calltypes: Any = None) -> Any:
        """What numba has to know to call it (without a typemap) or to compile it."""
        function = self.function
        return PythonFunctionDescriptor(
            True, function.__module__, function.__qualname__, function.__qualname__, "", typemap, self.returns,
            calltypes, self.names, (), mangler=symbol, argtypes=self.takes,
        )  # fmt: skip


class Operation(types.Callable, types.Opaque):
    """What is written in LLVM's own language: `generate` does it for each of the signatures."""

    def __init__(self, name: str, signatures: Sequence[Any], generate: Callable[..., Any]) -> None:
        self.signatures, self.generate = signatures, generate
        super().__init__(name=f"Operation({name})")

    def get_call_type(self, context: Any, args: Any, kws: Any) -> Any:
        """The signature with just these types: nothing is converted."""
        wanted = tuple(types.unliteral(one) for one in args)
        for signature in self.signatures:
            if signature.args == wanted:
                return signature
        raise TypingError(f"{self.name} does not take {wanted}")

    def get_call_signatures(self) -> Any:
        """For numba's messages."""
        return self.signatures, False

    def get_impl_key(self, signature: Any) -> Any:
        """What it is found by."""
        return self


register_default(Rule)(models.OpaqueModel)
register_default(Operation)(models.OpaqueModel)


def symbol(name: str, argtypes: Any, abi_tags: Any = (), uid: Any = None) -> str:
    """The name of a function in the module."""
    return name


def type_of(hint: Any) -> Any:
    """What numba takes an annotation for."""
    if hint in SIMPLE:
        return SIMPLE[hint]
    if getattr(hint, "__origin__", None) is tuple:
        return types.Tuple([type_of(part) for part in hint.__args__])
    return kind(hint)


SIMPLE = {
    type(None): types.void, bool: types.boolean, float: types.float64,
    Sequence[int]: INT_ROW, MutableSequence[float]: FLOAT_ROW,
}  # fmt: skip


# What stands in for a function of the same name: the seam, and a copy in one stroke.


def evaluate(program: Program, state: State, formula: Formula) -> float:
    """A formula by its table code or, where its row holds an address, by its machine code."""
    place = program.formulas[formula]
    if place < FIRST_ADDRESS:
        return interpret(program.formulas, formula, state.values)
    value: float = call(place, state.values)
    return value


def generate_extreme(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any, sign: str) -> Any:
    """Python's own: `b if b > a else a`, and with <."""
    a, b = arguments
    compare = builder.fcmp_ordered if signature.return_type == types.float64 else builder.icmp_signed
    return builder.select(compare(sign, b, a), b, a)


def generate_int(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
    """A truth as 0 or 1; a float without what stands behind the point, and within 64 bits, as all of ours are."""
    if signature.args[0] == types.boolean:
        return builder.zext(context.cast(builder, arguments[0], types.boolean, types.boolean), WORD)
    return arguments[0] if signature.args[0] == INT else builder.fptosi(arguments[0], WORD)


def generate_call(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
    """The machine code at an address, on a row of values."""
    number = ir.DoubleType()
    function = ir.FunctionType(number, [number.as_pointer()]).as_pointer()
    values = builder.inttoptr(load_word(builder, arguments[1], 0), number.as_pointer())
    return builder.call(builder.inttoptr(arguments[0], function), [values])


def generate_copy(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
    """All rows of one state over those of another, which are as long."""
    for at in rows_of(State):
        source, target = (builder.inttoptr(load_word(builder, one, at), BYTES) for one in arguments)
        size = builder.mul(load_word(builder, arguments[0], at + 1), WORD(8))
        copying = builder.module.declare_intrinsic("llvm.memcpy", [BYTES, BYTES, size.type])
        builder.call(copying, [target, source, size, ir.IntType(1)(0)])
    return context.get_dummy_value()


def rows_of(layout: type, at: int = 0) -> list[int]:
    """Where the two words of each row stand."""
    places = []
    for place, hint in fields(layout).values():
        if hasattr(hint, "_fields"):
            places += rows_of(hint, at + place)
        elif hint is not int:
            places.append(at + place)
    return places


class Written:
    """A name under which our functions can call an operation."""

    __call__: Any

    def __init__(self, operation: Operation) -> None:
        self.operation = operation


BYTES = ir.IntType(8).as_pointer()
INT, FLOAT, STATE = types.int64, types.float64, kind(State)
EXTREMES = [INT(INT, INT), FLOAT(FLOAT, FLOAT)]  # never of one of each: Python would not convert them
call = Written(Operation("call", [FLOAT(INT, FLOAT_ROW)], generate_call))
INSTEAD: dict[Any, Any] = {
    seam.evaluate: evaluate,
    int: Operation("int", [INT(FLOAT), INT(INT), INT(types.boolean)], generate_int),
    min: Operation("min", EXTREMES, partial(generate_extreme, sign="<")),
    max: Operation("max", EXTREMES, partial(generate_extreme, sign=">")),
    playing.copy_state: Operation("copy_state", [types.void(STATE, STATE)], generate_copy),
}
PLAIN = {
    operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.pow,
    operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne, operator.neg, operator.not_,
    operator.and_, operator.or_, operator.xor, operator.lshift, operator.rshift, operator.invert,
    operator.iadd, operator.isub, operator.imul, operator.ior, operator.iand, operator.ixor, operator.truth,
    abs, float, bool, math.exp, math.log, math.sqrt, math.floor, math.cos,
}  # fmt: skip
"""What depends on the types of numbers alone: worked out once for each, as numba tries dozens of possibilities."""


class Typing(typing.Context):
    """Knows our own functions by their annotations, and remembers what it found out about numbers."""

    def __init__(self) -> None:
        self.target: Any = None
        super().__init__()
        self.rules: dict[Any, Rule] = {}
        self.waiting: list[Rule] = []
        self.operations: set[Operation] = set()
        self.found: dict[Any, Any] = {}

    def resolve_value_type(self, value: Any) -> Any:
        """What a name in a function stands for."""
        if isinstance(value, Written):
            return self.operation(value.operation)
        value = INSTEAD.get(value, value) if isinstance(value, Hashable) else value
        if isinstance(value, Operation):
            return self.operation(value)
        if isinstance(value, FunctionType) and value.__module__.startswith("crisis_sim."):
            return self.rule(value)
        return super().resolve_value_type(value)

    def rule(self, function: Callable[..., Any]) -> Rule:
        """A function as numba sees it; when it is met first, it is put down to be compiled."""
        if function not in self.rules:
            rule = self.rules[function] = Rule(function)
            self.waiting.append(rule)
            self.target.insert_user_function(rule, rule.descriptor())
        return self.rules[function]

    def operation(self, operation: Operation) -> Operation:
        """Sees to it that it can be written."""
        if operation not in self.operations:
            self.operations.add(operation)
            for signature in operation.signatures:
                self.target.insert_func_defn([(operation.generate, operation, signature.args)])
        return operation

    def resolve_function_type(self, function: Any, args: Any, kws: Any) -> Any:
        """The signature of a call."""
        plain = getattr(function, "typing_key", function)
        try:
            known = plain in PLAIN
        except TypeError:
            known = False
        if not known or kws:
            return super().resolve_function_type(function, args, kws)
        numbers = tuple(types.unliteral(one) for one in args)
        if (plain, numbers) not in self.found:
            self.found[plain, numbers] = super().resolve_function_type(function, numbers, kws)
        return self.found[plain, numbers]


class Library(codegen.JITCodeLibrary):
    """One module for everything. Nothing is optimised or loaded here."""

    def create_ir_module(self, name: str) -> Any:
        return self._codegen.module

    def add_ir_module(self, module: Any) -> None:
        pass

    def add_linking_library(self, library: Any) -> None:
        pass

    def finalize(self) -> None:
        self._finalized = True


class Codegen(codegen.JITCPUCodegen):
    """Makes such libraries."""

    _library_class = Library

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.module = self._create_empty_module(name)


class Target(cpu.CPUContext):
    """Writes LLVM's language for our functions into one module."""

    def init(self) -> None:
        super().init()
        self._internal_codegen = Codegen("rules")

    def load_additional_registries(self) -> None:
        """What numbers need; no arrays, texts, lists or sets."""
        # Most of these say what they know by being imported.
        from numba.core import optional  # noqa: F401
        from numba.cpython import builtins, mathimpl, numbers, rangeobj, tupleobj  # noqa: F401

        self.install_registry(mathimpl.registry)


def object_code() -> bytes:
    """The rules as this machine's object code, with the functions ENTRIES to call, by their full names.

    They take the addresses of their tables, after two addresses that numba's calls have: of nothing, and of a message.
    They give 0, or another number where an index was beyond its row (with NUMBA_BOUNDSCHECK=1 alone).
    """
    knowing = Typing()
    target = knowing.target = Target(knowing)
    target.refresh()
    # No formula or rule divides by zero: where indices are not checked, that is not either.
    target.error_model = callconv.create_error_model("python" if CHECKED else "numpy", target)
    with targetconfig.ConfigStack().enter(compiler.Flags()):
        offered = [knowing.rule(entry).descriptor().mangled_name for entry in ENTRIES]
        while knowing.waiting:
            lower(knowing, target, knowing.waiting.pop())
    module = llvm.parse_assembly(str(target.codegen().module))
    for function in module.functions:
        if not function.is_declaration and function.name not in offered:
            function.linkage = "internal"
    return object_code_of(module)


def lower(knowing: Typing, target: Target, rule: Rule) -> None:
    """Writes one function into the module."""
    code = reconstruct_ssa(compiler.run_frontend(rule.function))
    typed = type_inference_stage(knowing, target, code, rule.takes, rule.returns)
    state = compiler.StateDict(func_ir=code)
    PreLowerStripPhis().run_pass(state)
    library = target.codegen().create_library("rules")
    with target.push_code_library(library):
        lowering.Lower(target, library, rule.descriptor(typed.typemap, typed.calltypes), state.func_ir).lower()
