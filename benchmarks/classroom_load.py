"""A school at one server: how long everybody waits, and what it takes.

    python -m benchmarks.classroom_load            a quarter of an hour
    python -m benchmarks.classroom_load --quick    three minutes, and rougher
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Iterator
from statistics import fmean

from benchmarks.figures import Figure, figure, show
from benchmarks.school import Found, School, many_connections, quantile

TITLE = "A class, clients and server on one machine (acknowledged: the answer is on the disk)"
PUPILS = 30


def figures(quick: bool) -> Iterator[Figure]:
    """Everything that is promised of load."""
    many_connections()
    yield from _ordinary("8 tables of 30", asyncio.run(_lesson(8, 20 if quick else 60)), 100)
    yield from _ordinary("40 tables of 30", asyncio.run(_lesson(40, 30 if quick else 600)), 150)
    yield from asyncio.run(_rush(40))
    yield from asyncio.run(_asleep(8, 20 if quick else 60))


def _ordinary(who: str, found: Found, wanted: float) -> Iterator[Figure]:
    acknowledged, fanned_out = found.acknowledged, found.fanned_out
    yield figure(f"{who}: acknowledged, median", [quantile(acknowledged, 0.5)], "ms")
    yield figure(f"{who}: acknowledged, 99 %", [quantile(acknowledged, 0.99)], "ms", f"≤ {wanted:g} ms")
    yield figure(f"{who}: seen by the others of a team, 99 %", [quantile(fanned_out, 0.99)], "ms", "≤ 250 ms")
    yield figure(f"{who}: commands", [len(acknowledged)], "")
    yield figure(f"{who}: errors", [found.errors.total()], "", "0")
    yield figure(f"{who}: of a core, for the server", [100 * found.share], "%")
    fifth = max(1, len(found.memory) // 5)
    yield figure(f"{who}: memory of the server, early", [fmean(found.memory[fifth : 2 * fifth])], "MB")
    yield figure(f"{who}: memory of the server, late", [fmean(found.memory[-fifth:])], "MB", "≤ 512 MB, and flat")


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


async def _asleep(tables: int, seconds: float) -> list[Figure]:
    async with School(tables, PUPILS) as school:
        await school.gather()
        await school.work(seconds)
        without = quantile(school.found.acknowledged, 0.99)
        school.found.acknowledged.clear()
        school.looking.append(asyncio.create_task(school.pupils[0].look(slowly=True)))
        await school.work(seconds)
        with_ = quantile(school.found.acknowledged, 0.99)
    who, most = f"{tables} tables of {PUPILS}: acknowledged, 99 %", without + max(0.2 * without, 10)
    return [
        figure(f"{who}, while everybody reads", [without], "ms"),
        figure(f"{who}, while one reads 1 KB a second", [with_], "ms", f"≤ {most:.3g} ms"),
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--quick", action="store_true", help="three minutes instead of fifteen, and rougher")
    asked = arguments.parse_args()
    print(f"{os.cpu_count()} cores; {os.getloadavg()[0]:.2g} processes busy when it began")
    show(TITLE, figures(asked.quick))


if __name__ == "__main__":
    main()
