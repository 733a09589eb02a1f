"""Two classes that differ only in what a seat may not see send that seat's people the same bytes.

Compared is what came over the wire: every frame of the stream and every answer, in order. A leak that is planted in the
way its name tells is noticed by the same comparison.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from crisis_sim.classroom import talk, views
from crisis_sim.engine import chronicle, observation, options
from crisis_sim.rules import chance, sight
from crisis_sim.rules.scoring import score
from crisis_sim.terms.rows import EVENTS
from tests.classroom.inside import inside
from tests.classroom.rooms import SECRETS
from tests.classroom.wire import Somebody, View

SENTINEL = "that was all"
MOST = 8
"""Things that are done in a turn."""


class Secrets(NamedTuple):
    """What Red may not see. `turns`: for each, what the others do in it, as (seat, command, body)."""

    turns: Sequence[Sequence[tuple[str, str, dict[str, Any]]]] = ()
    people: int = 0  # who wait, or sit elsewhere, besides


def order(seat: str, action: str) -> tuple[str, str, dict[str, Any]]:
    return seat, "propose", {"action": f"{seat}.{action}"}


BUSY = Secrets(
    people=5,
    turns=(
        [
            order("blue", "stockpile"),
            ("blue", "message", {"to": ["green"], "text": "a secret between us"}),
            ("green", "message", {"to": ["blue"], "text": "and another"}),
            ("green", "ask", {"text": "May we hoard?"}),
            ("control", "answer", {"table": 1, "seat": "green", "question": 1, "text": "Yes."}),
            ("blue", "note", {"text": "Red knows nothing"}),
            ("blue", "commit", {"committed": True}),
        ],
        [
            order("blue", "talk"),
            order("green", "hoard"),
            ("green", "commit", {"committed": True}),
            ("control", "say", {"table": 1, "to": ["green"], "text": "only for you"}),
            ("control", "hold", {"table": 1, "delay": 0, "stop": False, "copy_to": ["green"]}),
            ("control", "override", {"table": 1, "gauge": "stock", "value": 90.0, "reason": "it was so"}),
            ("control", "inject", {"table": 1, "text": "later", "turn": 9, "to": ["blue"], "reason": "r"}),
        ],
        [
            order("blue", "stockpile"),
            order("blue", "propose_pact"),
            ("control", "bot", {"table": 1, "seat": "green", "agent": "utility"}),
            ("control", "inject", {"table": 1, "inject": "whisper", "reason": "r"}),
            ("control", "bot", {"table": 1, "seat": "green", "agent": "human"}),
        ],
        [
            ("green", "propose", {"action": "green.accept_pact"}),
            ("blue", "propose", {"action": "red.march"}),
            ("blue", "propose", {"action": "blue.stockpile"}),
            ("blue", "withdraw", {"proposal": 1}),
            ("green", "read", {"upto": 3}),
        ],
    ),
)
QUIET = Secrets()
EXPOSING = BUSY._replace(turns=[*BUSY.turns[:2], [*BUSY.turns[2], order("blue", "expose")], *BUSY.turns[3:]])

RED: tuple[Sequence[tuple[str, dict[str, Any]]], ...] = (
    (
        ("propose", {"action": "red.speak", "why": "to be heard"}),
        ("propose", {"action": "blue.stockpile"}),
        ("propose", {"action": "red.nothing"}),
        ("message", {"to": ["blue", "green"], "text": "hello"}),
        ("note", {"text": "we wait"}),
    ),
    (
        ("propose", {"action": "red.patrol"}),
        ("propose", {"action": "red.watch"}),
        ("statement", {"text": "Red is calm."}),
        ("approve", {"proposal": 7}),
        ("ask", {"text": "What do they do?"}),
        ("commit", {"committed": True}),
    ),
    (("propose", {"action": "red.march"}), ("read", {"upto": 2})),
    (("propose", {"action": "red.patrol", "cancel": True}), ("propose", {"action": "red.speak"})),
)


def heard_by_red(secrets: Secrets) -> list[str]:
    """All that two people of Red get: frames and answers, in order."""
    with tempfile.TemporaryDirectory() as folder, inside(Path(folder), str(SECRETS)) as room:
        control = room.control()
        red = [room.pupil("red", name="Ann"), room.pupil("red", name="Ben")]
        others = {seat: room.pupil(seat, name=f"the {seat}") for seat in ("blue", "green")}
        for number in range(secrets.people):
            room.pupil(("blue", "green", None)[number % 3], name=f"one more {number}")
        views_ = [one.stream() for one in red]
        heard = [str(view.hello) for view in views_]
        control.must("phase", to="brief")
        control.must("phase", to="turns")
        for turn in range(5):
            busy = secrets.turns[turn] if turn < len(secrets.turns) else ()
            for n in range(MOST):
                if n < len(busy):
                    seat, command, body = busy[n]
                    (control if seat == "control" else others[seat]).do(command, **body)
                if turn < len(RED) and n < len(RED[turn]):
                    heard.append(_asked(red[n % 2], *RED[turn][n], n))
            heard += _flowed(red, views_, 2 * turn)
            control.must("clock", do="step")
            heard += _flowed(red, views_, 2 * turn + 1)
        return heard


def _asked(somebody: Somebody, command: str, body: dict[str, Any], number: int) -> str:
    answer = somebody.client.post(command, json={"order": f"o-{command}-{number}-{len(str(body))}", **body})
    return f"{answer.status_code} {answer.headers.get('content-length')} {answer.text}"


def _flowed(red: list[Somebody], views_: list[View], mark: int) -> list[str]:
    """What has flowed until now: up to a note of Red's own, which is the same in both classes."""
    red[0].must("note", text=f"{SENTINEL} {mark}")
    found = []
    for view in views_:
        before = len(view.frames)
        view.until(lambda parts: parts.get("notes", {}).get("text") == f"{SENTINEL} {mark}")
        found += view.frames[before:]
    return found


