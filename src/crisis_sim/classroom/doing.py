"""An entry of the log, done: the only way in which anything about an exercise changes.

It looks at no clock, no chance and no file; the same entries in the same order give the same exercise.
"""

from collections import Counter
from collections.abc import Callable, Mapping

from crisis_sim.classroom import commanding, teamwork
from crisis_sim.classroom.entries import SERVER, Answer, Entry, Refused
from crisis_sim.classroom.exercise import OF_THE_GAME, STAGE, TALK, Exercise
from crisis_sim.classroom.matrix import BY_THE_SERVER, COMMANDS, kind_of
from crisis_sim.terms.records import WrongUse


def do(exercise: Exercise, entry: Entry) -> Answer:
    """Does one entry, or says why it cannot be done; then nothing has changed."""
    exercise.at = max(exercise.at, entry.at)
    try:
        answer = _done(exercise, entry)
    except Refused as refused:
        answer = Answer(refused.code, refused.reason)
    except WrongUse as wrong:
        answer = Answer("refused", str(wrong))
    exercise.remember(entry, answer)
    return answer


def _done(exercise: Exercise, entry: Entry) -> Answer:
    if entry.kind in BY_THE_SERVER:
        if entry.who != SERVER:
            raise Refused("not_yours", "only the server does that")
        return _BY_THE_SERVER[entry.kind](exercise, entry)
    person = exercise.people.find(entry.who)
    if entry.kind not in COMMANDS or kind_of(person) not in COMMANDS[entry.kind] or person.revoked:
        raise Refused("not_yours", "that is not yours to do")
    if exercise.over:
        raise Refused("over", "the exercise has ended")
    if entry.kind in teamwork.DO:
        answer = teamwork.DO[entry.kind](exercise, person, entry)
        if person.post is not None:
            exercise.table(person.table).teams[person.post[1]].active_at = entry.at
    else:
        answer = commanding.DO[entry.kind](exercise, entry)
    exercise.deeds.setdefault(person.id, Counter())[entry.kind] += 1
    return answer


def _enter(exercise: Exercise, entry: Entry) -> Answer:
    if exercise.over:
        raise Refused("over", "the exercise has ended")
    answer = exercise.people.enter(entry.body, entry.at)
    person = exercise.people.all[str(entry.body["person"])]
    if person.post is not None:
        commanding.arrived(exercise, [person], [person.table])
    return answer


def _again(exercise: Exercise, entry: Entry) -> Answer:
    """The server was started again: whatever ran stands still, with the time that was left."""
    exercise.starts += 1
    _stopped(exercise, entry)
    return Answer()


def _stopped(exercise: Exercise, entry: Entry) -> Answer:
    for timer in (exercise.timer, *(table.timer for table in exercise.tables)):
        timer.pause(entry.at)
    exercise.touch_all(STAGE)
    return Answer()


def _time_up(exercise: Exercise, entry: Entry) -> Answer:
    table = exercise.table(entry.body["table"])
    ends_at = table.timer.ends_at
    if ends_at is None or ends_at > entry.at or table.turn != entry.body["turn"]:
        raise Refused("not_now", "there is time left")
    table.end_turn(entry.at)
    exercise.touch(table.number, exercise.seats, *OF_THE_GAME)
    return Answer()


def _deliver(exercise: Exercise, entry: Entry) -> Answer:
    table = exercise.table(entry.body["table"])
    letter = table.talk.letter(entry.body["message"])
    if letter.due_at is None or letter.due_at > entry.at:
        raise Refused("not_now", "it is not due")
    table.deliver(letter)
    exercise.touch(table.number, exercise.seats, TALK)
    return Answer()


def _due(exercise: Exercise, entry: Entry) -> Answer:
    table = exercise.table(entry.body["table"])
    item = table.queue.waiting(entry.body["id"])
    if item.due_at is None or item.due_at > entry.at:
        raise Refused("not_now", "it is not due")
    item.due_at = None  # also if it cannot be sent: it is not tried again and again
    table.send(item, entry.at)
    exercise.touch(table.number, exercise.seats, *OF_THE_GAME)
    return Answer()


_BY_THE_SERVER: Mapping[str, Callable[[Exercise, Entry], Answer]] = {
    "enter": _enter,
    "again": _again,
    "stopped": _stopped,
    "time_up": _time_up,
    "deliver": _deliver,
    "due": _due,
}
