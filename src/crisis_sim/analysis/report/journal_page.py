"""The page about one game: what came of it, what happened, what was said, how things stood, and who ordered what.

It tells what control knew, secrets too; so of a game that is not over there is one for control alone.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from crisis_sim.analysis.debrief import record
from crisis_sim.analysis.debrief.walking import walk
from crisis_sim.analysis.report import figures
from crisis_sim.analysis.report.commands import game_command, typed
from crisis_sim.analysis.report.model import Pairs, settings_told, sources
from crisis_sim.analysis.report.telling import counts_people
from crisis_sim.analysis.report.words import MINUTES_A_DAY, capital, day, figure, listed, number, sentence, span
from crisis_sim.compiler.phrases import short
from crisis_sim.engine import Game
from crisis_sim.engine.replaying import seated_again
from crisis_sim.journal import Journal
from crisis_sim.terms.codes import EXTERNAL
from crisis_sim.terms.records import Event, WrongUse

SECTIONS = (
    ("outcome", "What came of it"), ("scores", "Scores"), ("course", "What happened"),
    ("claims", "What was claimed, and what was so"), ("gauges", "How things stood"), ("orders", "Orders, seat by seat"),
    ("provenance", "Where this comes from"), ("sources", "Sources of the scenario"),
)  # fmt: skip
NOT_NEWS = ("order", "cancel", "pin")
KINDS = {"claim": "claim", "message": "message", "override": "by control", "reveal": "became known", "end": "end"}
MOVED = 0.02
"""Share of its range by which a gauge has to have moved to be drawn."""
PROCEDURE = (
    "An order waits for approval and preparation, and can be taken back; what stands beside it is what came of it, "
    "in truth."
)


def journal_page(journal: Journal, game: Game, control: bool = False) -> dict[str, Any]:
    """What the template needs. WrongUse, if the game is not over and it is not control that asks."""
    if not (game.over or control):
        raise WrongUse(
            f"{journal.path.name}: that game is not over, and a report tells its secrets too: finish it first, or add "
            "--as control if nobody goes on with it"
        )
    return {
        "title": game.compiled.scenario.title,
        "scenario": game.compiled.scenario,
        "sections": SECTIONS,
        "summary": list(_summary(game)),
        "outcome": _outcome(game),
        "scores": _scores(game),
        "chronology": list(_chronology(game)),
        "claims": list(_claims(game)),
        "groups": _gauges(game),
        "seats": _orders(game),
        "procedure": PROCEDURE,
        "provenance": _provenance(journal, game),
        "command": _command(journal, game),
        "sources": sources(game.compiled),
    }


def _summary(game: Game) -> Iterator[str]:
    scenario, ended = game.compiled.scenario, game.outcome()
    if ended is None:
        yield f"The game was left after {span(game.minute)}, and had not come to an end."
    else:
        result = scenario.outcomes[ended]
        yield f"The game ended after {span(game.minute)} as “{result.name}”: {sentence(result.what)}"
    gravest = max((event.rung for event in game.events), default=0)
    first = next((event for event in game.events if event.rung == gravest), None)
    if first is not None and gravest:
        yield f"It climbed to rung {gravest}, first on {_when(first)}: {sentence(first.text)}"
    stand = game.result()["gauges"]
    counts = [name for name in counts_people(game.compiled) if stand[name]]
    people = "; ".join(f"{scenario.gauges[name].what}: {number(stand[name])}" for name in counts)
    reached = listed([f"{_name(game, seat)} reached {score:.0f}" for seat, score in game.scores().items()])
    yield f"{reached} of 100.{f' {sentence(people)}' if people else ''}"


def _outcome(game: Game) -> Pairs:
    """The end, and what was true of what not everybody knew."""
    scenario, result = game.compiled.scenario, game.result()
    then = game.dates.spoken(game.minute)
    told = [("Left", f"{then}: the game had not come to an end, and has no outcome")]
    if game.over:
        outcome = scenario.outcomes[result["outcome"]]
        ended = {"horizon": "the time was up", "fault": "more happened at once than there is room for"}
        reason = ended.get(result["end_reason"]) or scenario.ends[result["end_reason"]].what
        told = [("Outcome", f"{outcome.name}: {outcome.what}"), ("Ended", f"{then}: {reason}")]
    told += [("In truth", f"{scenario.facts[name].what}: {'so it was' if so else 'it was not so'}")
             for name, so in game.facts().items()]  # fmt: skip
    return told


def _scores(game: Game) -> list[dict[str, Any]]:
    """Seat by seat, with the points that make up the score."""
    met = game.objectives()
    return [
        {
            "seat": _name(game, seat),
            "agent": game.seats[seat],
            "score": f"{score:.1f}",
            "rows": [
                [capital(one.what), f"{one.weight * met[seat][name]:.1f}", number(100 * one.weight)]
                for name, one in game.compiled.scenario.objectives.get(seat, {}).items()
            ],
        }
        for seat, score in game.scores().items()
    ]


def _chronology(game: Game) -> Iterator[dict[str, str]]:
    """All that happened; claims apart from what was so, and what only some knew marked."""
    everybody = tuple(game.seats)
    for event in game.events:
        if event.kind in NOT_NEWS:
            continue
        knew = listed([_name(game, seat) for seat in event.visible_to])
        yield {
            "when": _when(event),
            "text": event.text,
            "kind": KINDS.get(event.kind, ""),
            "knew": "" if event.visible_to == everybody else f"only {knew}" if knew else "nobody",
            "rung": str(event.rung) if event.rung else "",
        }


def _claims(game: Game) -> Iterator[list[str]]:
    """When, the claim, what it is about, and the truth of that: when it was claimed, and at the end."""
    for one in record.claims(walk(game)):
        gauge = game.compiled.scenario.gauges[one.about]
        then, end = figure(gauge, one.truth), figure(gauge, one.truth_at_the_end)
        yield [_when(one.event), one.event.text, gauge.what, then, end]


def _gauges(game: Game) -> list[dict[str, Any]]:
    """Those that moved, turn by turn, under their headings."""
    compiled, turns = game.compiled, game.turns
    first, known = compiled.program.places.gauges, compiled.scenario.gauges
    last = max(game.minute / MINUTES_A_DAY, 0.1)
    end = game.result()["gauges"]
    grouped = any(gauge.group for gauge in known.values())
    groups: dict[str, list[figures.Figure]] = {}
    for name, gauge in known.items():
        place = first + compiled.names.gauges.row(name)
        values = [turn.values[place] for turn in turns] + [end[name]]
        low, high = gauge.bounds
        if (grouped and not gauge.group) or max(values) - min(values) < (0.5 if gauge.whole else MOVED * (high - low)):
            continue
        days = [turn.minute / MINUTES_A_DAY for turn in turns] + [last]
        points = [{"day": day_, "value": value} for day_, value in zip(days, values, strict=True)]
        range_ = (low, high) if high - low <= 100.0 else (min(0.0, *values), max(values))
        told = [f"{figure(gauge, values[at])} on {day(turns[at].minute)}" for at in range(0, len(turns), 8)]
        what = f"{', '.join(told)}; {figure(gauge, values[-1])} at the end"
        title = capital(gauge.yes or gauge.what)
        drawn = figures.svg(figures.course(points, last, *range_), f"course-{name}", title, what)
        ends = ("yes" if values[-1] else "no") if gauge.yes else figure(gauge, values[-1])
        starts = ("yes" if values[0] else "no") if gauge.yes else figure(gauge, values[0])
        caption = f"{starts} at the beginning, {ends} at the end"
        groups.setdefault(gauge.group or "Situation", []).append(figures.Figure(drawn, title, caption))
    return [{"name": name, "figures": drawn} for name, drawn in groups.items()]


def _orders(game: Game) -> list[dict[str, Any]]:
    """Each seat's orders, and what came of them."""
    events = game.events
    told = {one.id: one.name for one in game.compiled.told}
    followed: dict[int, list[Event]] = {}
    for event in events:
        if event.cause is not None and event.kind in ("outcome", "cancel"):
            followed.setdefault(event.cause, []).append(event)
    rows: dict[str, list[list[str]]] = {seat: [] for seat in game.seats}
    for event in events:
        if event.kind == "order" and event.action is not None:
            came = [one for one in followed.get(event.number, ()) if one.action == event.action]
            what = came[0] if came else None
            result = "nothing by the end of the game" if what is None else f"{_when(what)}: {what.text}"
            rows[event.action.partition(".")[0]].append([_when(event), told[event.action], result])
    return [{"name": _name(game, seat), "agent": game.seats[seat], "rows": rows[seat]} for seat in game.seats]


