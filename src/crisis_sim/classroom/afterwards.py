"""What is left of a class: who took part, the journal of each table, and everything that a debrief needs."""

import csv
import io
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from crisis_sim.classroom.exercise import Exercise
from crisis_sim.classroom.matrix import TEAM
from crisis_sim.classroom.table import Table
from crisis_sim.classroom.views import book, encoded, sheet
from crisis_sim.classroom.views import seats as all_seats
from crisis_sim.engine import Game
from crisis_sim.journal import Decision
from crisis_sim.journal import write as written
from crisis_sim.terms.records import Event, plain

QUESTIONS = (
    "Which decision of your side would you take back, and what did you know when you took it?",
    "What did you believe about another side that was wrong? What would have shown it to you earlier?",
    "Which threat or promise was believed, and which was not? Why?",
    "Where did something happen that no side wanted? Follow its causes back, step by step.",
    "When could the crisis have been ended more cheaply, and what kept you from it?",
    "What did your side say in public that made a later choice harder?",
    "Who in your team saw something that was not acted upon? Why did it not get through?",
    "What of this is like the real events, what is a matter of the model, and how would you find out?",
)
DEBRIEF_BRIEF = "debrief"
"""A scenario may bring its own questions: the lines of `briefs/debrief.md` that begin with a dash."""
DEEDS = ("propose", "approve", "withdraw", "commit", "message", "statement", "ask", "note")
FORMULAS = "=+-@\t\r"
"""Letters that a spreadsheet takes for the beginning of a formula; their wide forms too, in some countries."""


def participation(exercise: Exercise) -> str:
    """One row for each pupil, as CSV: place, and how often they did what."""
    text = io.StringIO()
    # Words in quotation marks are one cell also where a semicolon parts cells.
    rows = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    rows.writerow(["name", "table", "seat", "role", *DEEDS])
    for person in exercise.people.all.values():
        if person.kind == "pupil":
            deeds = exercise.deeds.get(person.id, Counter())
            begins = unicodedata.normalize("NFKC", person.name[:1])
            name = f"'{person.name}" if begins in FORMULAS else person.name
            rows.writerow([name, person.table or "", person.seat or "", person.role or "", *(deeds[d] for d in DEEDS)])
    return text.getvalue()


def journal(game: Game) -> bytes:
    """The journal of a game as it stands: `replay`, `report` and `debrief` open it. OSError or NotSaved, if there is no
    space."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.journal"
        try:
            game.save(path)
        finally:
            game.close()
        return path.read_bytes()


def write(exercise: Exercise, folder: Path, turning: Callable[[int], Mapping[str, Any]]) -> Iterator[Path | None]:
    """All of it, as files in a folder of its own, each as soon as it is written: it takes a while, and None says that
    something else may be done meanwhile. What was there under these names is replaced. `turning`: what the game of a
    table turned on, as far as it is known."""
    folder.mkdir(mode=0o700, exist_ok=True)
    yield _replace(folder / "participation.csv", participation(exercise).encode("utf-8-sig"))
    for table in exercise.tables:
        if not table.begun:
            continue
        yield _replace(folder / f"table-{table.number}.journal", journal(table.game))
        for number, (_, game) in enumerate(table.past, 1):
            yield _replace(folder / f"table-{table.number}-branch-{number}.journal", journal(game))
        told = []
        for one in turns(exercise, table):
            told.append(one)
            yield None
        whole = debrief(exercise, table, told) | {"turning": turning(table.number)}
        yield _replace(folder / f"table-{table.number}-debrief.json", encoded(whole))


def remove(folder: Path) -> None:
    """Leaves nothing of it."""
    shutil.rmtree(folder, ignore_errors=True)


def _replace(path: Path, content: bytes) -> Path:
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(content)
    return new.replace(path)


def print_pack(exercise: Exercise, table: Table) -> dict[str, Any]:
    """What each seat can be given on paper: its brief, and what each role is for."""
    return {
        "seats": {
            seat: {
                **book(exercise, table, seat, "head"),
                "roles": [book(exercise, table, seat, role)["role"] for role in sorted(TEAM)],
            }
            for seat in exercise.seats
        }
    }


def preview(table: Table) -> list[dict[str, Any]]:
    """What the next turn brings by itself, if no team orders anything. The game is left as it is."""
    game = table.game
    if game.over:
        return []
    ahead = game.branch(game.minute)
    known = len(ahead.events)
    ahead.advance("turn")
    told = [event for event in ahead.events[known:] if event.kind not in ("order", "cancel", "pin")]
    wanted = ("local_time", "text", "kind", "action")
    return [{key: getattr(event, key) for key in wanted} for event in told]


def debrief(exercise: Exercise, table: Table, told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The whole game of one table: what was so, what each seat saw, who knew what when, what was promised. `told`: its
    turns, which take most of the time (see `turns`)."""
    scenario, game = exercise.crisis.compiled.scenario, table.game
    facts, met, ended = game.facts(), game.objectives(), game.outcome()
    seen = {seat: game.observe(seat) for seat in exercise.seats}
    believed = {seat: {belief.fact: belief.probability for belief in seen[seat].beliefs} for seat in exercise.seats}
    outcome = None if ended is None else scenario.outcomes[ended]
    return {
        "title": scenario.title,
        "table": table.number,
        "seats": all_seats(exercise),
        "outcome": None if outcome is None else {"id": ended, "name": outcome.name, "what": outcome.what},
        "scores": game.scores(),
        "objectives": {
            seat: {
                name: {"what": one.what, "weight": one.weight, "met": met[seat][name]}
                for name, one in scenario.objectives.get(seat, {}).items()
            }
            for seat in exercise.seats
        },
        "facts": [
            {
                "id": name,
                "what": scenario.facts[name].what,
                "so": so,
                "believed": {seat: believed[seat][name] for seat in exercise.seats},
            }
            for name, so in facts.items()
        ],
        "gauges": {name: sheet(one) for name, one in scenario.gauges.items()},
        "turns": list(told),
        "events": [plain(event) | {"known_to": known} for event, known in _who_knew(game.events, exercise.seats)],
        "promises": _promises(exercise, game),
        "agreements": list({one.id: plain(one) for seat in exercise.seats for one in seen[seat].agreements}.values()),
        "talk": [
            {
                "from": one.sender,
                "to": list(one.to),
                "text": one.text,
                "turn": one.turn,
                "public": one.public,
                "arrived": one.state == "delivered",
                "written": one.written,
                "why": one.why,
                "read_along": list(one.read_along),
            }
            for one in table.talk.letters
        ],
        "questions": _questions(exercise),
    }


