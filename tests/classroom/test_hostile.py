"""What is sent by those who mean no good: refused with a code, and the others notice nothing."""

from __future__ import annotations

import json
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from crisis_sim.classroom.doors import MOST_FAILURES
from tests.classroom.inside import Inside, inside
from tests.classroom.wire import Somebody, order_id


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with inside(tmp_path_factory.mktemp("store")) as server:
        yield server


@pytest.fixture(scope="module")
def playing(room: Inside) -> tuple[Somebody, dict[str, Somebody]]:
    return room.begun()


Playing = tuple[Somebody, dict[str, Somebody]]


def raw(room: Inside, request: bytes, wait: float = 5) -> bytes:
    """Sends bytes as they are; returns what comes back until the server has nothing more to say."""
    with socket.create_connection(("127.0.0.1", room.port), timeout=wait) as connection:
        answer = b""
        with suppress(ConnectionError):  # it may hang up before all was sent
            connection.sendall(request)
        with suppress(TimeoutError, ConnectionError):
            while b"\r\n\r\n" not in answer or not answer.rstrip().endswith(b"}"):
                more = connection.recv(65536)
                if not more:
                    break
                answer += more
        return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def post(room: Inside, somebody: Somebody, body: bytes, **headers: str | None) -> bytes:
    """A POST of a note, with headers altered or left out."""
    lines: dict[str, str | None] = {
        "Host": f"127.0.0.1:{room.port}",
        "Origin": room.url,
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Cookie": f"seat={somebody.cookie}",
    }
    lines |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return raw(room, f"POST /s/{somebody.session}/api/note HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body)


def note(text: str = "x") -> bytes:
    return json.dumps({"order": order_id(), "text": text}).encode()


def test_a_right_request_is_let_in(room: Inside, playing: Playing) -> None:
    assert status(post(room, playing[1]["ar"], note())) == 200


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "evil.example:80"}, 421),
        ({"host": "127.0.0.1"}, 421),
        ({"host": None}, 400),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": None}, 403),
        ({"origin": "http://127.0.0.1"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"origin": "https://127.0.0.1:{port}"}, 403),
        ({"origin": "http://localhost:{port}"}, 403),
        ({"origin": "http://127.0.0.1:{port}.evil.example"}, 403),
        ({"content_type": None}, 415),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
        ({"content_type": "multipart/form-data; boundary=x"}, 415),
        ({"content_type": "application/jsonp"}, 415),
        ({"cookie": None}, 401),
        ({"cookie": "seat="}, 401),
        ({"cookie": "seat=" + "a" * 4000}, 401),
        ({"content_length": "-1"}, 400),
        ({"content_length": "99999999999999999999"}, 413),
        ({"transfer_encoding": "gzip"}, 501),
    ],
)
def test_a_request_from_elsewhere_is_refused(
    room: Inside, playing: Playing, headers: dict[str, str | None], refused: int
) -> None:
    mine = {name: value.format(port=room.port) if value else value for name, value in headers.items()}
    assert status(post(room, playing[1]["ar"], note("from elsewhere"), **mine)) in (refused, 400)
    assert room.exercise.tables[0].teams["ar"].note != "from elsewhere"


@pytest.mark.parametrize("size", [16 * 1024 + 1, 100_000, 5_000_000])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_large_body_is_refused_in_whatever_pieces_it_comes(
    room: Inside, playing: Playing, size: int, chunked: bool
) -> None:
    somebody, body = playing[1]["ar"], b'{"order":"a","text":"' + b"x" * size + b'"}'
    if not chunked:
        answer = post(room, somebody, body)
        assert not answer or status(answer) == 413
        return
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (body[n : n + 999] for n in range(0, len(body), 999)))
    head = (
        f"POST /s/{somebody.session}/api/note HTTP/1.1\r\nHost: 127.0.0.1:{room.port}\r\nOrigin: {room.url}\r\n"
        f"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nCookie: seat={somebody.cookie}\r\n\r\n"
    )
    answer = raw(room, head.encode() + pieces + b"0\r\n\r\n")
    assert not answer or status(answer) == 413
    assert len(room.exercise.tables[0].teams["ar"].note) < 9000


BODIES = [
    b"", b"null", b"[]", b"0", b'"x"', b"{", b"{}", b"\xff\xfe", b"\x00", b"NaN", b'{"order":"a"}', b'{"text":"x"}',
    b'{"order":"a","text":null}', b'{"order":"a","text":5}', b'{"order":5,"text":"x"}', b'{"order":"","text":"x"}',
    b'{"order":"a b","text":"x"}', b'{"order":"' + b"a" * 65 + b'","text":"x"}',
    b'{"order":"a","text":"x","more":1}', b'{"order":"a","text":["x"]}', b'{"order":"a","text":"\\ud800"}',
    b"[" * 8000, b'{"a":' * 2500, b'{"order":"a","text":"' + b"x" * 9000 + b'"}', b"-" * 16000, b"9" * 16000,
    b'{"order":"../a","text":"x"}', b'{"order":"a\\u0000","text":"x"}',
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_body_that_makes_no_sense_is_refused_in_one_line(room: Inside, playing: Playing, body: bytes) -> None:
    answer = post(room, playing[1]["ar"], body)
    assert status(answer) in (400, 422), answer
    told = json.loads(answer.split(b"\r\n\r\n", 1)[1])
    assert told["ok"] is False
    assert 0 < len(told["reason"]) < 400
    assert told["reason"].isprintable()


@settings(max_examples=60, deadline=None)
@given(body=st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9),
                         lambda inner: st.lists(inner, max_size=3)
                         | st.dictionaries(st.text(max_size=9), inner, max_size=3)),
       command=st.sampled_from(["propose", "message", "commit", "read", "withdraw"]))  # fmt: skip
