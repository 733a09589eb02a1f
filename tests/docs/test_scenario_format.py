"""The author's guide: its examples work, and it leaves nothing out."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from crisis_sim.compiler import blank_state, compile_scenario
from crisis_sim.compiler.effects import FORMS
from crisis_sim.compiler.finished_scope import NOTED
from crisis_sim.compiler.pins import DRAWS
from crisis_sim.compiler.things import THINGS
from crisis_sim.language import DISTRIBUTIONS, FUNCTIONS
from crisis_sim.rules.game import advance, over, start
from crisis_sim.scenario import constructs, happenings, minds, models, reading, targets, text
from crisis_sim.scenario.errors import ScenarioError
from crisis_sim.scenario.loading import load_texts
from crisis_sim.terms.codes import DOCTRINE, HISTORICAL
from crisis_sim.terms.rows import OUTCOME_CLASS
from tests.docs.pages import SCENARIO_FORMAT, blocks, quoted_words, read, sections

PAGE = blocks(SCENARIO_FORMAT)
MAIN = "scenario.yaml"


def example() -> dict[str, str]:
    """The texts of the scenario that all blocks of the page make together."""
    parts = [block.text for block in PAGE if block.kind == "yaml" and not block.note]
    return {MAIN: parts[0], **{f"part_{number}.yaml": part for number, part in enumerate(parts[1:])}}


def lines(kind: str) -> list[str]:
    return [line for block in PAGE if block.kind == kind for line in block.text.splitlines()]


def effect_lines(*effects: str) -> str:
    return f"injects: {{of_the_page: {{name: Of the page, effects: {json.dumps(effects)}}}}}\n"


def complaints(extra: str) -> list[str]:
    """What is wrong with the example when this is added."""
    try:
        compile_scenario(load_texts({**example(), "mistaken.yaml": extra}))
    except ScenarioError as error:
        return str(error).splitlines()
    return []


@pytest.mark.parametrize("agent", [DOCTRINE, HISTORICAL])
def test_the_blocks_of_the_page_make_a_scenario_that_can_be_played(agent: int) -> None:
    compiled = compile_scenario(load_texts(example()))
    program, state = compiled.program, blank_state(compiled.program)
    seats = program.sizes.seats
    for run in range(5):
        start(program, state, 1, run, [agent] * seats, [0] * seats)
        while not over(state):
            advance(program, state)
        assert 0 <= state.clock[OUTCOME_CLASS] < program.sizes.classes


@pytest.mark.parametrize("line", lines("effect"))
def test_every_effect_of_the_page_works(line: str) -> None:
    assert complaints(effect_lines(line)) == []


@pytest.mark.parametrize("line", lines("expr"))
def test_every_expression_and_amount_of_the_page_works(line: str) -> None:
    assert complaints(effect_lines(f"tension = {line}")) == []


@pytest.mark.parametrize("line", lines("view"))
def test_every_view_of_the_page_works_for_its_seat(line: str) -> None:
    seat, _, expression = line.partition(": ")
    action = json.dumps({"name": "Of the page", "requires": expression})
    assert complaints(f"actions: {{{seat}.of_the_page: {action}}}\n") == []


def test_the_mistakes_of_the_page_are_answered_as_it_says() -> None:
    (mistaken,) = (block.text for block in PAGE if block.note == "mistaken")
    assert complaints(mistaken) == lines("text")


def test_every_block_of_the_page_is_tested() -> None:
    assert {block.kind for block in PAGE} == {"yaml", "effect", "expr", "view", "text"}


def fields() -> Iterator[tuple[str, str]]:
    """Every field of every construct, with the construct's name."""
    for module in (constructs, happenings, minds, models, targets):
        for model in vars(module).values():
            if isinstance(model, type) and issubclass(model, BaseModel) and model.__module__ == module.__name__:
                for field in model.model_fields:
                    yield model.__name__, field


HEADINGS = {
    "Scenario": None,
    "Parameter": "Sources and parameters",
    "Sourced": "Sources and parameters",
    "Actor": "Actors",
    "Gauge": "Gauges",
    "Shown": "Gauges",
    "Relax": "Gauges",
    "Force": "Forces",
    "Fact": "Facts",
    "Link": "Links",
    "Happening": "What can happen",
    "Outcome": "What can happen",
    "Action": "Actions",
    "Process": "Processes",
    "Inject": "Injects",
    "Claim": "Claims",
    "Commitment": "Commitments",
    "Agreement": "Agreements",
    "Doctrine": "Doctrines and personas",
    "Reaction": "Doctrines and personas",
    "Persona": "Doctrines and personas",
    "Objective": "Objectives, outcomes, ends, flags",
    "OutcomeClass": "Objectives, outcomes, ends, flags",
    "End": "Objectives, outcomes, ends, flags",
    "Flag": "Objectives, outcomes, ends, flags",
    "History": "History",
    "RecordedOrder": "History",
    "RecordedDraw": "History",
    "Target": "Targets and hindcast",
    "Hindcast": "Targets and hindcast",
    "Foreseen": "Targets and hindcast",
}
"""Under which heading the fields of each construct stand."""

ONCE = {"Happening", "Sourced"}
"""What other constructs take over from these is explained once, under their headings."""


def test_every_field_is_explained_under_its_heading() -> None:
    page = sections(SCENARIO_FORMAT)
    shared = {field for construct, field in fields() if construct in ONCE} | {"what", "name"}
    missing = []
    for construct, field in fields():
        heading = HEADINGS[construct]
        told = quoted_words(read(SCENARIO_FORMAT) if heading is None else page[heading])
        if field not in told and (construct in ONCE or field not in shared):
            missing.append(f"{construct}.{field}")
    assert missing == []


def test_every_section_has_an_example() -> None:
    written = "".join(example().values())
    missing = [field for field in models.Scenario.model_fields if f"\n{field}:" not in f"\n{written}"]
    assert missing == []


def test_every_function_verb_distribution_and_draw_is_explained() -> None:
    page = sections(SCENARIO_FORMAT)
    assert set(FUNCTIONS) <= quoted_words(page["Expressions"])
    assert set(THINGS) <= quoted_words(page["Expressions"])
    assert set(DISTRIBUTIONS) <= quoted_words(page["Amounts"])
    assert set(FORMS) <= quoted_words(page["Effects"])
    assert set(DRAWS) <= quoted_words(page["History"])
    assert set(NOTED) <= quoted_words(page["Targets and hindcast"])


def test_every_function_verb_and_distribution_has_an_example() -> None:
    examples = "\n".join([*lines("expr"), *lines("effect"), *example().values()])
    names = [*FUNCTIONS, *THINGS, *NOTED, *DISTRIBUTIONS, *(set(FORMS) - {"propose", "accept", "reject"})]
    assert [name for name in names if f"{name}(" not in examples] == []


def test_the_limits_of_the_page_are_those_of_the_program() -> None:
    page = sections(SCENARIO_FORMAT)["Limits"]
    sizes = f"{reading.FILE_BYTES // 1024} KiB; {reading.FOLDER_BYTES // 1024 // 1024} MiB; {reading.FILES} |"
    assert sizes in page
    assert f"{text.NODES:,}; {text.DEPTH} |" in page
    assert f"{text.TEXT:,} characters; {text.KEY} |" in page
