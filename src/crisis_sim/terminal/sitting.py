"""How a game comes to the table: begun anew, gone on with, or branched off another; what is left out is asked for."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from crisis_sim import api
from crisis_sim.compiler import compile_scenario
from crisis_sim.engine import HUMAN, Game
from crisis_sim.engine.seats import parse_agents
from crisis_sim.journal.saves import ENDING, Save, new_path, path_of, saves
from crisis_sim.scenario import loading
from crisis_sim.scenario.errors import did_you_mean, one_of, quoted
from crisis_sim.terminal import difficulty
from crisis_sim.terminal.lines import Line
from crisis_sim.terminal.listing import in_a_word, scenario_lines
from crisis_sim.terminal.page import Page
from crisis_sim.terminal.plain import Keyboard
from crisis_sim.terminal.play import Play
from crisis_sim.terminal.started import command as as_started
from crisis_sim.terminal.tutorial import SCENARIO
from crisis_sim.terms.records import WrongUse


class Choice(NamedTuple):
    """What was chosen: a scenario, or a saved game that goes on."""

    name: str
    goes_on: bool


SEEDS = 2**31
"""Seeds that are chosen by chance lie below this, so that they are short enough to type."""


def new_seed() -> int:
    """A seed for a game that was not given one."""
    return secrets.randbelow(SEEDS)


def load(name: str, *, turn: int | None = None, as_of: str | None = None) -> api.Crisis:
    """A scenario; with another length of turn, it is another scenario, and its text says so."""
    if turn is None:
        return api.load(name, as_of=as_of)
    loaded = loading.load(name)
    texts = with_turn(loaded.document.texts, turn)
    return api.Crisis(
        loading.find(name).resolve().name, compile_scenario(loading.load_texts(texts), None, as_of), texts
    )


def with_turn(texts: Mapping[str, str], turn: int) -> dict[str, str]:
    """The texts of a scenario, with this many hours a turn."""
    line, found = re.compile(r"^turn:.*$", re.MULTILINE), False
    changed = {}
    for name, text in texts.items():
        if not found and name.endswith(".yaml") and line.search(text):
            changed[name], found = line.sub(f"turn: {turn}", text, count=1), True
        else:
            changed[name] = text
    if not found:
        changed["scenario.yaml"] += f"\nturn: {turn}\n"
    return changed


def begin(
    crisis: api.Crisis,
    mine: Sequence[str],
    seed: int,
    agents: str | None,
    command: str,
    hard: str | None = None,
) -> Play:
    """A new game that is saved from its first minute on. `hard`: the difficulty; `agents` goes before it."""
    playing = {
        **(difficulty.opponents(crisis, mine, hard) if hard is not None else {}),
        **agents_named(agents, crisis, people=True),
    }
    people = [seat for seat, agent in playing.items() if agent == HUMAN and seat not in mine]
    if people:
        raise WrongUse(f"{people[0]} is to be played by a person: add it to --as")
    seats = {**playing, **dict.fromkeys(mine, HUMAN)}
    return _play(crisis.play(seed, seats=seats, journal=new_path(crisis.name), command=command))


def agents_named(text: str | None, crisis: api.Crisis, *, people: bool) -> dict[str, str]:
    """Who plays what, by `--agents`. `people`: whether any can play. WrongUse for an agent that is not there."""
    playing = parse_agents(text or "", crisis.compiled.names)
    bots = [agent for agent in crisis.agents if agent != HUMAN]
    for seat, agent in playing.items():
        if agent in crisis.seats and agent not in bots:
            raise WrongUse(f"{agent} is a seat: say who plays it, as in --agents {agent}={_an_example(bots)}")
        if seat in crisis.seats and agent != HUMAN and agent not in bots:
            known = crisis.agents if people else bots
            raise WrongUse(f"there is no agent {quoted(agent)}{did_you_mean(agent, known)}: {one_of(known)}")
    return playing


def _an_example(bots: Sequence[str]) -> str:
    return "hawk" if "hawk" in bots else bots[0]


def branch(replayed: Game, mine: Sequence[str]) -> Play:
    """A new game that goes on from where a replay stands, with these seats in people's hands; saved by itself."""
    others = dict.fromkeys(mine_of(replayed), "utility")
    game = replayed.branch(replayed.minute, {**others, **dict.fromkeys(mine, HUMAN)})
    game.save(new_path(replayed.origin.name))
    return _play(game)


def resume(name: str | None) -> Play:
    """The game of a save, with its draft; the last one played, if none is named. WrongUse, if there is none."""
    return _play(api.resume(_save(name)))


def rematch(name: str | None, command: str) -> Play:
    """A saved game from its start, in a file of its own: the same sides, agents, luck. WrongUse, if there is none."""
    found = saves()
    save = next((one for one in found if name is None or one.name == name.removesuffix(ENDING)), None)
    if save is None or save.journal is None:
        guess = did_you_mean(name or "", [one.name for one in found])
        raise WrongUse(f"there is no saved game {quoted(name or '')}{guess}; `{as_started('saves')}` lists them")
    header = save.journal.header
    settings = header.settings
    crisis = api.Crisis(
        header.scenario, compile_scenario(loading.load_texts(header.texts), settings or None), header.texts
    )
    game = crisis.play(
        header.seed, run=header.run, seats=header.agents, journal=new_path(header.scenario), command=command
    )
    if not mine_of(game):
        raise WrongUse(f"nobody plays in {save.name}: `{as_started('run', header.scenario)}` runs a game by bots")
    return _play(game)


