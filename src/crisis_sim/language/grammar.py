"""Text -> Python's own syntax tree, after refusing all of Python but a small part. Nothing is looked up and nothing
is run here.

Three gates in a row: the characters and numbers of the text (so that the parser never sees quotes, brackets other
than round ones, newlines or anything outside ASCII), Python's parser, and the kinds of node it gave. Length, nesting
and number of parts are limited, so what a text costs is known before it is read.
"""

import ast
import keyword
import re
from dataclasses import dataclass
from typing import Literal

from .errors import LanguageError, shown

LARGEST_NUMBER = 1e15
LONGEST = 500
DEEPEST = 20
MOST_PARTS = 200

FUNCTIONS: dict[str, tuple[int, int | None]] = {
    "min": (2, None),
    "max": (2, None),
    "abs": (1, 1),
    "clamp": (3, 3),
    "exp": (1, 1),
    "log": (1, 1),
    "sqrt": (1, 1),
    "logistic": (1, 1),
    "floor": (1, 1),
}
"""The numeric functions, each with its least and its greatest number of arguments."""

DISTRIBUTIONS: dict[str, tuple[int, int | None]] = {
    "uniform": (2, 2),
    "triangular": (3, 3),
    "normal": (2, 2),
    "lognormal": (2, 2),
    "exponential": (1, 1),
    "gamma": (2, 2),
    "beta": (2, 2),
    "poisson": (1, 1),
    "negative_binomial": (2, 2),
    "bernoulli": (1, 1),
    "choice": (2, 12),
}
"""The distributions an amount may be drawn from, each with its least and its greatest number of arguments."""

TRUTHS = {"true": True, "false": False}

_SPACE = " \t\r\n"
_NEVER = re.compile(r"[^A-Za-z0-9_ .,+\-*/<>=!()]")
_WORD = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*|\.?\d(?:[eE][+-]\d|[\w.])*", re.ASCII)
_NUMBER = re.compile(r"(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_ONE_EQUAL = re.compile(r"(?<![<>=!])=(?!=)")
_NAME = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)*", re.ASCII)

_INSTEAD = {
    "%": "there is no %: write 0.05 for 5 %",
    "^": "there is no power: multiply, or use exp and log",
    "&": "write 'and' instead of &",
    "|": "write 'or' instead of |",
    "'": "names stand without quotes, and there is no text",
    '"': "names stand without quotes, and there is no text",
    "\n": "an expression stands on one line",
    "\r": "an expression stands on one line",
    ";": "one statement at a time",
    "#": "no comments within an expression",
    ":": "there is no ':' in an expression",
}
_NO_OPERATOR: dict[type[ast.operator], str] = {ast.Pow: "**", ast.Mod: "%", ast.FloorDiv: "//"}
_NO_COMPARISON: dict[type[ast.cmpop], str] = {ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """One expression that keeps to the grammar; its names are not looked up yet.

    `node` stands at `shift` + its own column in the text.
    """

    node: ast.expr
    shift: int = 0

    def __repr__(self) -> str:
        return f"Parsed({self.text!r})"

    @property
    def column(self) -> int:
        return self.at(self.node)

    @property
    def text(self) -> str:
        """The expression, written in one standard way."""
        return ast.unparse(self.node)

    @property
    def name(self) -> str | None:
        """The declared name, where the expression is nothing else."""
        return dotted(self.node)

    def at(self, node: ast.expr) -> int:
        return self.shift + node.col_offset


def parse_expression(text: str | float) -> Parsed:
    """An expression of a scenario: text, or a plain number or truth as YAML gives it.

    Raises LanguageError and nothing else.
    """
    if isinstance(text, bool):
        return Parsed(ast.Constant(text, lineno=1, col_offset=0))
    if isinstance(text, (int, float)):
        return Parsed(ast.Constant(_usable(text), lineno=1, col_offset=0))
    body, shift = read_text(text)
    tree = parse_python(body, shift, "eval")
    assert isinstance(tree, ast.Expression)
    return accept(tree.body, shift)


def name_problem(name: str) -> str | None:
    """Why an expression could not use this as a declared name, or None when it can. For whoever declares names."""
    if len(name) > 100:
        return "is longer than 100 characters"
    if not _NAME.fullmatch(name):
        return "must consist of letters, digits and _, with a letter first in each part between dots"
    words = [name, *(part for part in name.split(".") if keyword.iskeyword(part))]
    if any(keyword.iskeyword(word) or word in TRUTHS or word in FUNCTIONS or word in DISTRIBUTIONS for word in words):
        return "contains a word that means something else in expressions"
    return None


def read_text(text: object, colon: bool = False) -> tuple[str, int]:
    """The text without the space around it, and how much was cut off in front.

    Raises for what no expression contains.
    """
    if not isinstance(text, str):
        given = "nothing" if text is None else f"a {type(text).__name__}"
        raise LanguageError(f"an expression is wanted here, not {given}")
    if len(text) > LONGEST:
        raise LanguageError(f"an expression may have {LONGEST} characters, this has {len(text)}: split it", LONGEST)
    body = text.strip(_SPACE)
    shift = len(text) - len(text.lstrip(_SPACE)) if body else 0
    if not body:
        raise LanguageError("an expression is wanted here, and there is nothing")
    for found in _NEVER.finditer(body):
        character = found.group()
        if not (colon and character == ":"):
            message = _INSTEAD.get(character, f"{character!a} cannot stand in an expression")
            raise LanguageError(message, shift + found.start())
    for found in _WORD.finditer(body):
        word = found.group()
        if not word[0].isalpha() and word[0] != "_" and not _NUMBER.fullmatch(word):
            cure = "write numbers like 12, 0.5 or 1e6, with a space after them"
            raise LanguageError(f"{shown(word)} is not a number: {cure}", shift + found.start())
    _check_brackets(body, shift)
    return body, shift


def parse_python(body: str, shift: int, mode: Literal["eval", "exec"]) -> ast.AST:
    """Python's parser, with every way it has of failing turned into a LanguageError."""
    try:
        # What the parser warns of (odd escapes, 1if) has been refused before: nothing leaks where warnings are errors.
        return ast.parse(body, mode=mode)
    except SyntaxError as error:
        # An offset of 0 is the parser's way to say: at the end.
        at = min(error.offset - 1, len(body)) if error.offset else len(body)
        raise LanguageError(_what_is_odd(body, at, mode), shift + at) from None
    except (ValueError, MemoryError, RecursionError, OverflowError):
        raise LanguageError("this cannot be read as an expression", shift) from None


def accept(root: ast.expr, shift: int) -> Parsed:
    """The expression, if it and everything in it belongs to the grammar and its size is within the limits."""
    waiting = [(root, 1)]
    parts = 0
    while waiting:
        node, depth = waiting.pop()
        parts += 1
        if depth > DEEPEST:
            raise LanguageError(f"nested more than {DEEPEST} deep: split it", shift + node.col_offset)
        if parts > MOST_PARTS:
            raise LanguageError(f"more than {MOST_PARTS} names, numbers and operations: split it", shift)
        for part in _parts(node, shift):
            # A long sum reads flat, though the parser nests it to the left.
            flat = isinstance(node, ast.BinOp) and part is node.left and isinstance(part, ast.BinOp)
            waiting.append((part, depth if flat else depth + 1))
    return Parsed(root, shift)


def dotted(node: ast.expr) -> str | None:
    """`us.strike_militia` where the node is that, however deep; None for anything else."""
    words: list[str] = []
    while isinstance(node, ast.Attribute):
        words.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(words)])


