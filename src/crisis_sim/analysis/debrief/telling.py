"""A debrief in sentences, the same for a terminal and for a page."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from crisis_sim.analysis.debrief.decisions import NOTHING, Decision
from crisis_sim.analysis.debrief.explaining import instead_told, listed, orders_told, seat_name
from crisis_sim.analysis.debrief.knowing import GAIN, GOOD, HINDSIGHT, LOSS, LUCKY, MISTAKE, NO_GAIN, NO_LOSS, Insight
from crisis_sim.analysis.debrief.shifts import Level, Measure, Shift
from crisis_sim.analysis.debrief.splitting import Split
from crisis_sim.analysis.debrief.swapping import Swap
from crisis_sim.analysis.debrief.turning import LEAST, TurningPoint
from crisis_sim.analysis.debrief.walking import Story
from crisis_sim.analysis.debrief.whole import Debrief
from crisis_sim.engine import Game
from crisis_sim.engine.dates import MONTHS

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
AT_THE_TOP = 3
QUESTIONS_FILE = "briefs/debrief.md"
"""A scenario may bring its own questions: the lines of this file that begin with a dash."""
RESERVATION = (
    "These are figures of a model, about one game of it. They say what would follow in this model if all seats went on "
    "by their doctrines; they are no forecast, and no evidence of what would have happened in the world. Intervals are "
    "at 95 % and count chance alone, not what is wrong with the model."
)
VERDICTS = {
    GOOD: "it gained, and that could be expected from what it believed",
    MISTAKE: "it lost, and that could be expected from what it believed",
    HINDSIGHT: "it lost, but that could not be expected from what it believed: hindsight, not carelessness",
    LUCKY: "it gained, but that could not be expected from what it believed: more luck than judgement",
    GAIN: "it gained; whether that could be expected is open",
    LOSS: "it lost; whether that could be expected is open",
    NO_GAIN: "what it could expect to gain did not show in truth",
    NO_LOSS: "what it had to expect to lose was not lost in truth",
}


def when(story: Story | Game, minute: int) -> str:
    """`Tue 31 Dec, 11:40`, the same in every locale."""
    game = story if isinstance(story, Game) else story.game
    at = datetime.fromisoformat(game.dates.local(minute))
    return f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]}, {at:%H:%M}"


def measure_name(story: Story, measure: Measure) -> str:
    """`the chance of “Contained”`, `the expected score of Iran`."""
    if measure.kind == "outcome":
        return f"the chance of “{story.compiled.scenario.outcomes[measure.name].name}”"
    return f"the expected score of {seat_name(story, measure.name)}"


def figure(measure: Measure, value: float) -> str:
    """`61 %`; of a score `61`, or with one decimal below 10."""
    if measure.kind == "outcome":
        return f"{value:.0f} %" if value >= 1.0 or value == 0.0 else f"{value:.1f} %"
    return f"{value:.0f}" if abs(value) >= 10.0 else f"{value:.1f}"


def give_or_take(shift: Shift) -> str:
    """`± 2`: half of the interval of the difference, never 0 where there is one."""
    half = shift.half_width
    return f"± {half:.0f}" if half >= 1.0 else f"± {max(0.1, half):.1f}" if half else "± 0"


def arrow(shift: Shift) -> str:
    """`61 % → 22 % ± 2`."""
    measure = shift.measure
    return f"{figure(measure, shift.before.mean)} → {figure(measure, shift.after.mean)} {give_or_take(shift)}"


def change(shift: Shift) -> str:
    """`+2.1 (+0.4 to +3.8)`."""
    return f"{signed(shift.difference)} ({signed(shift.low)} to {signed(shift.high)})"


def signed(value: float) -> str:
    """`+2.1`, `0.0`, `−3.4`."""
    text = f"{abs(value):.1f}"
    return text if text == "0.0" else f"{'+' if value > 0.0 else '−'}{text}"


def moved(story: Story, shift: Shift) -> str:
    """`the chance of “Contained” fell from 61 % to 22 % (39 points, ± 2)`."""
    verb = "rose" if shift.difference > 0.0 else "fell" if shift.difference < 0.0 else "stayed"
    name, measure = measure_name(story, shift.measure), shift.measure
    if not shift.difference:
        return f"{name} stayed at {figure(measure, shift.before.mean)}"
    by = f"{abs(shift.difference):.0f}" if abs(shift.difference) >= 1.0 else f"{abs(shift.difference):.1f}"
    points = "point" if by == "1" else "points"
    unit = points if measure.kind == "score" else f"percentage {points}"
    return (
        f"{name} {verb} from {figure(measure, shift.before.mean)} to {figure(measure, shift.after.mean)} "
        f"({by} {unit}, {give_or_take(shift)})"
    )


def headline(story: Story, decision: Decision) -> str:
    """`Tue 31 Dec, 07:20: US ordered “March”`."""
    return f"{when(story, decision.minute)}: {seat_name(story, decision.seat)} {orders_told(story, decision.orders)}"


def point_told(story: Story, point: TurningPoint) -> str:
    """A turning point in one sentence."""
    return f"{headline(story, point.decision)}; {moved(story, point.main)}."


def swap_told(story: Story, swap: Swap, measure: Measure) -> str:
    """`Doing nothing instead: 22 % → 61 % ± 2`."""
    return f"{capital(instead_told(story, swap.instead))} instead: {arrow(swap.of(measure.kind, measure.name))}"


BESIDE = (
    "each is compared with what the seat’s doctrine, the rules by which bots play it, would have done at that moment"
)
NOTHING_ELSE = (
    "None of the other orders that were tried at these moments would have changed the same chance or score by more "
    "than a little."
)


class Part(NamedTuple):
    """Of a summary: a heading, a sentence or more, and what is counted off below them."""

    head: str
    text: str
    items: tuple[str, ...] = ()


def summary(debrief: Debrief) -> Iterator[Part]:
    """What happened, why, and what else could have."""
    yield Part("What happened", _ended(debrief) if debrief.game.over else _stands(debrief))
    items = tuple(point_told(debrief.story, point) for point in debrief.points[:AT_THE_TOP])
    count = len(debrief.points)
    if not count:
        head = "No single decision turned it, as far as could be told from chance."
    elif count <= AT_THE_TOP:
        head = f"The decisions that changed most; {BESIDE}:"
    else:
        head = f"The three decisions, of {count} turning points, that changed most; {BESIDE}:"
    yield Part("Why", f"{luck_told(debrief)} {head}".strip(), items)
    others = tuple(what_else(debrief))
    if others:
        yield Part("What else could have been", "At the same moments:" if len(others) > 1 else "", others)
    elif count:
        yield Part("What else could have been", NOTHING_ELSE)


def _ended(debrief: Debrief) -> str:
    story, game = debrief.story, debrief.game
    outcome = game.compiled.scenario.outcomes[str(game.outcome())]
    start = next(one for one in debrief.splits if one.measure.kind == "outcome").start
    scores = listed([f"{seat_name(story, seat)} {score:.0f}" for seat, score in game.scores().items()])
    return (
        f"It ended on {when(story, game.minute)} as “{outcome.name}”: {sentence(outcome.what)} With what was "
        f"hidden as it was in this game, the model gave that {interval(start)} when it began. "
        f"{_gravest(game)}Of 100 points the seats reached: {scores}."
    )


def _gravest(game: Game) -> str:
    """What happened first of all that was as grave as anything in this game."""
    rung = max((event.rung for event in game.events), default=0)
    first = next((event for event in game.events if event.rung == rung and event.text), None)
    return f"It was gravest on {when(game, first.minute)}: {sentence(first.text)} " if rung and first else ""


def _stands(debrief: Debrief) -> str:
    """Of a game that goes on."""
    story, last = debrief.story, debrief.curve()[-1]
    ranked = sorted(zip(debrief.measures, last.levels, strict=True), key=lambda pair: -pair[1].mean)
    outcomes = story.compiled.scenario.outcomes
    told = [f"“{outcomes[one.name].name}” {interval(level)}" for one, level in ranked if one.kind == "outcome"]
    return f"The game goes on; on {when(story, last.minute)} the likeliest outcomes were {listed(told[:AT_THE_TOP])}."


def what_else(debrief: Debrief) -> Iterator[str]:
    """For the first turning points: that of what else could have been done which would have changed most."""
    yield from filter(None, (otherwise(debrief, point) for point in debrief.points[:AT_THE_TOP]))


def otherwise(debrief: Debrief, point: TurningPoint) -> str:
    """What else could have been done there that would have changed most, surely and by more than a little; else
    nothing."""
    measure = point.main.measure
    found = [(swap, swap.of(measure.kind, measure.name)) for swap in debrief.swaps[point.decision.number]]
    found = [(swap, shift) for swap, shift in found if shift.clear and abs(shift.difference) >= LEAST]
    if not found:
        return ""
    swap, shift = max(found, key=lambda pair: abs(pair[1].difference))
    name, after = measure_name(debrief.story, measure), figure(measure, shift.after.mean)
    who = seat_name(debrief.story, point.decision.seat)
    return (
        f"Had {who} {had(debrief.story, swap.instead)} instead, {name} "
        f"would have been {after} rather than {figure(measure, shift.before.mean)} ({give_or_take(shift)})."
    )


def had(story: Story, instead: str) -> str:
    """`done nothing`, `ordered “Condemn”`."""
    return "done nothing" if instead == NOTHING else f"ordered {instead_told(story, instead)}"


def luck_told(debrief: Debrief) -> str:
    """How much of the way to the outcome was luck, and how much was decisions."""
    one = next((split for split in debrief.splits if split.measure.kind == "outcome"), None)
    if one is None:
        return ""
    decisions = one.own.mean + one.others.mean
    control = f", what control did {whole(one.control.mean)}" if one.control.mean else ""
    return (
        f"From the beginning to the end the chance of what came about went up by {one.total:.0f} percentage points: "
        f"all decisions together made {whole(decisions)} of them{control}, and luck {whole(one.luck.mean)} "
        f"({whole(one.luck.low)} to {whole(one.luck.high)})."
    )


def whole(value: float) -> str:
    """`+43`, `−3`, `0`."""
    return "0" if abs(value) < 0.5 else f"{value:+.0f}".replace("-", "\N{MINUS SIGN}")


def split_rows(story: Story, splits: Sequence[Split], kind: str) -> list[list[str]]:
    """Seat, start, own decisions, the others', luck, end; and control, if it did anything."""
    rows = []
    for one in splits:
        if one.measure.kind == kind:
            parts = [
                one.own,
                one.others,
                *([one.control] if any(each.control.mean for each in splits) else []),
                one.luck,
            ]
            cells = [f"{signed(part.mean)} ({signed(part.low)} to {signed(part.high)})" for part in parts]
            name = story.compiled.names.seats[one.seat]
            rows.append([seat_name(story, name), f"{one.start.mean:.1f}", *cells, f"{one.end:.1f}"])
    return rows


