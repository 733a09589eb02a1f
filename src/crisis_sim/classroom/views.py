"""What a seat may see, part by part: built from its own observation and its own lists, never cut out of a whole."""

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from crisis_sim.classroom import posts
from crisis_sim.classroom.exercise import DEBRIEF, END, Exercise
from crisis_sim.classroom.table import Table
from crisis_sim.classroom.talk import Line
from crisis_sim.classroom.teamwork import role_may
from crisis_sim.compiler import Compiled
from crisis_sim.compiler.phrases import short
from crisis_sim.engine import HUMAN, Game
from crisis_sim.engine.prospects import Prospect
from crisis_sim.scenario.constructs import Gauge
from crisis_sim.terms.codes import DENIABLE, OVERT
from crisis_sim.terms.records import Event, Observation, Option, plain

BY_DEFAULT = (
    "When time runs out, the orders that were approved are given. What is only proposed lapses. A team that approved "
    "nothing holds."
)


def encoded(value: Any) -> bytes:
    """As it goes over the wire."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def stage(exercise: Exercise, table: Table | None) -> dict[str, Any]:
    """Phase, turn and time."""
    playing = table is not None and table.turn > 0 and exercise.phase not in (DEBRIEF, END)
    timer = table.timer if table is not None and playing else exercise.timer
    return {
        "phase": exercise.phase,
        "turn": table.turn if table is not None else 0,
        "turns": table.turns if table is not None else exercise.format.turns,
        "hours": exercise.format.hours,
        "running": timer.running,
        "ends_at": timer.ends_at,
        "left": timer.left,
        "finished": table is not None and table.finished,
        "early": exercise.early,
        "by_default": BY_DEFAULT,
        "waiting": None if table is not None else "You will be given a seat in a moment.",
    }


def book(exercise: Exercise, table: Table, seat: str, role: str) -> dict[str, Any]:
    """What somebody in this role may know before anything happens: the brief, their powers, what things mean."""
    scenario, names = exercise.crisis.compiled.scenario, exercise.crisis.compiled.names
    filled = exercise.people.filled(table.number, seat)
    observation = exercise.opening[seat]
    actor, what = scenario.actors[seat], posts.WHAT_ROLES_ARE[role]
    return {
        "title": scenario.title,
        "summary": scenario.summary,
        "content_note": scenario.content_note,
        "place": scenario.place,
        "table": table.number,
        "seat": {"id": seat, "name": actor.name, "what": actor.what},
        "role": {
            "id": role,
            "name": what.name,
            "brief": what.brief,
            "approve": posts.may_approve(role, filled),
            "message": posts.may_message(role, filled),
            "state": posts.may_state(role, filled),
        },
        "brief": exercise.briefs.get(seat, ""),
        "effort": scenario.effort,
        "seats": seats(exercise),
        "gauges": {gauge.id: sheet(scenario.gauges[gauge.id]) for gauge in observation.gauges},
        "actions": {
            option.action: {
                "name": option.name,
                "what": option.what,
                "category": option.category,
                "target": option.target,
                "rung": option.rung,
                "severity": option.severity,
                "visibility": option.visibility,
                "grave": option.grave,
                "effort": option.effort,
                "approval": option.approval,
                "preparation": option.preparation,
                "duration": option.duration,
                "yours": role_may(exercise, role, filled, option.action),
            }
            for option in observation.options
        },
        "agreements": [
            {
                "id": name,
                "name": one.name,
                "what": one.what,
                "sponsor": one.sponsor,
                "parties": one.parties,
                "clauses": [
                    {"by": made.by, "to": made.to, "what": made.what}
                    for made in map(scenario.commitments.__getitem__, one.commitments)
                ],
            }
            for name, one in scenario.agreements.items()
            if not one.private or seat in (one.sponsor, *one.parties)
        ],
        "objectives": [{"what": one.what, "weight": one.weight} for one in scenario.objectives.get(seat, {}).values()],
        "names": {one: scenario.actors[one].name for one in names.actors},
    }


def seats(exercise: Exercise) -> list[dict[str, str]]:
    """Every side, by name."""
    compiled = exercise.crisis.compiled
    return [
        {"id": seat, "name": compiled.scenario.actors[seat].name, "short": short(compiled, seat)}
        for seat in exercise.seats
    ]


def sheet(gauge: Gauge) -> dict[str, Any]:
    """What a gauge means."""
    return {
        "what": gauge.what,
        "unit": gauge.unit,
        "group": gauge.group or "",
        "low": gauge.bounds[0],
        "high": gauge.bounds[1],
        "whole": gauge.whole,
        "yes": gauge.yes or "",
        "no": gauge.no or "",
    }


def situation(
    observation: Observation, drafted: int, prospects: Mapping[str, Sequence[Prospect]]
) -> dict[str, Any]:
    """How things stand, as the seat sees it. `effort`: of this turn, before anything is approved; `odds`: of what may
    come of an order, as the seat has reason to think."""
    return {
        "effort": observation.effort + drafted,
        "minute": observation.minute,
        "local_time": observation.local_time,
        "over": observation.over,
        "score": round(observation.score, 1),
        "gauges": {
            gauge.id: {
                "value": gauge.value,
                "trend": gauge.trend,
                "sight": gauge.sight,
                "as_of": gauge.as_of,
                "first": gauge.first,
                "error": gauge.error,
            }
            for gauge in observation.gauges
        },
        "orders": plain(observation.orders),
        "forces": plain(observation.forces),
        "beliefs": plain(observation.beliefs),
        "links": plain(observation.links),
        "commitments": plain(observation.commitments),
        "agreements": plain(observation.agreements),
        "claims": plain(observation.claims),
        "odds": {action: [one._asdict() for one in several] for action, several in prospects.items() if several},
    }


def options(exercise: Exercise, table: Table, seat: str, known: Iterable[Option]) -> dict[str, Any]:
    """What can be ordered now, on top of what is approved; and why the rest cannot."""
    drafted = sum(exercise.costs[order.action] for order in table.game.draft(seat) if not order.cancel)
    return {
        "drafted": drafted,
        "options": {
            option.action: {
                "legal": option.legal,
                "code": option.code,
                "reason": option.reason,
                "uses_left": option.uses_left,
            }
            for option in known
        },
    }


def draft(table: Table, seat: str) -> dict[str, Any]:
    """What the team proposes and has approved."""
    team = table.teams[seat]
    return {
        "committed": team.committed,
        "bot": table.begun and table.game.seats[seat] != HUMAN,
        "proposals": [
            {
                "id": one.id,
                "action": one.order.action,
                "cancel": one.order.cancel,
                "by": one.by,
                "why": one.why,
                "state": "approved" if one.approved else "proposed",
            }
            for one in team.proposals
        ],
    }


class News:
    """What one seat of one game noticed, each event encoded once. Messages stand in the talk: the rest is counted
    without them, so that no number is missing."""

    def __init__(self, game: Game, seat: str) -> None:
        self.game, self._seat = game, seat
        self._looked = 0
        self._places: dict[int, int] = {}
        self.told: list[Event] = []
        self._encoded: list[bytes] = []

    def encoded(self) -> list[bytes]:
        """All that was noticed until now."""
        self.look()
        for place in range(len(self._encoded), len(self.told)):
            self._encoded.append(encoded(self._line(place, self.told[place])))
        return list(self._encoded)

    def look(self) -> None:
        """Takes in what is new."""
        events = self.game.events_for(self._seat, self._looked)
        self._looked += len(events)
        for event in events:
            if event.kind != "message":
                self._places[event.number] = len(self.told)
                self.told.append(event)

    def _line(self, place: int, event: Event) -> dict[str, Any]:
        return {
            "id": place,
            "minute": event.minute,
            "local_time": event.local_time,
            "kind": event.kind,
            "actor": event.actor,
            "target": event.target,
            "action": event.action,
            "outcome": event.outcome,
            "rung": event.rung,
            "severity": event.severity,
            "claim": event.claim,
            "text": event.text,
            "cause": None if event.cause is None else self._places.get(event.cause),
            "changes": plain(event.changes),
        }


def talk(lines: list[Line]) -> list[dict[str, Any]]:
    """What the seat wrote and received."""
    return [
        {
            "id": line.id,
            "kind": line.kind,
            "from": line.sender,
            "to": list(line.to),
            "text": line.text,
            "turn": line.turn,
            "own": line.own,
        }
        for line in lines
    ]


def of_seat(
    exercise: Exercise, table: Table, seat: str, wanted: Set[str], news: News | None
) -> dict[str, bytes | list[bytes]]:
    """Parts of what the people of a seat see, encoded; whatever role they have."""
    team, made = table.teams[seat], dict[str, bytes | list[bytes]]()
    if "stage" in wanted:
        made["stage"] = encoded(stage(exercise, table))
    if wanted & {"situation", "options"}:
        made |= _of_the_game(exercise, table, seat, wanted)
    if "draft" in wanted:
        made["draft"] = encoded(draft(table, seat))
    if "news" in wanted:
        made["news"] = news.encoded() if news is not None else []
    if "talk" in wanted:
        made["talk"] = [encoded(line) for line in talk(table.talk.seen[seat])]
    if "team" in wanted:
        people = exercise.people.of(table.number, seat)
        made["team"] = encoded({"people": [{"name": one.name, "role": one.role} for one in people]})
    if "notes" in wanted:
        made["notes"] = encoded({"text": team.note, "by": team.note_by})
    if "questions" in wanted:
        made["questions"] = encoded(plain(team.questions))
    if "debrief" in wanted:
        made["debrief"] = encoded({"ready": exercise.phase in (DEBRIEF, END) and table.begun})
    return made


def _of_the_game(exercise: Exercise, table: Table, seat: str, wanted: Set[str]) -> dict[str, bytes]:
    if not table.begun:
        return dict.fromkeys(wanted & {"situation", "options"}, b"null")
    # Looking is most of the work of a server: a draft changes the options alone.
    whole = table.game.observe(seat) if "situation" in wanted else None
    now = options(exercise, table, seat, table.game.legal(seat) if whole is None else whole.options)
    made = {"options": encoded(now)}
    if whole is not None:
        made["situation"] = encoded(situation(whole, now["drafted"], table.game.prospects(seat)))
    return made


def public_news(compiled: Compiled, heard: Sequence[News]) -> list[bytes]:
    """What is for everybody, and every seat was told in the same words: nobody learns anything from it on the wall.

    That all have noticed something that was meant for few is still nobody's to know.
    """
    deeds: dict[tuple[int, str], str] = {}  # a deed that is denied is known by those who did it
    for news in heard:
        news.look()
        deeds |= {(event.minute, event.text): event.action for event in news.told if event.action is not None}
    said = [{(event.minute, event.text) for event in news.told} for news in heard]
    common = set(said[0]).intersection(*said[1:])
    public = {what for what in common if _public(compiled, deeds.get(what))}
    wanted = ("minute", "local_time", "text", "severity", "claim")
    shown = (event for event in heard[0].told if (event.minute, event.text) in public)
    return [encoded({key: getattr(event, key) for key in wanted}) for event in shown]


def _public(compiled: Compiled, deed: str | None) -> bool:
    """Whether a thing takes place before all sides. What is private or covert has somebody who knows that it is."""
    if deed not in compiled.names.happenings:
        return True
    rows, row = compiled.program.happenings, compiled.names.happenings.row(str(deed))
    everybody = (1 << len(compiled.names.seats)) - 1
    return rows.visibility[row] in (OVERT, DENIABLE) and rows.audience[row] == everybody
