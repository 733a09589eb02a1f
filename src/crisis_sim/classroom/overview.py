"""What the facilitator sees of everything, and what a screen on the wall shows to everybody."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from crisis_sim.classroom.exercise import BRIEF, DEBRIEF, END, LOBBY, PRACTICE, Exercise
from crisis_sim.classroom.posts import ROLES, WHAT_ROLES_ARE
from crisis_sim.classroom.table import Table
from crisis_sim.classroom.views import News, encoded, public_news, seats, stage
from crisis_sim.compiler.explain import explain
from crisis_sim.engine import HUMAN, Game
from crisis_sim.terms.records import plain


class Live(NamedTuple):
    """What the running server knows besides: it is in no log. `present`: ids of people who are connected."""

    addresses: tuple[str, ...]
    present: frozenset[str]
    locked: Mapping[str, float]
    trouble: str | None
    lan: bool


class Log:
    """The events of one game as control sees them, each encoded once."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self._encoded: list[bytes] = []

    def encoded(self) -> list[bytes]:
        """All that happened until now."""
        self._encoded += [encoded(plain(event)) for event in self.game.events[len(self._encoded) :]]
        return list(self._encoded)


def of_everybody(exercise: Exercise, live: Live) -> dict[str, bytes | list[bytes]]:
    """The parts of the facilitator's view that are about the exercise as a whole."""
    return {
        "exercise": encoded(_exercise(exercise, live)),
        "people": encoded(_people(exercise, live)),
        "questions": encoded(_questions(exercise)),
        "doors": encoded({"locked": [{"address": one, "seconds": round(s)} for one, s in live.locked.items()]}),
    }


def of_table(exercise: Exercise, table: Table, log: Log | None) -> dict[str, bytes | list[bytes]]:
    """The parts about one table."""
    number = table.number
    return {
        f"table.{number}": encoded(_table(exercise, table)),
        f"talk.{number}": encoded(_talk(table)),
        f"injects.{number}": encoded(_injects(table)),
        f"log.{number}": log.encoded() if log is not None else [],
    }


def of_the_scenario(exercise: Exercise) -> bytes:
    """What the scenario sends by itself or by hand, when it does, and what can be hinted at."""
    compiled = exercise.crisis.compiled
    return encoded(
        {
            "injects": [
                {"id": name, "name": one.name, "what": one.what, "when": explain(compiled, name)[1:], "hint": one.hint}
                for name, one in compiled.scenario.injects.items()
            ],
            "actions": {name: compiled.told[compiled.names.actions.row(name)].name for name in compiled.names.actions},
            "claims": [
                {"id": name, "name": one.source, "what": one.says} for name, one in compiled.scenario.claims.items()
            ],
        }
    )


def of_screen(
    exercise: Exercise, table: Table, heard: Sequence[News], addresses: Sequence[str]
) -> dict[str, bytes | list[bytes]]:
    """What may stand on the wall. How to join is told there until the turns begin."""
    scenario = exercise.crisis.compiled.scenario
    joining = exercise.phase in (LOBBY, PRACTICE, BRIEF)
    return {
        "stage": encoded(stage(exercise, table)),
        "book": encoded(
            {
                "title": scenario.title,
                "summary": scenario.summary,
                "content_note": scenario.content_note,
                "place": scenario.place,
                "table": table.number,
                "seats": seats(exercise),
                "join": exercise.made["codes"]["join"] if joining else None,
                "address": f"{addresses[-1]}join" if joining and addresses else None,
            }
        ),
        "news": public_news(exercise.crisis.compiled, heard) if heard else [],
        "statements": [
            encoded({"from": letter.sender, "text": letter.text, "turn": letter.turn})
            for letter in table.talk.statements
        ],
        "debrief": encoded({"ready": exercise.phase in (DEBRIEF, END) and table.begun}),
    }


