"""YAML, read strictly: what looks plain to an author means what it looks like, and a hostile file costs nothing.

PyYAML's own pure-Python reader, scanner and parser, with less allowed: no aliases, anchors, merge keys, tags,
directives, duplicate keys or second documents. `true`, `false`, `null`, `~` and decimal numbers are values, as in
YAML 1.2; everything else is text, and so are `no`, `12:30` and `2019-12-27`. Keys are always text. Limits hold while
scanning, so a bomb is refused before it unfolds. (The C loader is faster, and crashes on deep nesting.)
"""

import math
import re
import threading
from typing import Any, NamedTuple

from yaml.error import Mark, MarkedYAMLError
from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, StreamEndEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from crisis_sim.scenario.errors import Problem, quoted
from crisis_sim.scenario.faults import NotAllowedError, in_words
from crisis_sim.scenario.tree import Node, Place, Scalar

DEPTH = 32
"""How deep lists and mappings may lie in each other."""
NODES = 50_000
"""How many values a scenario may hold, lists and mappings counted."""
TEXT = 20_000
"""Characters of one value."""
KEY = 200
"""Characters of one key."""
FAULTS = 100
"""After so many faults in one file the rest of it is not read."""

KEPT_FILES, KEPT_VALUES = 64, 2_000
"""Files of so many values at most are kept as they were read: of a scenario that is edited, the others are not read
again. A reading is made of the name and the text of a file alone, and nobody changes its nodes."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, line breaks of old YAML alone, marks that turn the direction of writing, halves of characters."""

_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_OTHER_BASE = re.compile(r"[-+]?0(x[0-9a-fA-F]+|o[0-7]+|b[01]+)")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class Reading(NamedTuple):
    """What a file holds. No `node`: it could not be read to its end. `size` counts its values."""

    node: Node | None
    problems: list[Problem]
    size: int


_kept: dict[tuple[str, str], Reading] = {}
_lock = threading.Lock()


def read(file: str, text: str, room: int = NODES) -> Reading:
    """Read one YAML file that holds a mapping.

    `file` is what messages call it, `room` how many values it may hold.
    """
    known = _kept.get((file, text))
    if known is not None and known.size <= room:
        return known._replace(problems=[])
    reading = _read(file, text, room)
    if reading.node is not None and not reading.problems and reading.size <= KEPT_VALUES:
        with _lock:
            _kept[file, text] = reading._replace(problems=[])
            while len(_kept) > KEPT_FILES:
                del _kept[next(iter(_kept))]
    return reading


def _read(file: str, text: str, room: int) -> Reading:
    if problems := forbidden_characters(file, text):
        return Reading(None, problems, 0)
    reader = _StrictReader(file, text, room)
    try:
        return Reading(reader.document(), reader.problems, reader.size)
    except MarkedYAMLError as error:
        mark, words = in_words(error)
    except (ValueError, OverflowError):
        # PyYAML hands the digits of an escape such as "\UFFFFFFFF" to chr() unseen.
        mark, words = reader.get_mark(), "an escape for a character that does not exist"
    return Reading(None, [*reader.problems, Problem(*reader.place(mark), words)], reader.size)


def forbidden_characters(file: str, text: str) -> list[Problem]:
    """The first characters that no text of a scenario may hold, whatever its format."""
    problems = []
    for found in _FORBIDDEN.finditer(text):
        before = text[: found.start()].rpartition("\n")
        place = Place(file, text.count("\n", 0, found.start()) + 1, len(before[2]) + 1)
        problems.append(Problem(*place, _forbidden(found.group())))
        if len(problems) == 5:
            break
    return problems


def _forbidden(letter: str) -> str:
    if letter == "\ufeff":
        return "a byte order mark: save the file as UTF-8 without it"
    return f"the character U+{ord(letter):04X} is not allowed"


def _value(text: str) -> Scalar:
    """What an unquoted text means; ValueError with the reason, if it would mean something that is not allowed."""
    if text in _WORDS:
        return _WORDS[text]
    if _NOT_FINITE.fullmatch(text):
        raise ValueError("a number must be finite")
    if _OTHER_BASE.fullmatch(text):
        raise ValueError(f"numbers are decimal: put {quoted(text)} in quotes, if it is text")
    if not _NUMBER.fullmatch(text):
        return text
    digits = text.lstrip("+-")
    if re.match("0[0-9]", digits):
        raise ValueError(f"a number cannot begin with 0: put {quoted(text)} in quotes, if it is a code")
    if digits.isdecimal():
        if len(digits) > 15:
            raise ValueError("a whole number may have 15 digits")
        return int(text)
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("this number is too large")
    return number


