"""Commands for players: watch a game, play one, go on with one, see one again."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crisis_sim.cli.options import (
    NOT_SO,
    AgentsOption,
    AsOfOption,
    ScenarioArgument,
    SeatsOption,
    SeedOption,
    SetOption,
    page_here,
    settings_of,
    typed,
)
from crisis_sim.terminal.screen.face import screen_here
from crisis_sim.terms.records import WrongUse

if TYPE_CHECKING:
    from crisis_sim.terminal.play import Play
    from crisis_sim.terminal.screen.app import Shown, Wanted


def run(
    scenario: ScenarioArgument,
    seed: SeedOption = None,
    run_: Annotated[int, typer.Option("--run", metavar="K", min=0, help="Which run of a batch with this seed.")] = 0,
    agents: AgentsOption = None,
    set_: SetOption = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object with everything, and no story.")] = False,
    journal: Annotated[
        Path | None, typer.Option("--journal", metavar="FILE", help="Keep the journal of the game in a new file.")
    ] = None,
    as_of: AsOfOption = None,
) -> None:
    """Run one game by bots, and tell it as a wire service would."""
    from crisis_sim import api
    from crisis_sim.terminal import sitting

    crisis = api.load(scenario, as_of=as_of)
    seed = sitting.new_seed() if seed is None else seed
    playing = sitting.agents_named(agents, crisis, people=False)
    result = crisis.run(
        seed, run=run_, agents=playing, settings=settings_of(set_ or []), journal=journal, command=typed()
    )
    if json_:
        import json

        print(json.dumps(result.to_dict(), allow_nan=False))  # in ASCII: a terminal obeys nothing in it
        return
    from crisis_sim.terminal import reckoning, story

    page, words = page_here(), story.words_of(result.game)
    page.show(story.beginning(result.game, words))
    page.show(story.told(story.news(result.events)))
    page.show(reckoning.ending(result.game, words))


def play(
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="[SCENARIO]", help="A scenario; with --resume, the name of a saved game."),
    ] = None,
    as_: SeatsOption = None,
    seed: SeedOption = None,
    agents: AgentsOption = None,
    turn: Annotated[
        int | None, typer.Option("--turn", metavar="HOURS", min=1, max=168, help="Hours from one decision to the next.")
    ] = None,
    difficulty: Annotated[
        str | None,
        typer.Option(
            "--difficulty",
            metavar="LEVEL|SEAT=LEVEL,...",
            help="How the sides that nobody plays are minded: easy, medium or hard, all alike or each for itself.",
        ),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Lines of text, for scripts and screen readers.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the last game, or with the saved game that is named.")
    ] = False,
    rematch: Annotated[
        bool,
        typer.Option("--rematch", help="The saved game that is named, or the last one, from its start, same luck."),
    ] = False,
) -> None:
    """Play a side. What is left out is asked for; every step is saved."""
    chosen_anew = (as_, seed, agents, turn, difficulty) != (None,) * 5
    if resume or rematch:
        word = "--resume" if resume else "--rematch"
        if chosen_anew or (resume and rematch):
            raise WrongUse(f"that game keeps its seats, seed, agents and turns: {word} stands alone")
    if not plain and screen_here():
        from crisis_sim.terminal.screen.app import Wanted

        _on_screen(Wanted(scenario, as_, seed, agents, turn, difficulty, resume, rematch, typed()))
        return
    from crisis_sim.terminal import sitting
    from crisis_sim.terminal.plain import Keyboard, play_on

    page, keyboard = page_here(), Keyboard()
    if resume or rematch:
        play_on(sitting.resume(scenario) if resume else sitting.rematch(scenario, typed()), keyboard, page)
        return
    if scenario is None:
        chosen = sitting.ask_scenario(keyboard, page, anew=chosen_anew)
        if chosen.goes_on:
            play_on(sitting.resume(chosen.name), keyboard, page)
            return
        scenario = chosen.name
    crisis = sitting.load(scenario, turn=turn)
    mine = sitting.seats_named(as_, crisis.seats) if as_ else sitting.ask_seats(crisis, keyboard, page)
    if not as_ and difficulty is None and agents is None and sitting.has_levels(crisis, mine):
        difficulty = sitting.ask_difficulty(crisis, keyboard, page)
    seed = sitting.new_seed() if seed is None else seed
    play_on(sitting.begin(crisis, mine, seed, agents, typed(), difficulty), keyboard, page)


def _on_screen(wanted: "Wanted | Shown | Play") -> None:
    """Plays or shows on the full screen; leaving it early has its own exit code."""
    from crisis_sim.terminal.screen.app import show

    code = show(wanted, page_here())
    if code:
        raise typer.Exit(code)


def saves() -> None:
    """List the saved games: date, seats, scenario, how each stands, and how to go on."""
    from crisis_sim.terminal.listing import save_lines

    page_here().show(save_lines())


def replay(
    journal: Annotated[str, typer.Argument(metavar="JOURNAL", help="The file of a journal, or a saved game's name.")],
    as_: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="SEAT|control",
            help="Whose view; control sees everything. By itself: the player's of a game in progress, else control's.",
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="TIME", help="Up to a local time, YYYY-MM-DDTHH:MM, or +HOURS since the beginning."
        ),
    ] = None,
    branch: Annotated[
        bool,
        typer.Option(
            "--branch", help="Play on from there as another game; of a game that is over, --at says from when."
        ),
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check that the same game comes out; exit code 1 if not.")
    ] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Lines of text, for scripts and screen readers.")] = False,
) -> None:
    """Show a game again, from its journal: all of it, or up to a time, as control or as a seat saw it."""
    from crisis_sim.engine import Mismatch
    from crisis_sim.terminal import again, sitting
    from crisis_sim.terminal.plain import Keyboard, play_on
    from crisis_sim.terminal.safe import safe_text

    page, opened = page_here(), again.find(journal)
    if verify:
        try:
            page.say(again.verified(opened))
        except Mismatch as error:
            print(f"crisis-sim: {safe_text(str(error))}", file=sys.stderr)
            raise typer.Exit(NOT_SO) from None
        return
    game = again.until(opened, at)
    if not branch and not plain and screen_here():
        from crisis_sim.terminal.screen.app import Shown

        again.viewer_of(opened, game, as_)  # before the screen is taken
        _on_screen(Shown(opened, None if at is None else game.minute, as_))
        return
    if not branch:
        page.show(again.story_of(game, again.viewer_of(opened, game, as_)))
        if opened.notice:
            page.say(opened.notice)
        return
    again.branch_point(game, at)
    mine = sitting.seats_named(as_, list(game.seats)) if as_ else sitting.mine_of(game)
    if not mine:
        raise WrongUse("whom do you want to play? Name a seat: --as SEAT")
    play = sitting.branch(game, mine)
    if not plain and screen_here():
        _on_screen(play)
    else:
        play_on(play, Keyboard(), page)
