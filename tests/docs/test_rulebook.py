"""The rulebook, the cases and the code name one another, and none of them is forgotten."""

from __future__ import annotations

import ast
import re
from collections import defaultdict

import pytest

from crisis_sim.terms import codes
from crisis_sim.terms.codes import EVENT_KINDS
from tests.cases.tables import REASONS
from tests.docs.pages import RULEBOOK, Paragraph, paragraphs, read
from tests.house.checkout import ROOT

PACKAGE = ROOT / "src/crisis_sim"
NOT_TESTABLE: dict[str, str] = {}
"""Paragraphs without a case, each with the reason. There is none so far."""


def functions(module: str) -> dict[str, ast.FunctionDef | ast.ClassDef]:
    tree = ast.parse(read(PACKAGE / module))
    return {node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}


def cases() -> list[str]:
    """The names of all cases."""
    files = sorted((ROOT / "tests/cases").glob("test_*.py"))
    return [name for path in files for name in re.findall(r"^def (test_\w+)", read(path), re.MULTILINE)]


def cited() -> dict[str, set[str]]:
    """For each function of the rules, as `module: function`, the paragraphs that its docstring cites."""
    found = {}
    for path in sorted((PACKAGE / "rules").glob("*.py")):
        module = f"rules/{path.name}"
        for name, node in functions(module).items():
            citation = re.search(r"\(Rulebook ([\d., ]+)\.\)", ast.get_docstring(node) or "")
            found[f"{module}: {name}"] = set(citation[1].split(", ")) if citation else set()
    return found


def test_paragraphs_are_numbered_without_a_gap() -> None:
    numbers = [tuple(map(int, paragraph.number.split("."))) for paragraph in paragraphs()]
    chapters = [int(number) for number in re.findall(r"^## (\d+)\. ", read(RULEBOOK), re.MULTILINE)]
    assert chapters == list(range(1, len(chapters) + 1))
    last = {chapter: max(number for one, number in numbers if one == chapter) for chapter in chapters}
    assert numbers == [(chapter, number) for chapter in chapters for number in range(1, last[chapter] + 1)]


def test_every_numbered_paragraph_names_its_code() -> None:
    numbered = re.findall(r"^\*\*(\d+\.\d+)\*\*", read(RULEBOOK), re.MULTILINE)
    assert numbered == [paragraph.number for paragraph in paragraphs()]


@pytest.mark.parametrize("paragraph", paragraphs(), ids=lambda paragraph: paragraph.number)
def test_the_code_that_a_paragraph_names_is_there(paragraph: Paragraph) -> None:
    assert paragraph.function in functions(paragraph.module)


def test_every_paragraph_has_a_case_and_every_case_a_paragraph() -> None:
    tested = {".".join(name.split("_")[1:3]) for name in cases()}
    assert tested | set(NOT_TESTABLE) == {paragraph.number for paragraph in paragraphs()}
    assert tested & set(NOT_TESTABLE) == set()


def test_the_rules_cite_the_paragraphs_that_name_them() -> None:
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for paragraph in paragraphs():
        if paragraph.module.startswith("rules/"):
            wanted[f"{paragraph.module}: {paragraph.function}"].add(paragraph.number)
    assert {name: numbers for name, numbers in cited().items() if numbers} == dict(wanted)


def test_every_event_kind_is_explained() -> None:
    told = re.findall(r"^\| `(\w+)` \|", next(p.text for p in paragraphs() if p.number == "5.10"), re.MULTILINE)
    assert told == list(EVENT_KINDS)


def test_every_reason_of_a_refusal_is_explained() -> None:
    tree = ast.parse(read(PACKAGE / "terms/codes.py"))
    tuples = [node.targets[0] for node in tree.body if isinstance(node, ast.Assign)]
    names = [
        [one.id for one in made.elts if isinstance(one, ast.Name)] for made in tuples if isinstance(made, ast.Tuple)
    ]
    (reasons,) = (one for one in names if one[0] == "LEGAL")
    assert {getattr(codes, name): name.lower() for name in reasons} == REASONS
    told = next(paragraph.text for paragraph in paragraphs() if paragraph.number == "4.1")
    assert {name.lower() for name in reasons} <= set(re.findall(r"`(\w+)`", told))
