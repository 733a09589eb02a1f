"""Games that go on from what one seat believes, in pairs: one with its draft, one in which it holds, with equal luck.

Nothing of the hidden state enters: each begins with `imagine`, and the key of its luck is made of what the seat knows.
The base install can do this, slowly; where the kernel is there, it plays the very same games.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from crisis_sim.batch.measures import Measures
from crisis_sim.batch.playing import Answers, play_on
from crisis_sim.batch.weighing import blank_notes, measures_of
from crisis_sim.compiler import Compiled, blank_state
from crisis_sim.language import places as places_of
from crisis_sim.rules.formula import evaluate
from crisis_sim.rules.scoring import MOST, score
from crisis_sim.rules.sight import side_of
from crisis_sim.terms.codes import CALLED, DOCTRINE, MINUTES_AN_HOUR, NONE, STANDING
from crisis_sim.terms.records import Order
from crisis_sim.terms.rows import END_REASON, NOW, OUTCOME_CLASS, State

WINDOW = 72
"""Hours within which a blow is taken for an answer."""
VIOLENT = ("VI", "WAR")


class Fate(NamedTuple):
    """A commitment that stands, and the happenings that say it came to the test, or was broken."""

    commitment: str
    giver: int
    happenings: tuple[int, ...]


class Asked(NamedTuple):
    """What is looked at in each game, in rows. `until`: the last minute of the window."""

    seat: int
    now: int
    until: int
    attacks: tuple[tuple[int, tuple[int, ...]], ...]  # by each other seat, on this one: happenings
    fates: tuple[Fate, ...]


class Trial(NamedTuple):
    """What one game came to. `met`: how well each own objective is met; None: this engine cannot tell."""

    ended: int
    outcome: int
    early: bool  # an end condition held, within the window
    attacked: tuple[bool, ...]  # by the side of each seat of Asked.attacks, within the window
    fates: tuple[bool, ...]
    scores: tuple[float, ...]
    met: tuple[float | None, ...]


Pairs = list[tuple[Trial, Trial]]
Play = Callable[[int, int], Pairs]
"""Plays games first, first + 1, ..., so many of them."""


def asked_of(compiled: Compiled, state: State, seat: int) -> Asked:
    """What to look at for this seat now. Of commitments, those alone that it may see."""
    measures, program, now = measures_of(compiled), compiled.program, state.clock[NOW]
    attacks = tuple(
        (other, tuple(_attacks(compiled, measures, other, seat)))
        for other in range(program.sizes.seats)
        if other != seat
    )
    return Asked(seat, now, now + WINDOW * MINUTES_AN_HOUR, attacks, tuple(_fates(compiled, state, seat)))


def _attacks(compiled: Compiled, measures: Measures, doer: int, on: int) -> list[int]:
    """Violent things that a side can do to another. Blows by those who are nobody's, as crowds, are not among them."""
    rows = compiled.program.happenings
    sides = [*measures.side, NONE]  # the last for nobody, whose row is -1
    return [
        row
        for row, told in enumerate(compiled.told)
        if sides[rows.owner[row]] == doer
        and sides[rows.target[row]] == on
        and any(outcome.severity in VIOLENT for outcome in told.outcomes)
    ]


def _fates(compiled: Compiled, state: State, seat: int) -> list[Fate]:
    program, names = compiled.program, compiled.names
    rows, found = program.commitments, []
    for row, name in enumerate(names.commitments):
        if rows.seen[row] & side_of(program, seat) == 0:
            continue
        if int(state.values[program.places.standings + row]) not in (STANDING, CALLED):
            continue
        pledge = compiled.scenario.commitments[name].kind == "pledge"
        if rows.giver[row] == seat or pledge:
            happenings: tuple[int, ...] = (rows.broken[row],)
        else:  # a threat of others came to the test: they acted on it, or backed down
            happenings = (rows.kept[row], rows.broken[row])
        found.append(Fate(name, rows.giver[row], happenings))
    return found


def luck_of(compiled: Compiled, seat: int, minute: int) -> int:
    """The seed of these games: made of what the seat knows, so that it tells nothing of the game's own."""
    known = f"{compiled.hash} {compiled.names.seats[seat]} {minute}"
    return int.from_bytes(hashlib.sha256(known.encode()).digest()[:7], "big")


def answers_of(compiled: Compiled, seat: int, orders: Sequence[Order]) -> Answers:
    """A draft in rows."""
    actions = [compiled.names.actions.row(order.action) for order in orders]
    cancels = [int(order.cancel) for order in orders]
    return Answers(1 << seat, len(orders), [seat] * len(orders), actions, cancels)


