"""Two hundred and forty people at eight tables, and one of them asleep: everybody is answered, and nothing goes wrong.

How long it takes is measured by `benchmarks/classroom_load.py`, and judged there; here it must only be what nobody
would call broken, on a machine that does other things too.
"""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.school import School, many_connections, quantile
from crisis_sim.classroom.store import Store

BROKEN = 5_000.0
"""Milliseconds after which a person clicks again."""


async def lesson(tables: int, pupils: int, seconds: float, rush: bool = False) -> School:
    async with School(tables, pupils) as school:
        await school.gather()
        school.looking.append(asyncio.create_task(school.pupils[0].look(slowly=True)))
        await school.work(seconds, step_every=seconds / 2)
        if rush:
            await school.rush()
        school.end()
        check_the_log(school)
    return school


def check_the_log(school: School) -> None:
    """Whatever was acknowledged is in the file, once."""
    with closing(Store(next(Path(school.folder).glob("*.exercise")))) as store:
        kept = [entry.order for entry in store.entries()]
    assert len(set(kept)) == len(kept)
    acknowledged = {order for pupil in school.pupils for order in pupil.done}
    assert acknowledged
    assert acknowledged <= set(kept)


def check_what_was_found(school: School, least: int) -> None:
    found = school.found
    assert dict(found.errors) == {}
    assert len(found.acknowledged) >= least
    assert found.fanned_out
    assert quantile(found.acknowledged, 0.99) < BROKEN


def test_eight_tables_of_thirty_are_answered_without_an_error() -> None:
    many_connections()
    check_what_was_found(asyncio.run(lesson(8, 30, 10)), least=8 * 10)


@pytest.mark.slow
def test_forty_tables_of_thirty_are_answered_without_an_error_and_in_little_memory() -> None:
    many_connections()
    school = asyncio.run(lesson(40, 30, 60))
    check_what_was_found(school, least=40 * 30)
    assert max(school.found.memory) <= 512


@pytest.mark.slow
def test_all_at_once_before_a_deadline_and_all_back_after_a_restart() -> None:
    many_connections()
    school = asyncio.run(lesson(40, 30, 10, rush=True))
    assert dict(school.found.errors) == {}
    assert all(pupil.placed for pupil in school.pupils)
