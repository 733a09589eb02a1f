"""Editors are given a schema that is current, valid, and named by every shipped file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from crisis_sim.scenario.loading import load, load_texts, shipped, shipped_folder
from crisis_sim.scenario.schema import FILE, as_text, model_schema, schema
from crisis_sim.scenario.text import read
from tests.scenario.samples import TEXTS

MODELINE = f"# yaml-language-server: $schema=../{FILE}"


def parts(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "Scenario", schema
    yield from schema["$defs"].items()


def errors(text: str) -> list[str]:
    node = read("f.yaml", text).node
    assert node is not None
    return [error.message for error in jsonschema.Draft202012Validator(schema()).iter_errors(node.plain())]


def test_the_schema_beside_the_shipped_scenarios_is_current() -> None:
    assert (shipped_folder() / FILE).read_text(encoding="utf-8") == as_text()


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema()["$id"] == FILE
    assert json.loads(as_text()) == schema()


def test_asking_for_the_schema_leaves_the_models_own_alone() -> None:
    schema()["properties"].clear()
    assert "required" in model_schema()
    assert schema()["properties"]


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_each_file_of_a_scenario_fits_the_schema_by_itself(name: str) -> None:
    assert errors(TEXTS[name]) == []


@pytest.mark.parametrize("name", shipped())
def test_every_file_of_a_shipped_scenario_names_the_schema_and_fits_it(name: str) -> None:
    files = sorted((shipped_folder() / name).glob("*.yaml"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text.splitlines()[0] == MODELINE, file
        assert errors(text) == [], file


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_is_right(name: str) -> None:
    loaded = load(name)
    assert load_texts(loaded.document.texts).scenario == loaded.scenario


@pytest.mark.parametrize("text", ["horizon: soon", "gauges: {a: {start: 1}}", "zzz: 1", "actors: {A: {name: A}}"])
def test_the_schema_catches_what_the_check_catches(text: str) -> None:
    assert errors(text)


def test_every_construct_says_what_it_is() -> None:
    assert [name for name, part in parts(schema()) if not part.get("description")] == []
