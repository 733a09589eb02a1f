"""Formulas as machine code: LLVM's language from the typed trees, one `double formula(double *values)` each.

Strict arithmetic, as in Python: nothing is reordered, nothing fused. A formula gives the same bits as its closure and
its table code. Also here: how object code is made and loaded on this machine, which the compiled rules share.
"""

import struct
from collections.abc import Sequence
from typing import Any, assert_never

import llvmlite.binding as llvm

from crisis_sim.language import Tree, opcodes
from crisis_sim.language.tree import (
    TRUTH,
    AsNumber,
    Calculation,
    Comparison,
    Conditional,
    Logic,
    Named,
    Not,
    Number,
    Truth,
    Value,
)

FIRST_ADDRESS = 1 << 24
"""A formula's place below this is a line of table code; from here on it is the address of machine code."""

_BINARY = {opcodes.ADD: "fadd", opcodes.SUBTRACT: "fsub", opcodes.MULTIPLY: "fmul", opcodes.DIVIDE: "fdiv"}
_UNARY = {
    opcodes.ABS: "fabs", opcodes.EXP: "exp", opcodes.LOG: "log", opcodes.SQRT: "sqrt", opcodes.FLOOR: "floor",
}  # fmt: skip
_COMPARE = {
    opcodes.LESS: "olt", opcodes.LESS_EQUAL: "ole", opcodes.GREATER: "ogt", opcodes.GREATER_EQUAL: "oge",
    opcodes.EQUAL: "oeq", opcodes.UNEQUAL: "une",
}  # fmt: skip
ONE, ZERO = "0x3FF0000000000000", "0x0000000000000000"

llvm.initialize_native_target()
llvm.initialize_native_asmprinter()


class MachineCode:
    """Formulas that can be called. The addresses are good as long as this object lives."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        module = llvm.parse_assembly(assembly(trees))
        names = [f"f{row}" for row in range(len(trees))]
        self.loaded = Loaded(object_code_of(module))
        self.addresses = [self.loaded.address(name) for name in names]


class Loaded:
    """Object code in memory, ready to be called."""

    def __init__(self, code: bytes) -> None:
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine())
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        self._engine.finalize_object()

    def address(self, name: str) -> int:
        """Where a function is."""
        found = int(self._engine.get_function_address(name))
        if found < FIRST_ADDRESS:
            raise LookupError(f"there is no {name} in the object code")
        return found


def machine() -> Any:
    """This computer, as LLVM knows it."""
    features = llvm.get_host_cpu_features().flatten()
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=2, reloc="pic", codemodel="jitdefault", jit=True
    )


def object_code_of(module: Any) -> bytes:
    """A module, optimised as far as it pays: what LLVM could do beyond takes time and gains nothing here."""
    here = machine()
    tuning = llvm.create_pipeline_tuning_options(speed_level=1)
    tuning.loop_vectorization = tuning.slp_vectorization = tuning.loop_unrolling = False
    passes = llvm.create_pass_builder(here, tuning)
    passes.getModulePassManager().run(module, passes)
    return bytes(here.emit_object(module))


def assembly(trees: Sequence[Tree]) -> str:
    """All formulas in LLVM's language: `f0`, `f1`, ..."""
    lines = [f"declare double @llvm.{name}.f64(double)" for name in _UNARY.values()]
    for row, tree in enumerate(trees):
        writer = _Writer()
        result = writer.number(tree)
        lines += [f"define double @f{row}(double* noalias readonly %v) nounwind {{", *writer.lines]
        lines += [f"  ret double {result}", "}"]
    return "\n".join(lines)


class _Writer:
    """Writes one formula; a part that occurs twice is written once."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.known: dict[str, str] = {}

    def put(self, what: str) -> str:
        """An instruction, and the name of its result."""
        if what not in self.known:
            self.known[what] = name = f"%x{len(self.lines)}"
            self.lines.append(f"  {name} = {what}")
        return self.known[what]

    def number(self, tree: Tree) -> str:
        match tree:
            case Number() | Truth():
                return f"0x{struct.unpack('<Q', struct.pack('<d', float(tree.value)))[0]:016X}"
            case Value():
                place = self.put(f"getelementptr double, double* %v, i64 {tree.place}")
                return self.put(f"load double, double* {place}")
            case Named():
                return self.number(tree.tree)
            case AsNumber():
                return self.number(tree.part)
            case Calculation():
                return self.calculation(tree.op, [self.number(part) for part in tree.parts])
            case Conditional():
                condition, yes, no = self.truth(tree.condition), self.number(tree.yes), self.number(tree.no)
                return self.select(condition, yes, no)
            case Comparison() | Logic() | Not():
                return self.select(self.truth(tree), ONE, ZERO)
            case _:
                assert_never(tree)

    def truth(self, tree: Tree) -> str:
        match tree:
            case Truth():
                return "true" if tree.value else "false"
            case Comparison():
                left, right = self.number(tree.left), self.number(tree.right)
                return self.put(f"fcmp {_COMPARE[tree.op]} double {left}, {right}")
            case Logic():
                word = "and" if tree.op == opcodes.AND else "or"
                result, *parts = [self.truth(part) for part in tree.parts]
                for part in parts:
                    result = self.put(f"{word} i1 {result}, {part}")
                return result
            case Not():
                return self.put(f"xor i1 {self.truth(tree.part)}, true")
            case Named():
                return self.truth(tree.tree)
            case Conditional():
                condition, yes, no = (self.truth(part) for part in (tree.condition, tree.yes, tree.no))
                return self.put(f"select i1 {condition}, i1 {yes}, i1 {no}")
            case _ if tree.kind is TRUTH:
                return self.put(f"fcmp une double {self.number(tree)}, {ZERO}")
            case _:
                raise TypeError(f"a number stands where a truth must: {tree}")

    def calculation(self, op: int, parts: list[str]) -> str:
        if op in _BINARY:
            return self.put(f"{_BINARY[op]} double {parts[0]}, {parts[1]}")
        if op in (opcodes.MIN, opcodes.MAX):
            left, right = parts
            sign = "olt" if op == opcodes.MIN else "ogt"
            return self.select(self.put(f"fcmp {sign} double {right}, {left}"), right, left)
        if op == opcodes.NEGATE:
            return self.put(f"fneg double {parts[0]}")
        if op == opcodes.LOGISTIC:
            return self.logistic(parts[0])
        return self.put(f"call double @llvm.{_UNARY[op]}.f64(double {parts[0]})")

    def logistic(self, x: str) -> str:
        """1 / (1 + exp(-x)), or exp(x) / (1 + exp(x)) below 0: one exp, never of anything large."""
        positive = self.put(f"fcmp oge double {x}, {ZERO}")
        small = self.select(positive, self.put(f"fneg double {x}"), x)
        grown = self.put(f"call double @llvm.exp.f64(double {small})")
        top = self.select(positive, ONE, grown)
        return self.put(f"fdiv double {top}, {self.put(f'fadd double {ONE}, {grown}')}")

    def select(self, condition: str, yes: str, no: str) -> str:
        return self.put(f"select i1 {condition}, double {yes}, double {no}")
