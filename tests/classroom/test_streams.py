"""A stream: whoever comes with any cursor ends up with the same as whoever was there from the start."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.classroom.streams import MOST_FRAMES, Cursor, Stream, read_cursor


def taken_in(parts: dict[str, Any], frames: list[str]) -> dict[str, Any]:
    for text in frames:
        frame = json.loads(text)
        if "all" in frame:
            parts = dict(frame["all"])
        elif "add" in frame:
            parts = parts | {frame["part"]: [*parts[frame["part"]], *frame["add"]]}
        else:
            parts = parts | {frame["part"]: frame["set"]}
    return parts


whole = st.tuples(st.sampled_from(["stage", "draft"]), st.integers(0, 3).map(lambda n: str(n).encode()))
grows = st.tuples(st.just("news"), st.integers(0, 9).map(lambda n: [str(k).encode() for k in range(n)]))


@given(st.lists(whole | grows, max_size=40), st.data())
def test_wherever_one_was_cut_off_nothing_is_missing_and_nothing_comes_twice(
    puts: list[tuple[str, Any]], data: st.DataObject
) -> None:
    stream = Stream(1)
    mine: dict[str, Any] = {}
    cursor: Cursor | None = None
    for part, value in puts:
        stream.put(part, value)
        if data.draw(st.booleans()):
            frames, cursor = stream.after(cursor)
            mine = taken_in(mine, frames)
    frames, cursor = stream.after(cursor)
    mine = taken_in(mine, frames)
    assert mine == json.loads(stream.parts())
    assert cursor == stream.cursor
    assert stream.after(cursor) == ([], cursor)


def test_what_has_not_changed_does_not_flow() -> None:
    stream = Stream(1)
    stream.put("stage", b"1")
    at = stream.cursor
    stream.put("stage", b"1")
    assert stream.cursor == at


def test_whoever_is_far_behind_or_of_another_start_gets_everything_anew() -> None:
    stream = Stream(2)
    for number in range(MOST_FRAMES + 10):
        stream.put("stage", str(number).encode())
    for old in (Cursor(2, 1), Cursor(1, 5), Cursor(2, 10**9), None):
        frames, cursor = stream.after(old)
        assert len(frames) == 1
        assert json.loads(frames[0])["all"] == {"stage": MOST_FRAMES + 9}
        assert cursor == stream.cursor


def test_what_is_kept_for_the_slow_is_bounded() -> None:
    stream = Stream(1)
    for number in range(300):
        stream.put("news", [b'"%d"' % number + b" " * 50_000])
    assert sum(len(frame) for frame in stream._frames) <= 2 * 1024 * 1024


@given(st.text(max_size=50))
def test_no_text_breaks_the_reading_of_a_cursor(text: str) -> None:
    found = read_cursor(text)
    assert found is None or str(found).isascii()


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_cursor_is_read_as_it_was_written(start: int, number: int) -> None:
    assert read_cursor(str(Cursor(start, number))) == (start, number)
