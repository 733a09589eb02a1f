"""Random scopes, and random expressions over them: each with a row of values and what Python itself makes of it."""

import math
from dataclasses import dataclass

from hypothesis import strategies as st

from crisis_sim.language import Reading
from tests.language.scope import Declared

NAMES = ("tension", "oil", "us.approval", "x1", "low_point", "mechanism.rally", "a.b.c", "siege", "warned")
ENDS = st.one_of(
    st.sampled_from([-1e6, -100.0, -1.0, -0.0, 0.0, 1e-9, 0.5, 1.0, 2.0, 100.0, 1e6]),
    st.floats(-1e6, 1e6, allow_nan=False),
)
LITERALS = st.one_of(
    st.integers(0, 200).map(str),
    st.floats(0.0, 1e6, allow_nan=False).map(repr),
    st.sampled_from(["0", "0.0", "1", "1_000", ".5", "1.", "1e3", "2.5e-3", "1E+2"]),
)

REFERENCE = {
    "__builtins__": {},
    "float": float,
    "min": min,
    "max": max,
    "abs": abs,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "floor": lambda x: float(math.floor(x)),
    "clamp": lambda x, low, high: min(max(x, low), high),
    "logistic": lambda x: 1.0 / (1.0 + math.exp(-x)) if x >= 0.0 else math.exp(x) / (1.0 + math.exp(x)),
}


@dataclass(frozen=True)
class Piece:
    """An expression as an author writes it, and the same for Python itself, where every number is a float."""

    text: str
    python: str
    flat: bool = False

    def bracketed(self) -> "Piece":
        return Piece(f"({self.text})", f"({self.python})") if self.flat else self


@dataclass(frozen=True)
class Case:
    scope: Declared
    row: list[float]
    truth: bool
    text: str
    python: str

    def by_python(self) -> float:
        return float(eval(self.python, REFERENCE, {"v": self.row}))


def within(reading: Reading) -> st.SearchStrategy[float]:
    if reading.truth:
        return st.sampled_from([0.0, 1.0])
    middle = min(max(-0.0, reading.low), reading.high)
    ends = st.sampled_from([reading.low, reading.high, middle])
    if reading.low == reading.high:
        return ends
    return st.one_of(ends, st.floats(reading.low, reading.high, allow_nan=False))


@st.composite
def scopes(draw: st.DrawFn) -> Declared:
    readings = {}
    for place, name in enumerate(NAMES):
        if name in {"siege", "warned", "mechanism.rally"}:
            readings[name] = Reading(place, f"the {name}", 0.0, 1.0, truth=True)
        else:
            low, high = sorted((draw(ENDS), draw(ENDS)))
            readings[name] = Reading(place, f"the {name}", low, high)
    return Declared(readings)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    scope = draw(scopes())
    row = [draw(within(reading)) for reading in scope.readings.values()]
    truth = draw(st.booleans())
    depth = draw(st.integers(0, 4))
    piece = draw(truths(scope, depth) if truth else numbers(scope, depth))
    return Case(scope, row, truth, piece.text, piece.python)


@st.composite
def numbers(draw: st.DrawFn, scope: Declared, depth: int) -> Piece:
    if depth == 0:
        if draw(st.booleans()):
            literal = draw(LITERALS)
            return Piece(literal, f"float({literal})")
        return draw(st.sampled_from([named(scope, name) for name in NAMES if not scope.readings[name].truth]))
    one = draw(numbers(scope, depth - 1))
    form = draw(st.sampled_from(FORMS))
    if form == "truth":
        piece = draw(truths(scope, depth - 1))
        return Piece(f"+({piece.text})", f"float({piece.python})")
    if form == "choice":
        test, other = draw(truths(scope, depth - 1)), draw(numbers(scope, draw(st.integers(0, depth - 1))))
        return together("({} if {} else {})", one, test, other)
    if form in UNARY:
        return together(UNARY[form], one)
    other = draw(numbers(scope, draw(st.integers(0, depth - 1))))
    if form in BINARY:
        return together(BINARY[form], one, other)
    return together(f"{form}({{}}, {{}}, {{}})", one, other, draw(numbers(scope, 0)))


@st.composite
def truths(draw: st.DrawFn, scope: Declared, depth: int) -> Piece:
    if depth == 0:
        constants = [Piece("true", "True"), Piece("False", "False")]
        return draw(st.sampled_from([named(scope, name) for name in NAMES if scope.readings[name].truth] + constants))
    form = draw(st.sampled_from(["compare", "chain", "equal", "and", "or", "not", "choice"]))
    if form in {"compare", "chain"}:
        signs = [draw(st.sampled_from(["<", "<=", ">", ">=", "==", "!="])) for _ in range(2)]
        operands = [draw(numbers(scope, draw(st.integers(0, depth - 1)))) for _ in range(2 + (form == "chain"))]
        return together(f"({{}} {signs[0]} {{}}" + (f" {signs[1]} {{}})" if form == "chain" else ")"), *operands)
    one = draw(truths(scope, depth - 1))
    if form == "not":
        return together("(not {})", one)
    other = draw(truths(scope, draw(st.integers(0, depth - 1))))
    if form == "choice":
        return together("({} if {} else {})", one, other, draw(truths(scope, 0)))
    if form == "equal":
        return together("({} == {})", one, other)
    return together(f"({{}} {form} {{}})", one, other)


UNARY = {
    "negative": "(-{})",
    "positive": "(+{})",
    "abs": "abs({})",
    "exp": "exp(clamp({}, -50, 50))",
    "log": "log(max({}, 0.001))",
    "sqrt": "sqrt(max({}, 0))",
    "logistic": "logistic({})",
    "floor": "floor(clamp({}, -1000000, 1000000))",
}
BINARY = {
    "plus": "({} + {})",
    "minus": "({} - {})",
    "times": "({} * {})",
    "over": "({} / max(abs({}), 0.25))",
    "flat": "{} + {}",
    "least": "min({}, {})",
    "most": "max({}, {})",
}
FORMS = ["truth", "choice", "clamp", *UNARY, *BINARY]


def together(form: str, *pieces: Piece) -> Piece:
    if not form.startswith("{}"):
        pieces = tuple(piece.bracketed() for piece in pieces)
    texts, pythons = [piece.text for piece in pieces], [piece.python for piece in pieces]
    return Piece(form.format(*texts), form.format(*pythons), flat=form.startswith("{}"))


def named(scope: Declared, name: str) -> Piece:
    reading = scope.readings[name]
    value = f"v[{reading.place}]"
    return Piece(name, f"({value} != 0.0)" if reading.truth else value)
