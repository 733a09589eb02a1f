"""docs/model.md says of the scenario what is so, and docs/model-tables.md is written from it."""

from __future__ import annotations

import re

import pytest

from crisis_sim.engine.seats import agent_names
from tests.docs.pages import paragraphs, read
from tests.house.checkout import ROOT
from tests.new_years_eve.runs import crisis, scenario, text
from tests.new_years_eve.test_mechanisms import MECHANISMS
from tests.new_years_eve.test_parameters import TURNED
from tools.write_docs import MODEL_TABLES_PAGE, model_tables_page

PAGE = read(ROOT / "docs/model.md")
PROSE = re.sub(r"^```.*?^```$", "", PAGE, flags=re.MULTILINE | re.DOTALL)
FORMULAS = [
    line
    for block in re.findall(r"^```formula\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if re.match(r"\| \d+ \|", line)
]
CONCEPTS = [
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
]
OTHER_WORDS = {"new_years_eve", "history", "this type"}


def flat(source: str) -> str:
    return " ".join(source.split())


def known() -> set[str]:
    """Every name of the scenario, and of who can play it."""
    names = crisis().compiled.names
    found = {
        *names.parameters,
        *names.traits,
        *names.personas,
        *names.gauges,
        *names.actors,
        *names.facts,
        *names.units,
    }
    found |= {*names.links, *names.happenings, *names.commitments, *names.agreements, *names.claims}
    found |= {*names.classes, *names.flags, *scenario().sources, *agent_names(names)}
    return found


def test_the_tables_are_those_of_the_scenario():
    assert read(MODEL_TABLES_PAGE) == model_tables_page(), "run `make docs`"


def test_the_page_follows_the_outline_of_the_protocol():
    headings = re.findall(r"^## \d+\. (.+)$", PAGE, re.MULTILINE)
    assert headings[:6] == [
        "Purpose and patterns",
        "Entities, state variables and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialization",
        "Input data",
    ]
    assert headings[6].startswith("Submodels")


def test_all_eleven_design_concepts_are_there():
    section = PAGE.partition("## 4. Design concepts")[2].partition("## 5.")[0]
    assert re.findall(r"^\*\*([^*]+)\.\*\*", section, re.MULTILINE) == CONCEPTS


def test_every_mechanism_has_its_section_in_order():
    found = re.findall(r"^### (\d+)\. .+ \(`mechanism\.(\w+)`\)$", PAGE, re.MULTILINE)
    assert found == [(str(number), name) for number, name in enumerate(MECHANISMS, 1)]


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_every_mechanism_gives_a_formula_and_says_what_its_switch_takes_out(mechanism: str):
    section = flat(PAGE.partition(f"(`mechanism.{mechanism}`)")[2].partition("\n#")[0])
    assert "```formula" in section
    assert "Parameter" in section
    assert "At 0 " in section


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_formula_of_the_page_stands_in_the_scenario(formula: str):
    assert flat(formula) in flat(text())


def test_every_name_of_the_page_is_a_name_of_the_scenario():
    quoted = {flat(span) for span in re.findall(r"`([^`]+)`", PROSE)}
    names = {span for span in quoted if re.fullmatch(r"[a-z_0-9]+(\.[a-z_0-9]+)?", span)}
    assert len(names) > 150
    assert names - known() - OTHER_WORDS - {row[3].strip("`") for row in ROWS} == set()


def test_paragraphs_of_the_rulebook_that_the_page_refers_to_are_there():
    cited = {number for bracket in re.findall(r"\[([\d., –]+)\]", PROSE) for number in re.findall(r"\d+\.\d+", bracket)}
    assert len(cited) > 15
    assert cited <= {paragraph.number for paragraph in paragraphs()}


def test_every_row_of_the_table_has_its_test_and_every_test_its_row():
    tests = re.findall(r"^def (test_\d\d_\w+)", read(ROOT / "tests/new_years_eve/test_seed.py"), re.MULTILINE)
    assert [row[3].strip("`") for row in ROWS] == tests
    assert [int(row[0]) for row in ROWS] == list(range(1, len(tests) + 1))
    assert len(ROWS) >= 30


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_row_of_the_table_names_what_stands_for_it(row: list[str]):
    assert set(re.findall(r"`([^`]+)`", row[2])) <= known()
    assert "`" in row[2]


@pytest.mark.parametrize("name", [*scenario().outcomes, *TURNED])
def test_every_outcome_and_every_parameter_that_lessons_turn_is_explained(name: str):
    assert f"`{name}`" in PAGE
