"""The interface keeps to what it says of itself, whatever is sent: no unnamed status, none of our own fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from crisis_sim.classroom import doors
from crisis_sim.classroom.matrix import COMMANDS
from tests.classroom.inside import Inside, inside
from tests.classroom.wire import Somebody

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
NOT_TRIED = {"delete"}
"""It would end the server."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    patch = pytest.MonkeyPatch()
    patch.setattr(doors, "BURST", 1e9)
    patch.setattr(doors, "MOST_FAILURES", 10**9)
    with inside(tmp_path_factory.mktemp("store")) as server:
        yield server
    patch.undo()


@pytest.fixture(scope="module")
def people(room: Inside) -> dict[str, Somebody]:
    control, teams = room.begun()
    return {"control": control, "head": teams["ar"], "waiting": room.pupil(), "screen": room.screen()}


@pytest.mark.parametrize("kind", ["control", "head", "waiting", "screen", "stranger"])
def test_the_interface_keeps_to_its_description(room: Inside, people: dict[str, Somebody], kind: str) -> None:
    schema = schemathesis.openapi.from_dict(room.app.openapi())
    somebody = people.get(kind)
    session = somebody.session if somebody is not None else "nobody"
    headers = {"Origin": room.url} | ({"Cookie": f"seat={somebody.cookie}"} if somebody is not None else {})
    tried = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        name = operation.path.rsplit("/", 1)[1]
        if name in NOT_TRIED:
            continue
        tried += 1

        @settings(
            max_examples=8, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def sends(case: schemathesis.Case[Any]) -> None:
            if "session" in (case.path_parameters or {}):
                case.path_parameters["session"] = session
            case.headers.update(headers)
            case.cookies = {}
            answer = case.call(base_url=room.url, timeout=60)
            case.validate_response(answer, checks=CHECKS)

        sends()
    assert tried >= len(COMMANDS)
