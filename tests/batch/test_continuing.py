"""A game is played on from its middle: compiled and in Python alike, and the state it starts from is left alone."""

from copy import deepcopy

import pytest

from crisis_sim.batch.continuing import HOLD, Continuations, continue_from, shared
from crisis_sim.batch.playing import Answers
from crisis_sim.engine.course import Course
from crisis_sim.scenario.loading import shipped
from crisis_sim.terms.codes import DOCTRINE, EXTERNAL, LEGAL, NONE
from crisis_sim.terms.records import WrongUse
from tests.batch.games import compiled, differing


def at_a_decision(name: str, hours: int = 60) -> tuple[Course, int]:
    """A game in its middle, where the first seat decides next; and that seat."""
    scenario = compiled(name)
    seats = scenario.program.sizes.seats
    course = Course(scenario, 5, 0, [EXTERNAL] + [DOCTRINE] * (seats - 1), [0] * seats)
    while not (course.asks() and course.due() >= hours * 60):
        if course.asks():
            course.come_to()
            course.answer({seat: [] for seat in course.asks()})
        course.step()
    course.come_to()
    return course, course.asks()[0]


def an_answer(course: Course, seat: int) -> Answers:
    """An order that is legal there, and one that is not any seat's to give."""
    first, end = course.program.seats.first_action[seat : seat + 2]
    action = next(action for action in range(first, end) if course.would_refuse(seat, action, []) == LEGAL)
    return Answers(1 << seat, 2, [seat, seat], [action, course.program.sizes.actions - 1], [0, 0])


@pytest.mark.parametrize("believes", [False, True])
@pytest.mark.parametrize("name", shipped())
def test_python_and_the_kernel_continue_alike(name, believes):
    course, seat = at_a_decision(name)
    answered = an_answer(course, seat)
    before = deepcopy(course.state)
    one, other = (Continuations(compiled(name), engine) for engine in ("python", "compiled"))
    for agents in (None, "random", f"{next(iter(compiled(name).names.seats))}=hawk"):
        for answers in (HOLD, answered):
            plain, fast = (
                ready.play(course.state, 3, seed=3, agents=agents, answers=answers, believer=seat if believes else NONE)
                for ready in (one, other)
            )
            assert differing(plain, fast) == []
    assert course.state == before


def test_threads_change_nothing():
    course, _ = at_a_decision("standoff")
    ready = Continuations(compiled("standoff"), "compiled")
    alone = ready.play(course.state, 500, seed=1, threads=1)
    assert differing(alone, ready.play(course.state, 500, seed=1, threads=3)) == []
    assert differing(alone, continue_from(compiled("standoff"), course.state, 500, seed=1)) == []


def test_a_continuation_is_the_same_in_whatever_company():
    course, _ = at_a_decision("standoff")
    whole = continue_from(compiled("standoff"), course.state, 30, seed=1)
    part = continue_from(compiled("standoff"), course.state, 5, seed=1, first=20)
    assert part.integers.tobytes() == whole.integers[20:25].tobytes()


def test_an_answer_changes_what_follows_and_a_held_one_is_an_answer_too():
    course, seat = at_a_decision("standoff")
    held = Answers(1 << seat, 0, [], [], [])
    runs = [
        continue_from(compiled("standoff"), course.state, 100, seed=1, answers=answers)["digest_low"].tolist()
        for answers in (HOLD, held, an_answer(course, seat))
    ]
    assert runs[0] != runs[1] != runs[2] != runs[0]


def test_the_games_own_luck_goes_on_where_it_is_asked_for():
    """With the seed and run of the game itself, everything that is not a hazard falls as it would have fallen."""
    scenario = compiled("standoff")
    seats = scenario.program.sizes.seats
    course = Course(scenario, 5, 2, [DOCTRINE] * seats, [0] * seats)
    while course.minute < 60:
        course.step()
    runs = continue_from(scenario, course.state, 1, seed=5, first=2)
    again = continue_from(scenario, course.state, 1, seed=5, first=2, engine="python")
    assert differing(runs, again) == []
    while not course.over:
        course.step()
    envoy = list(scenario.names.happenings).index("envoy")
    assert runs["first"][0, envoy] == next(one.minute for one in course.happened if one.row == envoy)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"seed": -1}, "a seed lies between"),
        ({"seed": 1, "first": -1}, "numbered from 0"),
        ({"seed": 1, "believer": 9}, "no seat in row 9"),
        ({"seed": 1, "engine": "simpy"}, "not by simpy"),
        ({"seed": 1, "agents": "human"}, "cannot be played by a person"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(wrong, said):
    course, _ = at_a_decision("standoff")
    with pytest.raises(WrongUse, match=said):
        continue_from(compiled("standoff"), course.state, 1, **wrong)


def test_shares_are_all_of_it_and_as_good_as_equal():
    assert shared(5, 10, 3) == [(5, 3), (8, 3), (11, 4)]
    assert shared(0, 0, 4)[0][0] == 0
    assert sum(count for _, count in shared(0, 7, 0)) == 7
