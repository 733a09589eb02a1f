"""The agenda gives things in the order of minute, rank and serial, whatever order they were put there."""

from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.rules.agenda import KIND_SHIFT, MINUTE_SHIFT, ROW_MASK, drop, rank, remove_first, schedule
from crisis_sim.terms.codes import DECIDE, EXECUTE, HAPPEN, PULSE, REPORT
from crisis_sim.terms.rows import ENTRIES, FAULT
from tests.rules.rows import blank_agenda

KINDS = st.sampled_from([REPORT, PULSE, EXECUTE, HAPPEN, DECIDE])
ENTRY = st.tuples(st.integers(0, 500_000), KINDS, st.integers(0, 65535))


@given(st.lists(ENTRY, max_size=120))
def test_entries_come_out_in_order_each_with_its_own_row_and_cause(entries):
    state = blank_agenda(128)
    expected = []
    for number, (minute, kind, row) in enumerate(entries):
        serial = schedule(state, minute, kind, row, 0, number)
        expected.append((minute, rank(kind), serial, kind, row, number))
    got = []
    while state.clock[ENTRIES] > 0:
        what = state.agenda.what[0]
        got.append((state.agenda.key[0] >> MINUTE_SHIFT, what >> KIND_SHIFT, what & ROW_MASK, state.agenda.cause[0]))
        remove_first(state)
    assert got == [(minute, kind, row, cause) for minute, _, _, kind, row, cause in sorted(expected)]


@given(st.lists(ENTRY, min_size=1, max_size=120), st.data())
def test_what_is_called_off_is_gone_and_the_rest_stays_in_order(entries, data):
    state = blank_agenda(128)
    for number, (minute, kind, _) in enumerate(entries):
        schedule(state, minute, kind, number, 0, number)
    gone = data.draw(st.sets(st.sampled_from(range(len(entries)))))
    for number in gone:
        drop(state, entries[number][1], number)
    got = []
    while state.clock[ENTRIES] > 0:
        got.append(state.agenda.cause[0])
        remove_first(state)
    left = [number for number in range(len(entries)) if number not in gone]
    assert got == sorted(left, key=lambda number: (entries[number][0], rank(entries[number][1]), number))


def test_a_full_agenda_takes_nothing_more_and_says_so():
    state = blank_agenda(3)
    for minute in range(3):
        assert schedule(state, minute, HAPPEN, 0, 0, -1) > 0
    assert schedule(state, 9, HAPPEN, 0, 0, -1) == 0
    assert (state.clock[ENTRIES], state.clock[FAULT]) == (3, 1)