class _StrictReader(Reader, Scanner, Parser):
    """PyYAML's layers for one text, and the tree built from what they find."""

    def __init__(self, file: str, text: str, room: int) -> None:
        self.file = file
        self.text = text
        self.room = room
        self.size = 0
        self.problems: list[Problem] = []
        self._enough = -1
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def document(self) -> Node:
        """The whole file; a file without values is an empty mapping."""
        self._next()
        if self.check_event(StreamEndEvent):
            return Node({}, Place(self.file, 1, 1))
        self._next()
        node = self._node(1)
        self._next()
        if not self.check_event(StreamEndEvent):
            raise NotAllowedError(self._next().start_mark, "a second document: a file holds one, so take '---' away")
        if node.content is None and not node.written:
            return Node({}, node.place)
        if not isinstance(node.content, dict):
            self._fault(node.place, f"a file holds sections such as `actions:`, not {quoted(node.plain())}")
            return Node({}, node.place)
        return node

    def _next(self) -> Any:
        return self.get_event()  # type: ignore[no-untyped-call]

    def need_more_tokens(self) -> bool:
        """PyYAML asks this many times for each token; between two of them the answer stays no."""
        if self._enough == self.tokens_taken:
            return False
        if super().need_more_tokens():
            return True
        self._enough = self.tokens_taken
        return False

    def place(self, mark: Mark) -> Place:
        """PyYAML counts from 0."""
        return Place(self.file, mark.line + 1, mark.column + 1)

    def add_indent(self, column: int) -> bool:
        grown: bool = super().add_indent(column)
        self._check_depth(len(self.indents) + self.flow_level)
        return grown

    def fetch_flow_collection_start(self, token_class: type) -> None:
        self._check_depth(len(self.indents) + self.flow_level + 1)
        super().fetch_flow_collection_start(token_class)

    def fetch_directive(self) -> None:
        raise NotAllowedError(self.get_mark(), "directives are not allowed: put text that begins with '%' in quotes")

    def _check_depth(self, depth: int) -> None:
        if depth > DEPTH:
            raise NotAllowedError(self.get_mark(), f"nested deeper than {DEPTH} levels")

    def _fault(self, place: Place, message: str) -> None:
        self.problems.append(Problem(*place, message))
        if len(self.problems) >= FAULTS:
            raise NotAllowedError(self.get_mark(), f"{FAULTS} faults: the rest of this file was not read")

    def _node(self, depth: int) -> Node:
        event = self._next()
        place = self.place(event.start_mark)
        self.size += 1
        if self.size > self.room:
            raise NotAllowedError(event.start_mark, f"more than {NODES:,} values in one scenario")
        self._check_plainness(event, place)
        if isinstance(event, ScalarEvent):
            return self._scalar(event, place)
        if isinstance(event, AliasEvent):
            return Node(None, place, "*")
        self._check_depth(depth)
        if isinstance(event, MappingStartEvent):
            return self._mapping(place, depth)
        items = []
        while not self.check_event(SequenceEndEvent):
            items.append(self._node(depth + 1))
        self._next()
        return Node(items, place)

    def _mapping(self, place: Place, depth: int) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not self.check_event(MappingEndEvent):
            event = self._next()
            key_place = self.place(event.start_mark)
            is_new = self._check_key(event, key_place, keys)
            value = self._node(depth + 1)
            if is_new:
                entries[event.value], keys[event.value] = value, key_place
        self._next()
        return Node(entries, place, keys=keys)

    def _check_key(self, event: Any, place: Place, keys: dict[str, Place]) -> bool:
        """Whether there is an entry to keep; faults are noted."""
        self._check_plainness(event, place)
        if isinstance(event, AliasEvent):
            return False
        if not isinstance(event, ScalarEvent):
            raise NotAllowedError(event.start_mark, "a key must be text: quote what begins with a bracket or '? '")
        key = event.value
        if key in keys:
            self._fault(place, f"{quoted(key)} is already given in line {keys[key].line}")
        elif not key:
            self._fault(place, "a key is missing before ':'")
        elif key == "<<":
            self._fault(place, "merge keys ('<<') are not allowed: write the entries out")
        elif len(key) > KEY:
            self._fault(place, f"a key of {len(key):,} characters: at most {KEY}")
        elif found := _FORBIDDEN.search(key):
            self._fault(place, _forbidden(found.group()))
        return key not in keys

    def _check_plainness(self, event: Any, place: Place) -> None:
        if isinstance(event, AliasEvent):
            self._fault(place, f"aliases are not allowed: write the value out, or put '*{event.anchor}' in quotes")
        elif event.anchor is not None:
            self._fault(place, f"anchors are not allowed: take '&{event.anchor}' away, or put the text in quotes")
        elif getattr(event, "tag", None) is not None:
            self._fault(place, "tags are not allowed: take the word with '!' away, or put the text in quotes")

    def _scalar(self, event: Any, place: Place) -> Node:
        text = event.value
        written = self.text[event.start_mark.index : event.end_mark.index]
        if len(text) > TEXT:
            self._fault(place, f"a text of {len(text):,} characters: at most {TEXT:,}")
        elif found := _FORBIDDEN.search(text):
            self._fault(place, _forbidden(found.group()))
        elif event.style is None:
            try:
                return Node(_value(text), place, written)
            except ValueError as error:
                self._fault(place, str(error))
        return Node(text, place, written)
