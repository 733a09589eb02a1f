"""What the game of each table turned on: reckoned behind the debrief, one table after another; nobody waits for it.

It is made of the parts of the debrief that every game has, and begins when the class's own begins: until then there is
nothing of it, so nobody can be told. What is found is kept while the server runs, and found again after a new start.
"""

import logging
import os
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from crisis_sim.analysis.odds import PYTHON
from crisis_sim.analysis.warming import ENGINE
from crisis_sim.classroom.table import Table
from crisis_sim.compiler import Compiled
from crisis_sim.engine import Game, Origin
from crisis_sim.engine.replaying import Replay
from crisis_sim.engine.seats import Seated
from crisis_sim.journal import Input

if TYPE_CHECKING:
    from crisis_sim.analysis.debrief import Debrief, Depth, Progress
    from crisis_sim.analysis.debrief.decisions import Decision
    from crisis_sim.analysis.debrief.turning import TurningPoint

WAITING, RECKONING, READY, ABSENT = "waiting", "reckoning", "ready", "absent"
MOST, FEWEST = 5, 3
"""Decisions that are told; below the fewest, those that may be chance are told too, and said to be that."""
MOST_CHANCES, SMALL = 4, 5.0  # per cent: outcomes that were less likely than this before and after are left out
MOST_CAME, MOST_BELIEFS = 3, 4
NOT_YET = "This is reckoned when the debrief begins."
ITS_TURN = "This is reckoned in a moment: one table comes after another."
NO_TURN = "No turn was played at this table, so nothing turned."
NONE = "No single decision turned it, as far as could be told from chance."
FAILED = "It could not be reckoned what the game turned on: a mistake in the program. The rest of the page is right."

log = logging.getLogger("crisis_sim.classroom")


class Found(NamedTuple):
    """How far it is with one table. `done`, `of`: games that were played on. `note`: a sentence or more to be shown.

    `points`: the decisions that mattered most, the largest first. `luck`: how much was luck, where the game is over.
    """

    state: str
    done: int = 0
    of: int = 0
    points: tuple[Mapping[str, Any], ...] = ()
    note: str = ""
    luck: str = ""


class _Left(Exception):
    pass


class Played(NamedTuple):
    """All that a game is made of. The game itself stays with the thread that serves it."""

    compiled: Compiled
    origin: Origin
    seed: int
    run: int
    begun: tuple[Seated, ...]
    inputs: tuple[Input, ...]
    steps: int
    starts: tuple[tuple[int, int], ...]  # minute and turn

    @classmethod
    def at(cls, table: Table) -> "Played":
        """Of a table, as it stands."""
        game = table.game
        starts = sorted((minute, turn) for turn, minute in table.starts.items() if turn <= table.turn)
        return cls(
            game.compiled, game.origin, game.seed, game.run, game.begun, tuple(game.inputs), game.steps, tuple(starts)
        )

    def again(self) -> Game:
        """The same game, for somebody else."""
        replay = Replay(self.compiled, self.seed, self.run, self.begun, self.inputs)
        replay.to(None)
        while replay.course.step_number < self.steps and not replay.course.over:
            replay.course.step()
        return Game.at(replay, self.origin, self.inputs, self.begun)

    def asked(self, decision: "Decision") -> bool:
        """Whether it was anybody's decision: a class lets pass what comes up between its turns, and bots may not."""
        return bool(decision.orders) or any(minute == decision.minute for minute, _ in self.starts)

    def turn(self, minute: int) -> int | None:
        """The turn of the class in which something was decided."""
        at = bisect_right(self.starts, (minute, len(self.starts) + 1))
        return self.starts[at - 1][1] if at else None


