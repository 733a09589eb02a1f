"""What PyYAML says about text that is not YAML, in an author's words and at the place that has to be changed."""

import re
from typing import NamedTuple

from yaml.error import Mark, MarkedYAMLError


class Advice(NamedTuple):
    """What to tell the author when PyYAML's message matches, and whether the place to change is where it all began."""

    pattern: str
    words: str
    at_the_beginning: bool = False


_ADVICE = (
    Advice(r"character '\\t' that cannot start", "a tab: indent and separate with spaces"),
    Advice(r"character (?P<found>.+) that cannot start", "text cannot begin with {found}: put it in quotes"),
    Advice(r"could not find expected ':'", "`key: value` is expected here, and there is no ': '", True),
    Advice(r"sequence entries are not allowed", "'- ' cannot stand here: check the indentation, or quote the text"),
    Advice(r"mapping keys are not allowed", "'? ' cannot stand here: check the indentation, or quote the text"),
    Advice(r"mapping values are not allowed", "': ' cannot stand here: check the indentation, or quote the text"),
    Advice(r"indentation indicator|a comment or a line break", "after '|' or '>' begin a new line"),
    Advice(r"unexpected end of stream|unexpected document separator", "this quote is never closed", True),
    Advice(r"unknown escape character", "an unknown escape in double quotes: write \\\\ for \\, or use single quotes"),
    Advice(r"escape sequence of \d+ hexadecimal", "an escape that is too short: \\xNN, \\uNNNN or \\UNNNNNNNN"),
    Advice(r"or '(?P<found>.)', but got '<stream end>'", "a bracket is never closed: '{found}' is missing", True),
    Advice(r"expected ',' or '(?P<found>.)'", "',' or '{found}' is expected here"),
    Advice(r"<block end>, but found '(?P<found>[]},])'", "'{found}' cannot stand here: quote text that holds it"),
    Advice(
        r"<block end>, but found '<scalar>'", "text after the end of a value: quote it all, or check the indentation"
    ),
    Advice(r"<block end>, but found ':'", "a key is missing before ':'"),
    Advice(r"expected <block end>", "the indentation fits nothing above: line it up with its neighbours"),
    Advice(r"node content, but found '(?P<found>[^<]+)'", "a value is missing before '{found}', or quotes around it"),
    Advice(r"expected the node content", "a value is missing here"),
    Advice(r"expected '<document start>'", "this belongs to nothing above: check the indentation and the brackets"),
)

_PROPERTIES = {
    "alias": "text cannot begin with '*' (aliases are not allowed): put it in quotes",
    "anchor": "text cannot begin with '&' (anchors are not allowed): put it in quotes",
    "tag": "text cannot begin with '!' (tags are not allowed): put it in quotes",
}


class NotAllowedError(MarkedYAMLError):
    """YAML that is well formed and not allowed; its `problem` is already in an author's words."""

    def __init__(self, mark: Mark, problem: str) -> None:
        super().__init__(problem=problem, problem_mark=mark)


def in_words(error: MarkedYAMLError) -> tuple[Mark, str]:
    """Where to look, and what to say."""
    problem = error.problem or "this cannot be read"
    here = error.problem_mark or error.context_mark
    assert here is not None
    if isinstance(error, NotAllowedError):
        return here, problem
    for property_, words in _PROPERTIES.items():
        if f"{property_}" in (error.context or "").split() or f"{property_} handle" in problem:
            return error.context_mark or here, words
    for advice in _ADVICE:
        if found := re.search(advice.pattern, problem):
            began = error.context_mark if advice.at_the_beginning else None
            return began or here, advice.words.format(**found.groupdict())
    return here, problem
