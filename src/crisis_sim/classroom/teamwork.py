"""What people in a seat do: propose, approve, commit, write, ask. Each is checked against their role in the seat."""

from collections.abc import Callable, Collection, Mapping

from crisis_sim.classroom import posts
from crisis_sim.classroom.entries import Answer, Entry, Refused
from crisis_sim.classroom.exercise import DRAFT, NEWS, NOTES, OPTIONS, QUESTIONS, SITUATION, STAGE, TALK, Exercise
from crisis_sim.classroom.people import Person
from crisis_sim.classroom.table import Question, Table, Team
from crisis_sim.classroom.words import MOST_NOTE, MOST_TEXT, plain_lines, plain_words
from crisis_sim.terms.codes import COVERT, DENIABLE
from crisis_sim.terms.records import Order

MOST_QUESTIONS = 100
MOST_WHY = 300
DRAFTING = (DRAFT, OPTIONS)


def role_may(exercise: Exercise, role: str, filled: Collection[str], action: str) -> bool:
    """Whether an action is for somebody in this role to propose. `filled`: the roles of the seat that have somebody."""
    names, compiled = exercise.crisis.compiled.names, exercise.crisis.compiled
    if action not in names.actions:
        return True  # whoever asks is told that there is no such action
    row = names.actions.row(action)
    hidden = compiled.program.happenings.visibility[row] in (COVERT, DENIABLE)
    return posts.may_propose(role, filled, compiled.told[row].cameo, hidden)


def _post(person: Person) -> tuple[int, str, str]:
    if person.post is None:
        raise Refused("not_yours", "you have no seat yet")
    return person.post


def _place(exercise: Exercise, person: Person) -> tuple[Table, str, Team, str]:
    """Where they sit."""
    number, seat, role = _post(person)
    table = exercise.table(number)
    return table, seat, table.teams[seat], role


def _approves(exercise: Exercise, person: Person) -> bool:
    number, seat, role = _post(person)
    return posts.may_approve(role, exercise.people.filled(number, seat))


def _must_approve(exercise: Exercise, person: Person) -> None:
    if not _approves(exercise, person):
        raise Refused("not_yours", "the head of your side approves and commits")


def _propose(exercise: Exercise, person: Person, entry: Entry) -> Answer:
    table, seat, _, role = _place(exercise, person)
    action = str(entry.body["action"])
    if not role_may(exercise, role, exercise.people.filled(table.number, seat), action):
        raise Refused("not_yours", "that is for somebody else in your team to propose: tell them")
    order = Order(action, bool(entry.body.get("cancel")))
    why = plain_words(str(entry.body.get("why") or ""), MOST_WHY)
    proposal = table.propose(seat, order, person.name, why, _approves(exercise, person))
    proposal.whose = person.id
    exercise.touch(table.number, [seat], *DRAFTING)
    return Answer(more={"proposal": proposal.id, "approved": proposal.approved})


def _approve(exercise: Exercise, person: Person, entry: Entry) -> Answer:
    _must_approve(exercise, person)
    table, seat, _, _ = _place(exercise, person)
    table.approve(seat, int(entry.body["proposal"]))
    exercise.touch(table.number, [seat], *DRAFTING)
    return Answer()


def _withdraw(exercise: Exercise, person: Person, entry: Entry) -> Answer:
    table, seat, _, _ = _place(exercise, person)
    number = int(entry.body["proposal"])
    if table.proposal(seat, number).whose != person.id:
        _must_approve(exercise, person)
    table.withdraw(seat, number)
    exercise.touch(table.number, [seat], *DRAFTING)
    return Answer()


def _commit(exercise: Exercise, person: Person, entry: Entry) -> Answer:
    _must_approve(exercise, person)
    table, seat, _, _ = _place(exercise, person)
    table.commit(seat, bool(entry.body["committed"]))
    exercise.touch(table.number, [seat], DRAFT)
    if exercise.early and table.all_committed:
        table.end_turn(entry.at)
        exercise.touch(table.number, exercise.seats, STAGE, SITUATION, NEWS, TALK, *DRAFTING)
    return Answer()


def _message(exercise: Exercise, person: Person, entry: Entry) -> Answer:
    table, seat, _, role = _place(exercise, person)
    if not posts.may_message(role, exercise.people.filled(table.number, seat)):
        raise Refused("not_yours", "the head and the diplomat of your side write to the others")
    to = tuple(one for one in exercise.seats if one in entry.body["to"])
    if not to or len(to) != len(set(entry.body["to"])) or seat in to:
        raise Refused("unknown", "a message goes to one or several of the other sides")
    table.write(seat, to, plain_words(entry.body["text"], MOST_TEXT, "a message needs some text"), entry.at)
    exercise.touch(table.number, exercise.seats, TALK)
    return Answer()


def _statement(exercise: Exercise, person: Person, entry: Entry) -> Answer:
    table, seat, _, role = _place(exercise, person)
    if not posts.may_state(role, exercise.people.filled(table.number, seat)):
        raise Refused("not_yours", "the head and the press of your side speak in public")
    to = tuple(one for one in exercise.seats if one != seat)
    text = plain_words(entry.body["text"], MOST_TEXT, "a statement needs some text")
    table.write(seat, to, text, entry.at, public=True)
    exercise.touch(table.number, exercise.seats, TALK)
    return Answer()


def _note(exercise: Exercise, person: Person, entry: Entry) -> Answer:
    table, seat, team, _ = _place(exercise, person)
    team.note, team.note_by = plain_lines(entry.body["text"], MOST_NOTE), person.name
    exercise.touch(table.number, [seat], NOTES)
    return Answer()


def _ask(exercise: Exercise, person: Person, entry: Entry) -> Answer:
    table, seat, team, _ = _place(exercise, person)
    if len(team.questions) >= MOST_QUESTIONS:
        raise Refused("full", f"{MOST_QUESTIONS} questions are enough: ask across the room")
    text = plain_words(entry.body["text"], MOST_TEXT, "a question needs some text")
    team.questions.append(Question(len(team.questions) + 1, text, person.name))
    exercise.touch(table.number, [seat], QUESTIONS)
    return Answer()


def _read(exercise: Exercise, person: Person, entry: Entry) -> Answer:
    table, seat, team, _ = _place(exercise, person)
    known = len(table.talk.seen[seat])
    team.read[person.id] = max(team.read.get(person.id, 0), min(int(entry.body["upto"]), known))
    return Answer()


DO: Mapping[str, Callable[[Exercise, Person, Entry], Answer]] = {
    "propose": _propose,
    "approve": _approve,
    "withdraw": _withdraw,
    "commit": _commit,
    "message": _message,
    "statement": _statement,
    "note": _note,
    "ask": _ask,
    "read": _read,
}
