"""The JSON Schema of a scenario file, with which an editor completes and checks what an author types.

`tools/write_schema.py` writes it beside the shipped scenarios. A section may stand in any file of a scenario, so the
schema of one file requires none of them; `crisis-sim check` does, of the scenario as a whole.
"""

import copy
import functools
import json
from typing import Any

FILE = "scenario.schema.json"


@functools.cache
def model_schema() -> dict[str, Any]:
    """The schema of a whole scenario, as pydantic makes it. Read it; do not change it."""
    from crisis_sim.scenario.models import Scenario

    return Scenario.model_json_schema()


def schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of one file of a scenario: any of the sections, none of them required."""
    whole = copy.deepcopy(model_schema())
    del whole["required"]
    _close(whole)
    note = "One file of a scenario. Each section stands in one file or in several; no file needs all of them."
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": FILE,
        **whole,
        "title": "A crisis_sim scenario",
        "description": f"{whole['description']}\n\n{note}",
    }


def _close(part: Any) -> None:
    """Pydantic says which pattern keys have, and not that there may be no others."""
    if isinstance(part, dict):
        if "patternProperties" in part:
            part["additionalProperties"] = False
        part = list(part.values())
    if isinstance(part, list):
        for below in part:
            _close(below)


def as_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