def _provenance(journal: Journal, game: Game) -> Pairs:
    header = journal.header
    return [
        ("Scenario", f"{game.compiled.scenario.title} ({header.scenario})"),
        ("Scenario hash", header.scenario_hash),
        ("Rules version", str(header.rules_version)),
        ("Seed and run", f"{header.seed}, {header.run}"),
        ("Played by", listed([f"{_name(game, seat)}: {agent}" for seat, agent in game.seats.items()])),
        ("Parameters set", settings_told(header.settings)),
        ("Software", listed([f"{name} {version}" for name, version in sorted(header.software.items())])),
        ("Written", header.written),
        ("Digest", f"{game.digest}; the journal was played again for this page, and the same game came out"),
    ]


def _command(journal: Journal, game: Game) -> str:
    """How to have this game again: from its seed where bots played it alone, else from its journal."""
    header = journal.header
    outside = any(seated_again(game.compiled.names, agent).code == EXTERNAL for agent in header.agents.values())
    if outside or journal.inputs:
        return typed("replay", journal.path.name, "--verify")
    return game_command(header.scenario, header.seed, header.run, header.agents, header.settings)


def _when(event: Event) -> str:
    """`Tue 31 Dec, 11:40`, the same in every locale."""
    moment = datetime.fromisoformat(event.local_time)
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]
    months: Sequence[str] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{weekday} {moment.day} {months[moment.month - 1]}, {moment:%H:%M}"


def _name(game: Game, seat: str) -> str:
    return short(game.compiled, seat)
