"""What can be asked for and changes nothing; and the two commands that are about the server itself."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, Response
from fastapi.responses import JSONResponse

from crisis_sim.classroom import afterwards, views
from crisis_sim.classroom.entrance import Entrance
from crisis_sim.classroom.exercise import DEBRIEF, END
from crisis_sim.classroom.hall import Hall
from crisis_sim.classroom.matrix import LOOKS, kind_of
from crisis_sim.classroom.people import Person
from crisis_sim.classroom.requests import Body, Delete, Unlock
from crisis_sim.classroom.shield import Turned
from crisis_sim.classroom.table import Table
from crisis_sim.journal import NotSaved

Only = Literal["turning"] | None
JSON, BYTES, SVG = "application/json", "application/octet-stream", "image/svg+xml"


def add(
    app: FastAPI,
    hall: Hall,
    entrance: Entrance,
    somebody: Callable[..., Awaitable[Person]],
    refused: dict[int | str, Any],
) -> None:
    """Every address under `/s/SESSION/api/` that is only looked at."""
    exercise, told = hall.exercise, dict[tuple[int, int, str], asyncio.Task[bytes]]()
    Who = Annotated[Person, Depends(somebody)]  # noqa: N806  (a type)

    def may(person: Person, address: str) -> None:
        if kind_of(person) not in LOOKS[address]:
            raise Turned(403, "not_yours", "that is not yours to see")

    def table_of(number: int) -> Table:
        if not 1 <= number <= len(exercise.tables):
            raise Turned(404, "unknown", "there is no such table")
        if not exercise.tables[number - 1].begun:
            raise Turned(409, "not_now", "the game has not begun")
        return exercise.tables[number - 1]

    async def tell(table: Table) -> bytes:
        turns = []
        for turn in afterwards.turns(exercise, table):
            turns.append(turn)
            await asyncio.sleep(0)  # others are answered in between
        return views.encoded(afterwards.debrief(exercise, table, turns))

    async def debriefed(table: Table, only: Only) -> Response:
        if only is not None:
            return Response(views.encoded({"turning": hall.turning.of(table.number)}), media_type=JSON)
        # It is costly, and everybody asks for it at once.
        key = table.number, id(table.game), table.game.digest
        if key not in told:
            told.clear() if len(told) > 2 * len(exercise.tables) else None
            told[key] = asyncio.create_task(tell(table))
        whole, turning = await asyncio.shield(told[key]), views.encoded(hall.turning.of(table.number))
        return Response(b'%s,"turning":%s}' % (whole[:-1], turning), media_type=JSON)

    @app.get("/s/{session}/api/me", responses=refused)
    async def me(person: Who) -> dict[str, Any]:
        """Who one is."""
        return {"name": person.name, "kind": person.kind, "table": person.table, "seat": person.seat,
                "role": person.role}  # fmt: skip

    @app.get("/s/{session}/api/debrief", responses=refused)
    async def debrief(person: Who, only: Only = None) -> Response:
        """Everything about the game of one's own table, when it is time; or only what it turned on."""
        may(person, "api/debrief")
        if exercise.phase not in (DEBRIEF, END):
            raise Turned(409, "not_now", "the debrief has not begun")
        return await debriefed(table_of(person.table or 0), only)

    @app.get("/s/{session}/api/debrief/{table}", responses=refused)
    async def debrief_of(person: Who, table: int, only: Only = None) -> Response:
        """Everything about the game of a table, at any time; or only what it turned on, from the debrief on."""
        may(person, "api/debrief/{table}")
        return await debriefed(table_of(table), only)

    @app.get("/s/{session}/api/see/{table}/{seat}", responses=refused)
    async def see(person: Who, table: int, seat: str) -> Response:
        """What the people of a seat see now."""
        may(person, "api/see/{table}/{seat}")
        if not 1 <= table <= len(exercise.tables) or seat not in exercise.seats:
            raise Turned(404, "unknown", "there is no such seat")
        return Response(hall.gallery.seat(table, seat), media_type=JSON)

    @app.get("/s/{session}/api/gauges/{table}", responses=refused)
    async def gauges(person: Who, table: int) -> dict[str, Any]:
        """Every gauge of a table, in truth."""
        may(person, "api/gauges/{table}")
        now = table_of(table).game.result()["gauges"]
        known = exercise.crisis.compiled.scenario.gauges
        return {
            name: {"what": known[name].what, "value": value, "low": known[name].bounds[0],
                   "high": known[name].bounds[1]}
            for name, value in now.items()
        }  # fmt: skip

    @app.get("/s/{session}/api/preview/{table}", responses=refused)
    async def preview(person: Who, table: int) -> dict[str, Any]:
        """What the next turn brings by itself."""
        may(person, "api/preview/{table}")
        return {"events": afterwards.preview(table_of(table))}

    @app.get("/s/{session}/api/print/{table}", responses=refused)
    async def print_pack(person: Who, table: int) -> dict[str, Any]:
        """What can be handed out on paper."""
        may(person, "api/print/{table}")
        if not 1 <= table <= len(exercise.tables):
            raise Turned(404, "unknown", "there is no such table")
        return afterwards.print_pack(exercise, exercise.tables[table - 1])

    @app.get("/s/{session}/api/participation.csv", responses=_kind(refused, "text/csv"), response_class=Response)
    async def participation(person: Who) -> Response:
        """Who took part, and how much."""
        may(person, "api/participation.csv")
        return _file(afterwards.participation(exercise).encode("utf-8-sig"), "text/csv", "participation.csv")

    @app.get("/s/{session}/api/table-{table}.journal", responses=_kind(refused, BYTES), response_class=Response)
    async def journal(person: Who, table: int) -> Response:
        """The journal of a table."""
        may(person, "api/table-{table}.journal")
        try:
            content = afterwards.journal(table_of(table).game)
        except (OSError, NotSaved):
            raise Turned(507, "not_saved", "there is no space for it on the disk: make some, and try again") from None
        return _file(content, BYTES, f"table-{table}.journal")

    @app.get("/s/{session}/api/qr.svg", responses=_kind(refused, SVG), response_class=Response)
    async def qr(person: Who) -> Response:
        """The address for joining, as an image."""
        may(person, "api/qr.svg")
        import segno

        address = hall.gallery.addresses[-1] if hall.gallery.addresses else "/"
        image = io.BytesIO()
        segno.make(f"{address}join#{entrance.join_code}", micro=False).save(image, kind="svg", scale=6)
        return Response(image.getvalue(), media_type=SVG)


def delete(hall: Hall, body: Body) -> Response:
    """The exercise is gone, if its name was typed."""
    assert isinstance(body, Delete)
    if body.name != hall.exercise.name:
        raise Turned(409, "name", f"type the name of the exercise to delete it: {hall.exercise.name}")
    hall.delete()
    return JSONResponse({"ok": True})


def unlock(entrance: Entrance, body: Body) -> None:
    """An address may try again."""
    assert isinstance(body, Unlock)
    entrance.release(body.address)


def _kind(refused: dict[int | str, Any], kind: str) -> dict[int | str, Any]:
    """The same answers, where what was asked for is no JSON."""
    return {**refused, 200: {"content": {kind: {}}}}


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
