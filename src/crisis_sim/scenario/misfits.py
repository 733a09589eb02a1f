"""What pydantic says about values that do not fit the model of a scenario, in an author's words."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from crisis_sim.scenario.errors import did_you_mean, one_of, printable, quoted
from crisis_sim.scenario.schema import model_schema
from crisis_sim.scenario.tree import Node

Path = tuple[str | int, ...]
Schema = dict[str, Any]

KINDS = {
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "literal_error": "a word",
}
"""Pydantic's errors about values of the wrong kind altogether, and the kind that was wanted."""

PATTERNS = {
    r"^[a-z][a-z0-9_]{0,47}$": "a name: small letters, digits and '_', at most 48",
    r"^[a-z][a-z0-9_]{0,31}\.[a-z][a-z0-9_]{0,47}$": "a name with its owner before it, as in 'us.strike_militia'",
    r"^[a-z][a-z0-9_]{0,47}(\.[a-z][a-z0-9_]{0,47})?$": "a name, perhaps with its owner before it: 'rally', 'us.rally'",
    r"^[^\n]+$": "a single line",
    r"^[0-9]{2,4}$": "two to four digits",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "a date: YYYY-MM-DD",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$": "a local time: YYYY-MM-DD HH:MM",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$": (
        "a time with its offset from UTC, as in 2019-12-27T19:20+03:00"
    ),
}
"""What a text of each pattern is, for whoever does not read patterns."""


class Misfit(NamedTuple):
    """A value that does not fit, or the lack of one.

    `path` leads to the value (to its owner, if it is missing). Either `says` is all that is wrong, or the value is of
    the wrong kind and `wanted` are the kinds that would do. `names` are the words that would do; `choices` lead to the
    values on the way, itself included, that could be of several kinds; `at_key`: the key is wrong, not the value.
    """

    path: Path
    says: str = ""
    wanted: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    choices: tuple[Path, ...] = ()
    at_key: bool = False

    def message(self, node: Node | None, *, guess: bool) -> str:
        """One line. `node` is what stands at the path; `guess`: whether to look for the name that was meant."""
        value = node.plain() if node is not None else None
        wanted = one_of(self.wanted) if self.wanted else ""
        if self.says:
            sentence = self.says
        elif node is None or value is None:
            sentence = f"{_called(self.path)} is empty: it should be {wanted}"
        else:
            sentence = f"{_called(self.path)} should be {wanted}, not {quoted(value)}"
            if "text" in self.wanted and not isinstance(value, dict | list):
                sentence += ": put it in quotes"
            elif wanted.endswith("number") and node.written[:1] in {"'", '"'}:
                sentence += ": write it without quotes"
        word = self.path[-1] if self.at_key and self.path else value
        return sentence + (did_you_mean(word, self.names) if guess and isinstance(word, str) else "")


class _Way(NamedTuple):
    """Where pydantic's location leads: in the document, and in the schema."""

    path: Path
    choices: tuple[Path, ...]
    kinds: list[Schema]

    def first(self, keyword: str, default: Any) -> Any:
        """What the schema of the place says under a keyword."""
        return next((kind[keyword] for kind in self.kinds if keyword in kind), default)


def misfits(errors: Iterable[ErrorDetails]) -> Iterator[Misfit]:
    """What is wrong, once for each value: where it could be of several kinds, pydantic complains for each of them."""
    return _settled([_misfit(details) for details in errors], 0)


def _settled(group: list[Misfit], level: int) -> Iterator[Misfit]:
    by_choice: dict[Path, list[Misfit]] = {}
    for one in group:
        if len(one.choices) > level:
            by_choice.setdefault(one.choices[level], []).append(one)
        else:
            yield one
    for path, rivals in by_choice.items():
        # A complaint that is not about the kind itself is about the kind that the author had in mind.
        nearer = [one for one in rivals if not one.wanted or one.path != path]
        if nearer:
            yield from _settled(nearer, level + 1)
        else:
            wanted = dict.fromkeys(kind for one in rivals for kind in one.wanted)
            if "a number" in wanted:
                wanted.pop("a whole number", None)
            yield Misfit(path, wanted=tuple(wanted), names=tuple(name for one in rivals for name in one.names))


