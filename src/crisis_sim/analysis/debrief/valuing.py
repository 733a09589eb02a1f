"""Every decision screened: how the game would end with what was chosen, and without it.

For each round the continuations go on from the moment just before it, in several arms that share their luck: all seats
left to their doctrines (`doctrines`), all as they chose (`chosen`), and for each seat the others as they chose and it
left to its doctrine (`without`). What a seat's choice changes is `chosen` less `without`: its orders, given those that
the others gave at the same minute. A seat that acted where no doctrine would have decided is left to do nothing.

All rounds are screened with one seed: so continuation k has the same luck wherever the game stands, and the sums over
rounds have intervals that count how their errors hang together.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from crisis_sim.analysis.debrief.futures import Ask, Ends, Futures, Played, answers_of, luck_of
from crisis_sim.analysis.debrief.shifts import Measure, Shift, shift, weightiest
from crisis_sim.analysis.debrief.walking import Choice, Intervention, Round, Story
from crisis_sim.rules.scoring import score
from crisis_sim.terms.rows import OUTCOME_CLASS

DOCTRINES, CHOSEN, BEFORE, AFTER = "doctrines", "chosen", "before", "after"


class Valued(NamedTuple):
    """A round with its arms. `without`: by seat (a row)."""

    moment: Round
    doctrines: Ends
    chosen: Ends
    without: Mapping[int, Ends]


class Stepped(NamedTuple):
    """What control did, with how it goes on before and after."""

    moment: Intervention
    before: Ends
    after: Ends


class Screened(NamedTuple):
    """A whole game: how it goes on from its first moment, from every round, and how it did end.

    `end`: as often as there are continuations; None while the game goes on.
    """

    story: Story
    n: int
    start: Ends
    moments: tuple[Valued | Stepped, ...]
    end: Ends | None

    @property
    def rounds(self) -> list[Valued]:
        """The rounds of decisions."""
        return [one for one in self.moments if isinstance(one, Valued)]


def arms(moment: Round) -> dict[str | int, Sequence[Choice]]:
    """Whose choices are given in which arm; a seat's row names the arm that leaves it to its doctrine."""
    unasked = [choice._replace(moves=()) for choice in moment.choices if not choice.asked]
    found: dict[str | int, Sequence[Choice]] = {DOCTRINES: unasked, CHOSEN: moment.choices}
    for one in moment.choices:
        found[one.seat] = without(moment, one)
    return found


def without(moment: Round, choice: Choice) -> list[Choice]:
    """What the others chose; the seat is left to its doctrine, or does nothing where that would not have decided."""
    others = [other for other in moment.choices if other.seat != choice.seat]
    return others if choice.asked else [*others, choice._replace(moves=())]


def asks(story: Story, n: int) -> dict[Hashable, Ask]:
    """All continuations of a screening."""
    seed = luck_of(story.compiled, story.game.seed, story.game.run, "screening")
    found: dict[Hashable, Ask] = {"start": Ask(story.first, answers_of(()), n, seed)}
    for at, moment in enumerate(story.moments):
        if isinstance(moment, Intervention):
            found[at, BEFORE] = Ask(moment.before, answers_of(()), n, seed)
            found[at, AFTER] = Ask(moment.after, answers_of(()), n, seed)
        else:
            for name, choices in arms(moment).items():
                found[at, name] = Ask(moment.state, answers_of(choices), n, seed)
    return found


def screen(story: Story, futures: Futures, n: int, played: Played) -> Screened:
    """Plays and gathers."""
    ends = futures.play(asks(story, n), played)
    moments: list[Valued | Stepped] = []
    for at, moment in enumerate(story.moments):
        if isinstance(moment, Intervention):
            moments.append(Stepped(moment, ends[at, BEFORE], ends[at, AFTER]))
        else:
            by_seat = {choice.seat: ends[at, choice.seat] for choice in moment.choices}
            moments.append(Valued(moment, ends[at, DOCTRINES], ends[at, CHOSEN], by_seat))
    return Screened(story, n, ends["start"], tuple(moments), _end(story, n))


def _end(story: Story, n: int) -> Ends | None:
    """How it did end, as if every continuation had."""
    if not story.game.over:
        return None
    state, program = story.game.snapshot(), story.compiled.program
    scores = tuple(score(program, state, seat) for seat in range(program.sizes.seats))
    return Ends((state.clock[OUTCOME_CLASS],) * n, (scores,) * n)


class Candidate(NamedTuple):
    """A seat's choice at a round (its number among the rounds), and the measure that it seemed to change most."""

    round: int
    seat: int
    screened: Shift


def candidates(screened: Screened, measures: Sequence[Measure]) -> Iterator[Candidate]:
    """Every choice of every seat."""
    for number, valued in enumerate(screened.rounds):
        for seat, ends in valued.without.items():
            yield Candidate(number, seat, weightiest([shift(measure, ends, valued.chosen) for measure in measures]))
