"""The odds of a draft in words: what a face shows of a preview."""

from collections.abc import Iterator

from crisis_sim.analysis.odds import COMPILED, Change, Objection, Odds, Pair
from crisis_sim.analysis.trials import WINDOW
from crisis_sim.batch.shares import Share
from crisis_sim.compiler import Compiled
from crisis_sim.terminal.lines import Line, number, per_cent
from crisis_sim.terminal.situation import Words

LEAST_LIKELY = 0.01
"""Share below which an outcome is not worth a line, with the draft and without."""
WIDTH = 36
"""Columns of the figures."""


def told(odds: Odds, compiled: Compiled, words: Words) -> Iterator[Line]:
    """All of it. Every figure stands beside what holding would bring."""
    yield Line(f"Played out from what you know and believe: {progress(odds)}", style="bold")
    if odds.engine != COMPILED:
        yield Line(few(odds), style="dim")
    if odds.runs == 0:
        return
    if odds.drafted:
        yield Line("", f"  {'with this draft':{WIDTH // 2}}{'if you held':{WIDTH // 2}}")
    else:
        yield Line("Nothing is in draft: this is how things look if you hold now.", style="dim")
    yield _pair(odds, f"another side strikes you within {WINDOW} hours", odds.retaliation)
    if odds.ended.draft.n or odds.ended.holding.n:
        yield _pair(odds, f"the game is over within {WINDOW} hours", odds.ended)
    yield Line("How it ends", style="bold")
    for name, pair in odds.outcomes:
        if max(pair.draft.p, pair.holding.p) >= LEAST_LIKELY:
            yield _pair(odds, compiled.scenario.outcomes[name].name, pair)
    yield Line("Your score", style="bold")
    level = f"about {number(round(odds.score.level))} of 100"
    if not odds.drafted:
        yield Line(level, "  ")
        return
    yield Line(f"{moves(odds.score)}; {level} at the end", "  ")
    for name, change in odds.objectives:
        if change is not None and sure(change):
            yield Line(f"{compiled.scenario.objectives[odds.seat][name].what}: {moves(change)}", "    ")
    yield Line("Who will mind", style="bold")
    yield from (Line(objection(one, compiled, words), "  ") for one in odds.objections)
    if not odds.objections:
        yield Line("nobody, as far as these games can tell", "  ")


def in_short(odds: Odds, compiled: Compiled) -> str:
    """One line of it: for a gate."""
    worst = max(odds.outcomes, key=lambda one: one[1].draft.p - one[1].holding.p)
    name = compiled.scenario.outcomes[worst[0]].name
    return (
        f"In {progress(odds)}, from what you know: another side strikes you within {WINDOW} hours"
        f" {share(odds.retaliation.draft)}"
        f" (if you held: {share(odds.retaliation.holding)}); “{name}” {share(worst[1].draft)}"
        f" ({share(worst[1].holding)}); your score: {moves(odds.score)}."
    )


def progress(odds: Odds) -> str:
    """`500 games each, 1,000 in all`: with the draft and without it; `23 of 40 games each so far`."""
    if not odds.drafted:
        return f"{odds.runs:,} games" if odds.done else f"{odds.runs:,} of {odds.wanted:,} games so far"
    if not odds.done:
        return f"{odds.runs:,} of {odds.wanted:,} games each so far"
    return f"{odds.runs:,} games each, {2 * odds.runs:,} in all"


def few(odds: Odds) -> str:
    """Why there are not more games."""
    told = f"{odds.problem}: " if odds.problem else ""
    return f"{told}In plain Python these are few; what differs little may be chance."


def share(found: Share) -> str:
    """`35 % [22-50]`: how often, and between what it lies with 95 % confidence."""
    return f"{per_cent(found.p)} [{round(100 * found.low)}–{round(100 * found.high)}]"


def moves(change: Change) -> str:
    """`up 3.1 points [1.2–5.0]`; what chance alone may have done is said to be so."""
    low, high = (number(round(abs(end), 1)) for end in (change.low, change.high))
    if not sure(change):
        return f"no change that these games can tell ({change.mean:+.1f}, [{change.low:+.1f} to {change.high:+.1f}])"
    ends = f"{low}–{high}" if change.mean > 0.0 else f"{high}–{low}"
    return f"{'up' if change.mean > 0.0 else 'down'} {number(round(abs(change.mean), 1))} points [{ends}]"


def sure(change: Change) -> bool:
    """Whether the draft surely changes it, or never does."""
    return change.low > 0.0 or change.high < 0.0


def _pair(odds: Odds, what: str, pair: Pair) -> Line:
    half = WIDTH // 2
    held = f"{share(pair.holding):{half}}" if odds.drafted else ""
    return Line(what, f"  {share(pair.draft):{half}}{held}", lead_style="")


def objection(one: Objection, compiled: Compiled, words: Words) -> str:
    """Who minds, why, and how often or how much."""
    who = words.actor(one.seat)
    if one.share is not None:
        often = f"in {share(one.share.draft)} of the games, and in {share(one.share.holding)} if you held"
        if one.kind == "attack":
            return f"{who} attacks you {often}"
        said = compiled.scenario.commitments[one.about]
        kind = said.kind.replace("_", " ")
        if one.kind == "test" and said.kind != "pledge":
            return f"{who}: its {kind} comes to the test {often}: “{said.what}”"
        breaks = "you break" if one.kind == "breach" else "it breaks"
        return f"{who}: {breaks} a {kind} {often}: “{said.what}”"
    return f"{who} ends worse off: {moves(one.change)}" if one.change is not None else who
