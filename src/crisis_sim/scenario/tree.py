"""A scenario's text as values that remember where they were written, so that a later fault is shown in its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
Plain: TypeAlias = Scalar | list["Plain"] | dict[str, "Plain"]
Path: TypeAlias = Sequence[str | int]
"""The way to a value from the top of a scenario: `("gauges", "tension", "bounds", 1)`."""


class Place(NamedTuple):
    """Where something stands. Line and column count from 1; columns count characters."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Node:
    """A value with the place where it begins; a mapping also knows the places of its keys.

    `written` is a scalar's own text, quotes and line breaks included.
    """

    content: Scalar | list["Node"] | dict[str, "Node"]
    place: Place
    written: str = ""
    keys: dict[str, Place] = field(default_factory=dict)

    def plain(self) -> Plain:
        """The value without its places."""
        match self.content:
            case dict() as entries:
                return {key: node.plain() for key, node in entries.items()}
            case list() as items:
                return [node.plain() for node in items]
            case scalar:
                return scalar

    def child(self, step: str | int) -> "Node | None":
        """The value one step further down, if there is one."""
        if isinstance(self.content, dict) and isinstance(step, str):
            return self.content.get(step)
        if isinstance(self.content, list) and isinstance(step, int) and 0 <= step < len(self.content):
            return self.content[step]
        return None

    def at(self, offset: int) -> Place:
        """The place of the text's character `offset` (from 0), also where it is quoted or runs over several lines.

        With escapes in it: the place where the text begins.
        """
        if not isinstance(self.content, str) or not self.written:
            return self.place
        body = _body(self.written)
        text = self.written[body]
        if text.split() != self.content.split():
            return self.place
        *lines_before, before = self.written[: body.start + _same_letter(self.content, offset, text)].split("\n")
        if not lines_before:
            return self.place._replace(column=self.place.column + len(before))
        return Place(self.place.file, self.place.line + len(lines_before), len(before) + 1)


def node_at(root: Node, path: Path) -> Node | None:
    """The value at a path, if there is one."""
    node: Node | None = root
    for step in path:
        node = node.child(step) if node is not None else None
    return node


def locate(root: Node, path: Path, *, key: bool = False, offset: int | None = None) -> Place:
    """The place of the value at `path`, of its key, or of one character of its text.

    Where the path leads nowhere, the place of the key of the innermost thing on it that exists.
    """
    node, key_place = root, root.place
    for step in path:
        below = node.child(step)
        if below is None:
            return key_place
        key_place = node.keys[step] if isinstance(step, str) else below.place
        node = below
    if key:
        return key_place
    return node.place if offset is None else node.at(offset)


def _body(written: str) -> slice:
    """The part of a scalar's own text that holds its words: without quotes, without the line of `|` or `>`."""
    if written[0] in "'\"":
        return slice(1, len(written) - 1)
    if written[0] in "|>":
        return slice(len(written.partition("\n")[0]) + 1, len(written))
    return slice(0, len(written))


def _same_letter(value: str, offset: int, text: str) -> int:
    """Where in `text` the character `value[offset]` stands, when the two differ in white space alone."""
    letters_before = len("".join(value[:offset].split()))
    for position, letter in enumerate(text):
        if not letter.isspace():
            if letters_before == 0:
                return position
            letters_before -= 1
    return len(text.rstrip())