def interval(level: Level) -> str:
    """`31 % (23 to 41 %)`."""
    return f"{level.mean:.0f} % ({level.low:.0f} to {level.high:.0f} %)"


def knew(story: Story, insight: Insight) -> str:
    """Whether it is hindsight: `Beside doing nothing it could expect +3.1 (...) for its own score; in truth ...`."""
    beside = instead_told(story, insight.instead)
    verdict = VERDICTS.get(insight.verdict)
    ending = f": {verdict}" if verdict else ": no clear difference"
    return (
        f"Beside {beside}, its own score could be expected to change by {change(insight.believed)} from what it "
        f"believed, and by {change(insight.true)} from how things stood{ending}."
    )


class Question(NamedTuple):
    """A question for discussion; `of`: the scenario, or the game."""

    text: str
    of: str


def questions(debrief: Debrief) -> list[Question]:
    """The scenario's own first, then those that this game raises."""
    lines = debrief.game.origin.texts.get(QUESTIONS_FILE, "").splitlines()
    own = [line.strip().lstrip("-* ").strip() for line in lines if line.strip().startswith(("- ", "* "))]
    return [*(Question(line, "scenario") for line in own), *(Question(text, "game") for text in raised(debrief))]


def raised(debrief: Debrief) -> Iterator[str]:
    """Questions that this game raises."""
    story = debrief.story
    for point in debrief.points[:AT_THE_TOP]:
        insight, head = debrief.insight(point.decision), headline(story, point.decision)
        verdict = insight.verdict if insight is not None else ""
        beside = instead_told(story, insight.instead) if insight is not None else "anything else"
        ask = {
            GOOD: f"What made it a better choice than {beside}, and who saw that at the time?",
            MISTAKE: f"From what it believed, {beside} looked better already then. What spoke for it all the same?",
            HINDSIGHT: f"From what it believed, it did not look worse than {beside}. What would it have had to know, "
            "and how could it have found out?",
            LUCKY: f"It came out better than it looked beside {beside}. Was it a good decision?",
        }.get(verdict, "What would each of the others have wanted it to do, and why did it not?")
        yield f"{head}. {ask}"
    for fact in debrief.facts:
        wrong = {one.seat: abs(float(fact.so) - one.course[-1][1]) for one in fact.beliefs}
        seat = max(wrong, key=lambda name: wrong[name], default=None)
        if seat is not None and wrong[seat] > 0.5:
            was = "was so" if fact.so else "was not so"
            yield (
                f"“{capital(fact.what)}” {was}; to the end {seat_name(story, seat)} believed the opposite. What would "
                "have shown it otherwise, and who had an interest in that it did not see it?"
            )
    broken = [one for one in debrief.promises if "broke" in one.event.text]
    if broken:
        yield f"{broken[0].event.text} What did the others make of its word afterwards, and should they have?"
    unseen = [one for one in debrief.secrets if one.never and one.event.rung >= NOTEWORTHY]
    if unseen:
        one = unseen[0]
        without = listed([seat_name(story, seat) for seat in one.never])
        told = f"{when(story, one.event.minute)}: {one.event.text} {without} never learned of it."
        yield f"{told} What would have changed?"


NOTEWORTHY = 3


def capital(text: str) -> str:
    """With a capital at its beginning."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}"


def sentence(text: str) -> str:
    """With a capital at its beginning and a full stop at its end."""
    text = capital(text)
    return text if text.endswith((".", "!", "?")) else f"{text}."
