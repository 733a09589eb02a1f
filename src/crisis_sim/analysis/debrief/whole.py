"""The whole debrief of a game: for when it is over, or for control. Everything in it can be printed, asked and kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crisis_sim.analysis.debrief import record
from crisis_sim.analysis.debrief.asking import WhatIf, check_secrets, depth_of, in_json
from crisis_sim.analysis.debrief.decisions import Decision, appeal_of, choice_of, decisions_of, plausible
from crisis_sim.analysis.debrief.depth import Depth
from crisis_sim.analysis.debrief.explaining import Explained, explained
from crisis_sim.analysis.debrief.futures import Ends, Futures
from crisis_sim.analysis.debrief.knowing import Insight, alternative, insights
from crisis_sim.analysis.debrief.shifts import Level, Measure, level, measures_of
from crisis_sim.analysis.debrief.splitting import Split, split
from crisis_sim.analysis.debrief.swapping import Swap, swapped
from crisis_sim.analysis.debrief.turning import TurningPoint, again, worth_a_look
from crisis_sim.analysis.debrief.valuing import Screened, Valued, asks, candidates, screen
from crisis_sim.analysis.debrief.walking import Story, course_at, walk
from crisis_sim.engine import Game
from crisis_sim.engine.course import Move
from crisis_sim.terms.records import Order

ARMS = 2  # with a choice and without it
SCREENING, OPTIONS, FRESH, BELIEFS = (
    "every decision",
    "what else could have been done",
    "the largest again",
    "what they believed",
)
PROVISIONAL = 3


class Progress(NamedTuple):
    """How far a debrief is. `done`, `total`: continuations. `so_far`: a line for each of the largest found by now."""

    stage: str
    done: int
    total: int
    so_far: tuple[str, ...] = ()


Watcher = Callable[[Progress], None]


class Point(NamedTuple):
    """The value of a moment: `levels` in the order of the measures. `round`: its row, and whether after its orders."""

    minute: int
    round: int | None
    after: bool
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """What a game turned on. `points`: the turning points, the largest first; `others`: looked at as well, and nothing
    sure was found. `swaps`, `explained`: of these, by the number of the decision."""

    story: Story
    depth: Depth
    measures: tuple[Measure, ...]
    decisions: tuple[Decision, ...]
    points: tuple[TurningPoint, ...]
    others: tuple[TurningPoint, ...]
    swaps: Mapping[int, tuple[Swap, ...]]
    explained: Mapping[int, Explained]
    insights: tuple[Insight, ...]
    splits: tuple[Split, ...]
    facts: tuple[record.FactLine, ...]
    claims: tuple[record.Claimed, ...]
    secrets: tuple[record.Secret, ...]
    promises: tuple[record.Promise, ...]
    screened: Screened = field(repr=False)
    futures: Futures = field(repr=False)

    @property
    def game(self) -> Game:
        """What it is about."""
        return self.story.game

    @property
    def engine(self) -> str:
        """What played the continuations: compiled or python."""
        return self.futures.engine

    @property
    def notice(self) -> str | None:
        """One line that somebody should be told."""
        return self.futures.notice

    def decision(self, number: int) -> Decision:
        """By its number, from 1. WrongUse, if there is none."""
        return self._what_if().decision(number)

    def curve(self) -> list[Point]:
        """The value of every moment: before and after each round of decisions, and at the end."""
        found = [self._point(0, None, False, self.screened.start)]
        number = 0
        for one in self.screened.moments:
            if isinstance(one, Valued):
                found.append(self._point(one.moment.minute, number, False, one.doctrines))
                found.append(self._point(one.moment.minute, number, True, one.chosen))
                number += 1
            else:
                found.append(self._point(one.moment.minute, None, False, one.before))
                found.append(self._point(one.moment.minute, None, True, one.after))
        if self.screened.end is not None:
            found.append(self._point(self.game.minute, None, True, self.screened.end))
        return found

    def _point(self, minute: int, round_: int | None, after: bool, ends: Any) -> Point:
        return Point(minute, round_, after, tuple(level(measure, ends) for measure in self.measures))

    def swap(self, decision: int | Decision, orders: Sequence[Order | str] | str, n: int | None = None) -> Swap:
        """What other orders would have changed, in n pairs of continuations: `us.condemn, us.call_iraq_pm`, a list, or
        `do nothing`. WrongUse for orders that could not have been given there."""
        return self._what_if(n).swap(decision, orders)

    def hand_over(self, decision: int | Decision, agent: str, n: int | None = None) -> Swap:
        """What would have changed, had a temperament or another bot played the seat from this decision on."""
        return self._what_if(n).hand_over(decision, agent)

    def _what_if(self, n: int | None = None) -> WhatIf:
        return WhatIf(self.story, self.futures, self.decisions, self.measures, n or self.depth.fresh)

    def of(self, seat: str) -> tuple[TurningPoint, ...]:
        """The turning points of one seat."""
        return tuple(point for point in self.points if point.decision.seat == seat)

    def insight(self, decision: Decision) -> Insight | None:
        """What could be known of a decision."""
        return next((one for one in self.insights if one.decision.number == decision.number), None)

    def to_json(self) -> dict[str, Any]:
        """All of it as one object."""
        game = self.game
        return {
            "scenario": game.origin.name,
            "scenario_hash": game.compiled.hash,
            "seed": game.seed,
            "run": game.run,
            "digest": game.digest,
            "outcome": game.outcome(),
            "engine": self.engine,
            "depth": self.depth._asdict(),
            "turning_points": [in_json(one) for one in self.points],
            "looked_at": [in_json(one) for one in self.others],
            "swaps": {str(number): [in_json(one) for one in swaps] for number, swaps in self.swaps.items()},
            "splits": [in_json(one) for one in self.splits],
            "insights": [{**in_json(one), "verdict": one.verdict} for one in self.insights],
            "curve": [in_json(one) for one in self.curve()],
        }

    def __repr__(self) -> str:
        return f"Debrief({self.game.origin.name!r}, {len(self.decisions)} decisions, {len(self.points)} turning points)"


def debrief(
    game: Game,
    *,
    n: int | None = None,
    engine: str = "auto",
    workers: int | None = None,
    depth: Depth | None = None,
    watch: Watcher | None = None,
    control: bool = False,
) -> Debrief:
    """The whole debrief of a game. `n`: see `depth_of`. `workers`: threads; they change nothing.

    `control`: also of a game that goes on, for those who may see everything; it is split when it is over. WrongUse for
    any other game that goes on: what is told here is secret till its end. (`own_debrief` tells a seat its own.)
    """
    check_secrets(game, control)
    story = walk(game)
    futures = Futures(game.compiled, engine, workers)
    depth = depth or depth_of(futures.engine, n)
    measures = tuple(measures_of(game.compiled))
    decisions = decisions_of(story)
    told = _Told(story, depth, decisions, watch)
    screened = screen(story, futures, depth.screening, told.played)
    by_place = {(one.round, one.seat): one for one in decisions}
    seats = game.compiled.names.seats
    worth = worth_a_look(list(candidates(screened, measures)), depth.top)
    chosen = [(by_place[one.round, seats[one.seat]], one.screened) for one in worth]
    told.next(FRESH, [f"{one.seat}, {one.told}: {shift}" for one, shift in chosen[:PROVISIONAL]])
    points, as_it_was = again(story, futures, chosen, measures, depth.fresh, told.played)
    told.next(OPTIONS, [f"{one.decision.seat}, {one.decision.told}: {one.main}" for one in points[:PROVISIONAL]])
    swaps, reasons = {}, {}
    for point in points:
        one = point.decision
        swaps[one.number], reasons[one.number] = _looked_into(
            story, futures, one, as_it_was[one.number], measures, depth, told
        )
    told.next(BELIEFS, told.so_far)
    judged = [one for one in decisions if depth.held or one.orders or one.number in swaps]
    seen = insights(screened, futures, judged, measures, depth.beliefs, told.played)
    told.finish()
    return Debrief(
        story=story,
        depth=depth,
        measures=measures,
        decisions=tuple(decisions),
        points=tuple(one for one in points if one.stands),
        others=tuple(one for one in points if not one.stands),
        swaps=swaps,
        explained=reasons,
        insights=tuple(_surer(one, swaps.get(one.decision.number, ())) for one in seen),
        splits=tuple(_splits(screened, measures)),
        facts=tuple(record.facts(story)),
        claims=tuple(record.claims(story)),
        secrets=tuple(record.secrets(story)),
        promises=tuple(record.promises(story)),
        screened=screened,
        futures=futures,
    )


def _looked_into(
    story: Story, futures: Futures, decision: Decision, as_it_was: Ends, measures: Sequence[Measure], depth: Depth,
    told: "_Told",
) -> tuple[tuple[Swap, ...], Explained]:  # fmt: skip
    """What else could have been done: doing nothing, and of what is plausible that which serves the seat best."""
    course, choice = course_at(story, story.rounds[decision.round]), choice_of(story, decision)
    appeal = appeal_of(course, choice)
    others = plausible(course, choice, appeal.ranked)
    tried = swapped(story, futures, decision, others, measures, depth.options, told.played, "options")
    ranked = sorted(range(len(others)), key=lambda at: (-_own(tried[at]), at))
    usual = alternative(course, choice)  # what every decision is compared with
    first = [at for at in range(len(others)) if others[at] in ((), usual)]
    best = [at for at in ranked if at not in first][: depth.alternatives - len(first)]
    kept: list[tuple[Move, ...]] = [others[at] for at in (*first, *best)]
    found = swapped(story, futures, decision, kept, measures, depth.fresh, told.played, chosen=as_it_was)
    return tuple(found), explained(story, decision, appeal)


def _surer(insight: Insight, swaps: Sequence[Swap]) -> Insight:
    """What is true of a choice is taken from the fresh continuations, where there are some of it."""
    found = [one for one in swaps if one.instead == insight.instead]
    return insight._replace(true=found[0].score(insight.decision.seat).back) if found else insight


def _own(swap: Swap) -> float:
    """What it changes for the seat itself."""
    own = ("score", swap.decision.seat)
    found = [one.difference for one in swap.shifts if (one.measure.kind, one.measure.name) == own]
    return found[0] if found else abs(swap.main.difference)


def _splits(screened: Screened, measures: Sequence[Measure]) -> list[Split]:
    """For each seat: of the chance of what came about, and of its own score."""
    game = screened.story.game
    if not game.over:
        return []
    return [
        split(screened, measure, row)
        for row, seat in enumerate(game.compiled.names.seats)
        for measure in measures
        if (measure.kind, measure.name) in (("outcome", game.outcome()), ("score", seat))
    ]


class _Told:
    """Counts continuations, and tells whoever watches."""

    def __init__(self, story: Story, depth: Depth, decisions: Sequence[Decision], watch: Watcher | None) -> None:
        self._watch, self._done, self._stage = watch, 0, SCREENING
        self.so_far: tuple[str, ...] = ()
        plausible_ = 7
        each = (ARMS + depth.alternatives) * depth.fresh + plausible_ * depth.options
        self._total = (
            len(asks(story, 1)) * depth.screening
            + min(depth.top, len(decisions)) * each
            + sum(depth.held or bool(one.orders) for one in decisions) * (ARMS * depth.beliefs + depth.screening)
        )
        self._tell()

    def next(self, stage: str, so_far: Sequence[str]) -> None:
        """What comes now, and what has been found by now."""
        self._stage, self.so_far = stage, tuple(so_far)
        self._tell()

    def played(self, count: int) -> None:
        """So many more continuations."""
        self._done += count
        self._tell()

    def finish(self) -> None:
        """All is done; it was guessed beforehand how much that would be."""
        self._done = self._total
        self._tell()

    def _tell(self) -> None:
        if self._watch is not None:
            self._watch(Progress(self._stage, min(self._done, self._total), self._total, self.so_far))
