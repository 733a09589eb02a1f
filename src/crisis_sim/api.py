"""What `import crisis_sim as cs` offers.

crisis = cs.load("new_years_eve")
print(crisis.run(seed=1))
game = crisis.play(seed=7, seats={"us": "human"})
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crisis_sim.compiler import Compiled, check_program, compile_scenario, with_parameters
from crisis_sim.compiler.explain import explain, overview
from crisis_sim.engine import HUMAN, Game, Origin, agent_names
from crisis_sim.engine import replay as replay_journal
from crisis_sim.engine import resume as resume_journal
from crisis_sim.engine.seats import ANSWER_SECONDS, parse_agents
from crisis_sim.journal import Journal, read
from crisis_sim.scenario import loading
from crisis_sim.terms.records import Agent, Event, Order, WrongUse

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

__all__ = ["Crisis", "Game", "Order", "Result", "load", "play", "replay", "resume", "run"]

Settings = Mapping[str, float]
Agents = Mapping[str, str | Agent] | str
Place = str | os.PathLike[str]


class Crisis:
    """A scenario, ready to be run and played."""

    def __init__(self, name: str, compiled: Compiled, texts: Mapping[str, str]) -> None:
        self.name = name
        self.compiled = compiled
        self._texts = texts

    @property
    def title(self) -> str:
        return self.compiled.scenario.title

    @property
    def seats(self) -> list[str]:
        """Whom one can play."""
        return list(self.compiled.names.seats)

    @property
    def agents(self) -> list[str]:
        """Who can play a seat, by name."""
        return agent_names(self.compiled.names)

    def run(
        self,
        seed: int = 0,
        *,
        run: int = 0,
        agents: Agents | None = None,
        settings: Settings | None = None,
        timeout: float | None = ANSWER_SECONDS,
        journal: Place | None = None,
        command: str = "",
    ) -> "Result":
        """One whole game by bots. `agents`: a name for all seats, `us=hawk,ir=random`, or names and agents by seat.

        `settings`: values of parameters. `timeout`: seconds for an answer of a Python agent, which is
        asked in a thread of its own; after that its doctrine decides. None: as long as it likes, in this thread.
        `journal`: a file for it.
        """
        game = self._game(seed, run, agents, settings, command, timeout=timeout)
        people = [seat for seat, agent in game.seats.items() if agent == HUMAN]
        if people:
            raise WrongUse(f"{people[0]} is to be played by a person, and a run has none: play it instead")
        game.play_out()
        if journal is not None:
            game.save(Path(journal))
        return Result(game)

    def play(
        self,
        seed: int = 0,
        *,
        run: int = 0,
        seats: Agents | None = None,
        settings: Settings | None = None,
        pace: float | None = None,
        deadline: float | None = None,
        timeout: float | None = ANSWER_SECONDS,
        journal: Place | None = None,
        command: str = "",
    ) -> Game:
        """A game to take part in. `seats`: `human` for those who are asked; the others as in `run`.

        `pace`: real seconds for a minute of the game. `deadline`: minutes for a decision, by the table's clock.
        `timeout`: as in `run`.
        """
        game = self._game(seed, run, seats, settings, command, pace=pace, deadline=deadline, timeout=timeout)
        if journal is not None:
            game.save(Path(journal))
        return game

    def explain(self, name: str | None = None) -> str:
        """The English of an action, a gauge, a parameter; without a name, what there is to explain."""
        return "\n".join(overview(self.compiled) if name is None else explain(self.compiled, name))

    def check(self) -> list[str]:
        """What is wrong with the program that was made of it, a line each: nothing, unless there is a mistake in here.

        What is wrong with a scenario itself is told by `load`.
        """
        return check_program(self.compiled.program, self.compiled.trees)

    def with_settings(self, settings: Settings) -> "Crisis":
        """The same crisis with other values of some parameters."""
        return Crisis(self.name, with_parameters(self.compiled, settings), self._texts)

    def _game(
        self,
        seed: int,
        run: int,
        agents: Agents | None,
        settings: Settings | None,
        command: str,
        **timing: float | None,
    ) -> Game:
        compiled, names = self.compiled, self.compiled.names
        playing = parse_agents(agents, names) if isinstance(agents, str) else dict(agents or {})
        history = compiled.scenario.history
        historical = history is not None and all(playing.get(seat) == "historical" for seat in names.seats)
        recorded = history.parameters if historical and history is not None else {}
        if recorded or settings:
            compiled = with_parameters(compiled, {**recorded, **(settings or {})})
        return Game(
            compiled, seed=seed, run=run, seats=playing, origin=Origin(self.name, self._texts, command), **timing
        )

    def __repr__(self) -> str:
        return f"Crisis({self.name!r}, seats {', '.join(self.seats)})"


class Result:
    """A finished run. Everything in it can be printed, compared and kept."""

    def __init__(self, game: Game) -> None:
        self.game = game

    @property
    def outcome(self) -> str:
        """The id of its outcome class."""
        return str(self.game.outcome())

    @property
    def digest(self) -> str:
        return self.game.digest

    @property
    def events(self) -> list[Event]:
        """All that happened."""
        return self.game.events

    @property
    def scores(self) -> dict[str, float]:
        """How well each seat did, 0 to 100."""
        return self.game.scores()

    def to_dict(self) -> dict[str, Any]:
        """What `run --json` prints."""
        return self.game.result()

    def lines(self) -> list[str]:
        """The whole story, a line for each event that was more than an order or a recorded draw."""
        return [self.game.line(event) for event in self.events if event.kind not in ("order", "cancel", "pin")]

    def __str__(self) -> str:
        return "\n".join([*self.lines(), self._summary()])

    def __repr__(self) -> str:
        return f"Result({self._summary()})"

    def _repr_html_(self) -> str:
        from html import escape

        items = "".join(f"<li>{escape(line)}</li>" for line in self.lines())
        return f"<p><b>{escape(self._summary())}</b></p><ul>{items}</ul>"

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        from rich.text import Text

        for line in self.lines():
            yield Text(line)
        yield Text(self._summary(), style="bold")

    def _summary(self) -> str:
        scores = ", ".join(f"{seat} {score:.0f}" for seat, score in self.scores.items())
        at = self.game.dates.spoken(self.game.minute)
        return f"{self.game.origin.name}, seed {self.game.seed}, run {self.game.run}: {self.outcome} ({at}); {scores}"


def load(name_or_path: Place, *, settings: Settings | None = None, as_of: str | None = None) -> Crisis:
    """A scenario: its shipped name, its folder, or the path of its `scenario.yaml`. ScenarioError, if it is wrong.

    `as_of`: a date, YYYY-MM-DD: parameters then take the values that are free of all later knowledge.
    """
    loaded = loading.load(name_or_path)
    name = loading.find(name_or_path).resolve().name
    return Crisis(name, compile_scenario(loaded, settings, as_of), loaded.document.texts)


def run(name_or_path: Place, seed: int = 0, **how: Any) -> Result:
    """`load(...).run(...)`."""
    return load(name_or_path).run(seed, **how)


def play(name_or_path: Place, seed: int = 0, **how: Any) -> Game:
    """`load(...).play(...)`."""
    return load(name_or_path).play(seed, **how)


def replay(journal: Journal | Place, *, until: int | str | None = None, verify: bool = True) -> Game:
    """The game of a journal, up to a minute or a local time, or as far as it goes; the file is left alone.

    `verify`: Mismatch, if anything comes out otherwise than the journal says.
    """
    opened = journal if isinstance(journal, Journal) else read(journal)
    if isinstance(until, str):
        until = replay_journal(opened, until=0, verify=False).dates.minute(until)
    return replay_journal(opened, until=until, verify=verify)


def resume(journal: Journal | Place, seats: Mapping[str, Agent] | None = None) -> Game:
    """The game of a journal, to go on with in the same file."""
    return resume_journal(journal if isinstance(journal, Journal) else read(journal), seats)
