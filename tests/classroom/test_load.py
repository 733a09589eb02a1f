"""Two hundred and forty people at eight tables, and one of them asleep: everybody is answered, and nothing goes wrong.

How long it takes is measured by `benchmarks/classroom_load.py`, and judged there.
"""

from __future__ import annotations

import asyncio

import pytest

from benchmarks.classroom_load import School


async def lesson(tables: int, pupils: int, seconds: float) -> School:
    async with School(tables, pupils) as school:
        await school.gather()
        school.looking.append(asyncio.create_task(school.pupils[0].look(slowly=True)))
        await school.work(seconds, step_every=seconds / 2)
        assert school.server.process.poll() is None
    return school


def test_a_class_of_thirty_is_answered_without_an_error() -> None:
    school = asyncio.run(lesson(1, 30, 12))
    assert len(school.found.acknowledged) >= 10
    assert dict(school.found.errors) == {}
    assert school.found.fanned_out


@pytest.mark.slow
def test_a_school_of_two_hundred_and_forty_is_answered_without_an_error() -> None:
    school = asyncio.run(lesson(8, 30, 60))
    assert len(school.found.acknowledged) >= 8 * 30
    assert dict(school.found.errors) == {}
