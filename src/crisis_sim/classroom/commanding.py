"""What the facilitator does: phases, clocks, places, injects, overrides, messages on the way, answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from crisis_sim.classroom.entries import Answer, Entry, Refused
from crisis_sim.classroom.exercise import (
    BOOK,
    BRIEF,
    DEBRIEF,
    END,
    LOBBY,
    MINUTE,
    NOTES,
    OF_THE_GAME,
    PRACTICE,
    QUESTIONS,
    REVEALED,
    STAGE,
    TALK,
    TEAM,
    TURNS,
    Exercise,
)  # fmt: skip
from crisis_sim.classroom.people import Person
from crisis_sim.classroom.table import BOT, Table
from crisis_sim.classroom.timer import Timer
from crisis_sim.classroom.words import MOST_TEXT, plain_words
from crisis_sim.engine import HUMAN
from crisis_sim.scenario.errors import did_you_mean

PRACTICE_TURNS, PRACTICE_LENGTH = 3, MINUTE
WHAT_COMES_AFTER = {
    LOBBY: (PRACTICE, BRIEF, END),
    PRACTICE: (BRIEF, END),
    BRIEF: (TURNS, END),
    TURNS: (DEBRIEF, END),
    DEBRIEF: (END,),
    END: (),
}
MOST_EXTENDED = 3600


def arrived(exercise: Exercise, people: Sequence[Person], tables: Iterable[int | None]) -> None:
    """People have another place: a seat that a bot had because nobody sat there is theirs again. `tables`: those that
    somebody came to or left."""
    exercise.move(people, tables)
    for person in people:
        if person.table is None or person.seat is None:
            continue
        table = exercise.table(person.table)
        team = table.teams[person.seat]
        if team.filled_by_bot and not table.finished and not table.game.over:
            team.filled_by_bot = False
            table.hand_over(person.seat, HUMAN)
            exercise.touch(table.number, exercise.seats, *OF_THE_GAME)


def _tables(exercise: Exercise, entry: Entry) -> list[Table]:
    """The table that is named, or all."""
    number = entry.body.get("table")
    return list(exercise.tables) if number is None else [exercise.table(number)]


def _table(exercise: Exercise, entry: Entry) -> Table:
    return exercise.table(entry.body.get("table"))


def _seat(exercise: Exercise, name: object) -> str:
    if name not in exercise.seats:
        raise Refused("unknown", f"a seat is one of {', '.join(exercise.seats)}")
    return str(name)


def _to(exercise: Exercise, seats: Iterable[object] | None) -> tuple[str, ...]:
    """The seats that are named, in the scenario's order; all of them, if none is."""
    wanted = {_seat(exercise, seat) for seat in seats or ()}
    return tuple(seat for seat in exercise.seats if not wanted or seat in wanted)


# Phases and clocks


def _phase(exercise: Exercise, entry: Entry) -> Answer:
    to = str(entry.body["to"])
    if to not in WHAT_COMES_AFTER[exercise.phase]:
        after = ", ".join(WHAT_COMES_AFTER[exercise.phase]) or "nothing"
        raise Refused("not_now", f"after {exercise.phase} comes {after}")
    plan, seed = exercise.format, int(exercise.made["seed"])
    if to == PRACTICE:
        for table in exercise.tables:
            table.begin(seed ^ 1, PRACTICE_TURNS, PRACTICE_LENGTH)
            _fill(exercise, table)
            table.first_turn(entry.at)
    elif to == BRIEF:
        for table in exercise.tables:
            table.begin(seed, plan.turns, plan.turn * MINUTE)
        exercise.timer.set(plan.brief * MINUTE, entry.at, go=True)
    elif to == TURNS:
        _begin_turns(exercise, entry)
    elif to == DEBRIEF:
        for table in exercise.tables:
            table.timer.clear()
            table.finished = True
        exercise.timer.set(plan.debrief * MINUTE, entry.at, go=True)
    else:
        exercise.timer.clear()
        for table in exercise.tables:
            table.timer.clear()
    exercise.phase = to
    exercise.touch_all(*OF_THE_GAME, BOOK, REVEALED, QUESTIONS, NOTES)
    return Answer()


def _begin_turns(exercise: Exercise, entry: Entry) -> None:
    empty = [(table, seat) for table in exercise.tables for seat in _empty(exercise, table)]
    if empty and not (entry.body.get("fill") or exercise.made["rehearse"]):
        table, seat = empty[0]
        raise Refused(
            "empty_seat", f"nobody sits in {seat} at table {table.number}: place somebody, or let bots fill in"
        )
    for table in exercise.tables:
        _fill(exercise, table)
        table.first_turn(entry.at)
    exercise.timer.clear()


def _empty(exercise: Exercise, table: Table) -> list[str]:
    return [s for s in exercise.seats if table.is_played_by_people(s) and not exercise.people.of(table.number, s)]


def _fill(exercise: Exercise, table: Table) -> None:
    for seat in _empty(exercise, table):
        table.hand_over(seat, BOT)
        table.teams[seat].filled_by_bot = True


def _clock(exercise: Exercise, entry: Entry) -> Answer:
    tables, at = _tables(exercise, entry), entry.at
    match entry.body["do"]:
        case "go":
            for timer in _timers(exercise, entry):
                timer.go(at)
        case "pause":
            for timer in _timers(exercise, entry):
                timer.pause(at)
        case "step":
            going = [table for table in tables if table.deciding]
            if not going:
                raise Refused("not_now", "no turn is on")
            for table in going:
                table.end_turn(at)
        case _:
            _in_the_game(exercise)
            for table in tables:
                table.undo_turn()
    for table in tables:
        exercise.touch(table.number, exercise.seats, *OF_THE_GAME)
    return Answer()


def _timers(exercise: Exercise, entry: Entry) -> list[Timer]:
    """Those of the tables that are meant; of the whole exercise too, if no table is named."""
    timers = [table.timer for table in _tables(exercise, entry)]
    return timers if entry.body.get("table") is not None else [exercise.timer, *timers]


def _in_the_game(exercise: Exercise) -> None:
    if exercise.phase not in (PRACTICE, TURNS):
        raise Refused("not_now", "the turns are not on")


def _extend(exercise: Exercise, entry: Entry) -> Answer:
    seconds = int(entry.body["seconds"])
    if not -MOST_EXTENDED <= seconds <= MOST_EXTENDED:
        raise Refused("out_of_range", f"at most {MOST_EXTENDED} seconds at once")
    for timer in _timers(exercise, entry):
        timer.extend(1000 * seconds, entry.at)
    exercise.touch_all(STAGE)
    return Answer()


def _early(exercise: Exercise, entry: Entry) -> Answer:
    exercise.early = bool(entry.body["early"])
    exercise.touch_all(STAGE)
    return Answer()


# Places


def _allocate(exercise: Exercise, entry: Entry) -> Answer:
    placed = exercise.people.allocate(int(entry.body["chance"]))
    arrived(exercise, placed, [person.table for person in placed])
    return Answer(more={"placed": len(placed)})


def _place(exercise: Exercise, entry: Entry) -> Answer:
    person, table = exercise.people.find(str(entry.body["person"])), _table(exercise, entry)
    before = person.table
    exercise.people.place(person, table.number, _seat(exercise, entry.body["seat"]), entry.body.get("role"))
    arrived(exercise, [person], [before, table.number])
    return Answer()


def _unplace(exercise: Exercise, entry: Entry) -> Answer:
    person = exercise.people.find(str(entry.body["person"]))
    if person.kind != "pupil":
        raise Refused("not_a_pupil", "only pupils have seats")
    before = person.table
    exercise.people.unplace(person)
    exercise.move([person], [before])
    return Answer()


def _swap(exercise: Exercise, entry: Entry) -> Answer:
    one, other = (_seat(exercise, seat) for seat in entry.body["seats"])
    number = _table(exercise, entry).number
    arrived(exercise, exercise.people.swap(number, one, other), [number])
    return Answer()


def _rename(exercise: Exercise, entry: Entry) -> Answer:
    person = exercise.people.find(str(entry.body["person"]))
    exercise.people.rename(person, str(entry.body["name"]))
    exercise.touch_all(TEAM)
    return Answer()


def _revoke(exercise: Exercise, entry: Entry) -> Answer:
    person = exercise.people.find(str(entry.body["person"]))
    if person.id == entry.who:
        raise Refused("not_yours", "you would lock yourself out")
    before = person.table
    exercise.people.revoke(person)
    exercise.move([person], [before])
    return Answer()


def _bot(exercise: Exercise, entry: Entry) -> Answer:
    table, agent = _table(exercise, entry), str(entry.body["agent"])
    _in_the_game(exercise)
    if agent not in exercise.crisis.agents:
        raise Refused("unknown", f"there is no agent of that name{did_you_mean(agent, exercise.crisis.agents)}")
    seat = _seat(exercise, entry.body["seat"])
    table.hand_over(seat, agent)
    table.teams[seat].filled_by_bot = False
    exercise.touch(table.number, exercise.seats, *OF_THE_GAME)
    return Answer()


# What arrives at a table


def _override(exercise: Exercise, entry: Entry) -> Answer:
    table = _table(exercise, entry)
    table.override(str(entry.body["gauge"]), float(entry.body["value"]), str(entry.body["reason"]))
    exercise.touch(table.number, exercise.seats, *OF_THE_GAME)
    return Answer()


