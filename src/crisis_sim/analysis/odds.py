"""What a seat may expect of its draft, before it commits: played out many times from what it believes.

`Preview` plays in a thread of its own, and tells at any time what has come out so far.
"""

import threading
from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist, fmean, stdev
from typing import NamedTuple

from crisis_sim.analysis.trials import Asked, Pairs, Play, Trial, asked_of, compiled_in, in_python
from crisis_sim.batch.shares import CONFIDENCE, Share, wilson
from crisis_sim.compiler import Compiled
from crisis_sim.compiler.entries import seat_of
from crisis_sim.terms.records import Order
from crisis_sim.terms.rows import State

COMPILED, PYTHON = "compiled", "python"
RUNS = {COMPILED: 500, PYTHON: 40}
"""Pairs of games, unless another number is asked for; in plain Python a game takes some hundredths of a second."""
SLICE = {COMPILED: 125, PYTHON: 1}
"""Pairs between two looks at whether to stop."""
WORSE = 1.0
"""Points that another seat has to lose before that is worth a word."""


class Pair(NamedTuple):
    """How often something came about with the draft, and how often when the seat held."""

    draft: Share
    holding: Share

    @property
    def surely_more(self) -> bool:
        """Whether the draft makes it more frequent, beyond what chance explains."""
        return self.draft.low > self.holding.high


class Change(NamedTuple):
    """By how much the draft changes a mean, with the interval of that change; and the mean itself with the draft."""

    mean: float
    low: float
    high: float
    level: float


class Objection(NamedTuple):
    """Why a seat will mind. `kind`: attack, test (of its word), breach (of one's own word), loss. Names, by id."""

    seat: str
    kind: str
    about: str
    share: Pair | None
    change: Change | None


class Odds(NamedTuple):
    """What has come out so far for a seat, of `runs` pairs of games out of `wanted`."""

    seat: str
    drafted: bool  # whether there is anything in draft; if not, nothing can differ from holding
    runs: int
    wanted: int
    engine: str
    done: bool
    problem: str
    retaliation: Pair
    ended: Pair
    outcomes: tuple[tuple[str, Pair], ...]
    score: Change
    objectives: tuple[tuple[str, Change | None], ...]
    objections: tuple[Objection, ...]


