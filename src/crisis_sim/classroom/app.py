"""The wire: every address there is, and what is answered there. Who may use which stands in `matrix`."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, Request, Response, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from crisis_sim.classroom import looks, pages_served
from crisis_sim.classroom.doors import Pace
from crisis_sim.classroom.entrance import Entrance
from crisis_sim.classroom.entries import Answer
from crisis_sim.classroom.hall import Hall, NotKept, Stopping
from crisis_sim.classroom.matrix import COMMANDS, kind_of
from crisis_sim.classroom.people import Person
from crisis_sim.classroom.requests import BODIES, Body, Enter, Join
from crisis_sim.classroom.shield import Turned
from crisis_sim.classroom.socket import flow

Somebody = Callable[..., Awaitable[Person]]


class Done(BaseModel):
    """It is on the disk and done; what else there is to say depends on what was asked."""

    model_config = ConfigDict(extra="allow")

    ok: Literal[True]


class NotDone(BaseModel):
    """It was not done. `reason` is one sentence to show."""

    ok: Literal[False]
    code: str
    reason: str


REFUSED: dict[int | str, dict[str, Any]] = {
    status: {"model": NotDone, "description": what}
    for status, what in {
        400: "The request cannot be read.",
        401: "No token, or one that does not count any more.",
        403: "Not yours.",
        404: "There is no such thing.",
        409: "Refused, as things stand.",
        413: "Too large.",
        415: "No JSON.",
        421: "Another host.",
        422: "A field is missing or wrong.",
        429: "Too fast, or too many wrong codes.",
        503: "The server is about to end.",
        507: "It could not be saved.",
    }.items()
}
STATUS = {"not_yours": 403, "mistake": 500}
"""Of a refusal, by its code; all others are 409."""


def make_app(hall: Hall, entrance: Entrance) -> FastAPI:
    """The application around one exercise."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        started = await hall.started()
        yield
        if started:
            await hall.stop()

    app = FastAPI(
        title="crisis_sim classroom", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None,
        redirect_slashes=False,
    )  # fmt: skip
    app.add_exception_handler(Turned, _turned)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)

    async def somebody(request: Request, session: str) -> Person:
        return entrance.person(request.cookies, session)

    _entrance(app, entrance)
    _commands(app, hall, entrance, somebody)
    looks.add(app, hall, entrance, somebody, REFUSED)
    pages_served.add(app, entrance)

    @app.websocket("/s/{session}/stream")
    async def stream(socket: WebSocket, session: str, after: str = "") -> None:
        await flow(socket, hall, entrance.person(socket.cookies, session), after)

    return app


def _entrance(app: FastAPI, entrance: Entrance) -> None:
    @app.post("/api/join", response_model=Done, responses=REFUSED)
    async def join(request: Request, body: Join) -> Response:
        """A pupil or a screen comes in by a code."""
        return await _kept(lambda: entrance.join(_address(request), body.code, body.name, body.order))

    @app.post("/api/control", response_model=Done, responses=REFUSED)
    async def control(request: Request, body: Enter) -> Response:
        """The facilitator comes in."""
        return await _kept(lambda: entrance.control(_address(request), body.code, body.password, body.order))

    @app.get("/api/lobby")
    async def lobby() -> dict[str, Any]:
        """What may be known at the door."""
        return entrance.lobby()


def _commands(app: FastAPI, hall: Hall, entrance: Entrance, somebody: Somebody) -> None:
    pace = Pace()
    for name in COMMANDS:
        app.add_api_route(
            f"/s/{{session}}/api/{name}",
            _command(hall, entrance, pace, name, somebody),
            methods=["POST"],
            response_model=Done,
            responses=REFUSED,
            name=name,
        )


def _command(
    hall: Hall, entrance: Entrance, pace: Pace, name: str, somebody: Somebody
) -> Callable[..., Awaitable[Response]]:
    shape = BODIES[name]

    async def command(body: shape, person: Annotated[Person, Depends(somebody)]) -> Response:  # type: ignore[valid-type]
        asked: Body = body
        if kind_of(person) not in COMMANDS[name]:
            raise Turned(403, "not_yours", "that is not yours to do")
        if pace.too_fast(person):
            raise Turned(429, "too_fast", "that was too fast: wait a second")
        if name == "delete":
            return looks.delete(hall, asked)
        if name == "unlock":
            looks.unlock(entrance, asked)

        async def done() -> Response:
            return _answered(await hall.command(person, asked.order, name, asked.wanted()))

        return await _kept(done)

    command.__doc__ = shape.__doc__
    return command


async def _kept(work: Callable[[], Awaitable[Response]]) -> Response:
    """Does something that has to be saved."""
    try:
        return await work()
    except NotKept as trouble:
        raise Turned(507, "not_saved", str(trouble)) from None
    except Stopping:
        raise Turned(503, "stopping", "the server is about to end: try again in a moment") from None


def _answered(answer: Answer) -> Response:
    status = 200 if answer.ok else STATUS.get(answer.code, 409)
    return JSONResponse(answer.as_json(), status)


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else ""


# What goes wrong, as one sentence


def _refusal(status: int, code: str, reason: str) -> Response:
    return JSONResponse({"ok": False, "code": code, "reason": reason}, status)


async def _turned(_: Request, error: Exception) -> Response:
    assert isinstance(error, Turned)
    return JSONResponse(error.body, error.status)


async def _malformed(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    # What was sent is not repeated: it may be anything.
    where = ".".join(str(step) for step in first["loc"] if step not in ("body", "path", "query") and _short(step))
    return _refusal(422, "malformed", f"{where or 'the request'}: {str(first['msg']).lower()[:200]}")


def _short(step: object) -> bool:
    return len(str(step)) <= 40 and str(step).isprintable()


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reasons = {404: "there is nothing here", 405: "that is asked for in another way"}
    reason = reasons.get(error.status_code, "the request cannot be read")
    answer = _refusal(error.status_code, "not_found" if error.status_code == 404 else "malformed", reason)
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer
