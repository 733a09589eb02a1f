"""What an exercise does with what it is told; and that the same log gives the same exercise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim.classroom.entries import SERVER
from crisis_sim.classroom.posts import ROLES
from crisis_sim.classroom.words import plain_words
from tests.classroom.rooms import MINUTE, Room, state

RAID, DENY = "ar.inquire", "bo.deny"


def test_pupils_are_spread_evenly_over_tables_seats_and_roles_by_one_button() -> None:
    room = Room(tables=3)
    people = [room.enter() for _ in range(30)]
    assert room.must(room.control, "allocate", chance=7).more["placed"] == 30
    posts = [person.post for person in people]
    assert None not in posts
    for table in (1, 2, 3):
        for seat in room.exercise.seats:
            here = [post for post in posts if post is not None and post[:2] == (table, seat)]
            assert len(here) == 5
            assert {post[2] for post in here} == set(ROLES)


def test_names_are_pseudonyms_and_no_two_are_the_same() -> None:
    room = Room()
    people = [room.enter(name=name) for name in ("", "", "Ann", "Ann", "  Ann ", "\u202e\u200b", "x" * 500)]
    names = [person.name for person in people]
    assert len(set(names)) == len(names)
    assert all(name.isprintable() and 0 < len(name) <= 40 for name in names)


@given(st.text(max_size=300))
def test_words_hold_nothing_that_a_page_or_a_terminal_obeys(text: str) -> None:
    kept = plain_words(text, 100)
    assert kept.isprintable()
    assert len(kept) <= 100


def test_a_pile_of_accents_is_cut() -> None:
    assert len(plain_words("a" + "\u0301" * 100_000 + "b", 2000)) <= 6


def test_a_team_is_idle_since_it_last_did_something_or_since_the_first_turn() -> None:
    room = Room()
    people = room.everybody()
    teams = room.exercise.tables[0].teams
    began = teams["ar"].active_at
    assert began is not None
    assert teams["bo"].active_at == began
    room.at = 9_000
    room.must(people["ar"], "note", text="We are awake.")
    room.must(room.control, "clock", do="step")
    assert teams["ar"].active_at is not None
    assert teams["ar"].active_at > began
    assert teams["bo"].active_at == began


def test_the_team_proposes_the_head_approves_and_the_order_is_given() -> None:
    room = Room()
    head, soldier = room.sit("ar", role="head"), room.sit("ar", role="military")
    room.play()
    action = room.legal("ar")[0]
    proposal = room.must(soldier if action == "ar.deploy_brigade" else head, "propose", action=action)
    assert proposal.more["approved"]
    deploy = room.do(soldier, "propose", action="ar.deploy_brigade")
    game = room.exercise.tables[0].game
    if deploy.ok:
        assert not deploy.more["approved"]
        assert [order.action for order in game.draft("ar")] == [action]
        assert room.do(soldier, "approve", proposal=deploy.more["proposal"]).code == "not_yours"
        room.must(head, "approve", proposal=deploy.more["proposal"])
        assert [order.action for order in game.draft("ar")] == [action, "ar.deploy_brigade"]


def test_what_is_only_proposed_lapses_and_what_is_approved_is_given_when_time_is_up() -> None:
    room = Room()
    head, press = room.sit("ar", role="head"), room.sit("ar", role="press")
    room.play()
    legal = room.legal("ar")
    room.must(head, "propose", action=legal[0])
    other = next(action for action in legal[1:] if room.do(press, "propose", action=action).ok)
    table = room.exercise.tables[0]
    room.at += table.length - 1
    assert room.do(SERVER, "time_up", table=1, turn=1).code == "not_now"
    room.at += 1
    room.must(SERVER, "time_up", table=1, turn=1)
    ordered = [event.action for event in table.game.events if event.kind == "order"]
    assert legal[0] in ordered
    assert other not in ordered
    assert (table.turn, table.teams["ar"].proposals) == (2, [])
    assert room.do(SERVER, "time_up", table=1, turn=1).code == "not_now"


def test_a_role_proposes_what_is_its_own_and_an_empty_role_is_everybodys() -> None:
    room = Room(scenario="new_years_eve")
    room.sit("us", role="head")
    press, soldier = room.sit("us", role="press"), room.sit("us", role="military")
    room.play()
    assert room.do(press, "propose", action="us.embassy_reinforce").code == "not_yours"
    room.must(press, "propose", action="us.condemn")
    room.must(soldier, "propose", action="us.embassy_reinforce")
    assert room.do(soldier, "propose", action="us.condemn").code == "not_yours"
    room.must(soldier, "propose", action="us.sanctions")  # the diplomat's, and there is none
    assert room.do(soldier, "message", to=["ir"], text="hello").code == "not_yours"
    assert room.do(soldier, "commit", committed=True).code == "not_yours"


def test_a_committed_team_changes_nothing_until_it_takes_that_back() -> None:
    room = Room()
    people = room.everybody()
    head, action = people["ar"], room.legal("ar")[0]
    room.must(head, "commit", committed=True)
    assert room.do(head, "propose", action=action).code == "committed"
    room.must(head, "commit", committed=False)
    room.must(head, "propose", action=action)


def test_a_turn_ends_early_only_if_the_facilitator_wants_it() -> None:
    room = Room()
    people = room.everybody()
    for person in people.values():
        room.must(person, "commit", committed=True)
    assert room.exercise.tables[0].turn == 1
    room.must(room.control, "early", early=True)
    for person in people.values():
        room.must(person, "commit", committed=True)
    assert room.exercise.tables[0].turn == 2


def test_withdrawing_leaves_the_rest_of_the_draft_as_it_was() -> None:
    room = Room(scenario="new_years_eve")
    people = room.everybody()
    us, legal = people["us"], room.legal("us")
    numbers = {action: room.do(us, "propose", action=action).more.get("proposal") for action in legal}
    given = {action: number for action, number in numbers.items() if number}
    assert len(given) >= 3
    first = next(iter(given))
    room.must(us, "withdraw", proposal=given[first])
    drafted = [order.action for order in room.exercise.tables[0].game.draft("us")]
    assert drafted == [action for action in given if action != first]


def test_undoing_a_turn_is_a_branch_and_erases_nothing() -> None:
    room = Room()
    people = room.everybody()
    table = room.exercise.tables[0]
    start = table.game.digest
    room.must(people["ar"], "propose", action=room.legal("ar")[0])
    room.must(room.control, "clock", do="step")
    played = table.game
    digest, events = played.digest, played.events
    room.must(room.control, "clock", do="undo")
    assert (table.turn, table.timer.running) == (1, False)
    assert table.game is not played
    assert table.game.minute == table.starts[1]
    assert [label for label, _ in table.past] == ["turn 2, undone"]
    assert (table.past[0][1].digest, table.past[0][1].events) == (digest, events)
    assert start
    room.must(room.control, "clock", do="step")
    assert [event.action for event in table.game.events if event.kind == "order"] == []


def test_an_absent_team_is_played_by_a_bot_and_comes_back() -> None:
    room = Room(scenario="new_years_eve")
    people = room.everybody()
    table = room.exercise.tables[0]
    action = room.legal("ir")[0]
    room.must(people["ir"], "propose", action=action)
    room.must(room.control, "bot", table=1, seat="us", agent="hawk")
    assert room.do(people["us"], "propose", action="us.condemn").code == "not_now"
    assert [order.action for order in table.game.draft("ir")] == [action]
    room.must(room.control, "clock", do="step")
    assert any(event.kind == "order" and event.actor == "us" for event in table.game.events)
    room.must(room.control, "bot", table=1, seat="us", agent="human")
    room.must(people["us"], "propose", action=room.legal("us")[0])
    assert room.do(room.control, "bot", table=1, seat="us", agent="hawkk").reason.endswith("(did you mean hawk?)")


def test_bots_fill_empty_seats_and_make_room_for_whoever_comes_late() -> None:
    room = Room(rehearse=True)
    room.must(room.control, "phase", to="brief")
    room.must(room.control, "phase", to="turns")
    table = room.exercise.tables[0]
    assert set(table.game.seats.values()) == {"utility"}
    room.must(room.control, "clock", do="step")
    late = room.sit("ar")
    assert table.game.seats["ar"] == "human"
    room.must(late, "propose", action=room.legal("ar")[0])


def test_without_bots_nobody_starts_with_an_empty_seat() -> None:
    room = Room()
    room.sit("ar")
    room.must(room.control, "phase", to="brief")
    refused = room.do(room.control, "phase", to="turns")
    assert (refused.code, room.exercise.phase) == ("empty_seat", "brief")


def test_seats_are_swapped_with_their_people() -> None:
    room = Room()
    people = room.everybody()
    room.must(room.control, "swap", table=1, seats=["ar", "bo"])
    assert (people["ar"].seat, people["bo"].seat) == ("bo", "ar")
    assert {people["ar"].id, people["bo"].id} <= room.exercise.moved


def test_a_practice_leaves_no_trace_in_the_real_game() -> None:
    room = Room()
    people = {seat: room.sit(seat) for seat in room.exercise.seats}
    room.must(room.control, "phase", to="practice")
    room.must(people["ar"], "propose", action=room.legal("ar")[0])
    room.must(people["ar"], "message", to=["bo"], text="only practice")
    room.must(room.control, "clock", do="step")
    room.must(room.control, "phase", to="brief")
    other = Room()
    other.everybody()
    table, fresh = room.exercise.tables[0], other.exercise.tables[0]
    room.must(room.control, "phase", to="turns")
    assert table.game.digest == fresh.game.digest
    assert table.talk.letters == []
    assert table.turns == room.exercise.format.turns


def test_the_queue_sends_on_time_at_a_turn_and_by_hand() -> None:
    room = Room()
    room.everybody()
    table, control = room.exercise.tables[0], room.control
    room.must(control, "inject", table=1, text="in a minute", delay=60, reason="r")
    room.must(control, "inject", table=1, text="at turn 2", turn=2, to=["ar"], reason="r")
    room.must(control, "inject", table=1, text="never", turn=2, reason="r")
    room.must(control, "inject_cancel", table=1, id=3)
    room.must(control, "inject_edit", table=1, id=2, text="at turn two")
    assert room.do(SERVER, "due", table=1, id=1).code == "not_now"
    room.at += MINUTE
    room.must(SERVER, "due", table=1, id=1)
    room.must(control, "clock", do="step")
    heard = {seat: [line.text for line in table.talk.seen[seat]] for seat in ("ar", "bo")}
    assert heard == {"ar": ["in a minute", "at turn two"], "bo": ["in a minute"]}
    assert [item.state for item in table.queue.items] == ["sent", "sent", "cancelled"]
    assert room.do(control, "inject_now", table=1, id=3).code == "unknown"


def test_an_override_has_a_reason_and_stands_in_the_journal() -> None:
    room = Room()
    room.everybody()
    assert not room.do(room.control, "override", table=1, gauge="tension", value=80.0, reason="  ").ok
    assert not room.do(room.control, "override", table=1, gauge="tension", value=180.0, reason="why").ok
    room.must(room.control, "override", table=1, gauge="tension", value=80.0, reason="the radio said so")
    told = [event.text for event in room.exercise.tables[0].game.events if event.kind == "override"]
    assert len(told) == 1
    assert "the radio said so" in told[0]


def test_questions_are_answered() -> None:
    room = Room()
    people = room.everybody()
    room.must(people["ar"], "ask", text="May we?")
    room.must(room.control, "answer", table=1, seat="ar", question=1, text="You may.")
    assert room.exercise.tables[0].teams["ar"].questions[0].answer == "You may."
    assert room.do(room.control, "answer", table=1, seat="bo", question=1, text="?").code == "unknown"


def test_a_pause_and_an_extension_move_the_end() -> None:
    room = Room()
    room.everybody()
    timer = room.exercise.tables[0].timer
    length = room.exercise.tables[0].length
    room.at += 10_000
    room.must(room.control, "clock", do="pause")
    room.at += 99_000
    assert timer.left == length - 10_000
    room.must(room.control, "extend", seconds=30)
    room.must(room.control, "clock", do="go")
    assert timer.ends_at == room.at + length - 10_000 + 30_000


def test_after_the_end_nothing_can_be_done() -> None:
    room = Room()
    people = room.everybody()
    room.must(room.control, "phase", to="end")
    for person, kind, body in (
        (people["ar"], "note", {"text": "x"}),
        (people["ar"], "propose", {"action": "ar.inquire"}),
        (room.control, "clock", {"do": "step"}),
        (room.control, "phase", {"to": "debrief"}),
        (SERVER, "enter", {"as": "pupil", "person": "z"}),
    ):
        assert room.do(person, kind, **body).code == "over"


def test_a_restart_pauses_with_the_time_that_was_left() -> None:
    room = Room()
    room.everybody()
    room.at += 5000
    room.must(SERVER, "again")
    timer = room.exercise.tables[0].timer
    assert (timer.running, timer.left) == (False, room.exercise.tables[0].length - 5000)


@pytest.mark.parametrize("who", ["pupil", "screen"])
def test_nobody_else_does_what_is_the_facilitators_or_the_servers(who: str) -> None:
    room = Room()
    somebody = room.enter(who, table=1)
    for kind in ("phase", "clock", "override", "revoke", "time_up", "enter", "again", "no_such_thing"):
        assert room.do(somebody, kind).code == "not_yours"
    assert room.do(room.control, "enter").code == "not_yours"


def test_whoever_is_revoked_does_nothing_more() -> None:
    room = Room()
    people = room.everybody()
    room.must(room.control, "revoke", person=people["ar"].id)
    assert room.do(people["ar"], "note", text="x").code == "not_yours"
    assert people["ar"].post is None
    assert room.do(room.control, "revoke", person=room.control.id).code == "not_yours"


seats = st.sampled_from(["ar", "bo", "zz"])
texts = st.text(max_size=20)
commands = st.one_of(
    st.tuples(st.just("propose"), st.fixed_dictionaries({"action": st.sampled_from(
        ["ar.inquire", "ar.deploy_brigade", "ar.raid", "bo.deny", "bo.unleash", "bo.hold_back", "x.y"])})),
    st.tuples(st.sampled_from(["approve", "withdraw"]), st.fixed_dictionaries({"proposal": st.integers(1, 4)})),
    st.tuples(st.just("commit"), st.fixed_dictionaries({"committed": st.booleans()})),
    st.tuples(st.just("message"), st.fixed_dictionaries({"to": st.lists(seats, max_size=2), "text": texts})),
    st.tuples(st.sampled_from(["statement", "note", "ask"]), st.fixed_dictionaries({"text": texts})),
    st.tuples(st.just("read"), st.fixed_dictionaries({"upto": st.integers(0, 9)})),
    st.tuples(st.just("phase"), st.fixed_dictionaries(
        {"to": st.sampled_from(["practice", "brief", "turns", "turns", "debrief"]), "fill": st.just(True)})),
    st.tuples(st.just("clock"), st.fixed_dictionaries({"do": st.sampled_from(["go", "pause", "step", "undo"])})),
    st.tuples(st.just("bot"), st.fixed_dictionaries(
        {"table": st.just(1), "seat": seats, "agent": st.sampled_from(["human", "utility", "random"])})),
    st.tuples(st.just("swap"), st.just({"table": 1, "seats": ["ar", "bo"]})),
    st.tuples(st.just("hold"), st.fixed_dictionaries(
        {"table": st.just(1), "delay": st.integers(0, 9), "stop": st.booleans(),
         "copy_to": st.lists(seats, max_size=1)})),
    st.tuples(st.sampled_from(["release", "stop"]),
              st.fixed_dictionaries({"table": st.just(1), "message": st.integers(1, 3)})),
    st.tuples(st.just("override"), st.fixed_dictionaries(
        {"table": st.just(1), "gauge": st.just("tension"), "value": st.floats(0, 100), "reason": texts})),
    st.tuples(st.just("inject"), st.fixed_dictionaries(
        {"table": st.just(1), "text": texts, "turn": st.none() | st.integers(1, 4), "reason": st.just("r")})),
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), commands, st.integers(0, 100_000)), max_size=30))
def test_the_same_log_gives_the_same_exercise_and_whatever_is_refused_changes_nothing(
    steps: list[tuple[int, tuple[str, dict[str, object]], int]],
) -> None:
    room = Room()
    people = [room.control, room.sit("ar"), room.sit("bo"), room.sit("ar")]
    room.play()
    for who, (kind, body), wait in steps:
        room.at += wait
        before = state(room.exercise)
        answer = room.do(people[who], kind, **body)
        if not answer.ok:
            assert state(room.exercise) == before, (kind, body, answer)
    assert state(room.again()) == state(room.exercise)
