"""The command for afterwards: what a game turned on, and what if somebody had decided otherwise."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from crisis_sim.analysis.debrief import WhatIf
    from crisis_sim.analysis.debrief.swapping import Swap

MOST = 100_000
NOTHING = ("nothing", "do nothing", "")


def debrief(
    journal: Annotated[str, typer.Argument(metavar="JOURNAL", help="The journal of a game, or a saved game's name.")],
    seat: Annotated[
        str | None,
        typer.Option("--as", metavar="SEAT|control", help="One seat's page; of a game that goes on its own alone."),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Also as a page: one file, to print or to send.")
    ] = None,
    n: Annotated[
        int | None,
        typer.Option("-n", metavar="N", min=2, max=MOST, help="Continuations for each of the largest changes; 1,000."),
    ] = None,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="Only list every decision, with the number that the next two take.")
    ] = False,
    swap: Annotated[
        list[str] | None,
        typer.Option(
            "--swap",
            metavar="N=ORDERS",
            help="Only ask: what if other orders, or `nothing`, had been given at decision N? As 12=us.condemn.",
        ),
    ] = None,
    hand_over: Annotated[
        list[str] | None,
        typer.Option(
            "--hand-over",
            metavar="N=AGENT",
            help="Only ask: what if a persona, or another bot, had decided from decision N on? As 12=dove.",
        ),
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="auto|compiled|python", help="What plays; both give the same games.")
    ] = "auto",
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="How many at once; else one for each core.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the page, if it is there already.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object with everything.")] = False,
) -> None:
    """Find the decisions that mattered in a game, and play on from what else could have been done; who knew what."""
    from crisis_sim.analysis.debrief import debrief as debriefed
    from crisis_sim.analysis.debrief import own_debrief
    from crisis_sim.cli.options import page_here
    from crisis_sim.engine import replay
    from crisis_sim.terminal import again
    from crisis_sim.terminal.debriefing import debrief_lines, own_lines, watching
    from crisis_sim.terms.records import WrongUse

    asks = decisions or bool(swap) or bool(hand_over)
    if html is not None:
        if asks:
            raise WrongUse("a page tells the whole debrief: --html goes without --decisions, --swap and --hand-over")
        _check_page(html, force)
    told = again.find(journal)
    game = replay(told)
    viewer = again.viewer_of(told, game, seat)
    if asks:
        from crisis_sim.analysis.debrief import what_if

        asked = what_if(game, n=n, engine=engine, workers=workers, control=seat == again.CONTROL)
        _answer(asked, None if viewer == again.CONTROL else viewer, decisions, swap or [], hand_over or [], json_)
        return
    if not game.over and viewer != again.CONTROL:
        if json_:
            raise WrongUse("--json tells everything, and that game is not over")
        with watching() as watch:
            own = own_debrief(game, viewer, n=n, engine=engine, workers=workers, watch=watch)
        page_here().show(own_lines(own, game))
        if html is not None:
            from crisis_sim.analysis.debrief.page import own_page

            _write(html, own_page(own, game))
        return
    if not game.over and seat is None:
        raise WrongUse("that game is not over: --as SEAT tells a seat its own, --as control tells everything")
    with watching() as watch:
        whole = debriefed(game, n=n, engine=engine, workers=workers, watch=watch, control=viewer == again.CONTROL)
    whose = None if viewer == again.CONTROL else viewer
    if whole.notice:
        _aside(whole.notice)
    if json_:
        import json

        print(json.dumps(whole.to_json(), allow_nan=False))
    else:
        page_here().show(debrief_lines(whole, whose))
    if html is not None:
        from crisis_sim.analysis.debrief.page import debrief_page

        _write(html, debrief_page(whole, whose), aside=json_)


def _answer(
    asked: "WhatIf", seat: str | None, decisions: bool, swaps: list[str], hand_overs: list[str], json_: bool
) -> None:
    """Lists the decisions, or answers what if; nothing else is played."""
    from crisis_sim.cli.options import page_here
    from crisis_sim.terminal.debriefing import decision_lines, swap_lines

    page = page_here()
    if asked.futures.notice and (swaps or hand_overs):
        _aside(asked.futures.notice)
    if decisions and not json_:
        page.show(decision_lines(asked, seat))
    found = list(_swaps(asked, swaps, hand_overs))
    if json_:
        import json

        from crisis_sim.analysis.debrief.asking import in_json

        listed = [in_json(one) for one in asked.decisions if seat is None or one.seat == seat] if decisions else []
        print(json.dumps({"n": asked.n, "decisions": listed, "swaps": [in_json(one) for one in found]}))
        return
    for number, one in enumerate(found):
        if number or decisions:
            page.say("")
        page.show(swap_lines(asked, one))


def _swaps(asked: "WhatIf", swaps: list[str], hand_overs: list[str]) -> "Iterator[Swap]":
    for number, orders in [_numbered("--swap", text, "ORDERS") for text in swaps]:
        yield asked.swap(number, "do nothing" if orders in NOTHING else orders)
    for number, agent in [_numbered("--hand-over", text, "AGENT") for text in hand_overs]:
        yield asked.hand_over(number, agent)


def _numbered(option: str, text: str, what: str) -> tuple[int, str]:
    """`12=us.condemn` in its parts. WrongUse, if it is not so."""
    from crisis_sim.scenario.errors import quoted
    from crisis_sim.terms.records import WrongUse

    number, sign, rest = text.partition("=")
    if not sign or not number.strip().isdecimal():
        raise WrongUse(f"{option} {quoted(text)}: write N={what}, with the number that --decisions lists for N")
    return int(number), rest.strip()


def _check_page(html: Path, force: bool) -> None:
    """Before anything is played: what a page needs is there, and it may be written."""
    from crisis_sim.terms.records import WrongUse

    try:
        from crisis_sim.analysis.report.writing import check_free
    except ImportError as error:
        missing = (error.name or "a library").partition(".")[0]
        raise WrongUse(f'a page needs {missing}: pip install "crisis-sim[analysis]"') from None
    check_free(html, force)


def _write(html: Path, text: str, aside: bool = False) -> None:
    from crisis_sim.analysis.report.writing import write
    from crisis_sim.cli.options import page_here

    write(html, text)
    told = f"{html}: {len(text.encode()) / 1000:,.0f} kB; open it in a browser, or print it."
    if aside:
        _aside(told)
    else:
        page_here().say("", told)


def _aside(text: str) -> None:
    from crisis_sim.terminal.safe import safe_text

    print(f"crisis-sim: {safe_text(text)}", file=sys.stderr)