class Preview:
    """The odds of a draft. It begins with `start`, never makes anybody wait, and stops when it is cancelled.

    `state`: how things stand, a copy that nobody moves; only what the seat may see of it is used. `engine`: compiled or
    python; None: python. `runs`: pairs of games.
    """

    def __init__(
        self,
        compiled: Compiled,
        state: State,
        seat: str,
        orders: Sequence[Order],
        engine: str | None = None,
        runs: int | None = None,
    ) -> None:
        self._compiled, self._seat, self.orders = compiled, seat, tuple(orders)
        self._origin = state
        self._asked = asked_of(compiled, self._origin, compiled.names.seats.row(seat))
        self._engine = engine or PYTHON
        self._runs = runs
        self._problem = ""
        self._pairs: Pairs = []
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> "Preview":
        """Begins to play; a second call changes nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._play, name="preview", daemon=True)
            self._thread.start()
        return self

    def cancel(self) -> None:
        """No more games; what came out stays."""
        self._stop.set()

    @property
    def done(self) -> bool:
        """Whether no more is to be expected."""
        return self._thread is not None and not self._thread.is_alive()

    def wait(self, seconds: float | None = None) -> Odds:
        """What has come out by the end, or after so many seconds."""
        self.start()
        if self._thread is not None:
            self._thread.join(seconds)
        return self.poll()

    def poll(self) -> Odds:
        """What has come out so far."""
        drafted, pairs = bool(self.orders), self._pairs
        return odds_of(
            self._compiled, self._asked, pairs, self._wanted, self._engine, self.done, self._problem, drafted
        )

    @property
    def _wanted(self) -> int:
        return RUNS[self._engine] if self._runs is None else self._runs

    def _play(self) -> None:
        try:
            if self._engine == COMPILED:
                self._play_with(compiled_in(self._compiled, self._origin, self._asked, self.orders))
                return
        except Exception as error:  # whatever is wrong with a compiler, the slow way is there
            self._engine, self._problem = PYTHON, f"The compiled games cannot be played ({type(error).__name__}). "
            self._pairs = []
        self._play_with(in_python(self._compiled, self._origin, self._asked, self.orders))

    def _play_with(self, play: Play) -> None:
        while len(self._pairs) < self._wanted and not self._stop.is_set():
            count = min(SLICE[self._engine], self._wanted - len(self._pairs))
            self._pairs = self._pairs + play(len(self._pairs), count)


def odds_of(
    compiled: Compiled,
    asked: Asked,
    pairs: Pairs,
    wanted: int,
    engine: str,
    done: bool,
    problem: str = "",
    drafted: bool = True,
) -> Odds:
    """The odds that so many pairs of games give."""
    objectives = compiled.names.objectives[asked.seat]
    return Odds(
        seat=compiled.names.seats[asked.seat],
        drafted=drafted,
        runs=len(pairs),
        wanted=wanted,
        engine=engine,
        done=done,
        problem=problem,
        retaliation=_shares([(any(one.attacked), any(other.attacked)) for one, other in pairs]),
        ended=_shares([(one.early, other.early) for one, other in pairs]),
        outcomes=tuple(
            (name, _shares([(one.outcome == row, other.outcome == row) for one, other in pairs]))
            for row, name in enumerate(compiled.names.classes)
        ),
        score=_change([(one.scores[asked.seat], other.scores[asked.seat]) for one, other in pairs]),
        objectives=tuple((name, _met(pairs, number)) for number, name in enumerate(objectives)),
        objections=tuple(_objections(compiled, asked, pairs)),
    )


def _objections(compiled: Compiled, asked: Asked, pairs: Pairs) -> list[Objection]:
    """Who will mind, and why: only what chance does not explain."""
    seats, found = compiled.names.seats, []
    for number, (other, _) in enumerate(asked.attacks):
        attack = _shares([(one.attacked[number], rest.attacked[number]) for one, rest in pairs])
        if attack.surely_more:
            found.append(Objection(seats[other], "attack", "", attack, None))
        for which, fate in enumerate(asked.fates):
            if other not in (fate.giver, _receiver(compiled, fate.commitment)):
                continue
            tested = _shares([(one.fates[which], rest.fates[which]) for one, rest in pairs])
            if tested.surely_more and asked.seat in (fate.giver, _receiver(compiled, fate.commitment)):
                kind = "breach" if fate.giver == asked.seat else "test"
                found.append(Objection(seats[other], kind, fate.commitment, tested, None))
        loss = _change([(one.scores[other], rest.scores[other]) for one, rest in pairs])
        if loss.high < 0.0 and loss.mean <= -WORSE:
            found.append(Objection(seats[other], "loss", "", None, loss))
    return found


def _receiver(compiled: Compiled, commitment: str) -> int | None:
    """The row of the seat to which something was said."""
    to = compiled.scenario.commitments[commitment].to
    side = seat_of(compiled.scenario, to)
    return None if side is None else compiled.names.seats.row(side)


def _met(pairs: Sequence[tuple[Trial, Trial]], number: int) -> Change | None:
    found = []
    for one, other in pairs:
        draft, holding = one.met[number], other.met[number]
        if draft is None or holding is None:
            return None
        found.append((draft, holding))
    return _change(found)


def _shares(found: Sequence[tuple[bool, bool]]) -> Pair:
    n = len(found)
    return Pair(wilson(sum(one for one, _ in found), n), wilson(sum(other for _, other in found), n))


def _change(found: Sequence[tuple[float, float]]) -> Change:
    """The mean of the differences, with the interval of that mean."""
    if not found:
        return Change(0.0, -100.0, 100.0, 0.0)
    differences = [one - other for one, other in found]
    mean, level = fmean(differences), fmean(one for one, _ in found)
    if len(found) == 1:
        return Change(mean, -100.0, 100.0, level)
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * stdev(differences) / sqrt(len(found))
    return Change(mean, mean - reach, mean + reach, level)