def _play(game: Game) -> Play:
    briefs = {Path(name).stem: text for name, text in game.origin.texts.items() if name.endswith(".md")}
    return Play(game, mine_of(game), briefs)


def _save(name: str | None) -> Path:
    found = saves()
    open_ = _open(found)
    if name is None:
        if not open_:
            raise WrongUse(f"there is no game in progress: begin one with `{as_started('play')}`")
        return open_[0].path
    save = next((one for one in found if one.name == name.removesuffix(ENDING)), None) or _last_of(open_, name)
    if save is None:
        path_of(name)
        guess = did_you_mean(name, [one.name for one in found])
        raise WrongUse(f"there is no saved game {quoted(name)}{guess}; `{as_started('saves')}` lists them")
    if save.journal is not None and save.journal.result is not None:
        raise WrongUse(f"{save.name} is over: `{as_started('replay', save.name)}` shows it again")
    return save.path


def _open(found: Iterable[Save]) -> list[Save]:
    return [save for save in found if save.journal is not None and save.journal.result is None]


def _last_of(open_: Iterable[Save], scenario: str) -> Save | None:
    """The game of this scenario that was played last."""
    return next((save for save in open_ if save.journal and save.journal.header.scenario == scenario), None)


def mine_of(game: Game) -> list[str]:
    """The seats that people play."""
    return [seat for seat, agent in game.seats.items() if agent == HUMAN]


# What is left out is asked for


def ask_scenario(keyboard: Keyboard, page: Page, *, anew: bool = True) -> Choice:
    """A game in progress, unless it must be one `anew`, or one of the scenarios that come with the program.

    The first of these, where nothing is typed.
    """
    names = loading.shipped()
    last = None if anew else next(iter(_open(saves())), None)
    page.say(Line("Which crisis?", style="bold"))
    if last is not None and last.journal is not None:
        page.say(Line(f"Go on with {in_a_word(last.journal)}, of {last.changed.astimezone():%Y-%m-%d %H:%M}",
                      "   1  ", "", "bold"))  # fmt: skip
        names = [last.name, *names]
    page.show(scenario_lines(first=2 if last else 1))
    chosen = _choice(keyboard, page, len(names), names)[0]
    return Choice(names[chosen], goes_on=last is not None and chosen == 0)


def ask_seats(crisis: api.Crisis, keyboard: Keyboard, page: Page) -> list[str]:
    """One or several of the seats; the first, where nothing is typed."""
    page.say(Line("Which side do you play? Several, as in 1,2, take turns at the keyboard.", style="bold"))
    for number, seat in enumerate(crisis.seats, 1):
        actor = crisis.compiled.scenario.actors[seat]
        difficulty = f" ({actor.difficulty})" if actor.difficulty else ""
        page.say(Line(f"{seat}: {actor.name}{difficulty}. {' '.join((actor.what or '').split())}", f"{number:>4}  "))
    return [crisis.seats[choice] for choice in _choice(keyboard, page, len(crisis.seats), crisis.seats)]


def has_levels(crisis: api.Crisis, mine: Sequence[str]) -> bool:
    """Whether there is anybody to be made easier or harder. A lesson is as hard as it is."""
    return len(mine) < len(crisis.seats) and crisis.name != SCENARIO


def ask_difficulty(crisis: api.Crisis, keyboard: Keyboard, page: Page) -> str:
    """How the others are minded; medium, where nothing is typed."""
    page.say(Line("How hard? It is the others' temper that changes, not the rules.", style="bold"))
    levels = (difficulty.MEDIUM, difficulty.EASY, difficulty.HARD)
    for number, level in enumerate(levels, 1):
        page.say(Line(f"{level}: {difficulty.WORDS[level]} ({difficulty.meaning(crisis, level)})", f"{number:>4}  "))
    return levels[_choice(keyboard, page, len(levels), levels)[0]]


def seats_named(text: str, seats: Sequence[str]) -> list[str]:
    """The seats of `--as`, in the scenario's order. WrongUse for one that is not there."""
    wanted = [seat.strip() for seat in text.split(",") if seat.strip()]
    for seat in wanted:
        if seat not in seats:
            known = ", ".join(seats)
            raise WrongUse(f"there is no seat {quoted(seat)}{did_you_mean(seat, seats)}: the seats are {known}")
    if not wanted:
        raise WrongUse(f"--as needs a seat: {', '.join(seats)}")
    return [seat for seat in seats if seat in wanted]


def _choice(keyboard: Keyboard, page: Page, most: int, names: Sequence[str]) -> list[int]:
    """Numbers from 0, of what was chosen by number or name; the first, where nothing is typed."""
    while True:
        typed = (keyboard.read("Number (Enter: 1): ") or "").replace(",", " ").split()
        try:
            return sorted({_number(word, most, names) for word in typed}) or [0]
        except WrongUse as error:
            page.say(f"{error}.")


def _number(word: str, most: int, names: Sequence[str]) -> int:
    if word in names:
        return names.index(word)
    if word.isdecimal() and 1 <= int(word) <= most:
        return int(word) - 1
    raise WrongUse(f"type a number from 1 to {most}, or one of {', '.join(names)}, not {quoted(word)}")
