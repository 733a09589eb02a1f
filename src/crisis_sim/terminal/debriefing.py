"""A debrief on a terminal: as it is made, and to be read."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from crisis_sim.analysis.debrief import Debrief, OwnDebrief, Progress, WhatIf
from crisis_sim.analysis.debrief.explaining import instead_told, orders_told, seat_name
from crisis_sim.analysis.debrief.own_telling import RESERVATION as OWN_RESERVATION
from crisis_sim.analysis.debrief.own_telling import beliefs, own_summary, promises, rows
from crisis_sim.analysis.debrief.swapping import Swap
from crisis_sim.analysis.debrief.telling import (
    RESERVATION,
    capital,
    change,
    headline,
    knew,
    luck_told,
    moved,
    otherwise,
    point_told,
    questions,
    sentence,
    signed,
    summary,
    swap_told,
    when,
)
from crisis_sim.analysis.debrief.turning import TurningPoint
from crisis_sim.analysis.debrief.whole import Watcher
from crisis_sim.engine import Game
from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.safe import safe_text

COMPARED = (
    "The turning points follow, the largest first. Each change is from how it would have gone on with the seat left to "
    "its doctrine at that moment to how it went on with what it chose; the others’ orders are the same in both."
)
STEPS = 10
"""Plain lines that tell of the progress, at most."""


@contextmanager
def watching() -> Iterator[Watcher]:
    """Shows on stderr how far a debrief is: in a terminal a bar and what was found so far, elsewhere some lines."""
    console = Console(file=sys.stderr, markup=False, highlight=False, emoji=False)
    if not console.is_terminal or console.is_dumb_terminal:
        yield _plainly(console)
        return
    with Live(console=console, transient=True, refresh_per_second=4) as live:
        yield lambda progress: live.update(_shown(progress))


def _plainly(console: Console) -> Watcher:
    told = 0

    def tell(progress: Progress) -> None:
        nonlocal told
        step = progress.done * STEPS // max(1, progress.total)
        if step > told:
            told = step
            console.print(safe_text(_how_far(progress)), soft_wrap=True)

    return tell


def _how_far(progress: Progress) -> str:
    share = 100 * progress.done // max(1, progress.total)
    return f"{share} % of about {progress.total:,} continuations: {progress.stage}"


def _shown(progress: Progress) -> RenderableType:
    page = Table.grid()
    page.add_row(Text(_how_far(progress)))
    page.add_row(ProgressBar(total=max(1, progress.total), completed=progress.done, width=60))
    for text in progress.so_far:
        page.add_row(Text(safe_text(f"  {text}"), style="dim"))
    return page


def debrief_lines(debrief: Debrief, seat: str | None = None) -> Iterator[Line]:
    """The whole debrief; or what concerns one seat."""
    story, game = debrief.story, debrief.game
    yield Line(f"Debrief: {game.compiled.scenario.title}", style="bold")
    for part in summary(debrief):
        yield Line()
        yield Line(part.head, style="bold")
        if part.text:
            yield Line(part.text, "  ")
        for number, text in enumerate(part.items, 1):
            yield Line(text, f"  {number}. ")
    if debrief.points:
        yield Line()
        yield Line(COMPARED)
    for number, point in enumerate(debrief.points, 1):
        if seat is None or point.decision.seat == seat:
            yield Line()
            yield from _point(debrief, number, point)
    for name in [seat] if seat is not None else game.seats:
        yield Line()
        yield from _seat(debrief, name)
    yield Line()
    yield Line("What was so, and what was believed", style="bold")
    for fact in debrief.facts:
        held = ", ".join(f"{seat_name(story, one.seat)} {100 * one.course[0][1]:.0f} → {100 * one.course[-1][1]:.0f} %"
                         for one in fact.beliefs)  # fmt: skip
        yield Line(f"{sentence(fact.what)} {'So it was' if fact.so else 'It was not so'}; held likely: {held}.", "  ")
    broken = [one for one in debrief.promises if one.scores]
    if broken:
        yield Line()
        yield Line("Promises, and what they moved", style="bold")
        for one in broken:
            cost = ", ".join(f"{seat_name(story, name)} {signed(points)}" for name, points in one.scores)
            yield Line(f"{one.event.text} ({cost} points)", f"  {when(story, one.event.minute)}  ")
    yield Line()
    yield Line("Questions to talk about", style="bold")
    for number, question in enumerate(questions(debrief), 1):
        yield Line(question.text, f"  {number}. ")
    yield Line()
    yield Line(RESERVATION)


def _point(debrief: Debrief, number: int, point: TurningPoint) -> Iterator[Line]:
    story, decision = debrief.story, point.decision
    why, insight = debrief.explained[decision.number], debrief.insight(decision)
    yield Line(headline(story, decision), f"{number}. ", style="bold", lead_style="bold")
    yield Line(sentence(moved(story, point.main)), "   ")
    for event in why.came:
        yield Line(event.text, f"     {when(story, event.minute)}  ")
    if why.doctrine:
        yield Line(" ".join(why.doctrine), "   ")
    if insight is not None:
        yield Line(knew(story, insight), "   ")
    for swap in debrief.swaps[decision.number]:
        yield Line(swap_told(story, swap, point.main.measure), "   - ")


def _seat(debrief: Debrief, seat: str) -> Iterator[Line]:
    """What each of its orders was worth to it."""
    story = debrief.story
    yield Line(f"{seat_name(story, seat)}: what its orders changed of its own score, in truth and as it could believe",
               style="bold")  # fmt: skip
    own = [one for one in debrief.insights if one.decision.seat == seat and one.decision.orders]
    for one in own:
        text = f"{orders_told(story, one.decision.orders)}: {change(one.true)}; {change(one.believed)}"
        verdict = "" if one.verdict == "no clear difference" else f"; {one.verdict}"
        yield Line(text + verdict, f"  {when(story, one.decision.minute)}  ")
    if not own:
        yield Line("It ordered nothing.", "  ")


def own_lines(own: OwnDebrief, game: Game) -> Iterator[Line]:
    """What a seat may have while its game goes on."""
    yield Line(own_summary(own, game), style="bold")
    for moment, did, expected, likely in rows(own, game):
        yield Line()
        yield Line(did, f"  {moment}  ")
        if expected:
            yield Line(f"could be expected: {expected} points of its own score; likeliest: {likely}", "    ")
    for head, pairs in (("What it takes to be so", beliefs(own)), ("Promises it knows of", promises(own, game))):
        if pairs:
            yield Line()
            yield Line(head, style="bold")
            for what, how in pairs:
                yield Line(f"{what}: {how}", "  ")
    yield Line()
    yield Line(OWN_RESERVATION)


def decision_lines(asked: WhatIf, seat: str | None = None) -> Iterator[Line]:
    """Every decision with its number: when, whose, and what was ordered; or those of one seat."""
    width = len(str(len(asked.decisions)))
    for one in asked.decisions:
        if seat is None or one.seat == seat:
            ids = f" ({one.told})" if one.orders else ""
            yield Line(f"{headline(asked.story, one)}{ids}", f"{one.number:>{width}}  ", lead_style="bold")


def swap_lines(asked: WhatIf, swap: Swap) -> Iterator[Line]:
    """What another choice would have changed, the most first."""
    story, decision = asked.story, swap.decision
    yield Line(headline(story, decision), f"{decision.number}. ", style="bold", lead_style="bold")
    yield Line(f"{capital(instead_told(story, swap.instead))} instead, in {asked.n:,} pairs of games with equal luck:",
               "   ")  # fmt: skip
    clear = sorted((one for one in swap.shifts if one.clear), key=lambda one: -abs(one.difference))
    for one in clear:
        yield Line(sentence(moved(story, one)), "   - ")
    rest = len(swap.shifts) - len(clear)
    if rest:
        what = f"The other {rest} chances and scores" if clear else "The chances of all outcomes and all scores"
        yield Line(f"{what} changed by nothing that could be told from chance.", "   ")


def turning_points(debrief: Debrief, seats: Sequence[str], most: int = 3) -> list[Line]:
    """For an end screen: the largest turning points of these seats, what else each could have done, and luck's part.
    Without any of theirs, those of the others."""
    own = [point for point in debrief.points if point.decision.seat in seats]
    told = []
    if not own:
        none = "No single decision of yours changed anything that can be told from chance."
        told.append(Line(f"{none} Of the others:" if debrief.points else none, "  "))
    for number, point in enumerate((own or list(debrief.points))[:most], 1):
        told.append(Line(point_told(debrief.story, point), f"  {number}. "))
        if other := otherwise(debrief, point):
            told.append(Line(other, "     ", style="dim"))
    return [*told, Line(luck_told(debrief), "  ")]