def in_python(compiled: Compiled, origin: State, asked: Asked, orders: Sequence[Order]) -> Play:
    """Played in plain Python, some hundredths of a second each. `origin` is read and must not change meanwhile."""
    program, measures = compiled.program, measures_of(compiled)
    state, scratch, noted = blank_state(program), blank_state(program), blank_notes(compiled, measures)
    seed = luck_of(compiled, asked.seat, asked.now)
    drafts = [answers_of(compiled, asked.seat, chosen) for chosen in (orders, ())]
    seats = program.sizes.seats

    def one(run: int, answers: Answers) -> Trial:
        play_on(
            program, origin, state, scratch, measures, noted, seed, run, asked.seat,
            [DOCTRINE] * seats, [0] * seats, answers,
        )  # fmt: skip
        first, last = program.seats.first_objective[asked.seat : asked.seat + 2]
        return Trial(
            state.clock[NOW],
            state.clock[OUTCOME_CLASS],
            _early(asked, state.clock[NOW], state.clock[END_REASON]),
            *_noticed(asked, noted.first),
            tuple(score(program, state, each) for each in range(seats)),
            tuple(_cut(evaluate(program, state, program.seats.value[row])) for row in range(first, last)),
        )

    def play(start: int, count: int) -> Pairs:
        found = []
        for run in range(start, start + count):
            first = one(run, drafts[0])
            found.append((first, one(run, drafts[1]) if orders else first))
        return found

    return play


def compiled_in(compiled: Compiled, origin: State, asked: Asked, orders: Sequence[Order]) -> Play:
    """Played by the kernel. ImportError, where it is not installed."""
    from crisis_sim.batch.continuing import continue_from

    seed, seats = luck_of(compiled, asked.seat, asked.now), compiled.program.sizes.seats
    drafts = [answers_of(compiled, asked.seat, chosen) for chosen in (orders, ())]
    values = _readable(compiled, asked.seat)

    def trials(start: int, count: int, answers: Answers) -> list[Trial]:
        runs = continue_from(
            compiled, origin, count, seed=seed, first=start, answers=answers, believer=asked.seat, engine="compiled"
        )
        columns = [runs[name].tolist() for name in ("ended", "outcome", "reason", "first", "scores", "gauges")]
        more = [runs[name].tolist() for name in ("facts", "units", "count")]
        found = []
        for n in range(count):
            ended, outcome, reason, first, scores, gauges = (column[n] for column in columns)
            stand = [gauges, *(column[n] for column in more)]
            met = values(ended, *stand)
            early = _early(asked, ended, reason)
            found.append(Trial(ended, outcome, early, *_noticed(asked, first), tuple(scores[:seats]), met))
        return found

    def play(start: int, count: int) -> Pairs:
        first = trials(start, count, drafts[0])
        return list(zip(first, trials(start, count, drafts[1]) if orders else first, strict=True))

    return play


def _readable(compiled: Compiled, seat: int) -> Callable[..., tuple[float | None, ...]]:
    """How well the seat's objectives are met, from the columns that are kept of a run, where these say enough."""
    program, places = compiled.program, compiled.program.places
    blocks = (places.gauges, places.facts, places.units, places.counts)
    kept = set(range(places.gauges))
    sizes = program.sizes
    for begin, length in zip(blocks, (sizes.gauges, sizes.facts, sizes.units, sizes.happenings), strict=True):
        kept |= set(range(begin, begin + length))
    kept.add(places.now)
    rows = program.seats.value[program.seats.first_objective[seat] : program.seats.first_objective[seat + 1]]
    formulas = [program.formulas[row] if places_of(compiled.trees[row]) <= kept else None for row in rows]
    values = list(program.start)

    def met(ended: int, *stand: Sequence[float]) -> tuple[float | None, ...]:
        for begin, block in zip(blocks, stand, strict=True):
            values[begin : begin + len(block)] = map(float, block)
        values[places.now] = ended / MINUTES_AN_HOUR
        return tuple(None if formula is None else _cut(float(formula(values))) for formula in formulas)

    return met


def _cut(value: float) -> float:
    return min(MOST, max(0.0, value))


def _early(asked: Asked, ended: int, reason: int) -> bool:
    return reason >= 0 and ended <= asked.until


def _noticed(asked: Asked, first: Sequence[int]) -> tuple[tuple[bool, ...], tuple[bool, ...]]:
    """Whose side struck within the window, and which commitments were tested, by the first minute of each happening."""
    attacked = tuple(any(0 <= first[row] <= asked.until for row in rows) for _, rows in asked.attacks)
    return attacked, tuple(any(first[row] >= 0 for row in fate.happenings) for fate in asked.fates)
