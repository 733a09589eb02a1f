"""What a seat may have of its own game while it goes on: its decisions, judged from what it believed at the time.

Nothing of the hidden state enters. Each decision is played on from states that the seat thought possible, with luck
that is made of what it knows; what it sees and believes comes from its own observation. The whole debrief is for later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crisis_sim.analysis.debrief.asking import depth_of
from crisis_sim.analysis.debrief.decisions import Decision, decisions_of
from crisis_sim.analysis.debrief.depth import Depth
from crisis_sim.analysis.debrief.futures import Futures
from crisis_sim.analysis.debrief.knowing import alternatives, believed, believed_asks
from crisis_sim.analysis.debrief.shifts import Level, Shift, level, measures_of
from crisis_sim.analysis.debrief.swapping import told
from crisis_sim.analysis.debrief.walking import walk
from crisis_sim.analysis.debrief.whole import BELIEFS, Progress, Watcher
from crisis_sim.engine import Game
from crisis_sim.terms.records import Belief, Event, Observation, SeenAgreement, SeenClaim, SeenCommitment


class OwnInsight(NamedTuple):
    """A decision of one's own: what it could be expected to change beside `instead`, and the chances as they seemed.

    `believed`: of one's own score; None, where there was no alternative or the seat has no objectives. `outcomes`: the
    chance of each class.
    """

    decision: Decision
    instead: str
    believed: Shift | None
    outcomes: tuple[tuple[str, Level], ...]


@dataclass(frozen=True, slots=True)
class OwnDebrief:
    """What a seat knows of its game so far, and what it could expect of what it did."""

    seat: str
    engine: str
    depth: Depth
    insights: tuple[OwnInsight, ...]
    observation: Observation

    @property
    def beliefs(self) -> tuple[Belief, ...]:
        """What it takes to be so, now."""
        return self.observation.beliefs

    @property
    def commitments(self) -> tuple[SeenCommitment, ...]:
        """Those that it knows of, as they stand."""
        return self.observation.commitments

    @property
    def agreements(self) -> tuple[SeenAgreement, ...]:
        """Those that it knows of, as they stand."""
        return self.observation.agreements

    @property
    def claims(self) -> tuple[SeenClaim, ...]:
        """What it heard sources say."""
        return self.observation.claims

    @property
    def events(self) -> tuple[Event, ...]:
        """What it saw."""
        return self.observation.events


def own_debrief(
    game: Game,
    seat: str,
    *,
    n: int | None = None,
    engine: str = "auto",
    workers: int | None = None,
    watch: Watcher | None = None,
) -> OwnDebrief:
    """Of a game that goes on. `n`: continuations for each decision and arm. WrongUse for a seat that is not there."""
    observation = game.observe(seat)
    story, futures = walk(game), Futures(game.compiled, engine, workers)
    depth = depth_of(futures.engine)
    if n is not None:
        depth = depth._replace(beliefs=n)
    row = game.compiled.names.seats.row(seat)
    decisions = _numbered([one for one in decisions_of(story) if one.seat == seat])
    others = alternatives(story, decisions)
    asks = believed_asks(story, decisions, others, depth.beliefs)
    done = 0

    def played(count: int) -> None:
        nonlocal done
        done += count
        if watch is not None:
            watch(Progress(BELIEFS, done, depth.beliefs * len(asks)))

    ends = futures.play(asks, played)
    measures = measures_of(game.compiled)
    own = next((one for one in measures if (one.kind, one.row) == ("score", row)), None)
    classes = [one for one in measures if one.kind == "outcome"]
    found = []
    for decision in decisions:
        told_of = decision._replace(round=decision.number - 1)  # the other rounds are not its own
        if decision.number not in others:
            found.append(OwnInsight(told_of, "", None, ()))
            continue
        chosen = ends["believed", decision.number, "chosen"]
        found.append(
            OwnInsight(
                told_of,
                told(story.compiled, others[decision.number]),
                None if own is None else believed(own, decision, ends),
                tuple((one.name, level(one, chosen)) for one in classes),
            )
        )
    return OwnDebrief(seat, futures.engine, depth, tuple(found), observation)


def _numbered(own: Sequence[Decision]) -> list[Decision]:
    """Counted among the seat's own: a count of all would tell how often others decided."""
    return [one._replace(number=number) for number, one in enumerate(own, 1)]
