"""A school at one server: how long everybody waits, and what it takes.

    python -m benchmarks.classroom_load            twenty minutes
    python -m benchmarks.classroom_load --quick    five minutes, and rougher
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Iterator, Sequence
from statistics import fmean, median

from benchmarks.figures import Figure, figure, show
from benchmarks.school import Found, School, many_connections, quantile

TITLE = "A class, clients and server on one machine (acknowledged: the answer is on the disk)"
PUPILS = 30


def figures(quick: bool) -> Iterator[Figure]:
    """Everything that is promised of load."""
    many_connections()
    yield from _ordinary("8 tables of 30", [asyncio.run(_lesson(8, 20 if quick else 60)) for _ in range(3)], 100)
    yield from _ordinary("40 tables of 30", [asyncio.run(_lesson(40, 30 if quick else 600))], 150)
    yield from asyncio.run(_rush(40))
    yield from _beside_a_sleeper(8, [asyncio.run(_asleep(8, 20 if quick else 60)) for _ in range(3)])


def _ordinary(who: str, lessons: Sequence[Found], wanted: float) -> Iterator[Figure]:
    waited = [lesson.acknowledged for lesson in lessons]
    seen = [quantile(lesson.fanned_out, 0.99) for lesson in lessons]
    yield figure(f"{who}: acknowledged, median", [quantile(one, 0.5) for one in waited], "ms")
    yield figure(f"{who}: acknowledged, 99 %", [quantile(one, 0.99) for one in waited], "ms", f"≤ {wanted:g} ms")
    yield figure(f"{who}: seen by the others of a team, 99 %", seen, "ms", "≤ 250 ms")
    yield figure(f"{who}: commands", [sum(map(len, waited))], "")
    yield figure(f"{who}: errors", [sum(lesson.errors.total() for lesson in lessons)], "", "0")
    yield figure(f"{who}: of a core, for the server", [100 * lesson.share for lesson in lessons], "%")
    memory = [(lesson.memory, max(1, len(lesson.memory) // 5)) for lesson in lessons]
    yield figure(f"{who}: memory of the server, early", [fmean(one[fifth : 2 * fifth]) for one, fifth in memory], "MB")
    late = [fmean(one[-fifth:]) for one, fifth in memory]
    yield figure(f"{who}: memory of the server, late", late, "MB", "≤ 512 MB, and flat")


async def _lesson(tables: int, seconds: float) -> Found:
    async with School(tables, PUPILS) as school:
        await school.gather()
        await school.work(seconds, step_every=min(seconds, 300))
    return school.found


async def _rush(tables: int) -> list[Figure]:
    async with School(tables, PUPILS) as school:
        await school.gather()
        await school.work(20)
        answered, resumed = await school.rush()
    who = f"{tables} tables of {PUPILS}"
    return [
        figure(f"{who}, all in the last two seconds of a turn: the last answer", [answered], "s", "≤ 5 s"),
        figure(f"{who}, server killed and started: the last has their view again", [resumed], "s", "≤ 15 s"),
    ]


async def _asleep(tables: int, seconds: float) -> tuple[list[float], list[float]]:
    """What everybody waited while all read, and while one hardly did. Turns end often: what waits, waits then."""
    async with School(tables, PUPILS) as school:
        await school.gather()
        await school.work(seconds, step_every=seconds / 3)
        without = list(school.found.acknowledged)
        school.found.acknowledged.clear()
        school.looking.append(asyncio.create_task(school.pupils[0].look(slowly=True)))
        await school.work(seconds, step_every=seconds / 3)
        return without, school.found.acknowledged


def _beside_a_sleeper(tables: int, lessons: Sequence[tuple[list[float], list[float]]]) -> Iterator[Figure]:
    without, with_ = ([quantile(lesson[at], 0.99) for lesson in lessons] for at in (0, 1))
    who, most = f"{tables} tables of {PUPILS}: acknowledged, 99 %", median(without) + max(0.2 * median(without), 10)
    yield figure(f"{who}, while everybody reads", without, "ms")
    yield figure(f"{who}, while one reads 1 KB a second", with_, "ms", f"≤ {most:.3g} ms")


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--quick", action="store_true", help="five minutes instead of twenty, and rougher")
    asked = arguments.parse_args()
    print(f"{os.cpu_count()} cores; {os.getloadavg()[0]:.2g} processes busy when it began")
    show(TITLE, figures(asked.quick))


if __name__ == "__main__":
    main()