def _parts(node: ast.expr, shift: int) -> list[ast.expr]:
    """What must be accepted next, when the node itself is acceptable."""
    at = shift + node.col_offset
    match node:
        case ast.Name() | ast.Attribute():
            name = dotted(node)
            if name is None:
                raise LanguageError("a dot may stand only within a declared name", at)
            if any(part.startswith("_") for part in name.split(".")):
                raise LanguageError(f"no name begins with _: {shown(name)}", at)
            return []
        case ast.Constant(value=bool() | int() | float()):
            return []
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.UAdd()):
            return [node.operand]
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
            return [node.left, node.right]
        case ast.BinOp(op=operator) if type(operator) in _NO_OPERATOR:
            known = f"+ - * / and the functions {', '.join(FUNCTIONS)}"
            raise LanguageError(f"there is no {_NO_OPERATOR[type(operator)]}: only {known}", at)
        case ast.BoolOp():
            return node.values
        case ast.Compare():
            for comparison in node.ops:
                if type(comparison) in _NO_COMPARISON:
                    strange = _NO_COMPARISON[type(comparison)]
                    raise LanguageError(f"there is no '{strange}': compare with == != < <= > >=", at)
            return [node.left, *node.comparators]
        case ast.IfExp():
            return [node.test, node.body, node.orelse]
        case ast.Call():
            return _arguments(node, at)
        case ast.Tuple():
            raise LanguageError("one value is wanted, not several with commas between them (decimals take a point)", at)
        case _:
            known = "numbers, declared names, + - * /, comparisons, and, or, not, if … else and functions"
            raise LanguageError(f"only {known} can stand here", at)


def _arguments(node: ast.Call, at: int) -> list[ast.expr]:
    if not isinstance(node.func, ast.Name):
        raise LanguageError("only the name of a function can stand before brackets; to multiply, write *", at)
    if node.func.id.startswith("_"):
        raise LanguageError(f"no name begins with _: {shown(node.func.id)}", at)
    if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
        raise LanguageError(f"{shown(node.func.id)}(…) takes plain values, without = and *", at)
    return node.args


def _check_brackets(body: str, shift: int) -> None:
    open_at: list[int] = []
    for at, character in enumerate(body):
        if character == "(":
            open_at.append(at)
            if len(open_at) > DEEPEST:
                raise LanguageError(f"brackets nested more than {DEEPEST} deep", shift + at)
        elif character == ")":
            if not open_at:
                raise LanguageError("this ) has no ( before it", shift + at)
            open_at.pop()
    if open_at:
        raise LanguageError("this ( is never closed", shift + open_at[-1])


def _usable(number: float) -> float:
    # An int of thousands of digits cannot even be printed; `build.number` keeps the same limit.
    if not abs(number) <= LARGEST_NUMBER:
        raise LanguageError("a number must lie between -1e15 and 1e15")
    return number


def _what_is_odd(body: str, at: int, mode: str) -> str:
    if "!" in body.replace("!=", ""):
        return "write 'not' instead of !"
    if mode == "eval" and _ONE_EQUAL.search(body):
        return "one = sets a value; to compare, write =="
    if mode == "eval" and re.search(r"\bif\b", body) and not re.search(r"\belse\b", body):
        return "an 'if' needs its 'else': value if condition else other value"
    rest = body[at:].split()
    return f"this cannot be read, from {shown(rest[0])!r} on" if rest else "something is missing at the end"
