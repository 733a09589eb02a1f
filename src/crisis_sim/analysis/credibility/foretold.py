"""A forecast after the fact: games go on by bots from the recorded line, and are scored by what then happened.

Two naive forecasts are scored beside it: base rates, and that nothing happens. The logarithm has no mercy with what was
held for impossible, so all forecasts alike are kept away from 0 and 1: by one in a hundred, and once more by one in a
thousand, because that choice can decide who is better. One crisis is one case: what is found cannot be told from luck.
"""

from collections.abc import Mapping, Sequence
from math import log
from typing import Any, NamedTuple

import numpy as np

from crisis_sim.analysis.credibility.finished import AT_ONCE, Array, Play, Reader
from crisis_sim.batch.continuing import Continuations
from crisis_sim.compiler import Compiled, blank_state, compile_scenario
from crisis_sim.rules.agenda import next_due
from crisis_sim.rules.game import advance, over, start
from crisis_sim.scenario.loading import Loaded, load_texts
from crisis_sim.scenario.models import Scenario
from crisis_sim.terms.codes import HISTORICAL
from crisis_sim.terms.rows import State

CLIPS = (0.01, 0.001)
"""How near to 0 and 1 a forecast is taken at its word."""
LINES = 50
"""Recorded lines from which games go on: as many drawings of what nobody knew."""
START, FACT = "start", "fact"
USUAL = "usual"
BASE, NOTHING = "base rates", "nothing"


class Chance(NamedTuple):
    """A forecast of one event: the share of games, and the interval from line to line."""

    p: float
    low: float
    high: float


class Forecast(NamedTuple):
    """Forecasts of all events, and how they fared. Lower is better, of both scores; means over the events."""

    name: str
    chances: Mapping[str, Chance]
    brier: tuple[float, ...]  # one for each of CLIPS
    log: tuple[float, ...]


class Foretold(NamedTuple):
    """The forecasts of both sets of parameters and of the two naive ones, and what happened."""

    scenario: Scenario
    n: int  # games of each set
    lines: int
    forecasts: list[Forecast]

    @property
    def beaten(self) -> dict[str, bool]:
        """Per set of parameters: whether both scores are better than those of both naive forecasts, however clipped."""
        naive = [one for one in self.forecasts if one.name in (BASE, NOTHING)]
        return {
            one.name: all(
                mine < theirs
                for other in naive
                for mine, theirs in zip(one.brier + one.log, other.brier + other.log, strict=True)
            )
            for one in self.forecasts
            if one not in naive
        }

    def to_json(self) -> dict[str, Any]:
        """As `validate --json` prints it."""
        hindcast = self.scenario.hindcast
        assert hindcast is not None
        return {
            "what": hindcast.what,
            "begins": hindcast.begins,
            "as_of": hindcast.as_of,
            "n": self.n,
            "lines": self.lines,
            "clips": list(CLIPS),
            "crises": 1,
            "events": {
                name: {
                    "what": one.what,
                    "happened": one.happened,
                    "base": one.base,
                    "source": one.source,
                    "note": one.note,
                }
                for name, one in hindcast.events.items()
            },
            "forecasts": [
                {
                    "name": one.name,
                    "chances": {name: chance._asdict() for name, chance in one.chances.items()},
                    "brier": list(one.brier),
                    "log": list(one.log),
                }
                for one in self.forecasts
            ],
            "beats_both": self.beaten,
        }


def foretold(texts: Mapping[str, str], n: int, play: Play) -> Foretold | None:
    """Scores both sets of parameters on n games each. `texts`: of the scenario. None: it has no hindcast."""
    loaded = _unknown_then(load_texts(texts))
    hindcast = loaded.scenario.hindcast
    if hindcast is None:
        return None
    sets = {USUAL: None, f"as of {hindcast.as_of}": hindcast.as_of}
    lines = min(LINES, n)
    forecasts = [_forecast(loaded, name, as_of, n, lines, play) for name, as_of in sets.items()]
    rates = {name: one.base for name, one in hindcast.events.items()}
    naive = {BASE: rates, NOTHING: dict.fromkeys(hindcast.events, 0.0)}
    for name, chances in naive.items():
        forecasts.append(_scored(loaded.scenario, name, {each: Chance(p, p, p) for each, p in chances.items()}))
    return Foretold(loaded.scenario, n, lines, forecasts)


