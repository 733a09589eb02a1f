"""One client's connection: what flows, at the pace of whoever reads."""

import asyncio
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from crisis_sim.classroom.gallery import Looking
from crisis_sim.classroom.hall import Hall
from crisis_sim.classroom.people import Person
from crisis_sim.classroom.streams import read_cursor
from crisis_sim.classroom.views import encoded

MOST_HEARD = 8
"""Frames that a client may send: there is nothing to be said up here."""
MOST_AT_ONCE = 8
"""Connections of one person."""


async def flow(socket: WebSocket, hall: Hall, person: Person, after: str) -> None:
    """Sends whatever this person may see from `after` on, until one of the two goes."""
    if hall.gallery.present[person.id] >= MOST_AT_ONCE:
        await socket.close(1008)
        return
    await socket.accept()
    looking = hall.gallery.enter(person)
    listening = asyncio.create_task(_listen(socket, looking))
    try:
        await _tell(socket, hall, looking, after)
    except (WebSocketDisconnect, RuntimeError):
        pass  # they are gone
    finally:
        listening.cancel()
        hall.gallery.leave(looking)


async def _tell(socket: WebSocket, hall: Hall, looking: Looking, after: str) -> None:
    cursor = read_cursor(after)
    hello = {"hello": {"now": hall.clock.now(), "cursor": str(looking.stream.cursor)}}
    await socket.send_text(encoded(hello).decode())
    while looking.code is None:
        looking.woken.clear()
        frames, cursor = looking.stream.after(cursor)
        for frame in frames:
            await socket.send_text(frame)
        if not frames:
            await looking.woken.wait()
    with suppress(RuntimeError):
        await socket.close(looking.code)


async def _listen(socket: WebSocket, looking: Looking) -> None:
    """Notices that they are gone, or that they talk."""
    heard = 0
    while heard <= MOST_HEARD:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            break
        heard += 1
    looking.code = 1008
    looking.woken.set()
