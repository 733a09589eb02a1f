"""The way in: codes become tokens, tokens become people."""

import secrets
from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

from crisis_sim.classroom import doors
from crisis_sim.classroom.doors import COOKIE, Lock, Password
from crisis_sim.classroom.hall import Hall
from crisis_sim.classroom.people import Person
from crisis_sim.classroom.shield import Turned

LONG_ENOUGH = 16
"""Letters of an order id that nobody else can guess."""
MOST_RECENT = 500


class Entrance:
    """`code`: the facilitator's, made anew at each start. `password`: theirs too, where the class is on a network."""

    def __init__(self, hall: Hall, code: str, password: Password | None) -> None:
        self._hall, self._code, self._password = hall, code, password
        self.lock = Lock()
        self._recent: dict[tuple[str, ...], tuple[str, dict[str, Any]]] = {}

    @property
    def join_code(self) -> str:
        """What pupils type."""
        return str(self._hall.exercise.made["codes"]["join"])

    def person(self, cookies: Mapping[str, str], session: str) -> Person:
        """Who holds this token, if the address is theirs. Turned otherwise."""
        exercise = self._hall.exercise
        token = cookies.get(COOKIE)
        known = exercise.people.by_token.get(doors.hashed(token, exercise.name)) if token else None
        if known is None or known.revoked or known.until < self._hall.clock.now():
            raise Turned(401, "token", "you have not joined, or not any more: join again")
        if known.session != session:
            raise Turned(403, "not_yours", "this address belongs to somebody else")
        return known

    def lobby(self) -> dict[str, Any]:
        """What may be known before anybody has joined."""
        scenario = self._hall.exercise.crisis.compiled.scenario
        return {
            "title": scenario.title,
            "content_note": scenario.content_note,
            "password_needed": self._password is not None,
            "ended": self._hall.exercise.over,
        }

    async def join(self, address: str, code: str, name: str | None, order: str) -> Response:
        """A pupil or a screen. Whoever asks again, since the answer got lost, is the same person."""
        self._check_lock(address)
        asked = ("join", address, code, order)
        if asked in self._recent:
            return _with_token(*self._recent[asked])
        opened = doors.opened_by(self._hall.exercise, code)
        if opened is None:
            raise self._failed(address, "that is not the code: look at it again")
        body = {"as": opened.kind, "name": name, "table": opened.table, "seat": opened.seat}
        return await self._enter(asked, {key: value for key, value in body.items() if value is not None})

    async def control(self, address: str, code: str, password: str | None, order: str) -> Response:
        """The facilitator."""
        self._check_lock(address)
        asked = ("control", address, code, password or "", order)
        if asked in self._recent:
            return _with_token(*self._recent[asked])
        fits = self._password is None or self._password.fits(password or "")
        if not (doors.same_code(code, self._code) and fits):
            raise self._failed(address, "the facilitator's code or the password is wrong")
        return await self._enter(asked, {"as": "control", "name": "Control"})

    async def _enter(self, asked: tuple[str, ...], body: dict[str, Any]) -> Response:
        token, exercise = doors.new_token(), self._hall.exercise
        body |= {
            "person": secrets.token_hex(8),
            "session": secrets.token_hex(6),
            "token": doors.hashed(token, exercise.name),
            "chance": secrets.randbelow(2**31),
        }
        answer = await self._hall.by_the_server("enter", body)
        if not answer.ok:
            raise Turned(409, answer.code, answer.reason)
        if len(asked[-1]) >= LONG_ENOUGH:
            self._recent[asked] = token, answer.as_json()
            if len(self._recent) > MOST_RECENT:
                del self._recent[next(iter(self._recent))]
        return _with_token(token, answer.as_json())

    def _check_lock(self, address: str) -> None:
        seconds = self.lock.seconds(address)
        if seconds > 0:
            raise Turned(429, "locked", f"too many wrong codes: try again in {round(seconds) or 1} seconds")

    def _failed(self, address: str, reason: str) -> Turned:
        self.lock.failed(address)
        self._hall.gallery.locked = self.lock.locked
        self._hall.gallery.look_again()
        return Turned(403, "wrong_code", reason)

    def release(self, address: str) -> None:
        """The facilitator lets them try again."""
        self.lock.release(address)
        self._hall.gallery.locked = self.lock.locked
        self._hall.gallery.look_again()


def _with_token(token: str, answer: dict[str, Any]) -> Response:
    response = JSONResponse(answer)
    # A path for each person: several tabs of one browser can be several people.
    response.set_cookie(COOKIE, token, path=f"/s/{answer['session']}", httponly=True, samesite="strict")
    return response