def test_no_body_makes_the_server_stumble(room: Inside, playing: Playing, body: Any, command: str) -> None:
    somebody = playing[1]["ar"]
    answer = somebody.client.post(command, content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 409, 422, 429), answer.text


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 5000 + b"\r\n",
        b"PUT / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x00" * 1000,
    ],
)
def test_what_is_no_request_gets_no_page(room: Inside, request_: bytes) -> None:
    answer = raw(room, request_, wait=2)
    assert not answer or 400 <= status(answer) < 500


def test_a_stream_is_for_pages_of_our_own(room: Inside, playing: Playing) -> None:
    somebody = playing[1]["ar"]
    url = f"ws://127.0.0.1:{room.port}/s/{somebody.session}/stream"
    for origin in ("http://evil.example", "null", f"http://localhost:{room.port}"):
        with (
            pytest.raises(InvalidStatus),
            connect(url, origin=Origin(origin), additional_headers={"Cookie": f"seat={somebody.cookie}"}),
        ):
            pass
    with pytest.raises(InvalidStatus), connect(url, additional_headers={"Cookie": f"seat={somebody.cookie}"}):
        pass


def test_whoever_talks_into_a_stream_is_put_out(room: Inside, playing: Playing) -> None:
    view = playing[1]["ar"].stream()
    view.until(lambda parts: "stage" in parts)
    with suppress(Exception):
        for _ in range(50):
            view.socket.send("hello")
    while view.read() is not None:
        pass
    assert view.code == 1008


@pytest.mark.parametrize("after", ["0.0", "9.9", "1.-1", "x", "", "1" * 500, "1.1&after=2.2", "%00", "1.1.1"])
def test_no_cursor_opens_more_than_ones_own_view(room: Inside, playing: Playing, after: str) -> None:
    view = playing[1]["ar"].stream(after)
    parts = view.until(lambda parts: "stage" in parts) if after != "" else view.until(lambda parts: "book" in parts)
    assert parts.get("book", {"seat": {"id": "ar"}})["seat"]["id"] == "ar"
    view.close()


def test_half_open_connections_and_silence_keep_nobody_else_out(room: Inside, playing: Playing) -> None:
    somebody = playing[1]["bo"]
    half = [socket.create_connection(("127.0.0.1", room.port)) for _ in range(200)]
    for number, connection in enumerate(half):
        starts = (b"", b"GET / HTT", f"POST /s/{somebody.session}/api/note HTTP/1.1\r\nHost: 127.0.0.1".encode())
        connection.sendall(starts[number % 3])
    for _ in range(5):
        assert somebody.do("note", text="still here")[0] == 200
    for connection in half:
        connection.close()