def _exercise(exercise: Exercise, live: Live) -> dict[str, Any]:
    made, scenario = exercise.made, exercise.crisis.compiled.scenario
    return {
        "title": scenario.title,
        "name": exercise.name,
        "phase": exercise.phase,
        "minutes": exercise.format.minutes,
        "format": exercise.format._asdict(),
        "tables": len(exercise.tables),
        "early": exercise.early,
        "rehearse": made["rehearse"],
        "lan": live.lan,
        "codes": made["codes"],
        "addresses": list(live.addresses),
        "clock": {"running": exercise.timer.running, "ends_at": exercise.timer.ends_at, "left": exercise.timer.left},
        "trouble": live.trouble,
        "seats": seats(exercise),
        "roles": [{"id": role, "name": WHAT_ROLES_ARE[role].name} for role in ROLES],
        "personas": [agent for agent in exercise.crisis.agents if agent != HUMAN],
    }


def _people(exercise: Exercise, live: Live) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "kind": one.kind,
            "table": one.table,
            "seat": one.seat,
            "role": one.role,
            "present": one.id in live.present,
            "revoked": one.revoked,
        }
        for one in exercise.people.all.values()
    ]


def _questions(exercise: Exercise) -> list[dict[str, Any]]:
    return [
        {"table": table.number, "seat": seat, **plain(question)}
        for table in exercise.tables
        for seat, team in table.teams.items()
        for question in team.questions
    ]


def _table(exercise: Exercise, table: Table) -> dict[str, Any]:
    ended = table.game.outcome() if table.begun else None
    begun = {
        "minute": table.game.minute,
        "local_time": table.game.local_time,
        "digest": table.game.digest,
        "over": table.game.over,
        "outcome": ended,
        "outcome_name": None if ended is None else exercise.crisis.compiled.scenario.outcomes[ended].name,
        "scores": table.game.scores(),
    } if table.begun else {}  # fmt: skip
    hold = {"delay": table.talk.delay, "stop": table.talk.stop, "copy_to": list(table.talk.copy_to)}
    return {
        "number": table.number,
        "turn": table.turn,
        "turns": table.turns,
        "running": table.timer.running,
        "ends_at": table.timer.ends_at,
        "left": table.timer.left,
        "finished": table.finished,
        **begun,
        "hold": hold,
        "branches": [label for label, _ in table.past],
        "seats": {seat: _team(exercise, table, seat) for seat in exercise.seats},
    }


def _team(exercise: Exercise, table: Table, seat: str) -> dict[str, Any]:
    team, people = table.teams[seat], exercise.people.of(table.number, seat)
    received = sum(not line.own for line in table.talk.seen[seat])
    read = max((team.read.get(one.id, 0) for one in people), default=0)
    read_of_others = sum(not line.own for line in table.talk.seen[seat][:read])
    return {
        "agent": table.game.seats[seat] if table.begun else HUMAN,
        "people": len(people),
        "proposed": sum(not one.approved for one in team.proposals),
        "approved": sum(one.approved for one in team.proposals),
        "committed": team.committed,
        "idle_since": team.active_at,
        "unread": received - read_of_others,
        "last_order": _last_order(table, seat),
        "questions": sum(question.answer is None for question in team.questions),
    }


def _last_order(table: Table, seat: str) -> str | None:
    """What people or a bot in a seat ordered last, in the game as it stands; what is only proposed is no order."""
    events = table.game.events if table.begun else []
    of_the_seat = (one.action for one in reversed(events) if one.kind == "order" and one.action is not None)
    return next((action for action in of_the_seat if action.startswith(f"{seat}.")), None)


def _talk(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "id": letter.id,
            "kind": "control" if letter.sender is None else "statement" if letter.public else "message",
            "from": letter.sender,
            "to": list(letter.to),
            "text": letter.text,
            "turn": letter.turn,
            "state": letter.state,
            "due_at": letter.due_at,
        }
        for letter in table.talk.letters
    ]


def _injects(table: Table) -> dict[str, Any]:
    sendable = set(table.game.control.injects()) if table.begun else set()
    sent = {event.action for event in table.game.events if event.action in sendable} if table.begun else set()
    return {"queue": [plain(item) for item in table.queue.items], "sent": sorted(filter(None, sent))}