class Turning:
    """Of all tables of one exercise. `depth`: how many continuations, if not the usual number."""

    def __init__(self, depth: "Depth | None" = None) -> None:
        self._depth = depth
        self._found: dict[int, Found] = {}
        self._left = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, tables: Iterable[Table]) -> None:
        """The debrief begins: the games are reckoned as they stand now. It begins once."""
        if self._thread is not None or self._left.is_set():
            return
        playing = {table.number: Played.at(table) for table in tables if table.begun and table.turn}
        self._found = {number: Found(WAITING, note=ITS_TURN) for number in playing}
        self._thread = threading.Thread(target=self._reckon, args=(playing,), name="turning", daemon=True)
        self._thread.start()

    def leave(self) -> None:
        """Nobody wants to know any more; nothing waits for what is under way."""
        self._left.set()

    def under_way(self) -> bool:
        """Whether more is to be expected."""
        return self._thread is not None and self._thread.is_alive() and not self._left.is_set()

    def wait(self) -> None:
        """Until no more is to be expected."""
        if self._thread is not None:
            self._thread.join()

    def of(self, number: int) -> dict[str, Any]:
        """How far it is with this table, as it goes over the wire."""
        if self._thread is None:
            return Found(WAITING, note=NOT_YET)._asdict()
        return self._found.get(number, Found(ABSENT, note=NO_TURN))._asdict()

    def _reckon(self, playing: Mapping[int, Played]) -> None:
        for number, played in playing.items():
            try:
                self._found[number] = self._of_one(number, played)
            except _Left:
                return
            except Exception:  # the rest of the debrief is shown without it
                if self._left.is_set():
                    return
                log.exception("a mistake in the program, in reckoning what table %s turned on", number)
                self._found[number] = Found(ABSENT, note=FAILED)

    def _of_one(self, number: int, played: Played) -> Found:
        from crisis_sim.analysis.debrief import debrief

        def watch(progress: "Progress") -> None:
            if self._left.is_set():
                raise _Left
            self._found[number] = Found(RECKONING, progress.done, progress.total, note=progress.stage)

        self._found[number] = Found(RECKONING)
        engine = PYTHON if os.environ.get(ENGINE) == PYTHON else "auto"
        # One worker: the rest of the machine is for those who look back.
        made = debrief(played.again(), engine=engine, workers=1, depth=self._depth, watch=watch, control=True)
        return told(made, played)


def told(debrief: "Debrief", played: Played) -> Found:
    """A debrief, for the page of the class."""
    from crisis_sim.analysis.debrief.telling import BESIDE, RESERVATION, capital, luck_told
    from crisis_sim.analysis.debrief.turning import LEAST

    sure = [one for one in debrief.points if played.asked(one.decision)][:MOST]
    maybe = [one for one in debrief.others if played.asked(one.decision) and abs(one.main.difference) >= LEAST]
    points = [*sure, *maybe[: max(0, FEWEST - len(sure))]]
    parts = [] if sure else [NONE]
    parts += [f"{capital(BESIDE)}."] if points else []
    parts += [f"{capital(debrief.notice)}."] if debrief.notice else []
    return Found(
        READY,
        points=tuple(_point(debrief, one, played) for one in points),
        note=" ".join([*parts, RESERVATION]),
        luck=luck_told(debrief),
    )


def _point(debrief: "Debrief", point: "TurningPoint", played: Played) -> dict[str, Any]:
    from crisis_sim.analysis.debrief.explaining import orders_told, seat_name
    from crisis_sim.analysis.debrief.telling import knew, measure_name, moved, sentence, swap_told, when

    story, decision = debrief.story, point.decision
    insight = debrief.insight(decision)
    came = debrief.explained[decision.number].came[:MOST_CAME]
    return {
        "seat": decision.seat,
        "turn": played.turn(decision.minute),
        "minute": decision.minute,
        "when": when(story, decision.minute),
        "did": f"{seat_name(story, decision.seat)} {orders_told(story, decision.orders)}",
        "sure": point.stands,
        "moved": sentence(moved(story, point.main)),
        "chances": list(_chances(debrief, point)),
        "came": [{"when": when(story, event.minute), "text": event.text} for event in came],
        "measure": measure_name(story, point.main.measure),
        "instead": [swap_told(story, swap, point.main.measure) for swap in debrief.swaps[decision.number]],
        "knew": "" if insight is None else knew(story, insight),
        "believed": list(_believed(debrief, decision.seat, decision.minute)),
    }


def _chances(debrief: "Debrief", point: "TurningPoint") -> Iterator[dict[str, Any]]:
    """How the chances of the main outcomes moved, the likeliest first."""
    from crisis_sim.analysis.debrief.telling import change, interval

    scenario = debrief.story.compiled.scenario
    likely = {one.measure: max(one.before.mean, one.after.mean) for one in point.shifts}
    ranked = sorted(point.shifts, key=lambda one: (one.measure != point.main.measure, -likely[one.measure]))
    outcomes = [one for one in ranked if one.measure.kind == "outcome"]
    main = [one for one in outcomes if likely[one.measure] >= SMALL or one.measure == point.main.measure]
    for one in main[:MOST_CHANCES]:
        yield {
            "outcome": scenario.outcomes[one.measure.name].name,
            "before": interval(one.before),
            "after": interval(one.after),
            "change": change(one),
            "clear": one.clear,
        }


def _believed(debrief: "Debrief", seat: str, minute: int) -> Iterator[dict[str, Any]]:
    """How likely the seat took the hidden facts to be then, what it was most wrong about first."""
    found: list[dict[str, Any]] = []
    for fact in debrief.facts:
        course = next(one.course for one in fact.beliefs if one.seat == seat)
        then = [probability for at, probability in course if at <= minute] or [course[0][1]]
        found.append({"what": fact.what, "probability": round(then[-1], 4), "so": fact.so})
    yield from sorted(found, key=lambda one: -abs(one["so"] - one["probability"]))[:MOST_BELIEFS]