def test_whoever_connects_and_asks_nothing_is_not_waited_for(
    room: Inside, playing: Playing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crisis_sim.classroom.serving.ASKING_SECONDS", 0.2)
    view = playing[1]["ar"].stream()
    for begun in (b"", b"GET / HTTP/1.1\r\nHost: 127.0"):
        with socket.create_connection(("127.0.0.1", room.port), timeout=5) as connection:
            connection.sendall(begun)
            assert connection.recv(100) == b""
    with httpx.Client(base_url=room.url) as kept:  # one that has asked, and may ask again
        for _ in range(2):
            assert kept.get("/api/lobby").status_code == 200
            threading.Event().wait(0.3)
    playing[1]["ar"].must("note", text="the stream is open still")
    view.until(lambda parts: parts["notes"]["text"] == "the stream is open still")
    view.close()


def test_a_body_that_never_comes_is_not_waited_for(
    room: Inside, playing: Playing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crisis_sim.classroom.shield.BODY_SECONDS", 0.2)
    somebody = playing[1]["ar"]
    head = (
        f"POST /s/{somebody.session}/api/note HTTP/1.1\r\nHost: 127.0.0.1:{room.port}\r\nOrigin: {room.url}\r\n"
        f"Content-Type: application/json\r\nContent-Length: 100\r\nCookie: seat={somebody.cookie}\r\n\r\n{{"
    )
    assert status(raw(room, head.encode())) == 408


def test_a_flood_is_slowed_and_does_not_slow_the_others(room: Inside, playing: Playing) -> None:
    flooding, other = room.pupil("ar"), room.pupil("bo")
    codes: list[int] = []
    threads = [
        threading.Thread(target=lambda: codes.extend(flooding.do("read", upto=0)[0] for _ in range(60)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {200, 429} == set(codes)
    assert other.do("read", upto=0)[0] == 200


def test_guessing_is_locked_seen_and_released_and_the_others_come_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    with inside(tmp_path_factory.mktemp("store")) as room:
        control = room.control()
        whole = control.stream()
        for _ in range(30):
            room.pupil()  # thirty behind one address
        codes = []
        for _ in range(MOST_FAILURES + 3):
            body = {"order": order_id(), "code": "AAAAA-AAAA"}
            codes.append(httpx.post(f"{room.url}/api/join", json=body, headers={"Origin": room.url}).status_code)
        assert codes == [403] * MOST_FAILURES + [429] * 3
        right = {"order": order_id(), "code": room.exercise.made["codes"]["join"]}
        assert httpx.post(f"{room.url}/api/join", json=right, headers={"Origin": room.url}).status_code == 429
        whole.until(lambda parts: parts["doors"]["locked"])
        control.must("unlock", address=whole.parts["doors"]["locked"][0]["address"])
        whole.until(lambda parts: not parts["doors"]["locked"])
        assert httpx.post(f"{room.url}/api/join", json=right, headers={"Origin": room.url}).status_code == 200


def test_the_facilitators_page_wants_code_and_password(tmp_path_factory: pytest.TempPathFactory) -> None:
    with inside(tmp_path_factory.mktemp("store"), password="correct horse") as room:
        right = {"order": order_id(), "code": "ccccc cccc", "password": "correct horse"}
        wrong: list[dict[str, str | None]] = [
            {"password": ""},
            {"password": "x"},
            {"password": None},
            {"code": "CCCCC-CCCD"},
        ]
        for other in wrong:
            answer = httpx.post(f"{room.url}/api/control", json={**right, **other}, headers={"Origin": room.url})
            assert (answer.status_code, answer.json()["code"]) == (403, "wrong_code")
        assert httpx.post(f"{room.url}/api/control", json=right, headers={"Origin": room.url}).status_code == 200


def test_every_answer_carries_the_strict_policy(room: Inside, playing: Playing) -> None:
    somebody = playing[1]["ar"]
    for path in ("/", "/join", "/nothing", "/api/lobby", f"/s/{somebody.session}/api/me", "/pages/../app.py"):
        answer = httpx.get(f"{room.url}{path}", headers={"Cookie": f"seat={somebody.cookie}"})
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "server" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/pages/../app.py", "/pages/%2e%2e/app.py", "/pages/..%2fapp.py", "/pages//etc/passwd", "/pages/team.html%00",
     "/docs", "/openapi.json", "/redoc", "/s//", "/s/x/api/", "/s/x/api/me/", "/.git/config"],
)  # fmt: skip
def test_nothing_is_served_but_the_pages(room: Inside, path: str) -> None:
    assert status(raw(room, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{room.port}\r\n\r\n".encode(), 1)) in (303, 404)


NAMES = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "[red]x[/red]",
    "\x1b[31mred\x1b]0;title\x07", "\u202egnp.exe", "a\u200b\u200d\u2066b", "a" + "\u0301" * 3000, "=cmd|' /C calc'!A0",
    "{{7*7}}", "\u2028line", "%s%n",
]  # fmt: skip


@pytest.mark.parametrize("text", NAMES, ids=range(len(NAMES)))
def test_hostile_words_arrive_as_text_and_nothing_else(room: Inside, playing: Playing, text: str) -> None:
    somebody = room.pupil(name=text)
    name = somebody.get("me")["name"]
    status_, _ = playing[1]["ar"].do("message", to=["bo"], text=text)
    assert status_ in (200, 409)
    told = [line.text for line in room.exercise.tables[0].talk.seen["bo"]][-1:]
    for words in (name, *told):
        assert words.isprintable()
        assert not {"\u202e", "\u200b", "\x1b", "\u2066", "\u2028"} & set(words)
        assert len(words) < 200
    control = playing[0]
    lines = control.client.get("participation.csv").text.splitlines()
    assert not any(line.startswith(("=", "+", "-", "@")) for line in lines)


def test_requests_in_any_order_and_phase_are_answered(tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.classroom.test_matrix import SAMPLES

    with inside(tmp_path_factory.mktemp("store")) as room:
        people = [room.control(), room.pupil("ar"), room.pupil("bo"), room.pupil(), room.screen()]
        luck = random.Random(3)
        for phase in ("lobby", "practice", "brief", "turns", "debrief", "end"):
            if phase != "lobby":
                people[0].must("phase", to=phase, **({"fill": True} if phase == "turns" else {}))
            for command in luck.sample(sorted(set(SAMPLES) - {"phase", "unlock"}), 14):
                for somebody in people:
                    code, answer = somebody.do(command, **SAMPLES[command])
                    assert code in (200, 403, 409, 429), (phase, command, answer)
