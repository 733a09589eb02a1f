"""What happened, in the shape of public event data: a row an event, or a row for each day and pair of sides.

The columns are those that GDELT, ICEWS and their like share, so that a game can be laid beside the record: date, who to
whom, CAMEO code and its root, PLOVER type, Goldstein value. Dates are UTC's, as theirs are. What a game adds stands
behind: the run, the outcome, whether it was a claim, the text.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from crisis_sim.batch.tally import Tally
from crisis_sim.compiler import Compiled
from crisis_sim.engine.finished import Result
from crisis_sim.terms.codes import MINUTES_A_DAY

TOOK_PLACE = ("outcome", "process", "inject", "claim")
"""Kinds of events in which something was done or said."""


def event_rows(result: Result) -> Iterator[dict[str, Any]]:
    """The events of a game that have a code and took place, in order."""
    for event in result.events:
        if event.kind not in TOOK_PLACE or event.cameo is None or (event.outcome is None and not event.claim):
            continue
        yield {
            "event": event.number,
            "run": result.game.run,
            "date": event.utc[:10],
            "utc": event.utc,
            "source": event.actor,
            "target": event.target,
            "cameo": event.cameo,
            "root": event.cameo[:2],
            "plover": event.plover,
            "goldstein": event.goldstein,
            "action": event.action,
            "outcome": event.outcome,
            "claim": event.claim,
            "text": event.text,
        }


def dyad_days(tally: Tally, compiled: Compiled) -> Iterator[dict[str, Any]]:
    """The sum of Goldstein's values of one side's deeds towards another on each day of the game, mean over all runs.

    Days are counted from the first minute, by 24 hours; `date` is the local day on which each begins, and `games` how
    many were not over before: in the others nothing is done any more, so late days say as much about how many games
    have ended as about their tone. What happens in the very minute of the horizon belongs to the last day.
    """
    whole = -(-compiled.program.sizes.horizon // MINUTES_A_DAY)
    ended = tally.quantities["ended_at_minute"]
    starts = [day * MINUTES_A_DAY for day in range(whole)]
    games = [sum(n for step, n in ended.steps.items() if step * ended.width >= start) for start in starts]
    for pair, days in tally.dyads.items():
        source, _, target = pair.partition(">")
        if source == target:
            continue
        for day, tenths in enumerate([*days[: whole - 1], sum(days[whole - 1 :])]):
            yield {
                "day": day,
                "date": (compiled.starts + timedelta(days=day)).date().isoformat(),
                "source": source,
                "target": target,
                "goldstein": tenths / 10 / tally.n,
                "games": games[day],
            }
