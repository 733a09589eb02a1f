"""The pages, as they stand in the folder `pages`: no build, nothing from elsewhere."""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from crisis_sim.classroom.entrance import Entrance
from crisis_sim.classroom.matrix import LOOKS, kind_of
from crisis_sim.classroom.people import Person
from crisis_sim.classroom.shield import Turned

FOLDER = Path(__file__).parent / "pages"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}


def add(app: FastAPI, entrance: Entrance) -> None:
    """Every page there is."""
    known = {path.name: path for path in FOLDER.glob("*") if path.suffix in KINDS} if FOLDER.is_dir() else {}

    def page(name: str) -> Response:
        if name not in known:
            raise Turned(404, "not_found", "there is nothing here")
        return Response(known[name].read_bytes(), media_type=KINDS[known[name].suffix])

    def own(request: Request, session: str, address: str, choose: "dict[str, str] | str") -> Response:
        try:
            person: Person = entrance.person(request.cookies, session)
        except Turned:
            return RedirectResponse("/join", 303)
        if kind_of(person) not in LOOKS[address]:
            raise Turned(403, "not_yours", "that is not yours to see")
        return page(choose if isinstance(choose, str) else choose[person.kind])

    @app.get("/", include_in_schema=False)
    async def start() -> Response:
        return page("start.html")

    @app.get("/join", include_in_schema=False)
    async def join() -> Response:
        return page("join.html")

    @app.get("/control", include_in_schema=False)
    async def control() -> Response:
        return page("control_join.html")

    @app.get("/pages/{name}", include_in_schema=False)
    async def file(name: str) -> Response:
        return page(name)

    @app.get("/s/{session}/", include_in_schema=False)
    async def mine(request: Request, session: str) -> Response:
        return own(request, session, "", {"pupil": "team.html", "control": "control.html", "screen": "screen.html"})

    @app.get("/s/{session}/debrief", include_in_schema=False)
    async def debrief(request: Request, session: str) -> Response:
        return own(request, session, "debrief", "debrief.html")

    @app.get("/s/{session}/print", include_in_schema=False)
    async def print_pack(request: Request, session: str) -> Response:
        return own(request, session, "print", "print.html")