def _misfit(details: ErrorDetails) -> Misfit:
    error, at = details["type"], details["loc"]
    if error in {"missing", "extra_forbidden"}:
        owner = _follow(at[:-1])
        if error == "missing":
            return Misfit(owner.path, _lacking(owner, at[-1], details["input"]), choices=owner.choices, at_key=True)
        path, names = (*owner.path, at[-1]), tuple(owner.first("properties", ()))
        known = f"; the fields are {', '.join(names)}" if len(names) <= 8 else ""
        return Misfit(path, f"{_called(path)} is not a field here{known}", (), names, owner.choices, at_key=True)
    at_key = at[-1:] == ("[key]",)
    way = _follow(at[:-1] if at_key else at)
    if error == "literal_error":
        words = tuple(way.first("enum", ())) or (way.first("const", ""),)
        return Misfit(way.path, "", tuple(map(quoted, words)), words, way.choices, at_key)
    if error == "model_type":
        fields = way.first("required", None) or list(way.first("properties", ()))
        return Misfit(way.path, "", (f"a mapping with {_listed(fields)}",), (), way.choices, at_key)
    if error in KINDS:
        return Misfit(way.path, "", (KINDS[error],), (), way.choices, at_key)
    return Misfit(way.path, _predicate(_called(way.path), details), (), (), way.choices, at_key)


def _predicate(called: str, details: ErrorDetails) -> str:
    """What is wrong with a value of the right kind."""
    context, value = details.get("ctx", {}), details["input"]
    match details["type"]:
        case "string_pattern_mismatch":
            return f"{called} should be {PATTERNS.get(context['pattern'], context['pattern'])}"
        case "string_too_short":
            return f"{called} should not be empty"
        case "string_too_long":
            return f"{called} has {len(value)} characters: at most {context['max_length']}"
        case "greater_than":
            return f"{called} should be more than {context['gt']:g}, not {quoted(value)}"
        case "greater_than_equal":
            return f"{called} should be at least {context['ge']:g}, not {quoted(value)}"
        case "less_than":
            return f"{called} should be less than {context['lt']:g}, not {quoted(value)}"
        case "less_than_equal":
            return f"{called} should be at most {context['le']:g}, not {quoted(value)}"
        case "too_short":
            return f"{called} should have at least {_items(context['min_length'])}, not {context['actual_length']}"
        case "too_long":
            return f"{called} should have at most {_items(context['max_length'])}, not {context['actual_length']}"
        case "value_error" | "assertion_error":
            return str(context["error"])
        case _:
            return f"{called}: {details['msg'][:1].lower()}{details['msg'][1:]}"


def _lacking(owner: _Way, name: int | str, value: Any) -> str:
    if isinstance(name, int):
        return f"{_called(owner.path)} should have {_items(owner.first('minItems', name + 1))}, not {len(value)}"
    return f"`{name}` is missing" + (f" in {_called(owner.path)}" if owner.path else "")


def _called(path: Path) -> str:
    match path:
        case ():
            return "the scenario"
        case (*owner, int(number)):
            return f"item {number + 1} of {_called(tuple(owner))}"
        case _:
            return f"`{printable(str(path[-1])[:60])}`"


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _listed(fields: list[str]) -> str:
    return ", ".join(f"`{field}`" for field in fields)


def _follow(at: tuple[int | str, ...]) -> _Way:
    """Pydantic's location without the names of kinds that it puts in where a value can be of several."""
    path: list[int | str] = []
    choices: list[Path] = []
    kinds = _kinds(model_schema())
    chosen = False
    for step in at:
        if len(kinds) > 1 and not chosen:
            choices.append(tuple(path))
            chosen = True
        elif below := [schema for kind in kinds for schema in _below(kind, step)]:
            path.append(step)
            kinds = [kind for schema in below for kind in _kinds(schema)]
            chosen = False
    return _Way(tuple(path), tuple(choices), kinds)


def _kinds(schema: Schema) -> list[Schema]:
    """The kinds of value that a schema allows; `null` is not counted."""
    if "$ref" in schema:
        return _kinds(model_schema()["$defs"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return [kind for choice in schema["anyOf"] for kind in _kinds(choice)]
    return [] if schema.get("type") == "null" else [schema]


def _below(schema: Schema, step: int | str) -> list[Schema]:
    """The schemas of what stands one step further down."""
    if isinstance(step, int):
        first: list[Schema] = schema.get("prefixItems", [])
        rest = schema.get("items")
        return first[step : step + 1] or ([rest] if isinstance(rest, dict) else [])
    if step in schema.get("properties", {}):
        return [schema["properties"][step]]
    others = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
    return [other for other in others if isinstance(other, dict)]
