"""What leaves a table: the wall shows what is public and nothing that was only noticed; a spreadsheet obeys no name."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace

import pytest

from crisis_sim.classroom import afterwards, talk
from crisis_sim.classroom.views import News, public_news
from crisis_sim.compiler import Compiled
from crisis_sim.terms.codes import PRIVATE
from tests.classroom.rooms import Room


def on_the_wall(room: Room, compiled: Compiled) -> list[str]:
    game = room.exercise.tables[0].game
    heard = [News(game, seat) for seat in room.exercise.seats]
    return [json.loads(line)["text"] for line in public_news(compiled, heard)]


def test_the_wall_shows_what_is_done_before_all_and_not_what_all_have_noticed() -> None:
    room = Room()
    room.everybody()
    for _ in range(room.exercise.format.turns):
        for seat in room.exercise.seats:
            for action in room.legal(seat)[:2]:
                room.exercise.tables[0].game.submit(seat, action)
        room.must(room.control, "clock", do="step")
    compiled = room.crisis.compiled
    assert on_the_wall(room, compiled)
    rows = compiled.program.happenings
    private = compiled.program._replace(happenings=rows._replace(visibility=[PRIVATE] * len(rows.visibility)))
    # The very same events, if all sides had only noticed them: whoever did them must not learn that here.
    game = room.exercise.tables[0].game
    told = Counter(event.text for event in game.events if event.action in compiled.names.happenings)
    assert not set(on_the_wall(room, replace(compiled, program=private))) & set(told)


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1+1", "\uff0b1", "\uff20x", "Ann;=1+1", 'a",=1']
)
def test_no_name_is_a_formula_in_whatever_spreadsheet(name: str) -> None:
    room = Room()
    room.enter(name=name)
    text = afterwards.participation(room.exercise)
    (row,) = list(csv.reader(io.StringIO(text)))[1:]
    assert row[0].endswith(name)
    assert row[0][0] not in "=+-@\uff1d\uff0b\uff0d\uff20"
    assert text.splitlines()[1].startswith('"'), "a semicolon in quotation marks parts nothing"


def test_how_much_others_have_on_the_way_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "MOST_HELD", 3)
    room = Room()
    people = room.everybody()
    room.must(room.control, "hold", table=1, delay=0, stop=True, copy_to=[])
    sent = [room.do(people["ar"], "message", to=["bo"], text=f"{n}").code for n in range(5)]
    assert sent == ["", "", "", "full", "full"]
    assert room.do(people["bo"], "message", to=["ar"], text="first").ok