def turns(exercise: Exercise, table: Table) -> Iterator[dict[str, Any]]:
    """Each turn of a table, as the debrief tells it, one at a time."""
    return (_turn(exercise, table, turn) for turn in sorted(table.starts) if turn <= table.turn)


def _turn(exercise: Exercise, table: Table, turn: int) -> dict[str, Any]:
    """How things stood when a turn began, in truth and in the eyes of each seat; and what was ordered in it."""
    minute, next_one = table.starts[turn], table.starts.get(turn + 1)
    then = table.game.branch(minute)
    until = next_one if next_one is not None and turn < table.turn else table.game.minute + 1
    orders: dict[str, list[str]] = {}
    for given in table.game.inputs:
        if isinstance(given, Decision) and minute <= given.place.minute < until:
            for seat, ordered in given.orders.items():
                orders.setdefault(seat, []).extend(map(written, ordered))
    return {
        "turn": turn,
        "minute": minute,
        "local_time": then.local_time,
        "truth": then.result()["gauges"],
        "seen": {seat: {g.id: g.value for g in then.observe(seat).gauges} for seat in exercise.seats},
        "orders": orders,
    }


def _who_knew(events: list[Event], seats: list[str]) -> list[tuple[Event, dict[str, int | None]]]:
    """Each event, with the minute from which each seat knew of it; None: it never did."""
    known: list[dict[str, int | None]] = []
    for event in events:
        known.append({seat: event.minute if seat in event.visible_to else None for seat in seats})
        if event.kind == "reveal" and event.cause is not None and event.cause < len(known):
            for seat in event.visible_to:
                if known[event.cause][seat] is None:
                    known[event.cause][seat] = event.minute
    return list(zip(events, known, strict=True))


def _promises(exercise: Exercise, game: Game) -> list[dict[str, Any]]:
    """Every commitment that was made, how it stands, and when that came about."""
    made = {one.id: one for seat in exercise.seats for one in game.observe(seat).commitments}
    settled = {str(event.action): event.minute for event in game.events if event.kind == "commitment"}
    return [plain(one) | {"minute": settled.get(f"{name}.{one.standing}")} for name, one in made.items()]


def _questions(exercise: Exercise) -> list[str]:
    own = exercise.briefs.get(DEBRIEF_BRIEF, "").splitlines()
    return [line.lstrip("-* ").strip() for line in own if line.lstrip().startswith(("-", "*"))] or list(QUESTIONS)