def _inject(exercise: Exercise, entry: Entry) -> Answer:
    table, inject = _table(exercise, entry), entry.body.get("inject")
    if inject is not None and inject not in table.game.control.injects():
        known = table.game.control.injects()
        raise Refused("unknown", f"the scenario has no inject of that name{did_you_mean(str(inject), known)}")
    if table.game.over:
        raise Refused("game_over", "the game is over")
    item = table.queue.add(entry.body, _to(exercise, entry.body.get("to")), entry.at)
    if item.turn is None and item.due_at is not None and item.due_at <= entry.at:
        item.due_at = None
        table.send(item, entry.at)
        exercise.touch(table.number, exercise.seats, *OF_THE_GAME)
    return Answer(more={"id": item.id})


def _inject_edit(exercise: Exercise, entry: Entry) -> Answer:
    to = entry.body.get("to")
    receivers = None if to is None else _to(exercise, to)
    _table(exercise, entry).queue.edit(int(entry.body["id"]), entry.body, receivers, entry.at)
    return Answer()


def _inject_now(exercise: Exercise, entry: Entry) -> Answer:
    table = _table(exercise, entry)
    table.send(table.queue.waiting(int(entry.body["id"])), entry.at)
    exercise.touch(table.number, exercise.seats, *OF_THE_GAME)
    return Answer()


def _inject_cancel(exercise: Exercise, entry: Entry) -> Answer:
    item = _table(exercise, entry).queue.waiting(int(entry.body["id"]))
    item.state, item.due_at = "cancelled", None
    return Answer()


def _say(exercise: Exercise, entry: Entry) -> Answer:
    text = plain_words(str(entry.body["text"]), MOST_TEXT, "a message needs some text")
    to = _to(exercise, entry.body.get("to"))
    tables = _tables(exercise, entry)
    for table in tables:
        if table.game.over:
            raise Refused("game_over", f"the game at table {table.number} is over")
    for table in tables:
        table.write(None, to, text, entry.at)
        exercise.touch(table.number, to, TALK)
    return Answer()


def _answer(exercise: Exercise, entry: Entry) -> Answer:
    table, seat = _table(exercise, entry), _seat(exercise, entry.body["seat"])
    number = int(entry.body["question"])
    questions = table.teams[seat].questions
    if not 1 <= number <= len(questions):
        raise Refused("unknown", "there is no such question")
    questions[number - 1].answer = plain_words(str(entry.body["text"]), MOST_TEXT, "an answer needs some text")
    exercise.touch(table.number, [seat], QUESTIONS)
    return Answer()


def _hold(exercise: Exercise, entry: Entry) -> Answer:
    copies = tuple(_seat(exercise, seat) for seat in entry.body.get("copy_to") or ())
    _table(exercise, entry).talk.hold(int(entry.body["delay"]), bool(entry.body["stop"]), copies)
    return Answer()


def _release(exercise: Exercise, entry: Entry) -> Answer:
    table, text, why = _table(exercise, entry), entry.body.get("text"), ""
    letter = table.talk.letter(int(entry.body["message"]))
    if text is not None:
        text = plain_words(str(text), MOST_TEXT, "a message needs some text")
        why = plain_words(str(entry.body.get("reason") or ""), MOST_TEXT, "say why: the class reads it in the debrief")
    table.deliver(letter, text, why)
    exercise.touch(table.number, exercise.seats, TALK)
    return Answer()


def _stop(exercise: Exercise, entry: Entry) -> Answer:
    talk = _table(exercise, entry).talk
    talk.stop_one(talk.letter(int(entry.body["message"])))
    return Answer()


def _nothing(exercise: Exercise, entry: Entry) -> Answer:
    """It concerns the running server alone, and stands in the log for whoever reads it."""
    return Answer()


DO: Mapping[str, Callable[[Exercise, Entry], Answer]] = {
    "phase": _phase,
    "clock": _clock,
    "extend": _extend,
    "early": _early,
    "allocate": _allocate,
    "seat": _place,
    "unseat": _unplace,
    "swap": _swap,
    "rename": _rename,
    "revoke": _revoke,
    "bot": _bot,
    "override": _override,
    "inject": _inject,
    "inject_edit": _inject_edit,
    "inject_now": _inject_now,
    "inject_cancel": _inject_cancel,
    "say": _say,
    "answer": _answer,
    "hold": _hold,
    "release": _release,
    "stop": _stop,
    "unlock": _nothing,
    "delete": _nothing,
}
"""By the name of the command; its body is checked at the door (`requests`)."""