@pytest.fixture(scope="module")
def quiet() -> list[str]:
    return heard_by_red(QUIET)


def test_the_busiest_of_secrets_changes_no_byte(quiet: list[str]) -> None:
    busy = heard_by_red(BUSY)
    for one, other in zip(quiet, busy, strict=False):
        assert one == other
    assert len(quiet) == len(busy)


def test_what_is_compared_is_a_game_in_which_something_happens(quiet: list[str]) -> None:
    whole = "\n".join(quiet)
    for words in (
        "Red speaks.",
        "A fair is held",
        "There is a rumour.",
        "hello",
        "Red is calm.",
        "not_yours",
        "unknown",
    ):
        assert words in whole
    for words in ("secret between us", "Hoard", "whisper", "only for you", "it was so", "May we", "the blue"):
        assert words not in whole


def test_what_is_shown_is_seen_from_then_on(quiet: list[str]) -> None:
    shown = heard_by_red(EXPOSING)
    first = next(n for n, (one, other) in enumerate(zip(quiet, shown, strict=False)) if one != other)
    assert "Blue exposes everything." not in "\n".join(shown[:first])
    assert "Blue exposes everything." in "\n".join(shown)


# Planted leaks


def _log_argument(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(chronicle.Chronicle, "_sees_exactly", lambda self, viewer, gauge: True)


def _global_sequence_number(patch: pytest.MonkeyPatch) -> None:
    line = views.News._line

    def leaking(self: views.News, place: int, event: Any) -> dict[str, Any]:
        return line(self, place, event) | {"id": len(self.game.events)}

    patch.setattr(views.News, "_line", leaking)


def _unread_count(patch: pytest.MonkeyPatch) -> None:
    of_seat = views.of_seat

    def leaking(exercise: Any, table: Any, seat: str, wanted: Any, news: Any) -> Any:
        unread = sum(len(lines) for lines in table.talk.seen.values())
        return {
            **of_seat(exercise, table, seat, wanted, news),
            **({"talk": [b'{"unread":%d}' % unread]} if "talk" in wanted else {}),
        }

    patch.setattr(views, "of_seat", leaking)


def _error_text(patch: pytest.MonkeyPatch) -> None:
    why_not = options.why_not

    def leaking(course: Any, seat: int, action: int, code: int, draft: Any) -> str:
        return f"{why_not(course, seat, action, code, draft)} ({course.events} so far)"

    patch.setattr(options, "why_not", leaking)


def _sort_order(patch: pytest.MonkeyPatch) -> None:
    forces = observation.forces

    def leaking(course: Any, seat: int) -> Any:
        units, place = list(course.compiled.names.units), course.program.places.units
        return tuple(sorted(forces(course, seat), key=lambda one: -course.state.values[place + units.index(one.id)]))

    patch.setattr(observation, "forces", leaking)


def _ready_flags(patch: pytest.MonkeyPatch) -> None:
    draft = views.draft
    patch.setattr(
        views,
        "draft",
        lambda table, seat: draft(table, seat) | {"ready": sum(team.committed for team in table.teams.values())},
    )


def _shared_luck(patch: pytest.MonkeyPatch) -> None:
    uniform = chance.uniform

    def leaking(state: Any, item: int, purpose: int, owner: int, occurrence: int) -> float:
        return uniform(state, item, purpose, owner, state.clock[EVENTS])

    patch.setattr(sight, "uniform", leaking)


def _size(patch: pytest.MonkeyPatch) -> None:
    stage = views.stage

    def leaking(exercise: Any, table: Any) -> dict[str, Any]:
        return stage(exercise, table) | {"padding": " " * (len(exercise.people.all) + len(table.talk.letters))}

    patch.setattr(views, "stage", leaking)


def _id_gap(patch: pytest.MonkeyPatch) -> None:
    tell = talk.Talk._tell

    def leaking(self: talk.Talk, seat: str, kind: str, letter: talk.Letter, text: str) -> None:
        tell(self, seat, kind, letter, text)
        self.seen[seat][-1] = replace(self.seen[seat][-1], id=letter.id)

    patch.setattr(talk.Talk, "_tell", leaking)


def _score(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(observation, "own_score", lambda course, seat: score(course.program, course.state, seat))


LEAKS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "log argument": _log_argument,
    "global sequence number": _global_sequence_number,
    "unread count": _unread_count,
    "error text": _error_text,
    "sort order": _sort_order,
    "ready flags": _ready_flags,
    "shared luck": _shared_luck,
    "size": _size,
    "id gap": _id_gap,
    "score": _score,
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_caught(leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    LEAKS[leak](monkeypatch)
    assert heard_by_red(QUIET) != heard_by_red(BUSY)