def _unknown_then(loaded: Loaded) -> Loaded:
    """The same scenario without the record of what nobody knew then: it is drawn, as in any other game."""
    scenario = loaded.scenario
    if scenario.hindcast is None or scenario.history is None:
        return loaded
    redrawn = scenario.hindcast.redrawn
    draws = [one for one in scenario.history.draws if not (one.of in redrawn and one.what in (START, FACT))]
    history = scenario.history.model_copy(update={"draws": draws})
    return Loaded(scenario.model_copy(update={"history": history}), loaded.document)


def _forecast(loaded: Loaded, name: str, as_of: str | None, n: int, lines: int, play: Play) -> Forecast:
    hindcast, history = loaded.scenario.hindcast, loaded.scenario.history
    assert hindcast is not None
    assert history is not None
    compiled = compile_scenario(loaded, {**history.parameters, **hindcast.parameters}, as_of)
    reader = Reader(compiled, list(compiled.questions.foreseen.values()))
    going_on = Continuations(compiled, play.engine)
    shares = []
    for line in range(lines):
        begin = n * line // lines
        state = recorded(compiled, play.seed, line)
        shares.append(_on(going_on, reader, state, begin, n * (line + 1) // lines - begin, play))
    events = list(compiled.questions.foreseen)
    chances = {event: _chance(np.array([share[k] for share in shares])) for k, event in enumerate(events)}
    return _scored(loaded.scenario, name, chances)


def recorded(compiled: Compiled, seed: int, line: int) -> State:
    """How things stood at the end of the recorded line; what was not recorded, was drawn by this seed and number."""
    program, state = compiled.program, blank_state(compiled.program)
    begins, seats = compiled.questions.begins, compiled.program.sizes.seats
    assert begins is not None
    start(program, state, seed, line, [HISTORICAL] * seats, [0] * seats)
    while not over(state) and next_due(state) < begins:
        advance(program, state)
    return state


def _on(going_on: Continuations, reader: Reader, state: State, first: int, count: int, play: Play) -> Array:
    pieces = [(at, min(AT_ONCE, first + count - at)) for at in range(first, first + count, AT_ONCE)]
    found = [reader(going_on.play(state, n, seed=play.seed, first=at, threads=play.workers)) for at, n in pieces]
    mean: Array = np.concatenate(found).mean(axis=0)
    return mean


def _chance(shares: Array) -> Chance:
    """Of equally many games from each line; the interval is from line to line (Student's)."""
    from crisis_sim.analysis.credibility.estimates import mean

    found = mean(shares)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    return Chance(found.value, max(0.0, found.low), min(1.0, found.high))


def _scored(scenario: Scenario, name: str, chances: Mapping[str, Chance]) -> Forecast:
    assert scenario.hindcast is not None
    told = [(chances[event].p, one.happened) for event, one in scenario.hindcast.events.items()]
    scores = [_scores(told, clip) for clip in CLIPS]
    return Forecast(name, chances, tuple(brier for brier, _ in scores), tuple(logs for _, logs in scores))


def _scores(told: Sequence[tuple[float, bool]], clip: float) -> tuple[float, float]:
    """Brier's and the logarithmic score, means over the events."""
    pairs = [(min(max(p, clip), 1.0 - clip), happened) for p, happened in told]
    brier = sum((p - happened) ** 2 for p, happened in pairs) / len(pairs)
    return brier, sum(-log(p if happened else 1.0 - p) for p, happened in pairs) / len(pairs)
